import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from '../runtime/clock.ts';
import type { Clock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import type { Report } from '../wire/report.ts';
import { createJobWorld } from './test-world.ts';
import type { JobWorld } from './test-world.ts';
import { verifyJob } from './verify-job.ts';

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld();
  world.add('www');
  expect((await world.deploy()).verdict).toBe('success');
});
afterEach(async () => {
  await world.close();
});

/** Pauses between handshakes pass at once, and are counted; deadlines, which are longer, are real. */
function waitingClock(): Clock & { readonly waitedMs: () => number } {
  let waited = 0;
  return {
    now: () => new Date(Date.now() + waited),
    sleep: async (ms, signal) => {
      if (ms > longestPauseMs) await systemClock.sleep(ms, signal);
      else waited += ms;
    },
    waitedMs: () => waited,
  };
}

const longestPauseMs = 5_000;

async function verify(verifyTimeoutMs?: number): Promise<{ report: Report; waitedMs: number }> {
  const clock = waitingClock();
  const call = { signal: new AbortController().signal, log: silentLog };
  const report = await verifyJob(
    { ...world.door, clock },
    { ...world.options, verifyTimeoutMs, deployed: async () => null },
    call,
  );
  return { report, waitedMs: clock.waitedMs() };
}

describe('a verification', () => {
  it('writes nothing and is a success while what was deployed is served', async () => {
    const { report } = await verify();
    expect(report).toMatchObject({ mode: 'verify', verdict: 'success', exitCode: 0 });
    expect(report.tasks[0]?.changes).toMatchObject([
      { status: 'kept', proof: { accepted: true, readBack: true, served: true } },
    ]);
  });

  it('waits for handshakes as long as it is told to, some seconds where it is not told', async () => {
    world.stick('www');
    const told = await verify(3_000);
    expect(told.report).toMatchObject({ verdict: 'drifted', exitCode: 1 });
    expect(told.report.tasks[0]?.changes[0]?.error?.code).toBe('VERIFY_FAILED');
    const asUsual = await verify();
    // The handshakes themselves take a part of it.
    expect(told.waitedMs).toBeLessThanOrEqual(3_000);
    expect(asUsual.waitedMs).toBeGreaterThan(3_000);
    expect(asUsual.waitedMs).toBeLessThanOrEqual(15_000);
  });

  it('is an error that says why where the receiver cannot tell what was deployed', async () => {
    const report = await verifyJob(
      world.door,
      {
        ...world.options,
        deployed: async () => {
          throw new Error('no answer');
        },
      },
      { signal: new AbortController().signal, log: silentLog },
    );
    expect(report).toMatchObject({ mode: 'verify', verdict: 'error', exitCode: 1, tasks: [] });
    expect(report.problems[0]?.message).toContain('no answer');
  });
});
