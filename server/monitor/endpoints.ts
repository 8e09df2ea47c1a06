import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';
import type { Kysely, Transaction } from 'kysely';

import type { Database } from '../database/schema.ts';
import type { EndpointRow, EndpointState, ProbeRow } from './tables.ts';

type Trx = Transaction<Database>;

/** First questions are spread over so long; new endpoints of one deployment are not asked at once. */
const spreadMs = 300_000;
const chunk = 200;

/**
 * Makes the endpoints what files and deployments ask for now: new ones are asked soon, those that nobody
 * asks for any more are retired and their alarms resolved. Safe to repeat.
 */
export async function syncEndpoints(trx: Trx, now: Date): Promise<void> {
  const at = now.toISOString();
  const missing = await trx
    .selectFrom('watch_reasons as reason')
    .leftJoin('watched_endpoints as endpoint', (join) =>
      join
        .onRef('endpoint.host', '=', 'reason.host')
        .onRef('endpoint.port', '=', 'reason.port')
        .on('endpoint.retired_at', 'is', null),
    )
    .where('endpoint.id', 'is', null)
    .select(['reason.host', 'reason.port'])
    .distinct()
    .orderBy('reason.host')
    .orderBy('reason.port')
    .execute();
  const fresh = missing.map(({ host, port }, index) => ({
    id: randomUUID(),
    host,
    port,
    created_at: at,
    due_at: new Date(now.getTime() + spreadMs * (index / missing.length)).toISOString(),
    state: 'new' as const,
    words: '',
    failures: 0,
  }));
  for (let start = 0; start < fresh.length; start += chunk) {
    await trx
      .insertInto('watched_endpoints')
      .values(fresh.slice(start, start + chunk))
      .onConflict((conflict) =>
        conflict.columns(['host', 'port']).doUpdateSet((row) => ({
          retired_at: null,
          due_at: row.ref('excluded.due_at'),
          state: row.ref('excluded.state'),
          words: row.ref('excluded.words'),
          failures: row.ref('excluded.failures'),
        })),
      )
      .execute();
  }
  const unwanted = await trx
    .selectFrom('watched_endpoints as endpoint')
    .leftJoin('watch_reasons as reason', (join) =>
      join.onRef('reason.host', '=', 'endpoint.host').onRef('reason.port', '=', 'endpoint.port'),
    )
    .where('endpoint.retired_at', 'is', null)
    .where('reason.host', 'is', null)
    .select('endpoint.id')
    .execute();
  for (let start = 0; start < unwanted.length; start += chunk) {
    const ids = unwanted.slice(start, start + chunk).map(({ id }) => id);
    await trx
      .updateTable('watched_endpoints')
      .set({ retired_at: at })
      .where('id', 'in', ids)
      .execute();
    await trx
      .updateTable('alarms')
      .set({ state: 'resolved', resolved_at: at, pending: 0 })
      .where('endpoint_id', 'in', ids)
      .where('state', '!=', 'resolved')
      .execute();
  }
}

/** Has these hosts asked soon: something else should be served there from now on. */
export async function hastenHosts(trx: Trx, hosts: readonly string[], now: Date): Promise<void> {
  const soon = new Date(now.getTime() + spreadMs).toISOString();
  for (let start = 0; start < hosts.length; start += chunk) {
    await trx
      .updateTable('watched_endpoints')
      .set({ due_at: soon })
      .where('host', 'in', hosts.slice(start, start + chunk))
      .where('retired_at', 'is', null)
      .where('due_at', '>', soon)
      .execute();
  }
}

/** Longer than one look can take: after that, whoever had begun it is gone. */
const claimMs = 120_000;

interface ClaimOptions {
  readonly now: Date;
  readonly limit?: number;
  /** This one, due or not. */
  readonly id?: string;
}

/** Takes endpoints that are due and that nobody is asking: each is asked by one at a time. */
export async function claimEndpoints(
  trx: Trx,
  { now, limit = 1, id }: ClaimOptions,
): Promise<readonly EndpointRow[]> {
  const at = now.toISOString();
  let query = trx
    .selectFrom('watched_endpoints')
    .selectAll()
    .where('retired_at', 'is', null)
    .where((where) =>
      where.or([where('probing_until', 'is', null), where('probing_until', '<=', at)]),
    )
    .orderBy('due_at')
    .limit(limit);
  query = id === undefined ? query.where('due_at', '<=', at) : query.where('id', '=', id);
  const rows = await query.execute();
  if (rows.length > 0) {
    await trx
      .updateTable('watched_endpoints')
      .set({ probing_until: new Date(now.getTime() + claimMs).toISOString() })
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
  }
  return rows;
}

/** Gives back what was not asked after all. */
export async function releaseEndpoint(db: Kysely<Database>, id: string): Promise<void> {
  await db
    .updateTable('watched_endpoints')
    .set({ probing_until: null })
    .where('id', '=', id)
    .execute();
}

/** An endpoint as a list shows it. */
export interface ListedEndpoint extends Omit<
  EndpointRow,
  'created_at' | 'retired_at' | 'probing_until' | 'failures'
> {
  /** Why it is watched. */
  readonly reasons: readonly {
    readonly repository: string;
    readonly file: string;
    /** Null: it stands under `monitor:`. */
    readonly task: string | null;
  }[];
}

export interface EndpointSearch {
  readonly states?: readonly EndpointState[];
  /** Part of a host. */
  readonly part?: string;
  readonly limit?: number;
  /** The last one of the page before. */
  readonly after?: Pick<EndpointRow, 'host' | 'port'>;
}

/** Endpoints that are watched, by host and port. */
export async function listEndpoints(
  db: Kysely<Database>,
  { states, part, after, limit = 100 }: EndpointSearch = {},
): Promise<readonly ListedEndpoint[]> {
  let query = db
    .selectFrom('watched_endpoints')
    .where('retired_at', 'is', null)
    .orderBy('host')
    .orderBy('port')
    .limit(limit)
    .select(['id', 'host', 'port', 'due_at', 'state', 'words', 'probed_at', 'served_at'])
    .select(['fingerprint', 'issuer', 'not_before', 'not_after']);
  if (states !== undefined) query = query.where('state', 'in', states);
  if (part !== undefined && part !== '') {
    query = query.where(sql<boolean>`instr(host, ${part.toLowerCase()}) > 0`);
  }
  if (after !== undefined) {
    query = query.where((where) =>
      where.or([
        where('host', '>', after.host),
        where.and([where('host', '=', after.host), where('port', '>', after.port)]),
      ]),
    );
  }
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const reasons = await db
    .selectFrom('watch_reasons as reason')
    .innerJoin('repositories as repository', 'repository.id', 'reason.repository_id')
    .where('reason.host', 'in', [...new Set(rows.map(({ host }) => host))])
    .select(['reason.host', 'reason.port', 'reason.file', 'reason.task'])
    .select('repository.full_name as repository')
    .distinct()
    .execute();
  const byPlace = Map.groupBy(reasons, ({ host, port }) => `${host} ${port}`);
  return rows.map((row) => ({
    ...row,
    reasons: (byPlace.get(`${row.host} ${row.port}`) ?? []).map(({ repository, file, task }) => ({
      repository,
      file,
      task,
    })),
  }));
}

/** What the addresses of an endpoint answered, the last answer first. */
export async function listProbes(
  db: Kysely<Database>,
  endpointId: string,
  limit = 50,
): Promise<readonly ProbeRow[]> {
  return await db
    .selectFrom('probes')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
