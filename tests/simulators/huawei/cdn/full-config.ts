import { z } from 'zod';

import type { CdnCertificate, CdnConfig, CdnDomain, CdnHttps } from '../model.ts';
import type { Context } from '../operation.ts';
import { checkCertificate, type GivenCertificate } from './certificate-rules.ts';
import {
  checkChangeable,
  defaultTlsVersions,
  httpsOff,
  parameterError,
  parseTlsVersions,
  withCertificates,
} from './https.ts';
import { configOf, submit } from './job.ts';
import { businessError, cdnOperation, findDomain, projectQuery } from './operation.ts';

const onOff = z.enum(['on', 'off']);

const certificate = {
  certificate_source: z.literal([0, 2]).optional(),
  scm_certificate_id: z.string().optional(),
  enc_certificate_value: z.string().optional(),
  enc_private_key: z.string().optional(),
};

const httpsSchema = z.strictObject({
  ...certificate,
  https_status: onOff.optional(),
  certificate_type: z.enum(['server', 'server_sm']).optional(),
  certificate_name: z.string().optional(),
  certificate_value: z.string().optional(),
  private_key: z.string().optional(),
  certificates: z
    .array(
      z.strictObject({
        ...certificate,
        certificate_type: z.enum(['server', 'server_sm']),
        certificate_name: z.string(),
        certificate_value: z.string(),
        private_key: z.string(),
      }),
    )
    .optional(),
  http2_status: onOff.optional(),
  tls_version: z.string().optional(),
  ocsp_stapling_status: onOff.optional(),
});
type HttpsInput = z.output<typeof httpsSchema>;

/** Members whose inside is not looked at: they are replaced as a whole. */
const opaqueMembers = [
  'business_type',
  'service_area',
  'ipv6_accelerate',
  'sources',
  'origin_request_header',
  'http_response_header',
  'url_auth',
  'cache_url_parameter_filter',
  'compress',
  'cache_rules',
  'ip_filter',
  'referer',
  'error_code_cache',
  'error_code_redirect_rules',
  'user_agent_filter',
  'origin_range_status',
  'origin_receive_timeout',
  'origin_request_url_rewrite',
  'flexible_origin',
  'slice_etag_status',
  'remote_auth',
  'websocket',
  'video_seek',
  'request_limit_rules',
  'request_url_rewrite',
  'browser_cache_rules',
  'access_area_filter',
  'hosts',
  'sni',
  'remark',
] as const;
const opaque: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  opaqueMembers.map((name) => [name, z.unknown().optional()]),
);

const configsSchema = z
  .strictObject({
    ...opaque,
    https: httpsSchema.optional(),
    origin_protocol: z.enum(['follow', 'http', 'https']).optional(),
    force_redirect: z
      .strictObject({
        status: onOff,
        type: z.enum(['http', 'https']).optional(),
        redirect_code: z.literal([301, 302]).optional(),
      })
      .optional(),
    hsts: z
      .strictObject({
        status: onOff,
        max_age: z.int().min(0).max(63_072_000).optional(),
        include_subdomains: onOff.optional(),
      })
      .optional(),
    quic: z.strictObject({ status: onOff }).optional(),
    client_cert: z
      .strictObject({
        status: onOff,
        trusted_cert: z.string().optional(),
        hosts: z.string().optional(),
      })
      .optional(),
    https_tls_version: z
      .strictObject({
        tls_version: z.string().optional(),
        cipher_suite_group: z.string().optional(),
        cipher_suite: z.string().optional(),
      })
      .optional(),
  })
  .refine((configs) => Object.keys(configs).length > 0, 'configs is empty');

type CertificateInput = Pick<
  HttpsInput,
  | keyof typeof certificate
  | 'certificate_type'
  | 'certificate_name'
  | 'certificate_value'
  | 'private_key'
>;

function given(input: CertificateInput): GivenCertificate {
  return {
    type: input.certificate_type ?? 'server',
    source: input.certificate_source ?? 0,
    scmCertificateId: input.scm_certificate_id,
    name: input.certificate_name,
    value: input.certificate_value,
    key: input.private_key,
    encValue: input.enc_certificate_value,
    encKey: input.enc_private_key,
  };
}

/** A list overrides the outer fields, and drops whatever certificate it does not name. */
function certificatesOf(
  context: Context,
  domain: CdnDomain,
  input: HttpsInput,
): readonly CdnCertificate[] {
  const all = input.certificates?.map(given) ?? [given(input)];
  if (all.length === 0) {
    const message = 'The certificate or private key cannot be empty.';
    throw businessError(context.world, 'CDN.0402', message);
  }
  return all.map((one) => checkCertificate(context, domain, one));
}

function httpsAfter(context: Context, domain: CdnDomain, input: HttpsInput): CdnHttps {
  const before = configOf(context.world, domain).https;
  const versions =
    input.tls_version === undefined ? undefined : parseTlsVersions(input.tls_version);
  if ((input.https_status ?? before.status) === 'off') {
    if (input.http2_status === 'on') throw parameterError('http2_status: HTTPS is off');
    return httpsOff;
  }
  const kept = context.world.settings.omittedHttpsFields === 'kept';
  return withCertificates(certificatesOf(context, domain, input), {
    http2: input.http2_status ?? (kept ? before.http2 : 'off'),
    tlsVersions: versions ?? (kept ? before.tlsVersions : defaultTlsVersions),
    ocsp: input.ocsp_stapling_status ?? (kept ? before.ocsp : 'off'),
  });
}

/** Merges member by member; `https: off` takes the redirect with it. */
function configAfter(
  context: Context,
  domain: CdnDomain,
  configs: z.output<typeof configsSchema>,
): CdnConfig {
  const { https, origin_protocol: origin, force_redirect: redirect, ...others } = configs;
  const before = configOf(context.world, domain);
  const after = https === undefined ? before.https : httpsAfter(context, domain, https);
  const wanted = redirect ?? before.forceRedirect;
  if (redirect?.status === 'on' && redirect.type !== 'http' && after.status === 'off') {
    throw parameterError('force_redirect: HTTPS is off');
  }
  return {
    https: after,
    originProtocol: origin ?? before.originProtocol,
    forceRedirect: after.status === 'off' && wanted.type !== 'http' ? { status: 'off' } : wanted,
    others: { ...before.others, ...others },
  };
}

export const updateDomainFullConfig = cdnOperation({
  name: 'UpdateDomainFullConfig',
  method: 'PUT',
  path: '/v1.1/cdn/configuration/domains/{domain_name}/configs',
  writes: true,
  actions: ['cdn:configuration:modifyOriginConfInfo', 'cdn:configuration:modifyHttpsConf'],
  query: z.strictObject(projectQuery),
  body: z.strictObject({ configs: configsSchema }),
  run({ path, query, body }, context) {
    const name = path['domain_name'] ?? '';
    const domain = findDomain(context, name, query.enterprise_project_id, 'write');
    checkChangeable(context.world, domain);
    submit(context, domain, configAfter(context, domain, body.configs));
    const status = context.world.settings.fullConfigSuccess;
    return status === 204 ? { status } : { status, body: {} };
  },
});
