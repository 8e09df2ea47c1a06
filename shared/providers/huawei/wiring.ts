import { DeployError } from '../../core/errors.ts';
import { createCaller } from '../../runtime/caller.ts';
import type { Caller, CallLimits } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';

/** Times that tests shorten. Everything else waits on the clock that is handed in. */
export interface Timing {
  /** How long one call may take before it counts as unanswered. */
  readonly deadlineMs: number;
  readonly attempts: number;
}

export const defaultTiming: Timing = { deadlineMs: 15_000, attempts: 6 };

export function callerFor(clock: Clock, timing: Timing, limits: CallLimits): Caller {
  return createCaller({
    clock,
    limits,
    attempts: timing.attempts,
    deadlineMs: timing.deadlineMs,
    toError: (thrown) => DeployError.from(thrown),
  });
}
