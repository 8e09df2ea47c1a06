import { sql } from 'kysely';
import type { Transaction } from 'kysely';

import { runFacts } from '../../shared/notice/run-facts.ts';
import type { Report } from '../../shared/wire/report.ts';
import type { Database } from '../database/schema.ts';
import { writeNotices } from './enqueue.ts';
import { contactsOfFile, contactsOfTasks } from './recipients.ts';
import type { Place } from './recipients.ts';

/** A run that reported. */
export interface ReportedRun {
  /** Of the row in `runs`. */
  readonly id: string;
  readonly attempt: number;
  readonly repositoryId: string;
  readonly report: Report;
  readonly now: Date;
}

/**
 * One digest per contact, of the tasks that name it; of tasks without any, the operator has one. The
 * same attempt reported twice tells once; another attempt of the run is another result. That all is well
 * is worth a word after a deployment; of a verification, only to whom the last one said otherwise.
 */
export async function enqueueRun(
  trx: Transaction<Database>,
  { id, attempt, repositoryId, report, now }: ReportedRun,
): Promise<void> {
  const { file } = report;
  const place = { repositoryId, file };
  const notice = { ...place, dedupKey: `run/${id}/${attempt}/${report.mode}`, now };
  if (report.tasks.length === 0) {
    const about = runFacts(report, null);
    if (about === null) return;
    await writeNotices(trx, { ...notice, task: null, about }, await contactsOfFile(trx, place));
    return;
  }
  const names = report.tasks.map(({ name }) => name);
  const tasksOf = new Map<string, Set<string>>();
  for (const [task, contacts] of await contactsOfTasks(trx, place, names)) {
    for (const contact of contacts) {
      tasksOf.set(contact, (tasksOf.get(contact) ?? new Set()).add(task));
    }
  }
  for (const [contact, tasks] of tasksOf) {
    const about = runFacts(report, tasks);
    if (about === null) continue;
    const isWell = about.mode === 'verify' && about.verdict === 'success';
    if (isWell && !(await wasToldOtherwise(trx, place, contact))) continue;
    const [only] = tasks;
    const task = tasks.size === 1 && only !== undefined ? only : null;
    await writeNotices(trx, { ...notice, task, about }, [contact]);
  }
}

/** Whether the last verification of the file that this contact was told of found something. */
async function wasToldOtherwise(
  trx: Transaction<Database>,
  { repositoryId, file }: Place,
  contactId: string,
): Promise<boolean> {
  const last = await trx
    .selectFrom('notices')
    .where('contact_id', '=', contactId)
    .where('repository_id', '=', repositoryId)
    .where('file', '=', file)
    .where(sql<string>`json_extract(about, '$.kind')`, '=', 'run')
    .where(sql<string>`json_extract(about, '$.mode')`, '=', 'verify')
    .orderBy('created_at', 'desc')
    .orderBy(sql`rowid`, 'desc')
    .select(sql<string>`json_extract(about, '$.verdict')`.as('verdict'))
    .limit(1)
    .executeTakeFirst();
  return last !== undefined && last.verdict !== 'success';
}
