import 'reflect-metadata';
import { webcrypto } from 'node:crypto';

import * as x509 from '@peculiar/x509';

export type KeySpec =
  | 'rsa-1024'
  | 'rsa-2048'
  | 'rsa-3072'
  | 'rsa-4096'
  | 'ec-p256'
  | 'ec-p384'
  | 'ec-p521';

function algorithm(
  spec: KeySpec,
): webcrypto.RsaHashedKeyGenParams | (webcrypto.EcKeyGenParams & { hash: string }) {
  if (spec.startsWith('rsa-')) {
    return {
      name: 'RSASSA-PKCS1-v1_5',
      hash: 'SHA-256',
      publicExponent: new Uint8Array([1, 0, 1]),
      modulusLength: Number(spec.slice(4)),
    };
  }
  return { name: 'ECDSA', namedCurve: `P-${spec.slice(4)}`, hash: 'SHA-256' };
}

function pem(label: string, der: ArrayBuffer): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/gu) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

let serial = 4096n + BigInt(Date.now());

export interface Authority {
  /** PEM of the authority's own certificate. */
  readonly pem: string;
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
  /** PEMs from this authority up to, without, the root. Empty for a root. */
  readonly intermediates: readonly string[];
}

export interface IssueOptions {
  readonly domains: readonly string[];
  readonly ips?: readonly string[];
  readonly key?: KeySpec;
  readonly commonName?: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly hash?: 'SHA-1' | 'SHA-256';
}

export interface Issued {
  readonly leaf: string;
  /** Leaf and intermediates in order, without the root. */
  readonly chain: string;
  readonly key: string;
  readonly sha256: string;
  readonly serial: string;
  readonly notAfter: Date;
}

const day = 86_400_000;

/** A new self-signed root. EC unless told otherwise: making an RSA key takes far longer. */
export async function createRoot(name: string, key: KeySpec = 'ec-p256'): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm(key), true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: (serial++).toString(16).padStart(16, '0'),
    name: `CN=${name}, O=Certferry tests`,
    notBefore: new Date(Date.now() - 365 * day),
    notAfter: new Date(Date.now() + 3650 * day),
    signingAlgorithm: algorithm(key),
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { pem: pem('CERTIFICATE', certificate.rawData), certificate, keys, intermediates: [] };
}

/** An intermediate authority below another. */
export async function createIntermediate(
  parent: Authority,
  name: string,
  key: KeySpec = 'ec-p256',
): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm(key), true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(16, '0'),
    subject: `CN=${name}, O=Certferry tests`,
    issuer: parent.certificate.subject,
    notBefore: new Date(Date.now() - 300 * day),
    notAfter: new Date(Date.now() + 1800 * day),
    publicKey: keys.publicKey,
    signingKey: parent.keys.privateKey,
    signingAlgorithm: {
      ...parent.keys.privateKey.algorithm,
      hash: 'SHA-256',
    } as x509.X509CertificateCreateParams['signingAlgorithm'],
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(parent.keys.publicKey),
    ],
  });
  const own = pem('CERTIFICATE', certificate.rawData);
  return { pem: own, certificate, keys, intermediates: [own, ...parent.intermediates] };
}

/** A leaf with its key, valid from yesterday for 90 days unless told otherwise. */
export async function issue(authority: Authority, options: IssueOptions): Promise<Issued> {
  const spec = options.key ?? 'ec-p256';
  const keys = await webcrypto.subtle.generateKey(algorithm(spec), true, ['sign', 'verify']);
  const notAfter = options.notAfter ?? new Date(Math.floor(Date.now() / 1000) * 1000 + 90 * day);
  const names: x509.JsonGeneralNames = [
    ...options.domains.map((value) => ({ type: 'dns' as const, value })),
    ...(options.ips ?? []).map((value) => ({ type: 'ip' as const, value })),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (serial++).toString(16).padStart(16, '0'),
    subject: `CN=${options.commonName ?? options.domains[0] ?? 'no name'}`,
    issuer: authority.certificate.subject,
    notBefore: options.notBefore ?? new Date(Date.now() - day),
    notAfter,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: {
      ...authority.keys.privateKey.algorithm,
      hash: options.hash ?? 'SHA-256',
    } as x509.X509CertificateCreateParams['signingAlgorithm'],
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        spec.startsWith('rsa')
          ? x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment
          : x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  const leaf = pem('CERTIFICATE', certificate.rawData);
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    leaf,
    chain: [leaf, ...authority.intermediates].join(''),
    key: pem('PRIVATE KEY', pkcs8),
    sha256: Buffer.from(await certificate.getThumbprint('SHA-256')).toString('hex'),
    serial: certificate.serialNumber.toUpperCase().replace(/^0+/u, ''),
    notAfter,
  };
}
