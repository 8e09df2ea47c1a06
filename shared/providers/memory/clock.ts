import { setTimeout as delay } from 'node:timers/promises';

import type { Clock } from '../../runtime/clock.ts';

/**
 * A clock that jumps: as soon as nothing else is left to do, the next sleeper is woken and the time is
 * what it waited for. A day of waiting passes in a moment, in the same order as a real day.
 */
export function createJumpingClock(start = new Date('2026-06-01T00:00:00Z')): Clock {
  let now = start.getTime();
  let woken = 0;
  const sleepers = new Set<{ readonly at: number; readonly number: number; wake(): void }>();
  let scheduled = false;

  function schedule(): void {
    if (scheduled || sleepers.size === 0) return;
    scheduled = true;
    setImmediate(jump);
  }
  function jump(): void {
    scheduled = false;
    const [first] = [...sleepers].sort((a, b) => a.at - b.at || a.number - b.number);
    if (first !== undefined) {
      now = Math.max(now, first.at);
      first.wake();
    }
    schedule();
  }

  return {
    now: () => new Date(now),
    sleep: async (ms, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const sleeper = { at: now + ms, number: (woken += 1), wake: resolve };
      const onAbort = () => reject(new DOMException('sleep was cut short', 'AbortError'));
      if (signal?.aborted === true) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      sleepers.add(sleeper);
      schedule();
      try {
        await promise;
      } finally {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

/** Real time that runs so many times as fast: waits keep their proportions. */
export function createFastClock(speed: number): Clock {
  const start = Date.now();
  return {
    now: () => new Date(start + (Date.now() - start) * speed),
    sleep: async (ms, signal) => {
      await delay(ms / speed, undefined, signal === undefined ? {} : { signal });
    },
  };
}
