import { globSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';

import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { Report } from '../../shared/wire/report.ts';
import type { GitHubSimulator } from '../simulators/github/github.ts';
import { startStep, type StepResult } from '../simulators/github/runner.ts';
import type { TakenRun } from '../simulators/github/runners.ts';
import type { Permissions } from '../simulators/github/tokens.ts';

/** What the steps of one job share. */
export interface Machine {
  readonly github: GitHubSimulator;
  readonly taken: TakenRun;
  /** Of the job; a fork's are read-only already. */
  readonly permissions: Permissions;
  readonly token: string;
  readonly workspace: string;
  /** Everything else that the job writes. */
  readonly directory: string;
  /** Addresses of simulators, and the authority that they trust. */
  readonly base: Readonly<Record<string, string>>;
  /** `ACTIONS_ID_TOKEN_*`: empty without `id-token: write`. */
  readonly idToken: Readonly<Record<string, string>>;
  /** What earlier steps have exported to later ones. */
  readonly exported: Record<string, string>;
  /** Values that are hidden from now on. */
  readonly masks: Set<string>;
  /** Of Certferry. Undefined: the committed bundle. */
  readonly entry: string | undefined;
  /** Ends what is under way when the job is cancelled. */
  readonly cancelled: AbortSignal;
  readonly onLine: (line: string) => void;
}

export interface StepInputs {
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface ActionEnd {
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly outputs: Readonly<Record<string, string>>;
  /** What the step says when it fails. */
  readonly log: string;
  /** Of Certferry alone. */
  readonly certferry?: StepResult & { readonly reports: readonly Report[] };
}

type Action = (machine: Machine, inputs: StepInputs) => Promise<ActionEnd>;

const done: ActionEnd = { outcome: 'success', outputs: {}, log: '' };
const failed = (log: string): ActionEnd => ({ outcome: 'failure', outputs: {}, log });

function only(inputs: StepInputs, ...names: readonly string[]): void {
  const strange = Object.keys(inputs.with).filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Error(`this runner knows no input ${strange.join()} here`);
}

const checkout: Action = async ({ github, taken, permissions, workspace }, inputs) => {
  only(inputs, 'persist-credentials');
  if (permissions['contents'] === undefined) return failed('Repository not found');
  await github.checkout(taken.event.sha, workspace);
  return done;
};

async function idTokenFor(
  audience: string,
  { idToken }: Pick<Machine, 'idToken'>,
): Promise<string | undefined> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = idToken;
  if (url === undefined || bearer === undefined) return undefined;
  const response = await fetch(`${url}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `bearer ${bearer}` },
  });
  return ((await response.json()) as { readonly value: string }).value;
}

/** Exchanges the job's OIDC token for the keys of a role, as the action of AWS does. */
const configureAws: Action = async (machine, inputs) => {
  only(inputs, 'aws-region', 'role-to-assume');
  const { 'aws-region': region = '', 'role-to-assume': role = '' } = inputs.with;
  const { base, exported, masks } = machine;
  const token = await idTokenFor('sts.amazonaws.com', machine);
  if (token === undefined) return failed('Credentials could not be loaded');
  const endpoint = base['AWS_ENDPOINT_URL'] ?? '';
  const client = new STSClient({ region, endpoint, maxAttempts: 1 });
  try {
    const { Credentials: keys } = await client.send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn: role,
        RoleSessionName: 'GitHubActions',
        WebIdentityToken: token,
      }),
    );
    Object.assign(exported, {
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ACCESS_KEY_ID: keys?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: keys?.SecretAccessKey ?? '',
      AWS_SESSION_TOKEN: keys?.SessionToken ?? '',
    });
    masks.add(exported['AWS_SECRET_ACCESS_KEY'] ?? '').add(exported['AWS_SESSION_TOKEN'] ?? '');
    return done;
  } catch (thrown) {
    return failed(`Could not assume role with OIDC: ${String(thrown)}`);
  } finally {
    client.destroy();
  }
};

/** The longest folder that holds all of them. */
function commonFolder(files: readonly string[]): string {
  const [first = ''] = files;
  let folder = dirname(first);
  while (!files.every((file) => file.startsWith(join(folder, '/')))) folder = dirname(folder);
  return folder;
}

/** https://github.com/actions/upload-artifact: names are of one use in a run, paths may be patterns. */
const uploadArtifact: Action = async ({ github, taken, workspace }, inputs) => {
  only(inputs, 'name', 'path', 'if-no-files-found');
  const { name = 'artifact', path = '', 'if-no-files-found': absent = 'warn' } = inputs.with;
  if (path === '') return failed('Input required and not supplied: path');
  const patterns = path.split('\n').filter((line) => line !== '');
  const files = patterns.flatMap((pattern) =>
    isAbsolute(pattern)
      ? globSync(pattern)
      : globSync(pattern, { cwd: workspace }).map((file) => join(workspace, file)),
  );
  if (files.length === 0) return absent === 'error' ? failed(`nothing at ${path}`) : done;
  const taker = [...github.state.artifacts.values()].find(
    (one) => one.run === taken.run.id && one.name === name,
  );
  if (taker !== undefined) return failed(`an artifact with the name ${name} already exists`);
  const root = commonFolder(files);
  const contents: Record<string, string> = {};
  for (const file of files) contents[relative(root, file)] = await readFile(file, 'utf8');
  github.addArtifact(taken.run.id, name, contents);
  return done;
};

/** The output is one path, or with several files a JSON list of them. */
async function reportsOf({ outputs }: StepResult): Promise<readonly Report[]> {
  const { report = '' } = outputs;
  if (report === '') return [];
  const paths = report.startsWith('[') ? (JSON.parse(report) as string[]) : [report];
  return await Promise.all(
    paths.map(async (path) => Report.parse(JSON.parse(await readFile(path, 'utf8')))),
  );
}

const certferry: Action = async (machine, inputs) => {
  const { github, taken, token, workspace, directory, entry, cancelled } = machine;
  const { run, attempt, workflow } = taken;
  const home = join(directory, 'certferry');
  await rm(home, { recursive: true, force: true });
  const step = await startStep({
    github,
    event: taken.event,
    token,
    inputs: inputs.with,
    env: { ...machine.base, ...machine.exported, ...machine.idToken, ...inputs.env },
    secrets: [...machine.masks],
    workspace,
    directory: home,
    workflow: workflow.name,
    workflowPath: workflow.path,
    run: { id: run.id, attempt, number: run.number },
    timeoutMs: 120_000,
    onLine: machine.onLine,
    ...(entry === undefined ? {} : { entry }),
  });
  const cancel = () => step.cancel();
  cancelled.addEventListener('abort', cancel, { once: true });
  const result = await step.done;
  cancelled.removeEventListener('abort', cancel);
  const { outputs, log, exitCode } = result;
  return {
    outcome: cancelled.aborted ? 'cancelled' : exitCode === 0 ? 'success' : 'failure',
    outputs,
    log,
    certferry: { ...result, reports: await reportsOf(result) },
  };
};

const actions: Readonly<Record<string, Action>> = {
  'actions/checkout': checkout,
  'actions/upload-artifact': uploadArtifact,
  'aws-actions/configure-aws-credentials': configureAws,
  'certferry/certferry': certferry,
};

export async function runAction(
  uses: string,
  machine: Machine,
  inputs: StepInputs,
): Promise<ActionEnd> {
  const action = actions[uses];
  if (action === undefined) throw new Error(`this runner has no ${basename(uses)} of ${uses}`);
  return await action(machine, inputs);
}
