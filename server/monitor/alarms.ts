import { randomUUID } from 'node:crypto';

import type { Kysely, Transaction } from 'kysely';

import { timestamp } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { Ports } from '../ports.ts';
import type { Complaint } from './complaints.ts';
import type { AlarmKind, AlarmRow } from './tables.ts';

type Trx = Transaction<Database>;

/** What alarms are about: an endpoint, or a certificate that is kept here. */
export type Subject =
  | { readonly endpointId: string }
  | { readonly endpointId: null; readonly fingerprint: string };

/** One that comes back within so long is the same one: whoever was told need not be told again. */
const sameAgainMs = 86_400_000;

function about(trx: Trx, subject: Subject) {
  const query = trx.selectFrom('alarms').selectAll();
  return subject.endpointId === null
    ? query.where('endpoint_id', 'is', null).where('fingerprint', '=', subject.fingerprint)
    : query.where('endpoint_id', '=', subject.endpointId);
}

/**
 * Makes the alarms of a subject what is wrong with it now. Kinds that were not decided stay as they are;
 * one that is there already changes nothing, unless its cause did, or it came closer to its end. Who has
 * acknowledged one hears of it again when its cause is another one. Resolves to what is new.
 */
export async function settleAlarms(
  trx: Trx,
  subject: Subject,
  {
    complaints,
    decided,
  }: { readonly complaints: readonly Complaint[]; readonly decided: readonly AlarmKind[] },
  now: Date,
): Promise<readonly Complaint[]> {
  const active = await about(trx, subject).where('state', '!=', 'resolved').execute();
  const at = now.toISOString();
  const gone = active.filter(
    ({ kind }) => decided.includes(kind) && !complaints.some((one) => one.kind === kind),
  );
  for (const { id } of gone) {
    await trx
      .updateTable('alarms')
      .set({ state: 'resolved', resolved_at: at, pending: 0 })
      .where('id', '=', id)
      .execute();
  }
  const news: Complaint[] = [];
  for (const complaint of complaints) {
    const known = active.find(({ kind }) => kind === complaint.kind);
    const isNew =
      known === undefined
        ? await open(trx, subject, complaint, now)
        : await renew(trx, known, complaint, at);
    if (isNew) news.push(complaint);
  }
  return news;
}

const isCloser = (rung: number | null, before: number | null) =>
  rung !== null && (before === null || rung < before);

async function renew(
  trx: Trx,
  known: AlarmRow,
  { cause, level, fingerprint, rung, words }: Complaint,
  at: string,
): Promise<boolean> {
  const says = { level, fingerprint, rung, words };
  const other = cause !== known.cause;
  const closer = !other && isCloser(rung, known.rung);
  if (other) {
    const again = { state: 'open', acknowledged_at: null, acknowledged_by: null } as const;
    await trx
      .updateTable('alarms')
      .set({ ...says, ...again, cause, changed_at: at, pending: 1 })
      .where('id', '=', known.id)
      .execute();
    return true;
  }
  const tell = closer && known.state === 'open';
  if (!closer && words === known.words) return false;
  await trx
    .updateTable('alarms')
    .set({ ...says, ...(closer ? { changed_at: at } : {}), ...(tell ? { pending: 1 } : {}) })
    .where('id', '=', known.id)
    .execute();
  return tell;
}

async function open(
  trx: Trx,
  subject: Subject,
  { kind, level, cause, fingerprint, rung, words }: Complaint,
  now: Date,
): Promise<boolean> {
  const at = now.toISOString();
  const says = { level, fingerprint, rung, words };
  const last = await about(trx, subject)
    .where('kind', '=', kind)
    .where('cause', '=', cause)
    .where('state', '=', 'resolved')
    .orderBy('resolved_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const recent = new Date(now.getTime() - sameAgainMs).toISOString();
  // A rung is spoken of once per certificate, however long ago that was.
  const isSame =
    last !== undefined &&
    (rung !== null || (last.resolved_at !== null && last.resolved_at > recent));
  if (!isSame) {
    await trx
      .insertInto('alarms')
      .values({
        id: randomUUID(),
        endpoint_id: subject.endpointId,
        kind,
        cause,
        ...says,
        state: 'open',
        opened_at: at,
        changed_at: at,
        pending: 1,
      })
      .execute();
    return true;
  }
  const acknowledged = last.acknowledged_at !== null;
  const told = last.told_at !== null && !isCloser(rung, last.rung);
  const tell = !acknowledged && !told;
  await trx
    .updateTable('alarms')
    .set({
      ...says,
      state: acknowledged ? 'acknowledged' : 'open',
      resolved_at: null,
      changed_at: at,
      pending: tell ? 1 : 0,
    })
    .where('id', '=', last.id)
    .execute();
  return tell;
}

/** An alarm as a list shows it. */
export interface ListedAlarm extends Omit<AlarmRow, 'cause' | 'pending'> {
  /** Null: it is about a certificate that is kept here. */
  readonly host: string | null;
  readonly port: number | null;
  /** Name of that certificate. */
  readonly certificate: string | null;
}

export interface AlarmSearch {
  readonly states?: readonly AlarmRow['state'][];
  readonly limit?: number;
  /** The last one of the page before. */
  readonly after?: Pick<AlarmRow, 'changed_at' | 'id'>;
}

/** Alarms, the one that changed last first; those that are not resolved unless others are asked for. */
export async function listAlarms(
  db: Kysely<Database>,
  { states = ['open', 'acknowledged'], limit = 100, after }: AlarmSearch = {},
): Promise<readonly ListedAlarm[]> {
  let query = db
    .selectFrom('alarms as alarm')
    .leftJoin('watched_endpoints as endpoint', 'endpoint.id', 'alarm.endpoint_id')
    .leftJoin('certificates as kept', 'kept.fingerprint', 'alarm.fingerprint')
    .where('alarm.state', 'in', states)
    .orderBy('alarm.changed_at', 'desc')
    .orderBy('alarm.id', 'desc')
    .limit(limit)
    .select(['alarm.id', 'alarm.endpoint_id', 'alarm.fingerprint', 'alarm.kind', 'alarm.level'])
    .select(['alarm.state', 'alarm.rung', 'alarm.words', 'alarm.opened_at', 'alarm.changed_at'])
    .select(['alarm.told_at', 'alarm.acknowledged_at', 'alarm.acknowledged_by'])
    .select(['alarm.resolved_at', 'endpoint.host', 'endpoint.port', 'kept.name as certificate']);
  if (after !== undefined) {
    query = query.where((where) =>
      where.or([
        where('alarm.changed_at', '<', after.changed_at),
        where.and([
          where('alarm.changed_at', '=', after.changed_at),
          where('alarm.id', '<', after.id),
        ]),
      ]),
    );
  }
  return await query.execute();
}

/**
 * Keeps an alarm quiet until something about it changes: its cause, or that it is fine again. False:
 * there is no such alarm that is open.
 */
export async function acknowledgeAlarm(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  id: string,
  operator: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('alarms')
    .set({
      state: 'acknowledged',
      acknowledged_at: timestamp(clock),
      acknowledged_by: operator,
      pending: 0,
    })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) log.info('alarm acknowledged', { alarm: id, operator });
  return numUpdatedRows > 0n;
}
