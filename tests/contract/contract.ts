import { describe, it } from 'vitest';
import type { TestContext } from 'vitest';

import type { Json, KeyAlgorithm, Resource, Target } from '../../shared/core/model.ts';
import type { Product } from '../../shared/providers/provider.ts';
import type { Issued } from '../pki.ts';
import { createBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { changingLaws } from './laws-changing.ts';
import { checkingLaws } from './laws-checking.ts';
import { failingLaws } from './laws-failing.ts';
import { readingLaws } from './laws-reading.ts';

/** What a suite is opened with. Each law opens its own cloud, so that no law sees another's. */
export interface OpenOptions {
  /** How many items a page of a list holds; undefined: as the cloud has it. */
  readonly pageSize?: number;
}

/** Ways to be a bad cloud. Each lasts until `clear`, unless it says how often. */
export interface ContractFaults {
  /** The next so many requests are throttled, or the next so many of each kind that writes. */
  readonly throttle: (times: number, kind: 'requests' | 'writes') => void;
  /** Lists answer one page and fail from then on. */
  readonly failSecondPage: () => void;
  /** Reading replies are well-formed and hold nothing where it belongs. */
  readonly mangleReads: () => void;
  /** The credentials may read and no longer write. */
  readonly denyWrites: () => void;
  /** The credentials are not accepted at all. */
  readonly rejectCredentials: () => void;
  /** Requests of this kind are not answered; they end when the client gives up. */
  readonly hang: (kind: 'reads' | 'writes') => void;
  /** The next write that binds a certificate takes effect, and its reply is lost. */
  readonly loseReply: () => void;
  readonly clear: () => void;
}

/**
 * One product in a cloud of its own, with at least three resources, two of which serve HTTPS with
 * certificates that `issue` made. A request that the cloud does not know must make `close` throw.
 */
export interface Opened {
  readonly product: Product;
  readonly faults: ContractFaults;
  /** A certificate of an authority that this cloud accepts. */
  readonly issue: (domains: readonly string[], key: KeyAlgorithm) => Promise<Issued>;
  /** Everything that the cloud holds of its resources, but which certificate is bound where. */
  readonly snapshot: () => Promise<Json>;
  /** How many requests that change something have arrived. */
  readonly writes: () => number;
  /** How many certificate objects the cloud holds. */
  readonly certificates: () => Promise<number>;
  /** Somebody else binds another certificate in the slot of the resource that is used by default. */
  readonly meddle: (resource: Resource) => Promise<void>;
  /** Secrets that may show up nowhere, besides the private keys: access keys, tokens. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

const laws = {
  capabilities: 'claims capabilities that make sense, and refuses keys it does not claim',
  pages: 'lists each resource exactly once at any page size',
  'unreadable-page': 'throws when a page cannot be read: it is not an empty page',
  'reading-writes-nothing': 'writes nothing when it only reads',
  'checks-permissions':
    'says which permissions the login has or lacks, and changes nothing to find out',
  'check-stops': 'stops checking when it is told to',
  'nothing-left': 'leaves nothing to do when it is planned again after applying',
  twice: 'comes to the same when it is applied twice, with no second certificate object',
  'nothing-else': 'touches no other resource, slot or setting',
  'at-once': 'changes several resources at once without mixing them up',
  'verify-fails': 'does not verify what is not bound',
  'rollback-exact': 'puts back exactly what was found, from a receipt that was stored as JSON',
  'rollback-twice': 'can roll back twice',
  'rollback-refuses': 'refuses to roll back what somebody else has changed since',
  'rollback-none': 'refuses to roll back where it claims that it cannot',
  'stops-before': 'does nothing when it was told to stop before it began',
  'stops-reading': 'stops listing when it is told to',
  'stops-writing': 'stops applying when it is told to, or says that the outcome is unknown',
  'lost-reply': 'knows what came of a write whose reply was lost, or says that nobody knows',
  throttling: 'survives throttling',
  'mangled-read': 'calls a list reply that it does not know CLOUD_UNEXPECTED',
  'mangled-apply': 'calls a reply that it does not know CLOUD_UNEXPECTED while applying',
  'different-codes': 'tells wrong credentials, a missing permission and a wrong key apart',
  secrets: 'shows no secret in any log, error, receipt or output',
} as const;

export type Law = keyof typeof laws;

/** States one law: what is kept, in a cloud that was opened for it alone. */
export type DeclareLaw = (
  name: Law,
  keep: (bench: Bench, context: TestContext) => Promise<void>,
  opening?: OpenOptions,
) => void;

export interface ContractOptions {
  readonly target: Target;
  readonly open: (options: OpenOptions) => Promise<Opened>;
  /** Laws that this product cannot keep, each with its reason. */
  readonly waives: Readonly<Partial<Record<Law, string>>>;
}

/** The laws that every product keeps, as one suite. */
export function productContract(options: ContractOptions): void {
  const { target, open, waives } = options;
  const law: DeclareLaw = (name, keep, opening = {}) => {
    const reason = waives[name];
    if (reason !== undefined && reason.trim() === '') throw new Error(`"${name}" needs a reason`);
    if (reason !== undefined) {
      it.skip(`${laws[name]} (waived: ${reason})`, () => {});
      return;
    }
    it(laws[name], async (context) => {
      await using bench = createBench(await open(opening));
      await keep(bench, context);
    });
  };

  describe(`${target} keeps the contract: it`, () => {
    readingLaws(law, options);
    checkingLaws(law);
    changingLaws(law);
    failingLaws(law);
  });
}
