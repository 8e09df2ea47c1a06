import { createHmac, timingSafeEqual } from 'node:crypto';

import type { Secret } from '../../shared/core/secret.ts';

/**
 * Whether GitHub signed exactly these bytes: `sha256=` and the HMAC in hex. Takes the same time wherever
 * a signature differs.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(body: Uint8Array, header: string | undefined, secret: Secret): boolean {
  const [, hex] = /^sha256=([0-9a-f]{64})$/u.exec(header ?? '') ?? [];
  if (hex === undefined) return false;
  const wanted = createHmac('sha256', secret.reveal()).update(body).digest();
  return timingSafeEqual(Buffer.from(hex, 'hex'), wanted);
}
