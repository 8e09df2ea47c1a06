import { randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';

import type { ContactWire } from '../../shared/wire/receiver.ts';
import type { Database, Repository } from '../database/schema.ts';
import { KeyringError } from '../keyring.ts';
import type { Keyring } from '../keyring.ts';
import { operatorContactId } from './recipients.ts';
import type { ContactRow } from './tables.ts';

type Trx = Transaction<Database>;

export interface ContactRegistration {
  readonly repository: Repository;
  readonly file: string;
  readonly contacts: readonly ContactWire[];
  /** Names of contacts by the id of the task that names them. */
  readonly tasks: ReadonlyMap<string, readonly string[]>;
  readonly now: string;
}

/** Where the address of a webhook is sealed for. */
export const contactAad = (contactId: string): string => `contact/${contactId}`;

/**
 * Makes the contacts of one file what the default branch says they are. One that is gone loses its
 * address, and what it was still to be told fails. Safe to repeat.
 */
export async function registerContacts(
  trx: Trx,
  keyring: Keyring,
  { repository, file, contacts, tasks, now }: ContactRegistration,
): Promise<void> {
  const known = await trx
    .selectFrom('contacts')
    .selectAll()
    .where('repository_id', '=', repository.id)
    .where('file', '=', file)
    .execute();
  const ids = new Map<string, string>();
  for (const contact of contacts) {
    const row = known.find(({ name }) => name === contact.name);
    const id = row?.id ?? randomUUID();
    ids.set(contact.name, id);
    const now_ = { ...meaningOf(contact, id, keyring, row), registered_at: now, removed_at: null };
    await (row === undefined
      ? trx
          .insertInto('contacts')
          .values({ id, repository_id: repository.id, file, name: contact.name, ...now_ })
          .execute()
      : trx.updateTable('contacts').set(now_).where('id', '=', id).execute());
  }
  await nameInTasks(trx, [...tasks], { known, ids });
  const gone = known.filter(({ name, removed_at: at }) => at === null && !ids.has(name));
  await removeContacts(
    trx,
    gone.map(({ id }) => id),
    now,
  );
}

type Meaning = Pick<ContactRow, 'kind' | 'address' | 'format'>;

function meaningOf(
  contact: ContactWire,
  id: string,
  keyring: Keyring,
  row: ContactRow | undefined,
): Meaning {
  if (contact.kind === 'email') return { kind: 'email', address: contact.email, format: null };
  const { url, format } = contact;
  const kept = row?.kind === 'webhook' ? row.address : null;
  const isSame = kept !== null && opened(keyring, kept, contactAad(id)) === url;
  return {
    kind: 'webhook',
    address: isSame ? kept : keyring.sealText(url, contactAad(id)),
    format,
  };
}

/** Undefined where its key is gone: the address is here again, so it is sealed anew. */
function opened(keyring: Keyring, sealed: string, aad: string): string | undefined {
  try {
    return keyring.openText(sealed, aad);
  } catch (thrown) {
    if (thrown instanceof KeyringError) return undefined;
    throw thrown;
  }
}

async function nameInTasks(
  trx: Trx,
  tasks: readonly (readonly [string, readonly string[]])[],
  {
    known,
    ids,
  }: { readonly known: readonly ContactRow[]; readonly ids: ReadonlyMap<string, string> },
): Promise<void> {
  // Of tasks that the file no longer holds, too: their contacts are of this file.
  const all = [...new Set([...known.map(({ id }) => id), ...ids.values()])];
  if (all.length > 0) {
    await trx.deleteFrom('task_contacts').where('contact_id', 'in', all).execute();
  }
  const rows = tasks.flatMap(([taskId, names]) =>
    [...new Set(names)].flatMap((name) => {
      const contactId = ids.get(name);
      return contactId === undefined ? [] : [{ task_id: taskId, contact_id: contactId }];
    }),
  );
  for (const row of rows) await trx.insertInto('task_contacts').values(row).execute();
}

/** Forgets their addresses, and ends what they were still to be told. */
async function removeContacts(trx: Trx, ids: readonly string[], now: string): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('contacts')
    .set({ address: null, removed_at: now })
    .where('id', 'in', ids)
    .execute();
  await trx
    .updateTable('notices')
    .set({ state: 'failed', last_error: 'the contact was removed before it could be told' })
    .where('contact_id', 'in', ids)
    .where('state', '=', 'waiting')
    .execute();
}

/** Makes the operator's own address what the settings say it is. Safe to repeat. */
export async function registerOperator(
  trx: Trx,
  address: string | undefined,
  now: string,
): Promise<void> {
  if (address === undefined) {
    const row = await trx
      .selectFrom('contacts')
      .select('id')
      .where('id', '=', operatorContactId)
      .where('removed_at', 'is', null)
      .executeTakeFirst();
    if (row !== undefined) await removeContacts(trx, [row.id], now);
    return;
  }
  const own = { kind: 'email', address, format: null, registered_at: now } as const;
  await trx
    .insertInto('contacts')
    .values({ id: operatorContactId, name: 'operator', ...own })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...own, removed_at: null }))
    .execute();
}
