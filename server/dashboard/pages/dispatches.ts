import type { Ports } from '../../ports.ts';
import { dispatchAgain, refusalOf, unfinished } from '../actions/dispatch.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, count, html, name, outward, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import { dispatchFilters, listDispatches } from '../queries/dispatches.ts';
import type { DispatchFilter, ListedDispatch } from '../queries/dispatches.ts';
import type { Session } from '../sessions.ts';
import { moment } from '../when.ts';
import { action, choices, empty, table } from '../widgets.ts';
import { dispatchStatus, reasonWords } from '../words.ts';
import { taskPath } from './tasks.ts';

const path = '/dashboard/dispatches';

const filterWords: Readonly<Record<DispatchFilter, string>> = {
  all: 'All',
  open: 'Under way',
  bad: 'Lost or failed',
};

/** Workflow runs that the receiver asked GitHub for. */
export function dispatchPages(desk: Desk, ports: Pick<Ports, 'db' | 'clock'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query, session }) => {
    const filter = dispatchFilters.find((known) => known === query('show')) ?? 'all';
    const cursor = query('from');
    const page = await listDispatches(db, { filter, cursor: readCursor(cursor) });
    const pathOf = (show: string, from?: string) => address(path, { show, from });
    return {
      title: 'Dispatches',
      section: 'dispatches',
      content: html`<p class="lead">
          Workflow runs that this receiver asks GitHub for: because a certificate came, a task’s
          time has come, or an operator said so.
        </p>
        <div class="bar">
          ${choices(
            'Which dispatches',
            dispatchFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one),
              chosen: one === filter,
            })),
          )}
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter)
            : table(
                'Dispatches',
                [
                  { title: 'Task' },
                  { title: 'State', wide: true },
                  { title: 'Why' },
                  { title: 'Changed' },
                  { title: 'Workflow run' },
                ],
                page.rows.map((row) => [
                  taskOf(row),
                  html`${stateOf(row)}${again(session, row)}`,
                  html`${reasonWords[row.reason]}
                  ${
                    row.attempts === 0
                      ? ''
                      : html`<span class="sub">tried ${count(row.attempts, 'time')}</span>`
                  }`,
                  moment(row.updated_at, now),
                  row.github_run_id === null
                    ? html`<span class="none">none yet</span>`
                    : outward(row.run_url, String(row.github_run_id)),
                ]),
              )
        }
        ${pager(page, cursor, (from) => pathOf(filter, from))}`,
    };
  });

  desk.action(`${path}/:id/again`, async ({ param }) => {
    const result = await dispatchAgain(ports, param('id'));
    return {
      to: path,
      message: result.asked
        ? 'Another workflow run will be started within seconds.'
        : `No run was asked for: ${result.why}.`,
    };
  });
}

export const taskOf = ({ task, task_id: id, full_name: repository, file }: ListedDispatch): Html =>
  html`${id === null ? html`<span class="none">none</span>` : anchor(taskPath(id), name(task))}
    <span class="sub">${name(repository)}${file === null ? '' : html` · ${code(file)}`}</span>`;

const stateOf = ({ state, last_error: error }: ListedDispatch): Html =>
  html`${dispatchStatus(state)}${
    error === null ? '' : html`<span class="sub">${prose(error)}</span>`
  }`;

/** What asks for another run in the place of one that came to nothing. */
export function again(session: Session, row: ListedDispatch): Html {
  const isOver = row.state === 'lost' || row.state === 'error' || row.state === 'cancelled';
  const task = { state: row.task_state ?? 'cancelled', cancelled_at: row.cancelled_at };
  const mayRun = row.task_id !== null && refusalOf(task, row) === undefined;
  if (!isOver || !mayRun || unfinished.some((state) => state === row.state)) return html``;
  return action(session, {
    path: `${path}/${row.id}/again`,
    verb: 'Dispatch again',
    confirm:
      'Another workflow run is started for this task. It plans again, touches only what a merged run covered, and writes nothing where everything is served already.',
  });
}

function nothing(filter: DispatchFilter): Html {
  switch (filter) {
    case 'all':
      return empty(
        'No workflow run was asked for yet.',
        'One is as soon as a certificate comes whose name a task deploys, or a task’s time has come.',
      );
    case 'open':
      return empty('No dispatch is under way.');
    case 'bad':
      return empty('No dispatch was lost or failed.');
  }
}
