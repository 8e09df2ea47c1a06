import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Report } from '../shared/wire/report.ts';
import { reportWith, type ReportedChange } from './dispatch/test-report.ts';
import { fingerprint, openStage, type Stage } from './dispatch/test-stage.ts';
import type { Claims } from './oidc.ts';
import { claimDispatch } from './outbox-claim.ts';
import { Problem } from './problem.ts';
import { readRun } from './run-report.ts';
import { endOf, saveRun } from './runs.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

function claims(overrides: Partial<Claims> = {}): Claims {
  return {
    jti: 'j',
    expiresAt: new Date(0),
    repositoryId: stage.repository.github_id,
    ownerId: stage.repository.owner_id,
    repository: stage.repository.full_name,
    event: 'push',
    ref: 'refs/heads/main',
    sha: 'c'.repeat(40),
    runId: 900,
    attempt: 1,
    environment: null,
    jobWorkflowRef: null,
    ...overrides,
  };
}

async function save(
  report: Report,
  more: { readonly claims?: Partial<Claims>; readonly dispatchId?: string } = {},
) {
  return await saveRun(
    stage.server.ports,
    { repository: stage.repository, claims: claims(more.claims) },
    { dispatchId: more.dispatchId ?? null, report },
  );
}

async function covered(task: string): Promise<readonly string[]> {
  const { id } = await stage.task(task);
  const rows = await stage.server.ports.db
    .selectFrom('task_resources')
    .select('resource')
    .where('task_id', '=', id)
    .orderBy('resource')
    .execute();
  return rows.map((row) => row.resource);
}

/** A dispatch of task "shop" that run 700 has claimed. */
async function claimed(): Promise<string> {
  await stage.arrive('www.example.com', fingerprint('1'));
  stage.clock.advance(31);
  await stage.pump();
  const id = (await stage.dispatches()).find((row) => row.leader_id === null)?.id ?? '';
  const claimant = { repository: stage.repository, runId: 700, attempt: 1 };
  await claimDispatch(stage.server.ports, id, claimant, stage.timings);
  return id;
}

async function refusal(promise: Promise<unknown>): Promise<string> {
  const thrown: unknown = await promise.catch((error: unknown) => error);
  if (!(thrown instanceof Problem)) throw new Error('it was not refused', { cause: thrown });
  return `${thrown.details.status} ${thrown.details.code}`;
}

const dispatched = { claims: { runId: 700, event: 'workflow_dispatch' } };
const change = (resource: string, more: Partial<ReportedChange> = {}): ReportedChange => ({
  resource,
  status: 'success',
  ...more,
});

/** As reports hold them: what was not written has no receipt. */
const failed = { status: 'error', error: 'CLOUD_UNAVAILABLE', receipt: null } as const;
const kept = { status: 'kept', receipt: null } as const;
const statesOf = ({ tasks }: Report) =>
  tasks.flatMap(({ changes }) => changes.map(({ resource, status }) => `${resource} ${status}`));

describe('the report of a merged run', () => {
  it('ends its tasks and widens what they cover', async () => {
    await stage.register([{ name: 'shop' }, { name: 'docs' }], { runId: 900 });
    await save(
      reportWith([
        { name: 'shop', state: 'success', changes: [change('a'), change('b')] },
        { name: 'docs', state: 'partial', changes: [change('c', { status: 'kept' })] },
      ]),
    );
    expect([(await stage.task('shop')).state, (await stage.task('docs')).state]).toEqual([
      'success',
      'partial',
    ]);
    expect([await covered('shop'), await covered('docs')]).toEqual([['a', 'b'], ['c']]);
  });

  it('covers what was approved, whatever became of it, and nothing that nobody saw', async () => {
    await stage.register([{ name: 'shop' }], { runId: 900 });
    await save(
      reportWith([
        {
          name: 'shop',
          state: 'partial',
          changes: [
            change('failed', { status: 'error', error: 'VERIFY_FAILED' }),
            change('undone', { status: 'rolled-back', error: 'VERIFY_FAILED' }),
            change('no-quota', { status: 'held', error: 'QUOTA_EXHAUSTED' }),
            change('unseen', { status: 'held', error: 'PLAN_STALE' }),
            change('refused', { status: 'held', error: 'REFUSED' }),
          ],
        },
      ]),
    );
    expect(await covered('shop')).toEqual(['failed', 'no-quota', 'undone']);
  });

  it('covers what a task with a time will touch, and leaves it waiting', async () => {
    await stage.register([{ name: 'shop', deployAt: '2026-11-25T12:00:00Z' }], { runId: 900 });
    await save(
      reportWith([
        { name: 'shop', state: 'pending', changes: [change('a', { status: 'pending' })] },
      ]),
    );
    expect([(await stage.task('shop')).state, await covered('shop')]).toEqual(['pending', ['a']]);
  });

  it('may be told twice, and an older attempt that comes late changes nothing', async () => {
    await stage.register([{ name: 'shop' }], { runId: 900 });
    const report = reportWith([{ name: 'shop', state: 'success', changes: [change('a')] }]);
    const { id } = await save(report, { claims: { attempt: 2 } });
    expect(await save(report, { claims: { attempt: 2 } })).toEqual({ id });
    stage.clock.advance(60);
    await save(reportWith([{ name: 'shop', state: 'error' }], { verdict: 'error' }));
    expect((await stage.task('shop')).state).toBe('success');
    const rows = await stage.server.ports.db
      .selectFrom('runs')
      .orderBy('finished_at')
      .selectAll()
      .execute();
    expect(rows.map(({ attempt, verdict }) => [attempt, verdict])).toEqual([
      [1, 'error'],
      [2, 'success'],
    ]);
  });

  it('says nothing about a task that a newer push has registered since', async () => {
    await stage.register([{ name: 'shop' }], { runId: 900 });
    await stage.register([{ name: 'shop', certificates: ['new.example.com'] }], { runId: 901 });
    await save(reportWith([{ name: 'shop', state: 'success', changes: [change('a')] }]));
    expect([(await stage.task('shop')).state, await covered('shop')]).toEqual(['processing', []]);
  });

  it('holds thousands of resources', async () => {
    await stage.register([{ name: 'shop' }], { runId: 900 });
    const changes = Array.from({ length: 3000 }, (_, index) => change(`r${index}`));
    await save(reportWith([{ name: 'shop', state: 'success', changes }]));
    expect(await covered('shop')).toHaveLength(3000);
  });
});

describe('the report of another run', () => {
  it('by hand ends tasks and covers nothing', async () => {
    await stage.register([{ name: 'shop' }], { runId: 800 });
    await save(reportWith([{ name: 'shop', state: 'success', changes: [change('a')] }]), {
      claims: { event: 'workflow_dispatch' },
    });
    expect([(await stage.task('shop')).state, await covered('shop')]).toEqual(['success', []]);
  });

  it.each(['verify', 'rollback', 'preview'] as const)('in mode %s ends no task', async (mode) => {
    await stage.register([{ name: 'shop' }], { runId: 900 });
    await save(reportWith([{ name: 'shop', state: 'error', changes: [change('a')] }], { mode }));
    expect([(await stage.task('shop')).state, await covered('shop')]).toEqual(['processing', []]);
  });
});

describe('the report of a dispatched run', () => {
  it('settles the dispatch with all that it carried', async () => {
    await stage.register([{ name: 'shop' }, { name: 'docs' }]);
    const dispatchId = await claimed();
    await save(
      reportWith(
        [
          { name: 'shop', state: 'success', changes: [change('a')] },
          { name: 'docs', state: 'error' },
        ],
        { verdict: 'partial' },
      ),
      { ...dispatched, dispatchId },
    );
    expect((await stage.dispatches()).map((row) => row.state)).toEqual(['partial', 'partial']);
    expect([(await stage.task('shop')).state, (await stage.task('docs')).state]).toEqual([
      'success',
      'error',
    ]);
    expect(await covered('shop')).toEqual([]);
  });

  it('widens what a task covers only where the task says "extend"', async () => {
    await stage.register([{ name: 'shop', extend: true }, { name: 'docs' }]);
    const dispatchId = await claimed();
    await save(
      reportWith([
        { name: 'shop', state: 'success', changes: [change('a')] },
        { name: 'docs', state: 'success', changes: [change('b')] },
      ]),
      { ...dispatched, dispatchId },
    );
    expect([await covered('shop'), await covered('docs')]).toEqual([['a'], []]);
  });

  it('ends tasks that a file which does not parse no longer shows', async () => {
    await stage.register([{ name: 'shop' }]);
    const dispatchId = await claimed();
    await save(reportWith([], { verdict: 'invalid', exitCode: 3 }), { ...dispatched, dispatchId });
    expect((await stage.task('shop')).state).toBe('error');
  });

  it('is refused of a run that has not claimed, or for a dispatch that is not here', async () => {
    await stage.register([{ name: 'shop' }]);
    const dispatchId = await claimed();
    const report = reportWith([]);
    const other = { claims: { runId: 701, event: 'workflow_dispatch' } };
    expect(await refusal(save(report, { ...other, dispatchId }))).toBe('409 NOT_CLAIMED');
    expect(await refusal(save(report, { ...dispatched, dispatchId: 'none' }))).toBe(
      '404 NOT_FOUND',
    );
    expect(await stage.server.ports.db.selectFrom('runs').selectAll().execute()).toEqual([]);
  });

  it('says nothing about other tasks of the file', async () => {
    await stage.register([{ name: 'shop' }, { name: 'docs', certificates: ['docs.example.com'] }]);
    const dispatchId = await claimed();
    await save(
      reportWith([
        { name: 'shop', state: 'success' },
        { name: 'docs', state: 'error' },
      ]),
      { ...dispatched, dispatchId },
    );
    expect((await stage.task('docs')).state).toBe('processing');
  });
});

describe('how a dispatch ends', () => {
  it.each([
    ['success', 'success'],
    ['unchanged', 'success'],
    ['partial', 'partial'],
    ['error', 'error'],
    ['held', 'error'],
    ['incomplete', 'error'],
    ['refused', 'error'],
    ['invalid', 'error'],
    ['cancelled', 'cancelled'],
  ] as const)('is told by the verdict: %s is %s', (verdict, state) => {
    expect(endOf(reportWith([], { verdict }))).toBe(state);
  });

  it('is partial where something was held and something succeeded', () => {
    const tasks = [{ name: 'shop', state: 'partial', changes: [change('a')] }] as const;
    expect(endOf(reportWith(tasks, { verdict: 'held' }))).toBe('partial');
  });
});

describe('reading a report', () => {
  it('gives back what was told, receipts included', async () => {
    const report = reportWith([{ name: 'shop', state: 'success', changes: [change('a')] }]);
    await save(report);
    const { ports } = stage.server;
    expect(await readRun(ports, stage.repository, { githubRunId: 900 })).toEqual(report);
  });

  it('gives back what all attempts of a run did, whichever came first', async () => {
    const first = reportWith(
      [{ name: 'shop', state: 'partial', changes: [change('a'), change('b', failed)] }],
      { verdict: 'partial' },
    );
    const second = reportWith(
      [{ name: 'shop', state: 'success', changes: [change('a', kept), change('b')] }],
      { startedAt: '2026-11-25T11:00:00Z' },
    );
    await save(second, { claims: { attempt: 2 } });
    await save(first, { claims: { attempt: 1 } });
    const { ports } = stage.server;
    const read = await readRun(ports, stage.repository, { githubRunId: 900 });
    expect(read.verdict).toBe('success');
    expect(statesOf(read)).toEqual(['a success', 'b success']);
  });

  it('gives back the deployment of a run that did other things with the file too', async () => {
    const changes = [change('a')];
    const deployed = reportWith([{ name: 'shop', state: 'success', changes }]);
    await save(deployed);
    const later = { startedAt: '2026-11-25T10:02:00Z' };
    await save(reportWith([{ name: 'shop', state: 'success', changes }], { mode: 'verify' }));
    const again = [{ name: 'shop', state: 'success', changes: [change('a', kept)] }] as const;
    await save(reportWith(again, { verdict: 'unchanged', ...later }));
    const { ports } = stage.server;
    const read = await readRun(ports, stage.repository, { githubRunId: 900 });
    expect(read.mode).toBe('deploy');
    expect(statesOf(read)).toEqual(['a success']);
  });

  it('gives back what a receiver of an earlier version has kept', async () => {
    const report = reportWith([{ name: 'shop', state: 'success', changes: [change('a')] }]);
    await save(report);
    const { ports } = stage.server;
    await ports.db
      .updateTable('runs')
      .set({ id: `${stage.repository.github_id}/900/${report.file}` })
      .execute();
    const again = [{ name: 'shop', state: 'success', changes: [change('a', kept)] }] as const;
    await save(reportWith(again, { verdict: 'unchanged' }), { claims: { attempt: 2 } });
    const read = await readRun(ports, stage.repository, { githubRunId: 900 });
    expect([read.verdict, statesOf(read)]).toEqual(['unchanged', ['a success']]);
  });

  it('asks which file where a run reported several, and knows only its own repository', async () => {
    await save(reportWith([]));
    await save(reportWith([], { file: 'other.yml', verdict: 'unchanged' }));
    const { ports } = stage.server;
    const read = (more: object, repository = stage.repository) =>
      readRun(ports, repository, { githubRunId: 900, ...more });
    expect(await refusal(read({}))).toBe('422 INVALID');
    expect((await read({ file: 'other.yml' })).verdict).toBe('unchanged');
    const other = await stage.server.addRepository(stage.entity);
    expect(await refusal(read({}, other))).toBe('404 NOT_FOUND');
  });
});
