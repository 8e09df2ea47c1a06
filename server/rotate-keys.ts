import type { Kysely, Transaction } from 'kysely';

import { immediate } from './database/open.ts';
import type { Database } from './database/schema.ts';
import { certificateKeyAad, isSealedText, keyIdOfText, sourceSecretAad } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import { contactAad } from './notices/contacts.ts';

/** What was sealed anew. */
export interface Rotation {
  readonly certificates: number;
  readonly sources: number;
  /** Addresses of webhooks. */
  readonly contacts: number;
}

/** How many private keys one transaction seals anew: others wait for it. */
const batch = 100;

/**
 * Seals everything with the active key that another key of the ring had sealed. May be stopped and
 * repeated at any point, and run while the receiver does. Rejects at what none of its keys opens; what
 * was sealed anew before that stays so.
 */
export async function rotateKeys(db: Kysely<Database>, keyring: Keyring): Promise<Rotation> {
  let certificates = 0;
  for (;;) {
    const count = await immediate(
      db,
      async (transaction) => await resealKeys(transaction, keyring),
    );
    if (count === 0) break;
    certificates += count;
  }
  const sources = await immediate(
    db,
    async (transaction) => await resealSources(transaction, keyring),
  );
  const contacts = await immediate(
    db,
    async (transaction) => await resealContacts(transaction, keyring),
  );
  return { certificates, sources, contacts };
}

/** How much each key has sealed: an old one may be taken away when it has sealed nothing any more. */
export async function countByKey(db: Kysely<Database>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const add = (keyId: string, count: number) => counts.set(keyId, (counts.get(keyId) ?? 0) + count);
  const keys = await db
    .selectFrom('certificates')
    .where('key_id', 'is not', null)
    .groupBy('key_id')
    .select(['key_id', ({ fn }) => fn.countAll<number>().as('count')])
    .execute();
  for (const { key_id: keyId, count } of keys) if (keyId !== null) add(keyId, count);
  const webhooks = await db
    .selectFrom('contacts')
    .where('kind', '=', 'webhook')
    .where('address', 'is not', null)
    .select('address')
    .execute();
  for (const { address } of webhooks) {
    const keyId = keyIdOfText(address ?? '');
    if (keyId !== undefined) add(keyId, 1);
  }
  for (const { config } of await db.selectFrom('sources').select('config').execute()) {
    mapTexts(JSON.parse(config), (text) => {
      const keyId = keyIdOfText(text);
      if (keyId !== undefined) add(keyId, 1);
      return text;
    });
  }
  return counts;
}

async function resealKeys(transaction: Transaction<Database>, keyring: Keyring): Promise<number> {
  const rows = await transaction
    .selectFrom('certificates')
    .where('key_id', 'is not', null)
    .where('key_id', '!=', keyring.activeId)
    .select(['fingerprint', 'key_id', 'key_data'])
    .limit(batch)
    .execute();
  for (const { fingerprint, key_id: keyId, key_data: data } of rows) {
    if (keyId === null || data === null) throw new Error(`certificate ${fingerprint} has no key`);
    const aad = certificateKeyAad(fingerprint);
    const sealed = keyring.seal(keyring.open({ keyId, data }, aad), aad);
    await transaction
      .updateTable('certificates')
      .where('fingerprint', '=', fingerprint)
      .set({ key_id: sealed.keyId, key_data: sealed.data })
      .execute();
  }
  return rows.length;
}

async function resealSources(
  transaction: Transaction<Database>,
  keyring: Keyring,
): Promise<number> {
  let count = 0;
  for (const { id, config } of await transaction
    .selectFrom('sources')
    .select(['id', 'config'])
    .execute()) {
    const aad = sourceSecretAad(id);
    const changed = mapTexts(JSON.parse(config), (text) => {
      const keyId = keyIdOfText(text);
      if (!isSealedText(text) || keyId === undefined || !keyring.isStale(keyId)) return text;
      return keyring.sealText(keyring.openText(text, aad), aad);
    });
    const next = JSON.stringify(changed);
    if (next === config) continue;
    await transaction.updateTable('sources').where('id', '=', id).set({ config: next }).execute();
    count += 1;
  }
  return count;
}

async function resealContacts(
  transaction: Transaction<Database>,
  keyring: Keyring,
): Promise<number> {
  let count = 0;
  const rows = await transaction
    .selectFrom('contacts')
    .where('kind', '=', 'webhook')
    .select(['id', 'address'])
    .execute();
  for (const { id, address } of rows) {
    const keyId = address === null ? undefined : keyIdOfText(address);
    if (address === null || keyId === undefined || !keyring.isStale(keyId)) continue;
    const aad = contactAad(id);
    await transaction
      .updateTable('contacts')
      .where('id', '=', id)
      .set({ address: keyring.sealText(keyring.openText(address, aad), aad) })
      .execute();
    count += 1;
  }
  return count;
}

/** A JSON value with every text in it changed, wherever it stands. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]),
  );
}
