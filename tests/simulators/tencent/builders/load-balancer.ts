import { endpointFaults } from '../../common/endpoint.ts';
import { createTlsFront, type TlsFront } from '../../tls/front.ts';
import { chooseIdentity, presentedFor } from '../clb/select.ts';
import { listenerView, slotsOf } from '../clb/state.ts';
import { settleLoadBalancer } from '../clb/tasks.ts';
import { ids } from '../ids.ts';
import type { Account, ClbBinding, ClbListener, ClbRule, LoadBalancer } from '../model.ts';
import type { World } from '../world.ts';
import { resolveCertificate } from './certificates.ts';
import type {
  BindingSpec,
  ListenerHandle,
  ListenerSpec,
  LoadBalancerHandle,
  LoadBalancerSpec,
  RuleSpec,
} from './load-balancer-spec.ts';

export type { ListenerSpec, LoadBalancerSpec } from './load-balancer-spec.ts';

/** What builders share: where to open endpoints, and where to leave them to be closed. */
export interface Plot {
  readonly world: World;
  /** Undefined: no endpoints are opened. */
  readonly fronts: TlsFront[] | undefined;
}

function bindingFrom(world: World, account: Account, spec: BindingSpec): ClbBinding | undefined {
  const refs = spec.certificate === undefined ? [] : [spec.certificate].flat();
  if (refs.length === 0) return undefined;
  return {
    mode: spec.mode ?? (spec.ca === undefined ? 'UNIDIRECTIONAL' : 'MUTUAL'),
    verify: spec.ca === undefined ? null : (spec.verify ?? 'ON'),
    certificates: refs.map((ref) => resolveCertificate(world, account, ref)),
    ca: spec.ca === undefined ? undefined : resolveCertificate(world, account, spec.ca),
  };
}

function rulesFrom(world: World, account: Account, specs: readonly RuleSpec[]): ClbRule[] {
  const chosen = specs.some(({ isDefault }) => isDefault === true);
  return specs.flatMap((spec, index) => {
    const binding = bindingFrom(world, account, spec);
    return (spec.urls ?? ['/']).map((url) => ({
      id: ids.location(),
      domains: spec.domains,
      url,
      isDefault: spec.isDefault ?? (!chosen && index === 0),
      http2: spec.http2 ?? true,
      quic: spec.quic ?? false,
      binding,
      extra: { Scheduler: 'WRR', SessionExpireTime: 0, ForwardType: 'HTTP', TargetGroup: null },
    }));
  });
}

async function openFront(listener: ClbListener, port: number | undefined): Promise<TlsFront> {
  let demands = false;
  const front = await createTlsFront({
    port: port ?? 0,
    refuses: () => listener.serving.refuses(),
    // Asked right after `select`, for the same connection.
    demandsClientCertificate: () => demands,
    select(servername, hello) {
      const presented = presentedFor(listener.serving.served(), servername);
      demands = presented?.demandsClientCertificate ?? false;
      return presented === undefined ? undefined : chooseIdentity(presented, hello);
    },
  });
  listener.port = front.port;
  return front;
}

function handleOf(
  { world }: Plot,
  listener: ClbListener,
  front: TlsFront | undefined,
): ListenerHandle {
  const { account } = listener.loadBalancer;
  const settle = () => settleLoadBalancer(listener.loadBalancer, world.now());
  const bindingAt = (domain: string | undefined) =>
    domain === undefined
      ? listener.binding
      : listener.rules.find(({ domains }) => domains.includes(domain))?.binding;
  return {
    id: listener.id,
    port: listener.port,
    held(domain) {
      settle();
      return (bindingAt(domain)?.certificates ?? []).map(({ id }) => id);
    },
    view() {
      settle();
      return { ...listenerView(listener) };
    },
    change({ domain, config, ...spec }) {
      Object.assign(listener.config, config);
      const binding = bindingFrom(world, account, spec);
      if (binding !== undefined && domain === undefined) listener.binding = binding;
      for (const rule of listener.rules) {
        const own = domain !== undefined && rule.domains.includes(domain);
        if (own && binding !== undefined) rule.binding = binding;
      }
      listener.serving.announce(slotsOf(listener));
    },
    endpoint: endpointFaults(listener.serving, (identity) => ({
      whole: { identities: [identity], demandsClientCertificate: false },
      domains: [],
    })),
    handshakes: front?.handshakes ?? [],
  };
}

async function addListener(
  plot: Plot,
  loadBalancer: LoadBalancer,
  spec: ListenerSpec,
): Promise<ListenerHandle> {
  const { world } = plot;
  const { account } = loadBalancer;
  const overTcp = spec.protocol === 'HTTPS' || spec.protocol === 'TCP_SSL';
  const listener: ClbListener = {
    id: ids.listener(),
    loadBalancer,
    protocol: spec.protocol,
    port: spec.port ?? (overTcp || spec.protocol === 'QUIC' ? 443 : 80),
    sni: spec.sni ?? false,
    binding: bindingFrom(world, account, spec),
    rules: rulesFrom(world, account, spec.rules ?? []),
    createdAt: world.now(),
    config: {
      ListenerName: spec.name ?? `${spec.protocol.toLowerCase()}-listener`,
      Scheduler: 'WRR',
      SessionExpireTime: 0,
      KeepaliveEnable: 1,
      HealthCheck: { HealthSwitch: 1, TimeOut: 2, IntervalTime: 5, HealthNum: 3, UnHealthNum: 3 },
      TargetType: 'NODE',
      TargetGroup: null,
      SessionType: 'NORMAL',
      ...spec.config,
    },
    serving: world.serve({ whole: undefined, domains: [] }),
  };
  loadBalancer.listeners.push(listener);
  listener.serving = world.serve(slotsOf(listener));
  const opens = overTcp && plot.fronts !== undefined;
  const front = opens ? await openFront(listener, spec.port) : undefined;
  if (front !== undefined) plot.fronts?.push(front);
  return handleOf(plot, listener, front);
}

export async function addLoadBalancer(
  plot: Plot,
  account: Account,
  spec: LoadBalancerSpec,
): Promise<LoadBalancerHandle> {
  const { world } = plot;
  const loadBalancer: LoadBalancer = {
    id: spec.id ?? ids.loadBalancer(),
    name: spec.name ?? `lb-${account.loadBalancers.size + 1}`,
    region: spec.region,
    account,
    isApplication: spec.application ?? true,
    network: spec.network ?? 'OPEN',
    vips: spec.vips ?? ['127.0.0.1'],
    domain: spec.domain ?? '',
    status: spec.status ?? 1,
    isolation: spec.isolated === true ? 1 : 0,
    isBlocked: spec.blocked ?? false,
    attributeFlags: spec.attributeFlags ?? [],
    protect: spec.protect,
    createdAt: world.now(),
    tags: new Map(Object.entries(spec.tags ?? {})),
    listeners: [],
    task: undefined,
  };
  if (!account.regions.has(spec.region)) account.regions.set(spec.region, 'AVAILABLE');
  account.loadBalancers.set(loadBalancer.id, loadBalancer);
  const listeners: ListenerHandle[] = [];
  for (const listener of spec.listeners ?? []) {
    listeners.push(await addListener(plot, loadBalancer, listener));
  }
  return {
    id: loadBalancer.id,
    name: loadBalancer.name,
    listeners,
    busy(ms) {
      const now = world.now();
      loadBalancer.task = {
        id: ids.uuid(),
        account,
        region: spec.region,
        loadBalancers: [loadBalancer],
        what: 'CreateQLBListener',
        until: now + ms,
        failure: undefined,
        apply: undefined,
      };
    },
  };
}
