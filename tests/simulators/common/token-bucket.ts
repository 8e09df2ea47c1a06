/** Requests that fit at once, and how many of them come back per second. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What each key of a cloud's limits allows. A test may change it at any time. */
export type RateLimits = Map<string, Rate>;

/** Full buckets, one per name. */
export function createBuckets() {
  const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
  return {
    /** Takes one token; false when there is none. `now` in milliseconds. */
    take(name: string, { burst, perSecond }: Rate, now: number): boolean {
      const bucket = buckets.get(name) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
      buckets.set(name, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
      return tokens >= 1;
    },
  };
}
