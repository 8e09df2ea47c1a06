import { describe, expect, it } from 'vitest';

import { type Block, fit, type Layout } from './fit.ts';

function block(name: string, rows: number, rank = 0): Block {
  return {
    open: `<${name}>`,
    rows: Array.from(
      { length: rows },
      (_, index) => `${name} row ${String(index).padStart(4, '0')}`,
    ),
    more: (leftOut) => `and ${leftOut} more`,
    close: `</${name}>`,
    rank,
  };
}

function layout(...blocks: readonly Block[]): Layout {
  return {
    first: 'first',
    sections: blocks.map((each) => ({ head: `head ${each.open}`, blocks: [each] })),
    moreSections: (leftOut) => `and ${leftOut} more sections`,
    last: 'last',
  };
}

const rowsOf = (text: string, name: string) => text.split(`${name} row`).length - 1;

describe('fit', () => {
  it('prints everything in order when there is room', () => {
    expect(fit(layout(block('a', 2), block('b', 1)), 1000)).toBe(
      'first\n\nhead <a>\n\n<a>\na row 0000\na row 0001\n</a>\n\nhead <b>\n\n<b>\nb row 0000\n</b>\n\nlast',
    );
  });

  it('drops whole rows from the bottom and says how many', () => {
    const text = fit(layout(block('a', 1000)), 1000);
    const shown = rowsOf(text, 'a');
    expect(shown).toBeGreaterThan(50);
    expect(text).toContain(
      `a row ${String(shown - 1).padStart(4, '0')}\nand ${1000 - shown} more\n</a>`,
    );
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1000);
    expect(Buffer.byteLength(text)).toBeGreaterThan(950);
  });

  it('gives every block some rows, and the rest to the lower rank', () => {
    const text = fit(layout(block('late', 1000, 5), block('early', 1000, 0)), 2000);
    expect(rowsOf(text, 'late')).toBe(20);
    expect(rowsOf(text, 'early')).toBeGreaterThan(60);
  });

  it('drops whole sections from the end when not even their headings fit', () => {
    const text = fit(layout(block('a', 3), block('b', 3), block('c', 3)), 90);
    expect(text).toContain('head <a>');
    expect(text).not.toContain('head <c>');
    expect(text).toMatch(/and [12] more sections\n\nlast$/u);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(90);
  });

  it('keeps to the limit at every size', () => {
    const whole = layout(block('a', 30), block('b', 30, 1), block('c', 0, 2));
    for (let limit = 60; limit < 1500; limit += 1) {
      expect(Buffer.byteLength(fit(whole, limit))).toBeLessThanOrEqual(limit);
    }
  });

  it('counts bytes, not characters', () => {
    const wide = { ...block('a', 0), rows: Array.from({ length: 200 }, () => '证书'.repeat(10)) };
    expect(Buffer.byteLength(fit(layout(wide), 2000))).toBeLessThanOrEqual(2000);
  });
});
