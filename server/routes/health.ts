import { Hono } from 'hono';

import { errorFacts } from '../log.ts';
import type { AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { bearerOf, isToken } from '../tokens.ts';

/** What a supervisor and a monitor ask. None of it needs a login, except the numbers. */
export function healthRoutes(ports: Ports): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  /** The process answers: no reason to restart it. */
  routes.get('/healthz', (c) => c.json({ status: 'ok' }));

  /** Requests may be sent here: the tables are there and a transaction that writes can be had. */
  routes.get('/readyz', async (c) => {
    try {
      await ports.ready();
    } catch (thrown) {
      ports.log.warn('not ready', errorFacts(thrown));
      throw problems.busy('the database cannot be written', { 'retry-after': '5' });
    }
    return c.json({ status: 'ready' });
  });

  routes.get('/metrics', async (c) => {
    const wanted = ports.settings.metricsToken;
    if (wanted === undefined) throw problems.notFound();
    const given = bearerOf(c.req.header('authorization'));
    if (given === undefined || !isToken(given, wanted)) {
      throw problems.unauthenticated(undefined, { 'www-authenticate': 'Bearer' });
    }
    return c.body(await ports.metrics.render(), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    });
  });

  return routes;
}
