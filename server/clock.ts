import type { Clock } from '../shared/runtime/clock.ts';

export { systemClock } from '../shared/runtime/clock.ts';
export type { Clock } from '../shared/runtime/clock.ts';

/**
 * Now, as the database holds times: ISO 8601 in UTC with milliseconds. All of one length, so that
 * texts compare as times do.
 */
export const timestamp = (clock: Clock): string => clock.now().toISOString();

/** That many seconds from now (before now where negative), as the database holds times. */
export const timestampIn = (clock: Clock, seconds: number): string =>
  new Date(clock.now().getTime() + seconds * 1000).toISOString();
