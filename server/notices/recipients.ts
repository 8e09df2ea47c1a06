import type { Transaction } from 'kysely';

import type { Database } from '../database/schema.ts';

type Trx = Transaction<Database>;

/** The contact that stands for the operator's own address; there only where one is set. */
export const operatorContactId = 'operator';

/** Where a notice belongs. */
export interface Place {
  readonly repositoryId: string;
  readonly file: string;
}

/** Ids of all contacts of a file; of none, the operator's. */
export async function contactsOfFile(
  trx: Trx,
  { repositoryId, file }: Place,
): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('contacts')
    .where('repository_id', '=', repositoryId)
    .where('file', '=', file)
    .where('removed_at', 'is', null)
    .orderBy('name')
    .select('id')
    .execute();
  return rows.length > 0 ? rows.map(({ id }) => id) : await operator(trx);
}

/** Ids of the contacts of each of these tasks, by their names; of one without any, the operator's. */
export async function contactsOfTasks(
  trx: Trx,
  { repositoryId, file }: Place,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await trx
    .selectFrom('tasks as task')
    .innerJoin('task_contacts as told', 'told.task_id', 'task.id')
    .innerJoin('contacts as contact', 'contact.id', 'told.contact_id')
    .where('task.repository_id', '=', repositoryId)
    .where('task.file', '=', file)
    .where('task.cancelled_at', 'is', null)
    .where('contact.removed_at', 'is', null)
    .orderBy('contact.name')
    .select(['task.name as task', 'contact.id'])
    .execute();
  const ids = new Map<string, readonly string[]>();
  for (const name of new Set(names)) {
    const own = rows.filter(({ task }) => task === name).map(({ id }) => id);
    ids.set(name, own.length > 0 ? own : await operator(trx));
  }
  return ids;
}

async function operator(trx: Trx): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom('contacts')
    .where('id', '=', operatorContactId)
    .where('removed_at', 'is', null)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}
