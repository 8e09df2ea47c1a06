import type { Deployment } from '../shared/core/deployment.ts';
import { DeployError } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { cleanJob } from '../shared/job/clean-job.ts';
import { offlineJob, previewJob } from '../shared/job/preview-job.ts';
import { readDeployment } from '../shared/job/read-deployment.ts';
import { rollbackJob } from '../shared/job/rollback-job.ts';
import { verifyJob } from '../shared/job/verify-job.ts';
import type { Call } from '../shared/providers/provider.ts';
import { Report } from '../shared/wire/report.ts';
import { deployFile } from './deploy-file.ts';
import { createIssues } from './github-issues.ts';
import { handIn, savePlan } from './hand-in.ts';
import { readRunReport } from './plan-run-report.ts';
import { publishIssue } from './publish-issue.ts';
import type { Receiver } from './receiver.ts';
import { createRunHistory } from './run-history.ts';
import { githubOptions, receiverOf, runId, signingOf } from './session.ts';
import type { Done, FileJob } from './session.ts';
import { undoableRuns } from './undoable-runs.ts';
import type { Verb } from './verb.ts';

/** Undefined: another run does it, and nothing is to be said. */
export async function oneFile(job: FileJob, verb: Verb, call: Call): Promise<Done | undefined> {
  const { session, options } = job;
  switch (verb.kind) {
    case 'offline':
      session.runtime.log.print(`offline preview: ${verb.why}`);
      return { report: await offlineJob(session.door, options, call), pulls: [] };
    case 'preview':
      return await previewFile(job, verb.pull, call);
    case 'deploy':
      return await deployFile(job, verb, call);
    case 'verify':
      return await verifyFile(job, call);
    case 'rollback':
      return await rollbackFile(job, verb.earlier, call);
    case 'clean':
      return await cleanFile(job, call);
    case 'nothing':
    case 'refused':
      throw new DeployError('INTERNAL', `there is no report for "${verb.kind}"`);
  }
}

async function deploymentOf({ file, session }: FileJob): Promise<Deployment | undefined> {
  const parsed = await readDeployment(file, session.door, { pastTimes: 'accept' });
  return parsed.ok ? parsed.deployment : undefined;
}

async function receiverOfFile(job: FileJob): Promise<Receiver | undefined> {
  const deployment = await deploymentOf(job);
  return deployment === undefined ? undefined : receiverOf(deployment, job.session);
}

async function previewFile(job: FileJob, pull: number | null, call: Call): Promise<Done> {
  const { session, options } = job;
  const report = await previewJob(session.door, options, call);
  // A preview that was cancelled has seen nothing: what an earlier one showed stays.
  if (pull === null || report.verdict === 'cancelled') return { report, pulls: [] };
  const deployment = await deploymentOf(job);
  if (deployment === undefined) return { report, pulls: [pull] };
  const signing = signingOf(deployment, session);
  const receiver = receiverOf(deployment, session);
  const saved =
    receiver === undefined || (await savePlan(report, { receiver, session, pull }, call));
  return { report, pulls: [pull], signing, failed: !saved };
}

async function verifyFile(job: FileJob, call: Call): Promise<Done> {
  const { file, session, options } = job;
  const { runtime, inputs, door } = session;
  const { env, log, masks } = runtime;
  const receiver = await receiverOfFile(job);
  const report = await verifyJob(
    door,
    { ...options, deployed: async () => (await receiver?.deployed(file, call)) ?? null },
    call,
  );
  const handed =
    receiver === undefined || (await handIn(report, { receiver, session, dispatchId: null }, call));
  if (inputs.token !== '') {
    const issues = createIssues({ ...githubOptions(env), token: new Secret(inputs.token) });
    const target = { issues, author: inputs.commentAuthor, run: runId(env) };
    const url = await publishIssue(report, target, { log, masks }, call);
    if (url !== undefined) runtime.setOutput('issue', url);
  }
  return { report, pulls: [], failed: !handed };
}

async function rollbackFile(job: FileJob, earlier: string, call: Call): Promise<Done> {
  const { file, session, options } = job;
  const receiver = await receiverOfFile(job);
  const report = await rollbackJob(
    session.door,
    {
      ...options,
      earlier: async () => await earlierReport(earlier, { file, receiver, job }, call),
    },
    call,
  );
  const handed =
    receiver === undefined || (await handIn(report, { receiver, session, dispatchId: null }, call));
  return { report, pulls: [], failed: !handed };
}

async function cleanFile(job: FileJob, call: Call): Promise<Done> {
  const { file, session, options } = job;
  const { runtime, inputs, door, github } = session;
  const receiver = await receiverOfFile(job);
  const history =
    inputs.token === ''
      ? undefined
      : createRunHistory({ ...githubOptions(runtime.env), token: new Secret(inputs.token) });
  const report = await cleanJob(
    door,
    {
      ...options,
      graceDays: inputs.cleanUpAfter,
      dryRun: false,
      deployed: async () => (await receiver?.deployed(file, call)) ?? null,
      undoable: async (since) =>
        await undoableRuns({ github, history, receiver, file }, since, call),
    },
    call,
  );
  return { report, pulls: [] };
}

/** From the receiver by the id of the run, else from a file of the workspace. */
async function earlierReport(
  earlier: string,
  {
    file,
    receiver,
    job,
  }: {
    readonly file: string;
    readonly receiver: Receiver | undefined;
    readonly job: FileJob;
  },
  call: Call,
): Promise<Report> {
  const id = /(?:^|\/runs\/)(\d{1,15})(?:\/|$)/u.exec(earlier)?.[1];
  if (id !== undefined) {
    const runId = Number(id);
    if (receiver !== undefined) return await receiver.readReport({ runId, file }, call);
    const { github } = job.session;
    if (github !== undefined) return await readRunReport(github, { runId, file }, call);
    throw new DeployError(
      'CONFIG_INVALID',
      `without a receiver the report of run ${id} is read from its artifact, and the input "github-token" is empty`,
    );
  }
  let text: string;
  try {
    text = await job.session.door.readFile(earlier);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new DeployError('CONFIG_INVALID', `the report to undo cannot be read: ${reason}`);
  }
  try {
    return Report.parse(JSON.parse(text));
  } catch (thrown) {
    throw new DeployError(
      'CONFIG_INVALID',
      `${earlier} is not a JSON report of this version of Certferry`,
      { cause: thrown },
    );
  }
}
