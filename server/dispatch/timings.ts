/** How patient the receiver is with GitHub, in milliseconds unless said. */
export interface Timings {
  /** Certificates that arrive within so long of one another become one workflow run per file. */
  readonly debounceMs: number;
  /** A stream of certificates that never ends is cut off after this. */
  readonly longestHoldMs: number;
  /** For one request to GitHub. */
  readonly requestMs: number;
  /** How often, and for how long after sending, a run that GitHub did not confirm is looked for. */
  readonly lookEveryMs: number;
  readonly lookForMs: number;
  /** When a run is first asked after, and the longest pause between two questions. */
  readonly firstPollMs: number;
  readonly slowestPollMs: number;
  /** Pauses before the second, third … time that a run is asked for; their number limits the tries. */
  readonly backoffMs: readonly number[];
  /** A task whose time passed while the receiver was down still runs so much later. */
  readonly latestMs: number;
  /** How often the outbox is looked through. */
  readonly tickMs: number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

export const defaultTimings: Timings = {
  debounceMs: 30 * second,
  longestHoldMs: 5 * minute,
  requestMs: 15 * second,
  lookEveryMs: 10 * second,
  lookForMs: 2 * minute,
  firstPollMs: 30 * second,
  slowestPollMs: 15 * minute,
  backoffMs: [minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour],
  latestMs: 24 * hour,
  tickMs: second,
};

/** The time so much later, as the database holds times. */
export function later(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
