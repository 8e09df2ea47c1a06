import { type Pems } from '../common/endpoint.ts';
import { createFaults } from '../common/faults.ts';
import type { OidcTrust } from '../common/id-token.ts';
import { listen, stop } from '../common/server.ts';
import type { RateLimits } from '../common/token-bucket.ts';
import type { TlsFront } from '../tls/front.ts';
import { addCdnDomain, type CdnDomainHandle, type CdnDomainSpec } from './builders/cdn-domain.ts';
import {
  addCertificate,
  type CertificateHandle,
  certificateHandle,
  type CertificateOptions,
} from './builders/certificate.ts';
import {
  addLoadBalancer,
  type LoadBalancerHandle,
  type LoadBalancerSpec,
} from './builders/load-balancer.ts';
import {
  type AccessKey,
  type AccessKeySpec,
  addAccessKey,
  addAgency,
  addIdentityProvider,
  type AgencyHandle,
  type AgencySpec,
} from './builders/login.ts';
import { openEdges } from './cdn/edge.ts';
import type { Fault, Faults } from './faults.ts';
import type { Account, Project } from './model.ts';
import { createRateGate } from './rates.ts';
import type { RecordedRequest, Violation } from './recorder.ts';
import { createApiServer } from './server.ts';
import { defaultSettings, documentedRates, gatewayRate, type Settings } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { createTlsIdentity } from './tls-identity.ts';
import { createWorld } from './world.ts';

export interface HuaweiOptions {
  /** True: the API speaks HTTPS, with a certificate of `authority` for loopback and all real hosts. */
  readonly tls?: boolean;
  /** Any part of the behaviour, before anything is built. Everything stays changeable later. */
  readonly settings?: Partial<Settings>;
  /** `documented`: the rates Huawei publishes. Default: no limit; see `rateLimits`. */
  readonly rateLimits?: 'documented';
  /** False: no TLS endpoints, every listener says port 443. For large worlds. */
  readonly endpoints?: boolean;
  /** The simulator's clock; signatures are held against the wall clock and `clockOffsetMs`. */
  readonly now?: () => number;
  /** Of the API; a free one by default. */
  readonly port?: number;
  /** Of the two CDN edges; free ones by default. */
  readonly edgePorts?: readonly [number, number];
}

export interface ProjectHandle {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  /** A certificate that ELB holds already. */
  addCertificate(pems: Pems, options?: CertificateOptions): CertificateHandle;
  certificates(): readonly CertificateHandle[];
  addLoadBalancer(spec: LoadBalancerSpec): Promise<LoadBalancerHandle>;
  /** Whether reads of certificates carry their private keys. On by default, as in the real cloud. */
  setPrivateKeyEcho(on: boolean): void;
  setEnabled(enabled: boolean): void;
}

export interface AccountHandle {
  /** What the API calls a domain id. */
  readonly id: string;
  readonly name: string;
  accessKey(spec?: AccessKeySpec): AccessKey;
  agency(spec: AgencySpec): AgencyHandle;
  identityProvider(spec: {
    readonly id: string;
    readonly trust: OidcTrust;
    readonly deny?: readonly string[];
  }): void;
  /** The main project of a region, or the sub-project `region_something`; made on first use. */
  project(name: string): ProjectHandle;
  addCdnDomain(spec: CdnDomainSpec): CdnDomainHandle;
  /** Whether enterprise projects are enabled (they are), CDN is (it is), and CDN may read SCM (it may not). */
  set(state: Partial<Pick<Account, 'enterpriseProjects' | 'cdn' | 'scmDelegation'>>): void;
}

export interface Huawei {
  /** Endpoint of every service, told apart by the path. */
  readonly url: string;
  readonly port: number;
  /** PEM of the authority to trust; undefined without TLS. */
  readonly authority: string | undefined;
  /** CDN edges: connect with a domain as SNI. A change reaches the second one later. Empty without endpoints. */
  readonly edges: readonly TlsFront[];
  readonly settings: Settings;
  readonly rateLimits: RateLimits;
  /** Regions, services (`cdn`) or hosts whose connections are reset. */
  readonly unreachable: Set<string>;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  /** Requests that the documented API does not know. A test ends with `toEqual([])`. */
  readonly violations: Violation[];
  /** Requests that would change something, whether they succeeded or not. */
  writes(): readonly RecordedRequest[];
  reads(): readonly RecordedRequest[];
  account(name: string): AccountHandle;
  /** All but certificate bindings and stores, to be compared before and after. */
  snapshot(): Record<string, object>;
  close(): Promise<void>;
}

/**
 * Huawei Cloud on loopback, from its documentation: CDN, ELB v3, IAM and STS, with real TLS
 * endpoints behind them. Every service answers at `url`; requests whose `Host` is a real endpoint
 * (`cdn.myhuaweicloud.com`, `elb.cn-north-4.myhuaweicloud.com`) reach that service and region only.
 *
 * ```ts
 * const huawei = await startHuawei();
 * const account = huawei.account('shop');
 * const key = account.accessKey({ deny: ['elb:certificates:delete'] });
 * const project = account.project('cn-north-4');
 * const elb = await project.addLoadBalancer({
 *   kind: 'shared',
 *   listeners: [{ protocol: 'TERMINATED_HTTPS', certificate: { chain, key } }],
 * });
 * const site = account.addCdnDomain({ name: 'www.example.com', certificate: { chain, key } });
 * // … run something against huawei.url, then look:
 * elb.listeners[0].held(); site.held(); huawei.writes(); huawei.violations;
 * await servedLeaf(elb.listeners[0].port, { servername: 'shop.example.com' });
 * await servedLeaf(huawei.edges[0].port, { servername: 'www.example.com' });
 * // … and make it fail:
 * huawei.settings.businessErrors = 'http-400';
 * huawei.faults.add({ operation: 'UpdateListener', kind: 'reset', afterEffect: true, times: 1 });
 * huawei.unreachable.add('ap-southeast-1');
 * site.set({ locked: true });
 * await huawei.close();
 * ```
 */
export async function startHuawei(options: HuaweiOptions = {}): Promise<Huawei> {
  const settings = { ...defaultSettings(), ...options.settings };
  const world = createWorld(settings, options.now ?? Date.now);
  const rateLimits: RateLimits = new Map(
    options.rateLimits === undefined ? [] : [...documentedRates, ['*', gatewayRate]],
  );
  const faults = createFaults<Fault>();
  const unreachable = new Set<string>();
  const requests: RecordedRequest[] = [];
  const violations: Violation[] = [];
  const edges = options.endpoints === false ? [] : await openEdges(world, options.edgePorts ?? []);
  const fronts: TlsFront[] | undefined = options.endpoints === false ? undefined : [...edges];
  const rates = createRateGate(rateLimits);
  const tls = options.tls === true ? await createTlsIdentity() : undefined;
  const parts = { world, faults, rates, unreachable, requests, violations, tls };
  const server = createApiServer(parts);
  const port = await listen(server, options.port);

  function projectHandle(project: Project): ProjectHandle {
    return {
      id: project.id,
      name: project.name,
      region: project.region,
      addCertificate: (pems, how) => certificateHandle(addCertificate(world, project, pems, how)),
      certificates: () => [...project.certificates.values()].map(certificateHandle),
      addLoadBalancer: (spec) => addLoadBalancer({ world, fronts }, project, spec),
      setPrivateKeyEcho(on) {
        project.privateKeyEcho = on;
      },
      setEnabled(enabled) {
        project.enabled = enabled;
      },
    };
  }

  function accountHandle(account: Account): AccountHandle {
    return {
      id: account.id,
      name: account.name,
      accessKey: (spec) => addAccessKey(world, account, spec),
      agency: (spec) => addAgency(world, account, spec),
      identityProvider: (spec) => addIdentityProvider(account, spec),
      project: (name) => projectHandle(world.openProject(account, name)),
      addCdnDomain: (spec) => addCdnDomain(world, account, spec),
      set(state) {
        Object.assign(account, state);
      },
    };
  }

  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    authority: tls?.authority,
    edges,
    settings,
    rateLimits,
    unreachable,
    faults,
    requests,
    violations,
    writes: () => requests.filter(({ writes }) => writes),
    reads: () => requests.filter(({ writes }) => !writes),
    account: (name) => accountHandle(world.openAccount(name)),
    snapshot: () => snapshot(world),
    async close() {
      await Promise.all([stop(server), ...(fronts ?? []).map((front) => front.close())]);
    },
  };
}
