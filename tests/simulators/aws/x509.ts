import 'reflect-metadata';
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

import * as x509 from '@peculiar/x509';

import { createIdentity, type Identity } from '../tls/identity.ts';

/** Key algorithms as the filters of ACM write them. */
export const keyTypes = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;
export type AcmKeyType = (typeof keyTypes)[number];

/** A certificate with its key as a certificate store keeps it. */
export interface Material {
  readonly leaf: string;
  /** Intermediates in order; empty when none were sent. */
  readonly chain: readonly string[];
  readonly key: string;
}

/** What a store reads from a leaf. */
export interface LeafFacts {
  readonly sha256: string;
  /** Lower-case hex pairs with colons, as ACM reports it. */
  readonly serial: string;
  readonly subject: string;
  readonly commonName: string | undefined;
  readonly issuer: string;
  readonly issuerOrganisation: string | undefined;
  readonly names: readonly string[];
  readonly keyType: AcmKeyType | undefined;
  readonly signatureAlgorithm: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Undefined: the extension is absent. */
  readonly keyUsages: readonly string[] | undefined;
  readonly extendedKeyUsages: readonly string[] | undefined;
  readonly selfSigned: boolean;
}

const usageNames: readonly (readonly [number, string])[] = [
  [x509.KeyUsageFlags.digitalSignature, 'DIGITAL_SIGNATURE'],
  [x509.KeyUsageFlags.nonRepudiation, 'NON_REPUDIATION'],
  [x509.KeyUsageFlags.keyEncipherment, 'KEY_ENCIPHERMENT'],
  [x509.KeyUsageFlags.dataEncipherment, 'DATA_ENCIPHERMENT'],
  [x509.KeyUsageFlags.keyAgreement, 'KEY_AGREEMENT'],
  [x509.KeyUsageFlags.keyCertSign, 'CERTIFICATE_SIGNING'],
  [x509.KeyUsageFlags.cRLSign, 'CRL_SIGNING'],
  [x509.KeyUsageFlags.encipherOnly, 'ENCIPHER_ONLY'],
  [x509.KeyUsageFlags.decipherOnly, 'DECIPHER_ONLY'],
];

/** Names that ACM gives to purposes; any other is `CUSTOM`. */
export const purposeNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'TLS_WEB_SERVER_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.2': 'TLS_WEB_CLIENT_AUTHENTICATION',
  '1.3.6.1.5.5.7.3.3': 'CODE_SIGNING',
  '1.3.6.1.5.5.7.3.4': 'EMAIL_PROTECTION',
  '1.3.6.1.5.5.7.3.8': 'TIME_STAMPING',
  '1.3.6.1.5.5.7.3.9': 'OCSP_SIGNING',
  '2.5.29.37.0': 'ANY',
};

export function keyTypeOf(key: KeyObject): AcmKeyType | undefined {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const name = key.asymmetricKeyType === 'rsa' ? `RSA_${modulusLength}` : `EC_${namedCurve}`;
  return keyTypes.find((type) => type === name);
}

function attribute(name: string, key: string): string | undefined {
  const line = name.split('\n').find((part) => part.startsWith(`${key}=`));
  return line?.slice(key.length + 1);
}

/** `sha256WithRSAEncryption` and `ecdsa-with-SHA256` as ACM writes them: `SHA256WITHRSA`. */
function signatureName(certificate: X509Certificate): string {
  const name = (certificate.signatureAlgorithm ?? '').toUpperCase();
  const digest = /SHA-?\d+|MD5/u.exec(name)?.[0] ?? '';
  return `${digest}WITH${name.includes('ECDSA') ? 'ECDSA' : 'RSA'}`;
}

export function leafFacts(pem: string): LeafFacts {
  const node = new X509Certificate(pem);
  const parsed = new x509.X509Certificate(node.raw);
  const usages = parsed.getExtension(x509.KeyUsagesExtension);
  const purposes = parsed.getExtension(x509.ExtendedKeyUsageExtension);
  return {
    sha256: node.fingerprint256.replaceAll(':', '').toLowerCase(),
    serial: (node.serialNumber.toLowerCase().match(/../gu) ?? []).join(':'),
    subject: node.subject.split('\n').join(','),
    commonName: attribute(node.subject, 'CN'),
    issuer: node.issuer ?? '',
    issuerOrganisation: attribute(node.issuer ?? '', 'O'),
    names: createNames(node.subjectAltName),
    keyType: keyTypeOf(node.publicKey),
    signatureAlgorithm: signatureName(node),
    notBefore: node.validFromDate,
    notAfter: node.validToDate,
    keyUsages:
      usages === null
        ? undefined
        : usageNames.filter(([bit]) => (usages.usages & bit) !== 0).map(([, name]) => name),
    extendedKeyUsages: purposes === null ? undefined : purposes.usages.map(String),
    selfSigned: node.subject === node.issuer && node.verify(node.publicKey),
  };
}

function createNames(subjectAltName: string | undefined): readonly string[] {
  return [...(subjectAltName ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/gu)].map(
    (match) => match[1] ?? '',
  );
}

export function identityOf(material: Material): Identity {
  return createIdentity([material.leaf, ...material.chain].join('\n'), material.key);
}

/** The private key of a leaf, or why it is not one. */
export function readKey(pem: string): KeyObject | 'encrypted' | 'unreadable' {
  if (/ENCRYPTED/u.test(pem)) return 'encrypted';
  try {
    return createPrivateKey(pem);
  } catch {
    return 'unreadable';
  }
}

const block =
  /-----BEGIN CERTIFICATE-----\r?\n(?:[A-Za-z0-9+/=]+\r?\n)+-----END CERTIFICATE-----/gu;

/** Certificates of a PEM text. Undefined when anything but blank lines stands between or inside blocks. */
export function strictPemCertificates(text: string): readonly string[] | undefined {
  const blocks = text.match(block) ?? [];
  return text.replaceAll(block, '').trim() === '' ? blocks.map((pem) => `${pem}\n`) : undefined;
}

export function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
