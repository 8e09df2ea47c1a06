import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { DeliveryError } from '../../shared/notice/delivery.ts';
import type { Database } from '../database/schema.ts';

type Db = Kysely<Database>;

const firstPauseMs = 30_000;
const longestPauseMs = 7_200_000;

/** How long a notice that was tried so often waits: twice as long each time, at most two hours. */
export function pauseMs(attempts: number): number {
  return Math.min(firstPauseMs * 2 ** Math.max(0, Math.min(attempts, 30) - 1), longestPauseMs);
}

/** Contacts that have something due, the longest waiting first. */
export async function dueContacts(db: Db, now: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notices')
    .where('state', '=', 'waiting')
    .groupBy('contact_id')
    .select(['contact_id', ({ fn }) => fn.min('due_at').as('due')])
    .having(({ fn }) => fn.min('due_at'), '<=', now)
    .orderBy('due')
    .limit(1000)
    .execute();
  return rows.map(({ contact_id: id }) => id);
}

export type DueNotice = NonNullable<Awaited<ReturnType<typeof nextDue>>>;

/** What is due to a contact first, with where it goes. */
export async function nextDue(db: Db, contactId: string, now: string) {
  return await db
    .selectFrom('notices as notice')
    .innerJoin('contacts as contact', 'contact.id', 'notice.contact_id')
    .innerJoin('repositories as repository', 'repository.id', 'notice.repository_id')
    .where('notice.contact_id', '=', contactId)
    .where('notice.state', '=', 'waiting')
    .where('notice.due_at', '<=', now)
    .orderBy('notice.created_at')
    .orderBy('notice.id')
    .select([
      'notice.id',
      'notice.contact_id',
      'notice.file',
      'notice.about',
      'notice.attempts',
      'notice.give_up_at',
      'contact.name as contact',
      'contact.kind',
      'contact.address',
      'contact.format',
      'repository.full_name as repository',
    ])
    .select(sql<string | null>`json_extract(notice.about, '$.kind')`.as('kindOfNotice'))
    .limit(1)
    .executeTakeFirst();
}

export async function markSent(db: Db, { id, attempts }: DueNotice, now: string): Promise<void> {
  await db
    .updateTable('notices')
    .set({ state: 'sent', sent_at: now, attempts: attempts + 1, last_error: null })
    .where('id', '=', id)
    .execute();
}

/**
 * Puts the notice off, or gives it up: for good at a refusal, and when its day is over. Whatever else
 * waits for the same contact waits as long, uncounted.
 */
export async function markFailed(
  db: Db,
  notice: DueNotice,
  error: DeliveryError,
  now: Date,
): Promise<'waiting' | 'failed'> {
  const attempts = notice.attempts + 1;
  const isOver = error.kind === 'permanent' || now.toISOString() >= notice.give_up_at;
  const state = isOver ? 'failed' : 'waiting';
  const wait = Math.max(pauseMs(attempts), error.retryAfterMs ?? 0);
  const due = new Date(now.getTime() + wait).toISOString();
  await db
    .updateTable('notices')
    .set({ state, attempts, last_error: error.message, ...(isOver ? {} : { due_at: due }) })
    .where('id', '=', notice.id)
    .where('state', '=', 'waiting')
    .execute();
  if (error.kind === 'temporary') {
    await db
      .updateTable('notices')
      .set({ due_at: due })
      .where('contact_id', '=', notice.contact_id)
      .where('state', '=', 'waiting')
      .where('due_at', '<', due)
      .execute();
  }
  return state;
}

/** Days that a notice is kept once it is sent or given up. */
const keptDays = 180;

export async function forgetNotices(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000).toISOString();
  await db
    .deleteFrom('notices')
    .where('state', '!=', 'waiting')
    .where('created_at', '<', before)
    .execute();
}
