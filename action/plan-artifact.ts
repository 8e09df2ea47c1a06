import { DeployError } from '../shared/core/errors.ts';
import type { EditDigest } from '../shared/core/model.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Report } from '../shared/wire/report.ts';
import { firstOf, searchRun, uploadAdvice } from './artifacts-report.ts';
import type { Artifacts } from './artifacts.ts';
import { markerKey } from './marker.ts';
import { editsShown } from './plan-report.ts';

/** What the JSON report of a preview showed, as its own run uploaded it. */
export type Reported =
  | { readonly kind: 'found'; readonly run: number; readonly edits: readonly EditDigest[] }
  | { readonly kind: 'missing'; readonly why: string };

/** Runs of one head whose artifacts are listed: every workflow of a repository may have one. */
const mostRuns = 60;

interface Wanted {
  readonly pull: { readonly number: number; readonly headSha: string };
  /** Of the deployment file. */
  readonly key: string;
}

function flawOf(report: Report, { pull, key }: Wanted): string | undefined {
  if (report.mode !== 'preview') return `is of a ${report.mode}, not of a preview`;
  if (markerKey(report) !== key) return 'is of another deployment file';
  if (report.commit !== pull.headSha) return 'is of another commit';
  if (report.verdict === 'cancelled') return 'is of a preview that was cancelled';
  return report.digest === null ? 'has no plan' : undefined;
}

/**
 * Looks for the report among the artifacts of the workflow runs that the head of a pull request has
 * started, the latest first. Only a run can upload to itself, so no comment and no later edit changes
 * what is found; a run of a fork never counts. Where the workflow that deploys has run for this head, it
 * is the one that previews, and no other workflow counts. Whoever may change a workflow on a branch of
 * this repository can have a run upload what they like: against them stands a receiver, not this.
 *
 * Nothing found, or nobody may look (`actions: read`): that is told in words. Rejects only with
 * `CANCELLED`.
 */
export async function reportedPreview(
  github: Artifacts,
  wanted: Wanted,
  call: Call,
): Promise<Reported> {
  const { pull } = wanted;
  const whose = `the preview runs of #${pull.number}`;
  const missing = (why: string): Reported => ({ kind: 'missing', why });
  try {
    const all = await github.runsOfHead(pull.headSha, call);
    const native = all.filter(({ foreign }) => !foreign);
    const own = native.filter(({ workflow }) => workflow === github.ownWorkflow);
    const runs = own.length > 0 ? own : native;
    const flaws: string[] = [];
    for (const { id: run } of runs.slice(0, mostRuns)) {
      const search = { run, all: false, wanted: (report: Report) => flawOf(report, wanted) };
      const searched = await searchRun(github, search, call);
      const [newest] = searched.found;
      if (newest !== undefined) return { kind: 'found', run, edits: editsShown(newest.report) };
      flaws.push(...searched.flaws);
    }
    if (flaws.length > 0) {
      return missing(`no artifact of ${whose} holds its JSON report (${firstOf(flaws)})`);
    }
    if (runs.length > mostRuns) return missing(`none of the ${mostRuns} latest of ${whose} has it`);
    if (native.length < all.length) return missing('runs of a fork show nothing');
    const beside =
      runs.length < native.length
        ? ' (only those of the workflow that deploys count, as it has run for it)'
        : '';
    return missing(`${whose}${beside} have uploaded no JSON report; to have one, ${uploadAdvice}`);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return missing(`the artifacts of ${whose} cannot be read either (${error.message})`);
  }
}
