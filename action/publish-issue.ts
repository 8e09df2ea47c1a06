import { DeployError } from '../shared/core/errors.ts';
import { redactReport } from '../shared/job/redact-report.ts';
import type { Call } from '../shared/providers/provider.ts';
import {
  closedIssueMarkdown,
  issueMarkdown,
  issueState,
  issueTitle,
} from '../shared/report/issue.ts';
import type { Report } from '../shared/wire/report.ts';
import type { Issues } from './github-issues.ts';
import { issueMarkerBytes } from './issue-marker.ts';
import { keepIssue } from './issue.ts';
import type { KeptIssue, WantedIssue } from './issue.ts';
import { markerKey } from './marker.ts';
import type { RunId } from './marker.ts';
import type { Tools } from './publish.ts';

/** GitHub takes 65,536 characters; bytes are the safe way to count. */
const issueBytes = 60_000;

export interface IssueTarget {
  readonly issues: Issues;
  /** Who we are for GitHub. */
  readonly author: string;
  readonly run: RunId;
}

/**
 * Keeps the rolling issue of the report's file, and answers its address where there is one. Does nothing
 * for a report that is no verification, or that saw too little to say anything. A failure is a warning:
 * the job summary says the same.
 */
export async function publishIssue(
  report: Report,
  target: IssueTarget,
  tools: Tools,
  call: Call,
): Promise<string | undefined> {
  const { log, masks } = tools;
  const state = issueState(report);
  if (state === 'leave') return undefined;
  const shown = redactReport(report, (text) => masks.redact(text));
  const text =
    state === 'open'
      ? issueMarkdown(shown, { limit: issueBytes - issueMarkerBytes })
      : closedIssueMarkdown(shown);
  const { author, run } = target;
  const key = markerKey({ file: report.file });
  const wanted: WantedIssue = {
    state,
    key,
    title: masks.redact(issueTitle(shown)),
    text: masks.redact(text),
    author,
    run,
  };
  const kept = await keepOrFail(target.issues, wanted, call);
  switch (kept.kind) {
    case 'nothing':
      return undefined;
    case 'failed':
      log.annotate({
        level: 'warning',
        title: 'No issue',
        message: `${kept.error.message}. The job summary holds the report.`,
      });
      return undefined;
    case 'created':
    case 'updated':
    case 'reopened':
    case 'closed':
    case 'unchanged':
    case 'superseded':
      log.print(`issue ${kept.kind}: ${kept.url}`);
      return kept.url;
  }
}

/** A cancel while the issue is written costs the issue, and nothing of what is published next. */
async function keepOrFail(issues: Issues, wanted: WantedIssue, call: Call): Promise<KeptIssue> {
  try {
    return await keepIssue(issues, wanted, call);
  } catch (thrown) {
    return { kind: 'failed', error: DeployError.from(thrown) };
  }
}
