import { DeployError } from '../../core/errors.ts';
import type { Edit } from '../../core/model.ts';
import type { Slots } from '../slots.ts';

/** One call to the load balancer. */
export type SlotStep =
  | { readonly do: 'add' | 'remove'; readonly ref: string }
  | { readonly do: 'default'; readonly ref: string };

/** What the listener is to hold after each step. */
export interface PlannedStep {
  readonly step: SlotStep;
  readonly expect: Slots;
}

function after({ fallback, sni }: Slots, step: SlotStep): Slots {
  switch (step.do) {
    case 'default':
      // Setting the default leaves the SNI list alone, and the former default does not join it.
      return { fallback: step.ref, sni };
    case 'add':
      return { fallback, sni: sni.includes(step.ref) ? sni : [...sni, step.ref] };
    case 'remove':
      return { fallback, sni: sni.filter((ref) => ref !== step.ref) };
  }
}

function inOrder(from: Slots, steps: readonly SlotStep[]): readonly PlannedStep[] {
  let slots = from;
  return steps.map((step) => {
    slots = after(slots, step);
    return { step, expect: slots };
  });
}

/**
 * The way from one state to another that never leaves a name without a certificate: entries are
 * added first, then the default is switched, and only then entries are removed.
 */
export function stepsBetween(from: Slots, to: Slots): readonly PlannedStep[] {
  const steps: SlotStep[] = [];
  for (const ref of to.sni) if (!from.sni.includes(ref)) steps.push({ do: 'add', ref });
  if (to.fallback !== null && to.fallback !== from.fallback) {
    steps.push({ do: 'default', ref: to.fallback });
  }
  for (const ref of from.sni) if (!to.sni.includes(ref)) steps.push({ do: 'remove', ref });
  return inOrder(from, steps);
}

/** The state that an edit asks for, from the state as it is now. `PLAN_STALE` when the plan saw another. */
export function slotsWanted(name: string, now: Slots, edit: Edit, ref: string): Slots {
  if (edit.kind === 'attach') {
    return now.fallback === ref ? now : after(now, { do: 'add', ref });
  }
  let wanted = now;
  for (const { slot, ref: old } of edit.replaces) {
    if (old === ref) continue;
    if (slot === 'default') {
      if (now.fallback !== old && now.fallback !== ref) throw stale(name, `default is not ${old}`);
      wanted = after(wanted, { do: 'default', ref });
    } else {
      // Gone with the new one in place: an earlier, interrupted run came this far.
      if (!now.sni.includes(old) && !now.sni.includes(ref)) {
        throw stale(name, `SNI list lacks ${old}`);
      }
      wanted = after(after(wanted, { do: 'add', ref }), { do: 'remove', ref: old });
    }
  }
  return wanted;
}

function stale(name: string, what: string): DeployError {
  return new DeployError(
    'PLAN_STALE',
    `${name} was changed since the plan was made (its ${what}); preview again`,
  );
}

/** Whether a reading holds what is expected. Entries that somebody else added meanwhile do not count. */
export function holds(reading: Slots, expected: Slots, removed: readonly string[] = []): boolean {
  return (
    reading.fallback === expected.fallback &&
    expected.sni.every((ref) => reading.sni.includes(ref)) &&
    !removed.some((ref) => reading.sni.includes(ref))
  );
}
