import { createHash, randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';
import type { z } from 'zod';

import type { RegisteredReply, TasksReply, TasksRequest } from '../shared/wire/receiver.ts';
import { timestamp } from './clock.ts';
import { immediate } from './database/open.ts';
import type { Database, Repository, TaskRow } from './database/schema.ts';
import { registerHosts } from './monitor/hosts.ts';
import { registerContacts } from './notices/contacts.ts';
import type { Ports } from './ports.ts';
import { problems } from './problem.ts';

type Request = z.infer<typeof TasksRequest>;
type Wanted = Request['tasks'][number];
type Reply = z.infer<typeof TasksReply>;

/** Who registers: a push to the default branch. */
export interface Push {
  readonly repository: Repository;
  readonly runId: number;
}

/** What a task asks for; not when, or by which commit, it was registered. */
export function taskDigest(task: Wanted): string {
  const meaning = [
    'task',
    1,
    task.name,
    [...new Set(task.certificates)].sort(),
    instant(task.deployAt),
    task.extend,
  ];
  return createHash('sha256').update(JSON.stringify(meaning)).digest('hex');
}

/** The moment that a time with an offset names, as the database holds times. */
function instant(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

/** What makes the run of a task at its time one: another time is another wish. */
export function scheduleKey(task: Pick<TaskRow, 'id' | 'deploy_at'>): string {
  return `schedule/${task.id}/${task.deploy_at ?? ''}`;
}

/**
 * Makes the tasks of one file what the default branch says they are: new ones are added, changed ones
 * start again, unchanged ones stay untouched, those that are gone are cancelled with what still waited
 * for them. A push that is older than the one that registered last changes nothing. Safe to repeat.
 */
export async function registerTasks(
  { db, clock, keyring }: Pick<Ports, 'db' | 'clock' | 'keyring'>,
  { repository, runId }: Push,
  request: Request,
): Promise<Reply> {
  const { file, commit, tasks } = request;
  const names = new Set(tasks.map((task) => task.name));
  if (names.size < tasks.length) throw problems.invalid('tasks: two have the same name');
  const now = timestamp(clock);
  return await immediate(db, async (trx) => {
    const all = await trx
      .selectFrom('tasks')
      .selectAll()
      .where('repository_id', '=', repository.id)
      .where('file', '=', file)
      .execute();
    const live = all.filter((task) => task.cancelled_at === null);
    const superseded = all.some((task) => task.github_run_id > runId);
    if (superseded) return { ...replyOf(live), cancelled: [], superseded };

    const registration = { repository, runId, file, commit, now };
    const registered: TaskRow[] = [];
    for (const wanted of tasks) {
      const known = live.find((task) => task.name === wanted.name);
      registered.push(await register(trx, known, wanted, registration));
    }
    const gone = live.filter((task) => !names.has(task.name));
    for (const task of gone) {
      await trx
        .updateTable('tasks')
        .set({ state: 'cancelled', cancelled_at: now, github_run_id: runId })
        .where('id', '=', task.id)
        .execute();
      await cancelWaiting(trx, task.id, now);
    }
    const contactsOf = new Map(tasks.map((task) => [task.name, task.contacts]));
    await registerContacts(trx, keyring, {
      repository,
      file,
      contacts: request.contacts,
      tasks: new Map(registered.map(({ id, name }) => [id, contactsOf.get(name) ?? []])),
      now,
    });
    await registerHosts(trx, { repository, file, hosts: request.monitor, now });
    return { ...replyOf(registered), cancelled: gone.map((task) => task.name), superseded };
  });
}

/** What is registered of one file. */
export async function readTasks(
  { db }: Pick<Ports, 'db'>,
  repository: Repository,
  file: string,
): Promise<z.infer<typeof RegisteredReply>> {
  const rows = await db
    .selectFrom('tasks')
    .select(['name', 'state', 'deploy_at'])
    .where('repository_id', '=', repository.id)
    .where('file', '=', file)
    .where('cancelled_at', 'is', null)
    .orderBy('name')
    .execute();
  return { tasks: rows.map(({ name, state, deploy_at: deployAt }) => ({ name, state, deployAt })) };
}

function replyOf(tasks: readonly TaskRow[]): Pick<Reply, 'tasks'> {
  return { tasks: tasks.map(({ id, name, state }) => ({ id, name, state })) };
}

interface Registration {
  readonly repository: Repository;
  readonly runId: number;
  readonly file: string;
  readonly commit: string;
  readonly now: string;
}

async function register(
  trx: Transaction<Database>,
  known: TaskRow | undefined,
  wanted: Wanted,
  { repository, runId, file, commit, now }: Registration,
): Promise<TaskRow> {
  const digest = taskDigest(wanted);
  if (known?.digest === digest) {
    await trx
      .updateTable('tasks')
      .set({ github_run_id: runId })
      .where('id', '=', known.id)
      .execute();
    return known;
  }
  const row: TaskRow = {
    id: known?.id ?? randomUUID(),
    repository_id: repository.id,
    file,
    name: wanted.name,
    digest,
    commit_sha: commit,
    deploy_at: instant(wanted.deployAt),
    // Without a time the run that registers it deploys it.
    state: wanted.deployAt === null ? 'processing' : 'pending',
    extend: wanted.extend ? 1 : 0,
    github_run_id: runId,
    registered_at: now,
    cancelled_at: null,
  };
  if (known === undefined) {
    await trx.insertInto('tasks').values(row).execute();
  } else {
    // The same task in other words: what earlier runs of it covered stays covered.
    await trx.updateTable('tasks').set(row).where('id', '=', known.id).execute();
    await trx.deleteFrom('task_certificates').where('task_id', '=', known.id).execute();
    await cancelWaiting(trx, known.id, now, 'schedule');
  }
  const certificates = [...new Set(wanted.certificates)];
  if (certificates.length > 0) {
    await trx
      .insertInto('task_certificates')
      .values(certificates.map((name) => ({ task_id: row.id, name })))
      .execute();
  }
  return row;
}

/** Wishes that nothing was sent for. What is under way learns of it when it claims. */
async function cancelWaiting(
  trx: Transaction<Database>,
  taskId: string,
  now: string,
  reason?: 'schedule',
): Promise<void> {
  let waiting = trx
    .updateTable('dispatches')
    .set({ state: 'cancelled', updated_at: now })
    .where('task_id', '=', taskId)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .where('leader_id', 'is', null);
  if (reason !== undefined) waiting = waiting.where('reason', '=', reason);
  await waiting.execute();
}
