import type { Transaction } from 'kysely';

import type { Database, Dispatch, TaskRow } from './database/schema.ts';
import type { WorkflowRun } from './dispatch/api.ts';
import { judge, judgeGone, type Judgement } from './dispatch/observe.ts';
import { later, type Timings } from './dispatch/timings.ts';
import { scheduleKey } from './tasks.ts';

type Trx = Transaction<Database>;

/** Something an operator and the contacts must be told; the transaction it happens in is handed along. */
export interface GivenUp {
  /** Null: nothing was ever sent. */
  readonly dispatchId: string | null;
  readonly repositoryId: string;
  readonly taskIds: readonly string[];
  readonly why: string;
}

export interface StateOptions {
  readonly now: Date;
  readonly timings: Timings;
  /** Called in the transaction that gives a dispatch up, so that the notice is as durable as that. */
  readonly onGivenUp: (trx: Trx, givenUp: GivenUp) => Promise<void>;
}

/** A dispatch with the others that its run carries, and the tasks of all of them. */
export interface Group {
  readonly leader: Dispatch;
  readonly members: readonly Dispatch[];
  /** Tasks that the file still holds, and that this dispatch is still meant for. */
  readonly tasks: readonly TaskRow[];
}

/** Whether the task still wants what the dispatch was written for. */
export function isWanted(
  dispatch: Pick<Dispatch, 'reason' | 'dedup_key'>,
  task: TaskRow | undefined,
): task is TaskRow {
  if (task === undefined || task.cancelled_at !== null) return false;
  return dispatch.reason !== 'schedule' || dispatch.dedup_key === scheduleKey(task);
}

export async function readTasks(
  trx: Trx,
  dispatches: readonly Dispatch[],
): Promise<ReadonlyMap<string, TaskRow>> {
  const ids = [...new Set(dispatches.flatMap(({ task_id: id }) => (id === null ? [] : [id])))];
  if (ids.length === 0) return new Map();
  const rows = await trx.selectFrom('tasks').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export async function readGroup(trx: Trx, leader: Dispatch): Promise<Group> {
  const members = await trx
    .selectFrom('dispatches')
    .selectAll()
    .where('leader_id', '=', leader.id)
    .orderBy('created_at')
    .execute();
  const all = [leader, ...members];
  const known = await readTasks(trx, all);
  const wanted = all.flatMap((dispatch) => {
    const task = known.get(dispatch.task_id ?? '');
    return isWanted(dispatch, task) ? [task] : [];
  });
  return { leader, members, tasks: [...new Set(wanted)] };
}

const taskStates: Partial<Record<Dispatch['state'], TaskRow['state']>> = {
  sending: 'scheduling',
  sent: 'scheduling',
  running: 'processing',
  error: 'error',
  lost: 'error',
  cancelled: 'cancelled',
};

type Change = Partial<
  Pick<Dispatch, 'state' | 'due_at' | 'github_run_id' | 'run_url' | 'last_error'>
>;

/**
 * Writes a dispatch, the others that its run carries, and what their tasks show. `updated_at` is when
 * the state changed last, not when the row was written.
 */
export async function changeGroup(
  trx: Trx,
  { leader, tasks }: Group,
  change: Change,
  now: Date,
): Promise<void> {
  const moved = change.state !== undefined && change.state !== leader.state;
  const stamp = moved ? { updated_at: now.toISOString() } : {};
  await trx
    .updateTable('dispatches')
    .set({ ...change, ...stamp })
    .where((where) => where.or([where('id', '=', leader.id), where('leader_id', '=', leader.id)]))
    .execute();
  const state = change.state === undefined ? undefined : taskStates[change.state];
  if (state === undefined || tasks.length === 0) return;
  await trx
    .updateTable('tasks')
    .set({ state })
    .where(
      'id',
      'in',
      tasks.map((task) => task.id),
    )
    .execute();
}

/** When a run is asked after next: the longer nothing has changed, the seldomer. */
export function nextPoll(dispatch: Dispatch, now: Date, timings: Timings): string {
  const since = now.getTime() - Date.parse(dispatch.updated_at);
  const pause = Math.min(timings.slowestPollMs, Math.max(timings.firstPollMs, since / 2));
  return later(now, Math.round(pause));
}

/**
 * Asks for a run once more after a pause, or gives up when that was done often enough. Only for
 * dispatches of which it is certain, or long past doubt, that no run of theirs will begin.
 */
export async function tryAgain(
  trx: Trx,
  group: Group,
  why: string,
  options: StateOptions,
): Promise<'waiting' | 'lost'> {
  const { now, timings } = options;
  const pauseMs = timings.backoffMs[Math.max(0, group.leader.attempts - 1)];
  if (pauseMs === undefined) {
    await giveUp(trx, group, why, options);
    return 'lost';
  }
  const due = later(now, pauseMs);
  // The id of a run that came to nothing is kept: see `judge`.
  const change = { state: 'waiting', due_at: due, run_url: null, last_error: why } as const;
  await changeGroup(trx, group, change, now);
  return 'waiting';
}

async function giveUp(trx: Trx, group: Group, why: string, options: StateOptions): Promise<void> {
  await changeGroup(trx, group, { state: 'lost', last_error: why }, options.now);
  await options.onGivenUp(trx, {
    dispatchId: group.leader.id,
    repositoryId: group.leader.repository_id,
    taskIds: group.tasks.map((task) => task.id),
    why,
  });
}

async function readLeader(trx: Trx, id: string): Promise<Dispatch | undefined> {
  return await trx.selectFrom('dispatches').selectAll().where('id', '=', id).executeTakeFirst();
}

/**
 * Takes down what GitHub shows of a run (undefined: it no longer has it). Resolves to the judgement.
 * Safe to repeat and in any order.
 */
export async function observeRun(
  trx: Trx,
  dispatchId: string,
  run: WorkflowRun | undefined,
  options: StateOptions,
): Promise<Judgement> {
  const { now, timings } = options;
  const leader = await readLeader(trx, dispatchId);
  if (leader === undefined) return { kind: 'nothing' };
  const judgement = run === undefined ? judgeGone(leader) : judge(leader, run);
  if (judgement.kind === 'nothing') return judgement;
  const group = await readGroup(trx, leader);
  switch (judgement.kind) {
    case 'alive': {
      // A run that waits again (a second job, an approval) has begun all the same.
      const running = judgement.running || leader.state === 'running';
      await changeGroup(
        trx,
        group,
        {
          state: running ? 'running' : 'sent',
          github_run_id: run?.id ?? leader.github_run_id,
          run_url: run?.url ?? leader.run_url,
          due_at: nextPoll(leader, now, timings),
        },
        now,
      );
      return judgement;
    }
    case 'over':
      await changeGroup(trx, group, { state: judgement.state, last_error: judgement.why }, now);
      if (judgement.state === 'error') {
        await options.onGivenUp(trx, {
          dispatchId,
          repositoryId: leader.repository_id,
          taskIds: group.tasks.map((task) => task.id),
          why: judgement.why,
        });
      }
      return judgement;
    case 'never':
      await tryAgain(trx, group, judgement.why, options);
      return judgement;
  }
}
