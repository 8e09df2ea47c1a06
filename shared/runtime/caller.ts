import PQueue from 'p-queue';

import { DeployError, failures } from '../core/errors.ts';
import type { FailureCode } from '../core/errors.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** What one API bears. Calls beyond it wait in line, first come, first served. */
export interface CallLimits {
  /** Calls in flight. */
  readonly concurrency: number;
  /** Calls per second in the long run. */
  readonly perSecond: number;
  /** Calls that may go out at once after a quiet time; 1 unless said. */
  readonly burst?: number;
}

export interface CallerOptions {
  readonly clock: Clock;
  readonly limits: CallLimits;
  /** Tries in all, the first one included. */
  readonly attempts: number;
  /** How long one attempt may take. Its signal is aborted then, and it counts as no answer. */
  readonly deadlineMs: number;
  /** What was thrown, in our words: decides whether a retry makes sense. Default: `DeployError.from`. */
  readonly toError?: (thrown: unknown) => DeployError;
  /** Spreads the waits; a number from 0 up to 1. */
  readonly random?: () => number;
}

export interface RunOptions {
  /** Codes that this call must not answer by sending the same again, for example an ambiguous write. */
  readonly final?: readonly FailureCode[];
}

/** Sends calls to one API within its limits. The only layer that retries. */
export interface Caller {
  /**
   * `doing` says what is being done ("reading listener x") and leads every message. Retries what
   * `failures` calls worth retrying; stops at once, with `CANCELLED`, when the call's signal is aborted.
   */
  run<T>(
    doing: string,
    task: (signal: AbortSignal) => Promise<T>,
    call: { readonly signal: AbortSignal; readonly log: Log },
    options?: RunOptions,
  ): Promise<T>;
}

/** The longest wait before a retry. A cloud that asks for more is taken at its word: no retry. */
const longestWaitMs = 60_000;
const backoffCapMs = 20_000;

/** A line that lets `burst` through at once and then one every `1 / perSecond`. */
function createPace(limits: CallLimits, clock: Clock) {
  const gapMs = 1000 / limits.perSecond;
  const lead = ((limits.burst ?? 1) - 1) * gapMs;
  let next = Number.NEGATIVE_INFINITY;
  return {
    /** Resolves when it is this caller's turn. */
    async turn(signal: AbortSignal): Promise<void> {
      const now = clock.now().getTime();
      const mine = Math.max(next, now - lead);
      next = mine + gapMs;
      if (mine > now) await clock.sleep(mine - now, signal);
    },
    /** The cloud said "too fast": whatever burst is left is forfeited. */
    slowDown(): void {
      next = Math.max(next, clock.now().getTime() + gapMs);
    },
  };
}

/** Full jitter: anything from nothing to a bound that doubles, so that callers do not march in step. */
function backoffMs(error: DeployError, attempt: number, random: () => number): number {
  const base = error.code === 'RATE_LIMITED' ? 1000 : 250;
  const spread = random() * Math.min(backoffCapMs, base * 2 ** (attempt - 1));
  return Math.round(Math.max(spread, error.retryAfterMs ?? 0));
}

/** The task's own end, or the signal's, whichever is first: a task deaf to its signal hangs nobody. */
async function unlessAborted<T>(
  task: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => {
    reject(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([task(signal), aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

export function createCaller(options: CallerOptions): Caller {
  const { clock, attempts, deadlineMs, random = Math.random } = options;
  const toError = options.toError ?? ((thrown) => DeployError.from(thrown));
  const line = new PQueue({ concurrency: options.limits.concurrency });
  const pace = createPace(options.limits, clock);

  async function once<T>(task: (signal: AbortSignal) => Promise<T>, stop: AbortSignal): Promise<T> {
    await pace.turn(stop);
    // Not AbortSignal.timeout: that one stays in memory until its time has come, call after call.
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      deadline.abort();
    }, deadlineMs);
    try {
      return await unlessAborted(task, AbortSignal.any([stop, deadline.signal]));
    } catch (thrown) {
      if (!deadline.signal.aborted || stop.aborted) throw thrown;
      const message = `no answer within ${deadlineMs / 1000} s`;
      throw new DeployError('CLOUD_UNAVAILABLE', message);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async run(doing, task, call, { final = [] } = {}) {
      const { signal, log } = call;
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await line.add(() => once(task, signal), { signal });
        } catch (thrown) {
          if (signal.aborted) throw cancelled(doing, thrown);
          const error = thrown instanceof DeployError ? thrown : toError(thrown);
          if (error.code === 'RATE_LIMITED') pace.slowDown();
          const waitMs = backoffMs(error, attempt, random);
          const retry =
            failures[error.code].retry === 'later' &&
            !final.includes(error.code) &&
            attempt < attempts &&
            waitMs <= longestWaitMs;
          if (!retry) throw tried(error, attempt).during(doing);
          const facts = { doing, attempt, waitMs, code: error.code, reason: error.message };
          if (waitMs < 1000) log.debug('trying again', facts);
          else log.info('waiting for the cloud', facts);
          await clock.sleep(waitMs, signal).catch((stopped: unknown) => {
            throw signal.aborted ? cancelled(doing, stopped) : stopped;
          });
        }
      }
    },
  };
}

function cancelled(doing: string, cause: unknown): DeployError {
  return cause instanceof DeployError && cause.code === 'CANCELLED'
    ? cause
    : new DeployError('CANCELLED', `${doing}: the run was cancelled`);
}

function tried(error: DeployError, attempt: number): DeployError {
  if (attempt === 1) return error;
  return new DeployError(error.code, `${error.message} (tried ${attempt} times)`, {
    cause: error.cause,
    retryAfterMs: error.retryAfterMs,
  });
}
