import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const statements = [
  'alter table dispatches add column leader_id text references dispatches (id)',
  'create index dispatches_by_leader on dispatches (leader_id) where leader_id is not null',
  'alter table tasks add column github_run_id integer not null default 0',
  'alter table plans add column github_run_id integer not null default 0',
];

/** One workflow run for several dispatches; registrations and previews in the order of their runs. */
export async function orderRuns(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
