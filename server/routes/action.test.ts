import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Job } from '../../tests/simulators/oidc/claims.ts';
import { startOidc, type OidcSimulator } from '../../tests/simulators/oidc/oidc.ts';
import { dispatchParts } from '../dispatch/part.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { createAuthenticate } from '../oidc.ts';
import { createTestClock, openTestServer, type TestServer } from '../test-server.ts';

const clock = createTestClock();
const file = '.github/certferry.yml';
let oidc: OidcSimulator;
let server: TestServer;
let request: ReturnType<TestServer['app']>['request'];

beforeEach(async () => {
  oidc = await startOidc({ now: () => clock.now() });
  server = await openTestServer({ clock, settings: { oidcIssuer: oidc.issuer } });
  await server.addRepository(await server.addEntity(), {
    github_id: 4711,
    owner_id: 815,
    full_name: 'octo/shop',
  });
  const authenticate = createAuthenticate(server.ports);
  const app = server.app(dispatchParts(server.ports, { authenticate }));
  request = (...args) => app.request(...args);
});
afterEach(async () => {
  await server.close();
  await oidc.close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function ask(method: string, path: string, body?: unknown, job: Job = {}): Promise<Answer> {
  const token = oidc.token({ audience: server.ports.settings.url, job });
  const response = await request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

const pull = (number: number, runId = 100): Job => ({
  event: 'pull_request',
  ref: `refs/pull/${number}/merge`,
  runId,
});
const task = { name: 'shop', certificates: ['www.example.com'], deployAt: null, extend: false };
const tasks = { file, commit: 'c'.repeat(40), tasks: [task] };
const plan = (digest: string) => ({
  pull: 7,
  headSha: 'a'.repeat(40),
  file,
  digest,
  edits: ['d'.repeat(64)],
});

describe('a route of the Action', () => {
  it.each<[string, string, unknown]>([
    ['PUT', '/tasks', tasks],
    ['POST', `/dispatches/${randomUUID()}/claim`, undefined],
    ['POST', '/runs', { dispatchId: null, report: reportWith([]) }],
    ['GET', '/runs/5', undefined],
    ['GET', '/plans?pull=7', undefined],
  ])('is closed to pull requests: %s %s', async (method, path, body) => {
    expect(await ask(method, path, body, pull(7))).toMatchObject({
      status: 403,
      body: { code: 'EVENT_NOT_ALLOWED' },
    });
    const response = await request(`/api/v1${path}`, { method });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it('asks for a token before it reads a body', async () => {
    const response = await request('/api/v1/runs', { method: 'POST', body: '{' });
    expect(((await response.json()) as { code: string }).code).toBe('TOKEN_MISSING');
  });
});

describe('tasks', () => {
  it('are registered by a push', async () => {
    const answer = await ask('PUT', '/tasks', tasks);
    expect(answer).toMatchObject({
      status: 200,
      body: { tasks: [{ name: 'shop', state: 'processing' }], cancelled: [], superseded: false },
    });
  });

  it('that do not fit the schema are refused with the field', async () => {
    const answer = await ask('PUT', '/tasks', {
      ...tasks,
      tasks: [{ ...task, deployAt: '2026-12-01 02:00' }],
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID' } });
    expect(answer.body['detail']).toContain('tasks.0.deployAt');
  });
});

describe('a claim', () => {
  it('is made by a dispatched run only', async () => {
    const path = `/dispatches/${randomUUID()}/claim`;
    expect((await ask('POST', path)).body['code']).toBe('EVENT_NOT_ALLOWED');
    const dispatch: Job = { event: 'workflow_dispatch' };
    expect((await ask('POST', path, undefined, dispatch)).status).toBe(404);
    expect((await ask('POST', '/dispatches/7/claim', undefined, dispatch)).status).toBe(422);
  });
});

describe('the plan of a preview', () => {
  it('is what its deployment is pinned to; the last one counts', async () => {
    expect((await ask('PUT', '/plans', plan('one'), pull(7, 100))).status).toBe(204);
    expect((await ask('PUT', '/plans', plan('two'), pull(7, 101))).status).toBe(204);
    // A run that was started before the last one and comes late.
    expect((await ask('PUT', '/plans', plan('late'), pull(7, 99))).status).toBe(204);
    const { body } = await ask('GET', `/plans?pull=7&file=${encodeURIComponent(file)}`);
    expect(body).toEqual({ plans: [plan('two')] });
    expect((await ask('GET', '/plans?pull=8')).body).toEqual({ plans: [] });
  });

  it('is told by a run of that pull request alone', async () => {
    for (const job of [pull(8), { event: 'push' }]) {
      expect(await ask('PUT', '/plans', plan('x'), job)).toMatchObject({
        status: 403,
        body: { code: 'PULL_MISMATCH' },
      });
    }
  });

  it('holds one entry per file', async () => {
    await ask('PUT', '/plans', plan('one'), pull(7));
    await ask('PUT', '/plans', { ...plan('two'), file: 'other.yml' }, pull(7));
    const { body } = await ask('GET', '/plans?pull=7');
    expect((body['plans'] as { file: string }[]).map((one) => one.file)).toEqual([
      file,
      'other.yml',
    ]);
  });
});

describe('a report', () => {
  it('is kept and given back to the repository', async () => {
    const report = reportWith([{ name: 'shop', state: 'success' }]);
    const job: Job = { runId: 26_000_000_123 };
    expect(await ask('POST', '/runs', { dispatchId: null, report }, job)).toEqual({
      status: 200,
      body: { id: `4711/26000000123/1/deploy/1795600800000/${file}` },
    });
    const { body } = await ask('GET', '/runs/26000000123');
    expect(body['report']).toEqual(report);
    expect((await ask('GET', '/runs/26000000124')).status).toBe(404);
    expect((await ask('GET', '/runs/x')).status).toBe(422);
  });

  it('of ten thousand resources is taken', async () => {
    const changes = Array.from({ length: 10_000 }, (_, index) => ({
      resource: `tencent/cdn:prod/${index}.example.com`,
      status: 'success' as const,
    }));
    await ask('PUT', '/tasks', tasks);
    const report = reportWith([{ name: 'shop', state: 'success', changes }]);
    const answer = await ask('POST', '/runs', { dispatchId: null, report });
    expect(answer.status).toBe(200);
  });

  it('that is no report of ours is refused with the field', async () => {
    const answer = await ask('POST', '/runs', {
      dispatchId: null,
      report: { ...reportWith([]), verdict: 'fine' },
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID' } });
    expect(answer.body['detail']).toContain('report.verdict');
  });
});
