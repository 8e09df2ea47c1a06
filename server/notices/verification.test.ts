import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { NoticeFacts } from '../../shared/notice/facts.ts';
import { immediate } from '../database/open.ts';
import type { Repository } from '../database/schema.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { registerTasks } from '../tasks.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { enqueueRun } from './enqueue-run.ts';

const report = reportWith([
  { name: 'shop', state: 'success', changes: [{ resource: 'a', status: 'kept' }] },
]);
let server: TestServer;
let repository: Repository;

beforeEach(async () => {
  server = await openTestServer();
  repository = await server.addRepository(await server.addEntity());
  const task = { certificates: ['x'], deployAt: null, extend: false, contacts: ['ops'] };
  await registerTasks(
    server.ports,
    { repository, runId: 1 },
    {
      file: report.file,
      commit: 'c'.repeat(40),
      tasks: [{ ...task, name: 'shop' }],
      contacts: [{ name: 'ops', kind: 'email', email: 'ops@example.com' }],
      monitor: [],
    },
  );
});
afterEach(async () => {
  await server.close();
});

interface Ended {
  readonly mode?: 'verify' | 'deploy';
  readonly verdict?: 'success' | 'drifted' | 'incomplete';
  readonly attempt?: number;
}

async function ended(run: number, { mode = 'verify', verdict = 'success', attempt = 1 }: Ended) {
  server.clock.advance(60);
  await immediate(server.ports.db, (trx) =>
    enqueueRun(trx, {
      id: `1/${run}/file`,
      attempt,
      repositoryId: repository.id,
      report: { ...report, mode, verdict },
      now: server.clock.now(),
    }),
  );
}

async function told(): Promise<readonly string[]> {
  const rows = await server.ports.db
    .selectFrom('notices')
    .select('about')
    .orderBy('created_at')
    .execute();
  return rows.map((row) => {
    const about = NoticeFacts.parse(JSON.parse(row.about));
    return about.kind === 'run' ? `${about.mode} ${about.verdict}` : about.kind;
  });
}

describe('a verification', () => {
  it('that finds all well day by day tells nobody', async () => {
    for (let day = 1; day <= 5; day += 1) await ended(day, {});
    expect(await told()).toEqual([]);
  });

  it('tells each time while something is wrong, and once when it is well again', async () => {
    await ended(1, { verdict: 'drifted' });
    await ended(2, { verdict: 'incomplete' });
    await ended(3, {});
    await ended(3, {});
    await ended(4, {});
    expect(await told()).toEqual(['verify drifted', 'verify incomplete', 'verify success']);
  });

  it('is well again also in another attempt of the run that found something', async () => {
    await ended(1, { verdict: 'drifted' });
    await ended(1, { attempt: 2 });
    await ended(1, { attempt: 3 });
    expect(await told()).toEqual(['verify drifted', 'verify success']);
  });

  it('is not mistaken for a deployment, of which contacts hear each time', async () => {
    await ended(1, { verdict: 'drifted' });
    await ended(2, { mode: 'deploy' });
    await ended(3, {});
    await ended(4, {});
    await ended(5, { mode: 'deploy' });
    expect(await told()).toEqual([
      'verify drifted',
      'deploy success',
      'verify success',
      'deploy success',
    ]);
  });
});
