import { createHash } from 'node:crypto';

/** A short fingerprint of settings that may not change: the receipt shows no setting itself. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value) ?? 'undefined')
    .digest('hex')
    .slice(0, 16);
}
