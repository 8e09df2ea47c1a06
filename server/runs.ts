import type { Transaction } from 'kysely';
import type { z } from 'zod';

import type { RunRequest } from '../shared/wire/receiver.ts';
import type { ChangeReport, Report, TaskReport } from '../shared/wire/report.ts';
import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, Dispatch, TaskRow } from './database/schema.ts';
import { parseClaim } from './dispatch/observe.ts';
import { recordProven } from './monitor/deployed.ts';
import { enqueueRun } from './notices/enqueue-run.ts';
import type { Caller } from './oidc.ts';
import { changeGroup, readGroup, type Group } from './outbox-states.ts';
import type { Ports } from './ports.ts';
import { Problem, problems } from './problem.ts';
import { settleByReport } from './run-quota.ts';

type Trx = Transaction<Database>;
type Request = z.infer<typeof RunRequest>;
type RunPorts = Pick<Ports, 'db' | 'clock' | 'ledger'>;

/**
 * One attempt of a run, and one thing that it did with one file. What an attempt has written is undone
 * by its own receipts: the report of a re-run does not take the place of an earlier one.
 */
function reportId({ repository, claims }: Caller, { mode, startedAt, file }: Report): string {
  const began = Date.parse(startedAt);
  return `${repository.github_id}/${claims.runId}/${claims.attempt}/${mode}/${began}/${file}`;
}

/**
 * Keeps the report of a run, settles the dispatch that it claimed, and writes down how its tasks ended
 * and what they cover from now on. That of an older attempt that comes late is kept, and changes nothing
 * else. Quota is settled by it. Safe to repeat.
 */
export async function saveRun(
  ports: RunPorts,
  { repository, claims }: Caller,
  { dispatchId, report }: Request,
): Promise<{ readonly id: string }> {
  const kept = await keepRun(ports, { repository, claims }, { dispatchId, report });
  if (report.mode === 'deploy') {
    const { runId: githubRunId, attempt } = claims;
    await settleByReport(ports, { repository, githubRunId, attempt }, report);
  }
  return kept;
}

async function keepRun(
  { db, clock }: Pick<Ports, 'db' | 'clock'>,
  { repository, claims }: Caller,
  { dispatchId, report }: Request,
): Promise<{ readonly id: string }> {
  const id = reportId({ repository, claims }, report);
  const now = clock.now();
  return await immediate(db, async (trx) => {
    const group =
      dispatchId === null ? null : await claimedGroup(trx, dispatchId, { repository, claims });
    const newer = await trx
      .selectFrom('runs')
      .select('finished_at')
      .where('repository_id', '=', repository.id)
      .where('github_run_id', '=', claims.runId)
      .where('file', '=', report.file)
      .where('attempt', '>', claims.attempt)
      .orderBy('finished_at')
      .executeTakeFirst();
    const finishedAt = newer === undefined ? timestamp(clock) : justBefore(newer.finished_at);
    await writeRun(trx, { id, repository, claims }, { dispatchId, report }, finishedAt);
    if (newer !== undefined) return { id };
    if (group !== null) await settle(trx, group, report, now);
    await recordProven(trx, { repository, event: claims.event, report, now });
    const { attempt } = claims;
    await enqueueRun(trx, { id, attempt, repositoryId: repository.id, report, now });
    if (report.mode !== 'deploy') return { id };

    for (const reported of report.tasks) {
      const task =
        group === null
          ? await liveTask(trx, { repository, claims }, report.file, reported.name)
          : group.tasks.find(({ name }) => name === reported.name);
      if (task === undefined) continue;
      await writeState(trx, task, reported);
      const merged = group === null && claims.event === 'push';
      if (merged || (group !== null && task.extend === 1)) {
        await cover(trx, task, reported, now);
      }
    }
    return { id };
  });
}

/** Lists show runs by when they ended, and take the last one for how things stand. */
function justBefore(time: string): string {
  return new Date(Date.parse(time) - 1).toISOString();
}

async function claimedGroup(
  trx: Trx,
  dispatchId: string,
  { repository, claims }: Caller,
): Promise<Group> {
  const leader = await trx
    .selectFrom('dispatches')
    .selectAll()
    .where('id', '=', dispatchId)
    .where('repository_id', '=', repository.id)
    .executeTakeFirst();
  if (leader === undefined) throw problems.notFound('this repository has no such dispatch');
  if (parseClaim(leader.claimed_by)?.runId !== claims.runId) {
    throw new Problem({
      status: 409,
      code: 'NOT_CLAIMED',
      title: 'This run does not carry the dispatch',
      detail: 'a run reports what it has claimed before',
    });
  }
  return await readGroup(trx, leader);
}

async function writeRun(
  trx: Trx,
  { id, repository, claims }: Caller & { readonly id: string },
  { dispatchId, report }: Request,
  finishedAt: string,
): Promise<void> {
  const row = {
    repository_id: repository.id,
    dispatch_id: dispatchId,
    github_run_id: claims.runId,
    attempt: claims.attempt,
    file: report.file,
    mode: report.mode,
    verdict: report.verdict,
    report: JSON.stringify(report),
    finished_at: finishedAt,
  };
  await trx
    .insertInto('runs')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** How the dispatch of a run with this report ended. */
export function endOf(report: Report): Extract<Dispatch['state'], TaskRow['state']> {
  switch (report.verdict) {
    case 'success':
    case 'unchanged':
      return 'success';
    case 'cancelled':
      return 'cancelled';
    case 'partial':
      return 'partial';
    case 'held':
      return report.tasks.some((task) => task.counts.success > 0) ? 'partial' : 'error';
    case 'ready':
    case 'error':
    case 'incomplete':
    case 'refused':
    case 'offline':
    case 'invalid':
    case 'scheduled':
    case 'drifted':
    case 'expiring':
      return 'error';
  }
}

async function settle(trx: Trx, group: Group, report: Report, now: Date): Promise<void> {
  const state = endOf(report);
  await changeGroup(trx, group, { state, last_error: null }, now);
  const named = new Set(report.tasks.map((task) => task.name));
  for (const task of group.tasks) {
    // A file that does not parse has no tasks: its run has ended for them all the same.
    if (!named.has(task.name)) {
      await trx.updateTable('tasks').set({ state }).where('id', '=', task.id).execute();
    }
  }
}

/** The task that this run may speak for: a newer push has not registered the file since. */
async function liveTask(
  trx: Trx,
  { repository, claims }: Caller,
  file: string,
  name: string,
): Promise<TaskRow | undefined> {
  return await trx
    .selectFrom('tasks')
    .selectAll()
    .where('repository_id', '=', repository.id)
    .where('file', '=', file)
    .where('name', '=', name)
    .where('cancelled_at', 'is', null)
    .where('github_run_id', '<=', claims.runId)
    .executeTakeFirst();
}

const ends: ReadonlySet<TaskRow['state']> = new Set(['success', 'partial', 'error', 'cancelled']);

/** A report says how a task ended; that it waits, or is on its way, is known better here. */
async function writeState(trx: Trx, task: TaskRow, reported: TaskReport): Promise<void> {
  if (!ends.has(reported.state)) return;
  await trx.updateTable('tasks').set({ state: reported.state }).where('id', '=', task.id).execute();
}

const chunk = 500;

/** Whoever approved the merge has not approved what was held back because no preview showed it. */
function isApproved({ status, error }: ChangeReport): boolean {
  return status !== 'held' || (error?.code !== 'PLAN_STALE' && error?.code !== 'REFUSED');
}

async function cover(trx: Trx, task: TaskRow, reported: TaskReport, now: Date): Promise<void> {
  const resources = [
    ...new Set(reported.changes.filter(isApproved).map((change) => change.resource)),
  ];
  for (let start = 0; start < resources.length; start += chunk) {
    const rows = resources.slice(start, start + chunk).map((resource) => ({
      task_id: task.id,
      resource,
      covered_at: now.toISOString(),
    }));
    await trx
      .insertInto('task_resources')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['task_id', 'resource']).doNothing())
      .execute();
  }
}
