import { sql } from 'kysely';
import type { Kysely } from 'kysely';

import type { Database, StoredCertificate } from '../../database/schema.ts';
import { beyond, pageLimit, pageOf } from '../paging.ts';
import type { Cursor, Page } from '../paging.ts';
import { dayMs } from '../when.ts';

/** A certificate as a list shows it; of its key only the form, never the bytes. */
export interface ListedCertificate {
  readonly fingerprint: string;
  readonly name: string;
  readonly entity: string;
  readonly type: StoredCertificate['type'];
  readonly key_form: StoredCertificate['key_form'];
  readonly not_before: string;
  readonly not_after: string;
  /** 1: a newer one of its name is here. */
  readonly superseded: number;
  readonly revoked: number;
}

export const certificateFilters = ['current', 'ending', 'superseded', 'ended', 'revoked'] as const;
export type CertificateFilter = (typeof certificateFilters)[number];

/** In their last third, and in the last thirty days: renewal by ACME would have come by then. */
const soonDays = 30;

export function endsSoon(
  { not_before: from, not_after: to }: Pick<ListedCertificate, 'not_before' | 'not_after'>,
  now: Date,
): boolean {
  const left = Date.parse(to) - now.getTime();
  const life = Date.parse(to) - Date.parse(from);
  return left <= Math.min(soonDays * dayMs, life / 3);
}

const isRevoked = sql<number>`exists (select 1 from certificate_revocations r
  where r.fingerprint = certificate.fingerprint and r.entity_id = certificate.entity_id)`;

/** Newer by the order that hands certificates out, and not revoked. */
const isSuperseded = sql<number>`exists (select 1 from certificates newer
  where newer.entity_id = certificate.entity_id and newer.name = certificate.name
    and (newer.not_before, newer.not_after, newer.fingerprint)
      > (certificate.not_before, certificate.not_after, certificate.fingerprint)
    and not exists (select 1 from certificate_revocations r
      where r.fingerprint = newer.fingerprint and r.entity_id = newer.entity_id))`;

const isEnding = (now: string) => sql<boolean>`julianday(certificate.not_after) - julianday(${now})
  <= min(${soonDays}, (julianday(certificate.not_after) - julianday(certificate.not_before)) / 3)`;

/** Certificates in the form of lists. */
export function listed(db: Kysely<Database>) {
  return db
    .selectFrom('certificates as certificate')
    .innerJoin('entities as entity', 'entity.id', 'certificate.entity_id')
    .select([
      'certificate.fingerprint',
      'certificate.name',
      'entity.name as entity',
      'certificate.type',
      'certificate.key_form',
      'certificate.not_before',
      'certificate.not_after',
      isSuperseded.as('superseded'),
      isRevoked.as('revoked'),
    ]);
}

export interface CertificateSearch {
  readonly filter: CertificateFilter;
  /** Part of a name. */
  readonly part: string;
  readonly cursor: Cursor | undefined;
  readonly now: Date;
}

/** Those that end first, first; of those that have ended, the last one first. */
export async function listCertificates(
  db: Kysely<Database>,
  { filter, part, cursor, now }: CertificateSearch,
): Promise<Page<ListedCertificate>> {
  const at = now.toISOString();
  const order = filter === 'ended' || filter === 'superseded' ? 'desc' : 'asc';
  let query = listed(db)
    .orderBy('certificate.not_after', order)
    .orderBy('certificate.fingerprint', order)
    .limit(pageLimit);
  if (part !== '') {
    query = query.where(sql<boolean>`instr(certificate.name, ${part.toLowerCase()}) > 0`);
  }
  if (cursor !== undefined) {
    const columns = ['certificate.not_after', 'certificate.fingerprint'] as const;
    query = query.where(beyond(columns, order === 'asc' ? 'after' : 'before', cursor));
  }
  switch (filter) {
    case 'current':
      query = query.where('certificate.not_after', '>', at).where(isCurrent);
      break;
    case 'ending':
      query = query.where(endingWithoutSuccessor(at));
      break;
    case 'superseded':
      query = query.where('certificate.not_after', '>', at).where(sql<boolean>`${isSuperseded}`);
      break;
    case 'ended':
      query = query.where('certificate.not_after', '<=', at);
      break;
    case 'revoked':
      query = query.where(sql<boolean>`${isRevoked}`);
  }
  const rows = await query.execute();
  return pageOf(rows, (row) => ({ at: row.not_after, id: row.fingerprint }));
}

const isCurrent = sql<boolean>`not ${isSuperseded} and not ${isRevoked}`;

/** Ended at most so long ago: what nobody has renewed for longer is not needed any more. */
const lateDays = 30;

function endingWithoutSuccessor(now: string) {
  const at = Date.parse(now);
  const from = new Date(at - lateDays * dayMs).toISOString();
  const to = new Date(at + soonDays * dayMs).toISOString();
  return sql<boolean>`certificate.not_after > ${from} and certificate.not_after <= ${to}
    and ${isEnding(now)} and ${isCurrent}`;
}

/** How many certificates need a successor, and the first of them. */
export async function endingCertificates(
  db: Kysely<Database>,
  now: Date,
  limit: number,
): Promise<{ readonly total: number; readonly first: readonly ListedCertificate[] }> {
  const ending = endingWithoutSuccessor(now.toISOString());
  const { total } = await db
    .selectFrom('certificates as certificate')
    .where(ending)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  if (total === 0) return { total, first: [] };
  const first = await listed(db)
    .where(ending)
    .orderBy('certificate.not_after')
    .limit(limit)
    .execute();
  return { total, first };
}

/** How many end within so many days; those that nothing takes the place of. */
export async function countByEnd(
  db: Kysely<Database>,
  now: Date,
): Promise<{ readonly current: number; readonly month: number; readonly quarter: number }> {
  const within = (days: number) => new Date(now.getTime() + days * dayMs).toISOString();
  return await db
    .selectFrom('certificates as certificate')
    .where('certificate.not_after', '>', now.toISOString())
    .where(isCurrent)
    .select(({ fn }) => [
      fn.countAll<number>().as('current'),
      fn.countAll<number>().filterWhere('certificate.not_after', '<=', within(30)).as('month'),
      fn.countAll<number>().filterWhere('certificate.not_after', '<=', within(90)).as('quarter'),
    ])
    .executeTakeFirstOrThrow();
}
