import { type EndpointFaults, endpointFaults } from '../../common/endpoint.ts';
import type { Pems } from '../../common/endpoint.ts';
import { defaultTlsVersions, httpsOff, withCertificates } from '../cdn/https.ts';
import { configOf, edgeEntry, statusOf } from '../cdn/job.ts';
import { shownConfigs } from '../cdn/shapes.ts';
import { ids } from '../ids.ts';
import type { Account, CdnCertificate, CdnConfig, CdnDomain, CdnHttps } from '../model.ts';
import { defaultEnterpriseProject, type World } from '../world.ts';
import { createBundle } from '../x509.ts';

export interface CdnDomainSpec {
  readonly name: string;
  /** None: HTTPS is off. */
  readonly certificate?: Pems;
  /** Where the certificate came from; `scm` puts it into SCM as well. */
  readonly source?: 'own' | 'scm';
  readonly certificateName?: string;
  /** An SM2 certificate beside it (which nothing here can serve), or `only` such a one. */
  readonly sm2?: 'also' | 'only';
  readonly http2?: boolean;
  readonly tlsVersions?: readonly string[];
  readonly ocsp?: boolean;
  readonly originProtocol?: CdnConfig['originProtocol'];
  readonly forceRedirect?: CdnConfig['forceRedirect'];
  /** Other members of `configs`, on top of some that every domain has. */
  readonly configs?: Readonly<Record<string, unknown>>;
  readonly status?: string;
  readonly locked?: boolean;
  readonly disabled?: boolean;
  readonly special?: boolean;
  readonly icpFiled?: boolean;
  readonly businessType?: CdnDomain['businessType'];
  readonly serviceArea?: CdnDomain['serviceArea'];
  readonly enterpriseProject?: string;
  readonly cname?: string;
}

export interface CdnDomainHandle {
  readonly id: string;
  readonly name: string;
  readonly cname: string;
  /** What the control plane holds at this moment. */
  held(): {
    readonly status: 'on' | 'off';
    readonly sha256: string | undefined;
    readonly source: 0 | 2;
    readonly name: string | undefined;
    readonly scmCertificateId: string | undefined;
  };
  /** As ShowDomainFullConfig shows it. */
  configs(): Record<string, unknown>;
  status(): string;
  /** From now on. */
  set(
    state: Partial<Pick<CdnDomain, 'status' | 'locked' | 'disabled' | 'special' | 'icpFiled'>>,
  ): void;
  /** What somebody else does, past all rules: another certificate, other settings. */
  change(to: { readonly certificate?: Pems } & Partial<Omit<CdnConfig, 'https'>>): void;
  /** One for each edge. */
  readonly endpoints: readonly EndpointFaults[];
}

const smPem = (word: string) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(`SM2 ${word}`).toString('base64')}\n-----END CERTIFICATE-----\n`;

function sm2Certificate(): CdnCertificate {
  return {
    type: 'server_sm',
    source: 0,
    scmCertificateId: undefined,
    name: 'sm2-cert',
    value: smPem('signature'),
    encValue: smPem('encryption'),
    bundle: undefined,
  };
}

function ownCertificate(account: Account, spec: CdnDomainSpec, pems: Pems): CdnCertificate {
  const bundle = createBundle(pems);
  const name = spec.certificateName ?? 'old-cert';
  const common = {
    type: 'server',
    name,
    value: bundle.chain,
    encValue: undefined,
    bundle,
  } as const;
  if (spec.source !== 'scm') return { ...common, source: 0, scmCertificateId: undefined };
  const scmCertificateId = ids.scmCertificate();
  account.scmCertificates.set(scmCertificateId, { name, bundle });
  return { ...common, source: 2, scmCertificateId };
}

function httpsOf(account: Account, spec: CdnDomainSpec): CdnHttps {
  const certificates = [
    ...(spec.certificate === undefined ? [] : [ownCertificate(account, spec, spec.certificate)]),
    ...(spec.sm2 === undefined ? [] : [sm2Certificate()]),
  ];
  if (certificates.length === 0) return httpsOff;
  return withCertificates(certificates, {
    http2: spec.http2 === false ? 'off' : 'on',
    tlsVersions: spec.tlsVersions ?? defaultTlsVersions,
    ocsp: spec.ocsp === true ? 'on' : 'off',
  });
}

/** Some of what a real domain has, so that a write which loses it is seen. */
const usualConfigs: Readonly<Record<string, unknown>> = {
  business_type: 'web',
  ipv6_accelerate: 0,
  sources: [
    {
      origin_addr: '203.0.113.10',
      origin_type: 'ipaddr',
      priority: 70,
      http_port: 80,
      https_port: 443,
      host_name: '',
    },
  ],
  origin_request_header: [{ name: 'x-from', value: 'cdn', action: 'set' }],
  cache_rules: [{ match_type: 'all', ttl: 30, ttl_unit: 'd', priority: 1, follow_origin: 'off' }],
  compress: { status: 'on', type: 'gzip', file_type: '.js,.css' },
  hsts: { status: 'on', max_age: 86_400, include_subdomains: 'off' },
  quic: { status: 'off' },
  https_tls_version: { tls_version: 'TLSv1.1,TLSv1.2,TLSv1.3', cipher_suite_group: 'default' },
};

function newDomain(world: World, account: Account, spec: CdnDomainSpec): CdnDomain {
  const { settings } = world;
  const config: CdnConfig = {
    https: httpsOf(account, spec),
    originProtocol: spec.originProtocol ?? 'follow',
    forceRedirect: spec.forceRedirect ?? { status: 'off' },
    others: { ...usualConfigs, ...spec.configs },
  };
  const first = edgeEntry({ name: spec.name, config });
  return {
    id: ids.hex32(),
    name: spec.name,
    account,
    businessType: spec.businessType ?? 'web',
    serviceArea: spec.serviceArea ?? 'outside_mainland_china',
    enterpriseProject: spec.enterpriseProject ?? defaultEnterpriseProject,
    cname: spec.cname ?? `${spec.name.replace('*.', 'star.')}.c.cdnhwc1.com`,
    sources: [{ ip_or_domain: '203.0.113.10', origin_type: 'ipaddr', active_standby: 1 }],
    createdAt: world.now(),
    icpFiled: spec.icpFiled ?? true,
    status: spec.status ?? 'online',
    locked: spec.locked ?? false,
    disabled: spec.disabled ?? false,
    special: spec.special ?? false,
    config,
    modifiedAt: world.now(),
    job: undefined,
    edges: [
      world.serve(first, () => settings.deployMs + settings.edgeDelayMs),
      world.serve(first, () => settings.deployMs + settings.secondEdgeDelayMs),
    ],
  };
}

export function addCdnDomain(world: World, account: Account, spec: CdnDomainSpec): CdnDomainHandle {
  const domain = newDomain(world, account, spec);
  account.cdnDomains.set(domain.name, domain);
  return {
    id: domain.id,
    name: domain.name,
    cname: domain.cname,
    held() {
      const { status, source, name, scmCertificateId, bundle } = configOf(world, domain).https;
      return { status, source, name, scmCertificateId, sha256: bundle?.facts.sha256 };
    },
    configs: () => shownConfigs(world, domain),
    status: () => statusOf(world, domain),
    set(state) {
      Object.assign(domain, state);
    },
    change({ certificate, ...rest }) {
      const before = configOf(world, domain);
      const https =
        certificate === undefined
          ? before.https
          : withCertificates([ownCertificate(account, spec, certificate)], before.https);
      domain.config = { ...before, ...rest, https };
      for (const edge of domain.edges) edge.announce(edgeEntry(domain));
    },
    endpoints: domain.edges.map((edge) =>
      endpointFaults(edge, (identity) => ({ domain: domain.name, identity })),
    ),
  };
}
