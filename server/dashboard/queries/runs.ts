import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';

/** Verdicts of runs that somebody should look at. */
export const badVerdicts = [
  'partial',
  'error',
  'held',
  'incomplete',
  'refused',
  'invalid',
  'drifted',
  'expiring',
  'cancelled',
] as const;

export const runFilters = ['all', 'bad', 'deploy', 'verify', 'rollback'] as const;
export type RunFilter = (typeof runFilters)[number];

export interface RunSearch {
  readonly filter: RunFilter;
  readonly repositoryId?: string | undefined;
  readonly cursor: Cursor | undefined;
}

/** Reports beyond this are not opened for a list: its page stays quick whatever is in them. */
const openedBytes = 200_000;

function sumOf(path: string) {
  return sql<number | null>`case when octet_length(run.report) < ${openedBytes} then
    (select sum(json_extract(task.value, ${path})) from json_each(run.report, '$.tasks') task) end`;
}

export type ListedRun = Awaited<ReturnType<typeof listRuns>>['rows'][number];

/** The last one first. Reads only the index of lists, besides the reports of the rows that it shows. */
export async function listRuns(db: Kysely<Database>, { filter, repositoryId, cursor }: RunSearch) {
  let found = db
    .selectFrom('runs')
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(pageLimit)
    .select([
      'id',
      'finished_at',
      'repository_id',
      'file',
      'mode',
      'verdict',
      'github_run_id',
      'attempt',
    ]);
  if (cursor !== undefined) found = found.where(beyond(['finished_at', 'id'], 'before', cursor));
  if (repositoryId !== undefined) found = found.where('repository_id', '=', repositoryId);
  if (filter === 'bad') found = found.where('verdict', 'in', [...badVerdicts]);
  else if (filter !== 'all') found = found.where('mode', '=', filter);
  const rows = await db
    .selectFrom(found.as('listed'))
    .innerJoin('runs as run', 'run.id', 'listed.id')
    .innerJoin('repositories as repository', 'repository.id', 'listed.repository_id')
    .selectAll('listed')
    .select([
      'repository.full_name',
      sumOf('$.counts.success').as('proven'),
      sumOf('$.counts.error').as('failed'),
      sumOf('$.counts.held').as('held'),
      sumOf('$.counts.kept').as('kept'),
    ])
    .orderBy('listed.finished_at', 'desc')
    .orderBy('listed.id', 'desc')
    .execute();
  return pageOf(rows, (row) => ({ at: row.finished_at, id: row.id }));
}

/** A run without what it found: that is read piece by piece. */
export async function findRun(db: Kysely<Database>, id: string) {
  return await db
    .selectFrom('runs as run')
    .innerJoin('repositories as repository', 'repository.id', 'run.repository_id')
    .where('run.id', '=', id)
    .select([
      'run.id',
      'run.file',
      'run.mode',
      'run.verdict',
      'run.github_run_id',
      'run.attempt',
      'run.dispatch_id',
      'run.finished_at',
      'repository.full_name',
      sql<string>`json_remove(run.report, '$.tasks')`.as('head'),
    ])
    .executeTakeFirst();
}

/** The tasks of a report without their long lists, at most so many. */
export async function tasksOfRun(db: Kysely<Database>, id: string, limit: number) {
  const { rows } = await sql<{
    readonly task: string;
    readonly changes: number;
    readonly unmatched: number;
  }>`select json_remove(task.value, '$.changes', '$.unmatched') as task,
      json_array_length(task.value, '$.changes') as changes,
      json_array_length(task.value, '$.unmatched') as unmatched
    from runs, json_each(runs.report, '$.tasks') task
    where runs.id = ${id} order by task.key limit ${limit}`.execute(db);
  return rows;
}

/**
 * The resources of a run, of one of the two lists that a task has. The name of the task is taken once: a
 * column of the outer `json_each` holds the whole task, and would be made anew for each resource.
 */
function piecesOf(id: string, list: 'changes' | 'unmatched') {
  return sql`(select runs.report, tasks.key as task_key, tasks.name as task
      from runs, (select task.key as key, json_extract(task.value, '$.name') as name
        from runs, json_each(runs.report, '$.tasks') task where runs.id = ${id}) tasks
      where runs.id = ${id} limit -1) run,
    json_each(run.report, '$.tasks[' || run.task_key || '].' || ${list}) piece`;
}

/** How many resources of a run are in each state. */
export async function countStates(
  db: Kysely<Database>,
  id: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ readonly state: string; readonly amount: number }>`
    select json_extract(piece.value, '$.status') as state, count(*) as amount
    from ${piecesOf(id, 'changes')} group by state`.execute(db);
  return new Map(rows.map(({ state, amount }) => [state, amount]));
}

/** How many resources are shown at once. */
export const resourcesPerPage = 50;

interface Piece {
  readonly task: string;
  readonly value: string;
}

/** One page of the resources of a run, those first that somebody has to look at. */
export async function changesOfRun(
  db: Kysely<Database>,
  id: string,
  { state, page }: { readonly state: string | undefined; readonly page: number },
): Promise<readonly Piece[]> {
  const wanted =
    state === undefined ? sql`` : sql`where json_extract(piece.value, '$.status') = ${state}`;
  const { rows } = await sql<Piece>`
    select run.task as task, piece.value as value from ${piecesOf(id, 'changes')} ${wanted}
    order by case json_extract(piece.value, '$.status')
        when 'rollback-error' then 0 when 'error' then 1 when 'rolled-back' then 2 when 'held' then 3
        when 'rolling-back' then 4 when 'processing' then 5 when 'pending' then 6
        when 'success' then 7 else 8 end, run.task_key, piece.key
    limit ${resourcesPerPage} offset ${(page - 1) * resourcesPerPage}`.execute(db);
  return rows;
}

/** One page of the resources that no certificate of a run matched. */
export async function unmatchedOfRun(
  db: Kysely<Database>,
  id: string,
  page: number,
): Promise<readonly Piece[]> {
  const { rows } = await sql<Piece>`
    select run.task as task, piece.value as value from ${piecesOf(id, 'unmatched')}
    order by run.task_key, piece.key
    limit ${resourcesPerPage} offset ${(page - 1) * resourcesPerPage}`.execute(db);
  return rows;
}

/** The newest run of each file that is not as it should be, of the last so many days. */
export async function filesInTrouble(
  db: Kysely<Database>,
  since: string,
  limit: number,
): Promise<{
  readonly total: number;
  readonly first: readonly {
    readonly id: string;
    readonly file: string;
    readonly verdict: string;
    readonly finished_at: string;
    readonly full_name: string;
  }[];
}> {
  const bad = db
    .selectFrom('runs as run')
    .innerJoin('repositories as repository', 'repository.id', 'run.repository_id')
    .where('run.finished_at', '>', since)
    .where('run.mode', '!=', 'preview')
    .where('run.verdict', 'in', [...badVerdicts])
    .where('repository.disabled_at', 'is', null)
    .where(
      sql<boolean>`not exists (select 1 from runs newer where newer.repository_id = run.repository_id
        and newer.file = run.file and newer.mode <> 'preview'
        and newer.finished_at > run.finished_at)`,
    );
  const { total } = await bad
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const first = await bad
    .orderBy('run.finished_at', 'desc')
    .limit(limit)
    .select(['run.id', 'run.file', 'run.verdict', 'run.finished_at', 'repository.full_name'])
    .execute();
  return { total, first };
}
