import type { Kysely } from 'kysely';

import type { Log } from '../shared/runtime/log.ts';
import type { Clock } from './clock.ts';
import type { Handle } from './database/open.ts';
import type { Database } from './database/schema.ts';
import type { Keyring } from './keyring.ts';
import type { Ledger } from './ledger.ts';
import type { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';

/** What every part of the receiver is handed: all that it may touch of the world. */
export interface Ports {
  /**
   * One connection that queries take turns on. Every transaction begins IMMEDIATE (`immediate` in
   * database/open.ts says so by name). Inside one await nothing but this database: the write lock is
   * held meanwhile, and another handle of this process would stand still for seconds.
   */
  readonly db: Kysely<Database>;
  /**
   * A handle of its own on the same file, for synchronous group commits; closed with the database.
   * Begin its transactions from a macrotask (`setImmediate`, a timer, I/O), never right after an
   * `await`: only then is certain that no transaction of `db` is open.
   */
  readonly openWriter: () => Handle;
  /** Resolves when the tables are up to date and the database can be written; rejects otherwise. */
  readonly ready: () => Promise<void>;
  readonly clock: Clock;
  /** Scrubs secrets, yet none may be handed in. */
  readonly log: Log;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly ledger: Ledger;
  readonly metrics: Metrics;
}
