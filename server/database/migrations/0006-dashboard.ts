import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const statements = [
  `create table operators (
    id text primary key,
    name text not null unique,
    role text not null check (role in ('operator', 'viewer')),
    token_hash text not null unique check (length(token_hash) = 64),
    created_at text not null,
    signed_in_at text
  ) strict`,

  `create table operator_sessions (
    id_hash text primary key check (length(id_hash) = 64),
    operator_id text references operators (id) on delete cascade,
    settings_mark text,
    created_at text not null,
    seen_at text not null,
    expires_at text not null,
    message text,
    check ((operator_id is null) <> (settings_mark is null))
  ) strict, without rowid`,
  'create index operator_sessions_by_operator on operator_sessions (operator_id)',
  'create index operator_sessions_by_expiry on operator_sessions (expires_at)',

  // Reports are large, and SQLite walks through one to reach the column behind it: lists of runs are
  // answered from here alone.
  `create index runs_listed on runs (finished_at, id, repository_id, file, mode, verdict,
    github_run_id, attempt, dispatch_id)`,
  'create index runs_by_file on runs (repository_id, file, finished_at, mode, verdict, id)',
  'create index ledger_entries_by_time on ledger_entries (entity_id, created_at)',
  'create index dispatches_by_change on dispatches (updated_at, id)',
];

/** Operators and their sessions; indexes for the lists of the dashboard. */
export async function createDashboard(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
