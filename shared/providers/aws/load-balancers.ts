import {
  AddListenerCertificatesCommand,
  DescribeAccountLimitsCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ZodType } from 'zod';

import { DeployError } from '../../core/errors.ts';
import { askedOnce, aside } from '../aside.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import type { Slots } from '../slots.ts';
import { createAsk } from './client.ts';
import type { Login } from './login.ts';
import { pages } from './paging.ts';
import type { elbv2Actions } from './policy.ts';
import {
  Done,
  ElbCertificates,
  ElbLimits,
  ElbListeners,
  ElbLoadBalancers,
  ElbRules,
  ElbTags,
} from './schema.ts';
import type { ElbListener, ElbLoadBalancer, ElbRule } from './schema.ts';
import type { SlotStep } from './slots.ts';
import { readTags } from './tags.ts';
import type { TagMap } from './tags.ts';

type Action = ActionOf<typeof elbv2Actions>;
type Send = (
  marker: { readonly Marker?: string },
  options: { readonly abortSignal: AbortSignal },
) => Promise<unknown>;

const pageSize = { PageSize: 400 };

/**
 * The calls of Elastic Load Balancing v2 in one region. Application and network load balancers draw
 * on the same allowance, so they share this. Reading: 40 at once, then 10 a second, less a reserve for
 * others; the allowance of changes is smaller and not published.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/throttling.html
 */
export function createLoadBalancers(login: Login, region: string) {
  const client = login.client(ElasticLoadBalancingV2Client, region);
  const ask = createAsk<Action>(login.caller({ concurrency: 16, perSecond: 9.5, burst: 36 }));
  const change = createAsk<Action>(login.caller({ concurrency: 4, perSecond: 5, burst: 5 }));

  function paged<T extends { readonly NextMarker?: string | undefined }>(
    action: Action,
    doing: string,
    schema: ZodType<T>,
    send: Send,
    call: Call,
  ): AsyncGenerator<T> {
    const read = async (marker: string | undefined) =>
      await ask(
        action,
        doing,
        schema,
        async (options) => await send(marker === undefined ? {} : { Marker: marker }, options),
        call,
      );
    return pages(read, ({ NextMarker }) => NextMarker);
  }

  async function tagsOf(arns: readonly string[], call: Call): Promise<TagMap> {
    const { TagDescriptions } = await ask(
      'elasticloadbalancing:DescribeTags',
      `reading tags of load balancers in ${region}`,
      ElbTags,
      (options) => client.send(new DescribeTagsCommand({ ResourceArns: [...arns] }), options),
      call,
    );
    return new Map(
      TagDescriptions.map(({ ResourceArn, Tags }) => [
        ResourceArn,
        new Map((Tags ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
      ]),
    );
  }

  let known: Promise<ReadonlyMap<string, number> | undefined> | undefined;

  /** What the account may have of each kind, by the service's own names for it. */
  async function limits(call: Call): Promise<ReadonlyMap<string, number>> {
    const { Limits } = await ask(
      'elasticloadbalancing:DescribeAccountLimits',
      `reading the limits of load balancers in ${region}`,
      ElbLimits,
      (options) => client.send(new DescribeAccountLimitsCommand(pageSize), options),
      call,
      { final: askedOnce },
    );
    return new Map(Limits.map(({ Name, Max }) => [Name, Max]));
  }

  return {
    /** Load balancers of every kind, page by page. */
    async *list(call: Call): AsyncGenerator<readonly ElbLoadBalancer[]> {
      const list = paged(
        'elasticloadbalancing:DescribeLoadBalancers',
        `listing load balancers in ${region}`,
        ElbLoadBalancers,
        (marker, options) =>
          client.send(new DescribeLoadBalancersCommand({ ...pageSize, ...marker }), options),
        call,
      );
      for await (const { LoadBalancers } of list) yield LoadBalancers;
    },

    async listeners(loadBalancer: ElbLoadBalancer, call: Call): Promise<readonly ElbListener[]> {
      const found: ElbListener[] = [];
      const list = paged(
        'elasticloadbalancing:DescribeListeners',
        `reading the listeners of load balancer ${loadBalancer.LoadBalancerName}`,
        ElbListeners,
        (marker, options) =>
          client.send(
            new DescribeListenersCommand({
              LoadBalancerArn: loadBalancer.LoadBalancerArn,
              ...pageSize,
              ...marker,
            }),
            options,
          ),
        call,
      );
      for await (const { Listeners } of list) found.push(...Listeners);
      return found;
    },

    async listener(arn: string, call: Call): Promise<ElbListener> {
      const { Listeners } = await ask(
        'elasticloadbalancing:DescribeListeners',
        `reading listener ${arn}`,
        ElbListeners,
        (options) => client.send(new DescribeListenersCommand({ ListenerArns: [arn] }), options),
        call,
      );
      const [listener] = Listeners;
      if (listener === undefined) throw new DeployError('RESOURCE_GONE', `no listener ${arn}`);
      return listener;
    },

    /** A default certificate that is in the SNI list too comes twice, once for each. */
    async slots(arn: string, call: Call): Promise<Slots> {
      let fallback: string | null = null;
      const sni = new Set<string>();
      const list = paged(
        'elasticloadbalancing:DescribeListenerCertificates',
        `reading the certificates of listener ${arn}`,
        ElbCertificates,
        (marker, options) =>
          client.send(
            new DescribeListenerCertificatesCommand({ ListenerArn: arn, ...pageSize, ...marker }),
            options,
          ),
        call,
      );
      for await (const { Certificates } of list) {
        for (const { CertificateArn, IsDefault } of Certificates) {
          if (IsDefault === true) fallback = CertificateArn;
          else sni.add(CertificateArn);
        }
      }
      return { fallback, sni: [...sni] };
    },

    async rules(arn: string, call: Call): Promise<readonly ElbRule[]> {
      const found: ElbRule[] = [];
      const list = paged(
        'elasticloadbalancing:DescribeRules',
        `reading the rules of listener ${arn}`,
        ElbRules,
        (marker, options) =>
          client.send(
            new DescribeRulesCommand({ ListenerArn: arn, ...pageSize, ...marker }),
            options,
          ),
        call,
      );
      for await (const { Rules } of list) found.push(...Rules);
      return found;
    },

    limits,

    /** The same for a remark: asked once, and undefined where that was in vain. */
    async limitsAside(call: Call): Promise<ReadonlyMap<string, number> | undefined> {
      return await (known ??= aside(limits, call));
    },

    async tags(arns: readonly string[], call: Call): Promise<TagMap> {
      return await readTags(arns, async (some) => await tagsOf(some, call));
    },

    /** One change of one slot. Nothing but the listener and the certificate is ever sent. */
    async step(arn: string, step: SlotStep, keyTypes: string, call: Call): Promise<void> {
      const input = { ListenerArn: arn, Certificates: [{ CertificateArn: step.ref }] };
      const options = { keyTypes };
      switch (step.do) {
        case 'default':
          await change(
            'elasticloadbalancing:ModifyListener',
            `setting the default certificate of listener ${arn}`,
            Done,
            (at) => client.send(new ModifyListenerCommand(input), at),
            call,
            options,
          );
          return;
        case 'add':
          await change(
            'elasticloadbalancing:AddListenerCertificates',
            `adding an SNI certificate to listener ${arn}`,
            Done,
            (at) => client.send(new AddListenerCertificatesCommand(input), at),
            call,
            options,
          );
          return;
        case 'remove':
          await change(
            'elasticloadbalancing:RemoveListenerCertificates',
            `removing an SNI certificate from listener ${arn}`,
            Done,
            (at) => client.send(new RemoveListenerCertificatesCommand(input), at),
            call,
            options,
          );
      }
    },
  };
}
export type LoadBalancers = ReturnType<typeof createLoadBalancers>;
