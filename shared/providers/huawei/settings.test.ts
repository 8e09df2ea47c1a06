import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { changedSettings, digestsOf } from './settings.ts';

describe('the digests of settings', () => {
  it('do not tell absent, null and empty apart', () => {
    expect(digestsOf({ a: null, b: '', c: [], d: { e: null }, f: undefined }, [])).toEqual({});
  });

  it('know neither the order of members nor that of lists', () => {
    const a = digestsOf({ list: [{ x: 1, y: [2, 3] }, 'z'] }, []);
    const b = digestsOf({ list: ['z', { y: [3, 2], x: 1 }] }, []);
    expect(changedSettings(a, b)).toEqual([]);
  });

  it('differ when a value does, however deep, and name the setting', () => {
    const a = digestsOf({ same: 1, deep: { list: [{ on: false }] }, gone: 'x' }, []);
    const b = digestsOf({ same: 1, deep: { list: [{ on: true }] }, come: 'y' }, []);
    expect(changedSettings(a, b)).toEqual(['come', 'deep', 'gone']);
    expect(changedSettings(digestsOf({ a: '1' }, []), digestsOf({ a: 1 }, []))).toEqual(['a']);
    expect(
      changedSettings(digestsOf({ a: ['b,c'] }, []), digestsOf({ a: ['b', 'c'] }, [])),
    ).toEqual(['a']);
  });

  it('leave out what is expected to change', () => {
    expect(Object.keys(digestsOf({ a: 1, b: 2 }, ['b']))).toEqual(['a']);
  });

  it('show no value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[g-z]{4,20}$/u), (text) => {
        expect(JSON.stringify(Object.values(digestsOf({ a: text }, [])))).not.toContain(text);
      }),
    );
  });
});
