import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import { createIdentity, type Identity } from '../tls/identity.ts';

/** A chain (leaf first) with its key, as a store keeps it. */
export interface Bundle {
  readonly chain: string;
  readonly key: string;
  readonly facts: LeafFacts;
  readonly identity: Identity;
}

/** What a store reads from a leaf. */
export interface LeafFacts {
  readonly sha256: string;
  readonly sha1: string;
  readonly commonName: string;
  readonly names: readonly string[];
  readonly keyType: 'rsa' | 'ecdsa';
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly selfSigned: boolean;
  readonly certificate: X509Certificate;
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/gu;

/** Certificates of a PEM text in order; undefined when one of them is none, or anything else is in it. */
export function readCertificates(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0 || pem.replaceAll(block, '').trim() !== '') return undefined;
  try {
    return blocks.map((text) => new X509Certificate(text));
  } catch {
    return undefined;
  }
}

const line = String.raw`[A-Za-z0-9+/=]{1,64}\n`;
const strictBlock = (label: string) =>
  String.raw`-----BEGIN ${label}-----\n(?:${line})+-----END ${label}-----`;
const strictChain = new RegExp(
  String.raw`^${strictBlock('CERTIFICATE')}(?:\n${strictBlock('CERTIFICATE')})*\n?$`,
  'u',
);
const strictKey = new RegExp(
  `^(?:${['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY'].map(strictBlock).join('|')})\n?$`,
  'u',
);

/**
 * Whether a PEM text is written as the user guides demand: one block per certificate, at most 64
 * characters a line, no spaces, no blank lines, nothing else.
 * https://support.huaweicloud.com/usermanual-cdn/cdn_01_0306.html
 */
export function isWellWritten(pem: string, kind: 'chain' | 'key'): boolean {
  return (kind === 'chain' ? strictChain : strictKey).test(pem);
}

/** The private key of a leaf, or why it is not one. */
export function readKey(pem: string): KeyObject | 'encrypted' | 'unreadable' {
  if (pem.includes('ENCRYPTED')) return 'encrypted';
  if (!/-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/u.test(pem)) return 'unreadable';
  try {
    return createPrivateKey(pem);
  } catch {
    return 'unreadable';
  }
}

export function isPkcs8(pem: string): boolean {
  return pem.includes('-----BEGIN PRIVATE KEY-----');
}

function plainHex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

export function leafFacts(leaf: X509Certificate): LeafFacts {
  const commonName = leaf.subject.split('\n').find((line) => line.startsWith('CN=')) ?? 'CN=';
  const names = [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s"]+)/gu)].map((match) =>
    (match[1] ?? '').toLowerCase(),
  );
  return {
    sha256: plainHex(leaf.fingerprint256),
    sha1: plainHex(leaf.fingerprint),
    commonName: commonName.slice(3),
    names,
    keyType: leaf.publicKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa',
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    selfSigned: leaf.checkIssued(leaf) && leaf.verify(leaf.publicKey),
    certificate: leaf,
  };
}

/** Throws when the chain does not parse or the key does not belong to its leaf. */
export function createBundle({ chain, key }: { chain: string; key: string }): Bundle {
  const leaf = readCertificates(chain)?.[0];
  if (leaf === undefined) throw new Error('the chain is not PEM');
  return { chain, key, facts: leafFacts(leaf), identity: createIdentity(chain, key) };
}

/** The same certificates in another layout: lines of `width` ended by `newline`, nothing at the end. */
export function rewrapPem(pem: string, width: number, newline: string): string {
  const blocks = pem.match(block) ?? [];
  return blocks
    .map((text) => {
      const base64 = text.replaceAll(/-----[A-Z ]+-----|\s/gu, '');
      const lines =
        width === 0 ? [base64] : (base64.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
      return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join(newline);
    })
    .join(newline);
}
