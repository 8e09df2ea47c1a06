import { randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';

import { timestamp } from '../../clock.ts';
import { immediate } from '../../database/open.ts';
import type { Database, TaskRow } from '../../database/schema.ts';
import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';

type Trx = Transaction<Database>;

export const unfinished = ['waiting', 'sending', 'sent', 'running'] as const;

/** `asked`: a workflow run will be started. Otherwise why not, in a sentence. */
export type Asked = { readonly asked: true } | { readonly asked: false; readonly why: string };

/**
 * Asks for a workflow run of a task in the place of a dispatch that came to nothing. One dispatch is
 * replaced once, however often this is called. The run is an ordinary dispatched one: it plans again,
 * touches only what a merged run covered, and writes nothing where nothing is to be done.
 */
export async function dispatchAgain(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  dispatchId: string,
): Promise<Asked> {
  return await immediate(db, async (trx) => {
    const row = await trx
      .selectFrom('dispatches')
      .where('id', '=', dispatchId)
      .select(['task_id', 'state'])
      .executeTakeFirst();
    if (row === undefined) throw problems.notFound('there is no such dispatch');
    if (unfinished.some((state) => state === row.state)) {
      return { asked: false, why: 'this dispatch is still under way' };
    }
    if (row.task_id === null) return { asked: false, why: 'this dispatch was for no task' };
    return await ask(trx, row.task_id, `manual/${dispatchId}`, timestamp(clock));
  });
}

/** The same for a task, where `wish` makes two requests of one form one. */
export async function dispatchTask(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  taskId: string,
  wish: string,
): Promise<Asked> {
  return await immediate(db, async (trx) =>
    ask(trx, taskId, `manual/${taskId}/${wish}`, timestamp(clock)),
  );
}

/** Why no run of the task may be asked for by hand; undefined where it may. */
export function refusalOf(
  task: Pick<TaskRow, 'state' | 'cancelled_at'>,
  repository: { readonly disabled_at: string | null },
): string | undefined {
  if (task.cancelled_at !== null) return 'the deployment file no longer holds the task';
  if (task.state === 'pending') return 'the task waits for its time';
  if (repository.disabled_at !== null) return 'the repository is switched off';
  return undefined;
}

async function ask(trx: Trx, taskId: string, key: string, now: string): Promise<Asked> {
  const task = await trx
    .selectFrom('tasks as task')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .where('task.id', '=', taskId)
    .select(['task.repository_id', 'task.state', 'task.cancelled_at', 'repository.disabled_at'])
    .executeTakeFirst();
  if (task === undefined) throw problems.notFound('there is no such task');
  const why = refusalOf(task, task);
  if (why !== undefined) return { asked: false, why };
  const known = await trx
    .selectFrom('dispatches')
    .where('dedup_key', '=', key)
    .select('id')
    .executeTakeFirst();
  if (known !== undefined) return { asked: false, why: 'that was asked for already' };
  const underWay = await trx
    .selectFrom('dispatches')
    .where('task_id', '=', taskId)
    .where('state', 'in', [...unfinished])
    .select('id')
    .executeTakeFirst();
  if (underWay !== undefined) return { asked: false, why: 'a run of this task is under way' };
  await trx
    .insertInto('dispatches')
    .values({
      id: randomUUID(),
      repository_id: task.repository_id,
      task_id: taskId,
      dedup_key: key,
      reason: 'manual',
      state: 'waiting',
      due_at: now,
      attempts: 0,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return { asked: true };
}
