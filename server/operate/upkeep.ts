import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { Command } from 'commander';

import { backUp, BackupError, restore } from '../backup.ts';
import { openDatabase } from '../database/open.ts';
import { databasePath, holdFolder, makeFolder } from '../folder.ts';
import { auditLedger } from '../ledger-audit.ts';
import { OperateError, ownFolder } from './context.ts';
import type { OperateContext } from './context.ts';

/** `backup`, `restore` and `migrate`: the database as a whole. */
export function upkeepCommands(context: OperateContext): readonly Command[] {
  const backup = new Command('backup')
    .description('copy the whole database to a new file, while the receiver runs')
    .argument('<file>')
    .action(async (file: string) => {
      const path = databasePath(ownFolder(context));
      if (!existsSync(path)) throw new OperateError(`there is no database ${path}`);
      const { bytes } = await inWords(async () => await backUp(path, resolve(file)));
      context.say(`wrote ${file}: ${bytes} bytes, integrity checked`);
      context.say('it opens only with the master keys: keep them elsewhere');
    });

  const restoring = new Command('restore')
    .description('put a backup in the place of the database; the receiver must be stopped')
    .argument('<file>')
    .action(async (file: string) => {
      await alone(context, async (folder) => {
        const path = databasePath(folder);
        const stamp = context.clock.now().toISOString().replaceAll(/[:.]/gu, '-');
        const { kept } = await inWords(async () => await restore(resolve(file), path, stamp));
        context.say(`restored ${file}`);
        if (kept !== undefined) context.say(`the database before it is kept: ${kept}`);
        await migrate(context, path);
        const wrong = await audit(path);
        if (wrong.length > 0)
          throw new OperateError(`the book does not hold:\n${wrong.join('\n')}`);
        context.say('the book of quota holds');
      });
    });

  const migrating = new Command('migrate')
    .description('bring the tables up to date, as a start does; the receiver must be stopped')
    .action(async () => {
      await alone(context, async (folder) => await migrate(context, databasePath(folder)));
    });

  return [backup, restoring, migrating];
}

async function migrate({ say }: OperateContext, path: string): Promise<void> {
  const store = openDatabase(path);
  try {
    const done = await store.migrate();
    say(done.length === 0 ? 'the tables are up to date' : `applied ${done.join(', ')}`);
  } finally {
    await store.close();
  }
}

async function audit(path: string): Promise<readonly string[]> {
  const store = openDatabase(path, { create: false });
  try {
    return await auditLedger(store.db);
  } finally {
    await store.close();
  }
}

/** Holds the folder, so that no receiver has it or takes it meanwhile. */
async function alone(
  context: OperateContext,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = ownFolder(context);
  makeFolder(folder);
  const hold = await holdFolder(folder, { clock: context.clock, waitMs: 0 });
  if (hold === undefined) throw new OperateError('the receiver is running: stop it first');
  try {
    await work(folder);
  } finally {
    hold.release();
  }
}

async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof BackupError) throw new OperateError(cause.message, { cause });
    throw cause;
  }
}
