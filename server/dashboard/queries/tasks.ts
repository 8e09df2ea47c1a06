import { sql } from 'kysely';
import type { ExpressionBuilder, Kysely } from 'kysely';

import type { Database, Dispatch, TaskTable } from '../../database/schema.ts';
import { unfinished } from '../actions/dispatch.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';

export const taskFilters = ['live', 'waiting', 'failed', 'cancelled'] as const;
export type TaskFilter = (typeof taskFilters)[number];

export interface TaskSearch {
  readonly filter: TaskFilter;
  readonly part: string;
  readonly cursor: Cursor | undefined;
}

type From = Database & { task: TaskTable };

/** The run that is on its way for a task, of several the one that is due first. */
const underWay = (where: ExpressionBuilder<From, 'task'>) =>
  where
    .selectFrom('dispatches as dispatch')
    .whereRef('dispatch.task_id', '=', 'task.id')
    .where('dispatch.state', 'in', [...unfinished])
    .orderBy('dispatch.due_at')
    .limit(1);

/** The run of its file that reported last, previews aside. */
const lastRun = (where: ExpressionBuilder<From, 'task'>) =>
  where
    .selectFrom('runs as run')
    .whereRef('run.repository_id', '=', 'task.repository_id')
    .whereRef('run.file', '=', 'task.file')
    .where('run.mode', '!=', 'preview')
    .orderBy('run.finished_at', 'desc')
    .limit(1);

function listed(db: Kysely<Database>) {
  return db
    .selectFrom('tasks as task')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .select((where) => [
      'task.id',
      'task.name',
      'task.file',
      'task.state',
      'task.deploy_at',
      'task.registered_at',
      'task.cancelled_at',
      'repository.full_name',
      'repository.disabled_at',
      underWay(where).select('dispatch.due_at').as('run_due_at'),
      underWay(where).select('dispatch.state').as('run_state'),
      lastRun(where).select('run.id').as('last_run'),
      lastRun(where).select('run.verdict').as('last_verdict'),
      lastRun(where).select('run.finished_at').as('last_run_at'),
      where
        .selectFrom('task_certificates as wanted')
        .whereRef('wanted.task_id', '=', 'task.id')
        .select(sql<string | null>`group_concat(wanted.name, ', ')`.as('names'))
        .as('certificates'),
    ]);
}

export type ListedTask = Awaited<ReturnType<typeof listTasks>>['rows'][number];

/** What was registered last, first. */
export async function listTasks(db: Kysely<Database>, { filter, part, cursor }: TaskSearch) {
  let query = listed(db)
    .orderBy('task.registered_at', 'desc')
    .orderBy('task.id', 'desc')
    .limit(pageLimit);
  if (part !== '') {
    query = query.where(
      sql<boolean>`(instr(lower(task.name), ${part.toLowerCase()}) > 0
        or instr(lower(repository.full_name), ${part.toLowerCase()}) > 0)`,
    );
  }
  if (cursor !== undefined) {
    query = query.where(beyond(['task.registered_at', 'task.id'], 'before', cursor));
  }
  query = query.where('task.cancelled_at', filter === 'cancelled' ? 'is not' : 'is', null);
  if (filter === 'waiting') query = query.where('task.state', '=', 'pending');
  if (filter === 'failed') query = query.where('task.state', 'in', ['error', 'partial']);
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.registered_at, id: row.id }));
}

/** How many there are, by filter. */
export async function countTasks(
  db: Kysely<Database>,
): Promise<Readonly<Record<TaskFilter, number>>> {
  return await db
    .selectFrom('tasks')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('cancelled_at', 'is', null).as('live'),
      fn
        .countAll<number>()
        .filterWhere('cancelled_at', 'is', null)
        .filterWhere('state', '=', 'pending')
        .as('waiting'),
      fn
        .countAll<number>()
        .filterWhere('cancelled_at', 'is', null)
        .filterWhere('state', 'in', ['error', 'partial'])
        .as('failed'),
      fn.countAll<number>().filterWhere('cancelled_at', 'is not', null).as('cancelled'),
    ])
    .executeTakeFirstOrThrow();
}

export async function findTask(db: Kysely<Database>, id: string) {
  return await listed(db)
    .where('task.id', '=', id)
    .select(['task.repository_id', 'task.commit_sha', 'task.extend'])
    .executeTakeFirst();
}

/** What a dispatched run may touch. */
export async function listCovered(
  db: Kysely<Database>,
  taskId: string,
  cursor: Cursor | undefined,
) {
  let query = db
    .selectFrom('task_resources')
    .where('task_id', '=', taskId)
    .orderBy('resource')
    .limit(pageLimit)
    .select(['resource', 'covered_at']);
  if (cursor !== undefined) query = query.where('resource', '>', cursor.id);
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.covered_at, id: row.resource }));
}

/** The last runs that were asked for. */
export async function lastDispatches(db: Kysely<Database>, taskId: string, limit: number) {
  return await db
    .selectFrom('dispatches')
    .where('task_id', '=', taskId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .select(['id', 'reason', 'state', 'due_at', 'updated_at', 'last_error', 'run_url'])
    .execute();
}

export type LastDispatch = Pick<
  Dispatch,
  'id' | 'reason' | 'state' | 'due_at' | 'updated_at' | 'last_error' | 'run_url'
>;
