import { existsSync, statSync } from 'node:fs';

import type { Clock } from '../clock.ts';
import { openDatabase } from '../database/open.ts';
import type { Store } from '../database/open.ts';
import { databasePath, makeFolder } from '../folder.ts';
import { createKeyring } from '../keyring.ts';
import type { Keyring } from '../keyring.ts';
import { createLedger } from '../ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createLog } from '../log.ts';
import { readDataFolder, readMasterKeys } from '../settings.ts';
import type { Environment } from '../settings.ts';

/** What a command of the operator may touch of the world. */
export interface OperateContext {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Writes to standard output; a line end is added. */
  readonly say: (line: string) => void;
}

/** Something the operator can mend; its words are all that is printed. */
export class OperateError extends Error {
  override readonly name = 'OperateError';
}

export interface OpenBook {
  readonly store: Store;
  readonly ledger: Ledger;
}

/**
 * The data folder, when this user may write there as its owner does. Another user, root above all, would
 * leave files behind that the receiver cannot open.
 */
export function ownFolder({ environment }: OperateContext): string {
  const folder = readDataFolder(environment);
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  const me = process.getuid?.();
  if (owner !== undefined && me !== undefined && owner !== me) {
    throw new OperateError(`${folder} belongs to user ${owner}: run this as that user`);
  }
  return folder;
}

/**
 * Opens the database, also while the receiver runs, and closes it after `work`. The first command makes
 * it; one whose tables are older than this version is left alone.
 */
export async function withStore<T>(
  context: OperateContext,
  work: (book: OpenBook) => Promise<T>,
): Promise<T> {
  const folder = ownFolder(context);
  const path = databasePath(folder);
  const isNew = !existsSync(path);
  if (isNew) makeFolder(folder);
  const store = openDatabase(path);
  try {
    if (isNew) await store.migrate();
    const pending = await store.pending();
    if (pending.length > 0) {
      throw new OperateError(
        `the tables are older than this version: stop the receiver, run "migrate", start it again`,
      );
    }
    const log = createLog({ level: 'warn' });
    return await work({ store, ledger: createLedger({ db: store.db, clock: context.clock, log }) });
  } finally {
    await store.close();
  }
}

export const keyringOf = ({ environment }: OperateContext): Keyring =>
  createKeyring(readMasterKeys(environment));

/** Columns for eyes: as wide as their widest cell, two spaces between. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
