/** Requests that fit at once, and how many of them come back per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Token buckets per API and account: `cdn:ListDomains` for one API, `*` for every API on its own. */
export type RateLimits = Map<string, Rate>;

export interface RateGate {
  /** Undefined: admitted. Otherwise the rate that was exceeded. */
  exceeded(request: {
    readonly api: string;
    readonly account: string;
    readonly now: number;
  }): Rate | undefined;
}

export function createRateGate(limits: RateLimits): RateGate {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    exceeded({ api, account, now }) {
      for (const key of [api, '*']) {
        const rate = limits.get(key);
        if (rate === undefined) continue;
        const id = `${key}/${api}/${account}`;
        const bucket = buckets.get(id) ?? { tokens: rate.burst, at: now };
        const refilled = bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond;
        const tokens = Math.min(rate.burst, refilled);
        buckets.set(id, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
        if (tokens < 1) return rate;
      }
      return undefined;
    },
  };
}
