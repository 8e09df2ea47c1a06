import { randomUUID } from 'node:crypto';

import { clean } from '../../../shared/report/safe.ts';
import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import { dispatchTask, refusalOf } from '../actions/dispatch.ts';
import type { Desk } from '../desk.ts';
import { address, anchor, code, html, name, number, outward, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { pager, readCursor } from '../paging.ts';
import {
  countTasks,
  findTask,
  lastDispatches,
  listCovered,
  listTasks,
  taskFilters,
} from '../queries/tasks.ts';
import type { LastDispatch, ListedTask, TaskFilter } from '../queries/tasks.ts';
import type { Session } from '../sessions.ts';
import { moment } from '../when.ts';
import { action, choices, command, empty, facts, search, section, table } from '../widgets.ts';
import { dispatchStatus, dispatchWords, reasonWords, taskStatus, verdictStatus } from '../words.ts';
import { runPath } from './runs.ts';

const path = '/dashboard/tasks';

const filterWords: Readonly<Record<TaskFilter, string>> = {
  live: 'All',
  waiting: 'Waiting for their time',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const taskPath = (id: string): string => `${path}/${encodeURIComponent(id)}`;

/** Tasks of all repositories with their next run, and one task with what it covers. */
export function taskPages(desk: Desk, ports: Pick<Ports, 'db' | 'clock'>): void {
  const { db } = ports;

  desk.page(path, async ({ now, query }) => {
    const filter = taskFilters.find((known) => known === query('state')) ?? 'live';
    const part = clean(query('q') ?? '', 100);
    const cursor = query('from');
    const page = await listTasks(db, { filter, part, cursor: readCursor(cursor) });
    const counts = await countTasks(db);
    const pathOf = (state: string, from?: string) => address(path, { state, q: part, from });
    return {
      title: 'Tasks',
      section: 'tasks',
      content: html`<div class="bar">
          ${choices(
            'Which tasks',
            taskFilters.map((one) => ({
              words: filterWords[one],
              path: pathOf(one),
              chosen: one === filter,
              amount: number(counts[one]),
            })),
          )}
          ${search(path, { value: part, label: 'Task or repository', keep: { state: filter } })}
        </div>
        ${
          page.rows.length === 0
            ? nothing(filter, part)
            : table(
                'Tasks',
                [
                  { title: 'Task' },
                  { title: 'State' },
                  { title: 'Next run' },
                  { title: 'Last run' },
                  { title: 'Certificates', wide: true },
                ],
                page.rows.map((task) => [
                  html`${anchor(taskPath(task.id), name(task.name))}
                    <span class="sub">${name(task.full_name)} · ${code(task.file)}</span>`,
                  taskStatus(task.state),
                  nextRun(task, now),
                  lastRun(task, now),
                  name(task.certificates),
                ]),
              )
        }
        ${pager(page, cursor, (from) => pathOf(filter, from))}`,
    };
  });

  desk.page(`${path}/:id`, async ({ now, param, query, session }) => {
    const id = param('id');
    const task = await findTask(db, id);
    if (task === undefined) throw problems.notFound('there is no such task');
    const cursor = query('covered');
    const covered = await listCovered(db, id, readCursor(cursor));
    const dispatches = await lastDispatches(db, id, 10);
    return {
      title: `Task ${task.name}`,
      section: 'tasks',
      trail: anchor(path, 'Tasks'),
      content: html`${facts([
        ['State', taskStatus(task.state)],
        ['Next run', nextRun(task, now)],
        ['Last run', lastRun(task, now)],
        ['Repository', name(task.full_name)],
        ['File', code(task.file)],
        ['Commit', code(task.commit_sha.slice(0, 12))],
        ['Registered', moment(task.registered_at, now)],
        ['Certificates', name(task.certificates)],
        [
          'Dispatched runs',
          task.extend === 1
            ? 'may also take resources that no merged run covered'
            : 'touch only what a merged run covered',
        ],
      ])}
      ${runNow(session, task)} ${section('Runs that were asked for', asked(dispatches, now))}
      ${section(
        'Resources it covers',
        covered.rows.length === 0
          ? empty(
              'No merged run has covered a resource yet.',
              'Until one has, a run that is dispatched touches nothing.',
            )
          : html`${table(
              'Resources it covers',
              [{ title: 'Resource' }, { title: 'Since' }],
              covered.rows.map((row) => [code(row.resource, 300), moment(row.covered_at, now)]),
            )}
            ${pager(covered, cursor, (from) => address(taskPath(id), { covered: from }))}`,
      )}`,
    };
  });

  desk.action(`${path}/:id/run`, async ({ param, form }) => {
    const id = param('id');
    const result = await dispatchTask(ports, id, (form.get('wish') ?? '').slice(0, 64));
    return {
      to: taskPath(id),
      message: result.asked
        ? 'A workflow run will be started within seconds.'
        : `No run was asked for: ${result.why}.`,
    };
  });
}

function nothing(filter: TaskFilter, part: string): Html {
  if (part !== '') return empty('No task or repository has this in its name.');
  switch (filter) {
    case 'live':
      return empty(
        'No task is registered.',
        html`Merge a deployment file whose ${command('receiver: { url: … }')} names this receiver:
        its run registers the tasks.`,
      );
    case 'waiting':
      return empty(
        'No task waits for a time.',
        html`A task gets one by ${command('deploy: { at: … }')}.`,
      );
    case 'failed':
      return empty('No task has failed.');
    case 'cancelled':
      return empty('No task was cancelled.');
  }
}

/** When it runs next: a run that is on its way, a time, or what it waits for. */
function nextRun(task: ListedTask, now: Date): Html {
  if (task.cancelled_at !== null) return html`<span class="none">none</span>`;
  if (task.run_state !== null) {
    return task.run_state === 'waiting'
      ? moment(task.run_due_at, now)
      : html`${dispatchWords(task.run_state)} now`;
  }
  if (task.state === 'pending') return moment(task.deploy_at, now);
  return html`<span class="none"
    >${task.certificates === null ? 'with the next merge' : 'when a certificate comes'}</span
  >`;
}

function lastRun(task: ListedTask, now: Date): Html {
  if (task.last_run === null) return html`<span class="none">none yet</span>`;
  return html`${anchor(runPath(task.last_run), verdictStatus(task.last_verdict ?? ''))}
    <span class="sub">${moment(task.last_run_at, now)}</span>`;
}

function runNow(session: Session, task: ListedTask): Html {
  const idle = task.run_state === null && refusalOf(task, task) === undefined;
  if (!idle) return html``;
  return html`<div class="do">
    ${action(session, {
      path: `${taskPath(task.id)}/run`,
      verb: 'Run now',
      confirm:
        'A workflow run is started for this task. It plans again, touches only what a merged run covered, and writes nothing where everything is served already.',
      fields: { wish: randomUUID() },
    })}
  </div>`;
}

function asked(dispatches: readonly LastDispatch[], now: Date): Html {
  if (dispatches.length === 0) return empty('None yet: it has only run with a merge.');
  return table(
    'Runs that were asked for',
    [
      { title: 'Why' },
      { title: 'State', wide: true },
      { title: 'Changed' },
      { title: 'Workflow run' },
    ],
    dispatches.map((row) => [
      html`${reasonWords[row.reason]}`,
      html`${dispatchStatus(row.state)}
      ${row.last_error === null ? '' : html`<span class="sub">${prose(row.last_error)}</span>`}`,
      moment(row.updated_at, now),
      row.run_url === null ? html`<span class="none">–</span>` : outward(row.run_url, 'on GitHub'),
    ]),
  );
}
