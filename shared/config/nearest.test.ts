import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nearest, suggestion } from './nearest.ts';

const known = ['accounts', 'certificates', 'tasks', 'receiver', 'version'];

describe('nearest', () => {
  it.each([
    ['acounts', 'accounts'], // one letter missing
    ['accountss', 'accounts'], // one too many
    ['acconuts', 'accounts'], // two neighbours swapped
    ['Accounts', 'accounts'], // case
    ['account', 'accounts'],
    ['certificats', 'certificates'],
    ['recever', 'receiver'],
    ['taks', 'tasks'],
  ])('finds what %s was meant to be', (word, meant) => {
    expect(nearest(word, known)).toBe(meant);
  });

  it.each(['', 'x', 'providers-of-clouds', 'certs', 'a'.repeat(65)])(
    'does not guess at %j',
    (word) => {
      expect(nearest(word, known)).toBeUndefined();
    },
  );

  it('takes the first of two that are equally near', () => {
    expect(nearest('ax', ['ay', 'az'])).toBe('ay');
  });

  it('looks no further than the first 200 names', () => {
    const many = Array.from({ length: 300 }, (_, index) => `n${index}x`.padEnd(12, '-'));
    expect(nearest('target', [...many, 'targets'])).toBeUndefined();
    expect(nearest('target', ['targets', ...many])).toBe('targets');
  });

  it('finds every word of up to one edit among words that are far from it', () => {
    const word = fc.stringMatching(/^[a-z]{4,20}$/u);
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        fc.constantFrom('drop', 'double', 'swap'),
        (meant, seed, edit) => {
          const at = seed % (meant.length - 1);
          const [head, one, two, tail] = [
            meant.slice(0, at),
            meant.slice(at, at + 1),
            meant.slice(at + 1, at + 2),
            meant.slice(at + 2),
          ];
          const typed = {
            drop: head + two + tail,
            double: head + one + one + two + tail,
            swap: head + two + one + tail,
          }[edit];
          expect(nearest(typed, ['0123456789', meant, '9876543210'])).toBe(meant);
        },
      ),
    );
  });
});

describe('suggestion', () => {
  it('names what is known when nothing is near and the list is short', () => {
    expect(suggestion('zzz', ['prod', 'test'])).toBe('; known: "prod", "test"');
    expect(suggestion('zzz', [])).toBe('');
    expect(suggestion('zzz', 'a b c d e f g h i'.split(' '))).toBe('');
  });

  it('does not show a known name that looks like a secret', () => {
    const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
    expect(suggestion('zzz', [secret])).toBe('; known: "…"');
  });
});
