import { access, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Shape } from '../shapes.ts';
import { evaluate, inputVariable, readActionMetadata } from './metadata.ts';
import type { StepOptions } from './step.ts';

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function idOf(thing: unknown): string {
  const id = (thing as Shape | undefined)?.['id'];
  return typeof id === 'number' ? String(id) : '0';
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#github-context */
function githubContext(
  options: StepOptions,
  paths: Readonly<Record<string, string>>,
): Record<string, string> {
  const { event, github, run = { id: 26_000_000_001, attempt: 1, number: 1 } } = options;
  const { payload } = event;
  const [owner = ''] = event.repository.split('/');
  const branchOrTag = event.ref.replace(/^refs\/(?:heads|tags|pull)\//u, '');
  const { workflow = 'Certferry', workflowPath = '.github/workflows/certferry.yml' } = options;
  return {
    action: '__self',
    actions: 'true',
    actor: event.actor,
    actor_id: idOf(payload['sender']),
    api_url: github.apiUrl,
    base_ref: event.baseRef,
    event_name: event.name,
    graphql_url: github.graphqlUrl,
    head_ref: event.headRef,
    job: 'certferry',
    ref: event.ref,
    ref_name: branchOrTag,
    ref_protected: 'false',
    ref_type: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: event.repository,
    repository_id: idOf(payload['repository']),
    repository_owner: owner,
    repository_owner_id: idOf((payload['repository'] as Shape | undefined)?.['owner']),
    retention_days: '90',
    run_attempt: String(run.attempt),
    run_id: String(run.id),
    run_number: String(run.number ?? 1),
    server_url: github.serverUrl,
    sha: event.sha,
    triggering_actor: event.actor,
    workflow,
    workflow_ref: `${event.repository}/${workflowPath}@${event.ref}`,
    workflow_sha: event.sha,
    ...paths,
  };
}

export interface Prepared {
  /** The whole environment of the step: nothing is inherited but `PATH`. */
  readonly env: Record<string, string>;
  readonly entry: string;
  readonly workspace: string;
  /** The files that the step writes: `output`, `state`, `step_summary`, `env`, `path`. */
  readonly files: Readonly<Record<string, string>>;
}

/** Folders, files and variables as the runner sets them up. */
export async function prepare(options: StepOptions, root: string): Promise<Prepared> {
  const action = resolve(options.action ?? '.');
  const metadata = await readActionMetadata(join(action, 'action.yml'));
  const entry = resolve(action, options.entry ?? metadata?.main ?? 'dist/index.js');
  if (!(await exists(entry))) throw new Error(`there is no ${entry} to run`);
  const workspace = options.workspace ?? join(root, 'workspace');
  await mkdir(workspace, { recursive: true });
  if (options.workspace === undefined) await options.github.checkout(options.event.sha, workspace);
  const temp = join(root, 'temp');
  const tools = join(root, 'tools');
  for (const folder of [temp, tools]) await mkdir(folder, { recursive: true });
  const files: Record<string, string> = {};
  for (const name of ['output', 'state', 'step_summary', 'env', 'path']) {
    files[name] = join(root, name);
    await writeFile(files[name], '');
  }
  const eventPath = join(root, 'event.json');
  await writeFile(eventPath, JSON.stringify(options.event.payload));
  const context = githubContext(options, { ...files, event_path: eventPath, workspace });
  const github = { ...context, token: options.token };
  const inputs = { ...metadata?.defaults, ...options.inputs };
  const env: Record<string, string> = {
    CI: 'true',
    HOME: root,
    LANG: 'C.UTF-8',
    PATH: process.env['PATH'] ?? '',
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'simulated',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: tools,
    TMPDIR: temp,
    ...(options.debug === true ? { RUNNER_DEBUG: '1' } : {}),
  };
  for (const [name, value] of Object.entries(context)) env[`GITHUB_${name.toUpperCase()}`] = value;
  for (const [name, value] of Object.entries(inputs))
    env[inputVariable(name)] = evaluate(value, github);
  return { env: { ...env, ...options.env }, entry, workspace, files };
}
