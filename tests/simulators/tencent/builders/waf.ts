import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { type Pems } from '../../common/endpoint.ts';
import { createIdentity } from '../../tls/identity.ts';
import { ids } from '../ids.ts';
import type { Account, WafDomain } from '../model.ts';
import { defaults } from '../waf/record.ts';
import { detailsView, settleWaf, storedCertificate, wafEntry } from '../waf/state.ts';
import type { World } from '../world.ts';
import { type CertificateRef, resolveCertificate } from './certificates.ts';

export interface WafDomainSpec {
  readonly domain: string;
  /** Default: a SaaS domain of mainland China. */
  readonly region?: WafDomain['partition'];
  /** Of the certificate service: CertType 2. */
  readonly certificate?: CertificateRef;
  /** Pasted: CertType 1, and reads show its private key. */
  readonly pasted?: Pems;
  /** Members of DomainsPartInfo that differ from a rich default. */
  readonly record?: Readonly<Record<string, unknown>>;
  readonly level?: number;
  readonly state?: number;
  /** `missing` shows only when something is written. */
  readonly icp?: 'filed' | 'missing';
  readonly instanceId?: string;
  /** CLB-WAF: the listeners it is attached to. It has no certificate of its own. */
  readonly listeners?: readonly { readonly loadBalancer: string; readonly listener: string }[];
}

export interface WafDomainHandle {
  readonly domain: string;
  readonly id: string;
  readonly instanceId: string;
  /** SSLId; empty for a pasted certificate, undefined without one. */
  held(): string | undefined;
  /** DomainsPartInfo as the API shows it now. */
  details(): Readonly<Record<string, unknown>>;
  /** What somebody else does: another certificate or other members, at once. */
  change(to: {
    readonly certificate?: CertificateRef;
    readonly record?: Readonly<Record<string, unknown>>;
    readonly state?: number;
  }): void;
  readonly endpoint: EndpointFaults;
}

function httpPort(id: number): object {
  return {
    NginxServerId: id,
    Port: '80',
    Protocol: 'http',
    UpstreamPort: '80',
    UpstreamProtocol: 'http',
  };
}
function httpsPort(id: number): object {
  return {
    NginxServerId: id,
    Port: '443',
    Protocol: 'https',
    UpstreamPort: '8443',
    UpstreamProtocol: 'https',
  };
}

function bindingFrom(
  world: World,
  account: Account,
  spec: Pick<WafDomainSpec, 'certificate' | 'pasted'>,
): WafDomain['binding'] {
  if (spec.pasted !== undefined) {
    const { chain: pem, key } = spec.pasted;
    return { pem, key, identity: createIdentity(pem, key) };
  }
  return spec.certificate === undefined
    ? undefined
    : { certificate: resolveCertificate(world, account, spec.certificate) };
}

/** Nothing in it is a default, so that everything a careless write loses can be seen. */
function saasRecord(id: string, secure: boolean): Record<string, unknown> {
  return {
    ...structuredClone(defaults),
    Edition: 'sparta-waf',
    InstanceName: 'waf-enterprise',
    Cname: `${id}.qcloudzygj.com`,
    Engine: 21,
    Mode: 1,
    Cls: 1,
    Level: '300',
    IsGray: 0,
    Labels: ['shop'],
    PrivateVipStatus: 0,
    Ipv6Status: 0,
    Ports: secure ? [httpPort(ids.number()), httpsPort(ids.number())] : [httpPort(ids.number())],
    IsCdn: 3,
    IpHeaders: ['x-real-ip'],
    UpstreamScheme: 'https',
    HttpsRewrite: secure ? 1 : 0,
    SrcList: ['192.0.2.10', '192.0.2.11'],
    LoadBalance: 2,
    Weights: ['30', '70'],
    IsHttp2: secure ? 1 : 0,
    IsWebsocket: 1,
    IsKeepAlive: 0,
    ActiveCheck: 1,
    TLSVersion: 3,
    CipherTemplate: 2,
    ProxyReadTimeout: 120,
    SniType: 3,
    SniHost: 'sni.example.net',
    XFFReset: 1,
    Note: 'guards the shop',
    UpstreamHost: 'upstream.example.net',
    ProxyBuffer: 1,
    ProbeStatus: 0,
    Gzip: 0,
  };
}

function clbRecord(account: Account, spec: WafDomainSpec): Record<string, unknown> {
  const sets = (spec.listeners ?? []).map(({ loadBalancer: id, listener }) => {
    const loadBalancer = account.loadBalancers.get(id);
    const found = loadBalancer?.listeners.find((each) => each.id === listener);
    if (loadBalancer === undefined || found === undefined) {
      throw new Error(`no listener ${id}/${listener} in ${account.uin}`);
    }
    return {
      ListenerId: found.id,
      ListenerName: String(found.config['ListenerName']),
      LoadBalancerId: loadBalancer.id,
      LoadBalancerName: loadBalancer.name,
      Protocol: found.protocol,
      Region: loadBalancer.region,
      Vip: loadBalancer.vips[0] ?? '',
      Vport: found.port,
      Zone: '',
      NumericalVpcId: 1,
      LoadBalancerType: loadBalancer.network,
    };
  });
  return {
    Edition: 'clb-waf',
    InstanceName: 'waf-clb',
    LoadBalancerSet: sets,
    IsCdn: 0,
    FlowMode: 1,
    AlbType: 'clb',
    IpHeaders: [],
    CdcClusters: '',
    CloudType: 'public',
    Note: '',
    Labels: [],
    AccessStatus: 1,
  };
}

export function addWafDomain(world: World, account: Account, spec: WafDomainSpec): WafDomainHandle {
  const now = world.now();
  const id = ids.wafDomain();
  const isClb = spec.listeners !== undefined;
  const binding = isClb ? undefined : bindingFrom(world, account, spec);
  const base = isClb ? clbRecord(account, spec) : saasRecord(id, binding !== undefined);
  const domain: WafDomain = {
    account,
    partition: spec.region ?? 'ap-guangzhou',
    kind: isClb ? 'clb' : 'saas',
    domain: spec.domain,
    id,
    instanceId: spec.instanceId ?? ids.wafInstance(),
    level: spec.level ?? 3,
    record: { ...base, ...spec.record },
    binding,
    state: spec.state ?? 0,
    pending: undefined,
    icpMissing: spec.icp === 'missing',
    createdAt: now,
    updatedAt: now,
    serving: world.serve({
      domain: spec.domain,
      identity: undefined,
      blocked: false,
      demandsClientCertificate: false,
    }),
  };
  domain.serving = world.serve(wafEntry(domain));
  account.waf.set(id, domain);
  return {
    domain: domain.domain,
    id,
    instanceId: domain.instanceId,
    held() {
      return domain.binding === undefined ? undefined : (storedCertificate(domain)?.id ?? '');
    },
    details() {
      settleWaf(domain, world.now());
      return { ...detailsView(domain) };
    },
    change(to) {
      if (to.certificate !== undefined) {
        domain.binding = bindingFrom(world, account, { certificate: to.certificate });
      }
      domain.record = { ...domain.record, ...to.record };
      domain.state = to.state ?? domain.state;
      domain.serving.announce(wafEntry(domain));
    },
    endpoint: endpointFaults(domain.serving, (identity) => ({ ...wafEntry(domain), identity })),
  };
}
