import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';

export const deliveryFilters = ['all', 'stored', 'nothing'] as const;
export type DeliveryFilter = (typeof deliveryFilters)[number];

export interface DeliverySearch {
  readonly filter: DeliveryFilter;
  readonly source: string | undefined;
  readonly cursor: Cursor | undefined;
}

function listed(db: Kysely<Database>) {
  return db
    .selectFrom('deliveries as delivery')
    .innerJoin('sources as source', 'source.id', 'delivery.source_id')
    .select([
      'delivery.id',
      'delivery.received_at',
      'delivery.status',
      'delivery.fingerprint',
      'source.name as source',
      'source.kind',
      sql<string | null>`json_extract(delivery.event, '$.type')`.as('type'),
      sql<string | null>`coalesce(json_extract(delivery.event, '$.data.lineage'),
        json_extract(delivery.event, '$.data.certificate.subject'))`.as('about'),
    ]);
}

/** The last one first. */
export async function listDeliveries(
  db: Kysely<Database>,
  { filter, source, cursor }: DeliverySearch,
) {
  let query = listed(db)
    .orderBy('delivery.received_at', 'desc')
    .orderBy('delivery.id', 'desc')
    .limit(pageLimit);
  if (cursor !== undefined) {
    query = query.where(beyond(['delivery.received_at', 'delivery.id'], 'before', cursor));
  }
  if (filter === 'stored') query = query.where('delivery.status', '=', 202);
  if (filter === 'nothing') query = query.where('delivery.status', '!=', 202);
  if (source !== undefined) query = query.where('source.name', '=', source);
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.received_at, id: row.id }));
}

export async function findDelivery(db: Kysely<Database>, id: string) {
  return await listed(db)
    .innerJoin('entities as entity', 'entity.id', 'source.entity_id')
    .where('delivery.id', '=', id)
    .select([
      'delivery.delivery_id',
      'delivery.body_sha256',
      'delivery.response',
      'delivery.event',
      'source.disabled_at',
      'entity.name as entity',
    ])
    .executeTakeFirst();
}

/** Sources, for narrowing the list down. */
export async function listSources(db: Kysely<Database>, limit: number) {
  return await db
    .selectFrom('sources')
    .orderBy('name')
    .limit(limit)
    .select(['name', 'kind', 'disabled_at'])
    .execute();
}
