import type { Transaction } from 'kysely';

import type { Database, Reservation, ReservedChange } from './database/schema.ts';

/**
 * Whether another run of the same file has proven this certificate on this resource, and paid for it,
 * since this one asked: two that run at once, or one that was believed to be over, deploy it once. What
 * was proven before is another matter: whoever deploys again what a resource lost pays again.
 */
export async function isPaidByAnother(
  transaction: Transaction<Database>,
  { repository_id: repositoryId, file }: Reservation,
  { run_key: runKey, resource, fingerprint, reserved_at: since }: ReservedChange,
): Promise<boolean> {
  const paid = await transaction
    .selectFrom('reserved_changes as change')
    .innerJoin('reservations as run', 'run.run_key', 'change.run_key')
    .where('change.resource', '=', resource)
    .where('change.fingerprint', '=', fingerprint)
    .where('change.state', '=', 'success')
    .where('change.cost', '=', 1)
    .where('change.settled_at', '>=', since)
    .where('change.run_key', '!=', runKey)
    .where('run.repository_id', '=', repositoryId)
    .where('run.file', '=', file)
    .select('change.run_key')
    .limit(1)
    .executeTakeFirst();
  return paid !== undefined;
}
