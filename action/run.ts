import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { DeployError } from '../shared/core/errors.ts';
import { progressLines } from '../shared/job/progress.ts';
import type { Call } from '../shared/providers/provider.ts';
import { findFiles } from '../shared/runtime/files.ts';
import type { Report } from '../shared/wire/report.ts';
import { parseEvent } from './event.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { oneFile } from './one-file.ts';
import { outputsOf, worstExitCode } from './outputs.ts';
import { annotate, publishComments, publishJson, publishSummary } from './publish.ts';
import { createSession, runId, runUrl } from './session.ts';
import type { Done, Runtime, Session } from './session.ts';
import { verbOf } from './verb.ts';
import type { Verb } from './verb.ts';

export type { Runtime } from './session.ts';

const configExit = 3;
const failureExit = 1;

/** One run of the Action. Resolves to the exit code; publishes whatever it came to know. */
export async function runAction(runtime: Runtime): Promise<number> {
  const { env, log, masks, signal } = runtime;
  const read = readInputs(env);
  if (!read.ok) {
    for (const message of read.problems) log.annotate({ level: 'error', title: 'Input', message });
    return configExit;
  }
  const { inputs } = read;
  if (inputs.token !== '') masks.add(inputs.token);

  const verb = verbOf(await readEvent(env), inputs);
  if (verb.kind === 'refused') {
    log.annotate({ level: 'error', title: 'Certferry', message: verb.why });
    return configExit;
  }
  if (verb.kind === 'nothing') {
    log.print(`nothing to do: ${verb.why}`);
    return 0;
  }
  const workspace = env('GITHUB_WORKSPACE') ?? '.';
  const files = await filesOf(verb, inputs, workspace);
  const call: Call = { signal, log };
  const session = createSession(runtime, inputs, workspace);

  const tools = { log, masks };
  const pathOf = reportPath(runtime, inputs, workspace);
  const reports: Report[] = [];
  let taken = 0;
  let failed = false;
  const paths: string[] = [];
  let comment: string | undefined;
  for (const [index, file] of files.entries()) {
    const done = await log.group(`${verb.kind} of ${file}`, () =>
      doFile(file, verb, session, call),
    );
    if (done === undefined) {
      taken += 1;
      continue;
    }
    const { report, pulls, signing = null } = done;
    failed ||= done.failed === true;
    reports.push(report);
    annotate(report, tools);
    // Files before the network: a cancelled run is killed soon, and must have left its report by then.
    const summary = { path: env('GITHUB_STEP_SUMMARY'), files: files.length };
    await publishSummary(report, summary, tools);
    const path = pathOf(index);
    if (await publishJson(report, path, tools)) paths.push(path);
    setOutputs(runtime, { ...outputsOf(reports), report: pathsText(paths, files.length) });
    if ((await done.handIn?.()) === false) failed = true;
    if (inputs.comment && session.github !== undefined && pulls.length > 0) {
      const target = {
        github: session.github,
        author: inputs.commentAuthor,
        pulls,
        run: runId(env),
        summaryUrl: runUrl(env),
        signing,
      };
      // The comment tells about a cancelled run too: it has its own, short, time.
      const publishing = signal.aborted ? { ...call, signal: AbortSignal.timeout(2_000) } : call;
      const url = await publishComments(report, target, tools, publishing);
      comment ??= url;
    }
  }
  if (comment !== undefined) setOutputs(runtime, { comment });
  if (taken === files.length) return 0;
  const lost = paths.length < reports.length || failed;
  const exitCode = worstExitCode(reports);
  return lost && exitCode !== configExit ? failureExit : exitCode;
}

function setOutputs({ setOutput }: Runtime, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** One file is one path, as most workflows want it; several are an array. */
function pathsText(paths: readonly string[], files: number): string {
  return files === 1 ? (paths[0] ?? '') : JSON.stringify(paths);
}

/** The deployment files of a run; a dispatch may name one of them. */
async function filesOf(verb: Verb, inputs: Inputs, workspace: string): Promise<readonly string[]> {
  const found = await findFiles(workspace, inputs.config);
  // A name that finds nothing goes on as a file name: reading it says that it is missing.
  const files = found.length > 0 ? found : [inputs.config];
  const named =
    verb.kind === 'rollback' ? verb.file : verb.kind === 'deploy' ? verb.dispatch?.file : null;
  if (named === null || named === undefined) {
    if (verb.kind !== 'rollback' || files.length === 1) return files;
    throw new DeployError(
      'CONFIG_INVALID',
      `a rollback undoes one deployment file: name it in the input "file" (${files.join(', ')})`,
    );
  }
  if (files.includes(named)) return [named];
  throw new DeployError(
    'CONFIG_INVALID',
    `the input "file" names ${named.slice(0, 200)}, which is none of the deployment files of "config"`,
  );
}

async function doFile(
  file: string,
  verb: Verb,
  session: Session,
  call: Call,
): Promise<Done | undefined> {
  const { runtime, inputs } = session;
  const lineOf = progressLines();
  const options = {
    file,
    commit: commitOf(verb, runtime.env),
    run: runUrl(runtime.env) ?? null,
    progress: (event: Parameters<typeof lineOf>[0]) => runtime.log.print(lineOf(event).text),
    verifyTimeoutMs: inputs.verifyTimeoutMs,
  };
  return await oneFile({ file, session, options }, verb, call);
}

async function readEvent(env: Runtime['env']) {
  const name = env('GITHUB_EVENT_NAME') ?? '';
  const path = env('GITHUB_EVENT_PATH') ?? '';
  let payload: unknown;
  try {
    payload = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new DeployError('CONFIG_INVALID', 'GITHUB_EVENT_PATH names no readable JSON file', {
      cause: error,
    });
  }
  return parseEvent(name, payload, env('GITHUB_ACTOR') ?? '');
}

function commitOf(verb: Verb, env: Runtime['env']): string | null {
  const own = verb.kind === 'preview' || verb.kind === 'offline' ? verb.headSha : null;
  return own ?? env('GITHUB_SHA') ?? null;
}

function reportPath({ env }: Runtime, { report }: Inputs, workspace: string) {
  // Two steps of one job share the temporary folder, and may even run at once.
  const name = `certferry-report-${runId(env).id}-${randomBytes(4).toString('hex')}.json`;
  const base =
    report === '' ? join(env('RUNNER_TEMP') ?? workspace, name) : resolve(workspace, report);
  return (index: number) =>
    index === 0 ? base : base.replace(/(\.json)?$/u, `-${index + 1}.json`);
}
