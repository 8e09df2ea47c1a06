import type { Report, Verdict } from '../shared/wire/report.ts';

/** From good to bad: of several files the worst one speaks for all. */
const severity: readonly Verdict[] = [
  'unchanged',
  'scheduled',
  'success',
  'ready',
  'offline',
  'expiring',
  'invalid',
  'refused',
  'incomplete',
  'held',
  'cancelled',
  'drifted',
  'partial',
  'error',
];

/** Failed before held back before a wrong file before fine. */
const exitSeverity: readonly number[] = [0, 3, 2, 1];

export function worstVerdict(reports: readonly Report[]): Verdict {
  return reports.reduce<Verdict>(
    (worst, { verdict }) => (severity.indexOf(verdict) > severity.indexOf(worst) ? verdict : worst),
    'unchanged',
  );
}

export function worstExitCode(reports: readonly Report[]): number {
  return reports.reduce(
    (worst, { exitCode }) =>
      exitSeverity.indexOf(exitCode) > exitSeverity.indexOf(worst) ? exitCode : worst,
    0,
  );
}

/** The outputs of action.yml besides paths and addresses. */
export function outputsOf(reports: readonly Report[]): Readonly<Record<string, string>> {
  const sum = (key: keyof Report['tasks'][number]['counts']) =>
    reports.flatMap((report) => report.tasks).reduce((total, task) => total + task.counts[key], 0);
  const success = sum('success');
  return {
    verdict: worstVerdict(reports),
    changed: String(success > 0),
    resources: String(sum('resources')),
    matched: String(sum('matched')),
    edits: String(sum('edits')),
    kept: String(sum('kept')),
    held: String(sum('held')),
    success: String(success),
    error: String(sum('error')),
  };
}
