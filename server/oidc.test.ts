import { setTimeout as delay } from 'node:timers/promises';

import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Job } from '../tests/simulators/oidc/claims.ts';
import { createSigningKey } from '../tests/simulators/oidc/jwt.ts';
import { startOidc, type OidcSimulator, type TokenOptions } from '../tests/simulators/oidc/oidc.ts';
import type { Repository } from './database/schema.ts';
import { createTokenVerifier } from './oidc-token.ts';
import { createAuthenticate, forgetUsedTokens, type Operation } from './oidc.ts';
import type { AppEnv } from './part.ts';
import { createTestClock, openTestServer, type TestServer } from './test-server.ts';

const clock = createTestClock();
const audience = 'https://certs.example.test';
let oidc: OidcSimulator;
let server: TestServer;
let repository: Repository;

beforeEach(async () => {
  clock.set('2026-11-25T10:00:00.000Z');
  oidc = await startOidc({ now: () => clock.now() });
  server = await openTestServer({ clock, settings: { oidcIssuer: oidc.issuer } });
  const entity = await server.addEntity();
  repository = await server.addRepository(entity, {
    github_id: 4711,
    owner_id: 815,
    full_name: 'octo/shop',
  });
});
afterEach(async () => {
  await server.close();
  await oidc.close();
});

const operations: readonly Operation[] = ['preview', 'register', 'deploy', 'bundle'];

function open(cooldownMs?: number) {
  const verify = createTokenVerifier({
    issuer: oidc.issuer,
    audience,
    clock,
    timeoutMs: 1000,
    ...(cooldownMs === undefined ? {} : { cooldownMs }),
  });
  const authenticate = createAuthenticate(server.ports, verify);
  const routes = new Hono<AppEnv>();
  for (const operation of operations) {
    routes.get(`/${operation}`, async (c) => {
      const { claims, repository: known } = await authenticate(c, operation);
      return c.json({ run: claims.runId, attempt: claims.attempt, name: known.full_name });
    });
  }
  const app = server.app([{ name: 'probe', routes }]);
  return {
    ask: async (operation: Operation, authorization: string | undefined) => {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await app.request(`/${operation}`, { headers });
      const body = (await response.json()) as Record<string, unknown>;
      return { status: response.status, code: body['code'], body, headers: response.headers };
    },
  };
}

function bearer(options: Partial<TokenOptions> = {}): string {
  return `Bearer ${oidc.token({ audience, ...options })}`;
}

describe('a token', () => {
  it('of a registered repository lets its run in, whichever form its subject has', async () => {
    const { ask } = open();
    for (const immutableSubject of [false, true]) {
      const job = { immutableSubject, runId: 5, attempt: 2 };
      expect(await ask('deploy', bearer({ job }))).toMatchObject({
        status: 200,
        body: { run: 5, attempt: 2, name: 'octo/shop' },
      });
    }
  });

  const now = Date.parse('2026-11-25T10:00:00.000Z') / 1000;
  it.each<[string, string, Partial<TokenOptions>]>([
    ['for another audience', 'TOKEN_AUDIENCE', { audience: 'https://other.example.test' }],
    ['of another issuer', 'TOKEN_ISSUER', { claims: { iss: 'https://token.example.test' } }],
    ['that has expired', 'TOKEN_EXPIRED', { claims: { exp: now - 60 } }],
    ['that is too old', 'TOKEN_TOO_OLD', { claims: { iat: now - 661, exp: now + 60 } }],
    ['of the future', 'TOKEN_NOT_YET_VALID', { claims: { nbf: now + 61 } }],
    ['made in the future', 'TOKEN_NOT_YET_VALID', { claims: { iat: now + 61 } }],
    ['without an end', 'TOKEN_CLAIMS', { claims: { exp: undefined } }],
    ['without an id', 'TOKEN_CLAIMS', { claims: { jti: undefined } }],
    ['without a repository', 'TOKEN_CLAIMS', { claims: { repository_id: undefined } }],
    ['with a repository that is no number', 'TOKEN_CLAIMS', { claims: { repository_id: '4711a' } }],
    ['without signature', 'TOKEN_ALGORITHM', { forgery: 'none' }],
    ['signed with the public key as secret', 'TOKEN_ALGORITHM', { forgery: 'hs256' }],
    ['signed with another algorithm', 'TOKEN_ALGORITHM', { forgery: 'rs512' }],
    ['changed after it was signed', 'TOKEN_SIGNATURE', { forgery: 'tampered' }],
    ['signed by a stranger', 'TOKEN_KEY', { key: createSigningKey() }],
  ])('%s is refused', async (_, code, options) => {
    const answer = await open().ask('deploy', bearer(options));
    expect(answer).toMatchObject({ status: 401, code });
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    expect(answer.body['detail']).toMatch(/^its? /u);
  });

  it('signed by a stranger under the key id of the issuer is refused', async () => {
    const key = createSigningKey(oidc.key.kid);
    expect(await open().ask('deploy', bearer({ key }))).toMatchObject({
      status: 401,
      code: 'TOKEN_SIGNATURE',
    });
  });

  it.each([undefined, 'Basic b2N0bw==', 'Bearer', 'Bearer a.b', `Bearer ${'a'.repeat(20_000)}`])(
    'is needed: "%.20s" is none',
    async (authorization) => {
      const { status, code } = await open().ask('preview', authorization);
      expect([status, ['TOKEN_MISSING', 'TOKEN_MALFORMED']]).toEqual([
        401,
        expect.arrayContaining([code]),
      ]);
    },
  );

  it('may be a minute off', async () => {
    const { ask } = open();
    for (const claims of [{ exp: now - 59 }, { nbf: now + 60 }, { iat: now + 60 }]) {
      expect((await ask('deploy', bearer({ claims }))).status).toBe(200);
    }
  });

  it('leaves nothing when it is refused but a counter', async () => {
    const { ask } = open();
    await ask('bundle', bearer({ job: { event: 'pull_request', ref: 'refs/pull/7/merge' } }));
    await ask('bundle', bearer({ job: { repositoryId: 1 } }));
    expect(await server.ports.db.selectFrom('used_tokens').selectAll().execute()).toEqual([]);
    const text = await server.ports.metrics.render();
    expect(text).toContain('certferry_oidc_refusals_total{code="EVENT_NOT_ALLOWED"} 1');
    expect(text).toContain('certferry_oidc_refusals_total{code="REPOSITORY_UNKNOWN"} 1');
  });

  it('never appears in the log', async () => {
    const { ask } = open();
    const good = bearer();
    await ask('deploy', good);
    await ask('deploy', bearer({ forgery: 'tampered' }));
    const [, signature = '!'] = /\.([\w-]+)$/u.exec(good) ?? [];
    expect(server.lines.join('\n')).not.toContain(signature);
    expect(server.lines.join('\n')).not.toContain('eyJ');
  });
});

describe('what a run may do', () => {
  const pull: Job = { event: 'pull_request', ref: 'refs/pull/7/merge' };
  const push: Job = {};
  const dispatch: Job = { event: 'workflow_dispatch' };
  const feature: Job = { event: 'workflow_dispatch', ref: 'refs/heads/feature' };
  const tag: Job = { event: 'push', ref: 'refs/tags/main' };
  const target: Job = { event: 'pull_request_target' };

  it.each<[string, Job, readonly Operation[]]>([
    ['a pull request may preview', pull, ['preview']],
    ['a push may do everything', push, ['preview', 'register', 'deploy', 'bundle']],
    ['a dispatched run registers nothing', dispatch, ['preview', 'deploy', 'bundle']],
    ['a run of another branch may preview', feature, ['preview']],
    ['a tag is not a branch', tag, ['preview']],
    ['pull_request_target may do nothing', target, []],
    ['a comment may start nothing', { event: 'issue_comment' }, []],
  ])('%s', async (_, job, allowed) => {
    const { ask } = open();
    const seen: Operation[] = [];
    for (const operation of operations) {
      const { status, code } = await ask(operation, bearer({ job }));
      if (status === 200) seen.push(operation);
      else expect([status, code]).toEqual([403, expect.stringMatching(/^(?:EVENT|REF)_NOT/u)]);
    }
    expect(seen).toEqual(allowed);
  });

  it('is nothing for a repository that is not registered, switched off, or of a new owner', async () => {
    const { ask } = open();
    const code = async (job: Job) => {
      const { status, code: found } = await ask('preview', bearer({ job }));
      expect(status).toBe(403);
      return found;
    };
    expect(await code({ repositoryId: 4712 })).toBe('REPOSITORY_UNKNOWN');
    expect(await code({ ownerId: 1 })).toBe('OWNER_MISMATCH');
    await server.ports.db
      .updateTable('repositories')
      .set({ disabled_at: clock.now().toISOString() })
      .execute();
    expect(await code({})).toBe('REPOSITORY_DISABLED');
  });

  it('needs the environment and the workflow that were registered, but not for a preview', async () => {
    const wanted = 'octo/shared/.github/workflows/deploy.yml@refs/heads/main';
    await server.ports.db
      .updateTable('repositories')
      .set({ environment: 'certs-prod', job_workflow_ref: wanted })
      .execute();
    const { ask } = open();
    const code = async (job: Job) => (await ask('deploy', bearer({ job }))).code;
    expect(await code({})).toBe('ENVIRONMENT_NOT_ALLOWED');
    expect(await code({ environment: 'certs-preview' })).toBe('ENVIRONMENT_NOT_ALLOWED');
    expect(await code({ environment: 'certs-prod' })).toBe('WORKFLOW_NOT_ALLOWED');
    expect(await code({ environment: 'certs-prod', jobWorkflowRef: wanted })).toBeUndefined();
    expect((await ask('preview', bearer({ job: pull }))).status).toBe(200);
  });

  it('follows a repository that was renamed, by its id', async () => {
    const { ask } = open();
    const answer = await ask('deploy', bearer({ job: { repository: 'octo/store' } }));
    expect(answer.body['name']).toBe('octo/store');
    const row = await server.ports.db
      .selectFrom('repositories')
      .selectAll()
      .where('id', '=', repository.id)
      .executeTakeFirstOrThrow();
    expect(row.full_name).toBe('octo/store');
  });
});

describe('a bundle', () => {
  it('is given once per token, also in a race, and the token is remembered after a restart', async () => {
    const { ask } = open();
    const token = bearer();
    const race = await Promise.all(Array.from({ length: 8 }, () => ask('bundle', token)));
    expect(race.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(race.filter(({ status }) => status !== 200).map(({ code }) => code))).toEqual(
      new Set(['TOKEN_USED']),
    );
    server = await server.reopen();
    expect((await open().ask('bundle', token)).code).toBe('TOKEN_USED');
    expect((await open().ask('deploy', token)).status).toBe(200);
  });

  it('forgets tokens when nobody could use them any more', async () => {
    await open().ask('bundle', bearer());
    expect(await forgetUsedTokens(server.ports)).toBe(0);
    clock.advance(421);
    expect(await forgetUsedTokens(server.ports)).toBe(1);
  });
});

describe('the keys of the issuer', () => {
  const keyRequests = () => oidc.requests.filter((path) => path.endsWith('jwks')).length;

  it('are read once for many tokens', async () => {
    const { ask } = open();
    await Promise.all(Array.from({ length: 20 }, () => ask('deploy', bearer())));
    await ask('deploy', bearer());
    expect(keyRequests()).toBe(1);
  });

  it('are read again for a key id that is new', async () => {
    const { ask } = open(150);
    await ask('deploy', bearer());
    oidc.rotate();
    await delay(200);
    expect((await ask('deploy', bearer())).status).toBe(200);
    expect(keyRequests()).toBe(2);
  });

  it('cause one question within the cooldown, whatever key ids come', async () => {
    const { ask } = open(60_000);
    await ask('deploy', bearer());
    const key = createSigningKey();
    for (let index = 0; index < 20; index += 1) await ask('deploy', bearer({ key }));
    expect(keyRequests()).toBe(1);
  });

  it.each(['down', 'impostor', 'plain-keys', 'mangled', 'keys-hang'] as const)(
    'that cannot be had (%s) refuse nobody, and are asked for again',
    async (trouble) => {
      const { ask } = open();
      oidc.dials.trouble = trouble;
      const answer = await ask('deploy', bearer());
      expect(answer).toMatchObject({ status: 503, code: 'ISSUER_UNAVAILABLE' });
      expect(answer.headers.get('retry-after')).toBe('5');
      oidc.dials.trouble = 'none';
      const asked = oidc.requests.length;
      expect((await ask('deploy', bearer())).status).toBe(503);
      expect(oidc.requests.length).toBe(asked);
      clock.advance(5);
      expect((await ask('deploy', bearer())).status).toBe(200);
    },
  );

  it('are found below the path of an Enterprise Server', async () => {
    await oidc.close();
    oidc = await startOidc({ now: () => clock.now(), path: '/_services/token' });
    expect((await open().ask('deploy', bearer())).status).toBe(200);
    expect(oidc.requests[0]).toBe('/_services/token/.well-known/openid-configuration');
  });
});
