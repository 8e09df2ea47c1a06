import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { unfinished } from '../actions/dispatch.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';

export const dispatchFilters = ['all', 'open', 'bad'] as const;
export type DispatchFilter = (typeof dispatchFilters)[number];

function listed(db: Kysely<Database>) {
  return db
    .selectFrom('dispatches as dispatch')
    .innerJoin('repositories as repository', 'repository.id', 'dispatch.repository_id')
    .leftJoin('tasks as task', 'task.id', 'dispatch.task_id')
    .select([
      'dispatch.id',
      'dispatch.reason',
      'dispatch.state',
      'dispatch.due_at',
      'dispatch.attempts',
      'dispatch.run_url',
      'dispatch.github_run_id',
      'dispatch.last_error',
      'dispatch.created_at',
      'dispatch.updated_at',
      'dispatch.task_id',
      'repository.full_name',
      'repository.disabled_at',
      'task.name as task',
      'task.file',
      'task.state as task_state',
      'task.cancelled_at',
    ]);
}

export type ListedDispatch = Awaited<ReturnType<typeof listDispatches>>['rows'][number];

/** What changed last, first. */
export async function listDispatches(
  db: Kysely<Database>,
  { filter, cursor }: { readonly filter: DispatchFilter; readonly cursor: Cursor | undefined },
) {
  let query = listed(db)
    .orderBy('dispatch.updated_at', 'desc')
    .orderBy('dispatch.id', 'desc')
    .limit(pageLimit);
  if (cursor !== undefined) {
    query = query.where(beyond(['dispatch.updated_at', 'dispatch.id'], 'before', cursor));
  }
  if (filter === 'open') query = query.where('dispatch.state', 'in', [...unfinished]);
  if (filter === 'bad') query = query.where('dispatch.state', 'in', ['lost', 'error']);
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.updated_at, id: row.id }));
}

/** Dispatches that came to nothing and that no later one has taken the place of. */
export async function lostDispatches(
  db: Kysely<Database>,
  since: string,
  limit: number,
): Promise<{ readonly total: number; readonly first: readonly ListedDispatch[] }> {
  const isLost = sql<boolean>`dispatch.state = 'lost' and dispatch.updated_at > ${since}
    and task.cancelled_at is null
    and not exists (select 1 from dispatches newer where newer.task_id = dispatch.task_id
      and newer.created_at > dispatch.created_at)`;
  const { total } = await db
    .selectFrom('dispatches as dispatch')
    .leftJoin('tasks as task', 'task.id', 'dispatch.task_id')
    .where(isLost)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (total === 0) return { total, first: [] };
  const first = await listed(db)
    .where(isLost)
    .orderBy('dispatch.updated_at', 'desc')
    .limit(limit)
    .execute();
  return { total, first };
}
