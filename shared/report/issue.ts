import type { FindingReport, Report } from '../wire/report.ts';
import { attention, ranks } from './attention.ts';
import { row } from './cells.ts';
import { fit, type Layout, type Section } from './fit.ts';
import { firstLine } from './markdown.ts';
import { clean, code, link, prose } from './safe.ts';
import { openTable } from './table.ts';
import { count, day, list } from './words.ts';

/**
 * What the rolling issue of a deployment file is to be. `leave`: too little was seen to say that all is
 * well, and nothing was seen that is not; what the issue says stays true as far as anybody knows.
 */
export type IssueState = 'open' | 'closed' | 'leave';

const isExpiring = ({ code: name }: FindingReport) => name === 'expiring';
/** Deployed to once, and serves no HTTPS any more: no change stands for it. */
const isWithoutHttps = ({ code: name }: FindingReport) => name === 'https-off';

interface Concerns {
  readonly drifted: number;
  readonly expiring: number;
}

function concernsOf({ tasks, findings }: Report): Concerns {
  const drifted = tasks.reduce((sum, { counts }) => sum + counts.error, 0);
  return {
    drifted: drifted + findings.filter(isWithoutHttps).length,
    expiring: findings.filter(isExpiring).length,
  };
}

export function issueState(report: Report): IssueState {
  // A run that was cancelled knows a part, and must not write over what a whole one knew.
  if (report.mode !== 'verify' || report.verdict === 'cancelled') return 'leave';
  const { drifted, expiring } = concernsOf(report);
  if (drifted > 0 || expiring > 0) return 'open';
  return report.verdict === 'success' ? 'closed' : 'leave';
}

/** In a title GitHub reads little Markdown; what it could read is not there. */
function titled(file: string): string {
  return clean(file).replace(/[^\p{L}\p{M}\p{N}./_ -]/gu, '?');
}

/** Fits GitHub's 256 characters. */
export function issueTitle(report: Report): string {
  const { drifted, expiring } = concernsOf(report);
  const words = list([
    drifted > 0 && `${count(drifted, 'resource')} not as deployed`,
    expiring > 0 && count(expiring, 'certificate ends soon', 'certificates end soon'),
  ]);
  return `Certferry: ${words === '' ? 'all as deployed' : words} (${titled(report.file)})`;
}

export interface IssueOptions {
  /** Bytes of UTF-8. GitHub takes 65,536 characters; leave room for what is put in front. */
  readonly limit: number;
}

const elsewhere = 'the job summary of the verification';

function expiring(report: Report): Section {
  const rows = report.findings
    .filter(isExpiring)
    .map(({ subject, message }) =>
      row(subject === null ? 'this run' : code(subject), prose(message)),
    );
  if (rows.length === 0) return { head: '', blocks: [] };
  const columns = ['Certificate', 'What'];
  const options = { columns, rows, rank: ranks.failed, elsewhere, firstColumn: 38 };
  return { head: '', blocks: [openTable('⏳ Ends soon', options)] };
}

function todo(report: Report): string {
  const { drifted, expiring: soon } = concernsOf(report);
  const steps = [
    ...(drifted > 0
      ? [
          'Find out what changed each resource below. Then start the workflow by hand, which deploys what is not bound any more, or change the deployment file in a pull request.',
        ]
      : []),
    ...(soon > 0
      ? [
          'Renew what ends soon where it comes from. What a receiver is told of is deployed by itself; for any other certificate start the workflow by hand.',
        ]
      : []),
  ];
  return `<p><b>What to do</b><br>${steps.join('<br>')}</p>`;
}

/** What a verification itself found out besides drift. */
const ownCodes: ReadonlySet<string> = new Set([
  'https-off',
  'deployed-gone',
  'deployed-unmatched',
  'not-deployed',
]);

/**
 * Only what somebody has to do something about. Other remarks stay in the summary: what DNS answers, say,
 * is otherwise every time, and would have the issue written again every time.
 */
function warnings(report: Report): Report {
  const keep = (finding: FindingReport) =>
    finding.level === 'warning' && ownCodes.has(finding.code);
  return {
    ...report,
    findings: report.findings.filter(keep),
    tasks: report.tasks.map((task) => ({ ...task, findings: task.findings.filter(keep) })),
  };
}

/**
 * The body of the open issue: what drifted, what ends soon, what to do. It holds no clock and no run, so
 * that it is written again only when something else is to be said. Never above the limit.
 */
export function issueMarkdown(report: Report, { limit }: IssueOptions): string {
  const eyes = attention(warnings(report), { detail: 'comment', elsewhere });
  const sections: readonly Section[] = [
    { head: `<p>Certferry verification of ${code(report.file)}</p>`, blocks: [] },
    { head: todo(report), blocks: [] },
    expiring(report),
    eyes,
  ];
  const layout: Layout = {
    first: firstLine(report),
    sections: sections.filter(({ head, blocks }) => head !== '' || blocks.length > 0),
    moreSections: (leftOut) => `<p>… and ${count(leftOut, 'more part')}, see ${elsewhere}</p>`,
    last: '<p><sub>Certferry keeps this issue: it writes it again when something changes, and closes it when all is as deployed. Changes to this text are lost; comments stay.</sub></p>',
  };
  return fit(layout, limit);
}

/** The last words before the issue is closed. */
export function closedIssueMarkdown(report: Report): string {
  const run = report.run === null ? undefined : link(report.run, 'workflow run');
  const by = run === undefined ? '' : ` by this ${run}`;
  return [
    firstLine(report),
    `<p>Certferry verification of ${code(report.file)} on ${day(report.finishedAt)}${by}: nothing has drifted and no certificate ends soon.</p>`,
    '<p><sub>Certferry opens this issue again when that changes.</sub></p>',
  ].join('\n\n');
}
