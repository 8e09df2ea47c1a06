import type { Judgement } from './judge.ts';
import { nextRungAt } from './ladder.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Between these: at least daily, and no two endpoints keep step with one another for long. */
const soonestDailyMs = 20 * hourMs;
const latestDailyMs = 24 * hourMs;
const onceSilentMs = 10 * minuteMs;
const alarmedMs = hourMs;

/**
 * When an endpoint is asked next: daily, and earlier where something will be known earlier: after the
 * first silence, when a deployment has settled, at the next rung of its certificate, and hourly while
 * something is to be mended. `chance` is between 0 and 1.
 */
export function nextDue(judgement: Judgement, now: Date, chance: number): Date {
  const { state, served, settledAt, complaints } = judgement;
  const times = [now.getTime() + soonestDailyMs + chance * (latestDailyMs - soonestDailyMs)];
  if (state === 'silent') times.push(now.getTime() + onceSilentMs);
  if (settledAt !== null) times.push(settledAt.getTime());
  const rungAt = served === null ? undefined : nextRungAt(served, now);
  if (rungAt !== undefined) times.push(rungAt.getTime());
  const toMend = complaints.some(({ kind, level }) => level === 'alarm' && kind !== 'expiring');
  if (toMend) times.push(now.getTime() + alarmedMs);
  return new Date(Math.min(...times));
}
