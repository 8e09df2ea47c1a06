import { HuaweiError } from '../errors.ts';
import type { CdnCertificate, CdnDomain, CdnHttps } from '../model.ts';
import type { World } from '../world.ts';
import { statusOf } from './job.ts';
import { businessError } from './operation.ts';

const tlsVersions = ['TLSv1.0', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
export const defaultTlsVersions: readonly string[] = ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

export function parameterError(message: string): HuaweiError {
  return new HuaweiError('cdn', 'CDN.0001', `The parameter is incorrect. ${message}`, 400);
}

/** `TLSv1.2,TLSv1.3` in any order: one version, or several without a gap. */
export function parseTlsVersions(text: string): readonly string[] {
  const asked = text.split(',');
  const positions = asked
    .map((version) => tlsVersions.findIndex((known) => known === version))
    .sort((a, b) => a - b);
  const first = positions[0] ?? -1;
  const fits = first >= 0 && positions.every((position, index) => position === first + index);
  if (!fits) throw parameterError(`tls_version: ${text}`);
  return tlsVersions.slice(first, first + positions.length);
}

/** HTTPS with nothing left of what it had. */
export const httpsOff: CdnHttps = {
  status: 'off',
  source: 0,
  scmCertificateId: undefined,
  name: undefined,
  bundle: undefined,
  certificates: [],
  http2: 'off',
  tlsVersions: defaultTlsVersions,
  ocsp: 'off',
};

/** HTTPS with these certificates, the first international one in front. */
export function withCertificates(
  certificates: readonly CdnCertificate[],
  protocol: Pick<CdnHttps, 'http2' | 'tlsVersions' | 'ocsp'>,
): CdnHttps {
  const front = certificates.find(({ type }) => type === 'server') ?? certificates[0];
  return {
    ...protocol,
    status: 'on',
    source: front?.source ?? 0,
    scmCertificateId: front?.scmCertificateId,
    name: front?.name,
    bundle: front?.bundle,
    certificates,
  };
}

const inThisState = 'This operation is not supported by the domain name in the current state.';

/** Throws unless HTTPS settings of the domain may be changed now. */
export function checkChangeable(world: World, domain: CdnDomain): void {
  const refuse = (code: string, message: string) => businessError(world, code, message);
  if (domain.special) {
    throw refuse('CDN.0163', 'The domain name has special configurations in the background.');
  }
  if (domain.disabled) throw refuse('CDN.0115', 'The domain name is banned.');
  if (domain.locked) throw refuse('CDN.0116', 'The domain name is locked.');
  const status = statusOf(world, domain);
  if (status === 'offline') throw refuse('CDN.0145', inThisState);
  if (status === 'configuring') {
    const { whileConfiguring } = world.settings;
    if (whileConfiguring !== 'accepts') throw refuse(whileConfiguring, inThisState);
  } else if (status !== 'online') {
    throw refuse('CDN.0106', inThisState);
  }
  if (!domain.icpFiled && domain.serviceArea !== 'outside_mainland_china') {
    throw refuse('CDN.0102', 'The domain name has not been filed or the filing has expired.');
  }
}
