import type { Deployment } from '../shared/core/deployment.ts';
import { DeployError } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { proxyVariables } from '../shared/job/door.ts';
import type { Door } from '../shared/job/door.ts';
import type { JobOptions } from '../shared/job/job-parts.ts';
import { inUse } from '../shared/job/prepare.ts';
import { signingSecrets } from '../shared/job/secrets.ts';
import type { ProviderSpec } from '../shared/providers/provider.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { createFileReader } from '../shared/runtime/files.ts';
import type { Report } from '../shared/wire/report.ts';
import { createGitHub } from './github.ts';
import type { GitHub } from './github.ts';
import type { Inputs } from './inputs.ts';
import type { RunnerLog } from './log.ts';
import type { RunId } from './marker.ts';
import type { Masks } from './mask.ts';
import type { Signing } from './plan-signature.ts';
import type { Receiver } from './receiver.ts';
import { createReceivers, jobReceiver } from './receivers.ts';
import type { Receivers } from './receivers.ts';

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

/** What the files of one run share. */
export interface Session {
  readonly runtime: Runtime;
  readonly inputs: Inputs;
  readonly door: Door;
  readonly github: GitHub | undefined;
  readonly receivers: Receivers;
}

/** One file, done. */
export interface Done {
  readonly report: Report;
  /** Pull requests that get the comment. */
  readonly pulls: readonly number[];
  /** What a preview's comment is signed with; null: it has nothing to be pinned to. */
  readonly signing?: Signing | null;
  /** Tells whoever keeps reports, once the files of the run are written. False: that failed. */
  readonly handIn?: () => Promise<boolean>;
  /** Something beside the report went wrong that the exit code has to tell. */
  readonly failed?: boolean;
}

/** A file, and what its job is told. */
export interface FileJob {
  readonly file: string;
  readonly session: Session;
  readonly options: JobOptions;
}

export function createSession(runtime: Runtime, inputs: Inputs, workspace: string): Session {
  const base = doorOf(runtime, workspace);
  const receivers = createReceivers(base, runtime.masks);
  return {
    runtime,
    inputs,
    door: { ...base, receiver: (url) => jobReceiver(receivers(url)) },
    github: githubOf(runtime, inputs),
    receivers,
  };
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
  const github = createGitHub({ ...githubOptions(env), token: new Secret(token) });
  return { ...github, ownWorkflow: workflowPath(env('GITHUB_WORKFLOW_REF')) };
}

/** Of `octo/shop/.github/workflows/certs.yml@refs/heads/main` the path of the file. */
function workflowPath(ref = ''): string | undefined {
  return /^[^/@]+\/[^/@]+\/(?<path>[^@]+)@/u.exec(ref)?.groups?.['path'];
}

export function githubOptions(env: Runtime['env']) {
  return {
    apiUrl: env('GITHUB_API_URL') ?? 'https://api.github.com',
    repository: env('GITHUB_REPOSITORY') ?? '',
    clock: systemClock,
  };
}

/** The client of a file's receiver; undefined where it has none, or the job has no token for one. */
export function receiverOf(
  { receiver }: Pick<Deployment, 'receiver'>,
  { receivers }: Session,
): Receiver | undefined {
  if (receiver === null) return undefined;
  try {
    return receivers(receiver.url);
  } catch (thrown) {
    // The job itself says it, at the line of the file.
    if (DeployError.from(thrown).code === 'CONFIG_INVALID') return undefined;
    throw thrown;
  }
}

/** What the comments about a file are signed with: secrets that only runs with its credentials have. */
export function signingOf(deployment: Deployment, { door, runtime }: Session): Signing {
  return {
    secrets: signingSecrets(inUse(deployment, door), door),
    repository: runtime.env('GITHUB_REPOSITORY') ?? '',
  };
}

export function runId(env: Runtime['env']): RunId {
  return { id: Number(env('GITHUB_RUN_ID') ?? 0), attempt: Number(env('GITHUB_RUN_ATTEMPT') ?? 1) };
}

export function runUrl(env: Runtime['env']): string | undefined {
  const server = env('GITHUB_SERVER_URL');
  const repository = env('GITHUB_REPOSITORY');
  const { id, attempt } = runId(env);
  if (server === undefined || repository === undefined || id === 0) return undefined;
  return `${server}/${repository}/actions/runs/${id}/attempts/${attempt}`;
}
