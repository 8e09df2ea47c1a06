import { sql } from 'kysely';
import type { Kysely } from 'kysely';

const statements = [
  // Null: the report said none, as reports of earlier versions do.
  `alter table deployed add column ports text check (ports is null or json_valid(ports))`,

  'drop view watch_reasons',
  `create view watch_reasons as
    select name.domain as host, place.value as port, one.repository_id, one.file, one.task,
      one.id as deployed_id
    from deployed_domains name
    join deployed one on one.id = name.deployed_id
    join repositories repository on repository.id = one.repository_id
    join json_each(coalesce(one.ports, '[443]')) place
    where repository.disabled_at is null and exists (select 1 from tasks task
      where task.repository_id = one.repository_id and task.file = one.file
        and task.name = one.task and task.cancelled_at is null)
    union all
    select listed.host, listed.port, listed.repository_id, listed.file, null, null
    from watched_hosts listed
    join repositories repository on repository.id = listed.repository_id
    where repository.disabled_at is null`,

  // Whether a contact was told otherwise last time.
  'create index notices_by_contact on notices (contact_id, created_at)',
];

/**
 * Deployed domains are watched at the ports of their resources, no longer at 443 whatever these are; and
 * what a contact was told last is found at once.
 */
export async function improveTelling(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
