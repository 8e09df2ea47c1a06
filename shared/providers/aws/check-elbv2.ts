import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { acmTrials, iamTrials } from './check-certificates.ts';
import { nowhere } from './check-nowhere.ts';
import { checkTarget } from './check.ts';
import { createAsk } from './client.ts';
import type { Elbv2Target } from './elbv2.ts';
import type { LoadBalancers } from './load-balancers.ts';
import type { Login } from './login.ts';
import type { elbv2Actions } from './policy.ts';
import { listRegions } from './regions.ts';
import { ElbLoadBalancers, ElbTags } from './schema.ts';

interface Place {
  readonly target: Elbv2Target;
  readonly region: string;
  readonly api: LoadBalancers;
}

function elbv2Trials(
  login: Login,
  { target, region, api }: Place,
  call: Call,
): Record<ActionOf<typeof elbv2Actions>, Trial> {
  const client = login.client(ElasticLoadBalancingV2Client, region);
  const kind = target === 'aws/alb' ? 'app' : 'net';
  const none = nowhere(login, region);
  const listener = none.listener(kind);
  const ref = none.certificate;
  const ask = createAsk<ActionOf<typeof elbv2Actions>>(
    login.caller({ concurrency: 2, perSecond: 5, burst: 2 }),
  );
  return {
    'elasticloadbalancing:DescribeAccountLimits': () => api.limits(call),
    'elasticloadbalancing:DescribeListenerCertificates': () => api.slots(listener, call),
    'elasticloadbalancing:DescribeListeners': () => api.listener(listener, call),
    'elasticloadbalancing:DescribeLoadBalancers': () =>
      ask(
        'elasticloadbalancing:DescribeLoadBalancers',
        `listing load balancers in ${region}`,
        ElbLoadBalancers,
        (at) => client.send(new DescribeLoadBalancersCommand({ PageSize: 1 }), at),
        call,
      ),
    'elasticloadbalancing:DescribeRules': () => api.rules(listener, call),
    'elasticloadbalancing:DescribeTags': () =>
      ask(
        'elasticloadbalancing:DescribeTags',
        `reading tags of load balancers in ${region}`,
        ElbTags,
        (at) =>
          client.send(new DescribeTagsCommand({ ResourceArns: [none.loadBalancer(kind)] }), at),
        call,
      ),
    'elasticloadbalancing:AddListenerCertificates': () =>
      api.step(listener, { do: 'add', ref }, '', call),
    'elasticloadbalancing:ModifyListener': () =>
      api.step(listener, { do: 'default', ref }, '', call),
    'elasticloadbalancing:RemoveListenerCertificates': () =>
      api.step(listener, { do: 'remove', ref }, '', call),
  };
}

export async function checkElbv2(
  login: Login,
  place: Place,
  call: Call,
): Promise<readonly PermissionCheck[]> {
  return await checkTarget(place.target, {
    'account:ListRegions': () => listRegions(login, call),
    ...elbv2Trials(login, place, call),
    ...acmTrials(login, place.region, call),
    ...iamTrials(login, 'elb', call),
  });
}
