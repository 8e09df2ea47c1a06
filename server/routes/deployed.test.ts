import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployedReply } from '../../shared/wire/receiver.ts';
import type { Job } from '../../tests/simulators/oidc/claims.ts';
import { startOidc, type OidcSimulator } from '../../tests/simulators/oidc/oidc.ts';
import { dispatchParts } from '../dispatch/part.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { createAuthenticate } from '../oidc.ts';
import { createTestClock, openTestServer, type TestServer } from '../test-server.ts';
import { deployedRoutes } from './deployed.ts';

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
  const app = server.app([
    ...dispatchParts(server.ports, { authenticate }),
    { name: 'deployed', routes: deployedRoutes(server.ports, authenticate) },
  ]);
  request = (...args) => app.request(...args);
});
afterEach(async () => {
  await server.close();
  await oidc.close();
});

async function ask(method: string, path: string, body?: unknown, job: Job = {}): Promise<Response> {
  const token = oidc.token({ audience: server.ports.settings.url, job });
  return await request(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function report(status: 'success' | 'kept' | 'error', mode: 'deploy' | 'verify' = 'deploy') {
  const changes = [{ resource: 'tencent/cdn:prod/www.example.com', status }];
  const body = {
    dispatchId: null,
    report: reportWith([{ name: 'shop', state: 'success', changes }], { mode, file }),
  };
  expect((await ask('POST', '/runs', body)).status).toBe(200);
}

const path = `/deployed?file=${encodeURIComponent(file)}`;

describe('what was deployed', () => {
  it('is what runs of the repository have proven', async () => {
    await report('success');
    const response = await ask('GET', path);
    expect(response.status).toBe(200);
    expect(DeployedReply.parse(await response.json())).toEqual({
      resources: [
        {
          resource: 'tencent/cdn:prod/www.example.com',
          task: 'shop',
          domains: ['www.example.com'],
          fingerprint: 'a'.repeat(64),
          at: clock.now().toISOString(),
        },
      ],
    });
  });

  it.each([
    ['error', 'deploy'],
    ['success', 'verify'],
  ] as const)('is not what ended as %s in mode %s', async (status, mode) => {
    await report(status, mode);
    expect(await (await ask('GET', path)).json()).toEqual({ resources: [] });
  });

  it('is of one file, and of one repository', async () => {
    await report('kept');
    expect(await (await ask('GET', '/deployed?file=other.yml')).json()).toEqual({ resources: [] });
    const other = await server.addRepository(await server.addEntity(), { owner_id: 815 });
    const job: Job = { repositoryId: other.github_id };
    expect(await (await ask('GET', path, undefined, job)).json()).toEqual({ resources: [] });
  });

  it('is asked for with a file, by a run that may deploy', async () => {
    expect((await ask('GET', '/deployed')).status).toBe(422);
    expect((await ask('GET', path, undefined, { event: 'pull_request' })).status).toBe(403);
    expect((await request(`/api/v1${path}`)).status).toBe(401);
  });
});
