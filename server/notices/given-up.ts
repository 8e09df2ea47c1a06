import { timestamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { StateOptions } from '../outbox-states.ts';
import { writeNotices } from './enqueue.ts';
import { contactsOfFile, contactsOfTasks } from './recipients.ts';

/** Tells the contacts of its tasks of a dispatch that was given up, in the transaction that does so. */
export function createGivenUpNotice(clock: Clock): StateOptions['onGivenUp'] {
  return async (trx, { dispatchId, repositoryId, taskIds, why }) => {
    const tasks =
      taskIds.length === 0
        ? []
        : await trx.selectFrom('tasks').selectAll().where('id', 'in', taskIds).execute();
    const dispatch =
      dispatchId === null
        ? undefined
        : await trx
            .selectFrom('dispatches')
            .select(['run_url', 'attempts'])
            .where('id', '=', dispatchId)
            .executeTakeFirst();
    const run = dispatch?.run_url ?? null;
    // Nothing was ever sent: the task and its time are what was given up.
    const subject =
      dispatchId ?? tasks.map(({ id, deploy_at: at }) => `${id}@${at ?? ''}`).join(',');
    for (const file of tasks.length === 0 ? [''] : new Set(tasks.map((task) => task.file))) {
      const names = tasks.filter((task) => task.file === file).map(({ name }) => name);
      const place = { repositoryId, file };
      const told =
        names.length === 0
          ? await contactsOfFile(trx, place)
          : [...(await contactsOfTasks(trx, place, names)).values()].flat();
      const [only] = names;
      const notice = {
        ...place,
        dedupKey: `given-up/${subject || timestamp(clock)}/${file}`,
        task: names.length === 1 && only !== undefined ? only : null,
        about: { kind: 'given-up', tasks: names, why, run } as const,
        now: clock.now(),
      };
      await writeNotices(trx, notice, told);
    }
  };
}
