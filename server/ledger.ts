import type { Kysely } from 'kysely';

import type { Log } from '../shared/runtime/log.ts';
import { timestamp } from './clock.ts';
import type { Clock } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, LedgerEntry } from './database/schema.ts';
import { append, balanceOf } from './ledger-book.ts';
import { quote } from './ledger-prices.ts';
import { expireLeases, refundRun } from './ledger-refunds.ts';
import { reserve } from './ledger-reserve.ts';
import { settle } from './ledger-settle.ts';
import { statement } from './ledger-statement.ts';
import type { CertificateType } from './price.ts';
import { problems } from './problem.ts';

/** An edit as far as quota is concerned. */
export interface PricedEdit {
  readonly changeId: string;
  readonly resource: string;
  readonly fingerprint: string;
}

/** One attempt of one workflow run, for one deployment file: what quota is charged to. */
export interface RunOfFile {
  readonly repository: { readonly id: string; readonly github_id: number };
  readonly githubRunId: number;
  readonly attempt: number;
  readonly file: string;
}

export interface Quote {
  readonly balance: number;
  readonly toConsume: number;
  readonly certificates: readonly {
    readonly fingerprint: string;
    readonly type: CertificateType;
    readonly allowed: boolean;
    readonly reason: string | null;
    /** Per resource. */
    readonly cost: 0 | 1;
  }[];
}

export interface Reserved {
  readonly balance: number;
  readonly consumed: readonly string[];
}

export interface Settled {
  readonly balance: number;
  readonly consumed: number;
  readonly refunded: number;
}

/** Far below where sums would lose precision. */
export const maxGrant = 1_000_000_000;

export interface Grant {
  readonly amount: number;
  /** Makes two requests one: a grant with a key that is known changes nothing. */
  readonly key: string;
  readonly reason: string;
}

/** Part of the book: what came before, the entries, what they sum to. */
export interface Statement {
  readonly opening: number;
  readonly entries: readonly LedgerEntry[];
  /** `opening` plus the amounts of the entries. */
  readonly closing: number;
}

/**
 * The quota book. Every method is one immediate transaction, or several that each hold on their own,
 * and is safe to repeat: a request that was answered, lost and sent again changes nothing.
 */
export interface Ledger {
  /** What these edits would cost now. Writes nothing. */
  quote(repositoryId: string, edits: readonly PricedEdit[]): Promise<Quote>;
  /**
   * Takes quota for every edit that costs, or throws a `Problem` and takes nothing: `QUOTA_EXHAUSTED`,
   * `REFUSED` (a certificate that may not be deployed from here), `RUN_SETTLED`, `CHANGE_SETTLED`.
   */
  reserve(run: RunOfFile, edits: readonly PricedEdit[], leaseSeconds: number): Promise<Reserved>;
  /** Refunds what failed. `done`: the run says no more, so what is still open is refunded too. */
  settle(
    run: RunOfFile,
    outcomes: readonly { readonly changeId: string; readonly success: boolean }[],
    done: boolean,
  ): Promise<Settled>;
  /**
   * GitHub says that this attempt is over: what it and earlier ones left open is refunded. Without
   * `attempt`: every attempt. Resolves to the number of refunds.
   */
  refundRun(run: {
    readonly repositoryId: string;
    readonly githubRunId: number;
    readonly attempt?: number;
  }): Promise<number>;
  /** Refunds what runs left open whose lease has ended. Resolves to the number of refunds. */
  expireLeases(): Promise<number>;
  grant(
    entityId: string,
    grant: Grant,
  ): Promise<{ readonly balance: number; readonly added: boolean }>;
  balance(entityId: string): Promise<number>;
  /** The newest `limit` entries before `before` (an entry's id), oldest first. */
  statement(
    entityId: string,
    options?: { readonly limit?: number; readonly before?: number },
  ): Promise<Statement>;
}

/** What the ledger touches of the world. */
export interface LedgerPorts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly log: Log;
}

export function createLedger(ports: LedgerPorts): Ledger {
  const { db, clock } = ports;
  return {
    quote: async (repositoryId, edits) => await quote(db, repositoryId, edits),
    reserve: async (run, edits, leaseSeconds) => await reserve(ports, run, { edits, leaseSeconds }),
    settle: async (run, outcomes, done) => await settle(ports, run, { outcomes, done }),
    refundRun: async (run) => await refundRun(ports, run),
    expireLeases: async () => await expireLeases(ports),
    balance: async (entityId) => await balanceOf(db, entityId),
    statement: async (entityId, options = {}) => await statement(db, entityId, options),
    grant: async (entityId, { amount, key, reason }) =>
      await immediate(db, async (transaction) => {
        const runKey = `grant/${key}`;
        const known = await transaction
          .selectFrom('ledger_entries')
          .where('run_key', '=', runKey)
          .select(['entity_id', 'amount'])
          .executeTakeFirst();
        if (known !== undefined) {
          if (known.entity_id !== entityId || known.amount !== amount) {
            throw problems.conflict(
              `a grant with the key "${key}" is there, of another amount or entity`,
            );
          }
          return { balance: await balanceOf(transaction, entityId), added: false };
        }
        const balance = await append(transaction, entityId, [
          {
            entity_id: entityId,
            kind: 'grant',
            amount,
            run_key: runKey,
            change_id: '',
            resource: null,
            fingerprint: null,
            reason,
            created_at: timestamp(clock),
          },
        ]);
        return { balance, added: true };
      }),
  };
}
