import type { Kysely, Transaction } from 'kysely';

import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, Reservation, ReservedChange } from './database/schema.ts';
import { append } from './ledger-book.ts';
import { reservationOf } from './ledger-run.ts';
import type { LedgerPorts } from './ledger.ts';

/** How a change ends that is not a success. */
export type Ending = 'failed' | 'expired';

/**
 * Ends open changes of one run and refunds those that were charged. Resolves to the number of refunds.
 */
export async function refund(
  transaction: Transaction<Database>,
  refunded: {
    readonly reservation: Reservation;
    readonly changes: readonly ReservedChange[];
    readonly ending: Ending;
    readonly reason: string;
    readonly now: string;
  },
): Promise<number> {
  const { reservation, changes, ending, reason, now } = refunded;
  for (const { change_id: changeId } of changes) {
    await transaction
      .updateTable('reserved_changes')
      .where('run_key', '=', reservation.run_key)
      .where('change_id', '=', changeId)
      .set({ state: ending, settled_at: now })
      .execute();
  }
  const charged = changes.filter(({ cost }) => cost === 1);
  await append(
    transaction,
    reservation.entity_id,
    charged.map((change) => ({
      entity_id: reservation.entity_id,
      kind: 'refund' as const,
      amount: 1,
      run_key: reservation.run_key,
      change_id: change.change_id,
      resource: change.resource,
      fingerprint: change.fingerprint,
      reason,
      created_at: now,
    })),
  );
  return charged.length;
}

export async function openChanges(
  transaction: Transaction<Database>,
  runKey: string,
): Promise<readonly ReservedChange[]> {
  return await transaction
    .selectFrom('reserved_changes')
    .where('run_key', '=', runKey)
    .where('state', '=', 'open')
    .selectAll()
    .execute();
}

/** See `Ledger.expireLeases`. One transaction per run: a long list holds nobody up. */
export async function expireLeases({ db, clock, log }: LedgerPorts): Promise<number> {
  const now = timestamp(clock);
  const ended = await db
    .selectFrom('reservations')
    .where('state', '=', 'open')
    .where('lease_until', '<=', now)
    .select('run_key')
    .execute();
  let refunds = 0;
  for (const { run_key: runKey } of ended) {
    const isOver = (reservation: Reservation) => reservation.lease_until <= now;
    const count = await close(db, { runKey, isOver, reason: 'the lease of the run ended', now });
    if (count > 0) log.info('lease ended', { run: runKey, refunds: count });
    refunds += count;
  }
  return refunds;
}

/** See `Ledger.refundRun`. */
export async function refundRun(
  { db, clock }: LedgerPorts,
  run: { readonly repositoryId: string; readonly githubRunId: number; readonly attempt?: number },
): Promise<number> {
  const found = await db
    .selectFrom('reservations')
    .where('repository_id', '=', run.repositoryId)
    .where('github_run_id', '=', run.githubRunId)
    .where('state', '=', 'open')
    .select(['run_key', 'attempt'])
    .execute();
  const over = found.filter(({ attempt }) => run.attempt === undefined || attempt <= run.attempt);
  const now = timestamp(clock);
  let refunds = 0;
  for (const { run_key: runKey } of over) {
    const reason = 'GitHub reports that the run is completed';
    refunds += await close(db, { runKey, isOver: () => true, reason, now });
  }
  return refunds;
}

/** Refunds what a run left open, if it is still open and over when the lock is held. */
async function close(
  db: Kysely<Database>,
  closed: {
    readonly runKey: string;
    readonly isOver: (reservation: Reservation) => boolean;
    readonly reason: string;
    readonly now: string;
  },
): Promise<number> {
  const { runKey, isOver, reason, now } = closed;
  return await immediate(db, async (transaction) => {
    const reservation = await reservationOf(transaction, runKey);
    if (reservation?.state !== 'open' || !isOver(reservation)) return 0;
    const changes = await openChanges(transaction, runKey);
    await transaction
      .updateTable('reservations')
      .where('run_key', '=', runKey)
      .set({ state: 'expired' })
      .execute();
    return await refund(transaction, { reservation, changes, ending: 'expired', reason, now });
  });
}
