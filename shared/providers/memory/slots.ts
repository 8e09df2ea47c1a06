import { isDeepStrictEqual } from 'node:util';

import { DeployError } from '../../core/errors.ts';
import type { Edit } from '../../core/model.ts';
import type { Item } from './client.ts';

/** Which certificate object is in which slot of a resource. */
export type Slots = {
  readonly default: string | null;
  readonly sni: string[];
};

export function bound({ bindings }: Pick<Item, 'bindings'>): Slots {
  return {
    default: bindings.find((one) => one.slot === 'default')?.ref ?? null,
    sni: bindings.filter((one) => one.slot === 'sni').map((one) => one.ref),
  };
}

/**
 * The slots with the wanted certificate in the place of those it replaces, and nothing else changed.
 * The same again when it is there already. `PLAN_STALE` when a slot holds what no plan has seen.
 */
export function withCertificate(found: Slots, edit: Edit, ref: string): Slots {
  if (edit.kind === 'attach') {
    if (found.default === null) return { ...found, default: ref };
    const there = found.default === ref || found.sni.includes(ref);
    return there ? found : { ...found, sni: [...found.sni, ref] };
  }
  const replaces = (slot: 'default' | 'sni') =>
    edit.replaces.filter((one) => one.slot === slot).map((one) => one.ref);
  const [old] = replaces('default');
  if (old !== undefined && found.default !== old && found.default !== ref) {
    throw new DeployError(
      'PLAN_STALE',
      `${edit.resource.label} serves another default certificate than the plan saw`,
    );
  }
  const gone = replaces('sni');
  const sni = found.sni.map((one) => (gone.includes(one) ? ref : one));
  return {
    default: old === undefined ? found.default : ref,
    sni: sni.filter((one, index) => sni.indexOf(one) === index),
  };
}

interface Written {
  readonly wanted: string;
  readonly found: Slots;
  readonly wrote: Slots;
}

/**
 * The slots as they were found, taking in what others changed in other slots meanwhile. Undefined
 * where somebody else has changed the very slots that were written.
 */
export function putBack(now: Slots, { wanted, found, wrote }: Written): Slots | undefined {
  if (isDeepStrictEqual(now, found) || isDeepStrictEqual(now, wrote)) return found;
  const first = found.default === wrote.default ? now.default : found.default;
  if (found.default !== wrote.default && now.default !== wrote.default) return undefined;
  const removed = found.sni.filter((one) => !wrote.sni.includes(one));
  const added = wrote.sni.includes(wanted) && !found.sni.includes(wanted);
  if (added && !now.sni.includes(wanted)) return undefined;
  const sni = added
    ? now.sni.flatMap((one) => (one === wanted ? removed : [one]))
    : [...now.sni, ...removed.filter((one) => !now.sni.includes(one))];
  return { default: first, sni };
}
