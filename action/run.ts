import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { DeployError } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { proxyVariables } from '../shared/job/door.ts';
import type { Door } from '../shared/job/door.ts';
import { progressLines } from '../shared/job/progress.ts';
import { deployJob, offlineJob, previewJob } from '../shared/job/run.ts';
import type { JobOptions } from '../shared/job/run.ts';
import type { Call, ProviderSpec } from '../shared/providers/provider.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { createFileReader, findFiles } from '../shared/runtime/files.ts';
import type { Report } from '../shared/wire/report.ts';
import { parseEvent } from './event.ts';
import { createGitHub } from './github.ts';
import type { GitHub } from './github.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import type { RunnerLog } from './log.ts';
import { markerKey } from './marker.ts';
import type { Masks } from './mask.ts';
import { outputsOf, worstExitCode } from './outputs.ts';
import { pinsOf, readPreviews } from './pins.ts';
import type { Previewed } from './pins.ts';
import { annotate, publishComments, publishJson, publishSummary } from './publish.ts';
import { verbOf } from './verb.ts';
import type { Verb } from './verb.ts';

/** What the door hands in. */
export interface Runtime {
  readonly env: (name: string) => string | undefined;
  readonly log: RunnerLog;
  readonly masks: Masks;
  readonly providers: readonly ProviderSpec[];
  readonly signal: AbortSignal;
  readonly setOutput: (name: string, value: string) => void;
  readonly idToken: (audience: string) => Promise<string>;
}

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

  const verb = verbOf(await readEvent(env), inputs.mode);
  if (verb.kind === 'refused') {
    log.annotate({ level: 'error', title: 'Certferry', message: verb.why });
    return configExit;
  }
  if (verb.kind === 'nothing') {
    log.print(`nothing to do: ${verb.why}`);
    return 0;
  }
  const workspace = env('GITHUB_WORKSPACE') ?? '.';
  const found = await findFiles(workspace, inputs.config);
  // A name that finds nothing goes on as a file name: reading it says that it is missing.
  const files = found.length > 0 ? found : [inputs.config];
  const call: Call = { signal, log };
  const door = doorOf(runtime, workspace);
  const session = { runtime, inputs, verb, door, github: githubOf(runtime, inputs) };

  const tools = { log, masks };
  const pathOf = reportPath(runtime, inputs, workspace);
  const reports: Report[] = [];
  const paths: string[] = [];
  let comment: string | undefined;
  for (const [index, file] of files.entries()) {
    const { report, pulls } = await log.group(`${verb.kind} of ${file}`, () =>
      oneFile(file, session, call),
    );
    reports.push(report);
    annotate(report, tools);
    // Files before the network: a cancelled run is killed soon, and must have left its report by then.
    const summary = { path: env('GITHUB_STEP_SUMMARY'), files: files.length };
    await publishSummary(report, summary, tools);
    const path = pathOf(index);
    if (await publishJson(report, path, tools)) paths.push(path);
    setOutputs(runtime, { ...outputsOf(reports), report: pathsText(paths, files.length) });
    if (inputs.comment && session.github !== undefined && pulls.length > 0) {
      const target = {
        github: session.github,
        author: inputs.commentAuthor,
        pulls,
        run: runId(env),
        summaryUrl: runUrl(env),
      };
      // The comment tells about a cancelled run too: it has its own, short, time.
      const publishing = signal.aborted ? { ...call, signal: AbortSignal.timeout(2_000) } : call;
      const url = await publishComments(report, target, tools, publishing);
      comment ??= url;
    }
  }
  if (comment !== undefined) setOutputs(runtime, { comment });
  return paths.length === reports.length ? worstExitCode(reports) : failureExit;
}

function setOutputs({ setOutput }: Runtime, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** One file is one path, as most workflows want it; several are an array. */
function pathsText(paths: readonly string[], files: number): string {
  return files === 1 ? (paths[0] ?? '') : JSON.stringify(paths);
}

interface Session {
  readonly runtime: Runtime;
  readonly inputs: Inputs;
  readonly verb: Verb;
  readonly door: Door;
  readonly github: GitHub | undefined;
}

interface Done {
  readonly report: Report;
  /** Pull requests that get the comment. */
  readonly pulls: readonly number[];
}

async function oneFile(file: string, session: Session, call: Call): Promise<Done> {
  const { runtime, inputs, verb, door } = session;
  const lineOf = progressLines();
  const options: JobOptions = {
    file,
    commit: commitOf(verb, runtime.env),
    run: runUrl(runtime.env) ?? null,
    progress: (event) => runtime.log.print(lineOf(event).text),
    verifyTimeoutMs: inputs.verifyTimeoutMs,
  };
  switch (verb.kind) {
    case 'offline':
      runtime.log.print(`offline preview: ${verb.why}`);
      return { report: await offlineJob(door, options), pulls: [] };
    case 'preview': {
      const report = await previewJob(door, options, call);
      // A preview that was cancelled has seen nothing: what an earlier one showed stays.
      const silent = verb.pull === null || report.verdict === 'cancelled';
      return { report, pulls: silent ? [] : [verb.pull] };
    }
    case 'deploy': {
      const { push } = verb;
      // Read while the clouds are: GitHub and they know nothing of each other.
      const previews = push === null ? undefined : previewsOf(file, push, session, call);
      const report = await deployJob(
        door,
        {
          ...options,
          pins: async (plan) =>
            previews === undefined ? null : pinsOf(await previews, plan.digest, inputs),
        },
        call,
      );
      // It rejects only where the run was cancelled before anything was known.
      const { pulls = [] } = (await previews?.catch(() => undefined)) ?? {};
      return { report, pulls: pulls.map((pull) => pull.number) };
    }
    case 'nothing':
    case 'refused':
      throw new DeployError('INTERNAL', `there is no report for "${verb.kind}"`);
  }
}

function previewsOf(
  file: string,
  push: { readonly branch: string; readonly before: string | null; readonly after: string },
  { github, inputs }: Session,
  call: Call,
): Promise<Previewed> {
  if (github === undefined) {
    const failure = 'the input "github-token" is empty';
    return Promise.resolve({ pulls: [], markers: [], failure });
  }
  const found = readPreviews(
    github,
    { push, key: markerKey({ file }), author: inputs.commentAuthor },
    call,
  );
  // An invalid file ends the job before anybody waits for this.
  found.catch(() => undefined);
  return found;
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

function doorOf(runtime: Runtime, workspace: string): Door {
  const { env, masks, providers } = runtime;
  const hasOidc = (env('ACTIONS_ID_TOKEN_REQUEST_URL') ?? '') !== '';
  const run = runId(env);
  return {
    readFile: createFileReader(workspace),
    env,
    mask: (value) => masks.add(value),
    idToken: hasOidc ? async (audience) => new Secret(await runtime.idToken(audience)) : undefined,
    proxy: proxyVariables(env),
    session: `certferry-${run.id}-${run.attempt}`,
    clock: systemClock,
    providers,
  };
}

function githubOf({ env }: Runtime, { token }: Inputs): GitHub | undefined {
  if (token === '') return undefined;
  return createGitHub({
    token: new Secret(token),
    apiUrl: env('GITHUB_API_URL') ?? 'https://api.github.com',
    repository: env('GITHUB_REPOSITORY') ?? '',
    clock: systemClock,
  });
}

function runId(env: Runtime['env']) {
  return { id: Number(env('GITHUB_RUN_ID') ?? 0), attempt: Number(env('GITHUB_RUN_ATTEMPT') ?? 1) };
}

function runUrl(env: Runtime['env']): string | undefined {
  const server = env('GITHUB_SERVER_URL');
  const repository = env('GITHUB_REPOSITORY');
  const { id, attempt } = runId(env);
  if (server === undefined || repository === undefined || id === 0) return undefined;
  return `${server}/${repository}/actions/runs/${id}/attempts/${attempt}`;
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
