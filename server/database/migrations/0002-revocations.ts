import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Which certificates a source has said to be revoked: none of them is handed out again. */
export async function createRevocations(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table certificate_revocations (
        fingerprint text not null check (length(fingerprint) = 64),
        entity_id text not null references entities (id),
        source_id text not null references sources (id),
        revoked_at text not null,
        primary key (fingerprint, entity_id)
      ) strict, without rowid`,
    )
    .execute(db);
}
