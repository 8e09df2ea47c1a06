import type { Transaction } from 'kysely';

import { runFacts } from '../../shared/notice/run-facts.ts';
import type { Report } from '../../shared/wire/report.ts';
import type { Database } from '../database/schema.ts';
import { writeNotices } from './enqueue.ts';
import { contactsOfFile, contactsOfTasks } from './recipients.ts';

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
 * same attempt reported twice tells once; another attempt of the run is another result.
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
    const [only] = tasks;
    const task = tasks.size === 1 && only !== undefined ? only : null;
    await writeNotices(trx, { ...notice, task, about }, [contact]);
  }
}
