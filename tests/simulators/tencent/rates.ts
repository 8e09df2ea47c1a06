/** Requests that fit at once, and how many of them come back per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Keys: `cdn:DescribeDomains` for one action, `cdn:*` for each other action of a service. */
export type RateLimits = Map<string, Rate>;

export interface RateGate {
  /** False: over the rate of this action for this account. */
  admits(request: {
    readonly service: string;
    readonly action: string;
    readonly account: string;
    readonly now: number;
  }): boolean;
}

/** A token bucket per account and action. */
export function createRateGate(limits: RateLimits): RateGate {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    admits({ service, action, account, now }) {
      const rate = limits.get(`${service}:${action}`) ?? limits.get(`${service}:*`);
      if (rate === undefined) return true;
      const key = `${service}:${action}/${account}`;
      const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
      const refilled = bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond;
      bucket.tokens = Math.min(rate.burst, refilled);
      bucket.at = now;
      buckets.set(key, bucket);
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
  };
}
