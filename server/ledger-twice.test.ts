import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Entity } from './database/schema.ts';
import { auditLedger } from './ledger-audit.ts';
import type { Ledger, RunOfFile } from './ledger.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let ledger: Ledger;
let entity: Entity;
let one: RunOfFile;
let other: RunOfFile;
beforeEach(async () => {
  server = await openTestServer();
  ({ ledger } = server.ports);
  entity = await server.addEntity();
  const repository = await server.addRepository(entity);
  one = { repository, githubRunId: 100, attempt: 1, file: '.github/certferry.yml' };
  other = { ...one, githubRunId: 101 };
  await ledger.grant(entity.id, { amount: 5, key: 'a', reason: '' });
});
afterEach(async () => {
  expect(await auditLedger(server.ports.db)).toEqual([]);
  await server.close();
});

const edits = [{ changeId: 'c', resource: 'tencent/cdn:prod/c', fingerprint: 'a'.repeat(64) }];
const proven = [{ changeId: 'c', success: true }];
const balance = async () => await ledger.balance(entity.id);

it('is paid once, by the run that says so first, where two deploy it at once', async () => {
  await ledger.reserve(one, edits, 600);
  await ledger.reserve(other, edits, 600);
  expect(await balance()).toBe(3);
  server.clock.advance(5);
  await ledger.settle(other, proven, true);
  server.clock.advance(5);
  const settled = await ledger.settle(one, proven, true);
  expect(settled).toEqual({ balance: 4, consumed: 0, refunded: 1 });
  expect(await ledger.settle(one, proven, true)).toEqual(settled);
});

it('is paid by the one that proved it where the other failed', async () => {
  await ledger.reserve(one, edits, 600);
  await ledger.reserve(other, edits, 600);
  await ledger.settle(other, [{ changeId: 'c', success: false }], true);
  await ledger.settle(one, proven, true);
  expect(await balance()).toBe(4);
});

it('is not paid again by a run that was believed to be over while the next one deployed it', async () => {
  await ledger.reserve(one, edits, 600);
  await ledger.refundRun({ repositoryId: one.repository.id, githubRunId: 100 });
  server.clock.advance(5);
  await ledger.reserve(other, edits, 600);
  await ledger.settle(other, proven, true);
  server.clock.advance(5);
  await ledger.settle(one, proven, true);
  expect(await balance()).toBe(4);
});

it('is paid again where a resource lost it, and by another file or repository', async () => {
  await ledger.reserve(one, edits, 600);
  await ledger.settle(one, proven, true);
  server.clock.advance(60);
  const stranger = await server.addRepository(entity);
  const again = [other, { ...other, file: 'b.yml' }, { ...other, repository: stranger }];
  for (const run of again) await ledger.reserve(run, edits, 600);
  await ledger.settle(other, proven, true);
  for (const run of again) await ledger.settle(run, proven, true);
  expect(await balance()).toBe(1);
});
