import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';

import type { Outcome } from '../core/model.ts';
import { createWorld, issuePair } from './test-world.ts';
import type { Pair, World } from './test-world.ts';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

const fault = fc.record({
  fault: fc.constantFrom(
    'throttled' as const,
    'denied' as const,
    'unavailable' as const,
    'mangled' as const,
    'ignored' as const,
    'lost' as const,
    'hang' as const,
    'deaf' as const,
  ),
  operation: fc.constantFrom('get' as const, 'set' as const, 'import' as const),
  step: fc.constantFrom('apply' as const, 'verify' as const, 'rollback' as const),
  after: fc.nat(2),
  times: fc.integer({ min: 1, max: 8 }),
});

const item = fc.record({
  bound: fc.constantFrom('old' as const, 'wanted' as const),
  slots: fc.constantFrom('one' as const, 'sni' as const),
  lock: fc.constantFrom('shared', undefined),
  reach: fc.constantFrom('public' as const, 'private' as const),
  verdict: fc.constantFrom('bound' as const, 'not-served' as const, 'unreachable' as const),
  faults: fc.array(fault, { maxLength: 3 }),
});

const scene = fc.record({
  items: fc.array(item, { minLength: 1, maxLength: 8 }),
  cancelAfterMs: fc.option(fc.nat(20_000), { nil: undefined }),
  latencyMs: fc.constantFrom(0, 80),
  lagMs: fc.constantFrom(0, 3_000),
  concurrency: fc.integer({ min: 1, max: 4 }),
  undo: fc.constantFrom('switch-back' as const, 'none' as const),
});

type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function stage(given: Scene): World {
  const verdicts = new Map(given.items.map((one, index) => [`r${index}`, one.verdict]));
  const world = createWorld(pair, {
    latencyMs: given.latencyMs,
    lagMs: given.lagMs,
    capabilities: { concurrency: given.concurrency, undo: given.undo },
    probe: async (edit, call, clock) => {
      await clock.sleep(1_000, call.signal);
      const verdict = verdicts.get(edit.resource.name);
      if (verdict === 'bound' || verdict === undefined) return undefined;
      return { kind: verdict, detail: verdict };
    },
  });
  for (const [index, one] of given.items.entries()) {
    const name = `r${index}`;
    world.add(name, {
      target: one.slots === 'one' ? 'memory/one' : 'memory/list',
      slots: one.slots,
      default: one.bound === 'old' ? world.oldRef : world.cloud.store(pair.wanted.leaf),
      reach: one.reach,
      lock: one.lock ?? name,
    });
    for (const order of one.faults) {
      // A product that hears nothing is waited for until somebody cancels the run.
      const deaf = order.fault === 'deaf' && given.cancelAfterMs === undefined;
      world.cloud.faults.order({
        ...order,
        fault: deaf ? 'hang' : order.fault,
        // An import is about no resource: it may hit any of them.
        ...(order.operation === 'import' ? {} : { name }),
      });
    }
  }
  return world;
}

/** What an outcome says about the certificate that is bound now. */
function believes(outcome: Outcome): 'old' | 'wanted' | 'either' {
  switch (outcome.status) {
    case 'success':
    case 'kept':
      return 'wanted';
    case 'pending':
    case 'held':
    case 'rolled-back':
      return 'old';
    case 'rollback-error':
      return 'either';
    case 'error':
      // Without a receipt nothing was written, unless the outcome itself is not known.
      return outcome.receipt === null && outcome.error.code !== 'OUTCOME_UNKNOWN'
        ? 'old'
        : 'either';
  }
}

it('accounts for every change exactly once, truly, whatever fails and whenever it is cancelled', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(scene, async (given) => {
      const world = stage(given);
      const { plan } = await world.preview();
      const after = given.cancelAfterMs;
      const deployment = world.deploy();
      if (after !== undefined) void world.clock.sleep(after).then(world.cancel);
      const run = await deployment.catch((thrown: unknown) => {
        // Only the preview of this run may have been cancelled: a deployment never rejects.
        expect(thrown).toMatchObject({ code: 'CANCELLED' });
        expect(world.cloud.calls.every((call) => call.operation === 'list')).toBe(true);
        return undefined;
      });
      if (run === undefined) return;

      const changes = plan.tasks.flatMap((task) => task.changes);
      expect(run.outcomes.map((outcome) => outcome.change.id)).toEqual(
        changes.map((change) => change.id),
      );
      for (const outcome of run.outcomes) {
        seen.add(outcome.status);
        const record = world.cloud.record(outcome.change.resource.name);
        const bound = record.default === world.wantedRef ? 'wanted' : 'old';
        const believed = believes(outcome);
        const scenery = given.items[Number(record.name.slice(1))];
        if (outcome.status === 'success') {
          const unproven = outcome.proof.served === null;
          expect(unproven ? scenery?.reach : scenery?.verdict).toBe(unproven ? 'private' : 'bound');
        }
        if (believed !== 'either') expect({ outcome, bound }).toEqual({ outcome, bound: believed });
        expect(record.sni).toEqual([]);
        expect(record.settings['note']).toBe(`belongs to ${record.name}`);
      }
      // Two products, and requests that were left behind because nothing is heard of them.
      const deaf = given.items.flatMap((one) => one.faults).filter((one) => one.fault === 'deaf');
      const leftBehind = deaf.reduce((sum, one) => sum + one.times, 0);
      expect(world.cloud.busiest()).toBeLessThanOrEqual(2 * given.concurrency + leftBehind);
      const text = JSON.stringify([run, world.lines, world.events]);
      expect(text).not.toContain('PRIVATE KEY');
    }),
    { numRuns: 1_000, seed: 20_260_601 },
  );
  // The scenes were worth playing only if they led everywhere.
  expect([...seen].sort((a, b) => a.localeCompare(b))).toEqual([
    'error',
    'held',
    'kept',
    'rollback-error',
    'rolled-back',
    'success',
  ]);
});
