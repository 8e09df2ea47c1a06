import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import { type Pems } from '../../common/endpoint.ts';
import { pastedBinding } from '../cdn/https.ts';
import { cdnEntry, currentDetail, httpsView, servesHttps, settleCdn } from '../cdn/state.ts';
import { ids } from '../ids.ts';
import type { Account, CdnBinding, CdnDomain } from '../model.ts';
import type { World } from '../world.ts';
import { type CertificateRef, resolveCertificate } from './certificates.ts';

export interface CdnDomainSpec {
  readonly domain: string;
  /** What it serves HTTPS with. None: HTTPS is off. */
  readonly certificate?: CertificateRef;
  /** The same, pasted as PEM: it has no id. */
  readonly pasted?: Pems;
  /** Members of `Https` that differ from `Switch: "on"` and defaults: `Http2`, `Hsts`, … */
  readonly https?: Readonly<Record<string, unknown>>;
  readonly httpsBilling?: 'on' | 'off';
  readonly product?: 'cdn' | 'ecdn';
  readonly area?: 'mainland' | 'overseas' | 'global';
  readonly status?: CdnDomain['status'];
  readonly disable?: string;
  readonly readonly?: string;
  readonly parentHost?: string;
  /** `missing` and `blacklisted` show only when something is written. */
  readonly icp?: 'filed' | 'missing' | 'blacklisted';
  /** Other members of DetailDomain: `AccessPort`, `SpecificConfig`, `Origin`, `ForceRedirect`, … */
  readonly config?: Readonly<Record<string, unknown>>;
}

export interface CdnDomainHandle {
  readonly domain: string;
  /** Certificate id that the configuration holds at this moment; empty for a pasted one. */
  held(): string | undefined;
  /** `Https` as the API shows it now. */
  https(): Readonly<Record<string, unknown>>;
  /** The whole DetailDomain as the API shows it now. */
  config(): Readonly<Record<string, unknown>>;
  /** What somebody else does: another certificate, everything else as it is, at once. */
  changeCertificate(to: CertificateRef): void;
  /** What somebody else does: members of DetailDomain, or state of the domain. */
  change(to: {
    readonly config?: Readonly<Record<string, unknown>>;
    readonly status?: CdnDomain['status'];
    readonly disable?: string;
    readonly readonly?: string;
    readonly icp?: 'filed' | 'missing' | 'blacklisted';
  }): void;
  /** For so long somebody else's deployment is under way. */
  processing(ms: number): void;
  readonly endpoint: EndpointFaults;
}

function defaultConfig(domain: string): Record<string, unknown> {
  return {
    ProjectId: 0,
    ServiceType: 'web',
    Area: 'overseas',
    Origin: {
      Origins: ['origin.example.net'],
      OriginType: 'domain',
      ServerName: domain,
      CosPrivateAccess: 'off',
      OriginPullProtocol: 'https',
      BackupOrigins: ['backup.example.net'],
      BackupOriginType: 'domain',
      BackupServerName: null,
      BasePath: null,
      PathRules: [],
      PathBasedOrigin: [],
      Sni: { Switch: 'on', ServerName: domain },
      AdvanceHttps: null,
      OriginCompany: null,
    },
    Cache: {
      SimpleCache: null,
      AdvancedCache: null,
      RuleCache: [
        {
          RulePaths: ['*'],
          RuleType: 'all',
          CacheConfig: {
            Cache: { Switch: 'on', CacheTime: 3600 },
            NoCache: null,
            FollowOrigin: null,
          },
        },
      ],
    },
    Compression: { Switch: 'on', CompressionRules: [] },
    ForceRedirect: {
      Switch: 'on',
      RedirectType: 'https',
      RedirectStatusCode: 301,
      CarryHeaders: 'off',
    },
    HttpsBilling: { Switch: 'on' },
    Https: {
      Switch: 'off',
      Http2: 'off',
      OcspStapling: 'off',
      VerifyClient: 'off',
      Spdy: 'off',
      ClientCertInfo: null,
      Hsts: { Switch: 'off', MaxAge: 0, IncludeSubDomains: 'off' },
      TlsVersion: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    },
    AccessPort: null,
    SpecificConfig: { Mainland: null, Overseas: null },
    Ipv6Access: { Switch: 'off' },
    Quic: { Switch: 'off' },
    Tag: null,
  };
}

function bindingFrom(
  world: World,
  account: Account,
  spec: Pick<CdnDomainSpec, 'certificate' | 'pasted'>,
): CdnBinding | undefined {
  const now = world.now();
  if (spec.pasted !== undefined) {
    return pastedBinding(spec.pasted.chain, spec.pasted.key, 'pasted by hand', now);
  }
  if (spec.certificate === undefined) return undefined;
  const certificate = resolveCertificate(world, account, spec.certificate);
  const { alias, pem, key, identity, facts } = certificate;
  if (key === undefined || identity === undefined) throw new Error('CDN serves no CA certificates');
  return { certificate, name: alias, pem, key, identity, facts, deployedAt: now };
}

function setFiling(domain: CdnDomain, icp: CdnDomainSpec['icp']): void {
  domain.icpMissing = icp === 'missing';
  domain.icpBlacklisted = icp === 'blacklisted';
}

export function addCdnDomain(world: World, account: Account, spec: CdnDomainSpec): CdnDomainHandle {
  const now = world.now();
  const binding = bindingFrom(world, account, spec);
  const config = defaultConfig(spec.domain);
  const https = Object(config['Https']) as Record<string, unknown>;
  const domain: CdnDomain = {
    id: ids.cdnResource(),
    account,
    domain: spec.domain,
    product: spec.product ?? 'cdn',
    parentHost: spec.parentHost ?? '',
    createdAt: now,
    updatedAt: now,
    status: spec.status ?? 'online',
    disable: spec.disable ?? 'normal',
    readonly: spec.readonly ?? 'normal',
    icpBlacklisted: false,
    icpMissing: false,
    config: {
      ...config,
      Area: spec.area ?? 'overseas',
      HttpsBilling: { Switch: spec.httpsBilling ?? 'on' },
      ...spec.config,
      Https: { ...https, Switch: binding === undefined ? 'off' : 'on', ...spec.https },
    },
    binding,
    sslStatus: binding === undefined ? 'closed' : 'deployed',
    message: '',
    pending: undefined,
    stale: undefined,
    writes: [],
    serving: world.serve({
      domain: spec.domain,
      identity: undefined,
      blocked: false,
      demandsClientCertificate: false,
    }),
  };
  setFiling(domain, spec.icp);
  domain.serving = world.serve(cdnEntry(domain));
  account.cdn.set(domain.domain, domain);
  return handleOf(world, account, domain);
}

function handleOf(world: World, account: Account, domain: CdnDomain): CdnDomainHandle {
  const settled = () => {
    settleCdn(domain, world.now());
    return domain;
  };
  return {
    domain: domain.domain,
    held() {
      const { binding } = settled();
      return servesHttps(domain) && binding !== undefined
        ? (binding.certificate?.id ?? '')
        : undefined;
    },
    https: () => ({ ...httpsView(world, settled()) }),
    config: () => ({ ...currentDetail(world, settled()) }),
    changeCertificate(to) {
      domain.binding = bindingFrom(world, account, { certificate: to });
      domain.config['Https'] = { ...Object(domain.config['Https']), Switch: 'on' };
      domain.sslStatus = 'deployed';
      domain.serving.announce(cdnEntry(domain));
    },
    change(to) {
      Object.assign(domain.config, to.config);
      domain.status = to.status ?? domain.status;
      domain.disable = to.disable ?? domain.disable;
      domain.readonly = to.readonly ?? domain.readonly;
      if (to.icp !== undefined) setFiling(domain, to.icp);
      domain.serving.announce(cdnEntry(domain));
    },
    processing(ms) {
      domain.pending = { until: world.now() + ms, failure: undefined };
    },
    endpoint: endpointFaults(domain.serving, (identity) => ({ ...cdnEntry(domain), identity })),
  };
}
