import { headlineOf } from '../report/headline.ts';
import { eyeTitles, editsTitle } from '../report/titles.ts';
import { hasFailed, leftBehindWords, unseenWords } from '../report/words.ts';
import type { ChangeReport, Report, TaskReport, Verdict } from '../wire/report.ts';
import type { Mark, RunLine, RunNotice, RunPart } from './facts.ts';

/** How many lines of one kind are kept; the totals count all. */
const mostLines = 200;

/**
 * What contacts are told of a run that reported, of these tasks alone (null: of all). Null where there
 * is nothing to tell: a preview, a run that had nothing to do, or one that only waits for its time.
 */
export function runFacts(report: Report, names: ReadonlySet<string> | null): RunNotice | null {
  const { mode } = report;
  if (mode === 'preview' || mode === 'clean') return null;
  const shown = names === null ? report : partOf(report, names);
  if (shown.verdict === 'unchanged' || shown.verdict === 'scheduled') return null;
  const headline = headlineOf(shown);
  return {
    kind: 'run',
    mode,
    verdict: shown.verdict,
    mark: headline.mark,
    words: headline.verdict,
    counts: headline.counts,
    tasks: shown.tasks.map(({ name, state }) => ({ name, state })),
    commit: report.commit,
    run: report.run,
    finishedAt: report.finishedAt,
    parts: partsOf(shown, mode),
  };
}

/** The report as far as it concerns some of its tasks, with the verdict that these alone would have. */
function partOf(report: Report, names: ReadonlySet<string>): Report {
  const tasks = report.tasks.filter(({ name }) => names.has(name));
  if (tasks.length === report.tasks.length) return report;
  return { ...report, tasks, verdict: verdictOf(report, tasks) };
}

function verdictOf({ mode, verdict, findings }: Report, tasks: readonly TaskReport[]): Verdict {
  const own: readonly Verdict[] = ['cancelled', 'invalid'];
  if (own.includes(verdict)) return verdict;
  const sum = (name: keyof TaskReport['counts']) =>
    tasks.reduce((total, { counts }) => total + counts[name], 0);
  const unseen = tasks.some(
    (task) =>
      task.gaps.length > 0 || (!task.allowUnmatched && task.certificatesWithoutMatch.length > 0),
  );
  if (mode === 'verify') {
    // These two stand beside the tasks: they are everybody's, as long as nobody knows better.
    const found = (code: string) => findings.some((finding) => finding.code === code);
    if (sum('error') > 0 || found('https-off')) return 'drifted';
    // What was refused was seen all the same.
    const unproven = tasks.some(({ changes }) =>
      changes.some(({ status, action }) => status === 'held' && action === 'keep'),
    );
    if (unproven || unseen) return 'incomplete';
    return found('expiring') ? 'expiring' : 'success';
  }
  if (sum('error') > 0) return sum('success') > 0 ? 'partial' : 'error';
  if (sum('held') > 0 || unseen) return 'held';
  if (sum('success') > 0) return 'success';
  return tasks.some(({ state }) => state === 'pending') ? 'scheduled' : 'unchanged';
}

/** What needs eyes first, then what went well. */
function partsOf(report: Report, mode: RunNotice['mode']): RunPart[] {
  const titles = eyeTitles[mode];
  const named = report.tasks.length > 1;
  const each = <T>(pick: (task: TaskReport) => readonly T[]) =>
    report.tasks.flatMap((task) =>
      pick(task).map((one) => [one, named ? task.name : null] as const),
    );
  const changes = each((task) => task.changes);
  const having = (mark: Mark, test: (change: ChangeReport) => boolean) =>
    changes
      .filter(([change]) => test(change))
      .map(([change, task]) => changeLine(change, { task, mark, mode }));
  const isFailed = (change: ChangeReport) => hasFailed(change, mode);
  const isGood = (change: ChangeReport) =>
    !isFailed(change) && ['success', 'rolled-back'].includes(change.status);

  const empty = { task: null, place: '', domains: [], outcome: '', error: null };
  return [
    part(
      'To correct',
      report.problems.map(({ file, line, column, message }) => ({
        ...empty,
        mark: 'bad',
        title: `${file}:${line}:${column}`,
        error: { code: 'CONFIG_INVALID', message, advice: '' },
      })),
    ),
    part(titles.failed, having('bad', isFailed)),
    part(
      titles.held,
      having('paused', ({ status }) => status === 'held'),
    ),
    part(
      titles.gaps,
      each((task) => task.gaps).map(([{ account, product, region, error }, task]) => ({
        ...empty,
        task,
        mark: 'bad',
        title: [product, account, region ?? ''].filter((text) => text !== '').join(' · '),
        error,
      })),
    ),
    part(
      'Certificates without a resource',
      each((task) => (task.allowUnmatched ? [] : task.certificatesWithoutMatch)).map(
        ([title, task]) => ({
          ...empty,
          task,
          mark: 'warning',
          title,
          outcome: 'matches no resource',
        }),
      ),
    ),
    part(
      'Warnings',
      [
        ...report.findings.map((finding) => [finding, null] as const),
        ...each((task) => task.findings),
      ]
        .filter(([{ level }]) => level === 'warning')
        .map(([{ subject, message, code }, task]) => ({
          ...empty,
          task,
          mark: 'warning',
          title: subject ?? 'this run',
          error: { code, message, advice: '' },
        })),
    ),
    part(mode === 'verify' ? 'Verified' : editsTitle(mode), having('good', isGood)),
    part(
      'Up to date',
      having('good', ({ status }) => status === 'kept'),
    ),
    part(
      mode === 'verify' ? editsTitle(mode) : 'Not begun',
      having('paused', ({ status }) => ['pending', 'processing', 'rolling-back'].includes(status)),
    ),
  ].filter(({ total }) => total > 0);
}

const part = (title: string, lines: readonly RunLine[]): RunPart => ({
  title,
  total: lines.length,
  lines: lines.slice(0, mostLines),
});

const outcomes: Readonly<Record<ChangeReport['status'], string>> = {
  pending: 'not begun',
  processing: 'not finished',
  success: 'proven',
  error: 'failed',
  kept: 'up to date',
  held: 'held back',
  'rolling-back': 'being undone',
  'rolled-back': 'failed',
  'rollback-error': 'failed',
};

function changeLine(
  change: ChangeReport,
  {
    task,
    mark,
    mode,
  }: {
    readonly task: string | null;
    readonly mark: Mark;
    readonly mode: RunNotice['mode'];
  },
): RunLine {
  const { product, account, region, label, name, domains, error, rollbackError } = change;
  const until = change.new.notAfter?.slice(0, 10);
  const said =
    mode === 'rollback' && change.status === 'rolled-back'
      ? 'switched back'
      : mode === 'verify' && change.status === 'success'
        ? 'verified'
        : outcomes[change.status];
  const good = mark === 'good' && mode !== 'rollback' && until !== undefined;
  const unseen = unseenWords(change);
  const words = [good ? `${said}, until ${until}` : said];
  if (unseen !== undefined) words.push(unseen);
  const left = mark === 'bad' ? leftBehindWords(change, mode) : '';
  return {
    task,
    mark,
    title: label === '' ? name : label,
    place: [product, account, ...(region === null ? [] : [region])].join(' · '),
    domains: domains.slice(0, 20),
    outcome: `${words.join(', ')}${left === '' ? '' : `. ${left}`}`,
    error: error ?? rollbackError,
  };
}
