import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { z } from 'zod';

import { html } from './html.ts';
import type { Html } from './html.ts';

/** The last row that was seen: what it is sorted by, and its id. */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined;
}

/** How many rows a page has. */
export const pageSize = 25;

/** What a page asks of the database: one more than it shows tells whether there is another. */
export const pageLimit = pageSize + 1;

const Written = z.tuple([z.string().max(1000), z.string().max(1000)]);

/** Undefined for what no page has written: the list begins at its beginning. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [at, id] = Written.parse(JSON.parse(text));
    return { at, id };
  } catch {
    return undefined;
  }
}

/** Rows behind the cursor, in an order of both columns that an index has. */
export function beyond(
  [at, id]: readonly [string, string],
  order: 'after' | 'before',
  cursor: Cursor,
): RawBuilder<boolean> {
  const sign = order === 'after' ? sql`>` : sql`<`;
  return sql<boolean>`(${sql.ref(at)}, ${sql.ref(id)}) ${sign} (${cursor.at}, ${cursor.id})`;
}

export function pageOf<T>(rows: readonly T[], cursorOf: (row: T) => Cursor): Page<T> {
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  if (rows.length <= pageSize || last === undefined) return { rows: shown, next: undefined };
  const { at, id } = cursorOf(last);
  return { rows: shown, next: JSON.stringify([at, id]) };
}

/** Ways to the first and the next page; nothing where all is on one. */
export function pager(
  { next }: Pick<Page<unknown>, 'next'>,
  cursor: string | undefined,
  pathOf: (cursor: string | undefined) => string,
): Html {
  if (next === undefined && cursor === undefined) return html``;
  return html`<nav class="pager" aria-label="Pages">
    ${cursor === undefined ? '' : html`<a href="${pathOf(undefined)}">First page</a>`}
    ${
      next === undefined
        ? html`<span>This is the end of the list.</span>`
        : html`<a href="${pathOf(next)}" rel="next">Next page</a>`
    }
  </nav>`;
}
