import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { unfinished } from '../actions/dispatch.ts';
import { dayMs } from '../when.ts';
import { badVerdicts } from './runs.ts';

/** Tasks that failed, where neither a run of their file nor a lost dispatch says so already. */
export async function otherFailedTasks(db: Kysely<Database>, limit: number) {
  const verdicts = sql.join(badVerdicts.map((verdict) => sql`${verdict}`));
  const failed = db
    .selectFrom('tasks as task')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .where('task.state', 'in', ['error', 'partial'])
    .where('task.cancelled_at', 'is', null)
    .where('repository.disabled_at', 'is', null)
    .where(
      sql<boolean>`coalesce((select run.verdict from runs run
          where run.repository_id = task.repository_id and run.file = task.file
            and run.mode <> 'preview' order by run.finished_at desc limit 1), '') not in (${verdicts})
        and coalesce((select dispatch.state from dispatches dispatch
          where dispatch.task_id = task.id order by dispatch.created_at desc limit 1), '') <> 'lost'`,
    );
  const { total } = await failed
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (total === 0) return { total, first: [] };
  const first = await failed
    .orderBy('task.registered_at', 'desc')
    .limit(limit)
    .select(['task.id', 'task.name', 'task.file', 'task.state', 'task.deploy_at'])
    .select('repository.full_name')
    .execute();
  return { total, first };
}

/** Notices of late that were given up, to contacts that are still named. */
export async function failedNotices(db: Kysely<Database>, since: string, limit: number) {
  const failed = db
    .selectFrom('notices as notice')
    .innerJoin('contacts as contact', 'contact.id', 'notice.contact_id')
    .innerJoin('repositories as repository', 'repository.id', 'notice.repository_id')
    .where('notice.state', '=', 'failed')
    .where('notice.created_at', '>', since)
    .where('contact.removed_at', 'is', null);
  const { total } = await failed
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (total === 0) return { total, first: [] };
  const first = await failed
    .orderBy('notice.created_at', 'desc')
    .limit(limit)
    .select(['notice.last_error', 'notice.created_at', 'contact.name', 'repository.full_name'])
    .execute();
  return { total, first };
}

/** What there is, in numbers. */
export async function numbersOf(db: Kysely<Database>, now: Date) {
  const before = (days: number) => new Date(now.getTime() - days * dayMs).toISOString();
  const states = sql.join(unfinished.map((state) => sql`${state}`));
  const { rows } = await sql<{
    readonly dispatches: number;
    readonly runs: number;
    readonly proven: number;
    readonly deliveries: number;
    readonly balance: number;
    readonly entities: number;
    readonly repositories: number;
  }>`select
    (select count(*) from dispatches where state in (${states})) as dispatches,
    (select count(*) from runs where finished_at > ${before(7)}) as runs,
    (select count(*) from runs where finished_at > ${before(7)}
      and verdict in ('success', 'unchanged')) as proven,
    (select count(*) from deliveries where received_at > ${before(1)}) as deliveries,
    (select coalesce(sum((select balance_after from ledger_entries
      where entity_id = entities.id order by id desc limit 1)), 0) from entities) as balance,
    (select count(*) from entities) as entities,
    (select count(*) from repositories where disabled_at is null) as repositories`.execute(db);
  const [numbers] = rows;
  if (numbers === undefined) throw new Error('a query of numbers has one row');
  return numbers;
}
