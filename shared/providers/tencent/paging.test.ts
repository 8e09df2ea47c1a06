import { describe, expect, it } from 'vitest';

import { DeployError } from '../../core/errors.ts';
import { onceEach, pages } from './paging.ts';
import type { Page } from './paging.ts';

const items = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A list of so many items whose pages hold what the function says. */
function listOf(count: number, size: (offset: number) => number, log: number[] = []) {
  return async (offset: number): Promise<Page<number>> => {
    log.push(offset);
    return { items: items(count).slice(offset, offset + size(offset)), total: count };
  };
}

async function all(read: (offset: number) => Promise<Page<number>>): Promise<number[]> {
  const found: number[] = [];
  for await (const page of pages('listing things', read)) found.push(...page);
  return found;
}

describe('the pages of a list', () => {
  it.each([
    [0, 100],
    [1, 100],
    [100, 100],
    [101, 100],
    [250, 100],
    [7, 1],
    [7, 2],
  ])('of %i hold each item once, %i a page', async (count, size) => {
    const log: number[] = [];
    expect(await all(listOf(count, () => size, log))).toEqual(items(count));
    expect(log).toHaveLength(Math.max(1, Math.ceil(count / size)));
  });

  it('are read on from where one ended too early', async () => {
    const short = listOf(10, (offset) => (offset === 4 ? 1 : 4));
    expect(await all(short)).toEqual(items(10));
  });

  it.each([
    ['the first', () => 0],
    ['a later one', (offset: number) => (offset === 0 ? 4 : 0)],
  ])('are not at their end because %s is empty', async (_, size) => {
    const error = await all(listOf(10, size)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DeployError);
    expect(error).toMatchObject({ code: 'CLOUD_UNEXPECTED' });
    expect((error as DeployError).message).toMatch(/listing things: there are 10, and .* empty/u);
  });

  it('end where a list that shrinks ends', async () => {
    const read = async (offset: number): Promise<Page<number>> =>
      offset === 0 ? { items: items(4), total: 10 } : { items: [], total: 4 };
    expect(await all(read)).toEqual(items(4));
  });

  it('show an item once, though it is on two of them', async () => {
    async function* lists() {
      yield [1, 2];
      yield [2, 3];
    }
    const found: number[] = [];
    for await (const list of onceEach(lists(), String)) found.push(...list);
    expect(found).toEqual([1, 2, 3]);
  });
});
