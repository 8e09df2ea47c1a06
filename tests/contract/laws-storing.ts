import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { DeployError } from '../../shared/core/errors.ts';
import type { FailureCode } from '../../shared/core/errors.ts';
import type { Call, CertificateStore, StoredObject } from '../../shared/providers/provider.ts';
import type { LogFacts } from '../../shared/runtime/log.ts';
import type { ContractFaults, OpenOptions } from './contract.ts';
import { captureOutput } from './output.ts';

/**
 * One store in a cloud of its own. A request that the cloud does not know must make `close` throw.
 */
export interface OpenedStore {
  readonly store: CertificateStore;
  /** At least three objects that carry our tag and that nothing uses. */
  readonly unused: readonly string[];
  /** An object that carries our tag and that something uses. */
  readonly used: string;
  /** An object that does not carry our tag, and that nothing uses. */
  readonly foreign: string;
  /** An id in the right form of an object that never existed. */
  readonly missing: string;
  /** Ids of every certificate object that this store of the cloud holds, ours or not. */
  readonly objects: () => Promise<readonly string[]>;
  /** Somebody binds this object to a resource. From then on it is in use. */
  readonly use: (ref: string) => Promise<void>;
  /** `denyWrites`: what would remove is denied. `hang('writes')`: so is that not answered. */
  readonly faults: Omit<ContractFaults, 'loseReply'> & {
    /** The next removal takes effect, and its reply is lost. */
    readonly loseReply: () => void;
    /** Somebody binds this object between what `remove` reads and what it sends. */
    readonly useLate: (ref: string) => void;
    /** What uses the objects cannot be read, while the objects themselves can. */
    readonly hideUses: () => void;
  };
  /** Secrets that may show up nowhere. */
  readonly secrets: readonly string[];
  readonly close: () => Promise<void>;
}

const laws = {
  lists: 'lists only what carries our tag, each object once, at any page size, with its facts',
  'unreadable-page': 'throws when a page of the list cannot be read: it is not an empty page',
  'mangled-list': 'calls a list that it does not know CLOUD_UNEXPECTED',
  'removes-one': 'removes exactly the object that it is told to remove',
  gone: 'finds nothing wrong with an object that is gone already',
  'lost-reply': 'comes to an end with a removal whose reply was lost',
  'refuses-used': 'refuses to remove what something uses',
  'refuses-new-use': 'refuses to remove what has come into use since it was listed',
  'refuses-late-use': 'refuses to remove what comes into use while it looks',
  'refuses-foreign': 'refuses to remove what does not carry our tag',
  'refuses-unknown-use': 'removes nothing when it cannot be told what uses it',
  'different-codes': 'tells wrong credentials and a missing permission apart',
  throttling: 'survives throttling',
  stops: 'stops when it is told to, and removes nothing after that',
  secrets: 'shows no secret in any log, error or output',
} as const;

export type StoreLaw = keyof typeof laws;

export interface StoreContractOptions {
  /** How the store is called in the names of the tests: "aws ACM". */
  readonly name: string;
  readonly open: (options: OpenOptions) => Promise<OpenedStore>;
}

interface StoreBench extends OpenedStore, AsyncDisposable {
  readonly call: (signal?: AbortSignal) => Call;
  readonly list: () => Promise<readonly StoredObject[]>;
  /** Asserts how a promise fails, and keeps the error to be searched. */
  readonly fails: (
    promise: Promise<unknown>,
    codes: readonly FailureCode[],
  ) => Promise<DeployError>;
  /** Everything that was logged or thrown so far, as text. */
  readonly shown: () => readonly string[];
}

function createStoreBench(opened: OpenedStore): StoreBench {
  const shown: string[] = [];
  const write = (message: string, facts: LogFacts = {}) => {
    shown.push(`${message} ${inspect(facts)}`);
  };
  const log = { debug: write, info: write, warn: write, error: write };
  const call = (signal = new AbortController().signal): Call => ({ signal, log });
  return {
    ...opened,
    call,
    list: async () => await opened.store.list(call()),
    async fails(promise, codes) {
      const thrown = await promise.then(
        () => new Error('it did not fail'),
        (error: unknown) => error,
      );
      shown.push(inspect(thrown, { depth: null }));
      expect(thrown).toBeInstanceOf(DeployError);
      const error = thrown as DeployError;
      expect({ code: error.code, message: error.message, of: codes }).toMatchObject({
        code: expect.toBeOneOf([...codes]),
      });
      return error;
    },
    shown: () => shown,
    [Symbol.asyncDispose]: () => opened.close(),
  };
}

const sorted = (refs: readonly string[]) => [...refs].sort((a, b) => (a < b ? -1 : 1));
const refsOf = (objects: readonly StoredObject[]) => sorted(objects.map(({ ref }) => ref));

/** The laws that every store of certificate objects keeps, as one suite. */
export function storeContract({ name, open }: StoreContractOptions): void {
  const law = (
    one: StoreLaw,
    keep: (bench: StoreBench) => Promise<void>,
    opening: OpenOptions = {},
  ) => {
    const paged = opening.pageSize === undefined ? '' : ` (pages of ${opening.pageSize})`;
    it(`${laws[one]}${paged}`, async () => {
      await using bench = createStoreBench(await open(opening));
      await keep(bench);
    });
  };

  describe(`the store of ${name} keeps the contract: it`, () => {
    listing(law);
    removing(law);
    refusing(law);
    failing(law);
  });
}

type Declare = (
  one: StoreLaw,
  keep: (bench: StoreBench) => Promise<void>,
  opening?: OpenOptions,
) => void;

function listing(law: Declare): void {
  for (const pageSize of [undefined, 1, 2]) {
    law(
      'lists',
      async ({ list, unused, used, foreign, objects, store }) => {
        expect(unused.length).toBeGreaterThanOrEqual(3);
        expect(await objects()).toEqual(expect.arrayContaining([...unused, used, foreign]));
        expect(store.label).not.toBe('');
        const listed = await list();
        expect(refsOf(listed)).toEqual(sorted([...unused, used]));
        for (const { ref, sha256, storedAt, usedBy } of listed) {
          if (sha256 !== null) expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
          if (storedAt !== null) expect(storedAt.getTime()).toBeGreaterThan(0);
          const uses = usedBy?.length;
          expect({ ref, uses }).toEqual({ ref, uses: ref === used ? expect.any(Number) : 0 });
          if (ref === used) expect(uses).toBeGreaterThan(0);
        }
      },
      pageSize === undefined ? {} : { pageSize },
    );
  }

  law(
    'unreadable-page',
    async ({ faults, fails, list }) => {
      faults.failSecondPage();
      await fails(list(), ['CLOUD_UNAVAILABLE', 'RATE_LIMITED']);
    },
    { pageSize: 1 },
  );

  law('mangled-list', async ({ faults, fails, list, objects }) => {
    const before = await objects();
    faults.mangleReads();
    const error = await fails(list(), ['CLOUD_UNEXPECTED']);
    expect(error.message).not.toMatch(/TypeError|undefined is not|Cannot read/u);
    faults.clear();
    expect(await objects()).toEqual(before);
  });
}

function removing(law: Declare): void {
  law('removes-one', async ({ store, call, unused, objects, list }) => {
    const [first = '', ...others] = unused;
    const before = await objects();
    await store.remove(first, call());
    expect(sorted(await objects())).toEqual(sorted(before.filter((ref) => ref !== first)));
    expect(refsOf(await list())).toEqual(expect.arrayContaining([...others]));
    expect(refsOf(await list())).not.toContain(first);
  });

  law('gone', async ({ store, call, unused, missing, objects }) => {
    const [first = ''] = unused;
    await store.remove(first, call());
    const left = await objects();
    await store.remove(first, call());
    await store.remove(missing, call());
    expect(await objects()).toEqual(left);
  });

  law('lost-reply', async ({ store, call, unused, objects, faults }) => {
    const [first = '', ...others] = unused;
    faults.loseReply();
    await store.remove(first, call());
    expect(await objects()).not.toContain(first);
    expect(await objects()).toEqual(expect.arrayContaining([...others]));
  });
}

function refusing(law: Declare): void {
  law('refuses-used', async ({ store, call, used, objects, fails }) => {
    const before = await objects();
    await fails(store.remove(used, call()), ['REFUSED']);
    expect(await objects()).toEqual(before);
  });

  law('refuses-new-use', async ({ store, call, unused, use, objects, list, fails }) => {
    const [first = ''] = unused;
    const before = await objects();
    expect((await list()).find(({ ref }) => ref === first)?.usedBy).toEqual([]);
    await use(first);
    await fails(store.remove(first, call()), ['REFUSED']);
    expect(await objects()).toEqual(before);
  });

  law('refuses-late-use', async ({ store, call, unused, faults, objects, fails }) => {
    const [first = ''] = unused;
    const before = await objects();
    faults.useLate(first);
    await fails(store.remove(first, call()), ['REFUSED']);
    expect(await objects()).toEqual(before);
  });

  law('refuses-foreign', async ({ store, call, foreign, objects, fails }) => {
    const before = await objects();
    await fails(store.remove(foreign, call()), ['REFUSED']);
    expect(await objects()).toEqual(before);
  });

  law('refuses-unknown-use', async ({ store, call, unused, faults, objects, list, fails }) => {
    const [first = ''] = unused;
    const before = await objects();
    faults.hideUses();
    // It may say "cannot be told" of each object, or fail as a whole: "used by nothing" is a lie.
    const listed = await list().catch((thrown: unknown) => {
      expect(DeployError.from(thrown).code).not.toBe('INTERNAL');
      return [];
    });
    expect(listed.filter(({ usedBy }) => usedBy?.length === 0)).toEqual([]);
    await fails(store.remove(first, call()), ['REFUSED', 'PERMISSION_MISSING']);
    expect(await objects()).toEqual(before);
  });
}

function failing(law: Declare): void {
  law('different-codes', async ({ store, call, unused, faults, objects, list, fails }) => {
    const [first = ''] = unused;
    const before = await objects();
    faults.denyWrites();
    const denied = await fails(store.remove(first, call()), ['PERMISSION_MISSING']);
    // It names the action that is missing, in the cloud's own spelling.
    expect(denied.message).toMatch(/[\w-]+:\w+/u);
    faults.clear();
    faults.rejectCredentials();
    await fails(store.remove(first, call()), ['CREDENTIALS_REJECTED']);
    await fails(list(), ['CREDENTIALS_REJECTED']);
    faults.clear();
    expect(await objects()).toEqual(before);
  });

  law('throttling', async ({ store, call, unused, faults, objects, list }) => {
    const [first = ''] = unused;
    faults.throttle(2, 'requests');
    expect(refsOf(await list())).toContain(first);
    faults.throttle(2, 'writes');
    await store.remove(first, call());
    expect(await objects()).not.toContain(first);
  });

  law('stops', async ({ store, call, unused, faults, objects, fails }) => {
    const [first = ''] = unused;
    const before = await objects();
    await fails(store.list(call(AbortSignal.abort())), ['CANCELLED']);
    await fails(store.remove(first, call(AbortSignal.abort())), ['CANCELLED']);
    faults.hang('reads');
    await fails(store.list(call(AbortSignal.timeout(100))), ['CANCELLED']);
    faults.clear();
    faults.hang('writes');
    await fails(store.remove(first, call(AbortSignal.timeout(1_000))), [
      'CANCELLED',
      'OUTCOME_UNKNOWN',
    ]);
    expect(await objects()).toEqual(before);
  });

  law('secrets', async ({ store, call, unused, used, faults, list, secrets, shown, fails }) => {
    const [first = ''] = unused;
    using output = captureOutput();
    await fails(store.remove(used, call()), ['REFUSED']);
    for (const trouble of ['denyWrites', 'rejectCredentials', 'mangleReads'] as const) {
      faults[trouble]();
      await fails(store.remove(first, call()), [
        'PERMISSION_MISSING',
        'CREDENTIALS_REJECTED',
        'CLOUD_UNEXPECTED',
      ]);
      faults.clear();
    }
    await list();
    await store.remove(first, call());
    const texts = [...shown(), ...output.written()];
    expect(texts.length).toBeGreaterThan(3);
    for (const secret of secrets) {
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
    }
  });
}
