import type { Transaction } from 'kysely';

import type { Database, Reservation, ReservedChange } from './database/schema.ts';
import type { RunOfFile } from './ledger.ts';

export const runKeyOf = ({ repository, githubRunId, attempt, file }: RunOfFile): string =>
  `${repository.github_id}/${githubRunId}/${attempt}/${file}`;

/** How many ids one statement looks for, far below SQLite's limit of 32,766 values. */
const chunk = 500;

export async function reservationOf(
  transaction: Transaction<Database>,
  runKey: string,
): Promise<Reservation | undefined> {
  return await transaction
    .selectFrom('reservations')
    .where('run_key', '=', runKey)
    .selectAll()
    .executeTakeFirst();
}

/** What the run has asked for before, of these changes. */
export async function changesOf(
  transaction: Transaction<Database>,
  runKey: string,
  changeIds: readonly string[],
): Promise<ReadonlyMap<string, ReservedChange>> {
  const found = new Map<string, ReservedChange>();
  for (let start = 0; start < changeIds.length; start += chunk) {
    const rows = await transaction
      .selectFrom('reserved_changes')
      .where('run_key', '=', runKey)
      .where('change_id', 'in', changeIds.slice(start, start + chunk))
      .selectAll()
      .execute();
    for (const row of rows) found.set(row.change_id, row);
  }
  return found;
}
