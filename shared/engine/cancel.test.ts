import { beforeAll, describe, expect, it } from 'vitest';

import { deploy } from './deploy.ts';
import { createWorld, issuePair, outcomeOf, statuses, task } from './test-world.ts';
import type { Pair, World, WorldOptions } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

function worldOf(names: readonly string[], options: WorldOptions = {}): World {
  const world = createWorld(pair, options);
  for (const name of names) world.add(name);
  return world;
}

/** Cancels as soon as the cloud was asked this; answers how long the run went on after that. */
async function deployCancelledAt(
  world: World,
  arrives: (call: World['cloud']['calls'][number]) => boolean,
) {
  let cancelledAt = Infinity;
  const watch = async () => {
    for (let waited = 0; waited < 600_000; waited += 10) {
      await world.clock.sleep(10);
      if (!world.cloud.calls.some(arrives)) continue;
      cancelledAt = world.clock.now().getTime();
      world.cancel();
      return;
    }
  };
  const [run] = await Promise.all([world.deploy(), watch()]);
  return { run, wentOnMs: world.clock.now().getTime() - cancelledAt };
}

const slowly = { latencyMs: 1_000 };

describe('a run that is cancelled', () => {
  it('starts nothing when it was cancelled before', async () => {
    const world = worldOf(['a', 'b']);
    const { plan, products } = await world.preview();
    world.cancel();
    const materials = new Map([['shop', pair.material]]);
    const run = await deploy(
      plan,
      { products, materials, held: new Map(), rollback: () => 'on-failure' },
      world.ports,
      world.call,
    );
    expect(statuses(run)).toEqual(['a: held CANCELLED', 'b: held CANCELLED']);
    expect(run.cancelled).toBe(true);
    expect(world.cloud.calls.every((call) => call.operation === 'list')).toBe(true);
  });

  it('lets a write end, undoes it, and starts nothing else', async () => {
    const world = worldOf(['a', 'b', 'c'], { ...slowly, capabilities: { concurrency: 1 } });
    const { run } = await deployCancelledAt(world, (call) => call.operation === 'set');
    expect(statuses(run)).toEqual([
      'a: rolled-back CANCELLED',
      'b: held CANCELLED',
      'c: held CANCELLED',
    ]);
    expect(run.cancelled).toBe(true);
    expect(world.cloud.record('a').default).toBe(world.oldRef);
    const touched = new Set(world.cloud.calls.flatMap((call) => call.name ?? []));
    expect([...touched]).toEqual(['a']);
  });

  for (const [operation, code] of [
    ['get', 'CANCELLED'],
    ['set', 'OUTCOME_UNKNOWN'],
  ] as const) {
    it(`tells an apply that does not end to stop after 6 s: ${code} at "${operation}"`, async () => {
      const world = worldOf(['a']);
      world.cloud.faults.order({ fault: 'hang', operation });
      const { run, wentOnMs } = await deployCancelledAt(
        world,
        (call) => call.operation === operation,
      );
      expect(statuses(run)).toEqual([`a: error ${code}`]);
      expect(run.cancelled).toBe(true);
      expect(wentOnMs).toBeGreaterThanOrEqual(6_000);
      expect(wentOnMs).toBeLessThan(6_100);
    });
  }

  it('leaves a write behind that does not listen either, and says that nobody knows', async () => {
    const world = worldOf(['a']);
    world.cloud.faults.order({ fault: 'deaf', operation: 'set' });
    const { run, wentOnMs } = await deployCancelledAt(world, (call) => call.operation === 'set');
    expect(statuses(run)).toEqual(['a: error OUTCOME_UNKNOWN']);
    expect(outcomeOf(run, 'a')).toMatchObject({ receipt: null });
    expect(run.cancelled).toBe(true);
    expect(wentOnMs).toBeLessThan(7_000);
  });

  for (const fault of ['hang', 'deaf'] as const) {
    it(`undoes a change that was being read back when the cloud was ${fault}`, async () => {
      const world = worldOf(['a']);
      world.cloud.faults.order({ fault, step: 'verify' });
      const { run, wentOnMs } = await deployCancelledAt(world, (call) => call.step === 'verify');
      expect(statuses(run)).toEqual(['a: rolled-back CANCELLED']);
      expect(world.cloud.record('a').default).toBe(world.oldRef);
      expect(wentOnMs).toBeLessThan(1_000);
    });
  }

  it('undoes what was being proven, all of it, within the limits of the API', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `r${index + 10}`);
    let probing = 0;
    const world = worldOf(names, {
      latencyMs: 50,
      capabilities: { concurrency: 4 },
      probe: async (_edit, call) => {
        probing += 1;
        if (probing === names.length) world.cancel();
        return await new Promise<never>((_resolve, reject) => {
          call.signal.addEventListener('abort', () => reject(call.signal.reason));
        });
      },
    });
    const run = await world.deploy();
    expect(statuses(run)).toEqual(names.map((name) => `${name}: rolled-back CANCELLED`));
    expect(names.map((name) => world.cloud.record(name).default)).toEqual(
      names.map(() => world.oldRef),
    );
    expect(world.cloud.busiest()).toBe(4);
  });

  it('lets an undoing end that was under way for another reason', async () => {
    const world = worldOf(['a'], {
      ...slowly,
      probe: async () => ({ kind: 'not-served', detail: 'serves something else' }),
    });
    const { run } = await deployCancelledAt(world, (call) => call.step === 'rollback');
    expect(statuses(run)).toEqual(['a: rolled-back VERIFY_FAILED']);
    expect(world.cloud.record('a').default).toBe(world.oldRef);
  });

  it('ends 8 s after the cancellation even where undoing hangs', async () => {
    const world = worldOf(['a']);
    world.cloud.faults.order({ fault: 'hang', step: 'verify' });
    world.cloud.faults.order({ fault: 'hang', step: 'rollback' });
    const { run, wentOnMs } = await deployCancelledAt(world, (call) => call.step === 'verify');
    expect(outcomeOf(run, 'a')).toMatchObject({
      status: 'rollback-error',
      error: { code: 'CANCELLED' },
      rollbackError: { code: 'OUTCOME_UNKNOWN' },
    });
    expect(wentOnMs).toBeGreaterThanOrEqual(8_000);
    expect(wentOnMs).toBeLessThan(8_600);
  });

  it('leaves what was written where the task says "rollback: never"', async () => {
    const world = worldOf(['a'], { tasks: [task({ rollback: 'never' })] });
    world.cloud.faults.order({ fault: 'hang', step: 'verify' });
    const { run } = await deployCancelledAt(world, (call) => call.step === 'verify');
    expect(statuses(run)).toEqual(['a: error CANCELLED']);
    expect(world.cloud.record('a').default).toBe(world.wantedRef);
  });

  it('is not called cancelled when the signal came after everything was done', async () => {
    const world = worldOf(['a'], {
      probe: async () => {
        // The verdict is there already when the signal comes.
        queueMicrotask(() => setImmediate(world.cancel));
        return { kind: 'served' };
      },
    });
    const run = await world.deploy();
    expect(statuses(run)).toEqual(['a: success']);
    expect(run.cancelled).toBe(false);
  });
});
