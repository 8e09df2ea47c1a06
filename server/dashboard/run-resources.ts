import { Report } from '../../shared/wire/report.ts';
import type { ChangeReport } from '../../shared/wire/report.ts';
import type { Ports } from '../ports.ts';
import { address, html, name, number, prose } from './html.ts';
import type { Html } from './html.ts';
import { changesOfRun, countStates, resourcesPerPage, unmatchedOfRun } from './queries/runs.ts';
import { resource } from './resource.ts';
import { choices, empty, section, table } from './widgets.ts';
import { resourceWords } from './words.ts';

const Change = Report.shape.tasks.element.shape.changes.element;
const Unmatched = Report.shape.tasks.element.shape.unmatched.element;

/** States of resources in the order in which somebody wants to see them. */
const urgency: readonly ChangeReport['status'][] = [
  'rollback-error',
  'error',
  'rolled-back',
  'held',
  'rolling-back',
  'processing',
  'pending',
  'success',
  'kept',
];

const unknown = 'A resource that another version has reported:';

interface Wanted {
  readonly id: string;
  /** How many resources no certificate matched. */
  readonly unmatched: number;
  readonly query: (name: string) => string | undefined;
}

/** The resources of a run, page by page, with links that narrow them down to a state. */
export async function resourcesOf(
  db: Ports['db'],
  mode: Report['mode'],
  { id, unmatched, query }: Wanted,
): Promise<Html> {
  const states = await countStates(db, id);
  const all = [...states.values()].reduce((sum, amount) => sum + amount, 0);
  const chosen = query('show');
  const state = urgency.find((known) => known === chosen);
  const isUnmatched = chosen === 'unmatched';
  const page = Math.min(1_000_000, Math.max(1, Math.trunc(Number(query('page') ?? 1)) || 1));
  const total = isUnmatched ? unmatched : state === undefined ? all : (states.get(state) ?? 0);
  const pathOf = (show: string | undefined, at?: number) =>
    address('/dashboard/run', { id, show, page: at });
  const bar = choices('Which resources', [
    {
      words: 'All',
      path: pathOf(undefined),
      chosen: !isUnmatched && state === undefined,
      amount: number(all),
    },
    ...urgency
      .filter((one) => states.has(one))
      .map((one) => ({
        words: resourceWords(one),
        path: pathOf(one),
        chosen: one === state,
        amount: number(states.get(one) ?? 0),
      })),
    {
      words: 'not matched',
      path: pathOf('unmatched'),
      chosen: isUnmatched,
      amount: number(unmatched),
    },
  ]);
  const list = isUnmatched
    ? await unmatchedList(db, id, page)
    : await changeList(db, id, { state, page, mode });
  const show = isUnmatched ? 'unmatched' : state;
  return section(
    'Resources',
    html`<div class="bar">${bar}</div>
      ${list ?? empty(total === 0 ? 'There are none.' : 'The list is shorter than that.')}
      ${pages(page, total, (at) => pathOf(show, at))}`,
  );
}

async function changeList(
  db: Ports['db'],
  id: string,
  wanted: {
    readonly state: ChangeReport['status'] | undefined;
    readonly page: number;
    readonly mode: Report['mode'];
  },
): Promise<Html | undefined> {
  const pieces = await changesOfRun(db, id, wanted);
  if (pieces.length === 0) return undefined;
  return html`<ul class="resources">
    ${pieces.map(({ task, value }) => {
      const change = Change.safeParse(JSON.parse(value)).data;
      return change === undefined
        ? html`<li>${unknown} task ${name(task)}</li>`
        : resource(change, task, wanted.mode);
    })}
  </ul>`;
}

async function unmatchedList(db: Ports['db'], id: string, page: number): Promise<Html | undefined> {
  const pieces = await unmatchedOfRun(db, id, page);
  if (pieces.length === 0) return undefined;
  return table(
    'Resources that no certificate matched',
    [{ title: 'Resource' }, { title: 'Place' }, { title: 'Why not', wide: true }],
    pieces.map(({ task, value }) => {
      const one = Unmatched.safeParse(JSON.parse(value)).data;
      if (one === undefined) return [unknown, name(task), ''];
      const place = [one.product, one.account, ...(one.region === null ? [] : [one.region])];
      return [
        html`${name(one.label)} <span class="sub">task ${name(task)}</span>`,
        name(place.join(' · ')),
        prose(one.reason),
      ];
    }),
  );
}

function pages(page: number, total: number, pathOf: (page: number) => string): Html {
  const last = Math.max(1, Math.ceil(total / resourcesPerPage));
  if (last === 1) return html``;
  return html`<nav class="pager" aria-label="Pages">
    ${page > 1 ? html`<a href="${pathOf(page - 1)}" rel="prev">Previous page</a>` : ''}
    <span>Page ${number(page)} of ${number(last)}</span>
    ${page < last ? html`<a href="${pathOf(page + 1)}" rel="next">Next page</a>` : ''}
  </nav>`;
}
