import { sql } from 'kysely';
import type { Transaction } from 'kysely';

import type { Database } from '../database/schema.ts';
import { settleAlarms } from './alarms.ts';
import type { Complaint } from './complaints.ts';
import { dayMs, rungOf } from './ladder.ts';
import { expiryWords, shortWords } from './words.ts';

type Trx = Transaction<Database>;

/** What nobody has renewed for longer is not needed any more. */
const lateDays = 30;
/** No ladder begins earlier. */
const soonDays = 30;

/**
 * Watches the certificates that are kept here, by what they say themselves: the newest one of each name
 * that ends soon and has no successor, deployed or not. Needs no event and no handshake. Resolves to
 * what is new.
 */
export async function watchKept(trx: Trx, now: Date): Promise<readonly Complaint[]> {
  const from = new Date(now.getTime() - lateDays * dayMs).toISOString();
  const to = new Date(now.getTime() + soonDays * dayMs).toISOString();
  const ending = await trx
    .selectFrom('certificates as certificate')
    .where('certificate.not_after', '>', from)
    .where('certificate.not_after', '<=', to)
    .where(isNewest)
    .select(['fingerprint', 'name', 'not_before', 'not_after'])
    .execute();
  const spokenOf = new Set<string>();
  const news: Complaint[] = [];
  for (const { fingerprint, name, not_before: begins, not_after: ends } of ending) {
    const validity = { notBefore: new Date(begins), notAfter: new Date(ends) };
    const rung = rungOf(validity, now);
    if (rung === undefined) continue;
    spokenOf.add(fingerprint);
    const complaint: Complaint = {
      kind: rung === 0 ? 'expired' : 'expiring',
      level: 'alarm',
      cause: fingerprint,
      fingerprint,
      rung: rung === 0 ? null : rung,
      words:
        `${shortWords(fingerprint)}, the newest certificate of ${name} that is kept here, ` +
        `${expiryWords(validity.notAfter, now)}: no successor has come`,
    };
    news.push(...(await settle(trx, fingerprint, [complaint], now)));
  }
  const active = await trx
    .selectFrom('alarms')
    .select('fingerprint')
    .where('endpoint_id', 'is', null)
    .where('state', '!=', 'resolved')
    .execute();
  for (const { fingerprint } of active) {
    if (fingerprint !== null && !spokenOf.has(fingerprint)) await settle(trx, fingerprint, [], now);
  }
  return news;
}

const decided = ['expiring', 'expired'] as const;

async function settle(
  trx: Trx,
  fingerprint: string,
  complaints: readonly Complaint[],
  now: Date,
): Promise<readonly Complaint[]> {
  return await settleAlarms(trx, { endpointId: null, fingerprint }, { complaints, decided }, now);
}

const isRevoked = (table: string) => sql`exists (select 1 from certificate_revocations revoked
  where revoked.fingerprint = ${sql.ref(`${table}.fingerprint`)}
    and revoked.entity_id = certificate.entity_id)`;

/** By the order that hands certificates out. */
const isNewest = sql<boolean>`not ${isRevoked('certificate')} and not exists (
  select 1 from certificates newer
  where newer.entity_id = certificate.entity_id and newer.name = certificate.name
    and (newer.not_before, newer.not_after, newer.fingerprint)
      > (certificate.not_before, certificate.not_after, certificate.fingerprint)
    and not ${isRevoked('newer')})`;
