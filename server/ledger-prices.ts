import type { Kysely } from 'kysely';

import type { Database, Entity } from './database/schema.ts';
import { balanceOf } from './ledger-book.ts';
import type { PricedEdit, Quote } from './ledger.ts';
import { priceOf } from './price.ts';
import type { Price } from './price.ts';
import { problems } from './problem.ts';

/** How many values one statement may hold, far below SQLite's limit of 32,766. */
const chunk = 1000;

/** The price of each of these fingerprints for a repository of the entity. */
export async function pricesOf(
  db: Kysely<Database>,
  { entity, repositoryId }: { readonly entity: Entity; readonly repositoryId: string },
  fingerprints: readonly string[],
): Promise<ReadonlyMap<string, Price>> {
  const prices = new Map<string, Price>();
  for (let start = 0; start < fingerprints.length; start += chunk) {
    const some = fingerprints.slice(start, start + chunk);
    const known = await db
      .selectFrom('certificates')
      .leftJoin('sources', 'sources.id', 'certificates.source_id')
      .where('fingerprint', 'in', some)
      .select(['fingerprint', 'certificates.entity_id', 'certificates.type'])
      .select('sources.repository_id')
      .execute();
    const copies = await db
      .selectFrom('certificate_copies')
      .where('fingerprint', 'in', some)
      .where('entity_id', '=', entity.id)
      .select('fingerprint')
      .execute();
    const byFingerprint = new Map(known.map((row) => [row.fingerprint, row]));
    const copied = new Set(copies.map((row) => row.fingerprint));
    for (const fingerprint of some) {
      const row = byFingerprint.get(fingerprint);
      const price = priceOf({
        entity,
        repositoryId,
        certificate:
          row === undefined
            ? undefined
            : { entityId: row.entity_id, type: row.type, repositoryId: row.repository_id },
        copied: copied.has(fingerprint),
      });
      prices.set(fingerprint, price);
    }
  }
  return prices;
}

/** The entity of a repository that is registered and not disabled; throws 403 otherwise. */
export async function entityOf(db: Kysely<Database>, repositoryId: string): Promise<Entity> {
  const entity = await db
    .selectFrom('repositories')
    .innerJoin('entities', 'entities.id', 'repositories.entity_id')
    .where('repositories.id', '=', repositoryId)
    .where('repositories.disabled_at', 'is', null)
    .selectAll('entities')
    .executeTakeFirst();
  if (entity === undefined) throw problems.forbidden('this repository is not registered');
  return entity;
}

/** See `Ledger.quote`. One snapshot: prices and balance of the same moment. */
export async function quote(
  db: Kysely<Database>,
  repositoryId: string,
  edits: readonly PricedEdit[],
): Promise<Quote> {
  return await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (snapshot) => {
      const entity = await entityOf(snapshot, repositoryId);
      const fingerprints = [...new Set(edits.map(({ fingerprint }) => fingerprint))];
      const prices = await pricesOf(snapshot, { entity, repositoryId }, fingerprints);
      const distinct = new Map(edits.map((edit) => [edit.changeId, edit]));
      let toConsume = 0;
      for (const { fingerprint } of distinct.values())
        toConsume += prices.get(fingerprint)?.cost ?? 0;
      return {
        balance: await balanceOf(snapshot, entity.id),
        toConsume,
        certificates: [...prices].map(([fingerprint, price]) => ({ fingerprint, ...price })),
      };
    });
}
