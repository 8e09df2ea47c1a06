import { describe, expect, it } from 'vitest';

import { DeployError } from '../core/errors.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import type { Clock } from '../runtime/clock.ts';
import { abortedAfter, limited, untilCancelled } from './limited.ts';

const told = new DeployError('CANCELLED', 'told to stop');
const abandoned = new DeployError('OUTCOME_UNKNOWN', 'left behind');

/** A jumping clock that knows how many are asleep. */
function watchedClock(): Clock & { readonly asleep: () => number } {
  const clock = createJumpingClock();
  let asleep = 0;
  return {
    now: () => clock.now(),
    asleep: () => asleep,
    sleep: async (ms, signal) => {
      asleep += 1;
      try {
        await clock.sleep(ms, signal);
      } finally {
        asleep -= 1;
      }
    },
  };
}

const untilAborted = (signal: AbortSignal, thrown?: unknown) =>
  new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(thrown ?? signal.reason));
  });

describe('work within limits', () => {
  it('gives its value, and leaves no timer behind', async () => {
    const clock = watchedClock();
    const run = new AbortController();
    const limits = { clock, signal: run.signal, withinMs: 60_000, told, abandoned };
    expect(await limited(limits, async () => 'done')).toBe('done');
    await expect(limited(limits, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    await new Promise(setImmediate);
    expect(clock.asleep()).toBe(0);
    expect(clock.now()).toEqual(createJumpingClock().now());
  });

  it('is told to stop after its time, and the reason is the one that was given', async () => {
    const clock = watchedClock();
    const limits = { clock, withinMs: 1_000, told, abandoned };
    await expect(limited(limits, (signal) => untilAborted(signal))).rejects.toBe(told);
    const native = new DOMException('aborted', 'AbortError');
    await expect(limited(limits, (signal) => untilAborted(signal, native))).rejects.toBe(told);
  });

  it('keeps the failure of work that has something else to say when it is told to stop', async () => {
    const clock = watchedClock();
    const unknown = new DeployError('OUTCOME_UNKNOWN', 'sent, no reply');
    const work = (signal: AbortSignal) => untilAborted(signal, unknown);
    await expect(limited({ clock, withinMs: 10, told, abandoned }, work)).rejects.toBe(unknown);
  });

  it('is left behind half a second after it did not listen', async () => {
    const clock = watchedClock();
    const started = clock.now().getTime();
    const deaf = () => new Promise<never>(() => {});
    await expect(limited({ clock, withinMs: 1_000, told, abandoned }, deaf)).rejects.toBe(
      abandoned,
    );
    expect(clock.now().getTime() - started).toBe(1_500);
  });

  it('does not start when the run was cancelled before', async () => {
    let started = false;
    const work = async () => {
      started = true;
    };
    await expect(untilCancelled(AbortSignal.abort(), watchedClock(), work)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(started).toBe(false);
  });
});

describe('a signal that follows another one later', () => {
  it('is aborted that much later', async () => {
    const clock = watchedClock();
    const run = new AbortController();
    const late = abortedAfter(run.signal, {
      ms: 6_000,
      clock,
      ended: new AbortController().signal,
    });
    run.abort();
    await clock.sleep(5_999);
    expect(late.aborted).toBe(false);
    await clock.sleep(2);
    expect(late.aborted).toBe(true);
  });

  it('leaves no timer behind when everything ended first', async () => {
    const clock = watchedClock();
    const run = new AbortController();
    const ended = new AbortController();
    const late = abortedAfter(run.signal, { ms: 6_000, clock, ended: ended.signal });
    run.abort();
    await Promise.resolve();
    ended.abort();
    await new Promise(setImmediate);
    expect(clock.asleep()).toBe(0);
    expect(late.aborted).toBe(false);
  });
});
