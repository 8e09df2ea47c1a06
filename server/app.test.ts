import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import { readBody, readJson } from './body.ts';
import type { AppEnv } from './part.ts';
import { problems } from './problem.ts';
import { openTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const marker = 'marker-4711-of-a-secret';
let server: TestServer;
let app: Hono<AppEnv>;

beforeEach(async () => {
  server = await openTestServer();
  const routes = new Hono<AppEnv>();
  routes.get('/fine', (c) => c.json({ fine: true }));
  routes.get('/own', (c) => c.text('x', 200, { 'cache-control': 'max-age=60' }));
  routes.post('/raw', async (c) => c.text(String((await readBody(c, 10)).length)));
  routes.post('/json', async (c) => {
    const { name } = await readJson(c, z.strictObject({ name: z.string().max(5) }));
    return c.json({ name });
  });
  routes.get('/items/:id', () => {
    throw problems.conflict('it is there', { 'retry-after': '9' });
  });
  routes.get('/defect', () => {
    throw new TypeError(`cannot read ${marker}`);
  });
  routes.get('/deploy-error/:code', (c) => {
    const code = c.req.param('code') === 'user' ? 'PLAN_STALE' : 'INTERNAL';
    throw new DeployError(code, code === 'INTERNAL' ? marker : 'nobody saw it');
  });
  routes.get('/busy', () => {
    throw Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  });
  app = server.app([{ name: 'test', routes }]);
});

afterEach(async () => {
  await server.close();
});

const post = (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => app.request(path, { method: 'POST', body, headers });
const json = { 'content-type': 'application/json' };

describe('every answer', () => {
  it('carries a request id, the given one where it is sound', async () => {
    const idOf = async (given?: string) => {
      const headers = given === undefined ? {} : { 'x-request-id': given };
      return (await app.request('/fine', { headers })).headers.get('x-request-id');
    };
    expect(await idOf()).toMatch(/^[0-9a-f-]{36}$/u);
    expect(await idOf('trace-0815')).toBe('trace-0815');
    expect(await idOf('x"} forged {')).toMatch(/^[0-9a-f-]{36}$/u);
    expect(await idOf('x'.repeat(100))).toMatch(/^[0-9a-f-]{36}$/u);
  });

  it.each(['/fine', '/nowhere', '/defect'])('from %s is closed to browsers', async (path) => {
    const { headers } = await app.request(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
    });
  });

  it('keeps the headers that the route has set itself', async () => {
    expect((await app.request('/own')).headers.get('cache-control')).toBe('max-age=60');
  });
});

describe('a problem', () => {
  it.each([
    ['/nowhere', 'GET', 404, 'NOT_FOUND', undefined],
    ['/items/7', 'GET', 409, 'CONFLICT', 'it is there'],
    ['/deploy-error/user', 'GET', 409, 'PLAN_STALE', 'nobody saw it'],
    ['/deploy-error/us', 'GET', 500, 'INTERNAL', undefined],
    ['/defect', 'GET', 500, 'INTERNAL', undefined],
    ['/busy', 'GET', 503, 'BUSY', 'the database is busy or full'],
    ['/fine', 'DELETE', 405, 'METHOD_NOT_ALLOWED', undefined],
  ])('of %s %s is %i %s', async (path, method, status, code, detail) => {
    const response = await app.request(path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body: unknown = await response.json();
    expect(body).toEqual({
      type: 'about:blank',
      status,
      code,
      title: expect.any(String),
      ...(detail === undefined ? {} : { detail }),
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('says which methods there are, and when to come again', async () => {
    expect((await app.request('/fine', { method: 'PUT' })).headers.get('allow')).toBe('GET, HEAD');
    expect((await app.request('/items/7')).headers.get('retry-after')).toBe('9');
    expect((await app.request('/busy')).headers.get('retry-after')).toBe('2');
  });

  it('that is a defect shows neither words nor stack; the log has both, under the same id', async () => {
    const response = await app.request('/defect');
    const text = await response.text();
    expect(text).not.toContain(marker);
    expect(text).not.toMatch(/\bat \S+ \(|\.ts:\d/u);
    const line = server.lines.find((one) => one.includes('request failed')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      requestId: response.headers.get('x-request-id'),
      error: expect.stringContaining('TypeError'),
      stack: expect.stringContaining('app.test.ts'),
    });
  });
});

describe('a body', () => {
  it('is taken up to its limit', async () => {
    expect(await (await post('/raw', '0123456789')).text()).toBe('10');
    const response = await post('/raw', '0123456789a');
    expect([response.status, response.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('that does not say its length is counted while it is read', async () => {
    const chunks = (count: number) =>
      new ReadableStream({
        start(controller) {
          for (let chunk = 0; chunk < count; chunk += 1) controller.enqueue(new Uint8Array(5));
          controller.close();
        },
      });
    const send = async (count: number) =>
      await app.request('/raw', {
        method: 'POST',
        body: chunks(count),
        duplex: 'half',
      });
    expect(await (await send(2)).text()).toBe('10');
    expect((await send(3)).status).toBe(413);
  });

  it.each([
    ['{"name":"a"}', json, 200, undefined],
    ['{"name":"a"}', { 'content-type': 'application/json; charset=utf-8' }, 200, undefined],
    ['{"name":"a"}', { 'content-type': 'text/plain' }, 415, 'WRONG_TYPE'],
    ['{"name":', json, 400, 'MALFORMED'],
    ['', json, 400, 'MALFORMED'],
    [new Uint8Array([0x22, 0xff, 0x22]), json, 400, 'MALFORMED'],
    ['{"name":"toolong"}', json, 422, 'INVALID'],
    ['[]', json, 422, 'INVALID'],
  ])('%s with %j is answered %i', async (body, headers, status, code) => {
    const response = await post('/json', body, headers);
    expect(response.status).toBe(status);
    if (code !== undefined) expect(await response.json()).toMatchObject({ code });
  });

  it('is never repeated in the answer: only the field is named', async () => {
    const response = await post('/json', JSON.stringify({ name: marker, [marker]: 1 }), json);
    const text = await response.text();
    expect(text).toContain('name:');
    expect(text).not.toContain(marker);
    const malformed = await post('/json', `{"${marker}`, json);
    expect(await malformed.text()).not.toContain(marker);
  });
});

describe('requests are counted', () => {
  it('by route and status, never by what a client makes up', async () => {
    await app.request('/items/secret-id-1');
    await app.request('/made/up/by/a/client');
    await app.request('/fine', { method: 'BREW' });
    const text = await server.ports.metrics.render();
    expect(text).toContain(
      'certferry_http_requests_total{method="GET",route="/items/:id",status="409"} 1',
    );
    expect(text).toContain(
      'certferry_http_requests_total{method="GET",route="none",status="404"} 1',
    );
    expect(text).toContain('method="OTHER"');
    expect(text).not.toMatch(/secret-id-1|made|BREW/u);
  });

  it('and refused beyond what fits at once', async () => {
    const release = Promise.withResolvers<void>();
    const routes = new Hono<AppEnv>();
    routes.get('/slow', async (c) => {
      await release.promise;
      return c.text('done');
    });
    const crowded = server.app([{ name: 'slow', routes }]);
    const under = Array.from({ length: 500 }, async () => await crowded.request('/slow'));
    const refused = await crowded.request('/slow');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    release.resolve();
    const answers = await Promise.all(under);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await crowded.request('/slow')).status).toBe(200);
  });
});
