import { DeployError } from '../../core/errors.ts';
import type { Edit } from '../../core/model.ts';
import type { ElbListener } from './schema.ts';

/** The certificates of one listener: the default one and its SNI list. One call changes both. */
export interface Slots {
  readonly fallback: string | null;
  readonly sni: readonly string[];
}

export function slotsOf(listener: ElbListener): Slots {
  const { default_tls_container_ref: fallback, sni_container_refs: sni } = listener;
  return {
    fallback: fallback === undefined || fallback === '' ? null : fallback,
    sni: [...new Set(sni ?? [])],
  };
}

function stale(name: string, what: string): DeployError {
  return new DeployError(
    'PLAN_STALE',
    `${name} was changed since the plan was made (its ${what}); preview again`,
  );
}

/** One entry in the place of another; one that is there already is not doubled. */
function exchanged(sni: readonly string[], old: string, ref: string): readonly string[] {
  return [...new Set(sni.map((one) => (one === old ? ref : one)))];
}

/** The state that an edit asks for, from the state as it is now. `PLAN_STALE` when the plan saw another. */
export function slotsWanted(name: string, now: Slots, edit: Edit, ref: string): Slots {
  if (edit.kind === 'attach') {
    if (now.fallback === null) return { ...now, fallback: ref };
    const present = now.fallback === ref || now.sni.includes(ref);
    return present ? now : { ...now, sni: [...now.sni, ref] };
  }
  let { fallback, sni } = now;
  for (const { slot, ref: old } of edit.replaces) {
    if (old === ref) continue;
    if (slot === 'default') {
      if (now.fallback !== old && now.fallback !== ref) throw stale(name, `default is not ${old}`);
      fallback = ref;
    } else {
      // Gone with the new one in place: an earlier, interrupted run came this far.
      if (!now.sni.includes(old) && !now.sni.includes(ref)) {
        throw stale(name, `SNI list lacks ${old}`);
      }
      sni = exchanged(sni, old, ref);
    }
  }
  return { fallback, sni };
}

const sameRefs = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((ref) => b.includes(ref));

export function sameSlots(a: Slots, b: Slots): boolean {
  return a.fallback === b.fallback && sameRefs(a.sni, b.sni);
}

/** The fields to send; what does not change is left out and kept. */
export function fieldsToWrite(from: Slots, to: Slots) {
  return {
    ...(to.fallback === from.fallback ? {} : { default_tls_container_ref: to.fallback }),
    ...(sameRefs(to.sni, from.sni) ? {} : { sni_container_refs: to.sni }),
  };
}

/** Whether a reading holds what was set. Entries that somebody else added meanwhile do not count. */
export function holds(
  reading: Slots,
  { before, after }: { readonly before: Slots; readonly after: Slots },
): boolean {
  const removed = before.sni.filter((ref) => !after.sni.includes(ref));
  return (
    reading.fallback === after.fallback &&
    after.sni.every((ref) => reading.sni.includes(ref)) &&
    !removed.some((ref) => reading.sni.includes(ref))
  );
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
