import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const statements = [
  `create table deployed (
    id text primary key,
    repository_id text not null references repositories (id),
    file text not null,
    task text not null,
    resource text not null,
    certificate text not null,
    certificate_type text not null check (certificate_type in ('issued', 'uploaded', 'private-ca')),
    key_type text not null check (key_type in ('rsa', 'ecdsa', 'other')),
    fingerprint text check (length(fingerprint) = 64),
    not_before text,
    not_after text,
    replaced text,
    domains text not null check (json_valid(domains)),
    at text not null,
    since text not null
  ) strict`,
  'create index deployed_by_resource on deployed (repository_id, file, task, resource)',

  `create table deployed_domains (
    deployed_id text not null references deployed (id) on delete cascade,
    domain text not null,
    primary key (deployed_id, domain)
  ) strict, without rowid`,
  'create index deployed_domains_by_domain on deployed_domains (domain)',

  `create table watched_hosts (
    repository_id text not null references repositories (id),
    file text not null,
    host text not null,
    port integer not null check (port between 1 and 65535),
    registered_at text not null,
    primary key (repository_id, file, host, port)
  ) strict, without rowid`,
  'create index watched_hosts_by_host on watched_hosts (host, port)',

  `create view watch_reasons as
    select name.domain as host, 443 as port, one.repository_id, one.file, one.task,
      one.id as deployed_id
    from deployed_domains name
    join deployed one on one.id = name.deployed_id
    join repositories repository on repository.id = one.repository_id
    where repository.disabled_at is null and exists (select 1 from tasks task
      where task.repository_id = one.repository_id and task.file = one.file
        and task.name = one.task and task.cancelled_at is null)
    union all
    select listed.host, listed.port, listed.repository_id, listed.file, null, null
    from watched_hosts listed
    join repositories repository on repository.id = listed.repository_id
    where repository.disabled_at is null`,

  `create table watched_endpoints (
    id text primary key,
    host text not null,
    port integer not null,
    created_at text not null,
    retired_at text,
    due_at text not null,
    probing_until text,
    state text not null check (state in ('new', 'ok', 'settling', 'notice', 'alarm', 'silent',
      'unreachable', 'skipped')),
    words text not null,
    failures integer not null,
    probed_at text,
    served_at text,
    fingerprint text,
    issuer text,
    not_before text,
    not_after text,
    unique (host, port)
  ) strict`,
  'create index watched_endpoints_due on watched_endpoints (due_at) where retired_at is null',

  `create table probes (
    id integer primary key autoincrement,
    endpoint_id text not null references watched_endpoints (id) on delete cascade,
    at text not null,
    address text,
    fingerprint text,
    issuer text,
    not_after text,
    chain text,
    error text
  ) strict`,
  'create index probes_by_endpoint on probes (endpoint_id, id)',
  'create index probes_by_time on probes (at)',

  `create table alarms (
    id text primary key,
    endpoint_id text references watched_endpoints (id) on delete cascade,
    fingerprint text,
    kind text not null check (kind in ('not-deployed', 'newer', 'expiring', 'expired',
      'not-yet-valid', 'wrong-name', 'chain', 'unreachable')),
    level text not null check (level in ('notice', 'alarm')),
    state text not null check (state in ('open', 'acknowledged', 'resolved')),
    cause text not null,
    rung real,
    words text not null,
    opened_at text not null,
    changed_at text not null,
    pending integer not null check (pending in (0, 1)),
    told_at text,
    acknowledged_at text,
    acknowledged_by text,
    resolved_at text,
    check (endpoint_id is not null or fingerprint is not null),
    check ((state = 'resolved') = (resolved_at is not null)),
    check (state = 'open' or pending = 0)
  ) strict`,
  `create unique index alarms_of_endpoints on alarms (endpoint_id, kind)
    where state <> 'resolved' and endpoint_id is not null`,
  `create unique index alarms_of_certificates on alarms (fingerprint, kind)
    where state <> 'resolved' and endpoint_id is null`,
  'create index alarms_by_endpoint on alarms (endpoint_id, kind, changed_at)',
  'create index alarms_pending on alarms (changed_at) where pending = 1',
  'create index alarms_by_time on alarms (changed_at, id)',
];

/** What was deployed, what is watched, what was served, and what is wrong with it. */
export async function createMonitor(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
