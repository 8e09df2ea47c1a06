import { immediate } from './database/open.ts';
import type { Dispatch, Repository } from './database/schema.ts';
import { later } from './dispatch/timings.ts';
import { workflowOf } from './outbox-group.ts';
import { changeGroup, nextPoll, observeRun, readGroup, tryAgain } from './outbox-states.ts';
import type { OutboxContext } from './outbox.ts';

/**
 * GitHub was not clear about it, or the process died before it read the answer: is there a run with our
 * id in its title? Only when none has come for long enough is it asked for once more.
 */
export async function look(
  context: OutboxContext,
  row: Dispatch,
  signal: AbortSignal,
): Promise<void> {
  const { ports, timings, runs } = context;
  const until = later(ports.clock.now(), timings.requestMs + timings.lookEveryMs);
  if (!(await take(context, row, until))) return;
  const workflow = workflowOf(await repositoryOf(context, row));
  // The clocks of GitHub and of this machine may differ.
  const since = new Date(Date.parse(row.created_at) - 300_000);
  const found = await runs.find(workflow, { title: row.id, since }, signal);
  await immediate(ports.db, async (trx) => {
    if (found !== undefined) {
      const { kind } = await observeRun(trx, row.id, found, context.stateOptions());
      if (kind !== 'nothing') return;
    }
    const leader = await trx
      .selectFrom('dispatches')
      .selectAll()
      .where('id', '=', row.id)
      .where('state', '=', 'sending')
      .where('attempts', '=', row.attempts)
      .executeTakeFirst();
    if (leader === undefined) return;
    const now = ports.clock.now();
    const group = await readGroup(trx, leader);
    if (now.getTime() < Date.parse(leader.updated_at) + timings.lookForMs) {
      await changeGroup(trx, group, { due_at: later(now, timings.lookEveryMs) }, now);
      return;
    }
    const why = leader.last_error ?? 'GitHub took the request, but no workflow run appeared';
    ports.log.warn('no workflow run appeared', { dispatch: row.id, attempt: row.attempts });
    context.count('no-run');
    await tryAgain(trx, group, why, context.stateOptions());
  });
}

/** A run that no webhook has told of for a while is asked after. */
export async function poll(
  context: OutboxContext,
  row: Dispatch,
  signal: AbortSignal,
): Promise<void> {
  const { ports, timings, runs } = context;
  if (!(await take(context, row, nextPoll(row, ports.clock.now(), timings)))) return;
  const { github_run_id: runId } = row;
  if (runId === null) return;
  const workflow = workflowOf(await repositoryOf(context, row));
  const run = await runs.get(workflow, runId, signal);
  await immediate(ports.db, (trx) => observeRun(trx, row.id, run, context.stateOptions()));
}

/** Puts a dispatch off; false: somebody else has it, or it moved on. */
export async function take(
  { ports }: OutboxContext,
  row: Dispatch,
  until: string,
): Promise<boolean> {
  const { numUpdatedRows } = await ports.db
    .updateTable('dispatches')
    .set({ due_at: until })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .where('due_at', '=', row.due_at)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function repositoryOf({ ports }: OutboxContext, row: Dispatch): Promise<Repository> {
  return await ports.db
    .selectFrom('repositories')
    .selectAll()
    .where('id', '=', row.repository_id)
    .executeTakeFirstOrThrow();
}
