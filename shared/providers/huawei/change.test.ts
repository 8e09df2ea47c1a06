import { describe, expect, it } from 'vitest';

import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import { silentLog } from '../../runtime/log.ts';
import { expectFailure, fastClock } from '../test-kit.ts';
import { change } from './change.ts';
import type { Changeable } from './change.ts';

const clock = fastClock(1000);
const call = { signal: new AbortController().signal, log: silentLog };

/** A number that is to become 2, and a list of what each write does. */
function thing(writes: readonly { readonly sets?: number; readonly fails?: FailureCode }[]) {
  const state = { value: 1, writes: 0, frees: 0, readable: true, settled: true };
  const parts: Changeable<number, number> = {
    name: 'the thing',
    read: () =>
      state.readable
        ? Promise.resolve(state.value)
        : Promise.reject(new DeployError('CLOUD_UNAVAILABLE', 'away')),
    decide(current) {
      if (current > 2) throw new DeployError('PLAN_STALE', 'somebody was faster');
      return current === 2 ? undefined : 2;
    },
    write(_, wanted) {
      const { sets = wanted, fails } = writes[state.writes] ?? {};
      state.writes += 1;
      state.value = sets;
      return fails === undefined
        ? Promise.resolve()
        : Promise.reject(new DeployError(fails, fails));
    },
    free() {
      state.frees += 1;
      return Promise.resolve();
    },
    settled: () => Promise.resolve(state.settled),
  };
  return { state, run: async () => await change(parts, clock, call) };
}

describe('changing a thing', () => {
  it('writes once over a fresh reading, and nothing when it is as wanted', async () => {
    const { run, state } = thing([{}]);
    expect(await run()).toEqual({ before: 1, now: 1 });
    expect(await run()).toEqual({ before: null, now: 2 });
    expect(state.writes).toBe(1);
  });

  it('waits and tries again while it is busy', async () => {
    const busy = { sets: 1, fails: 'RESOURCE_BUSY' } as const;
    const { run, state } = thing([busy, busy, {}]);
    expect(await run()).toEqual({ before: 1, now: 1 });
    expect(state).toMatchObject({ writes: 3, frees: 2 });
  });

  it('gives up on one that is always busy', async () => {
    const busy = { sets: 1, fails: 'RESOURCE_BUSY' } as const;
    const { run, state } = thing([busy, busy, busy, busy, busy, busy]);
    await expectFailure(run(), 'RESOURCE_BUSY', /BUSY/u);
    expect(state.writes).toBe(5);
  });

  it.each(['CLOUD_UNAVAILABLE', 'CLOUD_UNEXPECTED', 'CANCELLED'] as const)(
    'finds out that a write took effect although it ended with %s',
    async (fails) => {
      const { run, state } = thing([{ fails }]);
      expect(await run()).toEqual({ before: 1, now: 2 });
      expect(state.writes).toBe(1);
    },
  );

  it('sends a write again whose answer was lost and that came to nothing', async () => {
    const { run, state } = thing([{ sets: 1, fails: 'CLOUD_UNAVAILABLE' }, {}]);
    expect(await run()).toEqual({ before: 1, now: 1 });
    expect(state.writes).toBe(2);
  });

  it.each(['CLOUD_UNEXPECTED', 'CANCELLED', 'REFUSED', 'CERTIFICATE_REJECTED'] as const)(
    'does not send it again after %s',
    async (fails) => {
      const { run, state } = thing([{ sets: 1, fails }, {}]);
      await expectFailure(run(), fails, new RegExp(fails, 'u'));
      expect(state.writes).toBe(1);
    },
  );

  it('remembers what an unanswered write went over when it takes effect later', async () => {
    const { run, state } = thing([{ sets: 1, fails: 'CLOUD_UNAVAILABLE' }]);
    const running = run();
    setTimeout(() => {
      state.value = 2;
    }, 1);
    expect(await running).toMatchObject({ before: 1 });
  });

  it.each<[string, (state: ReturnType<typeof thing>['state']) => void, number]>([
    ['it cannot be read', (state) => (state.readable = false), 1],
    ['a change is under way', (state) => (state.settled = false), 1],
    ['it is something else now', () => {}, 7],
  ])('says that nobody knows when an answer was lost and %s', async (_, spoil, sets) => {
    const { run, state } = thing([{ sets, fails: 'CLOUD_UNAVAILABLE' }]);
    const running = run();
    spoil(state);
    await expectFailure(running, 'OUTCOME_UNKNOWN', /the thing may or may not have been changed/u);
  });
});
