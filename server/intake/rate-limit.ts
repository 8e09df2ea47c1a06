import type { Clock } from '../../shared/runtime/clock.ts';

/** A token bucket per key, in memory: the receiver is one process. */
export interface RateLimit {
  /** Seconds to wait; 0 where there is room. Takes nothing. */
  wait(key: string, rate?: Rate): number;
  /** Takes one, whether there was room or not. */
  take(key: string, rate?: Rate): void;
}

export interface Rate {
  readonly per_minute: number;
  readonly burst: number;
}

/** Keys that are remembered. The one that was not asked about for the longest is forgotten first. */
const mostKeys = 10_000;

export function createRateLimit(clock: Clock, standing: Rate): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();

  function fill(key: string, rate: Rate): { tokens: number; at: number } {
    const now = clock.now().getTime();
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at: now };
    const passed = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(rate.burst, bucket.tokens + (passed / 60_000) * rate.per_minute);
    bucket.at = now;
    return bucket;
  }

  return {
    wait(key, rate = standing) {
      const { tokens } = fill(key, rate);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate.per_minute) * 60);
    },
    take(key, rate = standing) {
      const bucket = fill(key, rate);
      bucket.tokens = Math.max(-1, bucket.tokens - 1);
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size <= mostKeys) return;
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    },
  };
}

/** Who shares a limit: an IPv4 address, or the /64 that one household or server of IPv6 has. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 4 - groups.length;
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')]
    .slice(0, 4)
    .join(':');
}
