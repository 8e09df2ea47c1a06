import { describe, expect, it } from 'vitest';

import { expectFailure } from '../test-kit.ts';
import { numbered } from './cdn-api.ts';

async function collect(
  total: number | readonly number[],
  pages: readonly (readonly string[])[],
): Promise<{ readonly items: readonly string[]; readonly asked: readonly number[] }> {
  const asked: number[] = [];
  const items: string[] = [];
  const read = (page: number) => {
    asked.push(page);
    const now = typeof total === 'number' ? total : (total[page - 1] ?? 0);
    return Promise.resolve({ total: now, items: pages[page - 1] ?? [] });
  };
  for await (const page of numbered('things', read)) items.push(...page);
  return { items, asked };
}

describe('a numbered list', () => {
  it('is read to its end, in order, and no further', async () => {
    const pages = [['a', 'b'], ['c', 'd'], ['e']];
    expect(await collect(5, pages)).toEqual({ items: ['a', 'b', 'c', 'd', 'e'], asked: [1, 2, 3] });
    expect(await collect(0, [[]])).toEqual({ items: [], asked: [1] });
    expect(await collect(2, [['a', 'b']])).toEqual({ items: ['a', 'b'], asked: [1] });
  });

  it('may become shorter meanwhile', async () => {
    expect((await collect([3, 2], [['a', 'b'], []])).items).toEqual(['a', 'b']);
  });

  it.each([
    [5, [['a', 'b'], ['c', 'd'], []]],
    [3, [['a', 'b'], []]],
    [1, [[]]],
  ])('of %i that ends before its own total throws', async (total, pages) => {
    await expectFailure(collect(total, pages), 'CLOUD_UNEXPECTED', /list of things ended after/u);
  });
});
