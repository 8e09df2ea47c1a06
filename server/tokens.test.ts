import { describe, expect, it } from 'vitest';

import { bearerOf, hashToken, isToken } from './tokens.ts';

describe('a token', () => {
  it('is known by its hash, and nothing near it is', () => {
    const hash = hashToken('correct horse');
    expect(isToken('correct horse', hash)).toBe(true);
    for (const other of ['', 'correct hors', 'correct horse ', 'Correct horse']) {
      expect(isToken(other, hash)).toBe(false);
    }
  });

  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc ', 'abc'],
    ['Bearer', undefined],
    ['Bearer ', undefined],
    ['Bearer a b', undefined],
    ['Basic abc', undefined],
    [undefined, undefined],
  ])('of the header %j is %j', (header, token) => {
    expect(bearerOf(header)).toBe(token);
  });
});
