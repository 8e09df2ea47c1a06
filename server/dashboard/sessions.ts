import { createHash, randomBytes } from 'node:crypto';

import { timestamp, timestampIn } from '../clock.ts';
import type { Ports } from '../ports.ts';
import { settingsOperator } from './operators.ts';
import type { Identity } from './operators.ts';

/** What the pages know of whoever asks. */
export interface Session extends Identity {
  /** SHA-256 of what the cookie holds: names the session, opens nothing. */
  readonly idHash: string;
  /** Every form of this session carries it. */
  readonly formToken: string;
  /** What the last action came to. */
  readonly message: string | null;
}

export interface Sessions {
  /** Resolves to what the cookie is to hold. */
  begin(identity: Identity): Promise<string>;
  /** Undefined: there is none, it has expired, or its operator is gone. */
  find(cookie: string): Promise<Session | undefined>;
  end(idHash: string): Promise<void>;
  /** Keeps a sentence for the next page. */
  leaveMessage(idHash: string, message: string): Promise<void>;
  /** It was shown. */
  takeMessage(idHash: string): Promise<void>;
  /** Forgets what has expired. */
  prune(): Promise<number>;
}

/** A session ends so long after its last page, and so long after its beginning at the latest. */
export const idleSeconds = 2 * 3600;
export const longestSeconds = 12 * 3600;
/** That somebody is there is written down at most so often. */
const touchSeconds = 60;

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

/**
 * Follows from what only the cookie holds: nobody who reads the database or a page of another session can
 * make one.
 */
const formTokenOf = (cookie: string) =>
  createHash('sha256').update(`form of ${cookie}`).digest('base64url');

export function createSessions({
  db,
  clock,
  settings,
}: Pick<Ports, 'db' | 'clock' | 'settings'>): Sessions {
  const settingsMark = sha256(settings.operatorToken);

  return {
    async begin({ operatorId }) {
      const cookie = randomBytes(32).toString('base64url');
      const now = timestamp(clock);
      await db
        .insertInto('operator_sessions')
        .values({
          id_hash: sha256(cookie),
          operator_id: operatorId,
          settings_mark: operatorId === null ? settingsMark : null,
          created_at: now,
          seen_at: now,
          expires_at: timestampIn(clock, longestSeconds),
          message: null,
        })
        .execute();
      if (operatorId !== null) {
        await db
          .updateTable('operators')
          .set({ signed_in_at: now })
          .where('id', '=', operatorId)
          .execute();
      }
      return cookie;
    },

    async find(cookie) {
      const idHash = sha256(cookie);
      const row = await db
        .selectFrom('operator_sessions as session')
        .leftJoin('operators as operator', 'operator.id', 'session.operator_id')
        .where('session.id_hash', '=', idHash)
        .where('session.expires_at', '>', timestamp(clock))
        .where('session.seen_at', '>', timestampIn(clock, -idleSeconds))
        .select([
          'session.operator_id',
          'session.settings_mark',
          'session.seen_at',
          'session.message',
          'operator.name',
          'operator.role',
        ])
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (row.operator_id === null && row.settings_mark !== settingsMark) return undefined;
      if (row.seen_at < timestampIn(clock, -touchSeconds)) {
        await db
          .updateTable('operator_sessions')
          .set({ seen_at: timestamp(clock) })
          .where('id_hash', '=', idHash)
          .execute();
      }
      return {
        idHash,
        formToken: formTokenOf(cookie),
        message: row.message,
        operatorId: row.operator_id,
        name: row.name ?? settingsOperator,
        role: row.role ?? 'operator',
      };
    },

    async end(idHash) {
      await db.deleteFrom('operator_sessions').where('id_hash', '=', idHash).execute();
    },
    async leaveMessage(idHash, message) {
      await db
        .updateTable('operator_sessions')
        .set({ message })
        .where('id_hash', '=', idHash)
        .execute();
    },
    async takeMessage(idHash) {
      await db
        .updateTable('operator_sessions')
        .set({ message: null })
        .where('id_hash', '=', idHash)
        .execute();
    },
    async prune() {
      const { numDeletedRows } = await db
        .deleteFrom('operator_sessions')
        .where((where) =>
          where.or([
            where('expires_at', '<=', timestamp(clock)),
            where('seen_at', '<=', timestampIn(clock, -idleSeconds)),
          ]),
        )
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
  };
}
