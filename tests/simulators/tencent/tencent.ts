import { type Pems } from '../common/endpoint.ts';
import { createFaults } from '../common/faults.ts';
import { listen, stop } from '../common/server.ts';
import type { RateLimits } from '../common/token-bucket.ts';
import type { TlsFront } from '../tls/front.ts';
import { addCdnDomain, type CdnDomainHandle, type CdnDomainSpec } from './builders/cdn.ts';
import { addAuthority, addCertificate, type CertificateOptions } from './builders/certificates.ts';
import type { LoadBalancerHandle, LoadBalancerSpec } from './builders/load-balancer-spec.ts';
import { addLoadBalancer } from './builders/load-balancer.ts';
import {
  type AccessKey,
  type AccessKeySpec,
  addAccessKey,
  addRole,
  type RoleHandle,
  type RoleSpec,
} from './builders/login.ts';
import { addWafDomain, type WafDomainHandle, type WafDomainSpec } from './builders/waf.ts';
import { openEdge, type Served } from './edge.ts';
import type { Fault, Faults } from './faults.ts';
import type { Site } from './hosts.ts';
import type { Account, OtherUse } from './model.ts';
import { createRateGate } from './rates.ts';
import type { RecordedRequest, Violation } from './recorder.ts';
import { createApiServer } from './server.ts';
import { defaultSettings, documentedRates, type Settings } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { usersOf } from './ssl/bound.ts';
import { createWorld } from './world.ts';

export interface TencentOptions {
  /** Any part of the behaviour, before anything is built. Everything stays changeable later. */
  readonly settings?: Partial<Settings>;
  /** `documented`: the rates Tencent Cloud publishes. Default: no limit; see `rateLimits`. */
  readonly rateLimits?: 'documented';
  /** False: no TLS endpoints, every listener says port 443. For large worlds. */
  readonly endpoints?: boolean;
  /** Given: the API itself speaks TLS with this certificate, as behind its real host names. */
  readonly tls?: Pems;
  /** The simulator's clock; signatures are always held against the wall clock. */
  readonly now?: () => number;
  /** Of the API; a free one by default. */
  readonly port?: number;
  /** Of the CDN and WAF edges; free ones by default. */
  readonly cdnPort?: number;
  readonly wafPort?: number;
}

/** A certificate as the certificate service holds it now. */
export interface HeldCertificate {
  readonly id: string;
  readonly sha256: string | undefined;
  readonly alias: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly ignoresExpiry: boolean;
  /** `cdn/www.example.com`, `clb/lb-…/lbl-…`, `waf/www.example.com`. */
  readonly boundTo: readonly string[];
}

export interface AccountHandle {
  readonly uin: string;
  accessKey(spec?: AccessKeySpec): AccessKey;
  role(spec?: RoleSpec): RoleHandle;
  /** What the account lacks: real-name check, CDN activation, the service role. May be changed. */
  readonly flags: Account['flags'];
  /** States of regions, on top of those that are there: `AVAILABLE`, `UNAVAILABLE`. */
  setRegions(states: Readonly<Record<string, string>>): void;
  /** A certificate that the service holds already. Returns its id. */
  uploadCertificate(pems: Pems, options?: CertificateOptions): string;
  /** The same for a CA certificate, for mutual TLS. */
  uploadAuthority(pem: string, options?: CertificateOptions): string;
  deleteCertificate(id: string): void;
  /** Something of a product that is not simulated here uses it: `{ type: 'LIVE', count: 1 }`. */
  useElsewhere(id: string, use: OtherUse): void;
  certificates(): readonly HeldCertificate[];
  addCdnDomain(spec: CdnDomainSpec): CdnDomainHandle;
  addLoadBalancer(spec: LoadBalancerSpec): Promise<LoadBalancerHandle>;
  addWafDomain(spec: WafDomainSpec): WafDomainHandle;
}

export interface Tencent {
  /** Of the API, for every service. */
  readonly url: string;
  readonly port: number;
  /** The edges: connect there with a domain as SNI. Undefined without endpoints. */
  readonly cdnEdge: TlsFront | undefined;
  readonly wafEdge: TlsFront | undefined;
  readonly settings: Settings;
  readonly rateLimits: RateLimits;
  /** Services, regions or hosts whose connections are reset: `cdn`, `ap-shanghai`. */
  readonly unreachable: Set<string>;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  /** Requests that the documented API does not know. A test ends with `toEqual([])`. */
  readonly violations: Violation[];
  /** Requests that would change something, whether they succeeded or not. */
  writes(): readonly RecordedRequest[];
  reads(): readonly RecordedRequest[];
  account(uin: string, options?: { readonly site?: Site }): AccountHandle;
  /** All but certificate bindings and stores, to be compared before and after. */
  snapshot(): Record<string, object>;
  close(): Promise<void>;
}

/**
 * Tencent Cloud on loopback, from its documentation: SSL certificates, CDN, CLB, WAF, STS and the
 * list of regions, with real TLS endpoints behind them.
 *
 * ```ts
 * const cloud = await startTencent();
 * const account = cloud.account('100000000001');
 * const key = account.accessKey({ deny: ['ssl:DeleteCertificate'] });
 * const id = account.uploadCertificate(await issue(root, { domains: ['shop.example.com'] }));
 * const site = account.addCdnDomain({ domain: 'shop.example.com', certificate: id });
 * const balancer = await account.addLoadBalancer({
 *   region: 'ap-guangzhou',
 *   listeners: [{ protocol: 'HTTPS', sni: true, rules: [{ domains: ['shop.example.com'], certificate: id }] }],
 * });
 * // … run something against cloud.url, then look:
 * site.held(); balancer.listeners[0].held('shop.example.com'); cloud.writes(); cloud.violations;
 * await servedLeaf(cloud.cdnEdge.port, { servername: 'shop.example.com' });
 * await servedLeaf(balancer.listeners[0].port, { servername: 'shop.example.com' });
 * // … and make it fail:
 * cloud.settings.cdnDeployMs = 500;
 * cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'reset', afterEffect: true, times: 1 });
 * cloud.unreachable.add('ap-shanghai');
 * site.endpoint.stuck();
 * await cloud.close();
 * ```
 */
export async function startTencent(options: TencentOptions = {}): Promise<Tencent> {
  const settings = { ...defaultSettings(), ...options.settings };
  const world = createWorld(settings, options.now ?? Date.now);
  const rateLimits: RateLimits = new Map(options.rateLimits === undefined ? [] : documentedRates);
  const faults = createFaults<Fault>();
  const unreachable = new Set<string>();
  const requests: RecordedRequest[] = [];
  const violations: Violation[] = [];
  const fronts: TlsFront[] | undefined = options.endpoints === false ? undefined : [];
  const plot = { world, fronts };

  async function edge(
    ownName: string,
    port: number | undefined,
    domainsOf: (account: Account) => Iterable<Served>,
  ): Promise<TlsFront | undefined> {
    if (fronts === undefined) return undefined;
    const domains = () =>
      [...world.accounts.values()].flatMap((account) => [...domainsOf(account)]);
    const front = await openEdge({ ownName, domains, ...(port === undefined ? {} : { port }) });
    fronts.push(front);
    return front;
  }

  const cdnEdge = await edge('*.cdn.dnsv1.com', options.cdnPort, ({ cdn }) => cdn.values());
  const wafEdge = await edge('*.qcloudzygj.com', options.wafPort, ({ waf }) => waf.values());
  const server = createApiServer({
    world,
    faults,
    rates: createRateGate(rateLimits),
    unreachable,
    requests,
    violations,
    tls: options.tls,
  });
  const port = await listen(server, options.port);

  function accountHandle(account: Account): AccountHandle {
    return {
      uin: account.uin,
      flags: account.flags,
      accessKey: (spec) => addAccessKey(world, account, spec),
      role: (spec) => addRole(world, account, spec),
      setRegions(states) {
        for (const [name, state] of Object.entries(states)) account.regions.set(name, state);
      },
      uploadCertificate: (pems, how) => addCertificate(world, account, pems, how).id,
      uploadAuthority: (pem, how) => addAuthority(world, account, pem, how).id,
      deleteCertificate: (id) => void account.certificates.delete(id),
      useElsewhere(id, use) {
        account.otherUses.set(id, [...(account.otherUses.get(id) ?? []), use]);
      },
      certificates: () =>
        [...account.certificates.values()].map((certificate) => ({
          id: certificate.id,
          sha256: certificate.identity?.sha256,
          alias: certificate.alias,
          tags: Object.fromEntries(certificate.tags),
          ignoresExpiry: certificate.ignoresExpiry,
          get boundTo() {
            return usersOf(certificate, world.now());
          },
        })),
      addCdnDomain: (spec) => addCdnDomain(world, account, spec),
      addLoadBalancer: (spec) => addLoadBalancer(plot, account, spec),
      addWafDomain: (spec) => addWafDomain(world, account, spec),
    };
  }

  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    cdnEdge,
    wafEdge,
    settings,
    rateLimits,
    unreachable,
    faults,
    requests,
    violations,
    writes: () => requests.filter(({ writes }) => writes),
    reads: () => requests.filter(({ writes }) => !writes),
    account: (uin, { site = 'cn' } = {}) => accountHandle(world.openAccount(uin, site)),
    snapshot: () => snapshot(world),
    async close() {
      await Promise.all([stop(server), ...(fronts ?? []).map((front) => front.close())]);
    },
  };
}
