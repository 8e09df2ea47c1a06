import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Call } from '../shared/providers/provider.ts';
import { commentMarkdown, summaryMarkdown } from '../shared/report/markdown.ts';
import type { Report } from '../shared/wire/report.ts';
import { upsertComment } from './comment.ts';
import type { GitHub } from './github.ts';
import type { RunnerLog } from './log.ts';
import { markedSha, markEdits, markerBytes, markerKey } from './marker.ts';
import type { Marker, RunId } from './marker.ts';
import type { Masks } from './mask.ts';

/** GitHub drops a step's summary above 1 MiB as a whole; several files share it. */
const summaryBytes = 1_000_000;
/** GitHub takes 65,536 characters; bytes are the safe way to count. */
const commentBytes = 60_000;

export interface CommentTarget {
  readonly github: GitHub;
  readonly author: string;
  readonly pulls: readonly number[];
  readonly run: RunId;
  readonly summaryUrl: string | undefined;
}

/** The marker of a report's comment: which file, which run, and for a preview which edits it showed. */
export function markerOf(report: Report, run: RunId): Marker {
  const edits = report.tasks.flatMap((task) =>
    task.changes.flatMap((change) =>
      change.digest === null || change.error !== null ? [] : [change.digest],
    ),
  );
  return {
    kind: report.mode === 'preview' ? 'preview' : 'result',
    key: markerKey({ file: report.file }),
    plan: report.digest,
    edits: markEdits(report.mode === 'preview' ? edits : []),
    sha: markedSha(report.commit ?? '0'.repeat(40)),
    run,
  };
}

/** Writes the comment on each pull request. A failure is a warning: the summary says the same. */
export async function publishComments(
  report: Report,
  target: CommentTarget,
  tools: { readonly log: RunnerLog; readonly masks: Masks },
  call: Call,
): Promise<string | undefined> {
  const { github, author, pulls, run, summaryUrl } = target;
  const marker = markerOf(report, run);
  const limit = commentBytes - markerBytes(marker);
  const text = tools.masks.redact(commentMarkdown(report, { limit, summaryUrl }));
  let url: string | undefined;
  for (const pull of pulls) {
    const result = await upsertComment(github, { pull, marker, text, author }, call);
    if (result.kind === 'failed') {
      tools.log.annotate({
        level: 'warning',
        title: 'No comment on the pull request',
        message: `${result.error.message}. The job summary holds the report.`,
      });
    } else {
      tools.log.print(`comment on #${pull} ${result.kind}: ${result.url}`);
      url ??= result.url;
    }
  }
  return url;
}

/** Appends to the job summary; does nothing where there is none. */
export async function publishSummary(
  reports: readonly Report[],
  file: string | undefined,
  masks: Masks,
): Promise<void> {
  if (file === undefined || file === '' || reports.length === 0) return;
  const limit = Math.floor(summaryBytes / reports.length);
  const text = reports.map((report) => summaryMarkdown(report, { limit })).join('\n\n');
  await appendFile(file, `${masks.redact(text)}\n`);
}

/** The JSON reports, one file each; returns their paths. */
export async function publishJson(
  reports: readonly Report[],
  pathOf: (index: number) => string,
  masks: Masks,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const [index, report] of reports.entries()) {
    const path = pathOf(index);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${masks.redact(JSON.stringify(report, null, 2))}\n`);
    paths.push(path);
  }
  return paths;
}

/** Problems at their line of the file; failures, refusals and gaps beside them. */
export function annotate(report: Report, log: RunnerLog): void {
  for (const { file, line, column, message } of report.problems) {
    log.annotate({ level: 'error', title: 'Deployment file', message, file, line, column });
  }
  const { file } = report;
  for (const task of report.tasks) {
    for (const gap of task.gaps) {
      const where = [gap.account, gap.region].filter((part) => part !== null).join('/');
      const title = `${gap.product} of ${where} could not be read`;
      log.annotate({ level: 'error', title, message: words(gap.error), file });
    }
    for (const { error, label, product, status } of task.changes) {
      if (error === null) continue;
      const level = status === 'held' ? 'warning' : 'error';
      log.annotate({ level, title: `${product} ${label}: ${status}`, message: words(error), file });
    }
    for (const name of task.certificatesWithoutMatch) {
      log.annotate({
        level: 'warning',
        title: `Certificate "${name}" matches nothing`,
        message: `task "${task.name}" found no resource for it; "allow_unmatched: true" permits that`,
        file,
      });
    }
  }
  for (const finding of [...report.findings, ...report.tasks.flatMap((task) => task.findings)]) {
    if (finding.level !== 'warning') continue;
    log.annotate({
      level: 'warning',
      title: finding.subject ?? 'Remark',
      message: finding.message,
      file,
    });
  }
}

function words(error: {
  readonly code: string;
  readonly message: string;
  readonly advice: string;
}) {
  return `${error.code}: ${error.message}. ${error.advice}`;
}
