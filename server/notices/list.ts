import type { Kysely } from 'kysely';

import { beyond, pageLimit, pageOf } from '../dashboard/paging.ts';
import type { Cursor } from '../dashboard/paging.ts';
import { immediate } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { tryForMs } from './enqueue.ts';

export const noticeFilters = ['all', 'waiting', 'failed'] as const;
export type NoticeFilter = (typeof noticeFilters)[number];

export type ListedNotice = Awaited<ReturnType<typeof listNotices>>['rows'][number];

/** The newest first; never the address of a webhook. */
export async function listNotices(
  db: Kysely<Database>,
  { filter, cursor }: { readonly filter: NoticeFilter; readonly cursor: Cursor | undefined },
) {
  let query = db
    .selectFrom('notices as notice')
    .innerJoin('contacts as contact', 'contact.id', 'notice.contact_id')
    .innerJoin('repositories as repository', 'repository.id', 'notice.repository_id')
    .select([
      'notice.id',
      'notice.file',
      'notice.task',
      'notice.about',
      'notice.state',
      'notice.attempts',
      'notice.due_at',
      'notice.last_error',
      'notice.created_at',
      'notice.sent_at',
      'contact.name as contact',
      'contact.kind',
      'contact.format',
      'contact.removed_at',
      'repository.full_name',
    ])
    .orderBy('notice.created_at', 'desc')
    .orderBy('notice.id', 'desc')
    .limit(pageLimit);
  if (cursor !== undefined) {
    query = query.where(beyond(['notice.created_at', 'notice.id'], 'before', cursor));
  }
  if (filter !== 'all') query = query.where('notice.state', '=', filter);
  return pageOf(await query.execute(), (row) => ({ at: row.created_at, id: row.id }));
}

/** `retried`: it is sent within seconds, and tried for another day. Otherwise why not. */
export type Retried =
  | { readonly retried: true }
  | { readonly retried: false; readonly why: string };

/** Has a notice sent that failed, or one that waits for its next attempt. Safe to repeat. */
export async function retryNotice(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  id: string,
): Promise<Retried> {
  return await immediate(db, async (trx) => {
    const row = await trx
      .selectFrom('notices as notice')
      .innerJoin('contacts as contact', 'contact.id', 'notice.contact_id')
      .where('notice.id', '=', id)
      .select(['notice.state', 'contact.removed_at'])
      .executeTakeFirst();
    if (row === undefined) throw problems.notFound('there is no such notice');
    if (row.state === 'sent') return { retried: false, why: 'it was sent' };
    if (row.removed_at !== null) return { retried: false, why: 'its contact was removed' };
    const now = clock.now();
    await trx
      .updateTable('notices')
      .set({
        state: 'waiting',
        due_at: now.toISOString(),
        give_up_at: new Date(now.getTime() + tryForMs).toISOString(),
        attempts: 0,
      })
      .where('id', '=', id)
      .execute();
    return { retried: true };
  });
}
