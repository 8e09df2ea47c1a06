import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const statements = [
  `create table contacts (
    id text primary key,
    repository_id text references repositories (id),
    file text,
    name text not null,
    kind text not null check (kind in ('email', 'webhook')),
    address text,
    format text,
    registered_at text not null,
    removed_at text,
    unique (repository_id, file, name),
    check ((repository_id is null) = (file is null)),
    check ((kind = 'webhook') = (format is not null)),
    check ((address is null) = (removed_at is not null)),
    check (kind = 'email' or address is null or address like 'sealed:%')
  ) strict`,

  `create table task_contacts (
    task_id text not null references tasks (id) on delete cascade,
    contact_id text not null references contacts (id) on delete cascade,
    primary key (task_id, contact_id)
  ) strict, without rowid`,
  'create index task_contacts_by_contact on task_contacts (contact_id)',

  `create table notices (
    id text primary key,
    dedup_key text not null,
    contact_id text not null references contacts (id),
    repository_id text not null references repositories (id),
    file text not null,
    task text,
    about text not null,
    state text not null check (state in ('waiting', 'sent', 'failed')),
    attempts integer not null default 0,
    due_at text not null,
    give_up_at text not null,
    last_error text,
    created_at text not null,
    sent_at text,
    unique (dedup_key, contact_id),
    check ((state = 'sent') = (sent_at is not null))
  ) strict`,
  `create index notices_waiting on notices (contact_id, due_at) where state = 'waiting'`,
  'create index notices_by_time on notices (created_at, id)',
  'create index notices_by_state on notices (state, created_at, id)',
];

/** Contacts of deployment files, and what they are told. */
export async function createNotices(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
