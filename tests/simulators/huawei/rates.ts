import { createBuckets, type Rate, type RateLimits } from '../common/token-bucket.ts';

export interface RateGate {
  /** Undefined: admitted. Otherwise the rate that was exceeded. */
  exceeded(request: {
    readonly api: string;
    readonly account: string;
    readonly now: number;
  }): Rate | undefined;
}

/** A bucket per API and account. Keys: `cdn:ListDomains` for one API, `*` for every API on its own. */
export function createRateGate(limits: RateLimits): RateGate {
  const buckets = createBuckets();
  return {
    exceeded({ api, account, now }) {
      for (const key of [api, '*']) {
        const rate = limits.get(key);
        if (rate !== undefined && !buckets.take(`${key}/${api}/${account}`, rate, now)) return rate;
      }
      return undefined;
    },
  };
}
