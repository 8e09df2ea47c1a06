import type { Block } from './fit.ts';
import { number } from './words.ts';

/** Where the rows are that did not fit, as HTML of our own. */
export type Elsewhere = string;

interface TableOptions {
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  readonly rank: number;
  readonly elsewhere: Elsewhere;
  /** Percent of the width that the first column keeps beside long texts; cells start at the top. */
  readonly firstColumn?: number | undefined;
}

/**
 * A table as one HTML block: no blank line in it, so that no Markdown is read inside.
 * https://spec.commonmark.org/0.31.2/#html-blocks
 */
function table({ columns, rows, rank, elsewhere, firstColumn }: TableOptions): Block {
  const heads = columns.map((column, index) => {
    const width = index === 0 && firstColumn !== undefined ? ` width="${firstColumn}%"` : '';
    return `<th align="left"${width}>${column}</th>`;
  });
  return {
    open: `<table>${firstColumn === undefined ? '' : '<tbody valign="top">'}\n<tr>${heads.join('')}</tr>`,
    rows,
    more: (leftOut) =>
      `<tr><td colspan="${columns.length}">… and ${number(leftOut)} more, see ${elsewhere}</td></tr>`,
    close: `${firstColumn === undefined ? '' : '</tbody>'}</table>`,
    rank,
  };
}

/** A table under a heading that says how many rows there are, whether they fit or not. */
export function openTable(title: string, options: TableOptions): Block {
  const inner = table(options);
  const heading = title === '' ? '' : `<p><b>${title} (${number(options.rows.length)})</b></p>\n`;
  return { ...inner, open: `${heading}${inner.open}` };
}

/** The same behind a click; `open` shows it unfolded at first. */
export function foldedTable(
  title: string,
  options: TableOptions & { readonly open?: boolean },
): Block {
  const inner = table(options);
  const summary = `<summary><b>${title} (${number(options.rows.length)})</b></summary>`;
  return {
    ...inner,
    open: `<details${options.open === true ? ' open' : ''}>${summary}\n${inner.open}`,
    close: `${inner.close}\n</details>`,
  };
}
