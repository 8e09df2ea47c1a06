import { afterEach, beforeEach, expect, it } from 'vitest';

import { noticeKinds } from '../../shared/notice/facts.ts';
import { startHooks } from '../../shared/notice/test-world.ts';
import type { HookServer } from '../../shared/notice/test-world.ts';
import { immediate } from '../database/open.ts';
import type { Repository } from '../database/schema.ts';
import { registerTasks } from '../tasks.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { createCourier } from './courier.ts';
import { enqueueNotice } from './enqueue.ts';
import { watchNotices } from './gauges.ts';

const file = '.github/certferry.yml';
let hooks: HookServer;
let server: TestServer;
let repository: Repository;

beforeEach(async () => {
  hooks = await startHooks();
  const notices = { mail: undefined, operator: undefined, webhooks: 'any' } as const;
  server = await openTestServer({ settings: { notices } });
  repository = await server.addRepository(await server.addEntity());
  const url = hooks.url('/hook').reveal();
  await registerTasks(
    server.ports,
    { repository, runId: 1 },
    {
      file,
      commit: 'c'.repeat(40),
      tasks: [
        { name: 'shop', certificates: ['x'], deployAt: null, extend: false, contacts: ['chat'] },
      ],
      contacts: [{ name: 'chat', kind: 'webhook', url, format: 'generic' }],
      monitor: [],
    },
  );
});
afterEach(async () => {
  await server.close();
  await hooks.close();
});

const test = async (dedupKey: string) =>
  await immediate(server.ports.db, (trx) =>
    enqueueNotice(trx, {
      dedupKey,
      repositoryId: repository.id,
      file,
      task: 'shop',
      about: { kind: 'test', by: 'x' },
      now: server.clock.now(),
    }),
  );

const shown = async (name: string) =>
  (await server.ports.metrics.render())
    .split('\n')
    .filter((line) => line.startsWith(name) && !line.endsWith(' 0'));

it('count what was sent, put off and given up, and what still waits, by kind', async () => {
  watchNotices(server.ports);
  const courier = createCourier(server.ports, { timeoutMs: 300 });
  const send = async () => {
    await courier.dispatch(new AbortController().signal);
    await courier.idle();
  };
  const all = (await server.ports.metrics.render()).match(/^certferry_notice_attempts_total/gmu);
  expect(all).toHaveLength(3 * noticeKinds.length);

  await test('one');
  expect(await shown('certferry_notices')).toEqual([
    'certferry_notices{kind="test",state="waiting"} 1',
  ]);
  await send();
  hooks.answer(503);
  await test('two');
  await send();
  expect(await shown('certferry_notices')).toEqual([
    'certferry_notices{kind="test",state="waiting"} 1',
  ]);
  hooks.answer(404);
  server.clock.advance(60);
  await send();
  // Written by another version: it is a label of a few all the same.
  await server.ports.db
    .updateTable('notices')
    .set({ about: '{"kind":"from \\"elsewhere\\""}' })
    .where('dedup_key', '=', 'two')
    .execute();
  expect(await shown('certferry_notices')).toEqual([
    'certferry_notices{kind="unknown",state="failed"} 1',
  ]);
  expect(await shown('certferry_notice_attempts_total')).toEqual([
    'certferry_notice_attempts_total{kind="test",result="sent"} 1',
    'certferry_notice_attempts_total{kind="test",result="postponed"} 1',
    'certferry_notice_attempts_total{kind="test",result="failed"} 1',
  ]);
});
