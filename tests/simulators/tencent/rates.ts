import { createBuckets, type RateLimits } from '../common/token-bucket.ts';

export interface RateGate {
  /** False: over the rate of this action for this account. */
  admits(request: {
    readonly service: string;
    readonly action: string;
    readonly account: string;
    readonly now: number;
  }): boolean;
}

/**
 * A bucket per account and action. Keys: `cdn:DescribeDomains` for one action, `cdn:*` for each other
 * action of a service.
 */
export function createRateGate(limits: RateLimits): RateGate {
  const buckets = createBuckets();
  return {
    admits({ service, action, account, now }) {
      const rate = limits.get(`${service}:${action}`) ?? limits.get(`${service}:*`);
      return rate === undefined || buckets.take(`${service}:${action}/${account}`, rate, now);
    },
  };
}
