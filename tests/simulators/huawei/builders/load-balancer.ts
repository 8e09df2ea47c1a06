import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { createTlsFront, type Handshake, type TlsFront } from '../../tls/front.ts';
import { listenerChanged, slotsOf, tlsProtocols } from '../elb/operation.ts';
import { selectOnListener } from '../elb/sni.ts';
import { ids } from '../ids.ts';
import type { L7Policy, Listener, LoadBalancer, Project } from '../model.ts';
import { defaultEnterpriseProject, type World } from '../world.ts';
import { type CertificateRef, resolveCertificate } from './certificate.ts';

export interface ListenerSpec {
  readonly protocol: 'HTTPS' | 'TERMINATED_HTTPS' | 'TLS' | 'QUIC' | 'HTTP' | 'TCP';
  readonly name?: string;
  readonly certificate?: CertificateRef;
  readonly sni?: readonly CertificateRef[];
  readonly sniMatchAlgo?: 'wildcard' | 'longest_suffix';
  /** A CA: clients must present a certificate. */
  readonly clientCa?: CertificateRef;
  /** Hosts of forwarding rules; each inner list is one rule. */
  readonly hostRules?: readonly (readonly string[])[];
  /** Rules hold their hosts in `conditions` instead of `value`. */
  readonly enhanced?: boolean;
  /** Other members of the listener. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Where it listens; a free port by default. Without endpoints: what the API says, 443 by default. */
  readonly port?: number;
}

export interface LoadBalancerSpec {
  /** Default: dedicated. */
  readonly kind?: LoadBalancer['kind'];
  readonly name?: string;
  readonly vipAddress?: string;
  /** Null: it has none. Default: where the simulator listens. */
  readonly publicAddress?: string | null;
  readonly provisioningStatus?: string;
  readonly operatingStatus?: string;
  readonly frozenScene?: string;
  readonly enterpriseProject?: string;
  readonly tags?: readonly object[];
  readonly listeners?: readonly ListenerSpec[];
}

export interface ListenerHandle {
  readonly id: string;
  readonly name: string;
  /** The port of the API, and of the real TLS endpoint. */
  readonly port: number;
  /** Certificate ids that the listener holds at this moment. */
  held(): { readonly default: string | undefined; readonly sni: readonly string[] };
  /** What somebody else does: sets slots past all rules. */
  change(to: { readonly default?: CertificateRef; readonly sni?: readonly CertificateRef[] }): void;
  readonly endpoint: EndpointFaults;
  readonly handshakes: readonly Handshake[];
}

export interface LoadBalancerHandle {
  readonly id: string;
  readonly name: string;
  readonly listeners: readonly ListenerHandle[];
  /** From now on. */
  set(
    state: Partial<Pick<LoadBalancer, 'provisioningStatus' | 'operatingStatus' | 'frozenScene'>>,
  ): void;
}

/** What builders share: where to open endpoints, and where to leave them to be closed. */
export interface Site {
  readonly world: World;
  /** Undefined: no endpoints are opened. */
  readonly fronts: TlsFront[] | undefined;
}

function policiesOf(spec: ListenerSpec): L7Policy[] {
  const rules = (spec.hostRules ?? []).flatMap((hosts) =>
    spec.enhanced === true
      ? [{ value: '', conditions: hosts.map((value) => ({ key: '', value })) }]
      : hosts.map((value) => ({ value, conditions: [] })),
  );
  return rules.map((rule, index) => ({
    id: ids.uuid(),
    name: `policy-${index + 1}`,
    action: 'REDIRECT_TO_POOL',
    priority: index + 1,
    rules: [
      { id: ids.uuid(), type: 'HOST_NAME', compareType: 'EQUAL_TO', invert: false, ...rule },
      {
        id: ids.uuid(),
        type: 'PATH',
        compareType: 'STARTS_WITH',
        invert: false,
        value: '/',
        conditions: [],
      },
    ],
  }));
}

async function openFront(listener: Listener, port: number | undefined): Promise<TlsFront> {
  const front = await createTlsFront({
    port: port ?? 0,
    refuses: () => listener.serving.refuses(),
    demandsClientCertificate: () => listener.clientCa !== undefined,
    select: (_servername, hello) => selectOnListener(listener.serving.served(), hello),
  });
  listener.port = front.port;
  return front;
}

function handleOf(world: World, listener: Listener, front: TlsFront | undefined): ListenerHandle {
  const { project } = listener.loadBalancer;
  return {
    id: listener.id,
    name: listener.name,
    port: listener.port,
    held: () => ({
      default: listener.certificate?.id,
      sni: listener.sni.map(({ id }) => id),
    }),
    change(to) {
      if (to.default !== undefined) {
        listener.certificate = resolveCertificate(world, project, to.default, 'default');
      }
      if (to.sni !== undefined) {
        listener.sni = to.sni.map((ref) => resolveCertificate(world, project, ref, 'sni'));
      }
      listenerChanged(world, listener);
    },
    endpoint: endpointFaults(listener.serving, (identity) => ({
      fallback: identity,
      list: [],
      matching: 'wildcard' as const,
    })),
    handshakes: front?.handshakes ?? [],
  };
}

function usualMembers(spec: ListenerSpec): Readonly<Record<string, unknown>> {
  const tls = tlsProtocols.includes(spec.protocol);
  return {
    description: '',
    admin_state_up: true,
    http2_enable: spec.protocol.endsWith('HTTPS'),
    tls_ciphers_policy: tls ? 'tls-1-2' : null,
    security_policy_id: null,
    quic_config: null,
    enhance_l7policy_enable: spec.enhanced ?? false,
    protection_status: 'nonProtection',
    protection_reason: '',
    default_pool_id: null,
    connection_limit: -1,
    insert_headers: {},
    keepalive_timeout: 60,
    client_timeout: 60,
    member_timeout: 60,
    transparent_client_ip_enable: true,
    ipgroup: null,
    tags: [],
    ...spec.members,
  };
}

async function addListener(
  site: Site,
  loadBalancer: LoadBalancer,
  spec: ListenerSpec,
): Promise<ListenerHandle> {
  const { world, fronts } = site;
  const { project } = loadBalancer;
  const tls = tlsProtocols.includes(spec.protocol);
  const resolve = (ref: CertificateRef | undefined, use: 'default' | 'client') =>
    ref === undefined ? undefined : resolveCertificate(world, project, ref, use);
  const listener: Listener = {
    id: ids.uuid(),
    name: spec.name ?? `listener-${project.listeners.size + 1}`,
    loadBalancer,
    protocol: spec.protocol,
    port: spec.port ?? (tls ? 443 : 80),
    certificate: resolve(spec.certificate, 'default'),
    clientCa: resolve(spec.clientCa, 'client'),
    sni: (spec.sni ?? []).map((ref) => resolveCertificate(world, project, ref, 'sni')),
    sniMatchAlgo: spec.sniMatchAlgo,
    others: usualMembers(spec),
    policies: policiesOf(spec),
    createdAt: world.now(),
    updatedAt: world.now(),
    serving: world.serve({ fallback: undefined, list: [], matching: 'wildcard' }, () => 0),
  };
  for (const one of [listener.certificate, ...listener.sni]) {
    if (one !== undefined) one.kind ??= loadBalancer.kind;
  }
  loadBalancer.listeners.push(listener);
  project.listeners.set(listener.id, listener);
  listener.serving = world.serve(slotsOf(listener), () => world.settings.serveDelayMs);
  // QUIC is UDP: nothing here can speak it.
  const opens = fronts !== undefined && tls && spec.protocol !== 'QUIC';
  const front = opens ? await openFront(listener, spec.port) : undefined;
  if (front !== undefined) fronts?.push(front);
  return handleOf(world, listener, front);
}

export async function addLoadBalancer(
  site: Site,
  project: Project,
  spec: LoadBalancerSpec,
): Promise<LoadBalancerHandle> {
  const loadBalancer: LoadBalancer = {
    id: ids.uuid(),
    name: spec.name ?? `elb-${project.loadBalancers.size + 1}`,
    project,
    kind: spec.kind ?? 'dedicated',
    vipAddress: spec.vipAddress ?? '192.168.0.10',
    publicAddress: spec.publicAddress === null ? undefined : (spec.publicAddress ?? '127.0.0.1'),
    enterpriseProject: spec.enterpriseProject ?? defaultEnterpriseProject,
    tags: spec.tags ?? [],
    createdAt: site.world.now(),
    provisioningStatus: spec.provisioningStatus ?? 'ACTIVE',
    pendingUntil: 0,
    operatingStatus: spec.operatingStatus ?? 'ONLINE',
    frozenScene: spec.frozenScene,
    listeners: [],
  };
  project.loadBalancers.set(loadBalancer.id, loadBalancer);
  const listeners: ListenerHandle[] = [];
  for (const listener of spec.listeners ?? []) {
    listeners.push(await addListener(site, loadBalancer, listener));
  }
  return {
    id: loadBalancer.id,
    name: loadBalancer.name,
    listeners,
    set(state) {
      Object.assign(loadBalancer, state);
    },
  };
}
