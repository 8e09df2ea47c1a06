import type { Conclusion, TakenRun } from '../simulators/github/runners.ts';
import type { TriggerEvent } from '../simulators/github/trigger.ts';
import type { WorkflowRun } from '../simulators/github/world.ts';
import { holds, textOf, textsOf, type Scope } from './workflow-runner-expressions.ts';
import { readWorkflow, type JobFile, type WorkflowFile } from './workflow-runner-file.ts';
import {
  createConcurrencyGroups,
  createReviews,
  type Concurrency,
  type EnvironmentSettings,
  type Reviews,
} from './workflow-runner-gates.ts';
import { runJob, type JobEnd, type Site } from './workflow-runner-job.ts';
import { starts } from './workflow-runner-triggers.ts';

export type { JobEnd, StepEnd } from './workflow-runner-job.ts';

export interface WorkflowRunnerOptions extends Omit<Site, 'immutableSubject' | 'onLine'> {
  /** Of the repository, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** By name; one that a workflow names and nobody has set up has no rules, as on GitHub. */
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
  readonly immutableSubject?: boolean;
  readonly onLine?: (line: string) => void;
}

export interface RunEnd {
  readonly run: WorkflowRun;
  readonly file: WorkflowFile;
  readonly jobs: readonly JobEnd[];
}

/**
 * GitHub's side of a workflow file, by its own parser and expressions: which workflows an event starts,
 * which jobs run and when, with which token, secrets and identity, and what each step is given. What it
 * does not know it refuses to run.
 */
export interface WorkflowRunner {
  readonly reviews: Reviews;
  /** Queues a run of every workflow that the event starts. */
  start(event: TriggerEvent): Promise<readonly WorkflowRun[]>;
  /** Rejects where the run could not be carried out as its file says. */
  ended(run: WorkflowRun): Promise<RunEnd>;
  /** Both, for an event that starts exactly one workflow. */
  run(event: TriggerEvent): Promise<RunEnd>;
}

/** Takes up every run of the simulated GitHub from now on. */
export function createWorkflowRunner(options: WorkflowRunnerOptions): WorkflowRunner {
  const { github } = options;
  const site: Site = { immutableSubject: false, onLine: () => {}, ...options };
  const groups = createConcurrencyGroups();
  const reviews = createReviews();
  const ends = new Map<string, RunEnd | Error>();

  function filesAt(sha: string): ReadonlyMap<string, string> {
    return github.state.commits.get(sha)?.files ?? new Map<string, string>();
  }

  async function carryOut(taken: TakenRun): Promise<Conclusion> {
    const { run, attempt, workflow } = taken;
    const key = `${run.id}.${attempt}`;
    try {
      const text = filesAt(run.headSha).get(workflow.path) ?? '';
      const file = await readWorkflow(workflow.path, text);
      const jobs = await runJobs(taken, file);
      ends.set(key, { run, file, jobs });
      return conclusionOf(jobs);
    } catch (cause) {
      // Whoever waits for the run learns it.
      ends.set(key, new Error(`run ${key} of ${workflow.path} was not carried out`, { cause }));
      return 'failure';
    }
  }

  async function runJobs(taken: TakenRun, file: WorkflowFile): Promise<readonly JobEnd[]> {
    const untrusted = isUntrusted(taken.event);
    const base = contextsOf(taken, file);
    const results = new Map<string, Promise<JobEnd>>();
    // GitHub's schema has refused circles of needs.
    const resultOf = (job: JobFile): Promise<JobEnd> => {
      const known = results.get(job.id);
      if (known !== undefined) return known;
      const result = oneJob(job);
      results.set(job.id, result);
      return result;
    };
    const oneJob = async (job: JobFile): Promise<JobEnd> => {
      const before = await Promise.all(
        file.jobs.filter(({ id }) => job.needs.includes(id)).map(resultOf),
      );
      const needs = Object.fromEntries(
        before.map(({ id, conclusion }) => [id, { result: conclusion, outputs: {} }]),
      );
      const contexts = { ...base, needs };
      const status = {
        failed: before.some(({ conclusion }) => conclusion !== 'success'),
        cancelled: false,
      };
      const { environment, concurrency } = placeOf(job, { contexts });
      const ended = (conclusion: JobEnd['conclusion']): JobEnd => ({
        id: job.id,
        conclusion,
        environment,
        concurrency,
        permissions: job.permissions,
        steps: [],
      });
      if (!holds(job.condition, { contexts, status })) return ended('skipped');
      const settings = options.environments?.[environment ?? ''] ?? {};
      if (environment !== undefined && settings.refs?.includes(taken.event.ref) === false) {
        return ended('failure');
      }
      if (environment !== undefined && settings.reviewed === true) {
        taken.run.status = 'waiting';
        const decision = await reviews.ask({ run: taken.run.id, job: job.id, environment });
        taken.run.status = 'in_progress';
        if (decision === 'rejected') return ended('failure');
      }
      const stop = new AbortController();
      const turn =
        concurrency === undefined
          ? undefined
          : await groups.enter(concurrency, () => {
              stop.abort();
            });
      if (turn?.result === 'cancelled') return ended('cancelled');
      const secrets = untrusted ? {} : { ...options.secrets, ...settings.secrets };
      const place = { environment, concurrency, secrets, untrusted, cancelled: stop.signal };
      return await runJob({ taken, job, contexts, ...place }, site).finally(() => turn?.leave());
    };
    return await Promise.all(file.jobs.map(resultOf));
  }

  github.runners.start(carryOut);

  const runner: WorkflowRunner = {
    reviews,
    async start(event) {
      const runs: WorkflowRun[] = [];
      for (const [path, text] of filesAt(event.sha)) {
        if (!path.startsWith('.github/workflows/')) continue;
        const file = await readWorkflow(path, text);
        if (!starts(file.events, event, github.state)) continue;
        const scope = { contexts: { github: { event_name: event.name }, inputs: inputsOf(event) } };
        const title = file.runName === undefined ? '' : textOf(file.runName, scope);
        const workflow = path.split('/').at(-1) ?? '';
        runs.push(github.startRun(event, { workflow, ...(title === '' ? {} : { title }) }));
      }
      return runs;
    },
    async ended(run) {
      await github.runners.ended(run);
      const end = ends.get(`${run.id}.${run.attempt}`);
      if (end === undefined) throw new Error(`run ${run.id} ended without any job`);
      if (end instanceof Error) throw end;
      return end;
    },
    async run(event) {
      const [run, ...others] = await runner.start(event);
      if (run === undefined || others.length > 0) {
        throw new Error(`${event.name} starts ${others.length + (run === undefined ? 0 : 1)} runs`);
      }
      return await runner.ended(run);
    },
  };
  return runner;
}

function inputsOf(event: TriggerEvent): Readonly<Record<string, unknown>> {
  return (event.payload['inputs'] ?? {}) as Readonly<Record<string, unknown>>;
}

/** Its code comes from elsewhere: GitHub gives such a run a read-only token and no secret. */
function isUntrusted(event: TriggerEvent): boolean {
  interface Side {
    readonly repo: { readonly full_name: string } | null;
  }
  const pull = event.payload['pull_request'] as { readonly head: Side } | undefined;
  const isFork = pull !== undefined && pull.head.repo?.full_name !== event.repository;
  return isFork || event.actor === 'dependabot[bot]';
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/contexts */
function contextsOf(taken: TakenRun, file: WorkflowFile): Readonly<Record<string, unknown>> {
  const { event, run, attempt, repository } = taken;
  const declared = file.events.workflow_dispatch?.inputs ?? {};
  const defaults =
    event.name === 'workflow_dispatch'
      ? Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, one.default ?? '']))
      : {};
  return {
    github: {
      actor: event.actor,
      base_ref: event.baseRef,
      event: event.payload,
      event_name: event.name,
      head_ref: event.headRef,
      ref: event.ref,
      ref_name: event.ref.replace(/^refs\/(?:heads|tags|pull)\//u, ''),
      repository: repository.name,
      repository_owner: repository.name.split('/')[0],
      run_attempt: String(attempt),
      run_id: String(run.id),
      run_number: String(run.number),
      sha: event.sha,
      workflow: file.name,
    },
    inputs: { ...defaults, ...inputsOf(event) },
  };
}

function placeOf(
  { environment, concurrency }: JobFile,
  scope: Scope,
): { readonly environment: string | undefined; readonly concurrency: Concurrency | undefined } {
  const named = environment?.isScalar === true ? { name: textOf(environment, scope) } : undefined;
  const { name } = named ?? textsOf(environment, scope);
  const {
    group,
    'cancel-in-progress': cancel,
    queue,
  } = concurrency?.isScalar === true
    ? { group: textOf(concurrency, scope) }
    : textsOf(concurrency, scope);
  if (queue === 'max' && cancel === 'true') {
    throw new Error('a group that cancels what is in progress has no queue');
  }
  return {
    environment: name,
    concurrency:
      group === undefined
        ? undefined
        : { group, cancelInProgress: cancel === 'true', queue: queue === 'max' ? 'max' : 'single' },
  };
}

function conclusionOf(jobs: readonly JobEnd[]): Conclusion {
  const ends = jobs.map(({ conclusion }) => conclusion);
  if (ends.includes('failure')) return 'failure';
  return ends.includes('cancelled') ? 'cancelled' : 'success';
}
