import type { Report } from '../wire/report.ts';
import { attention } from './attention.ts';
import type { Detail } from './cells.ts';
import { cleanSections } from './clean.ts';
import { consequence } from './consequence.ts';
import { fit, type Layout } from './fit.ts';
import { headlineOf, type Mark } from './headline.ts';
import { code, link } from './safe.ts';
import { taskSection } from './task-section.ts';
import { count, duration, modeWords } from './words.ts';

export interface CommentOptions {
  /** Bytes of UTF-8. GitHub takes 65,536 characters; leave room for what is put in front. */
  readonly limit: number;
  /** Where the job summary is: named when rows are left out. */
  readonly summaryUrl?: string | undefined;
}

export interface SummaryOptions {
  /** Bytes of UTF-8. GitHub drops a step's summary above 1 MiB as a whole. */
  readonly limit: number;
}

const marks: Record<Mark, string> = { good: '✅', warning: '⚠️', bad: '❌', paused: '⏸️' };

/** The first line holds only our own words, so it may be Markdown. */
export function firstLine(report: Report): string {
  const { mark, verdict, counts } = headlineOf(report);
  return `## ${marks[mark]} ${verdict}: ${counts}`;
}

function origin(report: Report, detail: Detail): string {
  const parts = [`Certferry ${modeWords[report.mode]} of ${code(report.file)}`];
  if (report.commit !== null) parts.push(`commit ${code(report.commit.slice(0, 12))}`);
  // A preview is edited in place only when its meaning changes: it must hold neither clock nor run.
  if (report.mode !== 'preview' || detail === 'full') {
    parts.push(`took ${duration(report.startedAt, report.finishedAt)}`);
    const run = report.run === null ? undefined : link(report.run, 'workflow run');
    if (run !== undefined) parts.push(run);
  }
  return `<p>${parts.join(' · ')}</p>`;
}

function footer(report: Report): string {
  const parts = [consequence(report)];
  if (report.digest !== null) parts.push(`Plan ${code(report.digest.slice(0, 12))}`);
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? '' : `<p><sub>${said.join('<br>')}</sub></p>`;
}

function layout(report: Report, detail: Detail, elsewhere: string): Layout {
  const view = { detail, elsewhere };
  const top = attention(report, view);
  const tasks = report.tasks.map((task) => taskSection(task, report, view));
  return {
    first: firstLine(report),
    sections: [
      { head: origin(report, detail), blocks: [] },
      ...(top.blocks.length > 0 ? [top] : []),
      ...cleanSections(report.cleanUp, elsewhere),
      ...tasks,
    ],
    moreSections: (leftOut) => `<p>… and ${count(leftOut, 'more part')}, see ${elsewhere}</p>`,
    last: footer(report),
  };
}

/** The comment on a pull request: verdict, what needs eyes, then every task. Never above the limit. */
export function commentMarkdown(report: Report, options: CommentOptions): string {
  const { limit, summaryUrl } = options;
  const address = summaryUrl === undefined ? undefined : link(summaryUrl, 'the job summary');
  return fit(layout(report, 'comment', address ?? 'the job summary'), limit);
}

/** The job summary: the same with every name the cloud has for a resource. */
export function summaryMarkdown(report: Report, options: SummaryOptions): string {
  return fit(layout(report, 'full', 'the JSON report'), options.limit);
}
