import { joinAttempts } from '../shared/report/attempts.ts';
import { Report } from '../shared/wire/report.ts';
import type { Repository } from './database/schema.ts';
import type { Ports } from './ports.ts';
import { problems } from './problem.ts';

/**
 * What a run of this repository did, all its attempts together; with several files, of the one that is
 * named. Where it deployed, that is what is told, whatever else it did with the file.
 */
export async function readRun(
  { db }: Pick<Ports, 'db'>,
  repository: Repository,
  wanted: { readonly githubRunId: number; readonly file?: string | undefined },
): Promise<Report> {
  let query = db
    .selectFrom('runs')
    .select(['file', 'mode', 'report'])
    .where('repository_id', '=', repository.id)
    .where('github_run_id', '=', wanted.githubRunId)
    .orderBy('attempt')
    .orderBy('finished_at')
    .orderBy('id');
  if (wanted.file !== undefined) query = query.where('file', '=', wanted.file);
  const rows = await query.execute();
  const files = new Set(rows.map(({ file }) => file));
  if (files.size > 1) {
    throw problems.invalid(`file: the run has reports of several: ${[...files].sort().join(', ')}`);
  }
  const deployments = rows.filter(({ mode }) => mode === 'deploy');
  const told = deployments.length > 0 ? deployments : rows.slice(-1);
  const joined = joinAttempts(told.map(({ report }) => Report.parse(JSON.parse(report))));
  if (joined === undefined) throw problems.notFound('there is no report of such a run');
  return joined;
}
