import type { ConnectionOptions } from 'node:tls';

import { keyTypeOf } from '../core/certificate.ts';
import type { KeyAlgorithm } from '../core/model.ts';

/** Which kinds of key the client says it accepts: `any` is what a modern browser offers. */
export type Offer = 'any' | 'rsa' | 'ecdsa';

/** What only a certificate with this kind of key answers. */
export function offerFor(keyAlgorithm: KeyAlgorithm): Offer {
  const type = keyTypeOf(keyAlgorithm);
  return type === 'other' ? 'any' : type;
}

const tls13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** Up to TLS 1.2 the cipher suite names the kind of key of the certificate. */
function tls12(kind: 'RSA' | 'ECDSA'): readonly string[] {
  return [
    `ECDHE-${kind}-AES128-GCM-SHA256`,
    `ECDHE-${kind}-AES256-GCM-SHA384`,
    `ECDHE-${kind}-CHACHA20-POLY1305`,
    `ECDHE-${kind}-AES128-SHA256`,
    `ECDHE-${kind}-AES256-SHA384`,
    `ECDHE-${kind}-AES128-SHA`,
    `ECDHE-${kind}-AES256-SHA`,
  ];
}

/** Key exchange without forward secrecy: inspecting reveals nothing that it could protect. */
const rsaKeyExchange = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'AES128-SHA', 'AES256-SHA'];

/**
 * In TLS 1.3 the signature algorithms decide, and PKCS#1 v1.5 ones speak only of signatures inside
 * the chain (RFC 8446, 4.2.3): an ECDSA leaf below an RSA authority stays possible.
 */
const rsaPkcs1 = ['RSA+SHA256', 'RSA+SHA384', 'RSA+SHA512'];
const rsaPss = ['rsa_pss_rsae_sha256', 'rsa_pss_rsae_sha384', 'rsa_pss_rsae_sha512'];
const ecdsa = ['ecdsa_secp256r1_sha256', 'ecdsa_secp384r1_sha384', 'ecdsa_secp521r1_sha512'];

export function offerOptions(offer: Offer): Pick<ConnectionOptions, 'ciphers' | 'sigalgs'> {
  switch (offer) {
    case 'any':
      return {};
    case 'rsa':
      return {
        ciphers: [...tls13, ...tls12('RSA'), ...rsaKeyExchange].join(':'),
        sigalgs: [...rsaPss, ...rsaPkcs1].join(':'),
      };
    case 'ecdsa':
      return {
        ciphers: [...tls13, ...tls12('ECDSA')].join(':'),
        sigalgs: [...ecdsa, ...rsaPkcs1].join(':'),
      };
  }
}
