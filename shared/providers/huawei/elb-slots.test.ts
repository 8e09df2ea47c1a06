import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Edit } from '../../core/model.ts';
import { sameSlots, slotsBefore } from '../slots.ts';
import type { Slots } from '../slots.ts';
import { fieldsToWrite, holds, slotsOf, slotsWanted } from './elb-slots.ts';

const now: Slots = { fallback: 'd', sni: ['a', 'b'] };

function replacing(...replaces: readonly (readonly ['default' | 'sni', string])[]): Edit {
  const bindings = replaces.map(([slot, ref]) => ({ slot, ref, facts: null }));
  return { kind: 'replace', replaces: bindings } as unknown as Edit;
}
const attaching = { kind: 'attach' } as unknown as Edit;

describe('the slots that an edit wants', () => {
  it.each<[string, Edit, Slots]>([
    ['the default', replacing(['default', 'd']), { fallback: 'n', sni: ['a', 'b'] }],
    ['an entry, in its place', replacing(['sni', 'a']), { fallback: 'd', sni: ['n', 'b'] }],
    ['both at once', replacing(['default', 'd'], ['sni', 'b']), { fallback: 'n', sni: ['a', 'n'] }],
    ['two entries with one', replacing(['sni', 'a'], ['sni', 'b']), { fallback: 'd', sni: ['n'] }],
    ['nothing, by adding', attaching, { fallback: 'd', sni: ['a', 'b', 'n'] }],
  ])('replace %s', (_, edit, wanted) => {
    expect(slotsWanted('x', now, edit, 'n')).toEqual(wanted);
    // Again from there: nothing is left to do.
    expect(slotsWanted('x', wanted, edit, 'n')).toEqual(wanted);
  });

  it('fill the default of a listener that has none', () => {
    const none: Slots = { fallback: null, sni: [] };
    expect(slotsWanted('x', none, attaching, 'n')).toEqual({ fallback: 'n', sni: [] });
  });

  it.each([replacing(['default', 'other']), replacing(['sni', 'other'])])(
    'are stale when the plan saw others',
    (edit) => {
      expect(() => slotsWanted('x', now, edit, 'n')).toThrow(/was changed since the plan/u);
    },
  );
});

describe('what is written', () => {
  it('is only what changes', () => {
    expect(fieldsToWrite(now, { ...now, fallback: 'n' })).toEqual({
      default_tls_container_ref: 'n',
    });
    expect(fieldsToWrite(now, { ...now, sni: ['n'] })).toEqual({ sni_container_refs: ['n'] });
    expect(fieldsToWrite(now, { ...now, sni: ['b', 'a'] })).toEqual({});
  });

  it('is found in a reading whatever the order, and next to entries of others', () => {
    const after = { ...now, sni: ['n', 'b'] };
    const state = { before: now, after };
    expect(holds({ fallback: 'd', sni: ['b', 'x', 'n'] }, state)).toBe(true);
    expect(holds({ fallback: 'd', sni: ['n', 'b', 'a'] }, state)).toBe(false);
    expect(holds({ fallback: 'd', sni: ['b'] }, state)).toBe(false);
    expect(holds({ fallback: 'x', sni: ['n', 'b'] }, state)).toBe(false);
  });

  it('is read from a listener that leaves out what it does not have', () => {
    const listener = { id: 'l', protocol: 'HTTPS', loadbalancers: [] };
    expect(slotsOf(listener)).toEqual({ fallback: null, sni: [] });
    expect(
      slotsOf({ ...listener, default_tls_container_ref: '', sni_container_refs: null }),
    ).toEqual({ fallback: null, sni: [] });
  });
});

describe('going back', () => {
  const refs = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });

  it('undoes any edit, and keeps what somebody else has added meanwhile', () => {
    fc.assert(
      fc.property(
        refs,
        fc.constantFrom('a', 'b', 'c', 'd'),
        refs,
        fc.boolean(),
        (sni, fallback, gone, other) => {
          const before: Slots = { fallback, sni };
          const replaced = gone.filter((ref) => sni.includes(ref));
          const edit = replacing(...replaced.map((ref) => ['sni', ref] as const), [
            'default',
            fallback,
          ] as const);
          const after = slotsWanted('x', before, edit, 'n');
          expect(slotsBefore('x', after, { before, after })).toEqual(before);
          expect(slotsBefore('x', before, { before, after })).toEqual(before);
          const changed = other ? { ...after, sni: [...after.sni, 'theirs'] } : after;
          const back = slotsBefore('x', changed, { before, after });
          expect(
            sameSlots(back, other ? { ...before, sni: [...before.sni, 'theirs'] } : before),
          ).toBe(true);
        },
      ),
    );
  });

  it('is refused when the binding is neither the old nor the new one', () => {
    const state = { before: now, after: { fallback: 'n', sni: ['n', 'b'] } };
    const theirs: Slots = { fallback: 'theirs', sni: ['n', 'b'] };
    expect(() => slotsBefore('x', theirs, state)).toThrow(/somebody else/u);
    expect(() => slotsBefore('x', { fallback: 'n', sni: ['b'] }, state)).toThrow(/somebody else/u);
  });
});
