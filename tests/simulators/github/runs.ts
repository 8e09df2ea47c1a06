import type { TriggerEvent } from './trigger.ts';
import type { Workflow } from './workflow-file.ts';
import type { Account, Repository, RunMoment, WorkflowRun, World } from './world.ts';

/** How a workflow run goes on. Whoever listens to the world is told, in this order. */

function tell(world: World, moment: RunMoment): void {
  for (const listener of world.runListeners) listener(moment);
}

/** A new run that waits for a runner. */
export function queueRun(
  world: World,
  repository: Repository,
  wanted: {
    readonly workflow: Workflow;
    readonly trigger: TriggerEvent;
    readonly actor: Account;
    readonly title?: string;
    readonly inputs?: Readonly<Record<string, string>>;
  },
): WorkflowRun {
  const { workflow, trigger, actor, inputs = {} } = wanted;
  const now = world.now();
  const run: WorkflowRun = {
    id: world.nextId(),
    number: repository.runs.size + 1,
    path: workflow.path,
    name: workflow.name,
    displayTitle: wanted.title ?? workflow.name,
    event: trigger.name,
    headBranch:
      trigger.headRef === '' ? trigger.ref.replace(/^refs\/heads\//u, '') : trigger.headRef,
    headSha: trigger.sha,
    actor,
    inputs,
    trigger,
    createdAt: now,
    attempt: 1,
    status: 'queued',
    conclusion: null,
    updatedAt: now,
  };
  repository.runs.set(run.id, run);
  tell(world, { repository, run, action: 'requested' });
  return run;
}

/** "Re-run all jobs". GitHub sends no `requested` for it. */
export function repeatRun(world: World, repository: Repository, run: WorkflowRun): void {
  if (run.status !== 'completed') throw new Error(`run ${run.id} has not ended`);
  run.attempt += 1;
  change(world, run, 'queued', null);
  tell(world, { repository, run, action: 'repeated' });
}

export function beginRun(world: World, repository: Repository, run: WorkflowRun): void {
  change(world, run, 'in_progress', null);
  tell(world, { repository, run, action: 'in_progress' });
}

export function endRun(
  world: World,
  repository: Repository,
  run: WorkflowRun,
  conclusion: string,
): void {
  change(world, run, 'completed', conclusion);
  tell(world, { repository, run, action: 'completed' });
}

function change(world: World, run: WorkflowRun, status: string, conclusion: string | null): void {
  run.status = status;
  run.conclusion = conclusion;
  run.updatedAt = world.now();
}
