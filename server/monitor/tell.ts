import { createHash } from 'node:crypto';

import type { Transaction } from 'kysely';

import { immediate } from '../database/open.ts';
import type { Database } from '../database/schema.ts';
import type { Ports } from '../ports.ts';
import { listenersOfCertificate, listenersOfHost } from './listeners.ts';
import type { Listener } from './listeners.ts';
import type { AlarmKind } from './tables.ts';

type Trx = Transaction<Database>;

/** A certificate, as a notice speaks of it. */
export interface SpokenOf {
  readonly fingerprint: string;
  readonly notAfter: string | null;
  /** In the deployment file, or at the receiver; null where it is not known. */
  readonly name: string | null;
}

/** What the contacts of a task or of a file are told: the same thing about one endpoint or many. */
export interface MonitorEvent extends Listener {
  /** The same event again has the same key; the same alarms at another time have another one. */
  readonly key: string;
  readonly kind: AlarmKind;
  readonly level: 'notice' | 'alarm';
  /** `www.example.com`, with a port that is not 443; empty: a certificate that is only kept here. */
  readonly hosts: readonly string[];
  /** What was found at each of them, in words, by host. */
  readonly places: readonly { readonly host: string; readonly why: string }[];
  /** The certificate that it is about: that which is served, or kept here. */
  readonly certificate: SpokenOf | null;
  /** What should be served; null: nothing was deployed there. */
  readonly deployed: (SpokenOf & { readonly resource: string }) | null;
  readonly words: string;
  readonly seenAt: string;
  readonly now: Date;
}

/** Has contacts told, as durably as the transaction that it is called in. Safe to repeat. */
export type Tell = (trx: Trx, event: MonitorEvent) => Promise<void>;

/** Alarms wait so long for others like them: one certificate on many hosts is one notice. */
export const holdMs = 600_000;

interface Pending {
  readonly id: string;
  readonly kind: AlarmKind;
  readonly level: 'notice' | 'alarm';
  readonly cause: string;
  readonly rung: number | null;
  readonly words: string;
  readonly fingerprint: string | null;
  readonly changedAt: string;
  readonly host: string | null;
  readonly port: number | null;
}

/**
 * Tells of alarms that are still to be told of, like ones together, and marks them told in the same
 * transaction: once, wherever the process dies. Nothing is told before one of them has waited for
 * `holdMs`. Resolves to the number of events.
 */
export async function tellPending(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  tell: Tell,
): Promise<number> {
  const { unheard, told } = await immediate(db, async (trx) => {
    const now = clock.now();
    const pending = await readPending(trx);
    const ripe = new Date(now.getTime() - holdMs).toISOString();
    if (!pending.some(({ changedAt }) => changedAt <= ripe)) return { unheard: [], told: 0 };
    const groups = new Map<string, { readonly listener: Listener; readonly alarms: Pending[] }>();
    const deaf: Pending[] = [];
    for (const alarm of pending) {
      const listeners = await listenersOf(trx, alarm);
      if (listeners.length === 0) deaf.push(alarm);
      for (const listener of listeners) {
        const { repositoryId, file, task } = listener;
        const { kind, cause, rung } = alarm;
        const key = JSON.stringify([repositoryId, file, task, kind, cause, rung]);
        const group = groups.get(key) ?? { listener, alarms: [] };
        group.alarms.push(alarm);
        groups.set(key, group);
      }
    }
    for (const { listener, alarms } of groups.values()) {
      await tell(trx, await eventOf(trx, listener, alarms, now));
    }
    for (const { id } of pending) {
      await trx
        .updateTable('alarms')
        .set({ pending: 0, told_at: now.toISOString() })
        .where('id', '=', id)
        .execute();
    }
    return { unheard: deaf, told: groups.size };
  });
  for (const { kind, host, words } of unheard) {
    log.warn('nobody is there to be told of an alarm', { kind, host, words });
  }
  return told;
}

async function readPending(trx: Trx): Promise<readonly Pending[]> {
  return await trx
    .selectFrom('alarms as alarm')
    .leftJoin('watched_endpoints as endpoint', 'endpoint.id', 'alarm.endpoint_id')
    .where('alarm.pending', '=', 1)
    .orderBy('alarm.changed_at')
    .orderBy('alarm.id')
    .select(['alarm.id', 'alarm.kind', 'alarm.level', 'alarm.cause', 'alarm.rung', 'alarm.words'])
    .select(['alarm.fingerprint', 'alarm.changed_at as changedAt'])
    .select(['endpoint.host', 'endpoint.port'])
    .execute();
}

async function listenersOf(trx: Trx, { host, port, fingerprint }: Pending) {
  return host === null || port === null
    ? await listenersOfCertificate(trx, { fingerprint })
    : await listenersOfHost(trx, { host, port });
}

async function eventOf(
  trx: Trx,
  listener: Listener,
  alarms: readonly Pending[],
  now: Date,
): Promise<MonitorEvent> {
  const [first] = alarms;
  if (first === undefined) throw new Error('an event without an alarm');
  const found = new Map(
    alarms.flatMap(({ host, port, words }) =>
      host === null || port === null ? [] : [[hostWords(host, port), words] as const],
    ),
  );
  const hosts = [...found.keys()].sort();
  const identity = alarms.map(({ id, changedAt }) => `${id} ${changedAt}`).sort();
  return {
    ...listener,
    key: `monitor/${first.kind}/${createHash('sha256').update(JSON.stringify(identity)).digest('hex')}`,
    kind: first.kind,
    level: first.level,
    hosts,
    places: hosts.map((host) => ({ host, why: found.get(host) ?? '' })),
    certificate: await certificateOf(trx, first),
    deployed: await deployedOf(trx, listener, first),
    words: first.words,
    seenAt: first.changedAt,
    now,
  };
}

function hostWords(host: string, port: number): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
}

async function certificateOf(trx: Trx, { fingerprint, host }: Pending): Promise<SpokenOf | null> {
  if (fingerprint === null) return null;
  const kept = await trx
    .selectFrom('certificates')
    .select(['name', 'not_after'])
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  if (kept !== undefined) return { fingerprint, name: kept.name, notAfter: kept.not_after };
  const deployed = await trx
    .selectFrom('deployed')
    .select(['certificate', 'not_after'])
    .where('fingerprint', '=', fingerprint)
    .limit(1)
    .executeTakeFirst();
  const seen = await trx
    .selectFrom('probes')
    .innerJoin('watched_endpoints as endpoint', 'endpoint.id', 'probes.endpoint_id')
    .select('probes.not_after')
    .where('endpoint.host', '=', host)
    .where('probes.fingerprint', '=', fingerprint)
    .orderBy('probes.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const notAfter = seen?.not_after ?? deployed?.not_after ?? null;
  return { fingerprint, name: deployed?.certificate ?? null, notAfter };
}

/** Of this listener: what others have deployed to the same host is theirs to know. */
async function deployedOf(
  trx: Trx,
  { repositoryId, file, task }: Listener,
  { host, port, fingerprint: shown }: Pending,
): Promise<MonitorEvent['deployed']> {
  if (host === null || port === null) return null;
  let query = trx
    .selectFrom('watch_reasons as reason')
    .innerJoin('deployed', 'deployed.id', 'reason.deployed_id')
    .where('reason.host', '=', host)
    .where('reason.port', '=', port)
    .where('reason.repository_id', '=', repositoryId)
    .where('reason.file', '=', file)
    .orderBy('deployed.since', 'desc')
    .select(['deployed.fingerprint', 'deployed.not_after', 'deployed.certificate'])
    .select('deployed.resource');
  if (task !== null) query = query.where('reason.task', '=', task);
  const rows = await query.execute();
  const known = rows.flatMap(({ fingerprint, not_after: notAfter, certificate: name, resource }) =>
    fingerprint === null ? [] : [{ fingerprint, notAfter, name, resource }],
  );
  // Of two kinds of key one may be served still: what is missed is the other.
  return known.find(({ fingerprint }) => fingerprint !== shown) ?? known[0] ?? null;
}
