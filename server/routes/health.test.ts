import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { watchProcess, watchStore } from '../gauges.ts';
import { openTestServer, testTokens } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { healthRoutes } from './health.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(async () => {
  await server.close();
});

const ask = async (path: string, token?: string) => {
  const app = server.app([{ name: 'health', routes: healthRoutes(server.ports) }]);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return await app.request(path, { headers });
};

describe('health', () => {
  it('is told without a login', async () => {
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await ask('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('is not readiness: while the database cannot be written, the process still answers', async () => {
    const locker = server.store.openWriter();
    const impatient = server.store.openWriter();
    impatient.pragma('busy_timeout = 0');
    const { ports } = server;
    const ready = async () => {
      impatient.exec('begin immediate; rollback');
    };
    locker.exec('begin immediate');
    const app = server.app([{ name: 'health', routes: healthRoutes({ ...ports, ready }) }]);
    const response = await app.request('/readyz');
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await app.request('/healthz')).status).toBe(200);
    locker.exec('rollback');
    expect((await app.request('/readyz')).status).toBe(200);
  });

  it('fails when a migration is missing', async () => {
    server.store.openWriter().exec("delete from kysely_migration where name = '0001-tables'");
    expect((await ask('/readyz')).status).toBe(503);
  });
});

describe('the numbers', () => {
  it.each([undefined, 'wrong', testTokens.operator])('are not shown to %s', async (token) => {
    const response = await ask('/metrics', token);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });

  it('are not there without a token of the settings', async () => {
    await server.close();
    server = await openTestServer({ settings: { metricsToken: undefined } });
    expect((await ask('/metrics', testTokens.metrics)).status).toBe(404);
  });

  it('tell of process, database and quota in the format of Prometheus', async () => {
    const entity = await server.addEntity({ name: 'acme' });
    await server.addEntity({ name: 'new' });
    await server.ports.ledger.grant(entity.id, { amount: 9, key: 'k', reason: '' });
    watchProcess(server.ports.metrics);
    watchStore(server.ports, server.store.path);
    const response = await ask('/metrics', testTokens.metrics);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    expect(text).toContain('certferry_quota_balance{entity="acme"} 9\n');
    expect(text).toContain('certferry_quota_balance{entity="new"} 0\n');
    expect(text).toMatch(/^certferry_database_bytes [1-9]\d{4,}$/mu);
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]\d{6,}$/mu);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds [\d.e-]+$/mu);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) [a-z_0-9]+ .+|[a-z_0-9]+(?:\{[^}]*\})? [\d.e+-]+)$/u,
      );
    }
  });
});
