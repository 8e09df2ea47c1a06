import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { openHandle } from './database/open.ts';
import type { Entity, Repository } from './database/schema.ts';
import { auditLedger } from './ledger-audit.ts';
import { openTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

interface Line {
  readonly run?: number;
  readonly consumed?: number;
  readonly settled?: boolean;
  readonly ended?: boolean;
}

let server: TestServer;
let entity: Entity;
let repository: Repository;

beforeEach(async () => {
  server = await openTestServer();
  entity = await server.addEntity();
  repository = await server.addRepository(entity);
});

afterEach(async () => {
  await server.close();
});

/** A process that spends quota from `go` on; `lines` fills while it runs. */
async function spender(name: number, mode: 'spend' | 'settle') {
  const script = join(import.meta.dirname, 'test-ledger-process.ts');
  const words = [script, server.store.path, repository.id, String(name), mode];
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(JSON.parse(line) as Line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  await once(reader, 'line');
  lines.length = 0;
  return { child, lines, ended, go: () => child.stdin.write('go') };
}

it('is never overdrawn by several processes that spend at once', async () => {
  const { ledger } = server.ports;
  await ledger.grant(entity.id, { amount: 1001, key: 'a', reason: '' });
  const spenders = await Promise.all([1, 2, 3].map(async (name) => await spender(name, 'spend')));
  for (const { go } of spenders) go();
  await Promise.all(spenders.map(async ({ ended }) => await ended));
  for (const { lines } of spenders) expect(lines.at(-1)).toEqual({ ended: true });
  const taken = spenders.map(({ lines }) =>
    lines.reduce((sum, { consumed = 0 }) => sum + consumed, 0),
  );
  // 1001 is not a multiple of three: two are left that nobody can take three of.
  expect(taken.reduce((sum, one) => sum + one, 0)).toBe(999);
  expect(taken.filter((one) => one > 0).length).toBeGreaterThan(1);
  expect(await ledger.balance(entity.id)).toBe(2);
  expect(await auditLedger(server.ports.db)).toEqual([]);
}, 60_000);

it('has every entry that was answered, and adds up, after a kill at any moment', async () => {
  const { ledger, db } = server.ports;
  await ledger.grant(entity.id, { amount: 1_000_000, key: 'a', reason: '' });
  let answered = 0;
  for (let kill = 1; kill <= 8; kill += 1) {
    const { child, lines, ended, go } = await spender(kill, 'settle');
    go();
    const enough = 20 + Math.random() * 40;
    while (lines.length < enough) await pause(1);
    await pause(Math.random() * 10);
    child.kill('SIGKILL');
    await ended;

    const checker = openHandle(server.store.path);
    expect(checker.pragma('integrity_check', { simple: true })).toBe('ok');
    checker.close();
    const states = new Map(
      (
        await db
          .selectFrom('reservations')
          .where('github_run_id', '>=', kill * 1_000_000)
          .selectAll()
          .execute()
      ).map((row) => [row.github_run_id, row.state]),
    );
    for (const { run = 0, settled } of lines) {
      expect(states.has(run)).toBe(true);
      if (settled === true) expect(states.get(run)).toBe('settled');
    }
    expect(await auditLedger(db)).toEqual([]);
    answered += lines.length;
  }
  expect(answered).toBeGreaterThanOrEqual(8 * 20);

  // What the killed processes held comes back when their leases end: only the proven stays consumed.
  server.clock.set('2200-01-01T00:00:00.000Z');
  await ledger.expireLeases();
  const { count } = await db
    .selectFrom('reserved_changes')
    .where('state', '=', 'success')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  expect(await ledger.balance(entity.id)).toBe(1_000_000 - count);
  expect(await auditLedger(db)).toEqual([]);
}, 120_000);
