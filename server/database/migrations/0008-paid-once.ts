import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** What two runs deploy at once is paid once: see `isPaidByAnother`. */
export async function payOnce(db: Kysely<unknown>): Promise<void> {
  const statement = `create index reserved_changes_proven
    on reserved_changes (resource, fingerprint) where state = 'success'`;
  await sql.raw(statement).execute(db);
}
