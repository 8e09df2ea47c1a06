import { createBuckets, type RateLimits } from '../common/token-bucket.ts';
import type { Service } from './operation.ts';

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

/**
 * A bucket per account and region. Keys: `acm:ImportCertificate` for one operation, `elbv2:read` or
 * `elbv2:write` for a bucket that operations share.
 */
export function createRateGate(limits: RateLimits): RateGate {
  const buckets = createBuckets();
  return {
    admits({ service, operation, writes, place, now }) {
      const keys = [`${service}:${operation}`, `${service}:${writes ? 'write' : 'read'}`];
      return keys.every((key) => {
        const rate = limits.get(key);
        return rate === undefined || buckets.take(`${key}/${place}`, rate, now);
      });
    },
  };
}
