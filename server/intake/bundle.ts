import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { certificateFacts, keyTypeOf, toPem } from '../../shared/core/certificate.ts';
import type { CertificateFacts, Domain } from '../../shared/core/model.ts';
import { Secret } from '../../shared/core/secret.ts';
import { defaultName } from './names.ts';
import type { PemParts } from './pem.ts';

/** Why a delivered certificate is refused: the stable code of the problem and its words. */
export const bundleFlaws = {
  no_certificate: 'There is no PEM certificate in it.',
  too_many_certificates: 'It holds more than 10 certificates.',
  unparsable: 'A certificate or key in it is not readable, or a PEM block is cut off.',
  leaf_is_ca: 'The certificate is one of a certificate authority.',
  expired: 'The certificate has expired.',
  not_yet_valid: 'The certificate is not valid before more than a day from now.',
  key_mismatch: 'The private key belongs to none of the certificates.',
  encrypted_key: 'The private key is encrypted with a passphrase.',
  too_many_keys: 'It holds more than one private key.',
  key_form: 'The sealed key is not an armored age file, or too large.',
  unsupported_key: 'The key is none of RSA 2048 to 4096 and ECDSA P-256 to P-521.',
  weak_signature: 'The certificate is signed with MD5 or SHA-1.',
  no_name: 'The certificate names no domain (SAN); clients ignore its common name.',
  chain_expired: 'A certificate of the chain has expired.',
} as const;
export type BundleFlaw = keyof typeof bundleFlaws;

/** What was mended or is worth eyes, told in the answer. */
export type BundleWarning =
  | 'chain_order'
  | 'chain_incomplete'
  | 'root_included'
  | 'unrelated_certificates';

/** A certificate with its chain in order, everything read from the certificate itself. */
export interface Bundle {
  readonly facts: CertificateFacts;
  /** The name it goes by where nobody chose one; undefined: it names IP addresses only. */
  readonly defaultName: Domain | undefined;
  /** SHA-256 of the public key: the same value in two certificates means that the key was kept. */
  readonly spkiSha256: string;
  readonly issuerSha256: string | null;
  readonly signatureAlgorithm: string | null;
  readonly selfSigned: boolean;
  /** It ends below a public root, or its own root came along. */
  readonly chainComplete: boolean;
  /** Leaf first, without a root. */
  readonly chain: readonly string[];
  /** Unencrypted PKCS#8, proven to belong to the leaf. */
  readonly key: Secret | null;
  /** age, armored. Nobody here can tell whether it belongs to the leaf. */
  readonly sealedKey: string | null;
  readonly warnings: readonly BundleWarning[];
}

export type BundleResult =
  | { readonly ok: true; readonly bundle: Bundle }
  | { readonly ok: false; readonly flaw: BundleFlaw };

const mostCertificates = 10;
const mostSealedBytes = 32_768;
/** Authorities date certificates a little ahead; anything further is a mistake. */
const mostAheadMs = 86_400_000;

const refused = (flaw: BundleFlaw): { readonly ok: false; readonly flaw: BundleFlaw } => ({
  ok: false,
  flaw,
});

type Read<T> = { readonly ok: true; readonly value: T } | ReturnType<typeof refused>;
const read = <T>(value: T): Read<T> => ({ ok: true, value });

/**
 * Checks a delivery as a preview would, so that nothing is stored which could not be deployed. The
 * order of the chain is mended and a root is stripped; what belongs to no chain is left out.
 */
export function readBundle(
  parts: PemParts,
  context: { readonly now: Date; readonly isRootSubject: (name: string) => boolean },
): BundleResult {
  const pool = readCertificates(parts);
  if (!pool.ok) return pool;
  const key = readKey(parts);
  if (!key.ok) return key;
  const sealed = readSealedKey(parts);
  if (!sealed.ok) return sealed;

  const leaf = pickLeaf(pool.value, key.value);
  if (leaf === undefined) return refused(key.value === null ? 'leaf_is_ca' : 'key_mismatch');
  const flaw = judgeLeaf(leaf, context.now);
  if (flaw !== undefined) return refused(flaw);

  const whole = chainFrom(leaf, pool.value);
  const top = whole.at(-1) ?? leaf;
  const chain = [leaf, ...whole.slice(1).filter((one) => !isSelfIssued(one))];
  if (chain.some((one) => one.validToDate <= context.now)) return refused('chain_expired');
  const chainComplete = isSelfIssued(top) || context.isRootSubject(top.issuer);

  const warnings: BundleWarning[] = [];
  if (whole.length < pool.value.length) warnings.push('unrelated_certificates');
  else if (whole.some((one, index) => one !== pool.value[index])) warnings.push('chain_order');
  if (chain.length < whole.length) warnings.push('root_included');
  if (!chainComplete) warnings.push('chain_incomplete');

  const issuer = whole[1];
  const facts = certificateFacts(leaf);
  return {
    ok: true,
    bundle: {
      facts,
      defaultName: defaultName(leaf, facts),
      spkiSha256: sha256(leaf.publicKey.export({ type: 'spki', format: 'der' })),
      issuerSha256: issuer === undefined ? null : sha256(issuer.raw),
      signatureAlgorithm: leaf.signatureAlgorithm ?? null,
      selfSigned: isSelfIssued(leaf),
      chainComplete,
      chain: chain.map(toPem),
      key:
        key.value === null
          ? null
          : new Secret(key.value.export({ type: 'pkcs8', format: 'pem' }).toString()),
      sealedKey: sealed.value,
      warnings,
    },
  };
}

function readCertificates(parts: PemParts): Read<readonly X509Certificate[]> {
  if (parts.broken) return refused('unparsable');
  if (parts.certificates.length === 0) return refused('no_certificate');
  if (parts.certificates.length > mostCertificates) return refused('too_many_certificates');
  const pool = new Map<string, X509Certificate>();
  for (const pem of parts.certificates) {
    try {
      const certificate = new X509Certificate(pem);
      pool.set(certificate.fingerprint256, certificate);
    } catch {
      return refused('unparsable');
    }
  }
  return read([...pool.values()]);
}

function readKey(parts: PemParts): Read<KeyObject | null> {
  const [first, second] = parts.keys;
  if (second !== undefined) return refused('too_many_keys');
  if (first === undefined) return read(null);
  if (parts.sealedKey !== undefined) return refused('too_many_keys');
  const pem = first.reveal();
  if (pem.includes('ENCRYPTED')) return refused('encrypted_key');
  try {
    return read(createPrivateKey(pem));
  } catch {
    // The parser's own message may quote its input.
    return refused('unparsable');
  }
}

/** The armor's first line of base64 holds the version line that every age file begins with. */
function readSealedKey({ sealedKey }: PemParts): Read<string | null> {
  if (sealedKey === undefined) return read(null);
  const body = sealedKey.split('\n').slice(1, -2).join('');
  const head = Buffer.from(body.slice(0, 64), 'base64').toString('latin1');
  const isAge = /^[A-Za-z0-9+/]+={0,2}$/u.test(body) && head.startsWith('age-encryption.org/v1\n');
  return isAge && sealedKey.length <= mostSealedBytes ? read(sealedKey) : refused('key_form');
}

function pickLeaf(
  pool: readonly X509Certificate[],
  key: KeyObject | null,
): X509Certificate | undefined {
  if (key !== null) return pool.find((one) => one.checkPrivateKey(key));
  return pool.find((one) => !one.ca);
}

function judgeLeaf(leaf: X509Certificate, now: Date): BundleFlaw | undefined {
  if (leaf.ca) return 'leaf_is_ca';
  if (leaf.validToDate <= now) return 'expired';
  if (leaf.validFromDate.getTime() - now.getTime() > mostAheadMs) return 'not_yet_valid';
  const facts = certificateFacts(leaf);
  if (facts.keyAlgorithm === 'rsa-1024' || keyTypeOf(facts.keyAlgorithm) === 'other') {
    return 'unsupported_key';
  }
  const signature = (leaf.signatureAlgorithm ?? '').toLowerCase().replaceAll('-', '');
  if (/md5|sha1(?!\d)/u.test(signature)) return 'weak_signature';
  if (facts.domains.length === 0 && facts.ips.length === 0) return 'no_name';
  return undefined;
}

/** From the leaf to the top, each certificate followed by the one that signed it. */
function chainFrom(leaf: X509Certificate, pool: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last = leaf; !isSelfIssued(last);) {
    const current = last;
    const issuer = pool.find((one) => !chain.includes(one) && isIssuedBy(current, one));
    if (issuer === undefined) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

function sha256(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}
