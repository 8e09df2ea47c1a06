import { describe, expect, it } from 'vitest';

import type { Edit } from '../../core/model.ts';
import { slotsBefore } from '../slots.ts';
import type { Slots } from '../slots.ts';
import { holds, slotsWanted, stepsBetween } from './slots.ts';

const edit = (kind: Edit['kind'], ...replaces: [slot: 'default' | 'sni', ref: string][]): Edit =>
  ({
    kind,
    replaces: replaces.map(([slot, ref]) => ({ slot, ref, facts: null })),
  }) as unknown as Edit;

function way(now: Slots, change: Edit): readonly string[] {
  const wanted = slotsWanted('listener', now, change, 'new');
  return stepsBetween(now, wanted).map(({ step }) => `${step.do} ${step.ref}`);
}

describe('the way to a new certificate', () => {
  it.each<[string, Slots, Edit, string[]]>([
    [
      'switches the default',
      { fallback: 'old', sni: [] },
      edit('replace', ['default', 'old']),
      ['default new'],
    ],
    [
      'adds, switches and then removes where the old one is default and in the list',
      { fallback: 'old', sni: ['old', 'other'] },
      edit('replace', ['default', 'old'], ['sni', 'old']),
      ['add new', 'default new', 'remove old'],
    ],
    [
      'adds before it removes an entry of the list',
      { fallback: 'other', sni: ['old'] },
      edit('replace', ['sni', 'old']),
      ['add new', 'remove old'],
    ],
    [
      'replaces several entries by one',
      { fallback: 'old', sni: ['a', 'b', 'c'] },
      edit('replace', ['default', 'old'], ['sni', 'a'], ['sni', 'c']),
      ['add new', 'default new', 'remove a', 'remove c'],
    ],
    ['only adds when it attaches', { fallback: 'other', sni: ['x'] }, edit('attach'), ['add new']],
    ['does nothing when it is attached', { fallback: 'x', sni: ['new'] }, edit('attach'), []],
    ['does nothing when it is the default', { fallback: 'new', sni: [] }, edit('attach'), []],
    [
      'does nothing when everything is replaced already',
      { fallback: 'new', sni: ['new'] },
      edit('replace', ['default', 'old'], ['sni', 'old']),
      [],
    ],
    [
      'goes on where an interrupted run stopped',
      { fallback: 'old', sni: ['old', 'new'] },
      edit('replace', ['default', 'old'], ['sni', 'old']),
      ['default new', 'remove old'],
    ],
  ])('%s', (_, now, change, steps) => {
    expect(way(now, change)).toEqual(steps);
  });

  it('never leaves a moment without an old or a new certificate', () => {
    const now: Slots = { fallback: 'old', sni: ['old', 'other'] };
    const change = edit('replace', ['default', 'old'], ['sni', 'old']);
    for (const { expect: state } of stepsBetween(now, slotsWanted('x', now, change, 'new'))) {
      expect(state.sni.some((ref) => ref === 'old' || ref === 'new')).toBe(true);
      expect(state.sni).toContain('other');
    }
  });

  it.each<[string, Slots, Edit]>([
    ['default', { fallback: 'foreign', sni: [] }, edit('replace', ['default', 'old'])],
    ['list', { fallback: 'x', sni: ['foreign'] }, edit('replace', ['sni', 'old'])],
  ])('is stale when the plan saw another %s', (_, now, change) => {
    expect(() => way(now, change)).toThrowError(expect.objectContaining({ code: 'PLAN_STALE' }));
  });
});

describe('the way back', () => {
  const before: Slots = { fallback: 'old', sni: ['old', 'other'] };
  const after: Slots = { fallback: 'new', sni: ['other', 'new'] };
  const back = (now: Slots) => slotsBefore('listener', now, { before, after });

  it('restores what was found', () => {
    const target = back(after);
    expect(target.fallback).toBe('old');
    expect([...target.sni].sort()).toEqual(['old', 'other']);
    expect(stepsBetween(after, target).map(({ step }) => `${step.do} ${step.ref}`)).toEqual([
      'add old',
      'default old',
      'remove new',
    ]);
  });

  it('is safe to repeat', () => {
    expect(stepsBetween(before, back(before))).toEqual([]);
  });

  it('goes on from half-way', () => {
    const half: Slots = { fallback: 'new', sni: ['old', 'other', 'new'] };
    expect(stepsBetween(half, back(half)).map(({ step }) => `${step.do} ${step.ref}`)).toEqual([
      'default old',
      'remove new',
    ]);
  });

  it('leaves entries alone that somebody added since', () => {
    expect(back({ fallback: 'new', sni: ['other', 'new', 'foreign'] }).sni).toContain('foreign');
  });

  it.each<[string, Slots]>([
    ['default', { fallback: 'foreign', sni: ['other', 'new'] }],
    ['list', { fallback: 'new', sni: ['other'] }],
  ])('refuses when somebody changed the %s since', (_, now) => {
    expect(() => back(now)).toThrowError(expect.objectContaining({ code: 'REFUSED' }));
  });
});

describe('reading back', () => {
  it('tolerates what others added, and misses what is lost or was to go', () => {
    const expected: Slots = { fallback: 'new', sni: ['a'] };
    expect(holds({ fallback: 'new', sni: ['a', 'foreign'] }, expected, ['old'])).toBe(true);
    expect(holds({ fallback: 'new', sni: [] }, expected)).toBe(false);
    expect(holds({ fallback: 'old', sni: ['a'] }, expected)).toBe(false);
    expect(holds({ fallback: 'new', sni: ['a', 'old'] }, expected, ['old'])).toBe(false);
  });
});
