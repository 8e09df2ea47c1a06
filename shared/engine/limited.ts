import { DeployError } from '../core/errors.ts';
import type { Clock } from '../runtime/clock.ts';

export const cancelled = new DeployError('CANCELLED', 'the run was cancelled');

export interface Limits {
  readonly clock: Clock;
  /** Stops the work when it is aborted. */
  readonly signal?: AbortSignal;
  /** Stops the work after this time. */
  readonly withinMs?: number;
  /** What is thrown where the work stopped because it was told to. */
  readonly told: DeployError;
  /** What is thrown where the work went on regardless and was left behind. */
  readonly abandoned: DeployError;
}

/** How long work may take to unwind after it was told to stop, before it is left behind. */
const unwindMs = 500;

/**
 * Runs `work` with a signal of its own, and waits for it no longer than the limits say. Which signal
 * stops it is the caller's choice: the run's own may be what was cancelled while a write still has to
 * end, or to be undone.
 */
export async function limited<T>(
  { clock, signal, withinMs, told, abandoned }: Limits,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const ended = new AbortController();

  async function leaveBehind(): Promise<never> {
    const reasons: Promise<void>[] = [];
    if (signal !== undefined) reasons.push(aborted(signal, ended.signal));
    if (withinMs !== undefined) reasons.push(clock.sleep(withinMs, ended.signal));
    await Promise.race(reasons);
    stop.abort(told);
    await clock.sleep(unwindMs, ended.signal);
    throw abandoned;
  }

  try {
    return await Promise.race([work(stop.signal), leaveBehind()]);
  } catch (thrown) {
    // Work that stopped at our word says so in many ways; the reason we gave is the true one.
    if (stop.signal.aborted && DeployError.from(thrown).code === 'CANCELLED') throw told;
    throw thrown;
  } finally {
    ended.abort();
  }
}

/** Work that only reads: it stops with the run, and is left behind where it does not. */
export async function untilCancelled<T>(
  signal: AbortSignal,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw cancelled;
  return await limited({ clock, signal, told: cancelled, abandoned: cancelled }, work);
}

/** A signal that is aborted some time after another one, unless everything has ended before. */
export function abortedAfter(
  signal: AbortSignal,
  options: { readonly ms: number; readonly clock: Clock; readonly ended: AbortSignal },
): AbortSignal {
  const late = new AbortController();
  const watch = async () => {
    await aborted(signal, options.ended);
    await options.clock.sleep(options.ms, options.ended);
  };
  // It rejects only where everything ended first: then nobody is left to be told.
  watch().then(
    () => late.abort(cancelled),
    () => {},
  );
  return late.signal;
}

/** Resolves when `signal` is aborted; rejects when `ended` is, so that no listener stays behind. */
function aborted(signal: AbortSignal, ended: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => resolve();
  const onEnd = () => reject(new DOMException('the work has ended', 'AbortError'));
  signal.addEventListener('abort', onAbort, { once: true });
  ended.addEventListener('abort', onEnd, { once: true });
  return promise.finally(() => {
    signal.removeEventListener('abort', onAbort);
    ended.removeEventListener('abort', onEnd);
  });
}
