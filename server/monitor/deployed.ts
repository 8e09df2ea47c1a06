import { randomUUID } from 'node:crypto';

import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';

import { parseDomain } from '../../shared/core/domain.ts';
import type { DeployedReply } from '../../shared/wire/receiver.ts';
import type { Report, TaskReport } from '../../shared/wire/report.ts';
import type { Database, Repository } from '../database/schema.ts';
import { hastenHosts, syncEndpoints } from './endpoints.ts';
import { afterDeploy, afterRollback } from './proven.ts';
import type { Proven } from './proven.ts';
import type { DeployedRow } from './tables.ts';

type Trx = Transaction<Database>;

export interface Reported {
  readonly repository: Repository;
  /** The event of the run: what a merge no longer speaks of, its reviewers have let go. */
  readonly event: string;
  readonly report: Report;
  readonly now: Date;
}

/**
 * Takes down what a run has proven, in the transaction that keeps its report. Resource by resource the
 * report that ended last counts, in whatever order they come. Safe to repeat.
 */
export async function recordProven(
  trx: Trx,
  { repository, event, report, now }: Reported,
): Promise<void> {
  const { mode, file } = report;
  if (mode !== 'deploy' && mode !== 'rollback') return;
  const nowText = now.toISOString();
  const finished = new Date(report.finishedAt).toISOString();
  // A clock that is ahead would hide every later report.
  const at = finished < nowText ? finished : nowText;
  const rows = await trx
    .selectFrom('deployed')
    .selectAll()
    .where('repository_id', '=', repository.id)
    .where('file', '=', file)
    .execute();
  const known = Map.groupBy(rows, ({ task, resource }) => keyOf(task, resource));
  const edits: Edits = { added: [], changed: [], confirmed: [], gone: [] };
  for (const task of report.tasks) {
    const byResource = Map.groupBy(task.changes, ({ resource }) => resource);
    for (const [resource, changes] of byResource) {
      const before = known.get(keyOf(task.name, resource)) ?? [];
      if (before.some((row) => row.at > at)) continue;
      const provenBefore = before.map(provenOf);
      const after =
        mode === 'deploy'
          ? afterDeploy(provenBefore, changes, at)
          : afterRollback(provenBefore, changes, at);
      const place = { repository_id: repository.id, file, task: task.name, resource };
      compare(edits, place, { before, after });
    }
    if (mode === 'deploy' && event === 'push') {
      const own = rows.filter((row) => row.task === task.name && row.at <= at);
      edits.gone.push(...letGo(task, own));
    }
  }
  await writeEdits(trx, edits, at);
  const fresh = edits.added.filter(({ isNews }) => isNews);
  await syncEndpoints(trx, now);
  await hastenHosts(trx, [...new Set(fresh.flatMap(({ one }) => one.domains))], now);
}

/** What is to be written, gathered: a report may hold ten thousand resources. */
interface Edits {
  readonly added: {
    readonly place: Place;
    readonly one: Proven;
    /** Another certificate than before, not the same one for other domains. */
    readonly isNews: boolean;
  }[];
  readonly changed: { readonly id: string; readonly one: Proven }[];
  /** Ids of rows that are as they were, and were proven again. */
  readonly confirmed: string[];
  readonly gone: string[];
}

const keyOf = (task: string, resource: string) => JSON.stringify([task, resource]);

function domainsOf({ domains }: Pick<DeployedRow, 'domains'>): readonly string[] {
  const parsed: unknown = JSON.parse(domains);
  if (!Array.isArray(parsed)) throw new Error('deployed.domains holds no list');
  return parsed.map(String);
}

function portsOf({ ports }: Pick<DeployedRow, 'ports'>): Proven['ports'] {
  if (ports === null) return null;
  const parsed: unknown = JSON.parse(ports);
  if (!Array.isArray(parsed)) throw new Error('deployed.ports holds no list');
  return parsed.map(Number);
}

const provenOf = (row: DeployedRow): Proven => ({
  ...row,
  domains: domainsOf(row),
  ports: portsOf(row),
});

type Place = Pick<DeployedRow, 'repository_id' | 'file' | 'task' | 'resource'>;

function compare(
  edits: Edits,
  place: Place,
  { before, after }: { readonly before: readonly DeployedRow[]; readonly after: readonly Proven[] },
): void {
  const left = [...before];
  for (const one of after) {
    const columns = columnsOf(one);
    const index = left.findIndex(
      (row) => row.fingerprint === one.fingerprint && row.domains === columns.domains,
    );
    const [row] = index < 0 ? [] : left.splice(index, 1);
    const isNews = before.every(({ fingerprint }) => fingerprint !== one.fingerprint);
    if (row === undefined) edits.added.push({ place, one, isNews });
    else if (isChanged(row, columns)) edits.changed.push({ id: row.id, one });
    else if (row.at !== one.at) edits.confirmed.push(row.id);
  }
  edits.gone.push(...left.map(({ id }) => id));
}

const isChanged = (row: DeployedRow, now: ReturnType<typeof columnsOf>) =>
  row.since !== now.since || row.certificate !== now.certificate || row.ports !== now.ports;

const chunk = 500;

function chunksOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, index) =>
    items.slice(index * chunk, (index + 1) * chunk),
  );
}

async function writeEdits(
  trx: Trx,
  { added, changed, confirmed, gone }: Edits,
  at: string,
): Promise<void> {
  for (const ids of chunksOf(gone)) {
    await trx.deleteFrom('deployed').where('id', 'in', ids).execute();
  }
  for (const ids of chunksOf(confirmed)) {
    await trx.updateTable('deployed').set({ at }).where('id', 'in', ids).execute();
  }
  for (const { id, one } of changed) {
    await trx.updateTable('deployed').set(columnsOf(one)).where('id', '=', id).execute();
  }
  const rows = added.map(({ place, one }) => ({ ...place, ...columnsOf(one), id: randomUUID() }));
  for (const some of chunksOf(rows)) await trx.insertInto('deployed').values(some).execute();
  const names = rows.flatMap(({ id }, index) => {
    // A report is a text of somebody else's: what is no domain cannot be asked for.
    const domains = added[index]?.one.domains.flatMap((text) => parseDomain(text) ?? []) ?? [];
    return [...new Set(domains)].map((domain) => ({ deployed_id: id, domain }));
  });
  for (const some of chunksOf(names)) {
    await trx.insertInto('deployed_domains').values(some).execute();
  }
}

function columnsOf(one: Proven) {
  return {
    certificate: one.certificate,
    certificate_type: one.certificate_type,
    key_type: one.key_type,
    fingerprint: one.fingerprint,
    not_before: one.not_before,
    not_after: one.not_after,
    replaced: one.replaced,
    domains: JSON.stringify(one.domains),
    ports: one.ports === null ? null : JSON.stringify(one.ports),
    at: one.at,
    since: one.since,
  };
}

/**
 * What a merged run of the task, which has read everything, no longer speaks of: it was removed from the
 * cloud, or the file excludes it now. One that somebody has switched HTTPS off on stays.
 */
function letGo(task: TaskReport, rows: readonly DeployedRow[]): readonly string[] {
  if (task.gaps.length > 0 || task.state === 'cancelled') return [];
  const spokenOf = new Set(task.changes.map(({ resource }) => resource));
  for (const { resource, reason } of task.unmatched) {
    // The planner's own words, as in shared/core/drift.ts.
    if (reason.startsWith('it serves no HTTPS')) spokenOf.add(resource);
  }
  return rows.filter(({ resource }) => !spokenOf.has(resource)).map(({ id }) => id);
}

/**
 * What was last proven on each resource of a file; of several certificates on one, each. Of tasks that
 * the file no longer holds, too, for as long as they are remembered.
 */
export async function readDeployed(
  { db }: { readonly db: Kysely<Database> },
  repository: Repository,
  file: string,
): Promise<z.infer<typeof DeployedReply>> {
  const rows = await db
    .selectFrom('deployed')
    .selectAll()
    .where('repository_id', '=', repository.id)
    .where('file', '=', file)
    .orderBy('task')
    .orderBy('resource')
    .orderBy('certificate')
    .execute();
  return {
    resources: rows.flatMap((row) =>
      row.fingerprint === null
        ? []
        : [
            {
              resource: row.resource,
              task: row.task,
              domains: [...domainsOf(row)],
              fingerprint: row.fingerprint,
              at: row.at,
            },
          ],
    ),
  };
}

/** How long it is remembered what tasks have deployed that their files no longer hold. */
const keepMs = 30 * 86_400_000;

/** Forgets what nobody has renewed from here for long. */
export async function forgetDeployed(trx: Trx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keepMs).toISOString();
  await trx
    .deleteFrom('deployed')
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('tasks as task')
            .whereRef('task.repository_id', '=', 'deployed.repository_id')
            .whereRef('task.file', '=', 'deployed.file')
            .whereRef('task.name', '=', 'deployed.task')
            .where((of) =>
              of.or([of('task.cancelled_at', 'is', null), of('task.cancelled_at', '>', before)]),
            )
            .select('task.id'),
        ),
      ),
    )
    .where('at', '<', before)
    .execute();
}
