import { DeployError } from '../shared/core/errors.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { ChangeReport, Report, TaskReport } from '../shared/wire/report.ts';
import { firstOf, searchRun, uploadAdvice } from './artifacts-report.ts';
import type { PastRun } from './artifacts.ts';
import type { GitHub } from './github.ts';

type Port = Pick<GitHub, 'getRun' | 'artifactsOf' | 'download' | 'defaultBranch' | 'isAncestor'>;

const deploying: ReadonlySet<string> = new Set([
  'push',
  'workflow_dispatch',
  'repository_dispatch',
  'schedule',
]);

/** Receipts say what is written to the cloud, so they are taken only from runs of reviewed code. */
async function refuseForeign(github: Port, run: PastRun, call: Call): Promise<void> {
  const refused = (why: string) =>
    new DeployError('REFUSED', `run ${run.id} cannot be undone: ${why}`);
  if (run.foreign) throw refused('its code is that of a fork');
  if (!deploying.has(run.event)) {
    throw refused(`it was started by ${run.event.slice(0, 40)}, and deployed nothing`);
  }
  const branch = await github.defaultBranch(call);
  // A tag may have the name of a branch, so the commit is looked up as well.
  const reviewed =
    run.headBranch === branch && (await github.isAncestor(run.headSha, branch, call));
  if (!reviewed) throw refused(`it did not run on the default branch, ${branch}`);
}

function wantedOf(file: string | undefined) {
  return ({ mode, file: its }: Report): string | undefined => {
    if (mode !== 'deploy') return `is of a ${mode}, not of a deployment`;
    return file === undefined || its === file ? undefined : 'is of another deployment file';
  };
}

function withReceipt(newer: ChangeReport, older: ChangeReport | undefined): ChangeReport {
  return newer.receipt === null && older !== undefined && older.receipt !== null ? older : newer;
}

function joinTasks(newer: TaskReport, older: TaskReport | undefined): TaskReport {
  if (older === undefined) return newer;
  const earlier = new Map(older.changes.map((change) => [change.id, change]));
  const known = new Set(newer.changes.map(({ id }) => id));
  const changes = newer.changes.map((change) => withReceipt(change, earlier.get(change.id)));
  const gone = older.changes.filter(({ id, receipt }) => receipt !== null && !known.has(id));
  return { ...newer, changes: [...changes, ...gone] };
}

/**
 * A re-run keeps what an earlier attempt has deployed, and so has no receipt for it: undoing the run
 * takes the receipts of all its attempts, for each change the latest.
 */
function joinAttempts(newer: Report, older: Report): Report {
  const earlier = new Map(older.tasks.map((task) => [task.name, task]));
  const known = new Set(newer.tasks.map(({ name }) => name));
  const tasks = newer.tasks.map((task) => joinTasks(task, earlier.get(task.name)));
  return { ...newer, tasks: [...tasks, ...older.tasks.filter(({ name }) => !known.has(name))] };
}

/**
 * The report of an earlier deployment with its receipts, from the artifacts of that run: for a rollback
 * without a receiver. `file` may be left out where the run deployed one file only. Rejects with words
 * that say what to do: no such run, not one of the default branch, no artifact, no permission.
 */
export async function readRunReport(
  github: Port,
  { runId, file }: { readonly runId: number; readonly file?: string },
  call: Call,
): Promise<Report> {
  await refuseForeign(github, await github.getRun(runId, call), call);
  const search = { run: runId, wanted: wantedOf(file), all: true };
  const { found, flaws } = await searchRun(github, search, call);
  const reports = found.map(({ report }) => report);
  const [newest, ...older] = reports;
  if (newest === undefined) {
    const what = flaws.length > 0 ? firstOf(flaws) : 'it has uploaded none';
    throw new DeployError(
      'REFUSED',
      `nothing keeps the JSON report of run ${runId} (${what}); give the path of the report in "rollback", and for the next time ${uploadAdvice} or name a receiver in the deployment file`,
    );
  }
  const files = new Set(reports.map((report) => report.file));
  if (files.size > 1) {
    throw new DeployError(
      'CONFIG_INVALID',
      `run ${runId} deployed ${[...files].join(', ')}: name one of them in the input "file"`,
    );
  }
  return older.reduce(joinAttempts, newest);
}
