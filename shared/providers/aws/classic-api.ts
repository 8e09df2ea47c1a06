import {
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingClient,
  SetLoadBalancerListenerSSLCertificateCommand,
} from '@aws-sdk/client-elastic-load-balancing';

import { DeployError } from '../../core/errors.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { createAsk } from './client.ts';
import { keyTypeSentence } from './key-types.ts';
import type { Login } from './login.ts';
import { pages } from './paging.ts';
import type { classicActions } from './policy.ts';
import { ClassicLoadBalancers, ClassicTags, Done } from './schema.ts';
import type { ClassicLoadBalancer } from './schema.ts';
import { readTags } from './tags.ts';
import type { TagMap } from './tags.ts';

type Action = ActionOf<typeof classicActions>;

/** One listener of a Classic Load Balancer. */
export interface ClassicPort {
  readonly loadBalancer: string;
  readonly port: number;
}

/** The calls of Classic Load Balancers in one region; limits as in load-balancers.ts. */
export function createClassicApi(login: Login, region: string) {
  const client = login.client(ElasticLoadBalancingClient, region);
  const ask = createAsk<Action>(login.caller({ concurrency: 16, perSecond: 9.5, burst: 36 }));
  const change = createAsk<Action>(login.caller({ concurrency: 4, perSecond: 5, burst: 5 }));

  async function tagsOf(names: readonly string[], call: Call): Promise<TagMap> {
    const { TagDescriptions } = await ask(
      'elasticloadbalancing:DescribeTags',
      `reading tags of Classic Load Balancers in ${region}`,
      ClassicTags,
      (options) => client.send(new DescribeTagsCommand({ LoadBalancerNames: [...names] }), options),
      call,
    );
    return new Map(
      TagDescriptions.map(({ LoadBalancerName, Tags }) => [
        LoadBalancerName,
        new Map((Tags ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
      ]),
    );
  }

  return {
    async *list(call: Call): AsyncGenerator<readonly ClassicLoadBalancer[]> {
      const read = async (marker: string | undefined) =>
        await ask(
          'elasticloadbalancing:DescribeLoadBalancers',
          `listing Classic Load Balancers in ${region}`,
          ClassicLoadBalancers,
          (options) =>
            client.send(
              new DescribeLoadBalancersCommand({
                PageSize: 400,
                ...(marker === undefined ? {} : { Marker: marker }),
              }),
              options,
            ),
          call,
        );
      for await (const page of pages(read, ({ NextMarker }) => NextMarker)) {
        yield page.LoadBalancerDescriptions;
      }
    },

    async loadBalancer(name: string, call: Call): Promise<ClassicLoadBalancer> {
      const { LoadBalancerDescriptions } = await ask(
        'elasticloadbalancing:DescribeLoadBalancers',
        `reading Classic Load Balancer ${name}`,
        ClassicLoadBalancers,
        (options) =>
          client.send(new DescribeLoadBalancersCommand({ LoadBalancerNames: [name] }), options),
        call,
      );
      const [found] = LoadBalancerDescriptions;
      if (found === undefined) throw new DeployError('RESOURCE_GONE', `no load balancer ${name}`);
      return found;
    },

    async tags(names: readonly string[], call: Call): Promise<TagMap> {
      return await readTags(names, async (some) => await tagsOf(some, call));
    },

    async set({ loadBalancer, port }: ClassicPort, ref: string, call: Call): Promise<void> {
      await change(
        'elasticloadbalancing:SetLoadBalancerListenerSSLCertificate',
        `setting the certificate of ${loadBalancer}:${port}`,
        Done,
        (options) =>
          client.send(
            new SetLoadBalancerListenerSSLCertificateCommand({
              LoadBalancerName: loadBalancer,
              LoadBalancerPort: port,
              SSLCertificateId: ref,
            }),
            options,
          ),
        call,
        { keyTypes: keyTypeSentence('aws/clb') },
      );
    },
  };
}
export type ClassicApi = ReturnType<typeof createClassicApi>;
