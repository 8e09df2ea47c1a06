import type { Transaction } from 'kysely';

import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, Reservation, ReservedChange } from './database/schema.ts';
import { append, balanceOf } from './ledger-book.ts';
import { entityOf } from './ledger-prices.ts';
import { openChanges, refund } from './ledger-refunds.ts';
import { changesOf, reservationOf, runKeyOf } from './ledger-run.ts';
import { isPaidByAnother } from './ledger-twice.ts';
import type { LedgerPorts, RunOfFile, Settled } from './ledger.ts';

export interface SettledEdit {
  readonly changeId: string;
  readonly success: boolean;
}

/**
 * See `Ledger.settle`. The first word about a change counts; a change nobody reserved is passed over.
 * What two runs have deployed at once is paid by the one that says so first.
 */
export async function settle(
  { db, clock, log }: LedgerPorts,
  run: RunOfFile,
  told: { readonly outcomes: readonly SettledEdit[]; readonly done: boolean },
): Promise<Settled> {
  const runKey = runKeyOf(run);
  return await immediate(db, async (transaction) => {
    const entity = await entityOf(transaction, run.repository.id);
    const reservation = await reservationOf(transaction, runKey);
    if (reservation === undefined) {
      return { balance: await balanceOf(transaction, entity.id), consumed: 0, refunded: 0 };
    }
    const now = timestamp(clock);
    const success = new Map(told.outcomes.map((outcome) => [outcome.changeId, outcome.success]));
    const rows = [...(await changesOf(transaction, runKey, [...success.keys()])).values()];
    const failed = rows.filter(
      (row) => row.state === 'open' && success.get(row.change_id) === false,
    );
    const reason = 'the deployment of this resource failed';
    await refund(transaction, { reservation, changes: failed, ending: 'failed', reason, now });
    for (const row of rows.filter((one) => success.get(one.change_id) === true)) {
      const twice = row.cost === 1 && (await isPaidByAnother(transaction, reservation, row));
      if (row.state === 'open' && twice) {
        const why = 'another run deployed it at the same time, and has paid';
        const changes = [row];
        await refund(transaction, { reservation, changes, ending: 'failed', reason: why, now });
      } else if (row.state === 'open') {
        await succeed(transaction, row, now);
      } else if (row.state === 'expired' && !twice) {
        const paid = await payLate(transaction, { reservation, row, now });
        if (!paid)
          log.warn('deployed after its lease, not paid', { run: runKey, change: row.change_id });
      }
    }
    if (told.done) await finish(transaction, { reservation, now });
    return {
      balance: await balanceOf(transaction, reservation.entity_id),
      ...(await counts(transaction, runKey)),
    };
  });
}

async function succeed(
  transaction: Transaction<Database>,
  row: ReservedChange,
  now: string,
): Promise<void> {
  await transaction
    .updateTable('reserved_changes')
    .where('run_key', '=', row.run_key)
    .where('change_id', '=', row.change_id)
    .set({ state: 'success', settled_at: now })
    .execute();
}

/**
 * A run that outlived its lease had its quota refunded and then proved the change: it is charged for
 * after all, under a key of its own, as far as the balance goes. Resolves to whether it is paid.
 */
async function payLate(
  transaction: Transaction<Database>,
  late: { readonly reservation: Reservation; readonly row: ReservedChange; readonly now: string },
): Promise<boolean> {
  const { reservation, row, now } = late;
  const balance = await balanceOf(transaction, reservation.entity_id);
  if (row.cost === 1 && balance < 1) return false;
  await succeed(transaction, row, now);
  if (row.cost === 0) return true;
  await append(transaction, reservation.entity_id, [
    {
      entity_id: reservation.entity_id,
      kind: 'consume',
      amount: -1,
      run_key: `late/${row.run_key}`,
      change_id: row.change_id,
      resource: row.resource,
      fingerprint: row.fingerprint,
      reason: 'proven after the lease of the run had ended',
      created_at: now,
    },
  ]);
  return true;
}

/** The run says no more: what is still open has failed. */
async function finish(
  transaction: Transaction<Database>,
  { reservation, now }: { readonly reservation: Reservation; readonly now: string },
): Promise<void> {
  const changes = await openChanges(transaction, reservation.run_key);
  const reason = 'the run ended without an outcome for this resource';
  await refund(transaction, { reservation, changes, ending: 'failed', reason, now });
  await transaction
    .updateTable('reservations')
    .where('run_key', '=', reservation.run_key)
    .set({ state: 'settled' })
    .execute();
}

/** Of all that the run was ever charged: what it holds, and what it got back. */
async function counts(
  transaction: Transaction<Database>,
  runKey: string,
): Promise<Pick<Settled, 'consumed' | 'refunded'>> {
  const rows = await transaction
    .selectFrom('reserved_changes')
    .where('run_key', '=', runKey)
    .where('cost', '=', 1)
    .groupBy('state')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .execute();
  const count = (...states: readonly string[]) =>
    rows.reduce((sum, row) => (states.includes(row.state) ? sum + row.count : sum), 0);
  return { consumed: count('open', 'success'), refunded: count('failed', 'expired') };
}
