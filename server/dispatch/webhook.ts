import type { Transaction } from 'kysely';
import { z } from 'zod';

import { timestamp } from '../clock.ts';
import { immediate } from '../database/open.ts';
import type { Database, Repository } from '../database/schema.ts';
import { observeRun, type StateOptions } from '../outbox-states.ts';
import type { Ports } from '../ports.ts';
import { WorkflowRun } from './api.ts';

type Trx = Transaction<Database>;

/** What is read of a `workflow_run` event. */
export const WorkflowRunEvent = z.object({
  action: z.string().max(100),
  workflow_run: WorkflowRun,
  repository: z.object({ id: z.int(), full_name: z.string().max(300) }),
});
export type WorkflowRunEvent = z.infer<typeof WorkflowRunEvent>;

export interface Handled {
  /** True: this delivery came before; the outcome is the one of then. */
  readonly duplicate: boolean;
  readonly outcome: string;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/u;

/**
 * Takes down what GitHub tells of a workflow run: once per delivery, in whatever order they come. What
 * a run that is over still holds of the quota is refunded.
 */
export async function handleWorkflowRun(
  { db, clock, ledger }: Pick<Ports, 'db' | 'clock' | 'ledger'>,
  delivery: { readonly guid: string; readonly event: WorkflowRunEvent },
  stateOptions: () => StateOptions,
): Promise<Handled> {
  const { guid, event } = delivery;
  const { workflow_run: run } = event;
  const { repositoryId, ...handled } = await immediate(db, async (trx) => {
    const { numInsertedOrUpdatedRows: inserted } = await trx
      .insertInto('github_deliveries')
      .values({
        guid,
        event: `workflow_run.${event.action}`,
        outcome: 'begun',
        received_at: timestamp(clock),
      })
      .onConflict((conflict) => conflict.column('guid').doNothing())
      .executeTakeFirstOrThrow();
    const repository = await knownRepository(trx, event);
    if (inserted !== 1n) {
      const { outcome } = await trx
        .selectFrom('github_deliveries')
        .select('outcome')
        .where('guid', '=', guid)
        .executeTakeFirstOrThrow();
      return { duplicate: true, outcome, repositoryId: repository?.id };
    }
    const outcome =
      repository === undefined
        ? 'repository not registered'
        : await takeDown(trx, repository, run, stateOptions());
    await trx.updateTable('github_deliveries').set({ outcome }).where('guid', '=', guid).execute();
    return { duplicate: false, outcome, repositoryId: repository?.id };
  });
  // Also for a duplicate: the process may have died between the two the first time.
  if (run.status === 'completed' && repositoryId !== undefined) {
    await ledger.refundRun({ repositoryId, githubRunId: run.id, attempt: run.attempt });
  }
  return handled;
}

/** Its name is taken over: workflows are started by it, and it may have been renamed. */
async function knownRepository(
  trx: Trx,
  { repository }: WorkflowRunEvent,
): Promise<Repository | undefined> {
  const known = await trx
    .selectFrom('repositories')
    .selectAll()
    .where('github_id', '=', repository.id)
    .executeTakeFirst();
  const { full_name: name } = repository;
  if (known === undefined || known.full_name === name || !/^[\w.-]+\/[\w.-]+$/u.test(name)) {
    return known;
  }
  await trx
    .updateTable('repositories')
    .set({ full_name: name })
    .where('id', '=', known.id)
    .execute();
  return { ...known, full_name: name };
}

async function takeDown(
  trx: Trx,
  repository: Repository,
  run: WorkflowRun,
  options: StateOptions,
): Promise<string> {
  const named = run.event === 'workflow_dispatch' ? uuid.exec(run.title)?.[0] : undefined;
  const dispatches = await trx
    .selectFrom('dispatches')
    .select('id')
    .where('repository_id', '=', repository.id)
    .where('leader_id', 'is', null)
    .where((where) =>
      where.or([where('github_run_id', '=', run.id), where('id', '=', named ?? '')]),
    )
    .execute();
  const outcomes: string[] = [];
  for (const { id } of dispatches) {
    const { kind } = await observeRun(trx, id, run, options);
    outcomes.push(`dispatch ${kind}`);
  }
  if (run.status === 'completed') {
    const tasks = await endTasks(trx, repository, run);
    if (tasks > 0) outcomes.push(`${tasks} tasks without a report`);
  }
  return outcomes.length === 0 ? 'not a run of ours' : outcomes.join(', ');
}

/** Tasks that a push registered and whose run ended without reporting on their file. */
async function endTasks(trx: Trx, repository: Repository, run: WorkflowRun): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('tasks')
    .set({ state: run.conclusion === 'cancelled' ? 'cancelled' : 'error' })
    .where('repository_id', '=', repository.id)
    .where('github_run_id', '=', run.id)
    .where('state', '=', 'processing')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('runs as report')
            .whereRef('report.repository_id', '=', 'tasks.repository_id')
            .whereRef('report.file', '=', 'tasks.file')
            .where('report.github_run_id', '=', run.id)
            .where('report.attempt', '>=', run.attempt)
            .select('report.id'),
        ),
      ),
    )
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('dispatches as dispatch')
            .whereRef('dispatch.task_id', '=', 'tasks.id')
            .where('dispatch.state', '=', 'running')
            .select('dispatch.id'),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
