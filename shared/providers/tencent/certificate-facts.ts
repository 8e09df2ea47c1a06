import { X509Certificate } from 'node:crypto';

import { certificateFacts, pemCertificates } from '../../core/certificate.ts';
import { parseDomain } from '../../core/domain.ts';
import type { BoundFacts, Domain, KeyAlgorithm } from '../../core/model.ts';
import { markedFingerprint } from './certificate-marks.ts';
import type { ListedCertificate } from './schema.ts';

/** The facts of the leaf of a PEM text; undefined where there is none that can be read. */
export function factsOfPem(pem: string | null | undefined): BoundFacts | undefined {
  const [leaf] = pemCertificates(pem ?? '');
  if (leaf === undefined) return undefined;
  try {
    return certificateFacts(new X509Certificate(leaf));
  } catch {
    // SM2 pairs and the like: what the list says has to do.
    return undefined;
  }
}

/** `2026-11-23 08:00:00`, of Beijing, which the text does not say. */
export function beijingTime(text: string | null | undefined): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/u.exec(text ?? '');
  return match === null ? null : new Date(`${match[1] ?? ''}T${match[2] ?? ''}+08:00`);
}

const curves: Readonly<Record<string, KeyAlgorithm>> = {
  '256': 'ec-p256',
  '384': 'ec-p384',
  '521': 'ec-p521',
};

/** `RSA 2048`, `ECC 256`. Only the first word is certain. */
export function algorithmOf(text: string | null | undefined): KeyAlgorithm | null {
  const match = /^(RSA|EC)\w*\D*(\d+)?/iu.exec(text ?? '');
  if (match === null) return null;
  const [, kind = '', size = ''] = match;
  if (kind.toUpperCase() === 'EC') return curves[size] ?? null;
  switch (size) {
    case '1024':
      return 'rsa-1024';
    case '2048':
      return 'rsa-2048';
    case '3072':
      return 'rsa-3072';
    case '4096':
      return 'rsa-4096';
    default:
      return null;
  }
}

/**
 * What the list of certificates says of one: enough to match its names. Only one that was uploaded
 * with our tag can be known again.
 */
export function factsOfListed(listed: ListedCertificate): BoundFacts {
  const names = [...(listed.SubjectAltName ?? []), ...(listed.CertSANs ?? [])];
  const domains = new Set<Domain>();
  for (const name of names.length > 0 ? names : [listed.Domain ?? '']) {
    const domain = parseDomain(name);
    if (domain !== undefined) domains.add(domain);
  }
  return {
    sha256: markedFingerprint(listed),
    serial: null,
    subject: null,
    issuer: null,
    domains: [...domains],
    ips: [],
    notBefore: beijingTime(listed.CertBeginTime),
    notAfter: beijingTime(listed.CertEndTime),
    keyAlgorithm: algorithmOf(listed.EncryptAlgorithm),
  };
}
