import { appendFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { DeployError } from '../shared/core/errors.ts';
import { redactReport } from '../shared/job/redact-report.ts';
import type { Call } from '../shared/providers/provider.ts';
import { commentMarkdown, summaryMarkdown } from '../shared/report/markdown.ts';
import type { ErrorReport, Report } from '../shared/wire/report.ts';
import { upsertComment } from './comment.ts';
import type { Commented, Upsert } from './comment.ts';
import type { GitHub } from './github.ts';
import type { RunnerLog } from './log.ts';
import { markedSha, markEdits, markerBytes, markerKey } from './marker.ts';
import type { Marker, RunId } from './marker.ts';
import type { Masks } from './mask.ts';
import { editsShown } from './plan-report.ts';
import { createSigner, type Signer, type Signing } from './plan-signature.ts';

/** GitHub drops a step's summary above 1 MiB as a whole; several files share it. */
const summaryBytes = 1_000_000;
const mostSummaryBytes = 1_048_576;
/** GitHub takes 65,536 characters; bytes are the safe way to count. */
const commentBytes = 60_000;

export interface CommentTarget {
  readonly github: GitHub;
  readonly author: string;
  readonly pulls: readonly number[];
  readonly run: RunId;
  readonly summaryUrl: string | undefined;
  /** What a preview is signed with; null where the receiver keeps what it showed. */
  readonly signing: Signing | null;
}

/** The marker of a report's comment: which file, which run, and for a preview which edits it showed; not signed yet. */
export function markerOf(report: Report, run: RunId): Marker {
  return {
    kind: report.mode === 'preview' ? 'preview' : 'result',
    key: markerKey({ file: report.file }),
    plan: report.digest,
    edits: markEdits(report.mode === 'preview' ? editsShown(report) : []),
    sha: markedSha(report.commit ?? '0'.repeat(40)),
    run,
    mac: null,
  };
}

/** What the functions below speak and hide with. */
export interface Tools {
  readonly log: RunnerLog;
  readonly masks: Masks;
}

const redacted = (report: Report, { masks }: Tools) =>
  redactReport(report, (text) => masks.redact(text));

/** Null for a result, which proves nothing, and where there is nothing to sign with: that is said now. */
function signerOf(report: Report, { signing }: CommentTarget, { log }: Tools): Signer | null {
  if (report.mode !== 'preview' || signing === null) return null;
  const signer = createSigner(signing);
  if (signer === null && report.tasks.some(({ counts }) => counts.edits > 0)) {
    log.annotate({
      level: 'warning',
      title: 'The preview cannot be signed',
      message:
        'no secret of it (access keys, or private keys where no account has one) has 16 characters or more, so that a merge will hold everything back; name a receiver in the file, or start the workflow by hand after the merge',
      file: report.file,
    });
  }
  return signer;
}

/** Writes the comment on each pull request. A failure is a warning: the summary says the same. */
export async function publishComments(
  report: Report,
  target: CommentTarget,
  tools: Tools,
  call: Call,
): Promise<string | undefined> {
  const { pulls, run, summaryUrl } = target;
  const signer = signerOf(report, target, tools);
  const unsigned = markerOf(report, run);
  const markers = pulls.map((pull) => signer?.sign(unsigned, pull) ?? unsigned);
  const limit = commentBytes - Math.max(0, ...markers.map(markerBytes));
  const shown = commentMarkdown(redacted(report, tools), { limit, summaryUrl });
  const text = tools.masks.redact(shown);
  let url: string | undefined;
  for (const [index, pull] of pulls.entries()) {
    const marker = markers[index] ?? unsigned;
    const genuine = (other: Marker) => signer?.accepts(other, pull) ?? true;
    const result = await comment({ pull, marker, text, genuine }, target, call);
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

/** A cancel while the comment is written costs the comment, and nothing of what is published next. */
async function comment(
  request: Omit<Upsert, 'author'>,
  { github, author }: CommentTarget,
  call: Call,
): Promise<Commented> {
  try {
    return await upsertComment(github, { ...request, author }, call);
  } catch (thrown) {
    return { kind: 'failed', error: DeployError.from(thrown) };
  }
}

/**
 * Appends to the job summary; does nothing where there is none. `files` share its room. A failure is a
 * warning: the log and the JSON report say the same.
 */
export async function publishSummary(
  report: Report,
  to: { readonly path: string | undefined; readonly files: number },
  tools: Tools,
): Promise<void> {
  const { path, files } = to;
  if (path === undefined || path === '') return;
  const limit = Math.floor(summaryBytes / files);
  const text = tools.masks.redact(summaryMarkdown(redacted(report, tools), { limit }));
  try {
    // What every report must say may be more than the share of each of thousands of files.
    // A file that is not there yet is empty; any other trouble is told by the append.
    const { size } = await stat(path).catch(() => ({ size: 0 }));
    if (size + Buffer.byteLength(text) + 2 > mostSummaryBytes) {
      tools.log.warn('the job summary is full: see the log and the JSON reports', {
        file: report.file,
      });
      return;
    }
    await appendFile(path, `${text}\n\n`);
  } catch (error) {
    const title = 'No job summary';
    tools.log.annotate({ level: 'warning', title, message: reason(error) });
  }
}

/** Writes the JSON report. False where that failed: scripts that wait for it must not go on. */
export async function publishJson(report: Report, path: string, tools: Tools): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(redacted(report, tools), null, 2)}\n`);
    return true;
  } catch (error) {
    const title = 'The JSON report could not be written';
    tools.log.annotate({ level: 'error', title, message: reason(error) });
    return false;
  }
}

function reason(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Problems at their line of the file; failures, refusals and gaps beside them. */
export function annotate(whole: Report, tools: Tools): void {
  const { log } = tools;
  const report = redacted(whole, tools);
  const { file } = report;
  const title = report.verdict === 'invalid' ? 'Deployment file' : 'Certferry';
  for (const problem of report.problems) log.annotate({ level: 'error', title, ...problem });
  for (const task of report.tasks) {
    for (const gap of task.gaps) {
      const where = [gap.account, gap.region].filter((part) => part !== null).join('/');
      const title = `${gap.product} of ${where} could not be read`;
      log.annotate({ level: 'error', title, message: words(gap.error), file });
    }
    for (const { error, rollbackError, label, product, status } of task.changes) {
      if (error === null) continue;
      const level = status === 'held' ? 'warning' : 'error';
      const undoing = rollbackError === null ? '' : ` Undoing it: ${words(rollbackError)}`;
      const message = `${words(error)}${undoing}`;
      log.annotate({ level, title: `${product} ${label}: ${status}`, message, file });
    }
    for (const name of task.allowUnmatched ? [] : task.certificatesWithoutMatch) {
      log.annotate({
        level: 'warning',
        title: `Certificate "${name}" matches nothing`,
        message: `task "${task.name}" found no resource for it; "allow_unmatched: true" permits that`,
        file,
      });
    }
  }
  const red =
    report.mode !== 'clean' && (report.verdict === 'refused' || report.verdict === 'held');
  if (red && report.tasks.every((task) => task.changes.length === 0 && task.gaps.length === 0)) {
    const message = 'no resource of the targets fits a certificate; nothing at all is no success';
    log.annotate({ level: 'error', title: 'Nothing matches', message, file });
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

function words(error: ErrorReport): string {
  return `${error.code}: ${error.message}. ${error.advice}`;
}
