import type { Kysely } from 'kysely';

import type { Database } from './database/schema.ts';
import { balanceOf } from './ledger-book.ts';
import type { Statement } from './ledger.ts';

/** See `Ledger.statement`. */
export async function statement(
  db: Kysely<Database>,
  entityId: string,
  { limit = 1000, before }: { readonly limit?: number; readonly before?: number },
): Promise<Statement> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const newest = snapshot
        .selectFrom('ledger_entries')
        .where('entity_id', '=', entityId)
        .orderBy('id', 'desc')
        .limit(limit)
        .selectAll();
      const rows = await (
        before === undefined ? newest : newest.where('id', '<', before)
      ).execute();
      const entries = rows.toReversed();
      const [first] = entries;
      const last = entries.at(-1);
      if (first === undefined || last === undefined) {
        const balance = before === undefined ? await balanceOf(snapshot, entityId) : 0;
        return { opening: balance, entries, closing: balance };
      }
      return {
        opening: first.balance_after - first.amount,
        entries,
        closing: last.balance_after,
      };
    });
}
