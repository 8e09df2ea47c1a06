import type { Generated, Selectable } from 'kysely';

import type { ContactFormat } from '../../shared/core/deployment.ts';

/** Tables of contacts and of what they are told. */
export interface NoticeTables {
  contacts: ContactTable;
  task_contacts: TaskContactTable;
  notices: NoticeTable;
}

/** Somebody a deployment file names, or the operator. */
export interface ContactTable {
  id: string;
  /** Null, as is the file: the operator's own address, from the settings. */
  repository_id: string | null;
  file: string | null;
  name: string;
  kind: 'email' | 'webhook';
  /** Of mail: in clear. Of a webhook: sealed by the key ring. Null once it was removed. */
  address: string | null;
  /** Of a webhook. */
  format: ContactFormat | null;
  registered_at: string;
  /** The file no longer names it. */
  removed_at: string | null;
}

/** Whom a task tells. */
export interface TaskContactTable {
  task_id: string;
  contact_id: string;
}

/** One thing that one contact is told. */
export interface NoticeTable {
  id: string;
  /** What makes two notices to one contact one. */
  dedup_key: string;
  contact_id: string;
  repository_id: string;
  file: string;
  task: string | null;
  /** JSON of `NoticeFacts`. */
  about: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: Generated<number>;
  /** Not before this time. */
  due_at: string;
  /** A failure after this time is the last one. */
  give_up_at: string;
  last_error: string | null;
  created_at: string;
  sent_at: string | null;
}

export type ContactRow = Selectable<ContactTable>;
export type NoticeRow = Selectable<NoticeTable>;
