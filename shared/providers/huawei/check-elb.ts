import type { ZodType } from 'zod';

import { DeployError } from '../../core/errors.ts';
import { tryEach } from '../../core/trial.ts';
import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { isAnswer, nowhere } from './check.ts';
import type { ElbApi } from './elb-api.ts';
import type { Login, Project } from './login.ts';
import { elbActions } from './policy.ts';
import {
  ElbCertificates,
  ElbListeners,
  ElbLoadBalancers,
  ElbPolicies,
  ElbRules,
} from './schema.ts';
import type { Query } from './signer.ts';

type Action = ActionOf<typeof elbActions>;

/** No service can read a certificate or a key in it. */
const unreadable = 'this is no certificate: certferry asks whether it may upload one';

/** Each list is asked for one item; what is written names no listener, and brings no certificate. */
export async function checkElb(
  login: Login,
  { project, api }: { readonly project: Project; readonly api: ElbApi },
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const { region, projectId } = project;
  const limits = { concurrency: 4, perSecond: 20, burst: 4 };
  const ask = login.ask<Action>('elb', project, login.caller(limits));
  const { uuid, hex } = nowhere();

  async function first(action: Action, path: string, schema: ZodType, query: Query = {}) {
    const doing = `listing ${path.split('/').at(-1) ?? path} in ${region}`;
    const address = { action, doing, method: 'GET', path: `/v3/${projectId}/elb/${path}` } as const;
    await ask({ ...address, query: { limit: '1', ...query } }, schema, call);
  }

  /** A login that may not see all enterprise projects asks for those that it was granted. */
  const anywhere = (action: Action, path: string, schema: ZodType) => async () => {
    try {
      await first(action, path, schema);
    } catch (thrown) {
      if (DeployError.from(thrown).code !== 'PERMISSION_MISSING') throw thrown;
      await first(action, path, schema, { enterprise_project_id: 'all_granted_eps' });
    }
  };

  const trials: Record<Action, Trial> = {
    'elb:certificates:get': () => api.certificate(hex, call),
    'elb:certificates:list': anywhere('elb:certificates:list', 'certificates', ElbCertificates),
    'elb:l7policies:list': anywhere('elb:l7policies:list', 'l7policies', ElbPolicies),
    'elb:l7rules:list': () => first('elb:l7rules:list', `l7policies/${uuid}/rules`, ElbRules),
    'elb:listeners:get': () => api.listener(uuid, call),
    'elb:listeners:list': anywhere('elb:listeners:list', 'listeners', ElbListeners),
    'elb:loadbalancers:get': () => api.loadBalancer(uuid, call),
    'elb:loadbalancers:list': anywhere('elb:loadbalancers:list', 'loadbalancers', ElbLoadBalancers),
    'elb:quotas:list': () => api.certificateRoom(call),
    'elb:certificates:create': () =>
      api.create(
        'certferry-check',
        {
          name: 'certferry-check',
          type: 'server',
          certificate: unreadable,
          private_key: unreadable,
        },
        call,
      ),
    'elb:listeners:put': () => api.update(uuid, { default_tls_container_ref: hex }, call),
  };
  return await tryEach([...elbActions.read, ...elbActions.write], trials, isAnswer);
}
