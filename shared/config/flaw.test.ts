import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { badCharacters } from './characters.ts';
import { locate } from './flaw.ts';

const at = (text: string, ...offsets: readonly number[]) =>
  locate(
    offsets.map((offset) => ({ at: offset, message: `m${offset}` })),
    { file: 'a.yml', text },
  ).map(({ line, column }) => [line, column]);

describe('locate', () => {
  it('counts lines and columns from 1', () => {
    expect(at('ab\ncd\n', 0, 1, 2, 3, 5, 6)).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [2, 1],
      [2, 3],
      [3, 1],
    ]);
    expect(at('', 0)).toEqual([[1, 1]]);
  });

  it('keeps an offset outside of the text inside of it', () => {
    expect(at('ab', -5, 99)).toEqual([
      [1, 1],
      [1, 3],
    ]);
  });

  it('sorts by place, then by message, and says the same thing once', () => {
    const flaws = [
      { at: 3, message: 'b' },
      { at: 0, message: 'z' },
      { at: 3, message: 'a' },
      { at: 3, message: 'b' },
    ];
    expect(locate(flaws, { file: 'f', text: 'ab\ncd' })).toEqual([
      { file: 'f', line: 1, column: 1, message: 'z' },
      { file: 'f', line: 2, column: 1, message: 'a' },
      { file: 'f', line: 2, column: 1, message: 'b' },
    ]);
  });

  it('finds the place that splitting the text finds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }),
        fc.nat(),
        (text, seed) => {
          const offset = seed % (text.length + 1);
          const lines = text.slice(0, offset).split('\n');
          expect(at(text, offset)).toEqual([[lines.length, (lines.at(-1)?.length ?? 0) + 1]]);
        },
      ),
    );
  });
});

describe('badCharacters', () => {
  it.each([
    ['NUL', 'a\u0000b', 1, 'U+0000'],
    ['escape', 'a: \u001b[31m', 3, 'U+001B'],
    ['delete', '\u007f', 0, 'U+007F'],
    ['a direction override', 'a: \u202etxt', 3, 'U+202E'],
    ['a direction isolate', 'a: \u2066txt', 3, 'U+2066'],
    ['a byte order mark inside', 'a: \ufeff', 3, 'U+FEFF'],
    ['half an emoji', 'a: \ud83d', 3, 'U+D83D'],
    ['a carriage return alone', 'a: 1\rb: 2', 4, 'a carriage return without a line feed'],
  ])('finds %s', (_what, text, offset, said) => {
    expect(badCharacters(text)).toEqual([{ at: offset, message: expect.stringContaining(said) }]);
  });

  it('finds the first of each line', () => {
    expect(badCharacters('\u0000\u0000\na\u0000\n\nb\n').map((flaw) => flaw.at)).toEqual([0, 4]);
  });

  it('takes what people write', () => {
    expect(badCharacters('a: "é 中文 😀 \u0085\u00a0"\r\n\tb\r\n')).toEqual([]);
  });
});
