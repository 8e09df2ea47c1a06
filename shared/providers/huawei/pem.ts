import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { readCertificate } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { CertificateFacts, Material } from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';

const block = /-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----/u;

/**
 * The facts of the first certificate of a PEM text as the cloud shows it: with other line breaks than
 * it was given, or none. Null when it cannot be read: an SM2 certificate, or nothing at all.
 */
export function leafFacts(text: string | null | undefined): CertificateFacts | null {
  const base64 = block.exec(text ?? '')?.[1]?.replaceAll(/[^A-Za-z0-9+/=]/gu, '') ?? '';
  if (base64 === '') return null;
  try {
    return readCertificate(Buffer.from(base64, 'base64'));
  } catch {
    return null;
  }
}

function reject({ certificate: { name } }: Material, why: string): DeployError {
  return new DeployError('CERTIFICATE_REJECTED', `certificate "${name}": ${why}`);
}

/** Chain and key as Huawei Cloud takes them. */
export interface Pair {
  /** Leaf first, then the intermediates; 64 columns, no blank line. */
  readonly chain: string;
  /** PKCS#1 for RSA, SEC1 for ECDSA. */
  readonly key: Secret;
}

function readKey(material: Material): KeyObject {
  try {
    return createPrivateKey(material.key.reveal());
  } catch {
    // The error of the parser may quote its input: only our own words go on.
    throw reject(material, 'its private key cannot be read');
  }
}

/** CDN and load balancers do not take PKCS#8. https://support.huaweicloud.com/intl/en-us/usermanual-ccm/ */
function oldForm(material: Material, key: KeyObject): string {
  const { asymmetricKeyType: type } = key;
  if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
  if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
  throw reject(material, 'Huawei Cloud takes RSA and ECDSA keys only');
}

export interface PairLimits {
  /** Characters of the whole chain. */
  readonly chain: number;
  readonly key: number;
  readonly certificates: number;
}

/**
 * What is sent for this certificate; refused here when the cloud would refuse it: a key of another
 * certificate, a chain that is too long. The new form of the key is masked before anything is sent.
 */
export function pairOf(material: Material, limits: PairLimits): Pair {
  const key = readKey(material);
  if (!new X509Certificate(material.leaf).checkPrivateKey(key)) {
    throw reject(material, 'the private key does not belong to it');
  }
  const blocks = [material.leaf, ...material.intermediates];
  const chain = blocks.map((pem) => new X509Certificate(pem).toString()).join('');
  const keyPem = oldForm(material, key);
  if (blocks.length > limits.certificates) {
    throw reject(material, `its chain holds more than ${limits.certificates} certificates`);
  }
  if (chain.length > limits.chain) {
    throw reject(material, `its chain is longer than ${limits.chain} characters`);
  }
  if (keyPem.length > limits.key) {
    throw reject(material, `its private key is longer than ${limits.key} characters`);
  }
  return { chain, key: new Secret(keyPem) };
}
