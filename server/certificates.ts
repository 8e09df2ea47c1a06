import { randomUUID } from 'node:crypto';

import type { Kysely, Transaction } from 'kysely';

import { parseDomain } from '../shared/core/domain.ts';
import { Secret } from '../shared/core/secret.ts';
import { immediate } from './database/open.ts';
import type { Database, Repository, StoredCertificate } from './database/schema.ts';
import { certificateKeyAad } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import type { Ports } from './ports.ts';

/** A certificate as a repository may use it. */
export interface Held {
  readonly fingerprint: string;
  readonly name: string;
  /** What it counts as for this repository: a copy of another entity's is uploaded. */
  readonly type: StoredCertificate['type'];
  /** PEM, leaf first. */
  readonly chain: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

/** The same with its private key, in the form that is kept. */
export interface HeldBundle extends Held {
  readonly key: Secret | null;
  /** age, armored. */
  readonly sealedKey: string | null;
}

export interface Certificates {
  /** The newest valid certificate of that name that this repository may use. */
  current(repository: Repository, name: string): Promise<Held | undefined>;
  /** The same with its key. That it was given out is recorded before it is. */
  handOut(
    repository: Repository,
    name: string,
    githubRunId: number,
  ): Promise<HeldBundle | undefined>;
}

type Row = StoredCertificate;

/**
 * Among the certificates of a name that are valid now: the one that begins last, then the one that ends
 * last. A repository uses what is of its entity, less what belongs to another repository of an entity
 * that is not verified, and what its entity has shown to hold itself. Never a revoked one.
 */
async function findCurrent(
  db: Kysely<Database>,
  { id, entity_id: entityId }: Repository,
  name: string,
  now: string,
): Promise<Row | undefined> {
  return await db
    .selectFrom('certificates as certificate')
    .leftJoin('sources as source', 'source.id', 'certificate.source_id')
    .where('certificate.name', '=', name)
    .where('certificate.not_before', '<=', now)
    .where('certificate.not_after', '>', now)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('certificate_revocations as revocation')
            .whereRef('revocation.fingerprint', '=', 'certificate.fingerprint')
            .where('revocation.entity_id', '=', entityId)
            .select('revocation.fingerprint'),
        ),
      ),
    )
    .where((where) =>
      where.or([
        where.and([
          where('certificate.entity_id', '=', entityId),
          where.or([
            where('source.repository_id', 'is', null),
            where('source.repository_id', '=', id),
            where.exists(
              where
                .selectFrom('entities as entity')
                .where('entity.id', '=', entityId)
                .where('entity.verified', '=', 1)
                .select('entity.id'),
            ),
          ]),
        ]),
        where.exists(
          where
            .selectFrom('certificate_copies as copy')
            .whereRef('copy.fingerprint', '=', 'certificate.fingerprint')
            .where('copy.entity_id', '=', entityId)
            .select('copy.fingerprint'),
        ),
      ]),
    )
    .orderBy('certificate.not_before', 'desc')
    .orderBy('certificate.not_after', 'desc')
    .orderBy('certificate.fingerprint', 'desc')
    .limit(1)
    .selectAll('certificate')
    .executeTakeFirst();
}

function heldBy(repository: Repository, row: Row): Held {
  return {
    fingerprint: row.fingerprint,
    name: row.name,
    type: row.entity_id === repository.entity_id ? row.type : 'uploaded',
    chain: row.chain_pem,
    notBefore: row.not_before,
    notAfter: row.not_after,
  };
}

/** The private key of a row, opened where the key ring can. Throws `KeyringError`. */
export function openKey(
  row: Pick<Row, 'fingerprint' | 'key_form' | 'key_data' | 'key_id'>,
  keyring: Keyring,
): { readonly key: Secret | null; readonly sealedKey: string | null } {
  const { key_form: form, key_data: data, key_id: keyId, fingerprint } = row;
  if (form === 'sealed' && data !== null) return { key: null, sealedKey: data.toString('utf8') };
  if (form !== 'encrypted' || data === null || keyId === null)
    return { key: null, sealedKey: null };
  const pem = keyring.open({ keyId, data }, certificateKeyAad(fingerprint));
  return { key: new Secret(pem.toString('utf8')), sealedKey: null };
}

export function createCertificates({
  db,
  clock,
  keyring,
}: Pick<Ports, 'db' | 'clock' | 'keyring'>): Certificates {
  const find = async (from: Kysely<Database>, repository: Repository, text: string) => {
    const name = parseDomain(text);
    if (name === undefined) return undefined;
    return await findCurrent(from, repository, name, clock.now().toISOString());
  };

  return {
    async current(repository, name) {
      const row = await find(db, repository, name);
      return row === undefined ? undefined : heldBy(repository, row);
    },
    async handOut(repository, name, githubRunId) {
      const row = await immediate(db, async (transaction: Transaction<Database>) => {
        const found = await find(transaction, repository, name);
        if (found === undefined) return undefined;
        await transaction
          .insertInto('certificate_reads')
          .values({
            id: randomUUID(),
            fingerprint: found.fingerprint,
            repository_id: repository.id,
            github_run_id: githubRunId,
            read_at: clock.now().toISOString(),
          })
          .execute();
        return found;
      });
      if (row === undefined) return undefined;
      return { ...heldBy(repository, row), ...openKey(row, keyring) };
    },
  };
}
