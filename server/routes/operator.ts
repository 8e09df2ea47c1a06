import { Hono } from 'hono';
import { z } from 'zod';

import { parseWith, readJson } from '../body.ts';
import { findEntity } from '../entities.ts';
import { maxGrant } from '../ledger.ts';
import type { AppContext, AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { bearerOf, isToken } from '../tokens.ts';

const GrantRequest = z.strictObject({
  amount: z.int().min(1).max(maxGrant),
  /** Makes two requests one; an order number, for example. */
  key: z.string().regex(/^[\w.:-]{1,100}$/u),
  reason: z.string().min(1).max(300),
});

const StatementQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  before: z.coerce.number().int().min(1).optional(),
});

/** What the operator may do with the operator token: grant quota and read the book. */
export function operatorRoutes({ db, ledger, settings }: Ports): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const path = '/api/v1/operator/entities/:entity';

  const authenticate = (c: AppContext): void => {
    const given = bearerOf(c.req.header('authorization'));
    if (given === undefined || !isToken(given, settings.operatorToken)) {
      throw problems.unauthenticated(undefined, { 'www-authenticate': 'Bearer' });
    }
  };

  routes.post(`${path}/grants`, async (c) => {
    authenticate(c);
    const grant = await readJson(c, GrantRequest);
    const entity = await findEntity(db, c.req.param('entity'));
    const { balance, added } = await ledger.grant(entity.id, grant);
    return c.json({ entity: entity.name, balance, added }, added ? 201 : 200);
  });

  routes.get(`${path}/statement`, async (c) => {
    authenticate(c);
    const { limit, before } = parseWith(StatementQuery, c.req.query());
    const entity = await findEntity(db, c.req.param('entity'));
    const options = before === undefined ? { limit } : { limit, before };
    const { opening, entries, closing } = await ledger.statement(entity.id, options);
    return c.json({
      entity: entity.name,
      opening,
      entries: entries.map((entry) => ({
        id: entry.id,
        at: entry.created_at,
        kind: entry.kind,
        amount: entry.amount,
        balance: entry.balance_after,
        run: entry.run_key,
        change: entry.change_id,
        resource: entry.resource,
        fingerprint: entry.fingerprint,
        reason: entry.reason,
      })),
      closing,
    });
  });

  return routes;
}
