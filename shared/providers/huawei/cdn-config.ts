import { DeployError } from '../../core/errors.ts';
import type { Binding, Certificate, Edit, Json } from '../../core/model.ts';
import { leafFacts } from './pem.ts';
import type { Pair } from './pem.ts';
import type { CdnConfigs } from './schema.ts';
import { digestsOf } from './settings.ts';
import type { SettingDigests } from './settings.ts';

/**
 * What names a certificate of CDN, which has no certificate objects: the fingerprint of the leaf, else
 * the name it was given.
 */
export function cdnBinding(
  pem: string | null | undefined,
  name: string | null | undefined,
): Binding {
  const facts = leafFacts(pem);
  const ref = facts === null ? `name:${name ?? ''}` : `sha256:${facts.sha256}`;
  return { slot: 'default', ref, facts };
}

/** The certificate a domain serves by its full configuration; null: it serves no HTTPS. */
export function boundIn({ https }: CdnConfigs): Binding | null {
  return https === null || https.https_status === 'off'
    ? null
    : cdnBinding(https.certificate_value, https.certificate_name);
}

/**
 * Why the certificate of this domain must not be replaced. A domain with an international and an SM2
 * certificate lists both, and a write of one drops the other.
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 */
export function unchangeable({ https }: CdnConfigs): string | null {
  const types = [
    https?.certificate_type,
    ...(https?.certificates ?? []).map((one) => one.certificate_type),
  ];
  return types.includes('server_sm')
    ? 'it serves an SM2 certificate, whose key the cloud never shows: writing another one would drop it'
    : null;
}

/** Members of `https` that belong to the certificate. */
const ofCertificate = [
  'https_status',
  'certificate_type',
  'certificate_source',
  'scm_certificate_id',
  'certificate_name',
  'certificate_value',
  'enc_certificate_value',
  'certificates',
  'expire_time',
];

const versions = (text: string | null | undefined) =>
  (text ?? '')
    .split(',')
    .map((version) => version.trim())
    .filter((version) => version !== '')
    .sort();

/**
 * Everything that must be the same after the certificate was replaced. Where there was no HTTPS, its own
 * settings were not set before and come with the certificate: `hadHttps` leaves them out.
 */
export function settingsOf(configs: CdnConfigs, hadHttps: boolean): SettingDigests {
  const { https, ...others } = configs;
  const ofHttps = { ...https, tls_version: versions(https?.tls_version) };
  const kept = Object.entries(hadHttps ? digestsOf(ofHttps, ofCertificate) : {});
  return {
    ...digestsOf(others, hadHttps ? [] : ['https_tls_version']),
    ...Object.fromEntries(kept.map(([name, digest]) => [`https.${name}`, digest])),
  };
}

/** At most 32 letters, digits, `-` and `_`: the console takes no more. */
export function certificateName({ name, sha256 }: Certificate): string {
  const short = name.replaceAll(/[^\w-]/gu, '-').slice(0, 13);
  return `certferry-${short}-${sha256.slice(0, 8)}`;
}

/**
 * The `https` member to write. Its own settings are sent as they were read: no document promises that
 * what is left out is kept. Other members of `configs` are, so they are not sent.
 */
export function httpsToWrite({ https }: CdnConfigs, certificate: Certificate, pair: Pair): Json {
  const echoed = {
    http2_status: https?.http2_status,
    tls_version: versions(https?.tls_version).join(','),
    ocsp_stapling_status: https?.ocsp_stapling_status,
  };
  return {
    https_status: 'on',
    certificate_type: 'server',
    certificate_source: 0,
    certificate_name: certificateName(certificate),
    certificate_value: pair.chain,
    private_key: pair.key.reveal(),
    ...Object.fromEntries(
      Object.entries(echoed).flatMap(([key, value]) =>
        value === undefined || value === null || value === '' ? [] : [[key, value]],
      ),
    ),
  };
}

/** The binding that the plan saw must still be there: anything else nobody has previewed. */
export function demandPlanned(name: string, edit: Edit, bound: Binding | null): void {
  const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
  if ((bound?.ref ?? null) === planned) return;
  throw new DeployError(
    'PLAN_STALE',
    `${name} now serves ${bound === null ? 'no HTTPS' : `certificate ${bound.ref}`}, the plan says ${planned ?? 'no HTTPS'}; preview again`,
  );
}
