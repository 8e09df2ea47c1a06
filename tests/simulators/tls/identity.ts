import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

/** The two kinds of key that a client can ask for in a handshake. */
export type KeyType = 'rsa' | 'ecdsa';

/** What an endpoint can present: a chain with its key, and the facts that a selection order looks at. */
export interface Identity {
  /** Leaf first, PEM. */
  readonly chain: string;
  readonly key: string;
  readonly keyType: KeyType;
  /** Modulus or curve size. */
  readonly keyBits: number;
  /** Bits of the signature's hash; 0 when it is not known. */
  readonly hashBits: number;
  /** DNS names of the SAN, lower case. */
  readonly names: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Of the leaf's DER, lower-case hex. */
  readonly sha256: string;
}

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

/** Reads a chain (leaf first) and its key. Throws when the key does not belong to the leaf. */
export function createIdentity(chain: string, key: string): Identity {
  const leaf = new X509Certificate(chain);
  const { asymmetricKeyType, asymmetricKeyDetails } = leaf.publicKey;
  if (asymmetricKeyType !== 'rsa' && asymmetricKeyType !== 'ec') {
    throw new Error(`no endpoint can serve a key of type ${asymmetricKeyType ?? 'unknown'}`);
  }
  return {
    chain,
    key,
    keyType: asymmetricKeyType === 'rsa' ? 'rsa' : 'ecdsa',
    keyBits:
      asymmetricKeyDetails?.modulusLength ?? curveBits[asymmetricKeyDetails?.namedCurve ?? ''] ?? 0,
    hashBits: Number(/sha-?(\d+)/iu.exec(leaf.signatureAlgorithm ?? '')?.[1] ?? 0),
    names: [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^,\s"]+)/gu)].map((match) =>
      (match[1] ?? '').toLowerCase(),
    ),
    notBefore: leaf.validFromDate,
    notAfter: leaf.validToDate,
    sha256: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

const contexts = new WeakMap<Identity, SecureContext>();

/** Made once per identity. Security level 0: some clouds do serve RSA-1024. */
export function secureContext(identity: Identity): SecureContext {
  let context = contexts.get(identity);
  if (context === undefined) {
    context = createSecureContext({
      cert: identity.chain,
      key: identity.key,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    contexts.set(identity, context);
  }
  return context;
}

/** RFC 9525: equal names, or a wildcard for exactly one label. */
export function nameCovers(san: string, name: string): boolean {
  if (san === name) return true;
  const dot = name.indexOf('.');
  return san.startsWith('*.') && dot > 0 && san.slice(1) === name.slice(dot);
}

export function identityCovers(identity: Identity, servername: string): boolean {
  const name = servername.toLowerCase().replace(/\.$/u, '');
  return identity.names.some((san) => nameCovers(san, name));
}
