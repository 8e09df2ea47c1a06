import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
} from '@aws-sdk/client-elastic-load-balancing';

import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { acmTrials, iamTrials } from './check-certificates.ts';
import { nowhere } from './check-nowhere.ts';
import { checkTarget } from './check.ts';
import type { ClassicApi } from './classic-api.ts';
import { createAsk } from './client.ts';
import type { Login } from './login.ts';
import type { classicActions } from './policy.ts';
import { listRegions } from './regions.ts';
import { ClassicLoadBalancers, ClassicTags } from './schema.ts';

interface Place {
  readonly region: string;
  readonly api: ClassicApi;
}

function classicTrials(
  login: Login,
  { region, api }: Place,
  call: Call,
): Record<ActionOf<typeof classicActions>, Trial> {
  const client = login.client(ElasticLoadBalancingClient, region);
  const none = nowhere(login, region);
  const ask = createAsk<ActionOf<typeof classicActions>>(
    login.caller({ concurrency: 2, perSecond: 5, burst: 2 }),
  );
  return {
    'elasticloadbalancing:DescribeLoadBalancers': () =>
      ask(
        'elasticloadbalancing:DescribeLoadBalancers',
        `listing Classic Load Balancers in ${region}`,
        ClassicLoadBalancers,
        (at) => client.send(new DescribeLoadBalancersCommand({ PageSize: 1 }), at),
        call,
      ),
    'elasticloadbalancing:DescribeTags': () =>
      ask(
        'elasticloadbalancing:DescribeTags',
        `reading tags of Classic Load Balancers in ${region}`,
        ClassicTags,
        (at) => client.send(new DescribeTagsCommand({ LoadBalancerNames: [none.classic] }), at),
        call,
      ),
    'elasticloadbalancing:SetLoadBalancerListenerSSLCertificate': () =>
      api.set({ loadBalancer: none.classic, port: 443 }, none.certificate, call),
  };
}

export async function checkClassic(
  login: Login,
  place: Place,
  call: Call,
): Promise<readonly PermissionCheck[]> {
  return await checkTarget('aws/clb', {
    'account:ListRegions': () => listRegions(login, call),
    ...classicTrials(login, place, call),
    ...acmTrials(login, place.region, call),
    ...iamTrials(login, 'elb', call),
  });
}
