import type { Transaction } from 'kysely';

import { immediate } from './database/open.ts';
import type { Database, Dispatch, Repository, TaskRow } from './database/schema.ts';
import type { Workflow } from './dispatch/api.ts';
import { later, type Timings } from './dispatch/timings.ts';
import { changeGroup, isWanted, readTasks } from './outbox-states.ts';
import type { Ports } from './ports.ts';

type Trx = Transaction<Database>;

/** A workflow run that is to be started; that it was is written before it is. */
export interface Intent {
  readonly dispatchId: string;
  readonly attempt: number;
  readonly workflow: Workflow;
  readonly inputs: Readonly<Record<string, string>>;
}

export function workflowOf(repository: Repository): Workflow {
  return {
    fullName: repository.full_name,
    githubId: repository.github_id,
    file: repository.workflow,
    branch: repository.default_branch,
  };
}

const longestNames = 200;

/** For people who look at the run; the claim says what the run may do. */
function taskNames(tasks: readonly TaskRow[]): string {
  const all = tasks
    .map((task) => task.name)
    .sort()
    .join(', ');
  return all.length <= longestNames ? all : `${all.slice(0, longestNames - 1)}…`;
}

/**
 * Decides what goes out with this dispatch and writes down that it goes out now: all that waits for the
 * same file becomes one run. Undefined: not now, or no longer. While certificates keep arriving one
 * after the other it is put off, for a bounded time.
 */
export async function form(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  dispatchId: string,
  timings: Timings,
): Promise<Intent | undefined> {
  const now = clock.now();
  return await immediate(db, async (trx) => {
    const row = await trx
      .selectFrom('dispatches')
      .selectAll()
      .where('id', '=', dispatchId)
      .where('state', '=', 'waiting')
      .where('leader_id', 'is', null)
      .where('due_at', '<=', now.toISOString())
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const repository = await trx
      .selectFrom('repositories')
      .selectAll()
      .where('id', '=', row.repository_id)
      .executeTakeFirstOrThrow();
    if (repository.disabled_at !== null) {
      await cancel(trx, [row], 'the operator has switched this repository off', now);
      return undefined;
    }
    const peers = await peersOf(trx, row);
    const quietAt = holdUntil(row, peers, now, timings);
    if (quietAt !== undefined) {
      await trx
        .updateTable('dispatches')
        .set({ due_at: quietAt })
        .where('id', '=', row.id)
        .execute();
      return undefined;
    }
    const tasks = await wantedTasks(trx, row, peers, now);
    if (tasks === undefined) return undefined;
    return await markSending(trx, { row, tasks, repository }, now, timings);
  });
}

/** Others that wait for the same file, and those that went along at an earlier try. */
async function peersOf(trx: Trx, row: Dispatch): Promise<readonly Dispatch[]> {
  const file = (await readTasks(trx, [row])).get(row.task_id ?? '')?.file;
  return await trx
    .selectFrom('dispatches as dispatch')
    .innerJoin('tasks as task', 'task.id', 'dispatch.task_id')
    .selectAll('dispatch')
    .where('dispatch.repository_id', '=', row.repository_id)
    .where('dispatch.state', '=', 'waiting')
    .where('dispatch.id', '!=', row.id)
    .where((where) =>
      where.or([
        where('dispatch.leader_id', '=', row.id),
        where.and([
          where('dispatch.leader_id', 'is', null),
          where('dispatch.attempts', '=', 0),
          where('task.file', '=', file ?? ''),
        ]),
      ]),
    )
    .orderBy('dispatch.created_at')
    .execute();
}

/** Until when more certificates may come; undefined: it goes out now. */
function holdUntil(
  row: Dispatch,
  peers: readonly Dispatch[],
  now: Date,
  { longestHoldMs }: Timings,
): string | undefined {
  if (row.attempts > 0 || row.reason !== 'issuance') return undefined;
  const arriving = peers.filter((peer) => peer.reason === 'issuance').map((peer) => peer.due_at);
  const last = arriving.sort().at(-1);
  const end = later(new Date(row.created_at), longestHoldMs);
  const until = last === undefined || last > end ? end : last;
  return last !== undefined && last > now.toISOString() && until > now.toISOString()
    ? until
    : undefined;
}

/** The tasks that still want it; what nobody wants any more is cancelled. */
async function wantedTasks(
  trx: Trx,
  row: Dispatch,
  peers: readonly Dispatch[],
  now: Date,
): Promise<{ readonly along: readonly Dispatch[]; readonly live: readonly TaskRow[] } | undefined> {
  const known = await readTasks(trx, [row, ...peers]);
  const taskOf = (dispatch: Dispatch) => known.get(dispatch.task_id ?? '');
  const isLive = (dispatch: Dispatch) =>
    dispatch.task_id === null || isWanted(dispatch, taskOf(dispatch));
  const along = peers.filter(isLive);
  const gone = 'the deployment file no longer holds the task, or it is due at another time now';
  await cancel(
    trx,
    peers.filter((peer) => !isLive(peer)),
    gone,
    now,
  );
  // A run of an earlier try may still come with this id: then it goes on carrying the others.
  const carries = along.some((peer) => peer.leader_id === row.id);
  if (!isLive(row) && !carries) {
    await cancel(trx, [row], gone, now);
    return undefined;
  }
  const live = [row, ...along].filter(isLive).flatMap((dispatch) => taskOf(dispatch) ?? []);
  return { along, live: [...new Set(live)] };
}

async function markSending(
  trx: Trx,
  formed: {
    readonly row: Dispatch;
    readonly tasks: { readonly along: readonly Dispatch[]; readonly live: readonly TaskRow[] };
    readonly repository: Repository;
  },
  now: Date,
  timings: Timings,
): Promise<Intent | undefined> {
  const { row, tasks, repository } = formed;
  const attempt = row.attempts + 1;
  const { numUpdatedRows } = await trx
    .updateTable('dispatches')
    .set({ attempts: attempt })
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', row.attempts)
    .executeTakeFirstOrThrow();
  // Also where transactions run side by side: only one of them sends.
  if (numUpdatedRows !== 1n) return undefined;
  if (tasks.along.length > 0) {
    await trx
      .updateTable('dispatches')
      .set({ leader_id: row.id })
      .where(
        'id',
        'in',
        tasks.along.map((peer) => peer.id),
      )
      .execute();
  }
  await changeGroup(
    trx,
    { leader: row, members: tasks.along, tasks: tasks.live },
    // Should the process die now, this is when somebody looks whether the run exists.
    { state: 'sending', due_at: later(now, timings.requestMs + timings.lookEveryMs) },
    now,
  );
  const file = tasks.live[0]?.file ?? '';
  return {
    dispatchId: row.id,
    attempt,
    workflow: workflowOf(repository),
    inputs: { certferry: row.id, task: taskNames(tasks.live), file },
  };
}

async function cancel(
  trx: Trx,
  dispatches: readonly Dispatch[],
  why: string,
  now: Date,
): Promise<void> {
  if (dispatches.length === 0) return;
  const ids = dispatches.map((dispatch) => dispatch.id);
  await trx
    .updateTable('dispatches')
    .set({ state: 'cancelled', last_error: why, updated_at: now.toISOString() })
    .where((where) => where.or([where('id', 'in', ids), where('leader_id', 'in', ids)]))
    .execute();
}
