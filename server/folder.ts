import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Clock } from './clock.ts';
import { openHandle } from './database/open.ts';
import type { Handle } from './database/open.ts';

export const databasePath = (folder: string): string => join(folder, 'certferry.db');

/** Makes the data folder, for its owner only. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** The folder belongs to this process until `release`, or until the process is gone, however it went. */
export interface FolderHold {
  release(): void;
}

/**
 * Takes the data folder for one process: a receiver, or a restore. A lock of SQLite on a file of its
 * own: unlike a file with a process id it cannot be left behind. Resolves to undefined when another
 * process still has it after `waitMs`.
 */
export async function holdFolder(
  folder: string,
  { clock, waitMs }: { readonly clock: Clock; readonly waitMs: number },
): Promise<FolderHold | undefined> {
  const until = clock.now().getTime() + waitMs;
  for (;;) {
    const handle = tryLock(join(folder, 'certferry.lock'));
    if (handle !== undefined) return { release: () => handle.close() };
    if (clock.now().getTime() >= until) return undefined;
    await clock.sleep(100);
  }
}

function tryLock(path: string): Handle | undefined {
  let handle: Handle | undefined;
  try {
    handle = openHandle(path, { journal: 'DELETE', timeoutMs: 0 });
    handle.exec('begin exclusive');
    return handle;
  } catch (error) {
    handle?.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
