import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** What the stores read from a certificate. */
export interface LeafFacts {
  readonly sha1: string;
  readonly commonName: string;
  /** DNS names and addresses of the SAN. */
  readonly names: readonly string[];
  readonly algorithm: 'RSA' | 'ECC';
  /** `RSA 2048`, `ECC 256`. */
  readonly algorithmName: string;
  readonly issuer: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

const curves: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp384r1: 384,
  secp521r1: 521,
};

function attribute(name: string, key: string): string {
  const line = name.split('\n').find((part) => part.startsWith(`${key}=`));
  return line?.slice(key.length + 1) ?? '';
}

/** Undefined for keys that no product here can serve, SM2 among them. */
export function leafFacts(certificate: X509Certificate): LeafFacts | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const bits =
    asymmetricKeyType === 'rsa'
      ? asymmetricKeyDetails?.modulusLength
      : curves[asymmetricKeyDetails?.namedCurve ?? ''];
  if (bits === undefined) return undefined;
  const algorithm = asymmetricKeyType === 'rsa' ? 'RSA' : 'ECC';
  return {
    sha1: certificate.fingerprint.replaceAll(':', '').toLowerCase(),
    commonName: attribute(certificate.subject, 'CN'),
    names: [...(certificate.subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/gu)].map(
      (match) => match[1] ?? '',
    ),
    algorithm,
    algorithmName: `${algorithm} ${bits}`,
    issuer: attribute(certificate.issuer ?? '', 'CN'),
    notBefore: certificate.validFromDate.getTime(),
    notAfter: certificate.validToDate.getTime(),
  };
}

const block = /-----BEGIN CERTIFICATE-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END CERTIFICATE-----/gu;

/**
 * Certificates of a PEM text: blocks one under the other with plain line ends. Undefined for blank
 * lines, carriage returns, a byte order mark, text around the blocks, or content that is none.
 */
export function readChain(text: string): readonly X509Certificate[] | undefined {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0 || text.replace(/\n$/u, '') !== blocks.join('\n')) return undefined;
  try {
    return blocks.map((pem) => new X509Certificate(pem));
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** True when each certificate is signed by the next. */
export function isOrdered(chain: readonly X509Certificate[]): boolean {
  return chain.every((certificate, index) => {
    const above = chain[index + 1];
    return (
      above === undefined || (certificate.checkIssued(above) && certificate.verify(above.publicKey))
    );
  });
}

/** Undefined: not a private key, or encrypted with another passphrase. */
export function readKey(pem: string, passphrase?: string): KeyObject | undefined {
  try {
    return createPrivateKey({
      key: pem,
      format: 'pem',
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
