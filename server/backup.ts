import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

import Sqlite from 'better-sqlite3';

import { applicationId, openHandle } from './database/open.ts';
import type { Handle } from './database/open.ts';

/** What is wrong with a file that should be a backup, in words. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** Copies the whole database in one read, while others write to it, and proves the copy. */
export async function backUp(source: string, target: string): Promise<{ readonly bytes: number }> {
  if (existsSync(target)) throw new BackupError(`${target} is there already`);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  const handle = openHandle(source, { create: false });
  try {
    // A file that is there keeps its mode: the copy is readable by its owner only from the first byte.
    closeSync(openSync(partial, 'wx', 0o600));
    // All pages in one step. In smaller ones, every commit of another process would begin it anew.
    // https://www.sqlite.org/backup.html
    const { totalPages } = await handle.backup(partial, { progress: () => 0x7fff_ffff });
    const pageSize = Number(handle.pragma('page_size', { simple: true }));
    settle(partial);
    examine(partial);
    sync(partial);
    renameSync(partial, target);
    sync(dirname(target));
    return { bytes: totalPages * pageSize };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    handle.close();
  }
}

/**
 * Puts a backup in the place of the database, which is kept beside it. Nobody else may have the
 * database open. The copy is complete and proven before anything is moved.
 */
export async function restore(
  backup: string,
  target: string,
  stamp: string,
): Promise<{ readonly kept: string | undefined }> {
  if (!existsSync(backup)) throw new BackupError(`${backup} does not exist`);
  examine(backup);
  const coming = `${target}.restoring`;
  rmSync(coming, { force: true });
  const handle = new Sqlite(backup, { readonly: true });
  try {
    closeSync(openSync(coming, 'wx', 0o600));
    await handle.backup(coming, { progress: () => 0x7fff_ffff });
  } finally {
    handle.close();
  }
  settle(coming);
  examine(coming);
  sync(coming);

  const kept = existsSync(target) ? `${target}.before-${stamp}` : undefined;
  if (kept !== undefined) {
    if (existsSync(kept)) throw new BackupError(`${kept} is there already`);
    for (const end of ['', '-wal', '-shm']) {
      if (existsSync(`${target}${end}`)) renameSync(`${target}${end}`, `${kept}${end}`);
    }
  }
  renameSync(coming, target);
  sync(dirname(target));
  return { kept };
}

/** One file that holds everything: no log beside it. */
function settle(path: string): void {
  const handle = new Sqlite(path);
  try {
    handle.pragma('journal_mode = DELETE');
  } finally {
    handle.close();
  }
}

/** Reads every page. Throws `BackupError` unless it is a sound database of ours. */
function examine(path: string): void {
  let handle: Handle | undefined;
  try {
    handle = new Sqlite(path, { readonly: true });
    if (handle.pragma('application_id', { simple: true }) !== applicationId) {
      throw new BackupError(`${path} is not a database of the receiver`);
    }
    const found = handle.pragma('integrity_check', { simple: true });
    if (found !== 'ok') throw new BackupError(`${path} is damaged: ${String(found)}`);
  } catch (cause) {
    if (cause instanceof BackupError) throw cause;
    throw new BackupError(`${path} is not a sound database`, { cause });
  } finally {
    handle?.close();
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
