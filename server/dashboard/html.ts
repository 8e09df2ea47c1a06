import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

import { clean, nameCap, sentenceCap } from '../../shared/report/safe.ts';

export { html } from 'hono/html';

/** Markup: whatever `html` made. A string among its values is escaped, so none can be mistaken for it. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Something to be shown where there is nothing. */
const none = html`<span class="none">–</span>`;

/**
 * A name that strangers chose, on its own: visible characters only, of bounded length, and it cannot turn
 * the direction of what stands beside it.
 */
export function name(text: string | null, cap: number = nameCap): Html {
  const shown = text === null ? '' : clean(text, cap);
  return shown === '' ? none : html`<bdi>${shown}</bdi>`;
}

/** The same for what a machine reads: a resource, a fingerprint, a file. */
export function code(text: string | null, cap: number = nameCap): Html {
  const shown = text === null ? '' : clean(text, cap);
  return shown === '' ? none : html`<code>${shown}</code>`;
}

/** A sentence that strangers wrote. */
export const prose = (text: string): Html => name(text, sentenceCap);

/** The beginning of a fingerprint, as people compare them. */
export const short = (fingerprint: string | null): Html => code(fingerprint?.slice(0, 12) ?? null);

const digits = new Intl.NumberFormat('en-US');

export const number = (amount: number): string => digits.format(amount);

export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${number(amount)} ${amount === 1 ? one : many}`;

/** A link to an address that GitHub told us, where it is one; else the words alone. */
export function outward(address: string | null, words: string): Html {
  const url = address === null ? null : URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    return html`${words}`;
  }
  return html`<a href="${url.href}" rel="noreferrer">${words}</a>`;
}

/** Words, then what may be done about them; a page below `/dashboard`. */
export const anchor = (path: string, content: Html | string): Html =>
  html`<a href="${path}">${content}</a>`;

/** An address of ours with its query; what is undefined is left out. */
export function address(
  path: string,
  query: Readonly<Record<string, string | number | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
