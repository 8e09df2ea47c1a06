import { clean } from '../../shared/report/safe.ts';
import { html, name } from './html.ts';
import type { Html } from './html.ts';
import type { Session } from './sessions.ts';

/** How something is, beyond its word: each has a shape of its own, so that colour only helps. */
export type Mood = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

const shapes: Readonly<Record<Mood, Html>> = {
  good: html`<circle cx="8" cy="8" r="7" /><path class="cut" d="M4.6 8.3l2.3 2.3 4.5-5" />`,
  bad: html`<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" /><path
      class="cut"
      d="M5.3 5.3l5.4 5.4m0-5.4l-5.4 5.4"
    />`,
  warn: html`<path d="M8 1.2L15.4 14.6H.6z" /><path class="cut" d="M8 6v4m0 2v.6" />`,
  busy: html`<path class="line" d="M14.2 8A6.2 6.2 0 1 1 8 1.8" /><path
      class="line"
      d="M8 4.5V8l2.4 1.6"
    />`,
  idle: html`<circle class="line" cx="8" cy="8" r="6.2" />`,
};

export const shape = (mood: Mood): Html =>
  html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${shapes[mood]}</svg>`;

/** A state by shape, word and colour. */
export const status = (mood: Mood, words: string): Html =>
  html`<span class="status ${mood}">${shape(mood)}${words}</span>`;

export interface Column {
  readonly title: string;
  /** Right-aligned, digits of one width. */
  readonly numeric?: boolean;
  /** Long: takes the whole width of a card. */
  readonly wide?: boolean;
}

/**
 * A table that becomes a list of cards on a narrow screen. The roles say again what the elements are:
 * browsers forget it of elements that are laid out in another way.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly (Html | string)[])[],
): Html {
  const kind = ({ numeric = false, wide = false }: Column) =>
    numeric ? 'numeric' : wide ? 'wide' : '';
  return html`<table role="table">
    <caption class="hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          (column) =>
            html`<th role="columnheader" scope="col" class="${kind(column)}">${column.title}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${columns.map(
              (column, index) =>
                html`<td role="cell" class="${kind(column)}" data-label="${column.title}">
                  <div>${row[index] ?? ''}</div>
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Said where a list would be: what is missing, and what to do about it. */
export const empty = (words: string, next?: Html | string): Html =>
  html`<div class="empty">
    <p>${words}</p>
    ${next === undefined ? '' : html`<p>${next}</p>`}
  </div>`;

/** A command of the operator, to be copied. */
export const command = (words: string): Html =>
  html`<code class="command">${clean(words, 300)}</code>`;

/** One of `server/operate.ts`. */
export const operate = (words: string): Html => command(`node server/operate.ts ${words}`);

/** Names and what they stand for. */
export const facts = (
  pairs: readonly (readonly [term: string, words: Html | string, width?: 'wide'])[],
): Html =>
  html`<dl class="facts">
    ${pairs.map(
      ([term, words, width = '']) =>
        html`<div class="${width}">
          <dt>${term}</dt>
          <dd>${words}</dd>
        </div>`,
    )}
  </dl>`;

/** A part of a page with a heading of its own. */
export const section = (title: string, content: Html, aside: Html | string = ''): Html =>
  html`<section>
    <div class="section-head">
      <h2>${name(title)}</h2>
      ${aside}
    </div>
    ${content}
  </section>`;

export interface Choice {
  readonly words: string;
  readonly path: string;
  readonly chosen: boolean;
  readonly amount?: string;
}

/** Links that narrow a list down. */
export const choices = (label: string, all: readonly Choice[]): Html =>
  html`<nav class="choices" aria-label="${label}">
    <ul>
      ${all.map(
        ({ words, path, chosen, amount }) =>
          html`<li>
            <a href="${path}" ${chosen ? html`aria-current="true"` : ''}
              >${name(words, 40)}${amount === undefined ? '' : html` <span class="amount">${amount}</span>`}</a
            >
          </li>`,
      )}
    </ul>
  </nav>`;

/** Finds by a part of a name; keeps what else was chosen. */
export const search = (path: string, { value, label, keep = {} }: SearchOptions): Html =>
  html`<form class="search" method="get" action="${path}" role="search">
    ${Object.entries(keep).map(([key, kept]) =>
      kept === undefined ? '' : html`<input type="hidden" name="${key}" value="${kept}" />`,
    )}
    <label class="hidden" for="q">${label}</label>
    <input id="q" name="q" type="search" maxlength="100" value="${value}" placeholder="${label}" />
    <button type="submit">Find</button>
  </form>`;

interface SearchOptions {
  readonly value: string;
  readonly label: string;
  readonly keep?: Readonly<Record<string, string | undefined>>;
}

export interface Action {
  readonly path: string;
  /** The verb: "Redeliver". */
  readonly verb: string;
  /** What will happen, in a sentence. */
  readonly confirm: Html | string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Something to be done, after a question; nothing for those who may only look. */
export function action(session: Session, { path, verb, confirm, fields = {} }: Action): Html {
  if (session.role !== 'operator') return html``;
  return html`<details class="action">
    <summary>${verb}…</summary>
    <form method="post" action="${path}">
      <p>${confirm}</p>
      ${formToken(session)}
      ${Object.entries(fields).map(
        ([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`,
      )}
      <button type="submit" class="primary">${verb}</button>
    </form>
  </details>`;
}

export const formToken = ({ formToken: token }: Session): Html =>
  html`<input type="hidden" name="form_token" value="${token}" />`;
