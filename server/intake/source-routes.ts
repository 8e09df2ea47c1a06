import { Hono } from 'hono';

import { parseWith, readJson } from '../body.ts';
import type { AppContext, AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { bearerOf, isToken } from '../tokens.ts';
import { createSourceBook, SourceInput } from './source-book.ts';
import { StoredConfig } from './sources.ts';

/** What the operator does with sources: list, add, configure, switch off and on. */
export function sourceRoutes(
  ports: Pick<Ports, 'db' | 'keyring' | 'clock' | 'settings'>,
  onChange: () => void,
): Hono<AppEnv> {
  const book = createSourceBook(ports);
  const routes = new Hono<AppEnv>();
  const all = '/api/v1/operator/sources';
  const one = `${all}/:name`;

  const authenticate = (c: AppContext): void => {
    const given = bearerOf(c.req.header('authorization'));
    if (given === undefined || !isToken(given, ports.settings.operatorToken)) {
      throw problems.unauthenticated(undefined, { 'www-authenticate': 'Bearer' });
    }
  };

  routes.get(all, async (c) => {
    authenticate(c);
    return c.json({ sources: await book.list() });
  });

  routes.post(all, async (c) => {
    authenticate(c);
    const added = await book.add(await readJson(c, SourceInput));
    onChange();
    return c.json(added, 201);
  });

  routes.put(`${one}/config`, async (c) => {
    authenticate(c);
    const config = parseWith(StoredConfig, await readJson(c, StoredConfig));
    const address = await book.configure(c.req.param('name'), config);
    onChange();
    return c.json(address);
  });

  for (const verb of ['disable', 'enable'] as const) {
    routes.post(`${one}/${verb}`, async (c) => {
      authenticate(c);
      await book[verb](c.req.param('name'));
      onChange();
      return c.body(null, 204);
    });
  }

  return routes;
}
