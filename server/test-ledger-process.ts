import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { systemClock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import { createLedger } from './ledger.ts';
import { createLog } from './log.ts';
import { Problem } from './problem.ts';

/**
 * A process of its own for tests: reserves and settles against one database until the quota is used
 * up, or until it is killed; begins when it is told to. Prints a line of JSON for every answer it got, after it got it.
 */
const [path = '', repositoryId = '', name = '0', mode = 'spend'] = process.argv.slice(2);
const store = openDatabase(path, { create: false });
const ledger = createLedger({
  db: store.db,
  clock: systemClock,
  log: createLog({ level: 'error' }),
});
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

say({ ready: true });
await once(process.stdin, 'data');
process.stdin.destroy();
for (let round = 0; round < 100_000; round += 1) {
  const run = {
    repository: { id: repositoryId, github_id: 1 },
    githubRunId: Number(name) * 1_000_000 + round,
    attempt: 1,
    file: 'f',
  };
  const edits = ['a', 'b', 'c'].map((changeId) => ({
    changeId,
    resource: changeId,
    fingerprint: 'f'.repeat(64),
  }));
  try {
    const { consumed } = await ledger.reserve(run, edits, 600);
    say({ run: run.githubRunId, consumed: consumed.length });
  } catch (error) {
    if (error instanceof Problem && error.details.code === 'QUOTA_EXHAUSTED') break;
    throw error;
  }
  if (mode === 'settle') {
    const outcomes = [
      { changeId: 'a', success: true },
      { changeId: 'b', success: false },
    ];
    await ledger.settle(run, outcomes, true);
    say({ run: run.githubRunId, settled: true });
  }
  if (round % 16 === 0) await pause(1);
}
await store.close();
say({ ended: true });
