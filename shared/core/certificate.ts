import { X509Certificate } from 'node:crypto';

import { parseDomain } from './domain.ts';
import { DeployError } from './errors.ts';
import type { CertificateFacts, Domain, Fingerprint, KeyAlgorithm, KeyType } from './model.ts';

/** 64 hex digits in either case, with or without colons; undefined for anything else. */
export function parseFingerprint(text: string): Fingerprint | undefined {
  const hex = text.replaceAll(':', '').toLowerCase();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a Fingerprint
  return /^[0-9a-f]{64}$/u.test(hex) ? (hex as Fingerprint) : undefined;
}

/** The first eight hex digits: enough for eyes, never for a comparison. */
export function shortFingerprint(sha256: string): string {
  return sha256.slice(0, 8);
}

/** Serial numbers in one form: upper-case hex, no separators, no leading zeros. */
function normaliseSerial(serial: string): string {
  return serial
    .replaceAll(':', '')
    .toUpperCase()
    .replace(/^0+(?=.)/u, '');
}

const curves: Readonly<Record<string, KeyAlgorithm>> = {
  prime256v1: 'ec-p256',
  secp384r1: 'ec-p384',
  secp521r1: 'ec-p521',
};

function keyAlgorithmOf(certificate: X509Certificate): KeyAlgorithm {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  if (asymmetricKeyType === 'ec') return curves[asymmetricKeyDetails?.namedCurve ?? ''] ?? 'other';
  if (asymmetricKeyType !== 'rsa') return 'other';
  switch (asymmetricKeyDetails?.modulusLength) {
    case 1024:
      return 'rsa-1024';
    case 2048:
      return 'rsa-2048';
    case 3072:
      return 'rsa-3072';
    case 4096:
      return 'rsa-4096';
    case undefined:
    default:
      return 'other';
  }
}

export function keyTypeOf(algorithm: KeyAlgorithm | null): KeyType {
  if (algorithm === null || algorithm === 'other') return 'other';
  return algorithm.startsWith('rsa') ? 'rsa' : 'ecdsa';
}

/** Splits `DNS:a, IP Address:b`; Node quotes a value as a JSON string where it holds a separator. */
function alternativeNames(text: string | undefined): readonly string[] {
  return (text ?? '').match(/[^\s,][^:,]*:(?:"(?:[^"\\]|\\.)*"|[^,]*)/gu) ?? [];
}

/** Distinguished name as Node prints it, one attribute a line, put on one line. */
function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function issuerName(issuer: string): string {
  const attribute = (key: string) =>
    issuer
      .split('\n')
      .find((line) => line.startsWith(`${key}=`))
      ?.slice(key.length + 1);
  return attribute('CN') ?? attribute('O') ?? oneLine(issuer);
}

/** The facts of a parsed certificate. Names come from the SAN only (RFC 9525). */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const names = alternativeNames(certificate.subjectAltName);
  const domains: Domain[] = [];
  for (const name of names) {
    const domain = name.startsWith('DNS:') ? parseDomain(name.slice(4)) : undefined;
    if (domain !== undefined && !domains.includes(domain)) domains.push(domain);
  }
  const sha256 = parseFingerprint(certificate.fingerprint256);
  if (sha256 === undefined) throw new DeployError('INTERNAL', 'a fingerprint is not 64 hex digits');
  return {
    sha256,
    serial: normaliseSerial(certificate.serialNumber),
    subject: oneLine(certificate.subject),
    issuer: issuerName(certificate.issuer),
    domains,
    ips: names.filter((name) => name.startsWith('IP Address:')).map((name) => name.slice(11)),
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
    keyAlgorithm: keyAlgorithmOf(certificate),
  };
}

/** Reads one certificate, PEM or DER. Throws `CERTIFICATE_REJECTED` for anything else. */
export function readCertificate(encoded: string | Uint8Array): CertificateFacts {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(encoded);
  } catch (error) {
    throw new DeployError('CERTIFICATE_REJECTED', 'this is not a readable X.509 certificate', {
      cause: error,
    });
  }
  return certificateFacts(certificate);
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/gu;

/** Each certificate block of a PEM text, in order. */
export function pemCertificates(text: string): readonly string[] {
  return text.match(pemCertificate) ?? [];
}

/** A certificate as PEM again, with canonical line lengths: some clouds refuse trailing blanks. */
export function toPem(certificate: X509Certificate): string {
  return certificate.toString();
}
