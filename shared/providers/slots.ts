import { DeployError } from '../core/errors.ts';

/** The certificates of one listener: the default one and its SNI list, each entry once. */
export interface Slots {
  readonly fallback: string | null;
  readonly sni: readonly string[];
}

/** The same certificates; the order of an SNI list says nothing. */
export function sameSlots(a: Slots, b: Slots): boolean {
  return a.fallback === b.fallback && sameRefs(a.sni, b.sni);
}

export function sameRefs(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((ref) => b.includes(ref));
}

/**
 * The state to go back to: what `before` and `after` differ in is undone in `now`, all else stays.
 * `REFUSED` when the binding is neither the one that was set nor the one that was found.
 */
export function slotsBefore(
  name: string,
  now: Slots,
  { before, after }: { readonly before: Slots; readonly after: Slots },
): Slots {
  if (sameSlots(now, after)) return before;
  let { fallback } = now;
  if (before.fallback !== after.fallback) {
    if (now.fallback !== after.fallback && now.fallback !== before.fallback) {
      throw foreign(name, `its default certificate is ${now.fallback ?? 'none'}`);
    }
    fallback = before.fallback;
  }
  const added = after.sni.filter((ref) => !before.sni.includes(ref));
  const removed = before.sni.filter((ref) => !after.sni.includes(ref));
  const lacks = (refs: readonly string[]) => refs.some((ref) => !now.sni.includes(ref));
  if (removed.length > 0 && lacks(added) && lacks(removed)) {
    throw foreign(name, 'its SNI list holds neither the old nor the new certificate');
  }
  const sni = now.sni.filter((ref) => !added.includes(ref));
  return { fallback, sni: [...sni, ...removed.filter((ref) => !sni.includes(ref))] };
}

function foreign(name: string, what: string): DeployError {
  return new DeployError(
    'REFUSED',
    `${name} was changed by somebody else since (${what}); it is left alone`,
  );
}
