import type { Service } from './operation.ts';
import type { Rate } from './settings.ts';

/**
 * Token buckets per account and region. Keys: `acm:ImportCertificate` for one operation,
 * `elbv2:read` or `elbv2:write` for a bucket that operations share.
 */
export type RateLimits = Map<string, Rate>;

interface Bucket {
  tokens: number;
  at: number;
}

export interface RateGate {
  /** False: over the rate. */
  admits(request: {
    readonly service: Service;
    readonly operation: string;
    readonly writes: boolean;
    readonly place: string;
    readonly now: number;
  }): boolean;
}

export function createRateGate(limits: RateLimits): RateGate {
  const buckets = new Map<string, Bucket>();
  return {
    admits({ service, operation, writes, place, now }) {
      const keys = [`${service}:${operation}`, `${service}:${writes ? 'write' : 'read'}`];
      return keys.every((key) => {
        const rate = limits.get(key);
        if (rate === undefined) return true;
        const id = `${key}/${place}`;
        const bucket = buckets.get(id) ?? { tokens: rate.burst, at: now };
        bucket.tokens = Math.min(
          rate.burst,
          bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond,
        );
        bucket.at = now;
        buckets.set(id, bucket);
        if (bucket.tokens < 1) return false;
        bucket.tokens -= 1;
        return true;
      });
    },
  };
}
