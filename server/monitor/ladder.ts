export const dayMs = 86_400_000;

/** When a certificate is valid. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The last reminders, in days before the end; 0: it has ended. */
const lastRungs = [14, 7, 3, 1, 0];
const mostDays = 30;

/**
 * Days before its end at which a certificate is spoken of, the first one first. The first is a quarter
 * of its lifetime, at most 30 days: ACME clients renew with a third left, so one that is renewed and
 * deployed in time is never spoken of. That is 30 days for one of 200 days, 25 for 100, 11 for 47.
 */
export function ladderOf({ notBefore, notAfter }: Validity): readonly number[] {
  const exact = (notAfter.getTime() - notBefore.getTime()) / dayMs;
  // A certificate of 100 days often ends a second before they are over.
  const lifetimeDays = exact < 4 ? exact : Math.round(exact);
  const quarter = Math.max(0, Math.min(mostDays, lifetimeDays / 4));
  const first = quarter < 1 ? quarter : Math.floor(quarter);
  // A second word a day after the first says nothing new.
  return [first, ...lastRungs.filter((days) => days <= first * 0.75 && days < first)];
}

/** The rung that a certificate stands on; undefined: it has long to go. 0: it has ended. */
export function rungOf(validity: Validity, now: Date): number | undefined {
  const leftDays = (validity.notAfter.getTime() - now.getTime()) / dayMs;
  return ladderOf(validity).findLast((days) => leftDays <= days);
}

/** When it comes to its next rung; undefined: it has ended. */
export function nextRungAt(validity: Validity, now: Date): Date | undefined {
  const times = ladderOf(validity).map((days) => validity.notAfter.getTime() - days * dayMs);
  const next = times.find((time) => time > now.getTime());
  return next === undefined ? undefined : new Date(next);
}

/** Whole days until then; 0 in its last day, negative afterwards. */
export function daysLeft(notAfter: Date, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / dayMs);
}
