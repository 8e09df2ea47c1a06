import { cleanUpFindings } from '../shared/core/cleanup.ts';
import { cleanJob } from '../shared/job/clean-job.ts';
import type { CleanOptions } from '../shared/job/clean-job.ts';
import type { Door } from '../shared/job/door.ts';
import type { Call } from '../shared/providers/provider.ts';
import { clean } from '../shared/report/safe.ts';

/** Longer words of a cloud are cut. */
const longest = 600;

/**
 * `certferry clean`: what of each file's accounts may go, or went. Exit codes: 0 done or nothing to do,
 * 1 something could not be removed, 3 the deployment file is wrong.
 */
export async function cleanFiles(
  files: readonly string[],
  door: Door,
  options: Pick<CleanOptions, 'graceDays' | 'dryRun' | 'progress'>,
  call: Call,
): Promise<{ readonly text: string; readonly exitCode: 0 | 1 | 3 }> {
  const lines: string[] = [];
  let exitCode: 0 | 1 | 3 = 0;
  for (const file of files) {
    lines.push(clean(file, longest));
    const job = { file, commit: null, run: null, verifyTimeoutMs: undefined, ...options };
    const cleaned = await cleanJob(door, job, call);
    if (!cleaned.ok) {
      for (const { line, column, message } of cleaned.problems) {
        lines.push(`  ✗ line ${line}, column ${column}: ${clean(message, longest)}`);
      }
      exitCode = exitCode === 1 ? 1 : 3;
      continue;
    }
    const { results } = cleaned;
    for (const { level, message } of cleanUpFindings(results)) {
      lines.push(`  ${level === 'warning' ? '✗' : '-'} ${clean(message, longest)}`);
    }
    if (results.some(({ status }) => status === 'failed')) exitCode = 1;
    const gone = results.filter(({ status }) => status === 'removed' || status === 'removable');
    const kept = results.filter(({ status }) => status === 'kept').length;
    const verb = options.dryRun ? 'can be removed' : 'removed';
    lines.push(`  ${gone.length} ${verb}, ${kept} kept`);
    if (options.dryRun && gone.length > 0) lines.push('  nothing was removed: --yes removes them');
  }
  return { text: `${lines.join('\n')}\n`, exitCode };
}
