import { randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';

import { immediate } from './database/open.ts';
import type { Database, TaskRow } from './database/schema.ts';
import { later, type Timings } from './dispatch/timings.ts';
import type { StateOptions } from './outbox-states.ts';
import type { Ports } from './ports.ts';
import { scheduleKey } from './tasks.ts';

export interface SchedulerOptions {
  readonly timings: Timings;
  readonly onGivenUp: StateOptions['onGivenUp'];
}

type SchedulerPorts = Pick<Ports, 'db' | 'clock' | 'log'>;

/** A job of GitHub lasts six hours at most on its own runners, five days on others. */
const longestRunMs = 5 * 24 * 3_600_000;

/**
 * Puts tasks whose time has come into the outbox: once each, however often this is called and wherever
 * the process died. One that is too late, because the receiver was down, becomes an error that is told.
 * Resolves to the number of tasks.
 */
export async function enqueueDue(
  { db, clock, log }: SchedulerPorts,
  options: SchedulerOptions,
): Promise<number> {
  const due = await db
    .selectFrom('tasks as task')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .where('task.state', '=', 'pending')
    .where('task.cancelled_at', 'is', null)
    .where('task.deploy_at', '<=', clock.now().toISOString())
    .where('repository.disabled_at', 'is', null)
    .orderBy('task.deploy_at')
    .select('task.id')
    .execute();
  for (const { id } of due) {
    await immediate(db, async (trx) => {
      const task = await trx
        .selectFrom('tasks')
        .selectAll()
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .where('cancelled_at', 'is', null)
        .executeTakeFirst();
      const now = clock.now();
      if (task === undefined || task.deploy_at === null || task.deploy_at > now.toISOString()) {
        return;
      }
      if (task.deploy_at < later(now, -options.timings.latestMs)) {
        await expire(trx, task, options);
        log.error('task expired', { task: task.name, file: task.file, dueAt: task.deploy_at });
        return;
      }
      await enqueue(trx, task, now);
      log.info('task is due', { task: task.name, file: task.file, dueAt: task.deploy_at });
    });
  }
  return due.length;
}

async function enqueue(trx: Transaction<Database>, task: TaskRow, now: Date): Promise<void> {
  await trx.updateTable('tasks').set({ state: 'scheduling' }).where('id', '=', task.id).execute();
  const time = now.toISOString();
  await trx
    .insertInto('dispatches')
    .values({
      id: randomUUID(),
      repository_id: task.repository_id,
      task_id: task.id,
      dedup_key: scheduleKey(task),
      reason: 'schedule',
      state: 'waiting',
      due_at: time,
      attempts: 0,
      created_at: time,
      updated_at: time,
    })
    .onConflict((conflict) => conflict.column('dedup_key').doNothing())
    .execute();
}

async function expire(
  trx: Transaction<Database>,
  task: TaskRow,
  { timings, onGivenUp }: SchedulerOptions,
): Promise<void> {
  await trx.updateTable('tasks').set({ state: 'error' }).where('id', '=', task.id).execute();
  const hours = Math.round(timings.latestMs / 3_600_000);
  await onGivenUp(trx, {
    dispatchId: null,
    repositoryId: task.repository_id,
    taskIds: [task.id],
    why: `the task was due at ${task.deploy_at ?? ''}, and the receiver came back more than ${hours} hours later; give it a new time`,
  });
}

/**
 * Tasks that show `processing` although no run can still be at work: their run ended, and neither it
 * nor a webhook said so. Resolves to their number.
 */
export async function failForgotten({ db, clock, log }: SchedulerPorts): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ state: 'error' })
    .where('state', '=', 'processing')
    .where('registered_at', '<', later(clock.now(), -longestRunMs))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('dispatches as dispatch')
            .whereRef('dispatch.task_id', '=', 'tasks.id')
            .where('dispatch.state', 'in', ['waiting', 'sending', 'sent', 'running'])
            .select('dispatch.id'),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) log.warn('tasks without a run', { tasks: Number(numUpdatedRows) });
  return Number(numUpdatedRows);
}

const keepDeliveriesMs = 30 * 24 * 3_600_000;
/** Environments may hold a merged change back for a month. */
const keepPlansMs = 400 * 24 * 3_600_000;

/** What no decision needs any more is forgotten. */
export async function forgetOld({ db, clock }: SchedulerPorts): Promise<void> {
  const now = clock.now();
  await db
    .deleteFrom('github_deliveries')
    .where('received_at', '<', later(now, -keepDeliveriesMs))
    .execute();
  await db.deleteFrom('plans').where('created_at', '<', later(now, -keepPlansMs)).execute();
}
