import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const mixed = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';

function pick(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** Identifiers in the form that each service uses. */
export const ids = {
  secretId: () => `AKID${pick(mixed, 32)}`,
  secretKey: () => pick(mixed, 32),
  token: () => randomBytes(160).toString('base64url'),
  certificate: () => pick(mixed, 8),
  cdnResource: () => `cdn-${pick(lower, 8)}`,
  loadBalancer: () => `lb-${pick(lower, 8)}`,
  listener: () => `lbl-${pick(lower, 8)}`,
  location: () => `loc-${pick(lower, 8)}`,
  wafDomain: () => randomBytes(16).toString('hex'),
  wafInstance: () => `waf_${pick(lower, 16)}`,
  role: () => `46116860184${String(randomInt(10_000_000)).padStart(8, '0')}`,
  subUin: () => `1000${String(randomInt(100_000_000)).padStart(8, '0')}`,
  number: () => randomInt(10_000, 10_000_000),
  uuid: () => randomUUID(),
};
