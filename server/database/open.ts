import { chmodSync, closeSync, openSync } from 'node:fs';

import Sqlite from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteAdapter, SqliteDialect, sql } from 'kysely';
import type { Dialect, Transaction, TransactionSettings } from 'kysely';
import { Migrator } from 'kysely/migration';

import { migrations } from './migrations/index.ts';
import type { Database } from './schema.ts';

/** A connection of better-sqlite3: synchronous. */
export type Handle = Sqlite.Database;

/** One database file, opened. */
export interface Store {
  readonly path: string;
  readonly db: Kysely<Database>;
  /** See `Ports.openWriter`. */
  openWriter(): Handle;
  /** Applies what is missing, all or nothing. Resolves to the names of what it applied. */
  migrate(): Promise<readonly string[]>;
  /** Names of migrations that this version has and the file has not. */
  pending(): Promise<readonly string[]>;
  /** Resolves when nothing is pending and a transaction that writes can be had; rejects otherwise. */
  ready(): Promise<void>;
  /** Writes the log back into the file and closes every handle. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** False: the file must exist. */
  readonly create?: boolean;
  /**
   * Told when a transaction of `db` was still open at the next turn of the event loop: it awaited
   * something other than the database, and a writer may have stood still for it.
   */
  readonly onLongTransaction?: () => void;
}

/** In the file's header, so that `restore` can tell ours from any other: "CFRY". */
export const applicationId = 0x43_46_52_59;

/** How long a write waits for the lock of another process. Node stands still meanwhile. */
const busyTimeoutMs = 5000;

/** The first major version of Node that the driver runs on; on an older one it crashes the process. */
const firstNode = 22;

/** Undefined where this Node is new enough; otherwise the sentence to refuse with. */
export function unsuitableNode(version: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= firstNode) return undefined;
  return (
    `The receiver needs Node 24 (at least ${firstNode} for its SQLite driver); this is Node ${version}. ` +
    'Inside the repository "npm start" brings its own.'
  );
}

export interface HandleOptions {
  /** False: the file must exist. */
  readonly create?: boolean;
  readonly journal?: 'WAL' | 'DELETE';
  readonly timeoutMs?: number;
}

/** Opens a handle with the settings every connection must have. */
export function openHandle(path: string, options: HandleOptions = {}): Handle {
  const { create = true, journal = 'WAL', timeoutMs = busyTimeoutMs } = options;
  const unsuitable = unsuitableNode(process.versions.node);
  if (unsuitable !== undefined) throw new Error(unsuitable);
  if (create) createPrivately(path);
  const handle = new Sqlite(path, { fileMustExist: true, timeout: timeoutMs });
  try {
    handle.pragma(`journal_mode = ${journal}`);
    // In WAL the driver opens with NORMAL, which may lose acknowledged commits on power loss.
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    handle.pragma('synchronous = FULL');
    handle.pragma('foreign_keys = ON');
    // Deleted keys are overwritten, not only unlinked.
    handle.pragma('secure_delete = ON');
    handle.pragma('trusted_schema = OFF');
  } catch (error) {
    handle.close();
    throw error;
  }
  return handle;
}

/** Only its owner reads the file, whatever the umask; SQLite gives its log the same mode. */
function createPrivately(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
}

/** Opens the database without changing its tables: call `migrate()` before anything else is asked. */
export function openDatabase(path: string, options: OpenOptions = {}): Store {
  const { create = true, onLongTransaction = () => {} } = options;
  const handle = openHandle(path, { create });
  const db = new Kysely<Database>({ dialect: immediateDialect(handle, onLongTransaction) });
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  });
  async function pending(): Promise<readonly string[]> {
    const all = await migrator.getMigrations();
    return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  }

  const writers: Handle[] = [];
  let closed = false;
  return {
    path,
    db,
    openWriter() {
      const writer = openHandle(path, { create: false });
      writers.push(writer);
      return writer;
    },
    async migrate() {
      const found = handle.pragma('application_id', { simple: true });
      if (found !== 0 && found !== applicationId) {
        throw new Error(`${path} is the database of another program`);
      }
      handle.pragma(`application_id = ${applicationId}`);
      const { error, results = [] } = await migrator.migrateToLatest();
      if (error !== undefined) {
        throw new Error(`the tables of ${path} could not be brought up to date`, { cause: error });
      }
      return results.map(({ migrationName }) => migrationName);
    },
    pending,
    async ready() {
      const missing = await pending();
      if (missing.length > 0) throw new Error(`migrations are missing: ${missing.join(', ')}`);
      // A write that changes nothing: it fails on a full disk or a file that became read-only.
      await immediate(db, async (transaction) => {
        await sql.raw(`pragma application_id = ${applicationId}`).execute(transaction);
      });
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const writer of writers) writer.close();
      await db.destroy();
      // destroy() closes only what a query has opened.
      if (handle.open) handle.close();
    },
  };
}

/**
 * Runs `work` in a transaction that holds the write lock from its beginning: what it reads is still
 * true when it writes, in every process. Rolled back when `work` rejects. `work` awaits nothing but
 * queries of the transaction it is handed.
 */
export async function immediate<T>(
  db: Kysely<Database>,
  work: (transaction: Transaction<Database>) => Promise<T>,
): Promise<T> {
  return await db.transaction().execute(work);
}

/** Of SQLite, a change of tables is undone by a rollback like any other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * Every transaction begins IMMEDIATE unless it was said to only read: a deferred one that has read and then writes after another
 * writer fails at once with SQLITE_BUSY_SNAPSHOT, whatever the timeout.
 */
function immediateDialect(handle: Handle, onLongTransaction: () => void): Dialect {
  const sqlite = new SqliteDialect({ database: handle });
  return {
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => sqlite.createIntrospector(db),
    createQueryCompiler: () => sqlite.createQueryCompiler(),
    createDriver() {
      const driver = sqlite.createDriver();
      let begun = 0;
      let ended = 0;
      const watch = () => {
        const mine = (begun += 1);
        setImmediate(() => {
          if (ended < mine && handle.inTransaction) onLongTransaction();
        });
      };
      const commit = driver.commitTransaction.bind(driver);
      const rollback = driver.rollbackTransaction.bind(driver);
      driver.beginTransaction = async (connection, settings?: TransactionSettings) => {
        const reads = settings?.accessMode === 'read only';
        await connection.executeQuery(CompiledQuery.raw(reads ? 'begin' : 'begin immediate'));
        watch();
      };
      driver.commitTransaction = async (connection) => {
        await commit(connection);
        ended += 1;
      };
      driver.rollbackTransaction = async (connection) => {
        await rollback(connection);
        ended += 1;
      };
      return driver;
    },
  };
}
