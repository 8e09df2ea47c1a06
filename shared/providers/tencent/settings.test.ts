import { describe, expect, it } from 'vitest';

import { changedSettings, digestsOf } from './settings.ts';

const changed = (before: object, after: object, defaults = {}) =>
  changedSettings(digestsOf({ ...before }), digestsOf({ ...after }), defaults);

describe('settings before and after a change', () => {
  it('are the same whatever the order of their members', () => {
    expect(changed({ A: { b: 1, c: [1, 2] } }, { A: { c: [1, 2], b: 1 } })).toEqual([]);
  });

  it.each([null, undefined, '', 'off', 0, false, [], {}, { Switch: 'off', MaxAge: 600 }])(
    'are the same when nothing comes back as %j',
    (value) => {
      expect(changed({ A: value }, {})).toEqual([]);
      expect(changed({}, { A: value })).toEqual([]);
    },
  );

  it.each([
    ['on', 'off'],
    [1, 0],
    [
      { Switch: 'on', MaxAge: 600 },
      { Switch: 'on', MaxAge: 0 },
    ],
    [['TLSv1.2'], ['TLSv1.2', 'TLSv1.3']],
    [
      [1, 2],
      [2, 1],
    ],
    [
      { Switch: 'on', Rules: [{ a: 1 }] },
      { Switch: 'on', Rules: [{ a: 2 }] },
    ],
  ])('differ when %j becomes %j', (before, after) => {
    expect(changed({ A: before }, { A: after })).toEqual(['A']);
    expect(changed({ A: after }, { A: before })).toEqual(['A']);
  });

  it('are the same when the cloud fills in a default, and only then', () => {
    const defaults = { A: ['x'] };
    expect(changed({ A: null }, { A: ['x'] }, defaults)).toEqual([]);
    expect(changed({ A: null }, { A: ['y'] }, defaults)).toEqual(['A']);
    expect(changed({ A: ['y'] }, { A: ['x'] }, defaults)).toEqual(['A']);
    expect(changed({ A: ['x'] }, { A: null }, defaults)).toEqual(['A']);
  });

  it('can be told from their digests, which show none of them', () => {
    const digests = digestsOf({ Note: 'a very secret note' });
    expect(digests['Note']).toMatch(/^[0-9a-f]{12}$/u);
  });
});
