import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import type { Dialect, Transaction } from 'kysely';

import type { Handle } from '../database/open.ts';
import type { Database } from '../database/schema.ts';

/** Writes that share one sync of the disk. */
export interface GroupCommit {
  /**
   * Runs `work` in the next transaction. Resolves after the commit, so that whatever it resolves to is
   * durable. Work that writes more than one statement calls `begin` before: from then on it is in a
   * savepoint of its own, and what it throws undoes its own writes only. `work` awaits nothing but
   * queries of the transaction it is handed. Rejects with the error of SQLite when the lock is not had
   * within the patience, or the disk is full.
   */
  submit<T>(
    work: (transaction: Transaction<Database>, begin: () => void) => T | Promise<T>,
  ): Promise<T>;
  /** Resolves when everything that was submitted has ended. */
  drain(): Promise<void>;
}

export interface GroupCommitOptions {
  /** How long the write lock of another process is waited for. */
  readonly patienceMs?: number;
  /**
   * Called at the beginning of a transaction when something else than this handle has written since
   * the last one: what was remembered of the tables may be wrong.
   */
  readonly onOthersWrote?: () => void;
}

/** So few that a group is answered soon, so many that the sync hardly counts. */
const mostPerGroup = 256;

interface Job {
  readonly since: number;
  readonly run: (transaction: Transaction<Database>, begin: () => void) => Promise<Ending>;
  readonly fail: (error: unknown) => void;
}
type Ending = () => void;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^SQLITE_(?:BUSY|LOCKED)/u.test(String(error.code));

/**
 * Collects what is submitted within one turn of the event loop and commits it as one immediate
 * transaction. The whole transaction, its promises included, ends within that turn: nothing else of
 * this process can come in between, on this handle or on another.
 *
 * The lock of another process is waited for with timers: SQLite's own wait would stop the event loop.
 */
export function createGroupCommit(
  writer: Handle,
  { patienceMs = 4000, onOthersWrote = () => {} }: GroupCommitOptions = {},
): GroupCommit {
  writer.pragma('busy_timeout = 0');
  // Pages that are written again and again reach the file once in four times as many.
  writer.pragma('wal_autocheckpoint = 4000');
  const db = new Kysely<Database>({ dialect: dialectOf(writer) });
  const savepoint = writer.prepare('savepoint one');
  const release = writer.prepare('release one');
  const undo = writer.prepare('rollback to one');
  const version = writer.prepare<[], number>('pragma data_version').pluck();
  let seen: number | undefined;
  let queue: Job[] = [];
  let scheduled = false;
  let running = false;
  let waits = 0;
  const idle: (() => void)[] = [];

  function schedule(): void {
    if (scheduled || running) return;
    scheduled = true;
    // The wait doubles from 5 ms to 80 ms for as long as somebody else holds the lock.
    if (waits === 0) setImmediate(start);
    else setTimeout(start, 5 * 2 ** Math.min(waits - 1, 4));
  }

  function start(): void {
    scheduled = false;
    running = true;
    const group = queue.slice(0, mostPerGroup);
    queue = queue.slice(mostPerGroup);
    void commit(group).then(() => {
      running = false;
      if (queue.length > 0) schedule();
      else for (const resolve of idle.splice(0)) resolve();
    });
  }

  async function commit(group: readonly Job[]): Promise<void> {
    const endings: Ending[] = [];
    let begun = false;
    try {
      await db.transaction().execute(async (transaction) => {
        begun = true;
        const now = version.get();
        if (now !== seen) onOthersWrote();
        seen = now;
        for (const job of group) endings.push(await inSavepoint(job, transaction));
      });
    } catch (error) {
      if (!begun && isBusy(error)) wait(group, error);
      else for (const job of group) job.fail(error);
      return;
    }
    waits = 0;
    for (const end of endings) end();
  }

  async function inSavepoint(job: Job, transaction: Transaction<Database>): Promise<Ending> {
    let isOpen = false;
    const begin = () => {
      if (isOpen) return;
      savepoint.run();
      isOpen = true;
    };
    try {
      const ending = await job.run(transaction, begin);
      if (isOpen) release.run();
      return ending;
    } catch (error) {
      // A full disk ends the whole transaction, and with it every neighbour.
      if (!writer.inTransaction) throw error;
      if (isOpen) {
        undo.run();
        release.run();
      }
      return () => {
        job.fail(error);
      };
    }
  }

  /** Nothing of the group has run: those with patience left stand in front of the next one. */
  function wait(group: readonly Job[], error: unknown): void {
    waits += 1;
    const now = performance.now();
    const patient = group.filter(({ since }) => now - since < patienceMs);
    for (const job of group) if (!patient.includes(job)) job.fail(error);
    queue = [...patient, ...queue];
  }

  return {
    submit: (work) =>
      new Promise((resolve, reject) => {
        queue.push({
          since: performance.now(),
          async run(transaction, begin) {
            const value = await work(transaction, begin);
            return () => {
              resolve(value);
            };
          },
          fail: reject,
        });
        schedule();
      }),
    drain: () =>
      new Promise((resolve) => {
        if (queue.length === 0 && !running) resolve();
        else idle.push(resolve);
      }),
  };
}

/** Kysely on a handle that statements of better-sqlite3 share: both are in the same transaction. */
function dialectOf(handle: Handle): Dialect {
  const sqlite = new SqliteDialect({ database: handle });
  const begin = handle.prepare('begin immediate');
  const commit = handle.prepare('commit');
  const rollback = handle.prepare('rollback');
  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => sqlite.createIntrospector(db),
    createQueryCompiler: () => sqlite.createQueryCompiler(),
    createDriver() {
      const driver = sqlite.createDriver();
      driver.beginTransaction = async () => void begin.run();
      driver.commitTransaction = async () => void commit.run();
      driver.rollbackTransaction = async () => {
        if (handle.inTransaction) rollback.run();
      };
      return driver;
    },
  };
}
