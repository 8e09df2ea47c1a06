import { randomUUID } from 'node:crypto';

import type { Insertable, Kysely } from 'kysely';

import type { Clock } from './clock.ts';
import type { Database, DispatchTable } from './database/schema.ts';
import { later } from './dispatch/timings.ts';

/** A certificate that came and is stored, in the same transaction. */
export interface Arrival {
  readonly fingerprint: string;
  /** What deployment files call it. */
  readonly name: string;
  readonly entityId: string;
}

export interface ArrivalOptions {
  readonly clock: Clock;
  readonly debounceMs: number;
}

interface FoundTask {
  readonly id: string;
  readonly repository_id: string;
}

/**
 * Tasks that deploy a certificate of this name, in every repository of its entity. One that still waits
 * for its time is left out: its run will take the newest certificate. A certificate of one repository
 * reaches others only where the entity is verified.
 */
function tasksFor(db: Kysely<Database>, { fingerprint, name, entityId }: Arrival) {
  return db
    .selectFrom('tasks as task')
    .innerJoin('task_certificates as wanted', 'wanted.task_id', 'task.id')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .innerJoin('entities as entity', 'entity.id', 'repository.entity_id')
    .where('wanted.name', '=', name)
    .where('entity.id', '=', entityId)
    .where('task.cancelled_at', 'is', null)
    .where('repository.disabled_at', 'is', null)
    .where((where) =>
      where.or([where('task.deploy_at', 'is', null), where('task.state', '!=', 'pending')]),
    )
    .where((where) =>
      where.or([
        where('entity.verified', '=', 1),
        where.not(
          where.exists(
            where
              .selectFrom('certificates as certificate')
              .innerJoin('sources as source', 'source.id', 'certificate.source_id')
              .where('certificate.fingerprint', '=', fingerprint)
              .where('source.repository_id', 'is not', null)
              .whereRef('source.repository_id', '!=', 'repository.id')
              .select('source.id'),
          ),
        ),
      ]),
    )
    .select(['task.id', 'task.repository_id']);
}

function wish(task: FoundTask, fingerprint: string, { clock, debounceMs }: ArrivalOptions) {
  const now = clock.now();
  return {
    id: randomUUID(),
    repository_id: task.repository_id,
    task_id: task.id,
    dedup_key: `issuance/${task.id}/${fingerprint}`,
    reason: 'issuance',
    state: 'waiting',
    due_at: later(now, debounceMs),
    attempts: 0,
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  } satisfies Insertable<DispatchTable>;
}

/**
 * Asks for a workflow run for every task that uses the certificate, in the transaction that stores it;
 * awaits nothing but its queries. Safe to repeat: a task deploys a certificate once, however often it is
 * told of. Resolves to the number of new wishes.
 */
export async function certificateArrived(
  trx: Kysely<Database>,
  arrival: Arrival,
  options: ArrivalOptions,
): Promise<number> {
  let added = 0;
  for (const task of await tasksFor(trx, arrival).execute()) {
    const { numInsertedOrUpdatedRows: rows } = await trx
      .insertInto('dispatches')
      .values(wish(task, arrival.fingerprint, options))
      .onConflict((conflict) => conflict.column('dedup_key').doNothing())
      .executeTakeFirstOrThrow();
    added += Number(rows ?? 0n);
  }
  return added;
}

/** What the intake calls for every certificate that it stores. */
export function createCertificateArrived(
  options: ArrivalOptions,
): (trx: Kysely<Database>, arrival: Arrival) => Promise<void> {
  return async (trx, arrival) => {
    await certificateArrived(trx, arrival, options);
  };
}
