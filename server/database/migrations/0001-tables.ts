import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** The tables of schema.ts. STRICT: a text in an INTEGER column is refused instead of kept. */
const tables = [
  `create table entities (
    id text primary key,
    name text not null unique,
    verified integer not null check (verified in (0, 1)),
    private_ca_consumes integer not null check (private_ca_consumes in (0, 1)),
    created_at text not null
  ) strict`,

  `create table repositories (
    id text primary key,
    github_id integer not null unique,
    owner_id integer not null,
    full_name text not null,
    entity_id text not null references entities (id),
    workflow text not null,
    default_branch text not null,
    environment text,
    job_workflow_ref text,
    created_at text not null,
    disabled_at text
  ) strict`,
  'create index repositories_by_entity on repositories (entity_id)',
  'create index repositories_by_name on repositories (full_name)',

  `create table sources (
    id text primary key,
    name text not null unique,
    kind text not null,
    entity_id text not null references entities (id),
    repository_id text references repositories (id),
    config text not null check (json_valid(config)),
    key_mode text not null check (key_mode in ('never', 'sealed', 'encrypted')),
    certificate_type text not null check (certificate_type in ('issued', 'uploaded', 'private-ca')),
    created_at text not null,
    disabled_at text
  ) strict`,
  'create index sources_by_entity on sources (entity_id)',

  `create table deliveries (
    id text primary key,
    source_id text not null references sources (id),
    delivery_id text not null,
    body_sha256 text not null,
    received_at text not null,
    status integer not null,
    response text not null,
    fingerprint text,
    event text,
    unique (source_id, delivery_id)
  ) strict`,
  'create index deliveries_by_time on deliveries (received_at)',
  'create index deliveries_by_fingerprint on deliveries (fingerprint) where fingerprint is not null',

  `create table certificates (
    fingerprint text primary key check (length(fingerprint) = 64),
    entity_id text not null references entities (id),
    source_id text references sources (id),
    name text not null,
    type text not null check (type in ('issued', 'uploaded', 'private-ca')),
    facts text not null check (json_valid(facts)),
    chain_pem text not null,
    not_before text not null,
    not_after text not null,
    key_form text not null check (key_form in ('none', 'sealed', 'encrypted')),
    key_data blob,
    key_id text,
    received_at text not null,
    check ((key_form = 'none') = (key_data is null)),
    check ((key_form = 'encrypted') = (key_id is not null))
  ) strict`,
  'create index certificates_by_name on certificates (entity_id, name, not_before)',
  'create index certificates_by_expiry on certificates (not_after)',
  'create index certificates_by_key on certificates (key_id) where key_id is not null',

  `create table certificate_copies (
    fingerprint text not null check (length(fingerprint) = 64),
    entity_id text not null references entities (id),
    reason text not null,
    created_at text not null,
    primary key (fingerprint, entity_id)
  ) strict, without rowid`,

  `create table certificate_reads (
    id text primary key,
    fingerprint text not null references certificates (fingerprint),
    repository_id text not null references repositories (id),
    github_run_id integer not null,
    read_at text not null
  ) strict`,
  'create index certificate_reads_by_fingerprint on certificate_reads (fingerprint, read_at)',
  'create index certificate_reads_by_time on certificate_reads (read_at)',

  `create table ledger_entries (
    id integer primary key autoincrement,
    entity_id text not null references entities (id),
    kind text not null check (kind in ('grant', 'consume', 'refund')),
    amount integer not null check ((kind = 'consume') = (amount < 0) and amount <> 0),
    balance_after integer not null check (balance_after >= 0),
    run_key text not null,
    change_id text not null,
    resource text,
    fingerprint text,
    reason text not null,
    created_at text not null,
    unique (run_key, change_id, kind)
  ) strict`,
  'create index ledger_entries_by_entity on ledger_entries (entity_id, id)',
  `create trigger ledger_entries_keep before update on ledger_entries
    begin select raise(abort, 'the ledger is only appended to'); end`,
  `create trigger ledger_entries_stay before delete on ledger_entries
    begin select raise(abort, 'the ledger is only appended to'); end`,
  // Whoever writes, the balance is the sum: an entry that continues any other balance is refused.
  `create trigger ledger_entries_add_up before insert on ledger_entries
    when new.balance_after <> new.amount + coalesce(
      (select balance_after from ledger_entries
        where entity_id = new.entity_id order by id desc limit 1), 0)
    begin select raise(abort, 'the entry does not continue the balance'); end`,

  `create table reservations (
    run_key text primary key,
    entity_id text not null references entities (id),
    repository_id text not null references repositories (id),
    github_run_id integer not null,
    attempt integer not null,
    file text not null,
    lease_until text not null,
    state text not null check (state in ('open', 'settled', 'expired')),
    created_at text not null
  ) strict`,
  "create index reservations_by_lease on reservations (lease_until) where state = 'open'",
  'create index reservations_by_run on reservations (repository_id, github_run_id)',

  `create table reserved_changes (
    run_key text not null references reservations (run_key),
    change_id text not null,
    resource text not null,
    fingerprint text not null,
    cost integer not null check (cost in (0, 1)),
    state text not null check (state in ('open', 'success', 'failed', 'expired')),
    reserved_at text not null,
    settled_at text,
    primary key (run_key, change_id)
  ) strict, without rowid`,
  "create index reserved_changes_open on reserved_changes (run_key) where state = 'open'",

  `create table tasks (
    id text primary key,
    repository_id text not null references repositories (id),
    file text not null,
    name text not null,
    digest text not null,
    commit_sha text not null,
    deploy_at text,
    state text not null check (state in ('draft', 'pending', 'scheduling', 'processing',
      'success', 'partial', 'error', 'cancelled')),
    extend integer not null check (extend in (0, 1)),
    registered_at text not null,
    cancelled_at text
  ) strict`,
  'create index tasks_by_file on tasks (repository_id, file, name)',
  'create index tasks_due on tasks (state, deploy_at)',

  `create table task_certificates (
    task_id text not null references tasks (id) on delete cascade,
    name text not null,
    primary key (task_id, name)
  ) strict, without rowid`,
  'create index task_certificates_by_name on task_certificates (name)',

  `create table task_resources (
    task_id text not null references tasks (id) on delete cascade,
    resource text not null,
    covered_at text not null,
    primary key (task_id, resource)
  ) strict, without rowid`,

  `create table dispatches (
    id text primary key,
    repository_id text not null references repositories (id),
    task_id text references tasks (id),
    dedup_key text not null unique,
    reason text not null check (reason in ('issuance', 'schedule', 'manual')),
    state text not null check (state in ('waiting', 'sending', 'sent', 'running',
      'success', 'partial', 'error', 'cancelled', 'lost')),
    due_at text not null,
    attempts integer not null,
    github_run_id integer,
    run_url text,
    claimed_by text,
    last_error text,
    created_at text not null,
    updated_at text not null
  ) strict`,
  'create index dispatches_due on dispatches (state, due_at)',
  'create index dispatches_by_run on dispatches (repository_id, github_run_id)',
  'create index dispatches_by_task on dispatches (task_id)',

  `create table runs (
    id text primary key,
    repository_id text not null references repositories (id),
    dispatch_id text references dispatches (id),
    github_run_id integer not null,
    attempt integer not null,
    file text not null,
    mode text not null,
    verdict text not null,
    report text not null check (json_valid(report)),
    finished_at text not null
  ) strict`,
  'create index runs_by_github_run on runs (repository_id, github_run_id)',
  'create index runs_by_time on runs (finished_at)',

  `create table plans (
    id text primary key,
    repository_id text not null references repositories (id),
    pull_number integer not null,
    head_sha text not null,
    file text not null,
    digest text not null,
    edits text not null check (json_valid(edits)),
    created_at text not null,
    unique (repository_id, pull_number, file, head_sha, digest)
  ) strict`,

  `create table github_deliveries (
    guid text primary key,
    event text not null,
    outcome text not null,
    received_at text not null
  ) strict, without rowid`,
  'create index github_deliveries_by_time on github_deliveries (received_at)',

  `create table used_tokens (
    jti text primary key,
    expires_at text not null
  ) strict, without rowid`,
  'create index used_tokens_by_time on used_tokens (expires_at)',
];

export async function createTables(db: Kysely<unknown>): Promise<void> {
  for (const statement of tables) await sql.raw(statement).execute(db);
}
