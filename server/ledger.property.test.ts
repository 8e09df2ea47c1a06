import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Entity, Repository } from './database/schema.ts';
import { auditLedger } from './ledger-audit.ts';
import type { PricedEdit, RunOfFile } from './ledger.ts';
import { Problem } from './problem.ts';
import { openTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

/** Fingerprints of the test by what the receiver knows of them. */
const prices = { uploaded: 1, issued: 0, foreign: undefined } as const;
type Kind = keyof typeof prices;
const fingerprints: Readonly<Record<Kind, string>> = {
  uploaded: 'a'.repeat(64),
  issued: 'b'.repeat(64),
  foreign: 'c'.repeat(64),
};
const kindOf = (fingerprint: string): Kind =>
  fingerprint.startsWith('a') ? 'uploaded' : fingerprint.startsWith('b') ? 'issued' : 'foreign';

type Step =
  | { readonly do: 'grant'; readonly amount: number; readonly key: number }
  | { readonly do: 'reserve'; readonly run: number; readonly edits: readonly PricedEdit[] }
  | {
      readonly do: 'settle';
      readonly run: number;
      readonly outcomes: readonly { readonly changeId: string; readonly success: boolean }[];
      readonly done: boolean;
    }
  | { readonly do: 'time'; readonly seconds: number }
  | { readonly do: 'completed'; readonly run: number }
  | { readonly do: 'crash' }
  /** The answer was lost: the same request once more. */
  | { readonly do: 'again' };

const leaseSeconds = 100;

interface ModelRun {
  state: 'open' | 'settled' | 'expired';
  lease: number;
  readonly changes: Map<
    string,
    { readonly cost: number; readonly asked: number; state: string; proven?: number }
  >;
}

/** The rules of quota once more, in memory, in the plainest way. */
function createModel() {
  let balance = 0;
  let now = 0;
  const grants = new Map<number, number>();
  const runs = new Map<number, ModelRun>();

  const end = (run: ModelRun, state: string): void => {
    for (const change of run.changes.values()) {
      if (change.state !== 'open') continue;
      change.state = state;
      if (change.cost === 1) balance += 1;
    }
  };
  const counts = (run: ModelRun) => {
    const costly = [...run.changes.values()].filter(({ cost }) => cost === 1);
    const consumed = costly.filter(({ state }) => state === 'open' || state === 'success').length;
    return { balance, consumed, refunded: costly.length - consumed };
  };

  /** Another run of the same file has proven and paid it since this one asked. */
  const isTwice = (number: number, id: string): boolean => {
    const asked = runs.get(number)?.changes.get(id)?.asked ?? 0;
    return [...runs].some(([other, { changes }]) => {
      const change = changes.get(id);
      const proven = change?.state === 'success' && change.cost === 1 ? change.proven : undefined;
      const sameFile = other !== number && other % 2 === number % 2;
      return sameFile && proven !== undefined && proven >= asked;
    });
  };

  return {
    balance: () => balance,
    apply(step: Step): unknown {
      switch (step.do) {
        case 'grant': {
          const known = grants.get(step.key);
          if (known !== undefined && known !== step.amount) return 'CONFLICT';
          if (known !== undefined) return { balance, added: false };
          grants.set(step.key, step.amount);
          balance += step.amount;
          return { balance, added: true };
        }
        case 'reserve': {
          const run = runs.get(step.run) ?? { state: 'open', lease: 0, changes: new Map() };
          const fresh = step.edits.filter(({ changeId }) => !run.changes.has(changeId));
          for (const { changeId } of step.edits) {
            const state = run.changes.get(changeId)?.state;
            if (state === 'failed') return 'CHANGE_SETTLED';
            if (state === 'expired') return 'LEASE_ENDED';
          }
          if (fresh.length > 0 && run.state === 'settled') return 'RUN_SETTLED';
          if (fresh.some(({ fingerprint }) => kindOf(fingerprint) === 'foreign')) return 'REFUSED';
          const costly = fresh.filter(({ fingerprint }) => prices[kindOf(fingerprint)] === 1);
          if (costly.length > balance) return 'QUOTA_EXHAUSTED';
          balance -= costly.length;
          for (const { changeId, fingerprint } of fresh) {
            const cost = prices[kindOf(fingerprint)] ?? 0;
            run.changes.set(changeId, { cost, asked: now, state: 'open' });
          }
          if (run.state !== 'settled') {
            run.state = 'open';
            run.lease = Math.max(run.lease, now + leaseSeconds);
          }
          runs.set(step.run, run);
          const consumed = step.edits
            .map(({ changeId }) => changeId)
            .filter((id) => run.changes.get(id)?.cost === 1);
          return { balance, consumed: consumed.sort() };
        }
        case 'settle': {
          const run = runs.get(step.run);
          if (run === undefined) return { balance, consumed: 0, refunded: 0 };
          const last = new Map(step.outcomes.map((outcome) => [outcome.changeId, outcome.success]));
          const told = [...last].flatMap(([id, success]) => {
            const change = run.changes.get(id);
            return change === undefined ? [] : [{ id, change, success }];
          });
          for (const { change, success } of told) {
            if (change.state !== 'open' || success) continue;
            change.state = 'failed';
            balance += change.cost;
          }
          for (const { id, change, success } of told) {
            if (!success) continue;
            const twice = change.cost === 1 && isTwice(step.run, id);
            if (change.state === 'open') {
              change.state = twice ? 'failed' : 'success';
              if (twice) balance += 1;
              else change.proven = now;
            } else if (change.state === 'expired' && !twice && balance >= change.cost) {
              balance -= change.cost;
              change.state = 'success';
              change.proven = now;
            }
          }
          if (step.done) {
            end(run, 'failed');
            run.state = 'settled';
          }
          return counts(run);
        }
        case 'time': {
          now += step.seconds;
          for (const run of runs.values()) {
            if (run.state !== 'open' || run.lease > now) continue;
            end(run, 'expired');
            run.state = 'expired';
          }
          return undefined;
        }
        case 'completed': {
          const run = runs.get(step.run);
          if (run?.state !== 'open') return undefined;
          end(run, 'expired');
          run.state = 'expired';
          return undefined;
        }
        case 'crash':
        case 'again':
          return undefined;
      }
    },
  };
}

interface World {
  server: TestServer;
  readonly entity: Entity;
  readonly repository: Repository;
}

/** The same step against the real book. */
async function carryOut(world: World, step: Step): Promise<unknown> {
  const { server, entity, repository } = world;
  const { ledger } = server.ports;
  const runOf = (number: number): RunOfFile => ({
    repository,
    githubRunId: 500 + Math.floor(number / 2),
    attempt: 1,
    file: number % 2 === 0 ? 'a.yml' : 'b.yml',
  });
  try {
    switch (step.do) {
      case 'grant': {
        const { amount, key } = step;
        return await ledger.grant(entity.id, { amount, key: String(key), reason: 'test' });
      }
      case 'reserve': {
        const reserved = await ledger.reserve(runOf(step.run), step.edits, leaseSeconds);
        return { ...reserved, consumed: [...reserved.consumed].sort() };
      }
      case 'settle':
        return await ledger.settle(runOf(step.run), step.outcomes, step.done);
      case 'time':
        server.clock.advance(step.seconds);
        await ledger.expireLeases();
        return undefined;
      case 'completed': {
        await ledger.refundRun({
          repositoryId: repository.id,
          githubRunId: 500 + Math.floor(step.run / 2),
        });
        return undefined;
      }
      case 'crash':
        world.server = await server.reopen();
        return undefined;
      case 'again':
        return undefined;
    }
  } catch (error) {
    if (error instanceof Problem) return error.details.code;
    throw error;
  }
}

const run = fc.nat(3);
const changeId = fc.constantFrom('c0', 'c1', 'c2', 'c3', 'c4');
/** A change id always means the same edit, as it does in the engine. */
const editOf = (id: string): PricedEdit => {
  const kind: Kind = id === 'c4' ? 'foreign' : id === 'c3' ? 'issued' : 'uploaded';
  return { changeId: id, resource: `r-${id}`, fingerprint: fingerprints[kind] };
};
const edits = fc
  .uniqueArray(changeId, { minLength: 1, maxLength: 4 })
  .map((ids) => ids.map(editOf));
const outcomes = fc.array(fc.record({ changeId, success: fc.boolean() }), { maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('grant'),
      amount: fc.integer({ min: 1, max: 6 }),
      key: fc.nat(5),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('reserve'), run, edits }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('settle'), run, outcomes, done: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('time'),
      seconds: fc.constantFrom(1, 60, 99, 100, 300),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('completed'), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('again') }) },
);

it('agrees with a model of the rules, whatever comes in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const server = await openTestServer();
      const entity = await server.addEntity();
      const stranger = await server.addEntity();
      const repository = await server.addRepository(entity);
      for (const [kind, owner] of [
        ['issued', entity],
        ['foreign', stranger],
      ] as const) {
        await server.ports.db
          .insertInto('certificates')
          .values({
            fingerprint: fingerprints[kind],
            entity_id: owner.id,
            source_id: null,
            name: kind,
            type: 'issued',
            facts: '{}',
            chain_pem: '',
            not_before: '',
            not_after: '',
            key_form: 'none',
            key_data: null,
            key_id: null,
            received_at: '',
          })
          .execute();
      }
      const world: World = { server, entity, repository };
      const model = createModel();
      let last = { do: 'crash' } as Step;
      try {
        for (const each of steps) {
          const now: Step = each.do === 'again' ? last : each;
          if (now.do === 'completed') {
            // Both files of the run are over.
            const other = { ...now, run: now.run % 2 === 0 ? now.run + 1 : now.run - 1 };
            model.apply(other);
          }
          expect(await carryOut(world, now)).toEqual(model.apply(now));
          expect(await world.server.ports.ledger.balance(entity.id)).toBe(model.balance());
          last = now;
        }
        expect(await auditLedger(world.server.ports.db)).toEqual([]);
        const { opening, entries, closing } = await world.server.ports.ledger.statement(entity.id);
        expect(entries.reduce((sum, { amount }) => sum + amount, opening)).toBe(closing);
        expect(closing).toBe(model.balance());
      } finally {
        await world.server.close();
      }
    }),
    { numRuns: 80 },
  );
}, 120_000);

it('holds when many requests are under way at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const server = await openTestServer();
      const entity = await server.addEntity();
      const repository = await server.addRepository(entity);
      const world: World = { server, entity, repository };
      const together = steps.filter(({ do: what }) => what !== 'crash');
      await Promise.all(together.map(async (each) => await carryOut(world, each)));
      expect(await auditLedger(server.ports.db)).toEqual([]);
      expect(await server.ports.ledger.balance(entity.id)).toBeGreaterThanOrEqual(0);
      await server.close();
    }),
    { numRuns: 20 },
  );
}, 120_000);
