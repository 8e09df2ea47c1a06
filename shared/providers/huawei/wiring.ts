/** Times that tests shorten. Everything else waits on the clock that is handed in. */
export interface Timing {
  /** How long one call may take before it counts as unanswered. */
  readonly deadlineMs: number;
  readonly attempts: number;
}

export const defaultTiming: Timing = { deadlineMs: 15_000, attempts: 6 };
