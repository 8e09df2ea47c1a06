import { DeployError } from '../../core/errors.ts';
import type { Edit } from '../../core/model.ts';
import { sameRefs } from '../slots.ts';
import type { Slots } from '../slots.ts';
import type { ElbListener } from './schema.ts';

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
