import { beforeAll, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../tests/pki.ts';
import { cleanUpFindings, receiptTexts } from '../core/cleanup.ts';
import type { CleanedUp } from '../core/cleanup.ts';
import { DeployError } from '../core/errors.ts';
import type { Plan, Receipt } from '../core/model.ts';
import { createMemoryStore } from '../providers/memory/store.ts';
import type { Call, CertificateStore } from '../providers/provider.ts';
import { cleanUp } from './cleanup.ts';
import type { CleanUpRequest } from './cleanup.ts';
import { rollback } from './rollback.ts';
import { createWorld, issuePair, undosOf } from './test-world.ts';
import type { Pair, World } from './test-world.ts';

const longAgo = new Date('2026-01-01T00:00:00Z');
const nothing: Plan = { tasks: [], findings: [], digest: '' };

let pair: Pair;
let leaves: readonly string[];

beforeAll(async () => {
  pair = await issuePair();
  const root = await createRoot('clean-up tests');
  leaves = await Promise.all(
    [1, 2, 3, 4].map(
      async (index) => (await issue(root, { domains: [`n${index}.example.com`] })).leaf,
    ),
  );
});

const storeOf = ({ cloud, clock }: World) => createMemoryStore(cloud, { account: 'prod', clock });

async function clean(
  world: World,
  request: Partial<CleanUpRequest> = {},
  stores: readonly CertificateStore[] = [storeOf(world)],
): Promise<readonly CleanedUp[]> {
  const whole = { plan: nothing, keep: new Set<string>(), graceDays: 30, dryRun: false };
  return await cleanUp(stores, { ...whole, ...request }, world.ports, world.call);
}

/** `ref: status` with its reason or error. */
const words = (results: readonly CleanedUp[]) =>
  results.map((one) => {
    const why = one.status === 'failed' ? one.error.code : one.reason;
    return `${one.object?.ref ?? 'store'}: ${one.status}: ${why}`;
  });

/** Puts old objects of ours into the cloud, which nothing uses. */
const storeOld = ({ cloud }: World, count = leaves.length) =>
  leaves.slice(0, count).map((leaf) => cloud.store(leaf, { managed: true, storedAt: longAgo }));

/** A resource that serves an object of ours, stored long ago; then it is given the wanted one. */
async function redeployed(world: World) {
  const first = world.cloud.store(leaves[0] ?? '', { managed: true, storedAt: longAgo });
  world.add('shop', { default: first });
  const run = await world.deploy();
  expect(run.outcomes.map(({ status }) => status)).toEqual(['success']);
  const receipts: Receipt[] = run.outcomes.flatMap((one) =>
    'receipt' in one && one.receipt !== null ? [one.receipt] : [],
  );
  return { first, run, receipts };
}

describe('cleaning up', () => {
  it('removes what nothing needs, and leaves what is used or of somebody else', async () => {
    const world = createWorld(pair);
    const [one = '', two = ''] = storeOld(world, 2);
    world.add('shop', { default: two });
    const results = await clean(world);
    expect(words(results)).toEqual([
      `${one}: removed: stored on 2026-01-01, used by nothing`,
      `${two}: kept: used by shop`,
    ]);
    expect(world.cloud.refs()).toEqual([world.oldRef, two]);
    expect(cleanUpFindings(results).map(({ code }) => code)).toEqual(['cleaned-up']);
  });

  it('says what would go, and removes nothing, when it is only asked', async () => {
    const world = createWorld(pair);
    const [one = ''] = storeOld(world, 1);
    expect(words(await clean(world, { dryRun: true }))).toEqual([
      `${one}: removable: stored on 2026-01-01, used by nothing`,
    ]);
    expect(world.cloud.refs()).toContain(one);
    expect(world.cloud.calls.filter(({ operation }) => operation === 'delete')).toEqual([]);
  });

  it('keeps what the run that has just ended replaced, and the run can be rolled back', async () => {
    const world = createWorld(pair);
    const { first, run, receipts } = await redeployed(world);
    expect(receipts).toHaveLength(1);
    // The plan alone keeps it, and so do the receipts.
    const byPlan = await clean(world, { plan: run.plan, graceDays: 0 });
    const byReceipts = await clean(world, { keep: receiptTexts(receipts), graceDays: 0 });
    expect(words(byPlan)[0]).toBe(`${first}: kept: bound to shop when this run began`);
    expect(words(byReceipts)[0]).toBe(`${first}: kept: needed to roll a run back`);

    const { products } = await world.preview();
    const request = { products, gaps: [] };
    const undone = await rollback(undosOf(run), request, world.ports, world.call);
    expect(undone.map(({ status }) => status)).toEqual(['rolled-back']);
    expect(world.cloud.record('shop').default).toBe(first);
  });

  it('lets it go in a later run, when the grace period of its replacement is over', async () => {
    const world = createWorld(pair);
    const { first } = await redeployed(world);
    // A run that changes nothing, the day after: it binds the new one and names nothing else.
    const later = await world.deploy();
    expect(later.outcomes.map(({ status }) => status)).toEqual(['kept']);
    const soon = await clean(world, { plan: later.plan });
    expect(words(soon)[0]).toMatch(/kept: replaced at the earliest on 2026-06-01/u);
    await world.clock.sleep(31 * 86_400_000);
    const results = await clean(world, { plan: later.plan });
    expect(words(results)).toEqual([
      `${first}: removed: stored on 2026-01-01, used by nothing`,
      `${world.wantedRef}: kept: used by shop`,
    ]);
  });

  it('believes the cloud when something came to use an object meanwhile', async () => {
    const world = createWorld(pair);
    const [one = ''] = storeOld(world, 1);
    const store = storeOf(world);
    const late: CertificateStore = {
      ...store,
      list: async (call) => {
        const objects = await store.list(call);
        world.add('shop', { default: one });
        return objects;
      },
    };
    const results = await clean(world, {}, [late]);
    expect(words(results)[0]).toMatch(/kept: .*used by shop/u);
    expect(cleanUpFindings(results)).toEqual([]);
  });

  it('says which permission is missing, and goes on with the other objects', async () => {
    const world = createWorld(pair);
    const [one = '', two = ''] = storeOld(world, 2);
    world.cloud.faults.order({ fault: 'denied', operation: 'delete', name: one });
    const results = await clean(world);
    expect(words(results)).toEqual([
      `${one}: failed: PERMISSION_MISSING`,
      `${two}: removed: stored on 2026-01-01, used by nothing`,
    ]);
    expect(cleanUpFindings(results).map(({ level, message }) => `${level}: ${message}`)).toEqual([
      expect.stringMatching(/^notice: /u),
      expect.stringMatching(/^warning: .*memory:delete/u),
    ]);
  });

  it('removes nothing from a store whose list cannot be read, and goes on with the next', async () => {
    const world = createWorld(pair);
    const other = createWorld(pair);
    storeOld(world);
    const [one = ''] = storeOld(other, 1);
    world.cloud.faults.order({ fault: 'unavailable', operation: 'objects' });
    const results = await clean(world, {}, [storeOf(world), storeOf(other)]);
    expect(words(results)).toEqual([
      'store: failed: CLOUD_UNAVAILABLE',
      `${one}: removed: stored on 2026-01-01, used by nothing`,
    ]);
    expect(world.cloud.refs()).toHaveLength(leaves.length + 1);
  });

  it('turns a defect of a store into a value as well', async () => {
    const world = createWorld(pair);
    const broken: CertificateStore = {
      account: 'prod',
      label: 'broken',
      region: null,
      list: async () => await Promise.reject(new TypeError('no')),
      remove: async () => await Promise.reject(new TypeError('no')),
    };
    expect(words(await clean(world, {}, [broken]))).toEqual(['store: failed: INTERNAL']);
  });

  it('has at most eight removals of one store under way', async () => {
    const world = createWorld(pair);
    let busy = 0;
    let busiest = 0;
    const refs = Array.from({ length: 40 }, (_, index) => `crt-${index}`);
    const store: CertificateStore = {
      account: 'prod',
      label: 'many',
      region: null,
      list: async () =>
        await Promise.resolve(
          refs.map((ref) => ({ ref, sha256: null, storedAt: longAgo, usedBy: [] })),
        ),
      remove: async (_ref, call: Call) => {
        busy += 1;
        busiest = Math.max(busiest, busy);
        await world.clock.sleep(100, call.signal);
        busy -= 1;
      },
    };
    const results = await clean(world, {}, [store]);
    expect(results.map(({ object }) => object?.ref)).toEqual(refs);
    expect(results.every(({ status }) => status === 'removed')).toBe(true);
    expect(busiest).toBe(8);
  });
});

describe('cleaning up when the run is cancelled', () => {
  it('does nothing when that was before it began', async () => {
    const world = createWorld(pair);
    storeOld(world);
    world.cancel();
    expect(words(await clean(world))).toEqual(['store: failed: CANCELLED']);
    expect(world.cloud.calls).toEqual([]);
  });

  it('leaves a cloud behind that does not answer, and starts nothing more', async () => {
    const world = createWorld(pair);
    const refs = storeOld(world);
    const store = storeOf(world);
    const deaf: CertificateStore = {
      ...store,
      remove: async (ref, call) => {
        if (ref !== refs[0]) throw new DeployError('REFUSED', 'not now');
        world.cancel();
        await store.remove(ref, call);
      },
    };
    world.cloud.faults.order({ fault: 'deaf', operation: 'object' });
    const results = await clean(world, {}, [deaf]);
    expect(results.map(({ status }) => status)).toEqual(['failed', 'kept', 'kept', 'kept']);
    expect(words(results)[0]).toMatch(/failed: (?:CANCELLED|OUTCOME_UNKNOWN)$/u);
    expect(world.cloud.refs()).toEqual(expect.arrayContaining([...refs]));
  });
});
