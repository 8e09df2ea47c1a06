import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Entity } from '../database/schema.ts';
import { openTestServer, testTokens } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { operatorRoutes } from './operator.ts';

let server: TestServer;
let entity: Entity;
beforeEach(async () => {
  server = await openTestServer();
  entity = await server.addEntity({ name: 'acme corp' });
});
afterEach(async () => {
  await server.close();
});

async function ask(
  method: string,
  path: string,
  body?: unknown,
  token: string | null = testTokens.operator,
): Promise<Response> {
  const app = server.app([{ name: 'operator', routes: operatorRoutes(server.ports) }]);
  return await app.request(`/api/v1/operator/entities/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const grant = { amount: 100, key: 'order-17', reason: 'order 17' };

describe('the operator', () => {
  it('grants quota, once for a key', async () => {
    const first = await ask('POST', 'acme%20corp/grants', grant);
    expect([first.status, await first.json()]).toEqual([
      201,
      { entity: 'acme corp', balance: 100, added: true },
    ]);
    const again = await ask('POST', `${entity.id}/grants`, grant);
    expect([again.status, await again.json()]).toEqual([
      200,
      { entity: 'acme corp', balance: 100, added: false },
    ]);
  });

  it('reads a statement that sums to the balance', async () => {
    await ask('POST', 'acme%20corp/grants', grant);
    await ask('POST', 'acme%20corp/grants', { ...grant, amount: 5, key: 'order-18' });
    const all = await (await ask('GET', 'acme%20corp/statement')).json();
    expect(all).toMatchObject({
      opening: 0,
      entries: [
        { kind: 'grant', amount: 100, balance: 100, reason: 'order 17' },
        { kind: 'grant', amount: 5, balance: 105, run: 'grant/order-18' },
      ],
      closing: 105,
    });
    const last = await (await ask('GET', 'acme%20corp/statement?limit=1')).json();
    expect(last).toMatchObject({ opening: 100, entries: [{ amount: 5 }], closing: 105 });
  });

  it.each([null, 'wrong', testTokens.metrics])('is nobody with the token %s', async (token) => {
    expect((await ask('POST', 'acme%20corp/grants', grant, token)).status).toBe(401);
    expect((await ask('GET', 'acme%20corp/statement', undefined, token)).status).toBe(401);
    expect(await server.ports.ledger.balance(entity.id)).toBe(0);
  });

  it.each([
    [{ ...grant, amount: 0 }, 422],
    [{ ...grant, amount: -5 }, 422],
    [{ ...grant, amount: 1.5 }, 422],
    [{ ...grant, amount: 10_000_000_000 }, 422],
    [{ ...grant, key: 'a key' }, 422],
    [{ ...grant, reason: '' }, 422],
  ])('cannot grant %j', async (body, status) => {
    expect((await ask('POST', 'acme%20corp/grants', body)).status).toBe(status);
  });

  it('is told of an entity that is not there', async () => {
    expect((await ask('POST', 'nobody/grants', grant)).status).toBe(404);
    expect((await ask('GET', 'acme%20corp/statement?limit=none')).status).toBe(422);
  });
});
