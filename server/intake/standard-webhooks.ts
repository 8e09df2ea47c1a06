import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  sign as signEd25519,
  timingSafeEqual,
  verify as verifyEd25519,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** What a sender may be recognised by: `whsec_…` shares a secret, `whpk_…` is an Ed25519 public key. */
export type WebhookKey =
  | { readonly version: 'v1'; readonly secret: KeyObject }
  | { readonly version: 'v1a'; readonly publicKey: KeyObject };

export interface SignedParts {
  readonly id: string;
  /** Seconds since 1970, as sent. */
  readonly timestamp: string;
  /** The bytes as they came over the wire. */
  readonly body: Uint8Array;
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
/** DER in front of the 32 raw bytes: SubjectPublicKeyInfo and PKCS#8 of Ed25519 (RFC 8410). */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

function decode(text: string, prefix: string): Buffer | undefined {
  const encoded = text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
  return encoded !== undefined && base64.test(encoded) ? Buffer.from(encoded, 'base64') : undefined;
}

/** Undefined unless it is `whsec_` with 24 to 64 bytes or `whpk_` with 32, both in base64. */
export function parseWebhookKey(text: string): WebhookKey | undefined {
  const secret = decode(text, 'whsec_');
  if (secret !== undefined) {
    if (secret.length < 24 || secret.length > 64) return undefined;
    return { version: 'v1', secret: createSecretKey(secret) };
  }
  const raw = decode(text, 'whpk_');
  if (raw?.length !== 32) return undefined;
  const key = Buffer.concat([spkiPrefix, raw]);
  return { version: 'v1a', publicKey: createPublicKey({ key, format: 'der', type: 'spki' }) };
}

function content({ id, timestamp, body }: SignedParts): Buffer {
  return Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
}

/** The `v1` signature of a message, for senders that share the secret. */
export function signWithSecret(secret: Buffer, parts: SignedParts): string {
  return `v1,${createHmac('sha256', secret).update(content(parts)).digest('base64')}`;
}

/** The `v1a` signature of a message; the private key is written `whsk_` and 32 bytes in base64. */
export function signWithPrivateKey(privateKey: string, parts: SignedParts): string {
  const seed = decode(privateKey, 'whsk_');
  if (seed?.length !== 32) throw new Error('a signing key is whsk_ and 32 bytes in base64');
  const der = Buffer.concat([pkcs8Prefix, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return `v1a,${signEd25519(null, content(parts), key).toString('base64')}`;
}

/** Each costs a comparison, and senders rotate between two. */
const mostSignatures = 8;

/**
 * Whether one of the signatures in a `webhook-signature` header is one of these keys' over the raw
 * body. All of the signed text is bytes: a body that is no UTF-8 is verified as it came.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function isSigned(header: string, parts: SignedParts, keys: readonly WebhookKey[]): boolean {
  const given = header.split(' ', mostSignatures + 1).slice(0, mostSignatures);
  let message: Buffer | undefined;
  return keys.some((key) => {
    const prefix = `${key.version},`;
    const signatures = given
      .filter((one) => one.startsWith(prefix) && base64.test(one.slice(prefix.length)))
      .map((one) => Buffer.from(one.slice(prefix.length), 'base64'));
    if (signatures.length === 0) return false;
    message ??= content(parts);
    const signed = message;
    if (key.version === 'v1a') {
      return signatures.some(
        (one) => one.length === 64 && verifyEd25519(null, signed, key.publicKey, one),
      );
    }
    const wanted = createHmac('sha256', key.secret).update(signed).digest();
    return signatures.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  });
}

/** No full stop, or `id.timestamp.body` could be cut elsewhere. */
const idPattern = /^[!-\-/-~]{1,200}$/u;

/** The headers of a message, or undefined where one is missing or not of the standard's form. */
export function readSignedHeaders(
  header: (name: string) => string | undefined,
): { readonly id: string; readonly timestamp: string; readonly signature: string } | undefined {
  const id = header('webhook-id');
  const timestamp = header('webhook-timestamp');
  const signature = header('webhook-signature');
  if (id === undefined || timestamp === undefined || signature === undefined) return undefined;
  if (!idPattern.test(id) || !/^\d{1,12}$/u.test(timestamp)) return undefined;
  return { id, timestamp, signature };
}

/** Both ways: a sender's clock may be ahead as well as behind. */
export const windowSeconds = 300;

/** Whether a moment is near enough to now, in both directions; the edge itself still is. */
export function isWithin(seconds: number, now: Date, window = windowSeconds): boolean {
  return Math.abs(Math.floor(now.getTime() / 1000) - seconds) <= window;
}
