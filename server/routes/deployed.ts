import { Hono } from 'hono';
import { z } from 'zod';

import { parseWith } from '../body.ts';
import { readDeployed } from '../monitor/deployed.ts';
import type { Authenticate } from '../oidc.ts';
import type { AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';

const Query = z.strictObject({ file: z.string().max(300) });

/** What was last proven on the resources of a file, for runs that verify it. */
export function deployedRoutes(
  { db }: Pick<Ports, 'db'>,
  authenticate: Authenticate,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/api/v1/deployed', async (c) => {
    const { repository } = await authenticate(c, 'deploy');
    const { file } = parseWith(Query, c.req.query());
    return c.json(await readDeployed({ db }, repository, file));
  });

  return routes;
}
