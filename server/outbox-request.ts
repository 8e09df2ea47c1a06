import { randomUUID } from 'node:crypto';

import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Ports } from './ports.ts';
import { problems } from './problem.ts';

/**
 * Asks for a run of a task now, because somebody wants it. `key` makes two requests one. Resolves to the
 * id of the dispatch.
 */
export async function requestRun(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  wanted: { readonly taskId: string; readonly key: string },
): Promise<string> {
  const now = timestamp(clock);
  const dedupKey = `manual/${wanted.taskId}/${wanted.key}`;
  return await immediate(db, async (trx) => {
    const task = await trx
      .selectFrom('tasks')
      .select('repository_id')
      .where('id', '=', wanted.taskId)
      .where('cancelled_at', 'is', null)
      .executeTakeFirst();
    if (task === undefined) throw problems.notFound('there is no such task, or it was cancelled');
    await trx
      .insertInto('dispatches')
      .values({
        id: randomUUID(),
        repository_id: task.repository_id,
        task_id: wanted.taskId,
        dedup_key: dedupKey,
        reason: 'manual',
        state: 'waiting',
        due_at: now,
        attempts: 0,
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('dedup_key').doNothing())
      .execute();
    const { id } = await trx
      .selectFrom('dispatches')
      .select('id')
      .where('dedup_key', '=', dedupKey)
      .executeTakeFirstOrThrow();
    return id;
  });
}
