import { randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';

import type { NoticeFacts } from '../../shared/notice/facts.ts';
import type { Database } from '../database/schema.ts';
import { contactsOfFile, contactsOfTasks } from './recipients.ts';
import type { Place } from './recipients.ts';

type Trx = Transaction<Database>;

/** How long a notice is tried for. */
export const tryForMs = 86_400_000;

export interface NewNotice extends Place {
  /** Two notices with one key are one, per contact. */
  readonly dedupKey: string;
  /** Name of the task that it is about; null: about the file, all of whose contacts are told. */
  readonly task: string | null;
  readonly about: NoticeFacts;
  readonly now: Date;
}

/**
 * Has the contacts of a task, or of a file, told something: as durable as the transaction it is called
 * in. Where there are none, the operator is, if the settings name an address. Safe to repeat.
 */
export async function enqueueNotice(trx: Trx, notice: NewNotice): Promise<void> {
  const { task } = notice;
  const contacts =
    task === null
      ? await contactsOfFile(trx, notice)
      : ((await contactsOfTasks(trx, notice, [task])).get(task) ?? []);
  await writeNotices(trx, notice, contacts);
}

/** The same for contacts that were found already. */
export async function writeNotices(
  trx: Trx,
  { dedupKey, repositoryId, file, task, about, now }: NewNotice,
  contactIds: readonly string[],
): Promise<void> {
  const at = now.toISOString();
  const text = JSON.stringify(about);
  for (const contactId of new Set(contactIds)) {
    await trx
      .insertInto('notices')
      .values({
        id: randomUUID(),
        dedup_key: dedupKey,
        contact_id: contactId,
        repository_id: repositoryId,
        file,
        task,
        about: text,
        state: 'waiting',
        due_at: at,
        give_up_at: new Date(now.getTime() + tryForMs).toISOString(),
        created_at: at,
      })
      .onConflict((conflict) => conflict.columns(['dedup_key', 'contact_id']).doNothing())
      .execute();
  }
}
