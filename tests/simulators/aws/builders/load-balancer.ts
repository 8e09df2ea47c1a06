import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { createTlsFront, type Handshake, type TlsFront } from '../../tls/front.ts';
import { ecdsaFirst, selectBySni, strongerFirst } from '../../tls/select.ts';
import { listenerChanged, slotsOf } from '../elb/operation.ts';
import { ids } from '../ids.ts';
import type { Listener, LoadBalancer, Region, Rule } from '../model.ts';
import type { World } from '../world.ts';
import { type CertificateRef, resolveCertificate } from './certificates.ts';

export interface ListenerSpec {
  readonly protocol: 'HTTPS' | 'TLS' | 'HTTP' | 'TCP';
  readonly certificate?: CertificateRef;
  /** Certificates of the SNI list, in order. */
  readonly sni?: readonly CertificateRef[];
  /** One rule each: host-header values in `HostHeaderConfig.Values`. */
  readonly hostRules?: readonly (readonly string[])[];
  /** One rule each: host-header values in the older member `Values`. */
  readonly legacyHostRules?: readonly (readonly string[])[];
  /** One rule each: regular expressions. */
  readonly regexRules?: readonly (readonly string[])[];
  readonly sslPolicy?: string;
  readonly alpn?: readonly string[];
  readonly mutualAuthentication?: Readonly<Record<string, unknown>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** Where it listens; a free port by default. Without endpoints: what the API says, 443 by default. */
  readonly port?: number;
}

export interface LoadBalancerSpec {
  readonly type: 'application' | 'network' | 'gateway';
  readonly name?: string;
  readonly scheme?: 'internet-facing' | 'internal';
  readonly dnsName?: string;
  readonly state?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly listeners?: readonly ListenerSpec[];
}

export interface ListenerHandle {
  readonly arn: string;
  /** The port of the API, and of the real TLS endpoint. */
  readonly port: number;
  /** ARNs that the listener holds at this moment. */
  held(): { readonly default: string | undefined; readonly sni: readonly string[] };
  /** What somebody else does: sets slots past all rules. */
  change(to: { readonly default?: CertificateRef; readonly sni?: readonly CertificateRef[] }): void;
  readonly endpoint: EndpointFaults;
  readonly handshakes: readonly Handshake[];
}

export interface LoadBalancerHandle {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly listeners: readonly ListenerHandle[];
  /** Somebody deletes it: no list has it any more. Its endpoints stay open until the end. */
  remove(): void;
}

/** What builders share: where to open endpoints, and where to leave them to be closed. */
export interface Site {
  readonly world: World;
  /** Undefined: no endpoints are opened. */
  readonly fronts: TlsFront[] | undefined;
}

const arnKinds = { application: 'app', network: 'net', gateway: 'gwy' } as const;

function rulesOf(spec: ListenerSpec, listenerArn: string): Rule[] {
  const conditions = [
    ...(spec.hostRules ?? []).map((values) => ({
      Field: 'host-header',
      Values: values,
      HostHeaderConfig: { Values: values },
    })),
    ...(spec.legacyHostRules ?? []).map((values) => ({ Field: 'host-header', Values: values })),
    ...(spec.regexRules ?? []).map((values) => ({
      Field: 'host-header',
      HostHeaderConfig: { RegexValues: values },
      RegexValues: values,
    })),
  ];
  const base = listenerArn.replace(':listener/', ':listener-rule/');
  const numbered = conditions.map((condition, index) => ({
    arn: `${base}/${ids.hex16()}`,
    priority: String(index + 1),
    conditions: [condition],
  }));
  return [...numbered, { arn: `${base}/${ids.hex16()}`, priority: 'default', conditions: [] }];
}

function isTls({ protocol }: Pick<ListenerSpec, 'protocol'>): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

async function openFront(listener: Listener, port: number | undefined): Promise<TlsFront> {
  const preference = listener.loadBalancer.type === 'network' ? strongerFirst : ecdsaFirst;
  const front = await createTlsFront({
    port: port ?? 0,
    refuses: () => listener.serving.refuses(),
    demandsClientCertificate: () => listener.mutualAuthentication?.['Mode'] === 'verify',
    select(servername, { keyTypes }) {
      const { fallback, list, dead } = listener.serving.served();
      if (dead) return undefined;
      return selectBySni({ servername, keyTypes }, { fallback, list }, preference);
    },
  });
  listener.port = front.port;
  return front;
}

function handleOf(site: Site, listener: Listener, front: TlsFront | undefined): ListenerHandle {
  const { world } = site;
  return {
    arn: listener.arn,
    port: listener.port,
    held: () => ({
      default: listener.certificate?.arn,
      sni: listener.sni.map(({ arn }) => arn),
    }),
    change(to) {
      const { region } = listener.loadBalancer;
      if (to.default !== undefined) {
        listener.certificate = resolveCertificate(world, region, to.default);
      }
      if (to.sni !== undefined) {
        const list = to.sni.map((ref) => resolveCertificate(world, region, ref));
        listener.sni.splice(0, listener.sni.length, ...list);
      }
      listenerChanged(world, listener);
    },
    endpoint: endpointFaults(listener.serving, (identity) => ({
      fallback: identity,
      list: [],
      dead: false,
    })),
    handshakes: front?.handshakes ?? [],
  };
}

async function addListener(
  site: Site,
  loadBalancer: LoadBalancer,
  spec: ListenerSpec,
): Promise<ListenerHandle> {
  const { world } = site;
  const { region } = loadBalancer;
  const arn = `${loadBalancer.arn.replace(':loadbalancer/', ':listener/')}/${ids.hex16()}`;
  const resolve = (ref: CertificateRef) => resolveCertificate(world, region, ref);
  const tls = isTls(spec);
  const listener: Listener = {
    arn,
    loadBalancer,
    port: spec.port ?? (tls ? 443 : 80),
    protocol: spec.protocol,
    certificate: spec.certificate === undefined ? undefined : resolve(spec.certificate),
    sni: (spec.sni ?? []).map(resolve),
    sslPolicy: tls ? (spec.sslPolicy ?? 'ELBSecurityPolicy-TLS13-1-2-2021-06') : undefined,
    alpn: spec.alpn ?? [],
    mutualAuthentication:
      spec.mutualAuthentication ?? (spec.protocol === 'HTTPS' ? { Mode: 'off' } : undefined),
    defaultActions: [
      {
        Type: 'forward',
        TargetGroupArn: `${loadBalancer.arn.replace(':loadbalancer/', ':targetgroup/')}/targets`,
        Order: 1,
      },
    ],
    rules: rulesOf(spec, arn),
    tags: new Map(Object.entries(spec.tags ?? {})),
    serving: world.serve({ fallback: undefined, list: [], dead: false }),
  };
  loadBalancer.listeners.push(listener);
  region.listeners.set(arn, listener);
  listener.serving = world.serve(slotsOf(listener));
  const front = tls && site.fronts !== undefined ? await openFront(listener, spec.port) : undefined;
  if (front !== undefined) site.fronts?.push(front);
  listenerChanged(world, listener, 'settled');
  return handleOf(site, listener, front);
}

export async function addLoadBalancer(
  site: Site,
  region: Region,
  spec: LoadBalancerSpec,
): Promise<LoadBalancerHandle> {
  const name = spec.name ?? `lb-${region.loadBalancers.size + 1}`;
  const { account } = region;
  const loadBalancer: LoadBalancer = {
    arn: `arn:${account.partition}:elasticloadbalancing:${region.name}:${account.id}:loadbalancer/${arnKinds[spec.type]}/${name}/${ids.hex16()}`,
    name,
    type: spec.type,
    scheme: spec.scheme ?? 'internet-facing',
    dnsName: spec.dnsName ?? '127.0.0.1',
    state: spec.state ?? 'active',
    region,
    createdAt: site.world.now(),
    tags: new Map(Object.entries(spec.tags ?? {})),
    listeners: [],
  };
  region.loadBalancers.set(loadBalancer.arn, loadBalancer);
  const listeners: ListenerHandle[] = [];
  for (const listener of spec.listeners ?? []) {
    listeners.push(await addListener(site, loadBalancer, listener));
  }
  return {
    arn: loadBalancer.arn,
    name,
    dnsName: loadBalancer.dnsName,
    listeners,
    remove() {
      region.loadBalancers.delete(loadBalancer.arn);
      for (const { arn } of listeners) region.listeners.delete(arn);
    },
  };
}
