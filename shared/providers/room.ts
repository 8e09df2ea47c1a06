import type { Finding } from '../core/model.ts';
import { warning } from './places.ts';

/** How full something is that holds certificates. */
export interface Holding {
  readonly used: number;
  /** Null: there is none. */
  readonly limit: number | null;
}

/** A store is nearly full when a few renewals fill it: each puts a new object beside the old one. */
export function isNearlyFull({ used, limit }: Holding): boolean {
  return limit !== null && limit - used <= Math.max(3, Math.floor(limit / 20));
}

/** "holds 118 of 120 certificates: 2 more fit". */
export function holdingWords(
  { used, limit }: { readonly used: number; readonly limit: number },
  what: string,
): string {
  const left = limit - used;
  const room = left <= 0 ? 'no more fit' : left === 1 ? '1 more fits' : `${left} more fit`;
  return `holds ${used} of ${limit} ${what}: ${room}`;
}

/** Said alike by every resource that depends on the store, so that it is reported once. */
export function storeFindings(
  subject: string,
  holding: Holding | undefined,
  {
    what,
    remedy,
  }: {
    /** "server certificates". */
    readonly what: string;
    readonly remedy: string;
  },
): readonly Finding[] {
  if (holding === undefined || holding.limit === null || !isNearlyFull(holding)) return [];
  const { used, limit } = holding;
  const message = `it ${holdingWords({ used, limit }, what)}; ${remedy}`;
  return [warning('store-nearly-full', subject, message)];
}
