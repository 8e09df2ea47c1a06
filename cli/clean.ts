import { cleanJob } from '../shared/job/clean-job.ts';
import { nobodyKnows, textsOf } from '../shared/job/undoable.ts';
import { cleanCounts } from '../shared/report/clean-words.ts';
import { clean } from '../shared/report/safe.ts';
import type { Report, StoredObjectReport } from '../shared/wire/report.ts';
import { readReport } from './run-verb.ts';
import type { Verb } from './run-verb.ts';

/** Longer words of a cloud are cut. */
const longest = 600;

export interface CleanFlags {
  /** Days. */
  readonly olderThan: number;
  readonly yes?: boolean;
  /** Paths of the JSON reports of runs that are to stay undoable. */
  readonly keep?: readonly string[];
}

/** `certferry clean`: a dry run unless told to remove. */
export function cleanVerb({ olderThan, yes, keep = [] }: CleanFlags): Verb {
  return async (door, options, call) =>
    await cleanJob(
      door,
      {
        ...options,
        graceDays: olderThan,
        dryRun: yes !== true,
        deployed: async () => null,
        undoable: async () => {
          if (keep.length === 0) {
            return nobodyKnows('name the JSON reports of such runs with --keep');
          }
          return { texts: textsOf(await Promise.all(keep.map(readReport))), findings: [] };
        },
      },
      call,
    );
}

const signs: Record<StoredObjectReport['status'], string> = {
  failed: '✗',
  removed: '-',
  removable: '-',
  kept: ' ',
};
const inTurn = ['failed', 'removed', 'removable', 'kept'] as const;

/** What may go of each file's accounts, or went, and why the rest stays. */
export function cleanText(report: Report): string {
  const { file, problems, findings, cleanUp } = report;
  const lines = [clean(file, longest)];
  for (const { line, column, message } of problems) {
    lines.push(`  ✗ line ${line}, column ${column}: ${clean(message, longest)}`);
  }
  for (const { level, subject, message } of findings) {
    const about = subject === null ? '' : `${clean(subject, longest)}: `;
    lines.push(`  ${level === 'warning' ? '!' : 'i'} ${about}${clean(message, longest)}`);
  }
  if (cleanUp === undefined) return `${lines.join('\n')}\n`;
  const { objects, dryRun } = cleanUp;
  for (const status of inTurn) {
    for (const one of objects.filter((each) => each.status === status)) {
      lines.push(`  ${signs[status]} ${objectLine(one)}`);
    }
  }
  lines.push(`  ${cleanCounts(cleanUp)}`);
  if (dryRun && objects.some(({ status }) => status === 'removable')) {
    lines.push('  nothing was removed: --yes removes them');
  }
  return `${lines.join('\n')}\n`;
}

function objectLine({ ref, name, store, region, account, status, ...why }: StoredObjectReport) {
  const what = name === null ? ref : `${name} (${ref})`;
  const where = `${store}${region === null ? '' : ` in ${region}`} of ${account}`;
  const { reason, error } = why;
  const words = error === null ? (reason ?? '') : `${error.message} (${error.code})`;
  return clean(`${status} ${what}, ${where}: ${words}`, longest);
}
