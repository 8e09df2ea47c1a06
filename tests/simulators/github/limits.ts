import { primaryLimitAnswer, secondaryLimitAnswer, type Answer } from './answers.ts';
import type { Token } from './tokens.ts';

export interface LimitSettings {
  /** GitHub grants `GITHUB_TOKEN` 1,000 requests an hour per repository. */
  perHour: number;
  /** Requests that create content, per minute and author. */
  contentPerMinute: number;
}

interface Budget {
  used: number;
  resetAt: Date;
  writes: number[];
}

export interface Limits {
  readonly settings: LimitSettings;
  /** Charges the request; an answer means that it was over a limit. */
  charge(token: Token, method: string, now: Date): Answer | undefined;
  headers(token: Token, now: Date): Record<string, string>;
}

const hourMs = 3_600_000;

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function createLimits(): Limits {
  const settings: LimitSettings = { perHour: 1000, contentPerMinute: 80 };
  const budgets = new Map<string, Budget>();
  const budget = (token: Token, now: Date): Budget => {
    const known = budgets.get(token.value);
    if (known !== undefined && known.resetAt > now) return known;
    const fresh: Budget = { used: 0, resetAt: new Date(now.getTime() + hourMs), writes: [] };
    budgets.set(token.value, fresh);
    return fresh;
  };
  return {
    settings,
    charge(token, method, now) {
      const own = budget(token, now);
      if (own.used >= settings.perHour) return primaryLimitAnswer(own.resetAt);
      own.used += 1;
      if (method === 'GET') return undefined;
      own.writes = own.writes.filter((at) => at > now.getTime() - 60_000);
      if (own.writes.length >= settings.contentPerMinute) return secondaryLimitAnswer(403, 60);
      own.writes.push(now.getTime());
      return undefined;
    },
    headers(token, now) {
      const own = budget(token, now);
      return {
        'x-ratelimit-limit': String(settings.perHour),
        'x-ratelimit-remaining': String(Math.max(0, settings.perHour - own.used)),
        'x-ratelimit-used': String(own.used),
        'x-ratelimit-reset': String(Math.ceil(own.resetAt.getTime() / 1000)),
        'x-ratelimit-resource': 'core',
      };
    },
  };
}
