import pMap from 'p-map';

import { DeployError } from '../shared/core/errors.ts';
import type { Finding } from '../shared/core/model.ts';
import { nobodyKnows, textsOf } from '../shared/job/undoable.ts';
import type { Undoable } from '../shared/job/undoable.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Report } from '../shared/wire/report.ts';
import { firstOf, searchRun, uploadAdvice } from './artifacts-report.ts';
import type { GitHub } from './github.ts';
import type { Receiver } from './receiver.ts';
import type { RunHistory, RunsSince } from './run-history.ts';

export interface UndoableSources {
  /** Undefined: the run has no token for GitHub. */
  readonly github: Pick<GitHub, 'artifactsOf' | 'download' | 'defaultBranch'> | undefined;
  readonly history: RunHistory | undefined;
  /** Keeps the reports of the file's runs; undefined: their artifacts do. */
  readonly receiver: Pick<Receiver, 'readReport'> | undefined;
  readonly file: string;
}

const runsAtOnce = 8;

/**
 * What may still be rolled back of the runs since then: a rollback by hand finds their reports in the
 * receiver, else in their artifacts, and so does this. Where the token may not look, that is a finding;
 * rejects where it may and the answer did not come.
 */
export async function undoableRuns(
  { github, history, receiver, file }: UndoableSources,
  since: Date,
  call: Call,
): Promise<Undoable> {
  if (github === undefined || history === undefined) {
    return nobodyKnows('the input "github-token" is empty');
  }
  try {
    const branch = await github.defaultBranch(call);
    if (receiver !== undefined) {
      const runs = await history.runs(branch, since, call);
      const reports = await pMap(
        runs.ids,
        async (runId) => await kept(receiver, { runId, file }, call),
        { concurrency: runsAtOnce },
      );
      return { texts: textsOf(reports.flat()), findings: cutOff(runs) };
    }
    const runs = await history.runsWithReports(branch, since, call);
    const searched = await pMap(
      runs.ids,
      async (run) => await searchRun(github, { run, wanted: ofDeployment, all: true }, call),
      { concurrency: runsAtOnce },
    );
    const reports = searched.flatMap(({ found }) => found.map(({ report }) => report));
    const flaws = searched.flatMap((one) => one.flaws);
    const findings = [...cutOff(runs), ...(flaws.length === 0 ? [] : [lost(flaws)])];
    if (runs.ids.length > 0) return { texts: textsOf(reports), findings };
    return nobodyKnows(`no run of that time has uploaded its report; ${uploadAdvice}`);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code !== 'PERMISSION_MISSING') throw thrown;
    return nobodyKnows(error.message);
  }
}

/** A run of another workflow, or one that deployed nothing, has none. */
async function kept(
  receiver: Pick<Receiver, 'readReport'>,
  wanted: { readonly runId: number; readonly file: string },
  call: Call,
): Promise<readonly Report[]> {
  try {
    return [await receiver.readReport(wanted, call)];
  } catch (thrown) {
    if (DeployError.from(thrown).code !== 'RESOURCE_GONE') throw thrown;
    return [];
  }
}

/** Only a deployment can be rolled back; the report of another run is no flaw. */
function ofDeployment(): undefined {
  return undefined;
}

function cutOff({ ids, more }: RunsSince): readonly Finding[] {
  if (!more) return [];
  const message = `there are more runs in the grace period than are looked at: what the latest ${ids.length} may need to be rolled back is kept, for the others the grace period alone stands`;
  return [{ code: 'receipts-unknown', level: 'warning', subject: null, message }];
}

function lost(flaws: readonly string[]): Finding {
  const message = `not every report of the grace period could be read, so what those runs may need to be rolled back is kept by the grace period alone: ${firstOf(flaws)}`;
  return { code: 'receipts-unknown', level: 'warning', subject: null, message };
}
