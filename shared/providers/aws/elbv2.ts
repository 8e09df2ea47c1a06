import pMap, { pMapIterable, pMapSkip } from 'p-map';

import type { Binding, Finding, Resource } from '../../core/model.ts';
import { domainsAmong, endpointOf, unlessGone, warning } from '../places.ts';
import type { Call, Product } from '../provider.ts';
import type { Slots } from '../slots.ts';
import { createRoom } from './elbv2-room.ts';
import { domainsOfTag, domainsTag, hostsOfRules } from './hosts.ts';
import { keyAlgorithmsOf, refuseKeyType } from './key-types.ts';
import { createListener } from './listener.ts';
import type { LoadBalancers } from './load-balancers.ts';
import type { Login } from './login.ts';
import { templateFinding } from './places.ts';
import type { ElbListener, ElbLoadBalancer } from './schema.ts';
import { boundFacts } from './stores.ts';
import type { Stores } from './stores.ts';
import { noTags } from './tags.ts';
import type { TagMap } from './tags.ts';

export type Elbv2Target = 'aws/alb' | 'aws/nlb';

const types: Readonly<Record<Elbv2Target, string>> = {
  'aws/alb': 'application',
  'aws/nlb': 'network',
};
/** Load balancers and listeners that are read at the same time. */
const reading = 16;
interface Found {
  readonly loadBalancer: ElbLoadBalancer;
  readonly listeners: readonly ElbListener[];
}

/** Bare facts of one listener, before its certificates are looked at. */
interface Read {
  readonly listener: ElbListener;
  readonly slots: Slots;
}

const endsTls = ({ Protocol }: ElbListener) => Protocol === 'HTTPS' || Protocol === 'TLS';

/** Application or network load balancers of one region: each HTTPS or TLS listener is a resource. */
export function createElbv2(
  login: Login,
  {
    target,
    region,
    api,
    stores,
  }: {
    readonly target: Elbv2Target;
    readonly region: string;
    readonly api: LoadBalancers;
    readonly stores: Stores;
  },
): Product {
  const certificates = stores.acm(region);
  const change = createListener({ api, certificates, clock: login.clock });
  const room = createRoom(api, target);

  async function binding(slot: Binding['slot'], ref: string, call: Call): Promise<Binding> {
    return { slot, ref, facts: await boundFacts(stores, { ref, region, use: 'elb' }, call) };
  }

  async function bindings({ fallback, sni }: Slots, call: Call): Promise<Binding[]> {
    return await Promise.all([
      ...(fallback === null ? [] : [binding('default', fallback, call)]),
      ...sni.map(async (ref) => await binding('sni', ref, call)),
    ]);
  }

  /** Names that somebody wrote down: the tag, else the host rules. Empty: the core infers them. */
  async function hosts(
    listener: ElbListener,
    { own, label }: { readonly own: readonly string[]; readonly label: string },
    call: Call,
  ) {
    if (own.length > 0) {
      const { domains, others } = domainsAmong(own);
      const message = `the tag ${domainsTag} names what is no domain: ${others.join(', ')}`;
      return { domains, findings: others.length > 0 ? [warning('bad-tag', label, message)] : [] };
    }
    // Rules of network load balancers know no hosts.
    if (target === 'aws/nlb') return { domains: [], findings: [] };
    const { domains, notAnalysable } = hostsOfRules(await api.rules(listener.ListenerArn, call));
    const message = `host patterns not analysable: ${notAnalysable.join(', ')}`;
    return {
      domains,
      findings: notAnalysable.length > 0 ? [warning('not-analysable', label, message)] : [],
    };
  }

  async function resource(
    {
      loadBalancer,
      read,
      tags,
      findings,
    }: {
      readonly loadBalancer: ElbLoadBalancer;
      readonly read: Read;
      readonly tags: TagMap;
      /** Of the load balancer, said of each of its listeners. */
      readonly findings: readonly Finding[];
    },
    call: Call,
  ): Promise<Resource> {
    const { listener, slots } = read;
    const { ListenerArn: name, Port } = listener;
    const { LoadBalancerArn, LoadBalancerName, DNSName, Scheme, State } = loadBalancer;
    const ownTags = tags.get(name) ?? noTags;
    const sharedTags = tags.get(LoadBalancerArn) ?? noTags;
    const own = domainsOfTag(ownTags);
    const label = `${LoadBalancerName}:${Port}`;
    const named = await hosts(
      listener,
      { own: own.length > 0 ? own : domainsOfTag(sharedTags), label },
      call,
    );
    return {
      id: `${target}:${login.name}/${region}/${name}`,
      account: login.name,
      target,
      region,
      name,
      label,
      domains: named.domains,
      slots: 'sni',
      bindings: await bindings(slots, call),
      endpoints: [endpointOf(DNSName, Port)],
      reach: Scheme === 'internal' ? 'private' : 'public',
      blocked: State?.Code === 'failed' ? 'AWS could not set the load balancer up' : null,
      findings: [
        ...named.findings,
        ...findings,
        ...templateFinding(new Map([...sharedTags, ...ownTags]), label),
      ],
      lock: LoadBalancerArn,
    };
  }

  async function resources(found: Found, tags: TagMap, call: Call): Promise<readonly Resource[]> {
    const { loadBalancer, listeners } = found;
    const reads = await pMap(
      listeners,
      async (listener) =>
        await unlessGone(
          api.slots(listener.ListenerArn, call).then((slots): Read => ({ listener, slots })),
        ),
      { concurrency: reading },
    );
    const held = new Set(reads.flatMap(({ slots }) => slots.sni)).size;
    const findings = await room(loadBalancer.LoadBalancerName, held, call);
    return await pMap(
      reads,
      async (read) => await unlessGone(resource({ loadBalancer, read, tags, findings }, call)),
      { concurrency: reading },
    );
  }

  return {
    account: login.name,
    target,
    region,
    capabilities: {
      keyAlgorithms: keyAlgorithmsOf(target),
      settlesWithinMs: 180_000,
      concurrency: 10,
      undo: 'switch-back',
    },

    async *discover(call) {
      for await (const page of api.list(call)) {
        const found: readonly Found[] = await pMap(
          page.filter(({ Type }) => Type === types[target]),
          async (loadBalancer) => {
            const listeners = await unlessGone(api.listeners(loadBalancer, call));
            if (listeners === pMapSkip) return pMapSkip;
            const ours = listeners.filter(endsTls);
            return ours.length === 0 ? pMapSkip : { loadBalancer, listeners: ours };
          },
          { concurrency: reading },
        );
        const arns = found.flatMap(({ loadBalancer, listeners }) => [
          loadBalancer.LoadBalancerArn,
          ...listeners.map(({ ListenerArn }) => ListenerArn),
        ]);
        const tags = await api.tags(arns, call);
        const lists = pMapIterable(found, async (one) => await resources(one, tags, call), {
          concurrency: reading,
        });
        for await (const list of lists) yield* list;
      }
    },

    refuse: refuseKeyType,
    ...change,

    check: async (call) =>
      await (await import('./check-elbv2.ts')).checkElbv2(login, { target, region, api }, call),
  };
}
