import type { FindingReport, Report, TaskReport } from '../wire/report.ts';

/** The same thing said of several subjects, perhaps in several tasks. */
export interface Remark {
  readonly code: string;
  readonly level: FindingReport['level'];
  readonly message: string;
  /** Each once, in their order; null is the run itself. */
  readonly subjects: readonly (string | null)[];
  /** Names of the tasks; empty: of the whole report. */
  readonly tasks: readonly string[];
}

interface Found {
  readonly finding: FindingReport;
  readonly task: string | undefined;
}

function together(found: readonly Found[]): readonly Remark[] {
  const alike = Map.groupBy(found, ({ finding: { level, code, message } }) =>
    JSON.stringify([level, code, message]),
  );
  const remarks = [...alike.values()].flatMap((group): readonly Remark[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { code, level, message } = first.finding;
    const subjects = [...new Set(group.map(({ finding }) => finding.subject))];
    const tasks = [...new Set(group.flatMap(({ task }) => (task === undefined ? [] : [task])))];
    return [{ code, level, message, subjects, tasks }];
  });
  const having = (level: Remark['level']) => remarks.filter((one) => one.level === level);
  return [...having('warning'), ...having('notice')];
}

/** All findings of a report to be read by people: what is alike is one remark, warnings come first. */
export function remarksOf({ findings, tasks }: Pick<Report, 'findings' | 'tasks'>) {
  return together([
    ...findings.map((finding) => ({ finding, task: undefined })),
    ...tasks.flatMap((task) => task.findings.map((finding) => ({ finding, task: task.name }))),
  ]);
}

/** The findings of one list, as `remarksOf` has those of a report. */
export function remarksIn(findings: TaskReport['findings']): readonly Remark[] {
  return together(findings.map((finding) => ({ finding, task: undefined })));
}
