import type { Kysely } from 'kysely';

import type { Database, Entity } from './database/schema.ts';
import { problems } from './problem.ts';

/** The entity of that name or id; throws 404 where there is none. */
export async function findEntity(db: Kysely<Database>, nameOrId: string): Promise<Entity> {
  const entity = await db
    .selectFrom('entities')
    .where((row) => row.or([row('name', '=', nameOrId), row('id', '=', nameOrId)]))
    .selectAll()
    .executeTakeFirst();
  if (entity === undefined) throw problems.notFound(`there is no entity "${nameOrId}"`);
  return entity;
}
