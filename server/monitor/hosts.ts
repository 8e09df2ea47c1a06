import type { Transaction } from 'kysely';

import type { Database, Repository } from '../database/schema.ts';
import { syncEndpoints } from './endpoints.ts';

export interface HostRegistration {
  readonly repository: Repository;
  readonly file: string;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly now: string;
}

/**
 * Makes the watched hosts of one file what the default branch says they are, and lets go of what tasks
 * had deployed that were cancelled before in the same transaction. Safe to repeat.
 */
export async function registerHosts(
  trx: Transaction<Database>,
  { repository, file, hosts, now }: HostRegistration,
): Promise<void> {
  const of = { repository_id: repository.id, file };
  const wanted = new Map(
    hosts.map(({ host, port }) => {
      const name = host.toLowerCase().replace(/\.$/u, '');
      return [`${name} ${port}`, { host: name, port }];
    }),
  );
  const known = await trx
    .selectFrom('watched_hosts')
    .select(['host', 'port'])
    .where('repository_id', '=', of.repository_id)
    .where('file', '=', file)
    .execute();
  for (const { host, port } of known) {
    if (wanted.delete(`${host} ${port}`)) continue;
    await trx
      .deleteFrom('watched_hosts')
      .where('repository_id', '=', of.repository_id)
      .where('file', '=', file)
      .where('host', '=', host)
      .where('port', '=', port)
      .execute();
  }
  for (const place of wanted.values()) {
    await trx
      .insertInto('watched_hosts')
      .values({ ...of, ...place, registered_at: now })
      .execute();
  }
  await syncEndpoints(trx, new Date(now));
}
