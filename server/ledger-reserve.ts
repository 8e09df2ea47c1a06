import type { Transaction } from 'kysely';

import { timestamp, timestampIn } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, Entity, Reservation, ReservedChange } from './database/schema.ts';
import { append, balanceOf } from './ledger-book.ts';
import { entityOf, pricesOf } from './ledger-prices.ts';
import { changesOf, reservationOf, runKeyOf } from './ledger-run.ts';
import type { LedgerPorts, PricedEdit, Reserved, RunOfFile } from './ledger.ts';
import { Problem, problems } from './problem.ts';

/** How many rows one statement writes: 8 values each, far below SQLite's limit of 32,766. */
const chunk = 500;

const refuse = (code: string, title: string, detail: string) =>
  new Problem({ status: 409, code, title, detail });

/** See `Ledger.reserve`. */
export async function reserve(
  { db, clock }: LedgerPorts,
  run: RunOfFile,
  request: { readonly edits: readonly PricedEdit[]; readonly leaseSeconds: number },
): Promise<Reserved> {
  const runKey = runKeyOf(run);
  const wanted = distinct(request.edits);
  return await immediate(db, async (transaction) => {
    const entity = await entityOf(transaction, run.repository.id);
    const reservation = await reservationOf(transaction, runKey);
    const ids = wanted.map(({ changeId }) => changeId);
    const known = await changesOf(transaction, runKey, ids);
    const fresh = wanted.filter(({ changeId }) => !known.has(changeId));
    const repeated = wanted.filter((edit) => isCharged(known.get(edit.changeId), edit));

    if (fresh.length > 0 && reservation?.state === 'settled') {
      const detail = 'quota is reserved before a run says that it is done';
      throw refuse('RUN_SETTLED', 'This run has said that it is done', detail);
    }
    const costly = await payable(transaction, { entity, repositoryId: run.repository.id, fresh });
    const now = timestamp(clock);
    const leaseUntil = timestampIn(clock, request.leaseSeconds);
    await hold(transaction, { run, entity, reservation, leaseUntil, now });
    await note(transaction, { runKey, fresh, costly, now });
    const balance = await append(
      transaction,
      entity.id,
      costly.map((edit) => ({
        entity_id: entity.id,
        kind: 'consume' as const,
        amount: -1,
        run_key: runKey,
        change_id: edit.changeId,
        resource: edit.resource,
        fingerprint: edit.fingerprint,
        reason: 'reserved before the deployment',
        created_at: now,
      })),
    );
    return { balance, consumed: [...repeated, ...costly].map(({ changeId }) => changeId) };
  });
}

/** One edit per change id; a change id that means two things is an error of the caller. */
function distinct(edits: readonly PricedEdit[]): readonly PricedEdit[] {
  const byId = new Map<string, PricedEdit>();
  for (const edit of edits) {
    const other = byId.get(edit.changeId);
    if (other !== undefined && !isSame(other, edit)) {
      throw problems.invalid(`change "${edit.changeId}" is asked for with two meanings`);
    }
    byId.set(edit.changeId, edit);
  }
  return [...byId.values()];
}

const isSame = (one: PricedEdit, other: PricedEdit) =>
  one.resource === other.resource && one.fingerprint === other.fingerprint;

/** Whether this very edit was charged by an earlier request. Throws where it cannot be asked for again. */
function isCharged(row: ReservedChange | undefined, edit: PricedEdit): boolean {
  if (row === undefined) return false;
  if (row.resource !== edit.resource || row.fingerprint !== edit.fingerprint) {
    throw problems.conflict(
      `change "${edit.changeId}" was reserved in this run with another meaning`,
    );
  }
  switch (row.state) {
    case 'open':
    case 'success':
      return row.cost === 1;
    case 'failed':
      throw refuse(
        'CHANGE_SETTLED',
        'This change has failed in this run and was refunded',
        `change "${edit.changeId}" is charged once per run; run the deployment again`,
      );
    case 'expired':
      throw refuse(
        'LEASE_ENDED',
        'The lease of this run has ended and its quota was refunded',
        `change "${edit.changeId}" is charged once per run; run the deployment again`,
      );
  }
}

/** The edits that cost one each. Throws where one is not allowed, or the balance is too small. */
async function payable(
  transaction: Transaction<Database>,
  asked: {
    readonly entity: Entity;
    readonly repositoryId: string;
    readonly fresh: readonly PricedEdit[];
  },
): Promise<readonly PricedEdit[]> {
  const { entity, fresh } = asked;
  const fingerprints = [...new Set(fresh.map(({ fingerprint }) => fingerprint))];
  const prices = await pricesOf(transaction, asked, fingerprints);
  for (const { fingerprint, resource } of fresh) {
    const price = prices.get(fingerprint);
    if (price?.allowed === false) {
      const short = fingerprint.slice(0, 12);
      const detail = `certificate ${short} for ${resource}: ${price.reason ?? 'it is refused'}`;
      throw refuse('REFUSED', 'This certificate may not be deployed from here', detail);
    }
  }
  const costly = fresh.filter(({ fingerprint }) => prices.get(fingerprint)?.cost === 1);
  const balance = await balanceOf(transaction, entity.id);
  if (costly.length > balance) {
    throw refuse(
      'QUOTA_EXHAUSTED',
      'The quota does not suffice',
      `${costly.length} to consume, ${balance} left; nothing was taken. The operator grants more.`,
    );
  }
  return costly;
}

/** Opens the run's reservation, or makes its lease longer; never shorter. */
async function hold(
  transaction: Transaction<Database>,
  held: {
    readonly run: RunOfFile;
    readonly entity: Entity;
    readonly reservation: Reservation | undefined;
    readonly leaseUntil: string;
    readonly now: string;
  },
): Promise<void> {
  const { run, entity, reservation, leaseUntil, now } = held;
  if (reservation === undefined) {
    await transaction
      .insertInto('reservations')
      .values({
        run_key: runKeyOf(run),
        entity_id: entity.id,
        repository_id: run.repository.id,
        github_run_id: run.githubRunId,
        attempt: run.attempt,
        file: run.file,
        lease_until: leaseUntil,
        state: 'open',
        created_at: now,
      })
      .execute();
  } else if (reservation.state !== 'settled') {
    const until = reservation.lease_until > leaseUntil ? reservation.lease_until : leaseUntil;
    await transaction
      .updateTable('reservations')
      .where('run_key', '=', reservation.run_key)
      .set({ lease_until: until, state: 'open' })
      .execute();
  }
}

/** Takes down what was asked for, with its price, so that asking again gives the same answer. */
async function note(
  transaction: Transaction<Database>,
  noted: {
    readonly runKey: string;
    readonly fresh: readonly PricedEdit[];
    readonly costly: readonly PricedEdit[];
    readonly now: string;
  },
): Promise<void> {
  const { runKey, fresh, costly, now } = noted;
  const charged = new Set(costly.map(({ changeId }) => changeId));
  const rows = fresh.map(({ changeId, resource, fingerprint }) => ({
    run_key: runKey,
    change_id: changeId,
    resource,
    fingerprint,
    cost: charged.has(changeId) ? 1 : 0,
    state: 'open' as const,
    reserved_at: now,
    settled_at: null,
  }));
  for (let start = 0; start < rows.length; start += chunk) {
    const some = rows.slice(start, start + chunk);
    await transaction.insertInto('reserved_changes').values(some).execute();
  }
}
