import { beforeAll, describe, expect, it } from 'vitest';

import type { Receipt } from '../core/model.ts';
import type { Undo } from '../core/undo.ts';
import type { MemoryRecord } from '../providers/memory/cloud.ts';
import { rollback } from './rollback.ts';
import { createWorld, issuePair, undosOf } from './test-world.ts';
import type { Pair, World, WorldOptions } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

/** A world in which everything was deployed, and the changes as a report would give them back. */
async function deployed(
  names: readonly string[],
  { record = {}, ...options }: WorldOptions & { record?: Partial<MemoryRecord> } = {},
) {
  const world = createWorld(pair, options);
  for (const name of names) world.add(name, record);
  const run = await world.deploy();
  const undos = JSON.parse(JSON.stringify(undosOf(run))) as Undo[];
  expect(undos).toHaveLength(names.length);
  const { products } = await world.preview();
  world.events.length = 0;
  return { world, products, undos };
}

const bound = (world: World, names: readonly string[]) =>
  names.map((name) => (world.cloud.record(name).default === world.oldRef ? 'old' : 'wanted'));

/** Whose turn it was, one after the other: a name that comes back had not been finished. */
const inTurn = (touched: readonly string[]) =>
  touched.filter((name, index) => name !== touched[index - 1]);

const names = ['a', 'b', 'c'];
const proven = { accepted: true, readBack: true, served: true };
/** The same for another receipt. */
const withReceipt = (undo: Undo | undefined, change: Partial<Receipt>): Undo => {
  if (undo === undefined) throw new Error('there is none');
  return { ...undo, receipt: { ...undo.receipt, ...change } };
};

describe('undoing receipts', () => {
  it('puts everything back and answers one outcome per receipt, in their order', async () => {
    const { world, products, undos } = await deployed(names);
    const outcomes = await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toEqual(
      undos.map(({ receipt }) => ({
        status: 'rolled-back',
        receipt,
        proof: proven,
        already: false,
        findings: [],
      })),
    );
    expect(bound(world, names)).toEqual(['old', 'old', 'old']);
    const told = world.events.filter((event) => event.kind === 'undo');
    expect(told.filter((event) => event.receipt.resource.endsWith('/a'))).toMatchObject([
      { state: 'rolling-back', doing: 'putting back' },
      { state: 'rolling-back', doing: 'handshakes' },
      { state: 'rolled-back', doing: 'put back, and served' },
    ]);
  });

  it('writes nothing when it is repeated, and proves it again', async () => {
    const { world, products, undos } = await deployed(names);
    const again = () => rollback(undos, { products, gaps: [] }, world.ports, world.call);
    await again();
    const before = world.cloud.calls.length;
    expect(await again()).toMatchObject(
      names.map(() => ({ status: 'rolled-back', proof: proven, already: true })),
    );
    const operations = world.cloud.calls.slice(before).map(({ operation }) => operation);
    expect(operations).not.toContain('set');
    expect(bound(world, names)).toEqual(['old', 'old', 'old']);
  });

  it('goes on after a failure, and does not overwrite what somebody else has changed', async () => {
    const { world, products, undos } = await deployed(names);
    world.cloud.record('a').default = 'crt-of-somebody-else';
    world.cloud.faults.order({ fault: 'denied', operation: 'set', name: 'b' });
    const outcomes = await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toMatchObject([
      { status: 'held', error: { code: 'REFUSED' }, proof: null },
      { status: 'rollback-error', error: { code: 'PERMISSION_MISSING' }, proof: null },
      { status: 'rolled-back' },
    ]);
    expect(world.cloud.record('a').default).toBe('crt-of-somebody-else');
  });

  it('undoes what shares a lock one after the other, the last change first', async () => {
    const { world, products, undos } = await deployed(names, {
      record: { lock: 'shared' },
      latencyMs: 50,
    });
    const before = world.cloud.calls.length;
    await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    const touched = world.cloud.calls.slice(before).flatMap((call) => call.name ?? []);
    expect(inTurn(touched)).toEqual(['c', 'b', 'a']);
  });

  it('undoes one after the other where the locks cannot be read', async () => {
    const { world, products, undos } = await deployed(names, { latencyMs: 50 });
    world.cloud.faults.order({ fault: 'unavailable', operation: 'list' });
    const before = world.cloud.calls.length;
    const outcomes = await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    // All are put back, and nobody can see it.
    expect(bound(world, names)).toEqual(['old', 'old', 'old']);
    expect(outcomes).toMatchObject(
      names.map(() => ({
        status: 'rollback-error',
        error: { code: 'VERIFY_FAILED' },
        proof: { accepted: true, readBack: false, served: null },
      })),
    );
    const touched = world.cloud.calls.slice(before).flatMap((call) => call.name ?? []);
    expect(inTurn(touched)).toEqual(['c', 'b', 'a']);
  });

  it('never sends more at once than the product bears', async () => {
    const many = Array.from({ length: 10 }, (_, index) => `r${index}`);
    const { world, products, undos } = await deployed(many, {
      latencyMs: 50,
      capabilities: { concurrency: 3 },
    });
    await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    expect(world.cloud.busiest()).toBe(3);
  });

  it('holds receipts of places that are not connected, and says why', async () => {
    const { world, products, undos } = await deployed(['a']);
    const lost = withReceipt(undos[0], { account: 'lost' });
    const gone = withReceipt(undos[0], { account: 'gone', region: 'cn-north-4' });
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
    const { world, products, undos } = await deployed(['a']);
    const mangled = withReceipt(undos[0], { state: { wrote: 7 } });
    const outcomes = await rollback([mangled], { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toMatchObject([
      { status: 'rollback-error', error: { code: 'CONFIG_INVALID' } },
    ]);
  });
});

describe('the proof of an undoing', () => {
  const served = { accepted: true, readBack: true, served: false };

  it('fails where handshakes go on to show something else, and nothing is undone for it', async () => {
    const { world, products, undos } = await deployed(['a', 'b'], {
      probe: async (change) =>
        change.kind === 'keep' && change.resource.name === 'a'
          ? { kind: 'not-served', detail: 'a.example.com serves 1a2b3c4d' }
          : undefined,
    });
    const before = world.cloud.calls.length;
    const outcomes = await rollback(undos, { products, gaps: [] }, world.ports, world.call);
    expect(outcomes).toMatchObject([
      {
        status: 'rollback-error',
        proof: served,
        error: { code: 'VERIFY_FAILED', message: expect.stringContaining('serves 1a2b3c4d') },
      },
      { status: 'rolled-back', proof: proven },
    ]);
    expect(bound(world, ['a', 'b'])).toEqual(['old', 'old']);
    const sets = world.cloud.calls.slice(before).filter(({ operation }) => operation === 'set');
    expect(sets).toHaveLength(2);
  });

  it('fails where the cloud took it and does not show it', async () => {
    const { world, products, undos } = await deployed(['a']);
    const [product] = products;
    if (product === undefined) throw new Error('there is none');
    const forgetful = { ...product, rollback: async () => {} };
    const request = { products: [forgetful], gaps: [], windowMs: 5_000 };
    expect(await rollback(undos, request, world.ports, world.call)).toMatchObject([
      {
        status: 'rollback-error',
        error: { code: 'VERIFY_FAILED', message: expect.stringContaining(world.wantedRef) },
        proof: { accepted: true, readBack: false, served: null },
      },
    ]);
  });

  it('is left open for a private resource that no handshake reaches, with a word', async () => {
    const { world, products, undos } = await deployed(['a'], {
      record: { reach: 'private' },
      probe: async (change) =>
        change.kind === 'keep' ? { kind: 'unreachable', detail: 'timeout' } : undefined,
    });
    expect(await rollback(undos, { products, gaps: [] }, world.ports, world.call)).toMatchObject([
      {
        status: 'rolled-back',
        proof: { accepted: true, readBack: true, served: null },
        findings: [{ code: 'not-proven', subject: 'a' }],
      },
    ]);
  });

  it('needs no write where somebody put it back by hand, also where a product cannot', async () => {
    const { world, products, undos } = await deployed(['a', 'b'], {
      capabilities: { undo: 'none' },
    });
    world.cloud.record('a').default = world.oldRef;
    expect(await rollback(undos, { products, gaps: [] }, world.ports, world.call)).toMatchObject([
      { status: 'rolled-back', already: true, proof: proven },
      { status: 'held', error: { code: 'REFUSED' } },
    ]);
    expect(bound(world, ['a', 'b'])).toEqual(['old', 'wanted']);
  });
});

describe('undoing in a run that is cancelled', () => {
  it('lets the one in hand end and starts no other', async () => {
    const { world, products, undos } = await deployed(names, {
      latencyMs: 1_000,
      capabilities: { concurrency: 1 },
    });
    const undoing = rollback(undos, { products, gaps: [] }, world.ports, world.call);
    void world.clock.sleep(1_500).then(world.cancel);
    expect(await undoing).toMatchObject([
      { status: 'held', error: { code: 'CANCELLED' } },
      { status: 'held', error: { code: 'CANCELLED' } },
      // It is back; nobody could look whether it is served.
      {
        status: 'rollback-error',
        error: { code: 'CANCELLED' },
        proof: { accepted: true, readBack: false, served: null },
      },
    ]);
    expect(bound(world, names)).toEqual(['wanted', 'wanted', 'old']);
  });

  it('does not wait for one that hangs', async () => {
    const { world, products, undos } = await deployed(['a']);
    world.cloud.faults.order({ fault: 'deaf', step: 'rollback' });
    const undoing = rollback(undos, { products, gaps: [] }, world.ports, world.call);
    setImmediate(world.cancel);
    expect(await undoing).toMatchObject([
      { status: 'rollback-error', error: { code: 'OUTCOME_UNKNOWN' } },
    ]);
  });
});
