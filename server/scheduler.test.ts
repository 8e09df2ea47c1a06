import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openStage, type Stage } from './dispatch/test-stage.ts';
import { claimDispatch } from './outbox-claim.ts';
import { failForgotten, forgetOld } from './scheduler.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

const at = '2026-11-25T20:00:00+08:00';
const posts = () => stage.github.requestsOf('actions/create-workflow-dispatch').length;

async function claim() {
  const [row] = await stage.dispatches();
  return await claimDispatch(
    stage.server.ports,
    row?.id ?? '',
    { repository: stage.repository, runId: stage.runs()[0]?.id ?? 0, attempt: 1 },
    stage.timings,
  );
}

describe('a task with a time', () => {
  it('runs at that moment, not before', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    stage.clock.set('2026-11-25T11:59:59.999Z');
    await stage.pump();
    expect([posts(), (await stage.task('shop')).state]).toEqual([0, 'pending']);
    stage.clock.set('2026-11-25T12:00:00.000Z');
    await stage.pump();
    expect([posts(), (await stage.task('shop')).state]).toEqual([1, 'scheduling']);
    expect((await claim()).note).toBeNull();
  });

  it('runs once, whatever number of times the process is started anew', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    stage.clock.set('2026-11-25T12:00:00.000Z');
    for (let index = 0; index < 5; index += 1) {
      await stage.restart();
      await stage.pump();
      stage.clock.advance(1);
    }
    expect([posts(), stage.runs().length]).toEqual([1, 1]);
    await stage.server.ports.db.updateTable('tasks').set({ state: 'pending' }).execute();
    await stage.pump();
    expect(posts()).toBe(1);
  });

  it('runs late, with a note, when the receiver was down for a while', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    stage.clock.set('2026-11-25T15:30:00.000Z');
    await stage.restart();
    await stage.pump();
    expect(posts()).toBe(1);
    expect((await claim()).note).toBe(
      'this task was due at 2026-11-25T12:00:00.000Z and is 4 hours late: the receiver was not running then',
    );
  });

  it('expires, and is told, when the receiver was down for longer than a day', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    stage.clock.set('2026-11-26T12:00:01.000Z');
    await stage.restart();
    await stage.pump();
    expect([posts(), (await stage.task('shop')).state]).toEqual([0, 'error']);
    expect(stage.givenUp).toHaveLength(1);
    expect(stage.givenUp[0]?.why).toContain('due at 2026-11-25T12:00:00.000Z');
    await stage.pump();
    expect(stage.givenUp).toHaveLength(1);
  });

  it('does not run when the file no longer holds it', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    await stage.register([]);
    stage.clock.set('2026-11-25T12:00:00.000Z');
    await stage.pump();
    expect(posts()).toBe(0);
  });

  it('runs at its new time when that was changed', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    await stage.register([{ name: 'shop', deployAt: '2026-11-25T13:00:00Z' }]);
    stage.clock.set('2026-11-25T12:30:00.000Z');
    await stage.pump();
    expect(posts()).toBe(0);
    stage.clock.set('2026-11-25T13:00:00.000Z');
    await stage.pump();
    expect(posts()).toBe(1);
  });

  it('waits while its repository is switched off', async () => {
    await stage.register([{ name: 'shop', deployAt: at }]);
    const { db } = stage.server.ports;
    await db.updateTable('repositories').set({ disabled_at: 'x' }).execute();
    stage.clock.set('2026-11-25T12:00:00.000Z');
    await stage.pump();
    expect((await stage.task('shop')).state).toBe('pending');
    await db.updateTable('repositories').set({ disabled_at: null }).execute();
    await stage.pump();
    expect(posts()).toBe(1);
  });

  it('takes along what waits for the same file', async () => {
    await stage.register([
      { name: 'a', deployAt: at },
      { name: 'b', deployAt: at },
    ]);
    stage.clock.set('2026-11-25T12:00:00.000Z');
    await stage.pump();
    expect(stage.runs().map(({ inputs }) => inputs['task'])).toEqual(['a, b']);
  });
});

describe('a task whose run went silent', () => {
  it('shows an error after the longest that a run can last', async () => {
    await stage.register([{ name: 'shop' }]);
    stage.clock.advance(5 * 86_400 - 1);
    expect(await failForgotten(stage.server.ports)).toBe(0);
    stage.clock.advance(2);
    expect(await failForgotten(stage.server.ports)).toBe(1);
    expect((await stage.task('shop')).state).toBe('error');
  });

  it('is left alone while a dispatch of it is under way', async () => {
    await stage.register([{ name: 'shop' }]);
    stage.clock.advance(6 * 86_400);
    await stage.arrive('www.example.com', '1'.repeat(64));
    expect(await failForgotten(stage.server.ports)).toBe(0);
  });
});

describe('deliveries of GitHub', () => {
  it('are forgotten after a month', async () => {
    const { db } = stage.server.ports;
    for (const days of [29, 31]) {
      await db
        .insertInto('github_deliveries')
        .values({
          guid: `guid-${days}`,
          event: 'workflow_run.completed',
          outcome: 'x',
          received_at: new Date(stage.clock.now().getTime() - days * 86_400_000).toISOString(),
        })
        .execute();
    }
    await forgetOld(stage.server.ports);
    const left = await db.selectFrom('github_deliveries').select('guid').execute();
    expect(left).toEqual([{ guid: 'guid-29' }]);
  });
});
