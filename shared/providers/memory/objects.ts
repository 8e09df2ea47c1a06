import { X509Certificate } from 'node:crypto';

import type { Clock } from '../../runtime/clock.ts';
import { MemoryFailure } from './failure.ts';

/** A certificate object as the cloud keeps it. */
interface Stored {
  readonly leaf: string;
  readonly managed: boolean;
  readonly storedAt: Date;
}

/** How an object came about that no import put there. */
export interface StoreOptions {
  /** It carries our tag; it does not unless told. */
  readonly managed?: boolean;
  /** Now unless told. */
  readonly storedAt?: Date;
}

/** The certificate objects of one in-process cloud; `usersOf` names the resources that bind one. */
export function createObjects(clock: Clock, usersOf: (ref: string) => readonly string[]) {
  const held = new Map<string, Stored>();

  function describe(ref: string): unknown {
    const found = held.get(ref);
    if (found === undefined) throw new MemoryFailure('NotFound', `no certificate "${ref}"`);
    return { ref, ...found, storedAt: found.storedAt.toISOString() };
  }

  return {
    describe,
    refs: (): readonly string[] => [...held.keys()],
    leaf: (ref: string): string | undefined => held.get(ref)?.leaf,

    store: (
      leaf: string,
      { managed = false, storedAt = clock.now() }: StoreOptions = {},
    ): string => {
      const print = new X509Certificate(leaf).fingerprint256.replaceAll(':', '');
      const ref = `crt-${print.slice(0, 12)}`;
      // The same leaf is the same object, as it was when it came.
      held.set(ref, held.get(ref) ?? { leaf, managed, storedAt });
      return ref;
    },

    page(cursor: number, size: number): unknown {
      const all = [...held.keys()];
      const next = cursor + size;
      return {
        items: all.slice(cursor, next).map(describe),
        next: next < all.length ? next : null,
      };
    },

    uses(ref: string): unknown {
      describe(ref);
      return { users: usersOf(ref) };
    },

    remove(ref: string): unknown {
      describe(ref);
      const users = usersOf(ref);
      if (users.length > 0) {
        throw new MemoryFailure('InUse', `${ref} is used by ${users.join(', ')}`);
      }
      held.delete(ref);
      return { accepted: true };
    },
  };
}
