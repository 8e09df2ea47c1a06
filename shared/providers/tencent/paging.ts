import { pMapIterable } from 'p-map';

import { DeployError } from '../../core/errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Of the whole list, as this page says. */
  readonly total: number;
}

/** Pages that are read at the same time, once the first has said how many there are. */
const ahead = 4;

/**
 * Every page of a list that is counted from an offset, in order. The step is what the first page
 * held, whatever was asked for: a cloud may allow less than it documents. A page that is shorter
 * than it must be is read on from its end, and one that holds nothing is an error, not an end.
 */
export async function* pages<T>(
  doing: string,
  read: (offset: number) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  async function range(from: number, size: number): Promise<readonly T[]> {
    const items: T[] = [];
    for (;;) {
      const page = await read(from + items.length);
      items.push(...page.items);
      if (items.length >= size || from + items.length >= page.total) return items.slice(0, size);
      if (page.items.length === 0) {
        throw new DeployError(
          'CLOUD_UNEXPECTED',
          `${doing}: there are ${page.total}, and the page from ${from + items.length} on is empty`,
        );
      }
    }
  }
  const first = await read(0);
  yield first.items;
  const step = first.items.length;
  if (step >= first.total) return;
  if (step === 0) {
    const message = `${doing}: there are ${first.total}, and the first page is empty`;
    throw new DeployError('CLOUD_UNEXPECTED', message);
  }
  const offsets: number[] = [];
  for (let offset = step; offset < first.total; offset += step) offsets.push(offset);
  yield* pMapIterable(offsets, async (offset) => await range(offset, step), {
    concurrency: ahead,
  });
}

/** A list that grows or shrinks while it is read may show an item twice. */
export async function* onceEach<T>(
  lists: AsyncIterable<readonly T[]>,
  keyOf: (item: T) => string,
): AsyncGenerator<readonly T[]> {
  const seen = new Set<string>();
  for await (const list of lists) {
    yield list.filter((item) => {
      const key = keyOf(item);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
}
