import type { Transaction } from 'kysely';
import type { z } from 'zod';

import type { ClaimReply } from '../shared/wire/receiver.ts';
import { immediate } from './database/open.ts';
import type { Database, Dispatch, Repository } from './database/schema.ts';
import { claimText, parseClaim, type Claim } from './dispatch/observe.ts';
import { later, type Timings } from './dispatch/timings.ts';
import { changeGroup, readGroup, type Group } from './outbox-states.ts';
import type { Ports } from './ports.ts';
import { Problem, problems } from './problem.ts';

type Reply = z.infer<typeof ClaimReply>;

/** A run that says that it is the one. */
export interface Claimant extends Claim {
  readonly repository: Repository;
}

const noLaterThanMs = 600_000;

function refuse(code: string, detail: string): Problem {
  return new Problem({
    status: 409,
    code,
    title: 'This run does not carry the dispatch',
    detail,
  });
}

function minutes(ms: number): string {
  const whole = Math.round(ms / 60_000);
  return whole < 120 ? `${whole} minutes` : `${Math.round(whole / 60)} hours`;
}

/** Said where a task at its time was only noticed much later. */
function noteOf({ leader, tasks }: Group): string | null {
  const due = tasks.find((task) => task.id === leader.task_id)?.deploy_at ?? null;
  if (leader.reason !== 'schedule' || due === null) return null;
  const lateMs = Date.parse(leader.created_at) - Date.parse(due);
  if (lateMs < noLaterThanMs) return null;
  return `this task was due at ${due} and is ${minutes(lateMs)} late: the receiver was not running then`;
}

/**
 * The first run that asks carries the dispatch; every other is refused, so that no dispatch is deployed
 * twice however many runs GitHub made of it. A re-run of the same run may ask again. The reply says what
 * the run may touch. Safe to repeat.
 */
export async function claimDispatch(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  dispatchId: string,
  claimant: Claimant,
  timings: Timings,
): Promise<Reply> {
  const { repository, runId, attempt } = claimant;
  const now = clock.now();
  return await immediate(db, async (trx) => {
    const leader = await trx
      .selectFrom('dispatches')
      .selectAll()
      .where('id', '=', dispatchId)
      .where('repository_id', '=', repository.id)
      .where('leader_id', 'is', null)
      .executeTakeFirst();
    if (leader === undefined) throw problems.notFound('this repository has no such dispatch');
    refuseOther(leader, { runId, attempt });
    const group = await readGroup(trx, leader);
    if (leader.task_id !== null && group.tasks.length === 0) {
      throw refuse(
        'DISPATCH_CANCELLED',
        'the deployment file no longer holds the task, or it is due at another time now',
      );
    }
    await take(trx, leader, { runId, attempt });
    await changeGroup(
      trx,
      group,
      {
        state: 'running',
        github_run_id: runId,
        due_at: later(now, timings.firstPollMs),
      },
      now,
    );
    const ids = group.tasks.map((task) => task.id);
    const covered =
      ids.length === 0
        ? []
        : await trx
            .selectFrom('task_resources')
            .select(['task_id', 'resource'])
            .where('task_id', 'in', ids)
            .orderBy('resource')
            .execute();
    return replyOf(group, covered);
  });
}

/** Also where transactions run side by side: only one of them finds the claim as it was read. */
async function take(trx: Transaction<Database>, leader: Dispatch, claim: Claim): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('dispatches')
    .set({ claimed_by: claimText(claim) })
    .where('id', '=', leader.id)
    .where('claimed_by', leader.claimed_by === null ? 'is' : '=', leader.claimed_by)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw refuse('ALREADY_CLAIMED', 'another run carries it already');
}

function refuseOther({ claimed_by: by }: Dispatch, { runId, attempt }: Claim): void {
  const claim = parseClaim(by);
  if (claim === undefined) return;
  if (claim.runId !== runId) {
    throw refuse('ALREADY_CLAIMED', `run ${claim.runId} carries it already`);
  }
  if (claim.attempt > attempt) {
    throw refuse('ALREADY_CLAIMED', `attempt ${claim.attempt} of this run carries it already`);
  }
}

function replyOf(
  group: Group,
  covered: readonly { readonly task_id: string; readonly resource: string }[],
): Reply {
  const { leader, tasks } = group;
  const replies = tasks.map((task) => ({
    name: task.name,
    extend: task.extend === 1,
    covered: covered.filter((one) => one.task_id === task.id).map((one) => one.resource),
  }));
  return {
    task: replies.length === 1 ? (replies[0]?.name ?? null) : null,
    file: tasks[0]?.file ?? null,
    reason: leader.reason,
    extend: replies.length > 0 && replies.every((task) => task.extend),
    covered: [...new Set(covered.map((one) => one.resource))].sort(),
    tasks: replies,
    note: noteOf(group),
  };
}
