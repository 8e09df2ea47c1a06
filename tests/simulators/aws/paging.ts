import { AwsError } from './errors.ts';
import { ids } from './ids.ts';

/** One page, and what asks for the next; undefined on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** Tokens that only the operation and account they were given out for can redeem. */
export interface Pager {
  page<T>(
    all: readonly T[],
    options: { readonly scope: string; readonly size: number; readonly token: string | undefined },
    refusal: { readonly code: string; readonly message: string },
  ): Page<T>;
}

export function createPager(): Pager {
  const given = new Map<string, { readonly scope: string; readonly from: number }>();
  return {
    page(all, { scope, size, token }, refusal) {
      const start = token === undefined ? { scope, from: 0 } : given.get(token);
      if (start === undefined || start.scope !== scope) {
        throw new AwsError(refusal.code, refusal.message);
      }
      const end = start.from + size;
      if (end >= all.length) return { items: all.slice(start.from), next: undefined };
      const next = ids.token();
      given.set(next, { scope, from: end });
      return { items: all.slice(start.from, end), next };
    },
  };
}
