import type { KeyObject, X509Certificate } from 'node:crypto';

import { TencentError } from '../errors.ts';
import { given } from '../operation.ts';
import { isOrdered, leafFacts, readChain, readKey } from '../x509.ts';

const failed = (detail: string, message: string) =>
  new TencentError(`FailedOperation.${detail}`, message);

/** Text outside of the PEM grammar is refused as it stands: nothing is trimmed or mended. */
function parse(pem: string): readonly X509Certificate[] {
  const chain = readChain(pem);
  if (chain === undefined) {
    throw failed('CertificateParseError', 'The certificate could not be parsed.');
  }
  if (chain.some((certificate) => leafFacts(certificate) === undefined)) {
    throw failed('CertificateEncryptInvalid', 'The algorithm of the certificate is not supported.');
  }
  if (!isOrdered(chain)) {
    throw failed('CertificateChainError', 'The certificate chain is out of order or incomplete.');
  }
  return chain;
}

function decrypted(pem: string, passphrase: string | undefined): KeyObject {
  const key = readKey(pem, passphrase);
  if (key === undefined) {
    throw failed('CertificateParseError', 'The private key could not be parsed.');
  }
  return key;
}

/** A chain and its key as the store keeps them, or the error that an upload answers. */
export function readServerCertificate(
  pem: string,
  keyPem: string | undefined,
  options: { readonly passphrase?: string | undefined; readonly now: number },
): { readonly pem: string; readonly key: string } {
  const [leaf] = parse(pem);
  if (given(keyPem) === undefined) {
    throw new TencentError('MissingParameter', 'A server certificate needs its private key.');
  }
  const key = decrypted(keyPem ?? '', given(options.passphrase));
  if (leaf?.checkPrivateKey(key) !== true) {
    throw new TencentError(
      'InvalidParameter.MissMatchPrivateKey',
      'The private key does not match the certificate.',
    );
  }
  if (leaf.validToDate.getTime() <= options.now) {
    throw failed('CertificateInvalid', 'The certificate has expired.');
  }
  const isEncrypted = given(options.passphrase) !== undefined;
  return {
    pem,
    key: isEncrypted ? key.export({ type: 'pkcs8', format: 'pem' }).toString() : (keyPem ?? ''),
  };
}

export function readAuthority(pem: string): { readonly pem: string; readonly key: undefined } {
  const [first] = parse(pem);
  if (first?.ca !== true) throw failed('CertificateCaError', 'This is not a CA certificate.');
  return { pem, key: undefined };
}
