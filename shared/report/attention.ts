import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';
import {
  certificateCell,
  certificateChange,
  changedResource,
  type Detail,
  errorCell,
  failureCell,
  names,
  place,
  row,
  small,
} from './cells.ts';
import type { Block, Section } from './fit.ts';
import { type Remark, remarksOf } from './remarks.ts';
import { code, prose } from './safe.ts';
import { type Elsewhere, openTable } from './table.ts';
import { eyeTitles } from './titles.ts';
import { actionWords, count, gainWords, hasFailed } from './words.ts';

interface View {
  readonly detail: Detail;
  readonly elsewhere: Elsewhere;
}

/** Ranks of the tables: what failed is given room before what went well. */
export const ranks = { failed: 0, certificates: 1, remarks: 2, edits: 3, unmatched: 4, kept: 5 };

function each<T>(
  report: Report,
  pick: (task: TaskReport) => readonly T[],
): readonly (readonly [T, string])[] {
  // The name of a task is said only where there are several.
  const named = report.tasks.length > 1;
  return report.tasks.flatMap((task) =>
    pick(task).map((item) => [item, named ? `task ${code(task.name)}` : ''] as const),
  );
}

const subjectsShown = 3;

/** Whom a remark is about: the first of them, then how many more. */
function subjects(all: Remark['subjects']): string {
  const shown = all.slice(0, subjectsShown).map((one) => (one === null ? 'this run' : code(one)));
  const rest = all.length - subjectsShown;
  return shown.join(' ') + (rest > 0 ? ` and ${count(rest, 'more', 'more')}` : '');
}

function findings(report: Report): readonly string[] {
  // The name of a task is said only where there are several.
  const named = report.tasks.length > 1;
  return remarksOf(report).map((remark) => {
    const tasks = remark.tasks.map(code).join(' ');
    const of =
      named && tasks !== '' ? `${remark.tasks.length > 1 ? 'tasks' : 'task'} ${tasks}` : '';
    return row(
      `${remark.level === 'warning' ? '⚠️' : 'ℹ️'} ${subjects(remark.subjects)}${small([of])}`,
      prose(remark.message) + small([code(remark.code)]),
    );
  });
}

function withoutMatch(report: Report): readonly string[] {
  return each(report, (task) =>
    task.certificatesWithoutMatch.map((name) => ({
      name,
      allowed: task.allowUnmatched,
      certificate: task.certificates.find((certificate) => certificate.name === name),
    })),
  ).map(([{ name, allowed, certificate }, task]) =>
    row(
      code(name) +
        (certificate === undefined
          ? ''
          : small([names(certificate.domains)]) + small([certificateCell(certificate)])) +
        small([task]),
      allowed
        ? 'matches no resource, which this task allows'
        : 'matches no resource: correct the targets, or allow it with <code>allow_unmatched: true</code>',
    ),
  );
}

/** Two columns only: on a narrow screen the reason must not be the one that is out of sight. */
function subject(change: ChangeReport, mode: Report['mode'], detail: Detail): string {
  const gain = mode === 'verify' ? undefined : gainWords(change.daysGained);
  return (
    changedResource(change, mode, detail) +
    small([certificateChange(change, mode)]) +
    small([actionWords(change, mode), ...(gain === undefined ? [] : [gain])])
  );
}

/** What needs eyes, unfolded: problems, failures, refusals, gaps, certificates without use, findings. */
export function attention(report: Report, { detail, elsewhere }: View): Section {
  const blocks: Block[] = [];
  const add = (
    title: string,
    rank: number,
    columns: readonly string[],
    rows: readonly string[],
  ) => {
    if (rows.length > 0)
      blocks.push(openTable(title, { columns, rows, rank, elsewhere, firstColumn: 38 }));
  };
  const titles = eyeTitles[report.mode];
  const changes = each(report, (task) => task.changes);

  add(
    '❌ To correct',
    ranks.failed,
    ['Where', 'What'],
    report.problems.map(({ file, line, column, message }) =>
      row(`${code(file)}${small([`line ${line}, column ${column}`])}`, prose(message)),
    ),
  );
  add(
    `❌ ${titles.failed}`,
    ranks.failed,
    ['Resource', 'What happened'],
    changes
      .filter(([change]) => hasFailed(change, report.mode))
      .map(([change, task]) =>
        row(subject(change, report.mode, detail) + small([task]), failureCell(change, report.mode)),
      ),
  );
  add(
    report.mode === 'preview' ? `❌ ${titles.held}` : `⏸️ ${titles.held}`,
    ranks.failed,
    ['Resource', 'Why'],
    changes
      .filter(([change]) => change.status === 'held')
      .map(([change, task]) =>
        row(
          subject(change, report.mode, detail) + small([task]),
          change.error === null ? '' : errorCell(change.error),
        ),
      ),
  );
  add(
    `❌ ${titles.gaps}`,
    ranks.failed,
    ['Place', 'Why'],
    each(report, (task) => task.gaps).map(([gap, task]) =>
      row(place(gap) + small([task]), errorCell(gap.error)),
    ),
  );
  add(
    '⚠️ Certificates without a resource',
    ranks.failed,
    ['Certificate', 'Why'],
    withoutMatch(report),
  );
  add('Remarks', ranks.remarks, ['About', 'Remark'], findings(report));
  return { head: '', blocks };
}
