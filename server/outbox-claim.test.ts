import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Repository } from './database/schema.ts';
import { fingerprint, openStage, type Stage } from './dispatch/test-stage.ts';
import { claimDispatch } from './outbox-claim.ts';
import { requestRun } from './outbox-request.ts';
import { Problem } from './problem.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

async function leader(): Promise<string> {
  const row = (await stage.dispatches()).find((one) => one.leader_id === null);
  if (row === undefined) throw new Error('no dispatch');
  return row.id;
}

async function sent(): Promise<string> {
  await stage.arrive('www.example.com', fingerprint('1'));
  stage.clock.advance(31);
  await stage.pump();
  return await leader();
}

async function claim(
  id: string,
  runId: number,
  more: { readonly attempt?: number; readonly repository?: Repository } = {},
) {
  const { attempt = 1, repository = stage.repository } = more;
  return await claimDispatch(stage.server.ports, id, { repository, runId, attempt }, stage.timings);
}

/** Status and code of what is refused. */
async function refusal(promise: Promise<unknown>): Promise<string> {
  const thrown: unknown = await promise.catch((error: unknown) => error);
  if (!(thrown instanceof Problem)) throw new Error('it was not refused', { cause: thrown });
  return `${thrown.details.status} ${thrown.details.code}`;
}

async function cover(task: string, resources: readonly string[]): Promise<void> {
  const { id } = await stage.task(task);
  const rows = resources.map((resource) => ({ task_id: id, resource, covered_at: 'x' }));
  await stage.server.ports.db.insertInto('task_resources').values(rows).execute();
}

describe('two runs with one dispatch', () => {
  it('are told apart: the first carries it, the second ends', async () => {
    await stage.register([{ name: 'shop' }]);
    const id = await sent();
    const race = await Promise.all(
      [501, 502, 503].map((runId) =>
        claim(id, runId).then(
          () => runId,
          async (error: unknown) => refusal(Promise.reject(error as Error)),
        ),
      ),
    );
    expect(race.filter((one) => one === '409 ALREADY_CLAIMED')).toHaveLength(2);
    const winner = race.find((one) => typeof one === 'number');
    const [row] = await stage.dispatches();
    expect(row).toMatchObject({
      state: 'running',
      claimed_by: `${winner}.1`,
      github_run_id: winner,
    });
  });

  it('stay apart after a restart', async () => {
    await stage.register([{ name: 'shop' }]);
    const id = await sent();
    await claim(id, 501);
    await stage.restart();
    expect(await refusal(claim(id, 502))).toBe('409 ALREADY_CLAIMED');
    expect(await claim(id, 501)).toMatchObject({ task: 'shop' });
  });
});

describe('a re-run of the run that claimed', () => {
  it('may claim again, an older attempt may not', async () => {
    await stage.register([{ name: 'shop' }]);
    const id = await sent();
    await claim(id, 501);
    await claim(id, 501, { attempt: 2 });
    await claim(id, 501, { attempt: 2 });
    expect(await refusal(claim(id, 501))).toBe('409 ALREADY_CLAIMED');
  });
});

describe('a claim', () => {
  it('says what the run may touch, task by task', async () => {
    await stage.register([
      { name: 'a' },
      { name: 'b', extend: true },
      { name: 'c', certificates: ['other.example.com'] },
    ]);
    await cover('a', ['tencent/cdn:prod/x', 'aws/alb:prod/y']);
    await cover('b', ['aws/alb:prod/y']);
    await cover('c', ['aws/alb:prod/z']);
    const reply = await claim(await sent(), 501);
    expect(reply.tasks.toSorted((left, right) => (left.name < right.name ? -1 : 1))).toEqual([
      { name: 'a', extend: false, covered: ['aws/alb:prod/y', 'tencent/cdn:prod/x'] },
      { name: 'b', extend: true, covered: ['aws/alb:prod/y'] },
    ]);
    expect(reply).toMatchObject({
      task: null,
      reason: 'issuance',
      extend: false,
      covered: ['aws/alb:prod/y', 'tencent/cdn:prod/x'],
      note: null,
    });
  });

  it('names the task where there is one', async () => {
    await stage.register([{ name: 'shop', extend: true }]);
    expect(await claim(await sent(), 501)).toMatchObject({
      task: 'shop',
      file: '.github/certferry.yml',
      extend: true,
      covered: [],
    });
    expect((await stage.task('shop')).state).toBe('processing');
  });

  it('is for the repository that the dispatch belongs to, and for dispatches that were sent', async () => {
    await stage.register([{ name: 'a' }, { name: 'b' }]);
    const id = await sent();
    const other = await stage.server.addRepository(stage.entity);
    expect(await refusal(claim(id, 501, { repository: other }))).toBe('404 NOT_FOUND');
    expect(await refusal(claim(randomUUID(), 501))).toBe('404 NOT_FOUND');
    const member = (await stage.dispatches()).find((row) => row.leader_id !== null);
    expect(await refusal(claim(member?.id ?? '', 501))).toBe('404 NOT_FOUND');
  });

  it('comes too late when the file no longer holds the task', async () => {
    await stage.register([{ name: 'shop' }]);
    const id = await sent();
    await stage.register([]);
    expect(await refusal(claim(id, 501))).toBe('409 DISPATCH_CANCELLED');
  });

  it('leaves out the tasks that the file no longer holds', async () => {
    await stage.register([{ name: 'a' }, { name: 'b' }]);
    const id = await sent();
    await stage.register([{ name: 'b' }]);
    expect((await claim(id, 501)).tasks.map((task) => task.name)).toEqual(['b']);
  });

  it('of a time that was changed meanwhile is refused', async () => {
    await stage.register([{ name: 'shop', deployAt: '2026-11-25T11:00:00Z' }]);
    stage.clock.advance(3601);
    await stage.pump();
    const id = await leader();
    await stage.register([{ name: 'shop', deployAt: '2026-11-26T11:00:00Z' }]);
    expect(await refusal(claim(id, 501))).toBe('409 DISPATCH_CANCELLED');
    expect((await stage.task('shop')).state).toBe('pending');
    stage.clock.advance(86_400);
    await stage.pump();
    expect(await stage.dispatches()).toHaveLength(2);
  });

  it('of a dispatch that was given up is welcome: the run came after all', async () => {
    await stage.register([{ name: 'shop' }]);
    const id = await sent();
    await stage.server.ports.db.updateTable('dispatches').set({ state: 'lost' }).execute();
    await claim(id, 501);
    expect((await stage.dispatches())[0]?.state).toBe('running');
  });
});

describe('a run that somebody asks for', () => {
  it('is started at once, and once for each key', async () => {
    await stage.register([{ name: 'shop' }]);
    const { id: taskId } = await stage.task('shop');
    const first = await requestRun(stage.server.ports, { taskId, key: 'click-1' });
    expect(await requestRun(stage.server.ports, { taskId, key: 'click-1' })).toBe(first);
    await stage.pump();
    expect(stage.runs()).toHaveLength(1);
    expect(await claim(first, 501)).toMatchObject({ reason: 'manual', task: 'shop' });
    await expect(requestRun(stage.server.ports, { taskId: 'none', key: 'x' })).rejects.toThrow(
      'no such task',
    );
  });
});
