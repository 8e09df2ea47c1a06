import type { Kysely, Transaction } from 'kysely';

import type { Database, LedgerEntry } from './database/schema.ts';

/** An entry as it is asked for; the book adds id and balance. */
export type NewEntry = Omit<LedgerEntry, 'id' | 'balance_after'>;

/** How many entries one statement writes: 11 values each, far below SQLite's limit of 32,766. */
const chunk = 500;

/** The sum of an entity's amounts: its last entry carries it. */
export async function balanceOf(db: Kysely<Database>, entityId: string): Promise<number> {
  const last = await db
    .selectFrom('ledger_entries')
    .where('entity_id', '=', entityId)
    .orderBy('id', 'desc')
    .limit(1)
    .select('balance_after')
    .executeTakeFirst();
  return last?.balance_after ?? 0;
}

/**
 * Appends entries of one entity, in order. Resolves to the balance after them. The database refuses an
 * entry that is there already, that would make the balance negative, or that does not continue it.
 */
export async function append(
  transaction: Transaction<Database>,
  entityId: string,
  entries: readonly NewEntry[],
): Promise<number> {
  let balance = await balanceOf(transaction, entityId);
  for (let start = 0; start < entries.length; start += chunk) {
    const rows = entries.slice(start, start + chunk).map((entry) => {
      balance += entry.amount;
      return { ...entry, balance_after: balance };
    });
    await transaction.insertInto('ledger_entries').values(rows).execute();
  }
  return balance;
}
