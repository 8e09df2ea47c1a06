import { describe, expect, it } from 'vitest';

import { some, together } from './shown-where.ts';

const said = (name: string, address: string, words = 'old') => ({ name, address, words });

describe('what is said of names at addresses', () => {
  it('is said once where it is the same', () => {
    const all = [said('a', '1'), said('b', '1'), said('a', '2'), said('b', '2')];
    expect(together(all)).toEqual([{ names: ['a', 'b'], addresses: ['1', '2'], words: 'old' }]);
  });

  it('is never said of a name at an address where it is not true', () => {
    expect(together([said('a', '1'), said('b', '2')])).toEqual([
      { names: ['a'], addresses: ['1'], words: 'old' },
      { names: ['b'], addresses: ['2'], words: 'old' },
    ]);
  });

  it('keeps apart what differs', () => {
    expect(together([said('a', '1'), said('a', '2', 'new')])).toHaveLength(2);
  });
});

it('counts what it leaves out', () => {
  expect(some(['a'])).toBe('a');
  expect(some(['a', 'b', 'c'])).toBe('a, b and c');
  expect(some(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
});
