import type { Transaction } from 'kysely';

import type { Database } from '../database/schema.ts';
import type { AlarmRow } from './tables.ts';

type Trx = Transaction<Database>;

/** Whom an alarm concerns: the contacts of a task, or of a whole file. */
export interface Listener {
  readonly repositoryId: string;
  readonly file: string;
  /** Name of the task; null: the file. */
  readonly task: string | null;
}

/** Whoever has the host watched, or has deployed to it. */
export async function listenersOfHost(
  trx: Trx,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<readonly Listener[]> {
  const rows = await trx
    .selectFrom('watch_reasons')
    .where('host', '=', host)
    .where('port', '=', port)
    .select(['repository_id as repositoryId', 'file', 'task'])
    .distinct()
    .execute();
  // A file that lists the host itself tells all its contacts, those of its tasks among them.
  const whole = new Set(
    rows.filter(({ task }) => task === null).map((row) => `${row.repositoryId} ${row.file}`),
  );
  return rows.filter((row) => row.task === null || !whole.has(`${row.repositoryId} ${row.file}`));
}

/** Stands for a file where none uses a certificate: it has no contacts, so that the operator is told. */
const noFile = 'certificates kept by the receiver';

/**
 * Tasks that deploy a certificate of that name, as in server/tasks-arrival.ts; where there are none, the
 * operator on behalf of its entity.
 */
export async function listenersOfCertificate(
  trx: Trx,
  { fingerprint }: Pick<AlarmRow, 'fingerprint'>,
): Promise<readonly Listener[]> {
  const certificate = await trx
    .selectFrom('certificates as certificate')
    .leftJoin('sources as source', 'source.id', 'certificate.source_id')
    .where('certificate.fingerprint', '=', fingerprint)
    .select(['certificate.entity_id', 'certificate.name', 'source.repository_id'])
    .executeTakeFirst();
  if (certificate === undefined) return [];
  const { entity_id: entityId, name, repository_id: owner } = certificate;
  const tasks = await trx
    .selectFrom('tasks as task')
    .innerJoin('task_certificates as wanted', 'wanted.task_id', 'task.id')
    .innerJoin('repositories as repository', 'repository.id', 'task.repository_id')
    .innerJoin('entities as entity', 'entity.id', 'repository.entity_id')
    .where('wanted.name', '=', name)
    .where('entity.id', '=', entityId)
    .where('task.cancelled_at', 'is', null)
    .where('repository.disabled_at', 'is', null)
    .where((where) =>
      owner === null
        ? where.lit(true)
        : where.or([where('entity.verified', '=', 1), where('repository.id', '=', owner)]),
    )
    .select(['repository.id as repositoryId', 'task.file', 'task.name as task'])
    .execute();
  if (tasks.length > 0) return tasks;
  const repository = await trx
    .selectFrom('repositories')
    .where('entity_id', '=', entityId)
    .where('disabled_at', 'is', null)
    .orderBy((order) => order('id', '=', owner), 'desc')
    .orderBy('created_at')
    .select('id')
    .executeTakeFirst();
  return repository === undefined
    ? []
    : [{ repositoryId: repository.id, file: noFile, task: null }];
}
