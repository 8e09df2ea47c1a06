import { setTimeout as delay } from 'node:timers/promises';

import { beginRun, endRun } from './runs.ts';
import type { TriggerEvent } from './trigger.ts';
import { parseWorkflow, type Workflow } from './workflow-file.ts';
import {
  fullName,
  type Repository,
  type RunMoment,
  type WorkflowRun,
  type World,
} from './world.ts';

/** One attempt of a workflow run that a runner has taken up. */
export interface TakenRun {
  readonly repository: {
    /** `owner/name` */
    readonly name: string;
    readonly id: number;
    readonly ownerId: number;
  };
  readonly run: WorkflowRun;
  readonly attempt: number;
  readonly event: TriggerEvent;
  /** As the file says at the commit of the run. */
  readonly workflow: Workflow;
}

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'timed_out';

/** Carries out the jobs of a run. */
export type Work = (taken: TakenRun) => Promise<Conclusion>;

export interface RunFault {
  readonly kind:
    /** It stays `queued`: no runner is free, ever. */
    | 'never-starts'
    /** It stays `waiting` until somebody approves its environment. */
    | 'waits'
    /** It fails before any job begins: the workflow file is wrong, or a policy forbids it. */
    | 'startup-failure'
    /** The runner takes it up and is gone before the first step. */
    | 'runner-lost';
  /** Only runs of this event. */
  readonly event?: string;
  /** How many runs meet it. Default 1. */
  readonly times?: number;
}

/** The runners of all repositories. */
export interface Runners {
  /** From now on runs that are queued are taken up, each at once and beside the others. */
  start(work: Work): void;
  /** What the next runs meet, in this order. */
  fault(fault: RunFault): void;
  /** Lets a run go on that `never-starts` or `waits` holds. */
  release(run: WorkflowRun): void;
  /** Resolves when this attempt has ended, also to one that ended before. */
  ended(run: WorkflowRun, attempt?: number): Promise<void>;
  /** Resolves when every run that was taken up has ended. */
  idle(): Promise<void>;
}

const key = (run: WorkflowRun, attempt: number) => `${run.id}.${attempt}`;

export function createRunners(world: World, onDefect: (thrown: unknown) => void): Runners {
  let work: Work | undefined;
  const faults: { readonly fault: RunFault; left: number }[] = [];
  const held = new Map<WorkflowRun, Repository>();
  const underWay = new Set<Promise<void>>();
  const ends = new Map<string, PromiseWithResolvers<void>>();

  function endOf(run: WorkflowRun, attempt: number): PromiseWithResolvers<void> {
    const known = ends.get(key(run, attempt)) ?? Promise.withResolvers<void>();
    ends.set(key(run, attempt), known);
    return known;
  }

  function meets(run: WorkflowRun): RunFault | undefined {
    const found = faults.find(
      ({ fault, left }) => left > 0 && (fault.event ?? run.event) === run.event,
    );
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }

  async function carryOut(repository: Repository, run: WorkflowRun): Promise<void> {
    const fault = meets(run);
    // A dispatch is answered before its run begins.
    await delay(5);
    switch (fault?.kind) {
      case 'never-starts':
      case 'waits':
        if (fault.kind === 'waits') run.status = 'waiting';
        held.set(run, repository);
        return;
      case 'startup-failure':
        endRun(world, repository, run, 'startup_failure');
        return;
      case 'runner-lost':
        beginRun(world, repository, run);
        endRun(world, repository, run, 'failure');
        return;
      case undefined:
        await begin(repository, run);
    }
  }

  async function begin(repository: Repository, run: WorkflowRun): Promise<void> {
    // Somebody may have cancelled or ended it meanwhile.
    if (work === undefined || run.status === 'completed') return;
    const { attempt, trigger } = run;
    const text = repository.commits.get(run.headSha)?.files.get(run.path);
    if (text === undefined) {
      endRun(world, repository, run, 'startup_failure');
      return;
    }
    beginRun(world, repository, run);
    const workflow = parseWorkflow(run.path, text);
    const { id, owner } = repository;
    const place = { name: fullName(repository), id, ownerId: owner.id };
    let conclusion: Conclusion = 'failure';
    try {
      conclusion = await work({ repository: place, run, attempt, event: trigger, workflow });
    } finally {
      endRun(world, repository, run, conclusion);
    }
  }

  function follow(promise: Promise<void>): void {
    const followed = promise.catch(onDefect).finally(() => underWay.delete(followed));
    underWay.add(followed);
  }

  world.runListeners.add(({ repository, run, action }: RunMoment) => {
    if (action === 'completed') endOf(run, run.attempt).resolve();
    if (work === undefined) return;
    if (action === 'requested' || action === 'repeated') follow(carryOut(repository, run));
  });

  return {
    start(given) {
      work = given;
    },
    fault(fault) {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    release(run) {
      const repository = held.get(run);
      if (repository === undefined) throw new Error(`run ${run.id} is not held`);
      held.delete(run);
      follow(begin(repository, run));
    },
    ended: async (run, attempt = run.attempt) => await endOf(run, attempt).promise,
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
