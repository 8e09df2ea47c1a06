import { parse } from 'yaml';

import { resolveRef } from './history.ts';
import { workflowId } from './run-shapes.ts';
import type { Permissions } from './tokens.ts';
import type { Repository } from './world.ts';

export interface WorkflowJob {
  readonly environment: string | undefined;
  /** Of the job, else of the whole file; undefined: neither says any. */
  readonly permissions: Permissions | undefined;
}

/** As much of a workflow file as the simulator acts on. */
export interface Workflow {
  /** `.github/workflows/certferry.yml` */
  readonly path: string;
  readonly name: string;
  readonly runName: string | undefined;
  /** Undefined: it has no `workflow_dispatch` trigger. */
  readonly inputs:
    | Readonly<Record<string, { required?: boolean; default?: string | number | boolean }>>
    | undefined;
  readonly jobs: ReadonlyMap<string, WorkflowJob>;
}

interface JobText {
  readonly environment?: string | { readonly name: string };
  readonly permissions?: Permissions;
}

interface WorkflowText {
  readonly name?: string;
  readonly 'run-name'?: string;
  readonly on?: unknown;
  readonly permissions?: Permissions;
  readonly jobs?: Readonly<Record<string, JobText>>;
}

/** A workflow as its file on the default branch says; by file name or by id. */
export function workflowAt(repository: Repository, name: string): Workflow | undefined {
  const tip = resolveRef(repository, repository.defaultBranch);
  const path = [...(tip?.files.keys() ?? [])].find(
    (file) => file === `.github/workflows/${name}` || String(workflowId(file)) === name,
  );
  const text = path === undefined ? undefined : tip?.files.get(path);
  return path === undefined || text === undefined ? undefined : parseWorkflow(path, text);
}

export function parseWorkflow(path: string, text: string): Workflow {
  const file = parse(text) as WorkflowText;
  const triggers = file.on;
  const names =
    typeof triggers === 'string' ? [triggers] : Array.isArray(triggers) ? triggers.map(String) : [];
  const section = (
    triggers as Record<string, { inputs?: Workflow['inputs'] } | null> | undefined
  )?.['workflow_dispatch'];
  const dispatchable = names.includes('workflow_dispatch') || section !== undefined;
  const jobs = Object.entries(file.jobs ?? {}).map(([name, { environment, permissions }]) => {
    const job: WorkflowJob = {
      environment: typeof environment === 'object' ? environment.name : environment,
      permissions: permissions ?? file.permissions,
    };
    return [name, job] as const;
  });
  return {
    path,
    name: file.name ?? path,
    runName: file['run-name'],
    inputs: dispatchable ? (section?.inputs ?? {}) : undefined,
    jobs: new Map(jobs),
  };
}
