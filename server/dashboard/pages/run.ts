import { countsOf, duration, quotaWords } from '../../../shared/report/words.ts';
import { Report } from '../../../shared/wire/report.ts';
import type { Ports } from '../../ports.ts';
import { problems } from '../../problem.ts';
import type { Desk } from '../desk.ts';
import { anchor, code, count, html, name, number, outward, prose } from '../html.ts';
import type { Html } from '../html.ts';
import { findRun, tasksOfRun } from '../queries/runs.ts';
import { trouble } from '../resource.ts';
import { resourcesOf } from '../run-resources.ts';
import { moment } from '../when.ts';
import { empty, facts, section, status, table } from '../widgets.ts';
import { modeWords, taskStatus, verdictStatus } from '../words.ts';

const mostTasks = 100;
const mostFindings = 50;

/** The schema of the report, taken apart as the report is: no page reads more of it than it shows. */
const Head = Report.omit({ tasks: true });
const Task = Report.shape.tasks.element.omit({ changes: true, unmatched: true });
type Head = ReturnType<typeof Head.parse>;
type Task = ReturnType<typeof Task.parse>;

interface Counted {
  readonly task: Task;
  readonly changes: number;
  readonly unmatched: number;
}

/** One run: its tasks, and its resources one by one. */
export function runPage(desk: Desk, { db }: Pick<Ports, 'db'>): void {
  desk.page('/dashboard/run', async ({ now, query }) => {
    const id = query('id') ?? '';
    const run = await findRun(db, id);
    if (run === undefined) throw problems.notFound('no run with this id has reported');
    const head = Head.safeParse(JSON.parse(run.head)).data;
    const pieces = await tasksOfRun(db, id, mostTasks);
    const tasks = pieces.flatMap((piece): readonly Counted[] => {
      const task = Task.safeParse(JSON.parse(piece.task)).data;
      return task === undefined ? [] : [{ ...piece, task }];
    });
    const about = facts([
      ['Verdict', verdictStatus(run.verdict)],
      ['Kind', modeWords(run.mode)],
      ['Repository', name(run.full_name)],
      ['File', code(run.file)],
      ['Commit', code(head?.commit?.slice(0, 12) ?? null)],
      ['Ended', moment(run.finished_at, now)],
      ['Took', head === undefined ? '–' : duration(head.startedAt, head.finishedAt)],
      [
        'Workflow run',
        html`${outward(head?.run ?? null, String(run.github_run_id))}${
          run.attempt > 1 ? `, attempt ${run.attempt}` : ''
        }`,
      ],
      ['Begun by', run.dispatch_id === null ? 'a push or a person' : 'this receiver'],
    ]);
    const unmatched = tasks.reduce((sum, task) => sum + task.unmatched, 0);
    const whole = head !== undefined && tasks.length === pieces.length;
    return {
      title: `Run ${run.github_run_id} of ${run.full_name}`,
      section: 'runs',
      trail: anchor('/dashboard/runs', 'Runs'),
      content: html`${about}
      ${
        whole
          ? html`${problemsOf(head)} ${tasksOf(tasks, head)} ${gapsOf(tasks)}
            ${await resourcesOf(db, head.mode, { id, unmatched, query })} ${findingsOf(head, tasks)}`
          : empty(
              'The report of this run was written by another version, and cannot be shown resource by resource.',
              'The summary of the workflow run on GitHub holds it.',
            )
      }`,
    };
  });
}

function problemsOf({ problems: all }: Head): Html {
  if (all.length === 0) return html``;
  return section(
    'What is wrong with the file',
    table(
      'Problems',
      [{ title: 'Place' }, { title: 'Problem', wide: true }],
      all
        .slice(0, mostFindings)
        .map(({ file, line, column, message }) => [
          html`${code(file)} <span class="sub">line ${line}, column ${column}</span>`,
          prose(message),
        ]),
    ),
  );
}

function tasksOf(tasks: readonly Counted[], { mode }: Head): Html {
  if (tasks.length === 0) return section('Tasks', empty('The report holds no task.'));
  return section(
    'Tasks',
    html`${table(
      'Tasks',
      [
        { title: 'Task' },
        { title: 'State' },
        { title: 'Counts', wide: true },
        { title: 'Quota', wide: true },
      ],
      tasks.map(({ task, changes, unmatched }) => {
        // The counts of a task look at nothing of it but these.
        const counts = countsOf({ ...task, changes: [], unmatched: [] }, mode);
        return [
          name(task.name),
          taskStatus(task.state),
          html`${counts.map(([words, amount]) => `${amount} ${words}`).join(', ')}
            <span class="sub">${count(changes, 'change')}, ${number(unmatched)} not matched</span>`,
          html`${quotaWords({ ...task, changes: [], unmatched: [] }, mode)}`,
        ];
      }),
    )}${tasks.length === mostTasks ? html`<p class="hint">The first ${mostTasks} are shown.</p>` : ''}`,
  );
}

function gapsOf(tasks: readonly Counted[]): Html {
  const gaps = tasks.flatMap(({ task }) => task.gaps);
  if (gaps.length === 0) return html``;
  return section(
    `Could not be read (${number(gaps.length)})`,
    html`<ul class="resources">
      ${gaps.slice(0, mostFindings).map(
        ({ account, product, region, error }) =>
          html`<li>
            <h3>${name([product, account, ...(region === null ? [] : [region])].join(' · '))}</h3>
            ${trouble(error, false)}
          </li>`,
      )}
    </ul>`,
  );
}

function findingsOf(head: Head, tasks: readonly Counted[]): Html {
  const findings = [...head.findings, ...tasks.flatMap(({ task }) => task.findings)];
  if (findings.length === 0) return html``;
  return section(
    'Findings',
    html`<ul class="panel findings">
      ${findings
        .slice(0, mostFindings)
        .map(
          ({ level, message, subject }) =>
            html`<li>
              ${level === 'warning' ? status('warn', 'warning') : status('idle', 'notice')}
              ${subject === null ? '' : html`${name(subject)}: `}${prose(message)}
            </li>`,
        )}
      ${
        findings.length > mostFindings
          ? html`<li>and ${number(findings.length - mostFindings)} more</li>`
          : ''
      }
    </ul>`,
  );
}
