import { type Pems } from '../common/endpoint.ts';
import { createFaults } from '../common/faults.ts';
import { listen, stop } from '../common/server.ts';
import type { RateLimits } from '../common/token-bucket.ts';
import type { TlsFront } from '../tls/front.ts';
import {
  addAcmCertificate,
  addIamCertificate,
  type ImportOptions,
  type ServerCertificateOptions,
} from './builders/certificates.ts';
import {
  addClassicLoadBalancer,
  type ClassicLoadBalancerHandle,
  type ClassicLoadBalancerSpec,
} from './builders/classic.ts';
import {
  addDistribution,
  type DistributionHandle,
  type DistributionSpec,
} from './builders/distribution.ts';
import {
  addLoadBalancer,
  type LoadBalancerHandle,
  type LoadBalancerSpec,
} from './builders/load-balancer.ts';
import {
  type AccessKey,
  type AccessKeySpec,
  addAccessKey,
  addRole,
  type RoleHandle,
  type RoleSpec,
} from './builders/login.ts';
import { addTenant, type TenantHandle, type TenantSpec } from './builders/tenant.ts';
import { openEdge } from './edge.ts';
import type { Fault, Faults } from './faults.ts';
import type { Account, Partition, Region, StoredCertificate } from './model.ts';
import { createPager } from './paging.ts';
import { createRateGate } from './rates.ts';
import type { RecordedRequest, Violation } from './recorder.ts';
import { followReplacedCertificates } from './replaced.ts';
import { createApiServer } from './server.ts';
import { defaultSettings, documentedRates, type Settings } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { createWorld } from './world.ts';

export interface AwsOptions {
  /** Any part of the behaviour, before anything is built. Everything stays changeable later. */
  readonly settings?: Partial<Settings>;
  /** `documented`: the rates AWS publishes. Default: no limit; see `rateLimits`. */
  readonly rateLimits?: 'documented';
  /** False: no TLS endpoints, every listener says port 443. For large worlds. */
  readonly endpoints?: boolean;
  /** The simulator's clock; signatures are always held against the wall clock. */
  readonly now?: () => number;
  /** Of the API; a free one by default. */
  readonly port?: number;
  /** Of the CloudFront edge; a free one by default. */
  readonly edgePort?: number;
}

/** A certificate as the control plane holds it now. */
export interface HeldCertificate {
  readonly arn: string;
  readonly sha256: string;
  readonly tags: Readonly<Record<string, string>>;
  /** With the association lag. */
  readonly inUseBy: readonly string[];
}

export interface RegionHandle {
  readonly name: string;
  /** A certificate that ACM holds already. Returns its ARN. */
  importCertificate(pems: Pems, options?: ImportOptions): string;
  certificates(): readonly HeldCertificate[];
  addLoadBalancer(spec: LoadBalancerSpec): Promise<LoadBalancerHandle>;
  addClassicLoadBalancer(spec: ClassicLoadBalancerSpec): Promise<ClassicLoadBalancerHandle>;
}

export interface AccountHandle {
  readonly id: string;
  /** Regions that the partition's own list (a part of the real one) lacks are added to it. */
  region(name: string): RegionHandle;
  accessKey(spec?: AccessKeySpec): AccessKey;
  role(spec?: RoleSpec): RoleHandle;
  /** Opt-in status of regions, on top of those of the partition: `ENABLED`, `DISABLED`, … */
  setRegions(statuses: Readonly<Record<string, string>>): void;
  addDistribution(spec: DistributionSpec): DistributionHandle;
  addTenant(spec: TenantSpec): TenantHandle;
  /** A certificate that IAM holds already. CloudFront takes the id, load balancers the ARN. */
  uploadServerCertificate(
    pems: Pems,
    options?: ServerCertificateOptions,
  ): { readonly arn: string; readonly id: string };
  serverCertificates(): readonly (HeldCertificate & {
    readonly id: string;
    readonly path: string;
  })[];
}

export interface Aws {
  /** Endpoint of every service. */
  readonly url: string;
  /** The CloudFront edge: connect here with an alias as SNI. Undefined without endpoints. */
  readonly edge: TlsFront | undefined;
  readonly settings: Settings;
  readonly rateLimits: RateLimits;
  /** Regions whose connections are reset. */
  readonly unreachable: Set<string>;
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
  /** Requests that the documented API does not know. A test ends with `toEqual([])`. */
  readonly violations: Violation[];
  /** Requests that would change something, whether they succeeded or not. */
  writes(): readonly RecordedRequest[];
  reads(): readonly RecordedRequest[];
  account(id: string, options?: { readonly partition?: Partition }): AccountHandle;
  /** All but certificate bindings and stores, to be compared before and after. */
  snapshot(): Record<string, object>;
  close(): Promise<void>;
}

/**
 * AWS on loopback, from its documentation: ACM, CloudFront, ELBv2, Classic ELB, STS, IAM server
 * certificates and Account, with real TLS endpoints behind them.
 *
 * ```ts
 * const aws = await startAws();
 * const account = aws.account('111122223333');
 * const key = account.accessKey({ deny: ['acm:DeleteCertificate'] });
 * const region = account.region('eu-west-1');
 * const arn = region.importCertificate(await issue(root, { domains: ['shop.example.com'] }));
 * const alb = await region.addLoadBalancer({
 *   type: 'application',
 *   listeners: [{ protocol: 'HTTPS', certificate: arn, hostRules: [['shop.example.com']] }],
 * });
 * const site = account.addDistribution({ aliases: ['www.example.com'], certificate: { chain, key } });
 * // … run something against aws.url, then look:
 * alb.listeners[0].held(); site.held(); aws.writes(); aws.violations;
 * await servedLeaf(alb.listeners[0].port, { servername: 'shop.example.com' });
 * await servedLeaf(aws.edge.port, { servername: 'www.example.com' });
 * // … and make it fail:
 * aws.settings.deployMs = 500;
 * aws.faults.add({ operation: 'UpdateDistribution', kind: 'reset', afterEffect: true, times: 1 });
 * aws.unreachable.add('ap-southeast-1');
 * site.endpoint.stuck();
 * await aws.close();
 * ```
 */
export async function startAws(options: AwsOptions = {}): Promise<Aws> {
  const settings = { ...defaultSettings(), ...options.settings };
  const world = createWorld(settings, options.now ?? Date.now);
  const rateLimits: RateLimits = new Map(options.rateLimits === undefined ? [] : documentedRates);
  const faults = createFaults<Fault>();
  const unreachable = new Set<string>();
  const requests: RecordedRequest[] = [];
  const violations: Violation[] = [];
  const fronts: TlsFront[] | undefined = options.endpoints === false ? undefined : [];
  const site = { world, fronts };
  followReplacedCertificates(world);
  const edge = fronts === undefined ? undefined : await openEdge(world, options.edgePort);
  if (edge !== undefined) fronts?.push(edge);
  const server = createApiServer({
    world,
    pager: createPager(),
    faults,
    rates: createRateGate(rateLimits),
    unreachable,
    requests,
    violations,
  });
  const port = await listen(server, options.port);

  function held(certificate: StoredCertificate): HeldCertificate {
    return {
      arn: certificate.arn,
      sha256: certificate.facts.sha256,
      tags: Object.fromEntries(certificate.tags),
      inUseBy: world.inUseBy(certificate),
    };
  }

  function regionHandle(region: Region): RegionHandle {
    return {
      name: region.name,
      importCertificate: (pems, how) => addAcmCertificate(world, region, pems, how).arn,
      certificates: () => [...region.certificates.values()].map(held),
      addLoadBalancer: (spec) => addLoadBalancer(site, region, spec),
      addClassicLoadBalancer: (spec) => addClassicLoadBalancer(site, region, spec),
    };
  }

  function accountHandle(account: Account): AccountHandle {
    return {
      id: account.id,
      region(name) {
        if (!account.regionStatus.has(name)) account.regionStatus.set(name, 'ENABLED_BY_DEFAULT');
        return regionHandle(world.regionOf(account, name));
      },
      accessKey: (spec) => addAccessKey(world, account, spec),
      role: (spec) => addRole(world, account, spec),
      setRegions(statuses) {
        for (const [name, status] of Object.entries(statuses)) {
          account.regionStatus.set(name, status);
        }
      },
      addDistribution: (spec) => addDistribution(world, account, spec),
      addTenant: (spec) => addTenant(world, account, spec),
      uploadServerCertificate(pems, how) {
        const { arn, iam } = addIamCertificate(world, account, pems, how);
        return { arn, id: iam?.id ?? '' };
      },
      serverCertificates: () =>
        [...account.serverCertificates.values()].map((certificate) => ({
          ...held(certificate),
          id: certificate.iam?.id ?? '',
          path: certificate.iam?.path ?? '',
        })),
    };
  }

  return {
    url: `http://127.0.0.1:${port}`,
    edge,
    settings,
    rateLimits,
    unreachable,
    faults,
    requests,
    violations,
    writes: () => requests.filter(({ writes }) => writes),
    reads: () => requests.filter(({ writes }) => !writes),
    account: (id, { partition = 'aws' } = {}) => accountHandle(world.openAccount(id, partition)),
    snapshot: () => snapshot(world),
    async close() {
      await Promise.all([stop(server), ...(fronts ?? []).map((front) => front.close())]);
    },
  };
}
