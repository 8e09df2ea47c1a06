import type { CdnCertificate, CdnDomain } from '../model.ts';
import type { World } from '../world.ts';
import { rewrapPem } from '../x509.ts';
import { configOf, statusOf } from './job.ts';

/** Not as it was sent: other line breaks, none at the end. SM2, which is not read, as it was. */
function shownPem({ bundle, value }: Pick<CdnCertificate, 'bundle' | 'value'>): string {
  return bundle === undefined ? value.trimEnd() : rewrapPem(bundle.chain, 76, '\r\n');
}

const originWays = { follow: 1, http: 2, https: 3 } as const;

export function originWay(world: World, domain: CdnDomain): number {
  const { https, originProtocol } = configOf(world, domain);
  return https.status === 'off' ? 0 : originWays[originProtocol];
}

/** As ListDomains and ShowDomainDetailByName show it; the two differ in `https_status`. */
export function shownDomain(world: World, domain: CdnDomain, httpsStatus: number): object {
  return {
    id: domain.id,
    domain_name: domain.name,
    business_type: domain.businessType,
    domain_status: statusOf(world, domain),
    cname: domain.cname,
    sources: domain.sources,
    domain_origin_host: null,
    https_status: httpsStatus,
    create_time: domain.createdAt,
    modify_time: domain.modifiedAt,
    disabled: domain.disabled ? 1 : 0,
    locked: domain.locked ? 1 : 0,
    auto_refresh_preheat: 0,
    service_area: domain.serviceArea,
    range_status: 'off',
    follow_status: 'off',
    origin_status: 'on',
    banned_reason: domain.disabled ? bannedReason(domain) : null,
    locked_reason: domain.locked ? 'Under maintenance.' : null,
    enterprise_project_id: domain.enterpriseProject,
    tags: null,
  };
}

/** Free text; no code comes with it. */
function bannedReason({ icpFiled }: CdnDomain): string {
  return icpFiled
    ? 'The domain name violates the service terms.'
    : 'The ICP filing of the domain name is missing.';
}

function shownCertificate(certificate: CdnCertificate): object {
  return {
    certificate_type: certificate.type,
    certificate_source: certificate.source,
    scm_certificate_id: certificate.scmCertificateId ?? null,
    certificate_name: certificate.name ?? null,
    certificate_value: shownPem(certificate),
    enc_certificate_value: certificate.encValue ?? null,
    expire_time: certificate.bundle?.facts.notAfter.getTime() ?? null,
  };
}

/** The `configs` of ShowDomainFullConfig. Holds no private key. */
export function shownConfigs(world: World, domain: CdnDomain): Record<string, unknown> {
  const { https, originProtocol, forceRedirect, others } = configOf(world, domain);
  const front = https.certificates.find(({ type }) => type === 'server') ?? https.certificates[0];
  const on = https.status === 'on';
  return {
    ...others,
    origin_protocol: originProtocol,
    force_redirect: forceRedirect,
    https: {
      https_status: https.status,
      certificate_type: front?.type ?? null,
      certificate_source: on ? https.source : null,
      scm_certificate_id: https.scmCertificateId ?? null,
      certificate_name: https.name ?? null,
      certificate_value: front === undefined ? null : shownPem(front),
      enc_certificate_value: front?.encValue ?? null,
      certificates: https.certificates.length > 1 ? https.certificates.map(shownCertificate) : [],
      expire_time: https.bundle?.facts.notAfter.getTime() ?? null,
      http2_status: https.http2,
      // The order is not stable in the real cloud either.
      tls_version: https.tlsVersions.toReversed().join(','),
      ocsp_stapling_status: https.ocsp,
    },
  };
}

/** An entry of ShowCertificatesHttpsInfo. */
export function shownHttpsInfo(world: World, domain: CdnDomain): object {
  const { https, forceRedirect } = configOf(world, domain);
  const front = https.certificates.find(({ type }) => type === 'server');
  const redirects = forceRedirect.status === 'on';
  const toHttps = forceRedirect.type !== 'http';
  return {
    domain_id: domain.id,
    domain_name: domain.name,
    cert_name: https.name ?? null,
    certificate: front === undefined ? null : shownPem(front),
    private_key: world.settings.cdnPrivateKeyEcho,
    certificate_type: https.source,
    expiration_time: https.bundle?.facts.notAfter.getTime() ?? null,
    https_status: originWay(world, domain),
    force_redirect_https: redirects ? (toHttps ? 1 : 2) : 0,
    force_redirect_config: {
      switch: redirects ? 1 : 0,
      redirect_type: redirects ? (toHttps ? 'https' : 'http') : null,
    },
    http2: https.http2 === 'on' ? 1 : 0,
  };
}
