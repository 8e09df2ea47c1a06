import { sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';

import type { Database } from './database/schema.ts';

interface Check {
  readonly says: string;
  /** Rows that break it, each as one text. */
  readonly broken: RawBuilder<{ readonly what: string }>;
}

/** What must hold of the book at every moment. The database enforces most; this reads it all again. */
const checks: readonly Check[] = [
  {
    says: 'a balance is the sum of the entries',
    broken: sql`select entity_id || ' entry ' || id as what from (
      select id, entity_id, balance_after,
        sum(amount) over (partition by entity_id order by id) as total from ledger_entries)
      where balance_after <> total`,
  },
  {
    says: 'no balance is negative',
    broken: sql`select entity_id || ' entry ' || id as what from ledger_entries where balance_after < 0`,
  },
  {
    says: 'nothing is refunded that was not consumed',
    broken: sql`select r.run_key || ' ' || r.change_id as what from ledger_entries r
      where r.kind = 'refund' and not exists (select 1 from ledger_entries c
        where c.kind = 'consume' and c.run_key = r.run_key and c.change_id = r.change_id
          and c.entity_id = r.entity_id and c.id < r.id and c.amount = -r.amount)`,
  },
  {
    says: 'a reserved change that costs was consumed, and one that is free was not',
    broken: sql`select n.run_key || ' ' || n.change_id as what from reserved_changes n
      where n.cost <> (select count(*) from ledger_entries c
        where c.kind = 'consume' and c.run_key = n.run_key and c.change_id = n.change_id)`,
  },
  {
    says: 'what is open or proven is paid, what failed or expired is not',
    broken: sql`select n.run_key || ' ' || n.change_id || ' ' || n.state as what
      from reserved_changes n
      where n.cost = 1 and (n.state in ('open', 'success')) <> ((
        select coalesce(sum(amount), 0) from ledger_entries e
        where e.run_key in (n.run_key, 'late/' || n.run_key) and e.change_id = n.change_id) = -1)`,
  },
  {
    says: 'every consumed entry belongs to a reserved change',
    broken: sql`select c.run_key || ' ' || c.change_id as what from ledger_entries c
      where c.kind = 'consume' and not exists (select 1 from reserved_changes n
        where c.run_key in (n.run_key, 'late/' || n.run_key) and n.change_id = c.change_id
          and n.cost = 1)`,
  },
  {
    says: 'nothing is open in a run that is settled or expired',
    broken: sql`select n.run_key || ' ' || n.change_id as what from reserved_changes n
      join reservations r on r.run_key = n.run_key
      where n.state = 'open' and r.state <> 'open'`,
  },
];

/** Reads the whole book. Resolves to what is wrong with it, in words; to nothing when it holds. */
export async function auditLedger(db: Kysely<Database>): Promise<readonly string[]> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const wrong: string[] = [];
      for (const { says, broken } of checks) {
        const { rows } = await broken.execute(snapshot);
        for (const { what } of rows.slice(0, 20)) wrong.push(`${says}: not so for ${what}`);
      }
      return wrong;
    });
}
