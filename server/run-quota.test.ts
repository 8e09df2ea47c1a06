import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Report } from '../shared/wire/report.ts';
import type { Entity } from './database/schema.ts';
import { reportWith } from './dispatch/test-report.ts';
import { auditLedger } from './ledger-audit.ts';
import type { RunOfFile } from './ledger.ts';
import { settleByReport } from './run-quota.ts';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let entity: Entity;
let run: RunOfFile;
beforeEach(async () => {
  server = await openTestServer();
  entity = await server.addEntity();
  const repository = await server.addRepository(entity);
  run = { repository, githubRunId: 900, attempt: 1, file: '.github/certferry.yml' };
  await server.ports.ledger.grant(entity.id, { amount: 5, key: 'a', reason: '' });
  const ids = ['a', 'b', 'c'];
  await server.ports.ledger.reserve(
    run,
    ids.map((id) => ({ changeId: id, resource: id, fingerprint: 'a'.repeat(64) })),
    600,
  );
});
afterEach(async () => {
  expect(await auditLedger(server.ports.db)).toEqual([]);
  await server.close();
});

/** Of three changes one was proven, one failed, and one was never begun. */
function report(): Report {
  const states = [
    { resource: 'a', status: 'success' },
    { resource: 'b', status: 'rolled-back' },
    { resource: 'c', status: 'held' },
  ] as const;
  const whole = reportWith([{ name: 'shop', state: 'partial', changes: states }]);
  return {
    ...whole,
    tasks: whole.tasks.map((task) => ({
      ...task,
      changes: task.changes.map((change) => ({ ...change, id: change.resource })),
    })),
  };
}
const balance = async () => await server.ports.ledger.balance(entity.id);

it('settles what the run did not: only what was proven stays paid', async () => {
  await settleByReport(server.ports, run, report());
  expect(await balance()).toBe(4);
  await settleByReport(server.ports, run, report());
  expect(await balance()).toBe(4);
});

it('changes nothing about what the run has settled itself', async () => {
  await server.ports.ledger.settle(run, [{ changeId: 'a', success: false }], true);
  await settleByReport(server.ports, run, report());
  expect(await balance()).toBe(5);
});

it('charges what was proven also where GitHub said first that the run is over', async () => {
  await server.ports.ledger.refundRun({ repositoryId: run.repository.id, githubRunId: 900 });
  expect(await balance()).toBe(5);
  await settleByReport(server.ports, run, report());
  expect(await balance()).toBe(4);
});

it('takes a change that two tasks hold as proven where one of them has proven it', async () => {
  const one = report();
  const held = one.tasks.map((task) => ({
    ...task,
    name: 'other',
    changes: task.changes.map((change) => ({ ...change, status: 'held' as const })),
  }));
  await settleByReport(server.ports, run, { ...one, tasks: [...one.tasks, ...held] });
  expect(await balance()).toBe(4);
});

it('says nothing about other attempts of the run', async () => {
  await settleByReport(server.ports, { ...run, attempt: 2 }, report());
  expect(await balance()).toBe(2);
});
