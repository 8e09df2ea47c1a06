import type { Kysely, Transaction } from 'kysely';

import { immediate } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import type { Ports } from '../ports.ts';
import { settleAlarms } from './alarms.ts';
import { chainVerdict } from './chain.ts';
import type { Expected } from './complaints.ts';
import { claimEndpoints, releaseEndpoint } from './endpoints.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import { isPattern } from './probe.ts';
import type { AskedKey, Probe, Seen } from './probe.ts';
import { nextDue } from './schedule.ts';
import type { EndpointRow } from './tables.ts';

type Trx = Transaction<Database>;

/** How endpoints are asked. */
export interface Looking {
  readonly probe: Probe;
  /** How long after a deployment edges may serve what was there before. */
  readonly graceMs: number;
  /** Between 0 and 1. */
  readonly chance: () => number;
}

type LookPorts = Pick<Ports, 'db' | 'clock' | 'log'>;

/**
 * Asks an endpoint that was claimed, and writes down what was found and what is wrong in one
 * transaction. Stopped in between, the endpoint stays due.
 */
export async function look(
  ports: LookPorts,
  endpoint: EndpointRow,
  looking: Looking,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock, log } = ports;
  let seen: Seen;
  try {
    const keys = await keysOf(db, endpoint);
    seen = await looking.probe({ host: endpoint.host, port: endpoint.port, keys }, signal);
  } catch (thrown) {
    await releaseEndpoint(db, endpoint.id);
    if (signal.aborted) return;
    throw thrown;
  }
  const now = clock.now();
  const news = await immediate(db, async (trx) => {
    const current = await trx
      .selectFrom('watched_endpoints')
      .selectAll()
      .where('id', '=', endpoint.id)
      .executeTakeFirst();
    if (current === undefined) return [];
    const reasons = await reasonsFor(trx, current);
    const judgement = judge({
      seen,
      expected: reasons.expected,
      pattern: isPattern(current.host),
      reachable: reasons.listed || current.served_at !== null,
      underWay: reasons.underWay,
      failures: current.failures,
      now,
      graceMs: looking.graceMs,
    });
    await writeEndpoint(trx, current, judgement, { now, chance: looking.chance() });
    await writeProbes(trx, current.id, seen, now);
    if (current.retired_at !== null) return [];
    return await settleAlarms(trx, { endpointId: current.id }, judgement, now);
  });
  for (const { kind, level, words } of news) {
    const facts = { host: endpoint.host, port: endpoint.port, kind, words };
    if (level === 'alarm') log.warn('certificate alarm', facts);
    else log.info('certificate notice', facts);
  }
}

/** What a look at one endpoint, asked for by a person, came to. */
export type LookedNow = 'looked' | 'busy' | 'unknown';

/** Asks one endpoint now, whether or not it is due. `busy`: somebody is asking it already. */
export async function lookNow(
  ports: LookPorts,
  id: string,
  looking: Looking,
  signal: AbortSignal,
): Promise<LookedNow> {
  const now = ports.clock.now();
  const [endpoint] = await immediate(ports.db, (trx) => claimEndpoints(trx, { now, id }));
  if (endpoint !== undefined) {
    await look(ports, endpoint, looking, signal);
    return 'looked';
  }
  const known = await ports.db
    .selectFrom('watched_endpoints')
    .select('id')
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return known === undefined ? 'unknown' : 'busy';
}

/**
 * Kinds of key that every resource has which is deployed to this place: the name may lead to any of them,
 * a CDN with one kind in front of a listener with both, say. Empty: none, or one that is not known.
 */
async function keysOf(
  db: Kysely<Database>,
  { host, port }: EndpointRow,
): Promise<readonly AskedKey[]> {
  const rows = await db
    .selectFrom('watch_reasons as reason')
    .innerJoin('deployed', 'deployed.id', 'reason.deployed_id')
    .where('reason.host', '=', host)
    .where('reason.port', '=', port)
    .select(['deployed.repository_id', 'deployed.resource', 'deployed.key_type as key'])
    .execute();
  const resources = [
    ...Map.groupBy(rows, (row) => `${row.repository_id} ${row.resource}`).values(),
  ];
  const hasAll = (key: AskedKey) => resources.every((all) => all.some((row) => row.key === key));
  return resources.length === 0 ? [] : (['rsa', 'ecdsa'] as const).filter(hasAll);
}

interface Reasons {
  readonly expected: readonly Expected[];
  /** A file lists it under `monitor:`. */
  readonly listed: boolean;
  readonly underWay: boolean;
}

async function reasonsFor(trx: Trx, { host, port }: EndpointRow): Promise<Reasons> {
  const rows = await trx
    .selectFrom('watch_reasons as reason')
    .leftJoin('deployed', 'deployed.id', 'reason.deployed_id')
    .leftJoin('tasks as task', (join) =>
      join
        .onRef('task.repository_id', '=', 'reason.repository_id')
        .onRef('task.file', '=', 'reason.file')
        .onRef('task.name', '=', 'reason.task')
        .on('task.cancelled_at', 'is', null),
    )
    .where('reason.host', '=', host)
    .where('reason.port', '=', port)
    .select(['reason.deployed_id', 'deployed.fingerprint', 'deployed.not_before'])
    .select(['deployed.certificate_type as type', 'deployed.key_type as keyType'])
    .select(['deployed.since', 'deployed.replaced', 'task.state'])
    .execute();
  const expected = rows.flatMap((row): readonly Expected[] => {
    const { fingerprint, not_before: from, type, keyType, since, replaced } = row;
    if (type === null || keyType === null || since === null) return [];
    const notBefore = from === null ? null : new Date(from);
    return [{ fingerprint, notBefore, type, keyType, since: new Date(since), replaced }];
  });
  return {
    expected,
    listed: rows.some((row) => row.deployed_id === null),
    underWay: rows.some(({ state }) => state === 'processing' || state === 'scheduling'),
  };
}

async function writeEndpoint(
  trx: Trx,
  { id }: EndpointRow,
  judgement: Judgement,
  { now, chance }: { readonly now: Date; readonly chance: number },
): Promise<void> {
  const at = now.toISOString();
  const { state, words, failures, served } = judgement;
  const shown =
    served === null
      ? {}
      : {
          served_at: at,
          fingerprint: served.sha256,
          issuer: served.issuer.slice(0, 200),
          not_before: served.notBefore.toISOString(),
          not_after: served.notAfter.toISOString(),
        };
  await trx
    .updateTable('watched_endpoints')
    .set({
      state,
      words,
      failures,
      probed_at: at,
      probing_until: null,
      due_at: nextDue(judgement, now, chance).toISOString(),
      ...shown,
    })
    .where('id', '=', id)
    .execute();
}

/** So many answers of one endpoint are kept. */
const mostProbes = 500;

async function writeProbes(trx: Trx, endpointId: string, seen: Seen, now: Date): Promise<void> {
  const of = { endpoint_id: endpointId, at: now.toISOString() };
  const rows =
    seen.kind === 'answers'
      ? seen.answers.map(({ address, handshake }) =>
          handshake.kind === 'certificate'
            ? {
                ...of,
                address,
                fingerprint: handshake.facts.sha256,
                issuer: handshake.facts.issuer.slice(0, 200),
                not_after: handshake.facts.notAfter.toISOString(),
                chain: chainVerdict(handshake, now),
                error: handshake.authorizationError,
              }
            : { ...of, address, error: handshake.words },
        )
      : [{ ...of, error: seen.kind === 'no-dns' ? seen.words : `${seen.name} has no address` }];
  for (const row of rows) await trx.insertInto('probes').values(row).execute();
  const oldest = await trx
    .selectFrom('probes')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .orderBy('id', 'desc')
    .offset(mostProbes)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await trx
    .deleteFrom('probes')
    .where('endpoint_id', '=', endpointId)
    .where('id', '<=', oldest.id)
    .execute();
}
