import { describe, expect, it } from 'vitest';

import { dayMs, daysLeft, ladderOf, nextRungAt, rungOf } from './ladder.ts';

const start = Date.parse('2026-11-25T10:00:00.000Z');
const lasting = (days: number, lessMs = 0) => ({
  notBefore: new Date(start),
  notAfter: new Date(start + days * dayMs - lessMs),
});

describe('the days before the end at which a certificate is spoken of', () => {
  it.each<[number, readonly number[]]>([
    [398, [30, 14, 7, 3, 1, 0]],
    [200, [30, 14, 7, 3, 1, 0]],
    [100, [25, 14, 7, 3, 1, 0]],
    [90, [22, 14, 7, 3, 1, 0]],
    [60, [15, 7, 3, 1, 0]],
    [47, [11, 7, 3, 1, 0]],
    [10, [2, 1, 0]],
    [6, [1, 0]],
    [1, [0.25, 0]],
    [0, [0]],
  ])('of one of %d days', (days, ladder) => {
    expect(ladderOf(lasting(days))).toEqual(ladder);
    // Many end a second before their days are over.
    if (days >= 4) expect(ladderOf(lasting(days, 1000))).toEqual(ladder);
  });

  it.each([200, 100, 90, 47, 6])(
    'are none while an ACME client still renews one of %d days: with a third left',
    (days) => {
      const third = new Date(start + (days * dayMs * 2) / 3 + dayMs / 4);
      expect(rungOf(lasting(days), third)).toBeUndefined();
    },
  );

  it('are never more than once a day, the last ones close together', () => {
    for (let days = 1; days <= 400; days += 1) {
      const ladder = ladderOf(lasting(days));
      expect(ladder.at(-1)).toBe(0);
      expect(ladder.every((rung, index) => index === 0 || rung < (ladder[index - 1] ?? 0))).toBe(
        true,
      );
      if (days >= 40) expect(ladder.slice(-4)).toEqual([7, 3, 1, 0]);
    }
  });
});

describe('a certificate on its ladder', () => {
  const validity = lasting(47);
  const before = (days: number) => new Date(validity.notAfter.getTime() - days * dayMs);

  it.each<[number, number | undefined]>([
    [11.01, undefined],
    [11, 11],
    [7.01, 11],
    [7, 7],
    [2, 3],
    [0.5, 1],
    [0, 0],
    [-5, 0],
  ])('with %d days left stands on %s', (days, rung) => {
    expect(rungOf(validity, before(days))).toBe(rung);
  });

  it('comes to its next rung at a time that is known', () => {
    expect(nextRungAt(validity, before(40))).toEqual(before(11));
    expect(nextRungAt(validity, before(11))).toEqual(before(7));
    expect(nextRungAt(validity, before(0.5))).toEqual(before(0));
    expect(nextRungAt(validity, before(0))).toBeUndefined();
  });

  it('has whole days left', () => {
    expect([1.5, 0.5, 0, -0.5].map((days) => daysLeft(validity.notAfter, before(days)))).toEqual([
      1, 0, 0, -1,
    ]);
  });
});
