import type { EventsConfig } from '@actions/workflow-parser/model/workflow-template';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';

import type { Permissions } from '../simulators/github/tokens.ts';
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from './workflow-runner-library.ts';

export interface StepFile {
  readonly id: string;
  /** `actions/checkout`, without its version. */
  readonly uses: string;
  /** With `success()` added where it asks for no status. */
  readonly condition: string;
  readonly env: TemplateToken | undefined;
  readonly with: TemplateToken | undefined;
}

export interface JobFile {
  readonly id: string;
  readonly needs: readonly string[];
  readonly condition: string;
  readonly permissions: Permissions;
  readonly environment: TemplateToken | undefined;
  readonly concurrency: TemplateToken | undefined;
  readonly steps: readonly StepFile[];
}

/** A workflow file as GitHub's own parser reads it. */
export interface WorkflowFile {
  readonly path: string;
  readonly name: string;
  readonly runName: TemplateToken | undefined;
  readonly events: EventsConfig;
  readonly jobs: readonly JobFile[];
}

/** Keys that the runner carries out; a workflow with any other one would be run wrongly. */
const known = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'jobs'],
  job: [
    'if',
    'needs',
    'runs-on',
    'timeout-minutes',
    'environment',
    'concurrency',
    'permissions',
    'steps',
  ],
  step: ['id', 'name', 'if', 'uses', 'with', 'env'],
} as const;

function mapping(token: TemplateToken, what: keyof typeof known, path: string) {
  const found = new Map<string, TemplateToken>();
  for (const { key, value } of token.assertMapping(what)) {
    const name = key.toString();
    if (!known[what].some((one) => one === name)) {
      throw new Error(`${path}: this runner does not carry out "${name}" of a ${what}`);
    }
    found.set(name, value);
  }
  return found;
}

function permissionsOf(token: TemplateToken | undefined): Permissions | undefined {
  if (token === undefined) return undefined;
  const granted: Record<string, 'read' | 'write'> = {};
  for (const { key, value } of token.assertMapping('permissions')) {
    const level = value.assertString('permission').value;
    if (level === 'read' || level === 'write') granted[key.toString()] = level;
    else if (level !== 'none') throw new Error(`there is no permission "${level}"`);
  }
  return granted;
}

/** Throws with everything that GitHub's schema says against the file. */
export async function readWorkflow(path: string, content: string): Promise<WorkflowFile> {
  const { context, value } = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
  const flaws = () => context.errors.getErrors().map(({ message }) => message);
  if (value === undefined || flaws().length > 0) throw new Error(flaws().join('\n'));
  const template = await convertWorkflowTemplate(context, value);
  if (flaws().length > 0) throw new Error(flaws().join('\n'));
  const root = mapping(value, 'workflow', path);
  const byDefault = permissionsOf(root.get('permissions'));
  const bodies = root.get('jobs')?.assertMapping('jobs');
  const jobs = template.jobs.map((job): JobFile => {
    const body = bodies?.find(job.id.value);
    if (job.type !== 'job' || body === undefined) throw new Error(`${path}: no plain job`);
    const keys = mapping(body, 'job', path);
    const permissions = permissionsOf(keys.get('permissions')) ?? byDefault;
    if (permissions === undefined) {
      throw new Error(
        `${path}: the token of "${job.id.value}" would have what the repository says`,
      );
    }
    const steps = keys.get('steps')?.assertSequence('steps');
    return {
      id: job.id.value,
      needs: (job.needs ?? []).map((one) => one.value),
      condition: job.if.expression,
      permissions,
      environment: keys.get('environment'),
      concurrency: keys.get('concurrency'),
      steps: job.steps.map((step, index) => {
        const own = mapping(steps?.get(index) ?? body, 'step', path);
        if (!('uses' in step)) throw new Error(`${path}: a step of "${job.id.value}" uses nothing`);
        return {
          id: step.id,
          uses: step.uses.value.split('@')[0] ?? '',
          condition: step.if.expression,
          env: own.get('env'),
          with: own.get('with'),
        };
      }),
    };
  });
  return {
    path,
    name: root.get('name')?.assertString('name').value ?? path,
    runName: root.get('run-name'),
    events: template.events,
    jobs,
  };
}
