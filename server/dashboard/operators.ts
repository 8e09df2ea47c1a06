import { randomBytes, randomUUID } from 'node:crypto';

import type { Kysely } from 'kysely';

import { timestamp } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { hashToken, isToken } from '../tokens.ts';
import type { TokenHash } from '../tokens.ts';
import type { Operator } from './tables.ts';

/** Who is signed in, or is about to be. */
export interface Identity {
  /** Null: whoever holds the operator token of the settings. */
  readonly operatorId: string | null;
  readonly name: string;
  readonly role: Operator['role'];
}

export interface Operators {
  /** Resolves to the token, which is kept nowhere; undefined where the name is taken. */
  add(name: string, role: Operator['role']): Promise<string | undefined>;
  list(): Promise<readonly Operator[]>;
  /** Their sessions end with them. False: there is no such operator. */
  remove(name: string): Promise<boolean>;
}

/** The name that the holder of the operator token of the settings goes by. */
export const settingsOperator = 'operator token';

export function createOperators({
  db,
  clock,
}: {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
}): Operators {
  return {
    async add(name, role) {
      // 256 bits: what nobody can guess needs no slow hash.
      const token = `cfo_${randomBytes(32).toString('base64url')}`;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('operators')
        .values({
          id: randomUUID(),
          name,
          role,
          token_hash: hashToken(token).toString('hex'),
          created_at: timestamp(clock),
          signed_in_at: null,
        })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 0n ? undefined : token;
    },
    list: async () => await db.selectFrom('operators').selectAll().orderBy('name').execute(),
    async remove(name) {
      const { numDeletedRows } = await db
        .deleteFrom('operators')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

const nobody: TokenHash = hashToken(randomBytes(32).toString('hex'));

/**
 * Whose token it is. What is done, and how long it takes, is the same for a wrong token and one that was
 * never there: the search is by a hash, and both comparisons take place in any case.
 */
export async function identify(
  db: Kysely<Database>,
  token: string,
  settingsToken: TokenHash,
): Promise<Identity | undefined> {
  const hash = hashToken(token).toString('hex');
  const row = await db
    .selectFrom('operators')
    .selectAll()
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  const isOperator = isToken(
    token,
    row === undefined ? nobody : Buffer.from(row.token_hash, 'hex'),
  );
  const isSettings = isToken(token, settingsToken);
  if (row !== undefined && isOperator) {
    return { operatorId: row.id, name: row.name, role: row.role };
  }
  if (isSettings) return { operatorId: null, name: settingsOperator, role: 'operator' };
  return undefined;
}
