import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { checkTarget, nowhere, sharedTrials } from './check.ts';
import type { ClbApi } from './clb-api.ts';
import { certificateArgument } from './clb-unit.ts';
import type { Login } from './login.ts';
import type { clbActions } from './policy.ts';
import { listRegions } from './regions.ts';
import { ClbLoadBalancers, ClbTask, ClbTaskStatus } from './schema.ts';

export async function checkClb(
  login: Login,
  { region, api }: { readonly region: string; readonly api: ClbApi },
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const ask = login.ask<ActionOf<typeof clbActions>>(ClbClient, 'clb', region);
  const none = nowhere();
  const at = { LoadBalancerId: none.loadBalancer, ListenerId: none.listener };
  const certificate = certificateArgument(null, [none.certificate]);
  const trials: Record<ActionOf<typeof clbActions>, Trial> = {
    'clb:DescribeLBOperateProtect': () => api.protection([none.loadBalancer], call),
    'clb:DescribeListeners': () => api.listeners(none.loadBalancer, call),
    'clb:DescribeLoadBalancers': () =>
      ask(
        {
          action: 'clb:DescribeLoadBalancers',
          doing: `listing load balancers in ${region}`,
          schema: ClbLoadBalancers,
          body: { Offset: 0, Limit: 1 },
        },
        call,
      ),
    'clb:DescribeTaskStatus': () =>
      ask(
        {
          action: 'clb:DescribeTaskStatus',
          doing: `reading the state of a change in ${region}`,
          schema: ClbTaskStatus,
          body: { TaskId: none.uuid },
        },
        call,
      ),
    'clb:ModifyDomainAttributes': () =>
      ask(
        {
          action: 'clb:ModifyDomainAttributes',
          doing: `setting the certificate of a domain in ${region}`,
          schema: ClbTask,
          body: { ...at, Domain: none.domain, ...certificate },
        },
        call,
      ),
    'clb:ModifyListener': () =>
      ask(
        {
          action: 'clb:ModifyListener',
          doing: `setting the certificate of a listener in ${region}`,
          schema: ClbTask,
          body: { ...at, ...certificate },
        },
        call,
      ),
  };
  return await checkTarget('tencent/clb', {
    ...sharedTrials(login, call),
    'region:DescribeRegions': () => listRegions(login, call),
    ...trials,
  });
}
