import { beforeAll, describe, expect, it } from 'vitest';

import type { Receipt } from '../core/model.ts';
import { rollback } from './rollback.ts';
import { createWorld, issuePair } from './test-world.ts';
import type { Pair, World, WorldOptions } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

/** A world in which everything was deployed, and the receipts as a report would give them back. */
async function deployed(names: readonly string[], options: WorldOptions & { lock?: string } = {}) {
  const world = createWorld(pair, options);
  for (const name of names) {
    world.add(name, options.lock === undefined ? {} : { lock: options.lock });
  }
  const run = await world.deploy();
  const receipts = run.outcomes.flatMap((one) => (one.status === 'success' ? [one.receipt] : []));
  expect(receipts).toHaveLength(names.length);
  const { products } = await world.preview();
  world.events.length = 0;
  return { world, products, receipts: JSON.parse(JSON.stringify(receipts)) as Receipt[] };
}

const bound = (world: World, names: readonly string[]) =>
  names.map((name) => (world.cloud.record(name).default === world.oldRef ? 'old' : 'wanted'));

/** Whose turn it was, one after the other: a name that comes back had not been finished. */
const inTurn = (touched: readonly string[]) =>
  touched.filter((name, index) => name !== touched[index - 1]);

const names = ['a', 'b', 'c'];

describe('undoing receipts', () => {
  it('puts everything back and answers one outcome per receipt, in their order', async () => {
    const { world, products, receipts } = await deployed(names);
    const outcomes = await rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toEqual(receipts.map((receipt) => ({ status: 'rolled-back', receipt })));
    expect(bound(world, names)).toEqual(['old', 'old', 'old']);
    const told = world.events.filter((event) => event.kind === 'undo');
    expect(told.filter((event) => event.receipt.resource.endsWith('/a'))).toMatchObject([
      { state: 'rolling-back' },
      { state: 'rolled-back' },
    ]);
  });

  it('can be repeated', async () => {
    const { world, products, receipts } = await deployed(names);
    const again = () => rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    await again();
    expect((await again()).map((one) => one.status)).toEqual(names.map(() => 'rolled-back'));
    expect(bound(world, names)).toEqual(['old', 'old', 'old']);
  });

  it('goes on after a failure, and does not overwrite what somebody else has changed', async () => {
    const { world, products, receipts } = await deployed(names);
    world.cloud.record('a').default = 'crt-of-somebody-else';
    world.cloud.faults.order({ fault: 'denied', operation: 'set', name: 'b' });
    const outcomes = await rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toMatchObject([
      { status: 'rollback-error', error: { code: 'REFUSED' } },
      { status: 'rollback-error', error: { code: 'PERMISSION_MISSING' } },
      { status: 'rolled-back' },
    ]);
    expect(world.cloud.record('a').default).toBe('crt-of-somebody-else');
  });

  it('undoes what shares a lock one after the other, the last change first', async () => {
    const { world, products, receipts } = await deployed(names, { lock: 'shared', latencyMs: 50 });
    const before = world.cloud.calls.length;
    await rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    const touched = world.cloud.calls.slice(before).flatMap((call) => call.name ?? []);
    expect(inTurn(touched)).toEqual(['c', 'b', 'a']);
  });

  it('undoes one after the other where the locks cannot be read', async () => {
    const { world, products, receipts } = await deployed(names, { latencyMs: 50 });
    world.cloud.faults.order({ fault: 'unavailable', operation: 'list' });
    const before = world.cloud.calls.length;
    const outcomes = await rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes.map((one) => one.status)).toEqual(names.map(() => 'rolled-back'));
    const touched = world.cloud.calls.slice(before).flatMap((call) => call.name ?? []);
    expect(inTurn(touched)).toEqual(['c', 'b', 'a']);
  });

  it('never sends more at once than the product bears', async () => {
    const many = Array.from({ length: 10 }, (_, index) => `r${index}`);
    const { world, products, receipts } = await deployed(many, {
      latencyMs: 50,
      capabilities: { concurrency: 3 },
    });
    await rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    expect(world.cloud.busiest()).toBe(3);
  });

  it('holds receipts of places that are not connected, and says why', async () => {
    const { world, products, receipts } = await deployed(['a']);
    const [receipt] = receipts;
    const lost: Receipt = { ...receipt!, account: 'lost' };
    const gone: Receipt = { ...receipt!, account: 'gone', region: 'cn-north-4' };
    const error = { code: 'CREDENTIALS_REJECTED', message: 'wrong key' } as const;
    const outcomes = await rollback(
      [lost, gone],
      { products, gaps: [{ account: 'lost', target: 'memory/one', region: null, error }] },
      world.ports,
      world.call,
    );
    expect(outcomes).toMatchObject([
      { status: 'held', error },
      {
        status: 'held',
        error: { code: 'CONFIG_INVALID', message: expect.stringContaining('gone') },
      },
    ]);
  });

  it('refuses a receipt that is not readable', async () => {
    const { world, products, receipts } = await deployed(['a']);
    const mangled: Receipt = { ...receipts[0]!, state: { wrote: 7 } };
    const outcomes = await rollback([mangled], { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toMatchObject([
      { status: 'rollback-error', error: { code: 'CONFIG_INVALID' } },
    ]);
  });
});

describe('undoing in a run that is cancelled', () => {
  it('lets the one in hand end and starts no other', async () => {
    const { world, products, receipts } = await deployed(names, {
      latencyMs: 1_000,
      capabilities: { concurrency: 1 },
    });
    const undoing = rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    void world.clock.sleep(1_500).then(world.cancel);
    expect(await undoing).toMatchObject([
      { status: 'held', error: { code: 'CANCELLED' } },
      { status: 'held', error: { code: 'CANCELLED' } },
      { status: 'rolled-back' },
    ]);
    expect(bound(world, names)).toEqual(['wanted', 'wanted', 'old']);
  });

  it('does not wait for one that hangs', async () => {
    const { world, products, receipts } = await deployed(['a']);
    world.cloud.faults.order({ fault: 'deaf', step: 'rollback' });
    const undoing = rollback(receipts, { products, gaps: [] }, world.ports, world.call);
    setImmediate(world.cancel);
    expect(await undoing).toMatchObject([
      { status: 'rollback-error', error: { code: 'OUTCOME_UNKNOWN' } },
    ]);
  });
});
