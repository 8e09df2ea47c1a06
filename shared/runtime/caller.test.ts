import { setImmediate as tick } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { DeployError } from '../core/errors.ts';
import { createCaller } from './caller.ts';
import type { CallerOptions } from './caller.ts';
import type { Clock } from './clock.ts';
import { silentLog } from './log.ts';
import type { Log } from './log.ts';

/** A clock that jumps ahead whenever somebody sleeps, and remembers for how long. */
function jumpingClock() {
  let now = 0;
  const slept: number[] = [];
  const clock: Clock = {
    now: () => new Date(now),
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
      await tick();
    },
  };
  return { clock, slept, at: () => now };
}

function open(overrides: Partial<CallerOptions> = {}) {
  const time = jumpingClock();
  const caller = createCaller({
    clock: time.clock,
    limits: { concurrency: 4, perSecond: 1000, burst: 1000 },
    attempts: 4,
    deadlineMs: 1000,
    random: () => 0.5,
    ...overrides,
  });
  return { caller, ...time };
}

const calm = { signal: new AbortController().signal, log: silentLog };

async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DeployError);
  return error as DeployError;
}

const busy = () => new DeployError('CLOUD_UNAVAILABLE', 'HTTP 503');

describe('retries', () => {
  it('tries again with a wait that doubles, spread by chance', async () => {
    const { caller, slept } = open();
    let tries = 0;
    const answer = await caller.run(
      'reading',
      async () => {
        tries += 1;
        if (tries < 4) throw busy();
        return 'answer';
      },
      calm,
    );
    expect(answer).toBe('answer');
    expect(slept).toEqual([125, 250, 500]);
  });

  it('gives up after its attempts and says what was being done and how often', async () => {
    const { caller } = open();
    let tries = 0;
    const error = await failure(
      caller.run(
        'reading listeners',
        () => {
          tries += 1;
          throw busy();
        },
        calm,
      ),
    );
    expect(tries).toBe(4);
    expect(error.code).toBe('CLOUD_UNAVAILABLE');
    expect(error.message).toBe('reading listeners: HTTP 503 (tried 4 times)');
  });

  it.each(['PERMISSION_MISSING', 'QUOTA_EXHAUSTED', 'CLOUD_UNEXPECTED'] as const)(
    'does not repeat what ended in %s',
    async (code) => {
      const { caller, slept } = open();
      let tries = 0;
      const error = await failure(
        caller.run(
          'importing',
          async () => {
            tries += 1;
            throw new DeployError(code, 'no');
          },
          calm,
        ),
      );
      expect([tries, slept, error.code, error.message]).toEqual([1, [], code, 'importing: no']);
    },
  );

  it('leaves alone the codes that the caller wants to judge itself', async () => {
    const { caller } = open();
    let tries = 0;
    const error = await failure(
      caller.run(
        'importing',
        async () => {
          tries += 1;
          throw busy();
        },
        calm,
        { final: ['CLOUD_UNAVAILABLE'] },
      ),
    );
    expect([tries, error.code]).toEqual([1, 'CLOUD_UNAVAILABLE']);
  });

  it('waits at least as long as the cloud asks', async () => {
    const { caller, slept } = open();
    let first = true;
    await caller.run(
      'reading',
      async () => {
        if (!first) return;
        first = false;
        throw new DeployError('RATE_LIMITED', 'slow down', { retryAfterMs: 7000 });
      },
      calm,
    );
    expect(slept[0]).toBe(7000);
  });

  it('gives up at once when the cloud asks for more than a minute', async () => {
    const { caller, slept } = open();
    const error = await failure(
      caller.run(
        'reading',
        async () => {
          throw new DeployError('RATE_LIMITED', 'slow down', { retryAfterMs: 3_600_000 });
        },
        calm,
      ),
    );
    expect([error.code, error.retryAfterMs, slept]).toEqual(['RATE_LIMITED', 3_600_000, []]);
  });

  it('translates what a cloud throws before it judges it', async () => {
    const { caller } = open({
      toError: (thrown) => new DeployError('CREDENTIALS_REJECTED', String(thrown)),
    });
    const error = await failure(caller.run('login', () => Promise.reject(new Error('bad')), calm));
    expect(error.message).toBe('login: Error: bad');
  });

  it('logs long waits for the watcher and short ones for developers', async () => {
    const lines: string[] = [];
    const log: Log = {
      ...silentLog,
      debug: (message, facts) => lines.push(`debug ${message} ${facts?.['waitMs'] ?? ''}`),
      info: (message, facts) => lines.push(`info ${message} ${facts?.['waitMs'] ?? ''}`),
    };
    const { caller } = open();
    const answers = [busy(), new DeployError('RATE_LIMITED', 'x', { retryAfterMs: 2000 })];
    await caller.run(
      'reading',
      async () => {
        const error = answers.shift();
        if (error !== undefined) throw error;
      },
      { ...calm, log },
    );
    expect(lines).toEqual(['debug trying again 125', 'info waiting for the cloud 2000']);
  });
});

describe('deadline and cancellation', () => {
  it('ends an attempt that hangs, even one that is deaf to its signal', async () => {
    const { caller } = open({ deadlineMs: 20, attempts: 2 });
    let tries = 0;
    const error = await failure(
      caller.run(
        'reading',
        async () => {
          tries += 1;
          await new Promise(() => {});
        },
        calm,
      ),
    );
    expect([tries, error.code]).toEqual([2, 'CLOUD_UNAVAILABLE']);
    expect(error.message).toBe('reading: no answer within 0.02 s (tried 2 times)');
  });

  it('stops at once while an attempt is under way', async () => {
    const { caller } = open();
    const stop = new AbortController();
    const run = caller.run('reading', async () => await new Promise(() => {}), {
      signal: stop.signal,
      log: silentLog,
    });
    stop.abort();
    expect((await failure(run)).code).toBe('CANCELLED');
  });

  it('stops at once while it waits for its next attempt', async () => {
    const stop = new AbortController();
    const sleeping: Clock = {
      now: () => new Date(0),
      sleep: (_ms, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
          queueMicrotask(() => stop.abort());
        }),
    };
    const { caller } = open({ clock: sleeping });
    let tries = 0;
    const run = caller.run(
      'reading',
      async () => {
        tries += 1;
        throw busy();
      },
      { signal: stop.signal, log: silentLog },
    );
    expect((await failure(run)).code).toBe('CANCELLED');
    expect(tries).toBe(1);
  });

  it('sends nothing when it was cancelled before', async () => {
    const { caller } = open();
    let tries = 0;
    const error = await failure(
      caller.run('reading', async () => (tries += 1), {
        signal: AbortSignal.abort(),
        log: silentLog,
      }),
    );
    expect([tries, error.code]).toEqual([0, 'CANCELLED']);
  });

  it('takes a cancelled caller out of the line without disturbing the others', async () => {
    const { caller } = open({ limits: { concurrency: 1, perSecond: 1000, burst: 1000 } });
    const gate = Promise.withResolvers<string>();
    const first = caller.run('first', () => gate.promise, calm);
    const stop = new AbortController();
    const second = caller.run('second', async () => 'second', {
      signal: stop.signal,
      log: silentLog,
    });
    const third = caller.run('third', async () => 'third', calm);
    stop.abort();
    expect((await failure(second)).code).toBe('CANCELLED');
    gate.resolve('first');
    expect(await Promise.all([first, third])).toEqual(['first', 'third']);
  });
});

describe('limits', () => {
  it('keeps no more calls in flight than allowed', async () => {
    const { caller } = open({ limits: { concurrency: 3, perSecond: 1000, burst: 1000 } });
    let inFlight = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        caller.run(
          'reading',
          async () => {
            inFlight += 1;
            most = Math.max(most, inFlight);
            await tick();
            inFlight -= 1;
          },
          calm,
        ),
      ),
    );
    expect(most).toBe(3);
  });

  it('lets a burst through and then keeps the pace', async () => {
    const { caller, at } = open({ limits: { concurrency: 1, perSecond: 10, burst: 5 } });
    const times: number[] = [];
    for (let index = 0; index < 9; index += 1) {
      await caller.run('reading', async () => times.push(at()), calm);
    }
    expect(times).toEqual([0, 0, 0, 0, 0, 100, 200, 300, 400]);
  });

  it('counts every attempt against the pace', async () => {
    const { caller, at } = open({
      limits: { concurrency: 1, perSecond: 1 },
      attempts: 3,
      random: () => 0,
    });
    const times: number[] = [];
    await failure(
      caller.run(
        'reading',
        async () => {
          times.push(at());
          throw busy();
        },
        calm,
      ),
    );
    expect(times).toEqual([0, 1000, 2000]);
  });

  it('forfeits its burst when the cloud says "too fast"', async () => {
    const { caller, at } = open({
      limits: { concurrency: 1, perSecond: 10, burst: 5 },
      random: () => 0,
    });
    const times: number[] = [];
    let first = true;
    for (let index = 0; index < 3; index += 1) {
      await caller.run(
        'reading',
        async () => {
          times.push(at());
          if (!first) return;
          first = false;
          throw new DeployError('RATE_LIMITED', 'slow down');
        },
        calm,
      );
    }
    expect(times).toEqual([0, 100, 200, 300]);
  });
});
