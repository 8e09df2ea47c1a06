import { z } from 'zod';

import { HuaweiError } from '../errors.ts';
import type { CdnConfig, CdnDomain, ForceRedirect } from '../model.ts';
import type { Context } from '../operation.ts';
import { leafFacts, readCertificates } from '../x509.ts';
import { checkCertificate, type GivenCertificate } from './certificate-rules.ts';
import {
  checkChangeable,
  defaultTlsVersions,
  httpsOff,
  parameterError,
  withCertificates,
} from './https.ts';
import { configOf, submit } from './job.ts';
import { cdnOperation, findDomain, projectQuery } from './operation.ts';

const zeroOrOne = z.literal([0, 1]);
const maxDomains = 50;

const httpsSchema = z.strictObject({
  domain_name: z.string().min(1),
  https_switch: zeroOrOne,
  access_origin_way: z.literal([1, 2, 3]).optional(),
  force_redirect_https: zeroOrOne.optional(),
  force_redirect_config: z
    .strictObject({ switch: zeroOrOne, redirect_type: z.enum(['http', 'https']).optional() })
    .optional(),
  http2: zeroOrOne.optional(),
  cert_name: z.string().optional(),
  certificate: z.string().optional(),
  private_key: z.string().optional(),
  certificate_type: z.literal([0, 1, 2]).optional(),
  scm_certificate_id: z.string().optional(),
});
type Https = z.output<typeof httpsSchema>;

const origins = { 1: 'follow', 2: 'http', 3: 'https' } as const;

function redirectOf({
  force_redirect_config: config,
  force_redirect_https: old,
}: Https): ForceRedirect {
  const on = config === undefined ? old === 1 : config.switch === 1;
  if (!on) return { status: 'off' };
  return { status: 'on', type: config?.redirect_type ?? 'https', redirect_code: 301 };
}

/** Everything that the request leaves out goes back to its default: origin over HTTP, HTTP/2 off. */
function configAfter(context: Context, domain: CdnDomain, https: Https): CdnConfig {
  const { others } = configOf(context.world, domain);
  if (https.https_switch === 0) {
    return { https: httpsOff, originProtocol: 'http', forceRedirect: { status: 'off' }, others };
  }
  const given: GivenCertificate = {
    type: 'server',
    source: https.certificate_type === 2 ? 2 : 0,
    scmCertificateId: https.scm_certificate_id,
    name: https.cert_name,
    value: https.certificate,
    key: https.private_key,
  };
  return {
    https: withCertificates([checkCertificate(context, domain, given)], {
      http2: https.http2 === 1 ? 'on' : 'off',
      tlsVersions: defaultTlsVersions,
      ocsp: 'off',
    }),
    originProtocol: origins[https.access_origin_way ?? 2],
    forceRedirect: redirectOf(https),
    others,
  };
}

function expiration(https: Https): number | null {
  const leaf = readCertificates(https.certificate ?? '')?.[0];
  return leaf === undefined ? null : leafFacts(leaf).notAfter.getTime();
}

/** Always HTTP 200: what was refused stands in `result`, and what was not stays done. */
export const updateDomainMultiCertificates = cdnOperation({
  name: 'UpdateDomainMultiCertificates',
  method: 'PUT',
  path: '/v1.0/cdn/domains/config-https-info',
  writes: true,
  actions: ['cdn:configuration:modifyHttpsConf'],
  query: z.strictObject(projectQuery),
  body: z.strictObject({ https: httpsSchema }),
  run({ query, body: { https } }, context) {
    const names = https.domain_name.split(',');
    if (names.length > maxDomains) throw parameterError(`domain_name: more than ${maxDomains}`);
    if (names.some((name) => name !== name.trim() || name === '')) {
      throw parameterError('domain_name: spaces or empty names');
    }
    const results = names.map((name) => {
      try {
        const domain = findDomain(context, name, query.enterprise_project_id, 'write');
        checkChangeable(context.world, domain);
        submit(context, domain, configAfter(context, domain, https));
        return { domain_name: name, status: 'success', reason: '' };
      } catch (error) {
        // What concerns the request as a whole ends it; what one domain breaks is its own result.
        if (!(error instanceof HuaweiError) || error.status === 403) throw error;
        if (error.code === 'CDN.0001' || error.code === 'CDN.0402') throw error;
        return { domain_name: name, status: 'fail', reason: error.message };
      }
    });
    const { private_key: _key, ...echo } = https;
    const failed = results.some(({ status }) => status === 'fail');
    return {
      body: {
        https: {
          ...echo,
          access_origin_way: https.access_origin_way ?? 2,
          force_redirect_https: https.force_redirect_https ?? 0,
          force_redirect_config: https.force_redirect_config ?? { switch: 0, redirect_type: null },
          http2: https.http2 ?? 0,
          certificate_type: https.certificate_type ?? 0,
          expiration_time: expiration(https),
        },
        status: failed ? 'fail' : 'success',
        result: results,
      },
    };
  },
});
