import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database } from '../../database/schema.ts';
import { pageLimit, pageOf } from '../paging.ts';
import type { Cursor } from '../paging.ts';
import { dayMs } from '../when.ts';

const balance = sql<number>`coalesce((select balance_after from ledger_entries
  where entity_id = entity.id order by id desc limit 1), 0)`;

/** What was consumed less what was refunded of it, since a time. */
const used = (since: string) => sql<number>`coalesce((select -sum(amount) from ledger_entries
  where entity_id = entity.id and created_at > ${since} and kind <> 'grant'), 0)`;

/** Over how many days use is measured, and drawn. */
export const usedDays = 30;
export const drawnDays = 90;

const sinceDays = (now: Date, days: number) => new Date(now.getTime() - days * dayMs).toISOString();

/** Entities by name, each with its balance. */
export async function listEntities(
  db: Kysely<Database>,
  { cursor, now }: { readonly cursor: Cursor | undefined; readonly now: Date },
) {
  let query = db
    .selectFrom('entities as entity')
    .orderBy('entity.name')
    .limit(pageLimit)
    .select((where) => [
      'entity.id',
      'entity.name',
      'entity.verified',
      'entity.private_ca_consumes',
      balance.as('balance'),
      used(sinceDays(now, usedDays)).as('used'),
      where
        .selectFrom('repositories as repository')
        .whereRef('repository.entity_id', '=', 'entity.id')
        .where('repository.disabled_at', 'is', null)
        .select(({ fn }) => fn.countAll<number>().as('amount'))
        .as('repositories'),
    ]);
  if (cursor !== undefined) query = query.where('entity.name', '>', cursor.at);
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.name, id: row.id }));
}

/** At most so few are left, however little was used lately. */
const fewest = 5;

/** Entities whose quota lasts for less than it did in the last month; those that never had any are left out. */
export async function lowQuota(db: Kysely<Database>, now: Date, limit: number) {
  const low = db.selectFrom('entities as entity').where(
    sql<boolean>`exists (select 1 from ledger_entries where entity_id = entity.id)
        and ${balance} <= max(${fewest}, ${used(sinceDays(now, usedDays))})`,
  );
  const { total } = await low
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (total === 0) return { total, first: [] };
  const first = await low
    .orderBy(balance)
    .orderBy('entity.name')
    .limit(limit)
    .select([
      'entity.id',
      'entity.name',
      balance.as('balance'),
      used(sinceDays(now, usedDays)).as('used'),
    ])
    .execute();
  return { total, first };
}

/** The balance at the end of each of the last days, the oldest first. */
export async function balanceByDay(
  db: Kysely<Database>,
  entityId: string,
  now: Date,
): Promise<readonly { readonly at: string; readonly balance: number }[]> {
  const days = Array.from({ length: drawnDays + 1 }, (_, index) =>
    sinceDays(now, drawnDays - index),
  );
  const { rows } = await sql<{ readonly at: string; readonly balance: number }>`
    select day.value as at, coalesce((select balance_after from ledger_entries
        where entity_id = ${entityId} and created_at <= day.value
        order by created_at desc, id desc limit 1), 0) as balance
    from json_each(${JSON.stringify(days)}) day order by day.key`.execute(db);
  return rows;
}
