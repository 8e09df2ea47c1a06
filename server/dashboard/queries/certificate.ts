import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';
import { listed } from './certificates.ts';
import type { ListedCertificate } from './certificates.ts';

/** Everything about one but its key. */
export async function findCertificate(db: Kysely<Database>, fingerprint: string) {
  return await listed(db)
    .leftJoin('sources as source', 'source.id', 'certificate.source_id')
    .leftJoin('repositories as repository', 'repository.id', 'source.repository_id')
    .where('certificate.fingerprint', '=', fingerprint)
    .select([
      'certificate.entity_id',
      'certificate.facts',
      'certificate.key_id',
      'certificate.received_at',
      'source.name as source',
      'repository.full_name as repository',
    ])
    .executeTakeFirst();
}

/** Others of its name, the newest first. */
export async function lineage(
  db: Kysely<Database>,
  { entity_id: entityId, name }: { readonly entity_id: string; readonly name: string },
  limit: number,
): Promise<readonly ListedCertificate[]> {
  return await listed(db)
    .where('certificate.entity_id', '=', entityId)
    .where('certificate.name', '=', name)
    .orderBy('certificate.not_before', 'desc')
    .limit(limit)
    .execute();
}

/** Who was given the bundle, last first. */
export async function listReads(
  db: Kysely<Database>,
  fingerprint: string,
  cursor: Cursor | undefined,
) {
  let query = db
    .selectFrom('certificate_reads as read')
    .innerJoin('repositories as repository', 'repository.id', 'read.repository_id')
    .where('read.fingerprint', '=', fingerprint)
    .orderBy('read.read_at', 'desc')
    .orderBy('read.id', 'desc')
    .limit(pageLimit)
    .select(['read.id', 'read.read_at', 'read.github_run_id', 'repository.full_name']);
  if (cursor !== undefined)
    query = query.where(beyond(['read.read_at', 'read.id'], 'before', cursor));
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.read_at, id: row.id }));
}

/** Tasks that deploy certificates of this name for this entity. */
export async function tasksOfName(
  db: Kysely<Database>,
  { entity_id: entityId, name }: { readonly entity_id: string; readonly name: string },
  limit: number,
) {
  return await db
    .selectFrom('task_certificates as wanted')
    .innerJoin('tasks as task', 'task.id', 'wanted.task_id')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .where('wanted.name', '=', name)
    .where('repository.entity_id', '=', entityId)
    .where('task.cancelled_at', 'is', null)
    .orderBy('repository.full_name')
    .orderBy('task.name')
    .limit(limit)
    .select(['task.id', 'task.name', 'task.state', 'task.file', 'repository.full_name'])
    .execute();
}

/** What is known of it beside the certificate itself. */
export async function remarks(db: Kysely<Database>, fingerprint: string) {
  const copies = await db
    .selectFrom('certificate_copies as copy')
    .innerJoin('entities as entity', 'entity.id', 'copy.entity_id')
    .where('copy.fingerprint', '=', fingerprint)
    .orderBy('copy.created_at')
    .limit(20)
    .select(['entity.name as entity', 'copy.reason', 'copy.created_at'])
    .execute();
  const revocations = await db
    .selectFrom('certificate_revocations as revocation')
    .innerJoin('sources as source', 'source.id', 'revocation.source_id')
    .where('revocation.fingerprint', '=', fingerprint)
    .limit(20)
    .select(['source.name as source', 'revocation.revoked_at'])
    .execute();
  const deliveries = await db
    .selectFrom('deliveries as delivery')
    .innerJoin('sources as source', 'source.id', 'delivery.source_id')
    .where('delivery.fingerprint', '=', fingerprint)
    .orderBy('delivery.received_at', 'desc')
    .limit(10)
    .select(['delivery.id', 'delivery.received_at', 'delivery.status', 'source.name as source'])
    .execute();
  return { copies, revocations, deliveries };
}
