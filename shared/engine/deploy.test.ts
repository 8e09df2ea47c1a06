import { beforeAll, describe, expect, it } from 'vitest';

import { DeployError } from '../core/errors.ts';
import type { Edit } from '../core/model.ts';
import { defaultPatience, deploy } from './deploy.ts';
import type { Ledger } from './ports.ts';
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

const doings = (world: World, name: string) =>
  world.events.flatMap((event) =>
    event.kind === 'change' && event.edit.resource.name === name
      ? [`${event.state}: ${event.doing}`]
      : [],
  );

describe('carrying out a plan', () => {
  it('writes, reads back, proves, and says so step by step', async () => {
    const world = worldOf(['a']);
    const run = await world.deploy();
    expect(run.cancelled).toBe(false);
    expect(outcomeOf(run, 'a')).toMatchObject({
      status: 'success',
      proof: { accepted: true, readBack: true, served: true },
      findings: [],
      receipt: { resource: 'memory/one:prod/a' },
    });
    expect(world.cloud.record('a').default).toBe(world.wantedRef);
    expect(doings(world, 'a')).toEqual([
      'processing: writing',
      'processing: reading back',
      'processing: handshakes',
      'success: served',
    ]);
  });

  it('has one outcome per change and refusal, in plan order', async () => {
    const world = worldOf(['a', 'b', 'c', 'd']);
    world.cloud.record('b').default = world.cloud.store(pair.wanted.leaf);
    const { plan, products } = await world.preview();
    const [first] = plan.tasks;
    const edits = first!.changes.filter((change): change is Edit => change.kind !== 'keep');
    const refused = { edit: edits[2]!, error: { code: 'REFUSED', message: 'a rule' } as const };
    const shown = {
      ...plan,
      tasks: [{ ...first!, changes: first!.changes.slice(0, 3), refusals: [refused] }],
    };
    const held = new Map([[edits[1]!.id, { code: 'PLAN_STALE', message: 'not seen' } as const]]);
    const materials = new Map([['shop', pair.material]]);
    const run = await deploy(
      shown,
      { products, materials, held, rollback: () => 'on-failure' },
      world.ports,
      world.call,
    );
    expect(statuses(run)).toEqual([
      'a: success',
      'b: kept',
      'c: held PLAN_STALE',
      'd: held REFUSED',
    ]);
    const written = world.cloud.calls.filter((call) => call.operation === 'set');
    expect(written.map((call) => call.name)).toEqual(['a']);
  });

  it('writes nothing the second time', async () => {
    const world = worldOf(['a', 'b']);
    await world.deploy();
    const before = world.cloud.calls.length;
    expect(statuses(await world.deploy())).toEqual(['a: kept', 'b: kept']);
    expect(world.cloud.calls.slice(before).every((call) => call.operation === 'list')).toBe(true);
  });

  it('fails a change whose product or certificate was not handed in, and sends nothing', async () => {
    const world = worldOf(['a']);
    expect(statuses(await world.deploy({ products: [] }))).toEqual(['a: error INTERNAL']);
    expect(statuses(await world.deploy({ materials: new Map() }))).toEqual(['a: error INTERNAL']);
    expect(world.cloud.record('a').default).toBe(world.oldRef);
  });

  it('goes on when a watcher of its progress breaks', async () => {
    const world = worldOf(['a']);
    const { plan, products } = await world.preview();
    const progress = () => {
      throw new Error('EPIPE');
    };
    const materials = new Map([['shop', pair.material]]);
    const run = await deploy(
      plan,
      { products, materials, held: new Map(), rollback: () => 'on-failure' },
      { ...world.ports, progress },
      world.call,
    );
    expect(statuses(run)).toEqual(['a: success']);
    expect(world.lines).toContainEqual(expect.objectContaining({ message: 'progress not shown' }));
  });
});

describe('how much happens at once', () => {
  const names = Array.from({ length: 12 }, (_, index) => `r${index}`);

  it('never sends more at once than the product bears, and does send that many', async () => {
    const world = worldOf(names, { latencyMs: 50, capabilities: { concurrency: 3 } });
    const run = await world.deploy();
    expect(run.outcomes.every((one) => one.status === 'success')).toBe(true);
    expect(world.cloud.busiest()).toBe(3);
  });

  it('changes what shares a lock one after the other, from write to proof', async () => {
    const inHand: string[] = [];
    let most = 0;
    const world = createWorld(pair, {
      latencyMs: 50,
      probe: async (edit, _call, clock) => {
        inHand.push(edit.resource.name);
        most = Math.max(most, inHand.length);
        await clock.sleep(1_000);
        inHand.pop();
        return undefined;
      },
    });
    for (const name of names.slice(0, 4)) world.add(name, { lock: 'one load balancer' });
    const run = await world.deploy();
    expect(run.outcomes.every((one) => one.status === 'success')).toBe(true);
    expect(most).toBe(1);
    const order = world.cloud.calls.filter(
      (call) => call.step !== 'discover' && call.name !== null,
    );
    expect(order.map((call) => call.name)).toEqual(
      names.slice(0, 4).flatMap((name) => [name, name, name]),
    );
  });

  it('waits for edges to follow without keeping other changes from being written', async () => {
    const world = worldOf(names, {
      capabilities: { concurrency: 2 },
      probe: async (_edit, _call, clock) => {
        await clock.sleep(60_000);
        return undefined;
      },
    });
    const started = world.clock.now().getTime();
    await world.deploy();
    expect(world.clock.now().getTime() - started).toBeLessThan(2 * 60_000);
  });
});

describe('a change that fails', () => {
  it('stops no other change', async () => {
    const world = worldOf(['a', 'b', 'c']);
    world.cloud.faults.order({ fault: 'denied', operation: 'set', name: 'b' });
    const run = await world.deploy();
    expect(statuses(run)).toEqual(['a: success', 'b: error PERMISSION_MISSING', 'c: success']);
    expect(outcomeOf(run, 'b')).toMatchObject({
      receipt: null,
      proof: { accepted: false, readBack: false, served: null },
    });
    expect(world.cloud.record('b').default).toBe(world.oldRef);
  });

  it('is an error, not a crash, when the product has a defect', async () => {
    const world = worldOf(['a', 'b']);
    const { products } = await world.preview();
    const broken = products.map((product) => ({
      ...product,
      apply: (edit: Edit, ...rest: [never, never]) => {
        if (edit.resource.name === 'a') throw new TypeError('x is undefined');
        return product.apply(edit, ...rest);
      },
    }));
    expect(statuses(await world.deploy({ products: broken }))).toEqual([
      'a: error INTERNAL',
      'b: success',
    ]);
  });

  it('is undone when the cloud does not report it live', async () => {
    const world = worldOf(['a']);
    world.cloud.faults.order({ fault: 'ignored', operation: 'set', step: 'apply' });
    const run = await world.deploy();
    expect(outcomeOf(run, 'a')).toMatchObject({
      status: 'rolled-back',
      error: { code: 'VERIFY_FAILED' },
      proof: { accepted: true, readBack: false, served: null },
    });
  });

  it('is undone when handshakes show another certificate', async () => {
    const world = worldOf(['a', 'b'], {
      probe: async (edit) =>
        edit.resource.name === 'a'
          ? { kind: 'not-served', detail: 'www.example.com serves 1a2b3c4d' }
          : undefined,
    });
    const run = await world.deploy();
    expect(statuses(run)).toEqual(['a: rolled-back VERIFY_FAILED', 'b: success']);
    expect(outcomeOf(run, 'a')).toMatchObject({
      error: { message: 'www.example.com serves 1a2b3c4d' },
      proof: { accepted: true, readBack: true, served: false },
    });
    expect(world.cloud.record('a').default).toBe(world.oldRef);
    expect(doings(world, 'a').slice(-2)).toEqual([
      'rolling-back: www.example.com serves 1a2b3c4d',
      'rolled-back: undone: www.example.com serves 1a2b3c4d',
    ]);
  });

  it('is undone before anything else of its product is started', async () => {
    const world = worldOf(['a', 'b', 'c'], {
      latencyMs: 50,
      capabilities: { concurrency: 1 },
      probe: async (edit) =>
        edit.resource.name === 'a' ? { kind: 'not-served', detail: 'old' } : undefined,
    });
    await world.deploy();
    const touched = world.cloud.calls.flatMap((call) => call.name ?? []);
    expect(touched.lastIndexOf('a')).toBeLessThan(touched.indexOf('c'));
  });

  it('is left and said so where the task says "rollback: never"', async () => {
    const world = worldOf(['a'], {
      tasks: [task({ rollback: 'never' })],
      probe: async () => ({ kind: 'not-served', detail: 'serves something else' }),
    });
    const run = await world.deploy();
    expect(outcomeOf(run, 'a')).toMatchObject({
      status: 'error',
      error: {
        code: 'VERIFY_FAILED',
        message: 'serves something else; left as written, because the task says "rollback: never"',
      },
      receipt: { resource: 'memory/one:prod/a' },
    });
    expect(world.cloud.record('a').default).toBe(world.wantedRef);
  });

  it('is left and said so where the product cannot undo', async () => {
    const world = worldOf(['a'], {
      capabilities: { undo: 'none' },
      probe: async () => ({ kind: 'not-served', detail: 'serves something else' }),
    });
    expect(outcomeOf(await world.deploy(), 'a')).toMatchObject({
      status: 'error',
      error: { message: expect.stringContaining('keeps nothing to switch back to') },
    });
    expect(world.cloud.calls.some((call) => call.step === 'rollback')).toBe(false);
  });

  it('says both what failed and why it could not be undone', async () => {
    const world = worldOf(['a'], {
      probe: async () => ({ kind: 'not-served', detail: 'serves something else' }),
    });
    world.cloud.faults.order({ fault: 'unavailable', step: 'rollback' });
    expect(outcomeOf(await world.deploy(), 'a')).toMatchObject({
      status: 'rollback-error',
      error: { code: 'VERIFY_FAILED' },
      rollbackError: { code: 'CLOUD_UNAVAILABLE' },
      receipt: { resource: 'memory/one:prod/a' },
    });
  });

  it('is not undone blindly when nobody knows whether it was written', async () => {
    const world = worldOf(['a', 'b']);
    world.cloud.faults.order({ fault: 'lost', operation: 'set', name: 'a' });
    world.cloud.faults.order({ fault: 'unavailable', operation: 'get', name: 'a', after: 1 });
    const run = await world.deploy();
    expect(statuses(run)).toEqual(['a: error OUTCOME_UNKNOWN', 'b: success']);
    expect(outcomeOf(run, 'a')).toMatchObject({ receipt: null });
    expect(world.cloud.calls.some((call) => call.step === 'rollback')).toBe(false);
  });

  it('gives up undoing after its own deadline, whether or not the product listens', async () => {
    for (const fault of ['hang', 'deaf'] as const) {
      const world = worldOf(['a'], {
        probe: async () => ({ kind: 'not-served', detail: 'serves something else' }),
      });
      world.cloud.faults.order({ fault, step: 'rollback' });
      const started = world.clock.now().getTime();
      const patience = { ...defaultPatience, undoMs: 10_000 };
      expect(outcomeOf(await world.deploy({ patience }), 'a')).toMatchObject({
        status: 'rollback-error',
        rollbackError: { code: 'OUTCOME_UNKNOWN' },
      });
      expect(world.clock.now().getTime() - started).toBeLessThan(11_000);
    }
  });
});

describe('a resource that no handshake reaches', () => {
  const unreachable = async () => ({ kind: 'unreachable', detail: 'no route' }) as const;

  it('is a success with a remark where it is private', async () => {
    const world = createWorld(pair, { probe: unreachable });
    world.add('a', { reach: 'private' });
    expect(outcomeOf(await world.deploy(), 'a')).toMatchObject({
      status: 'success',
      proof: { accepted: true, readBack: true, served: null },
      findings: [
        { code: 'not-proven', subject: 'a', message: expect.stringContaining('connect_to') },
      ],
    });
    expect(world.cloud.record('a').default).toBe(world.wantedRef);
  });

  it('is a failure, undone, where it is public', async () => {
    const world = worldOf(['a'], { probe: unreachable });
    expect(outcomeOf(await world.deploy(), 'a')).toMatchObject({
      status: 'rolled-back',
      error: { code: 'VERIFY_FAILED', message: expect.stringContaining('no route') },
      proof: { served: null },
    });
    expect(world.cloud.record('a').default).toBe(world.oldRef);
  });

  it('keeps what the proof leaves open as a remark', async () => {
    const world = worldOf(['a'], {
      probe: async () => ({ kind: 'served', detail: '20 of its 57 domains were asked' }),
    });
    expect(outcomeOf(await world.deploy(), 'a')).toMatchObject({
      status: 'success',
      findings: [{ code: 'partly-proven', message: '20 of its 57 domains were asked' }],
    });
  });
});

describe('quota', () => {
  function ledgerOf(world: World, reserve: (edit: Edit) => Promise<void> = async () => {}) {
    const book: string[] = [];
    const ledger: Ledger = {
      reserve: async (edit) => {
        book.push(`reserve ${edit.resource.name}`);
        await reserve(edit);
      },
      settle: async (outcome) => {
        book.push(`settle ${outcome.change.resource.name} ${outcome.status}`);
      },
    };
    return { ledger, book, sets: () => world.cloud.calls.filter((one) => one.operation === 'set') };
  }

  it('is reserved before the cloud is called and settled with how it ended', async () => {
    const world = worldOf(['a', 'b']);
    world.cloud.faults.order({ fault: 'denied', operation: 'set', name: 'b' });
    const { ledger, book } = ledgerOf(world, async (edit) => {
      const touched = world.cloud.calls.filter((call) => call.name === edit.resource.name);
      expect(touched).toEqual([]);
    });
    await world.deploy({ ledger });
    expect(book).toEqual(['reserve a', 'reserve b', 'settle b error', 'settle a success']);
  });

  it('holds the edit back when it is refused, and nothing is sent', async () => {
    const world = worldOf(['a', 'b']);
    const { ledger, book, sets } = ledgerOf(world, async (edit) => {
      if (edit.resource.name === 'a') throw new DeployError('QUOTA_EXHAUSTED', 'balance is 0');
    });
    expect(statuses(await world.deploy({ ledger }))).toEqual([
      'a: held QUOTA_EXHAUSTED',
      'b: success',
    ]);
    expect(book).toContain('settle a held');
    expect(sets().map((call) => call.name)).toEqual(['b']);
  });

  it('changes no outcome when settling fails or hangs, and is logged', async () => {
    const world = worldOf(['a', 'b']);
    const ledger: Ledger = {
      reserve: async () => {},
      settle: async (outcome) => {
        if (outcome.change.resource.name === 'a') throw new Error('receiver is down');
        await new Promise(() => {});
      },
    };
    expect(statuses(await world.deploy({ ledger }))).toEqual(['a: success', 'b: success']);
    expect(world.lines.filter((line) => line.message === 'quota not settled')).toHaveLength(2);
  });
});
