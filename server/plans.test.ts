import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Job } from '../tests/simulators/oidc/claims.ts';
import { startOidc, type OidcSimulator } from '../tests/simulators/oidc/oidc.ts';
import { dispatchParts } from './dispatch/part.ts';
import { createAuthenticate } from './oidc.ts';
import { createTestClock, openTestServer, type TestServer } from './test-server.ts';

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
  const app = server.app(
    dispatchParts(server.ports, { authenticate: createAuthenticate(server.ports) }),
  );
  request = (...args) => app.request(...args);
});
afterEach(async () => {
  await server.close();
  await oidc.close();
});

interface From {
  readonly baseRef?: string;
  readonly runId?: number;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** A run of pull request 7 tells what its preview showed. */
async function save(digest: string, { claims = {}, ...from }: From = {}): Promise<number> {
  const job: Job = { event: 'pull_request', ref: 'refs/pull/7/merge', runId: 100, ...from };
  const token = oidc.token({ audience: server.ports.settings.url, job, claims });
  const response = await request('/api/v1/plans', {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      pull: 7,
      headSha: 'a'.repeat(40),
      file,
      digest,
      edits: ['d'.repeat(64)],
    }),
  });
  return response.status;
}

/** Digests of what a deployment of the default branch is pinned to. */
async function kept(): Promise<readonly string[]> {
  const token = oidc.token({ audience: server.ports.settings.url });
  const response = await request('/api/v1/plans?pull=7', {
    headers: { authorization: `Bearer ${token}` },
  });
  const { plans } = (await response.json()) as { readonly plans: readonly { digest: string }[] };
  return plans.map(({ digest }) => digest);
}

describe('the preview of a pull request', () => {
  it('into the default branch is kept', async () => {
    expect(await save('main', { baseRef: 'main' })).toBe(204);
    expect(await kept()).toEqual(['main']);
  });

  it.each(['release', 'main-2', 'refs/heads/main', 'Main'])(
    'into %s is accepted and kept nowhere',
    async (baseRef) => {
      expect(await save('other', { baseRef })).toBe(204);
      expect(await kept()).toEqual([]);
      expect(server.lines.join('\n')).toContain('plan not kept');
    },
  );

  it.each([undefined, ''])(
    'into no branch that its token names (%j) is kept nowhere',
    async (to) => {
      expect(await save('unknown', { claims: { base_ref: to } })).toBe(204);
      expect(await kept()).toEqual([]);
    },
  );

  it('that was turned to another branch and back takes nothing from what was shown before', async () => {
    await save('first', { runId: 100 });
    await save('elsewhere', { runId: 101, baseRef: 'release' });
    expect(await kept()).toEqual(['first']);
    await save('again', { runId: 102 });
    expect(await kept()).toEqual(['again']);
  });

  it('goes by the default branch that was registered, whatever it is called', async () => {
    await server.ports.db.updateTable('repositories').set({ default_branch: 'trunk' }).execute();
    await save('main', { runId: 100, baseRef: 'main' });
    await save('trunk', { runId: 101, baseRef: 'trunk' });
    const rows = await server.ports.db.selectFrom('plans').select('digest').execute();
    expect(rows).toEqual([{ digest: 'trunk' }]);
  });
});
