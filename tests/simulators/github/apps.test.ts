import { createSign } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AppHandle, InstallationHandle } from './apps.ts';
import { ask as askOf, workflow } from './asking.ts';
import { startGitHub, type GitHubSimulator } from './github.ts';

let now: Date;
let gh: GitHubSimulator;
let app: AppHandle;
let installation: InstallationHandle;
beforeEach(async () => {
  now = new Date('2026-11-25T10:00:00Z');
  gh = await startGitHub({
    files: { '.github/workflows/certferry.yml': workflow },
    now: () => now,
  });
  app = gh.app({ permissions: { actions: 'write', checks: 'read' } });
  installation = app.install([gh.state]);
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  await gh.close();
});

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT of the App, made by hand; `claims` replaces, undefined takes away. */
function jwt(
  claims: Readonly<Record<string, unknown>> = {},
  { alg = 'RS256', key = app.privateKey } = {},
): string {
  const seconds = now.getTime() / 1000;
  const all = { iat: seconds - 60, exp: seconds + 540, iss: app.id, ...claims };
  const input = `${encoded({ typ: 'JWT', alg })}.${encoded(all)}`;
  return `${input}.${createSign('sha256').update(input).sign(key, 'base64url')}`;
}

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const tokens = () => `${gh.apiUrl}/app/installations/${installation.id}/access_tokens`;

async function tokenFor(body?: unknown) {
  const given = body === undefined ? {} : { body };
  return await askOf(gh, 'POST ', { url: tokens(), ...as(jwt()), ...given });
}

const dispatch = async (token: string) =>
  await askOf(gh, 'POST /actions/workflows/certferry.yml/dispatches', {
    ...as(token),
    body: { ref: 'main', inputs: { 'task-id': 'x' } },
  });

describe('an App', () => {
  it('finds its installation and gets a token for an hour, as narrow as it asks for', async () => {
    const found = await askOf(gh, 'GET /installation', as(jwt()));
    expect(found).toMatchObject({
      status: 200,
      body: { id: installation.id, app_id: app.id, permissions: { actions: 'write' } },
    });
    const wanted = { repository_ids: [gh.state.id], permissions: { actions: 'read' } };
    const given = await tokenFor(wanted);
    expect(given).toMatchObject({
      status: 201,
      body: {
        expires_at: '2026-11-25T11:00:00Z',
        permissions: { actions: 'read', metadata: 'read' },
        repositories: [{ id: gh.state.id }],
      },
    });
    const refused = await dispatch(String(given.body['token']));
    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-accepted-github-permissions')).toBe('actions=write');
    const all = await tokenFor();
    expect((await dispatch(String(all.body['token']))).status).toBe(204);
    expect([...gh.state.runs.values()][0]?.actor.login).toBe('certferry[bot]');
    expect(app.tokens()).toHaveLength(2);
  });

  it('is known by its JWT alone', async () => {
    const seconds = now.getTime() / 1000;
    const other = gh.app({ slug: 'another' });
    const wrong: readonly (readonly [token: string, status: number, words: RegExp])[] = [
      ['ghs_x', 401, /could not be decoded/u],
      [jwt({}, { alg: 'HS256' }), 401, /could not be decoded/u],
      [jwt({}, { key: other.privateKey }), 401, /could not be decoded/u],
      [jwt({ iss: undefined }), 401, /Issuer/u],
      [jwt({ iss: 7 }), 404, /Integration not found/u],
      [jwt({ exp: seconds + 700 }), 401, /too far in the future/u],
      [jwt({ exp: seconds - 1 }), 401, /future time/u],
      [jwt({ exp: undefined }), 401, /future time/u],
      [jwt({ iat: seconds + 120 }), 401, /Issued at/u],
    ];
    for (const [token, status, words] of wrong) {
      const got = await askOf(gh, 'POST ', { url: tokens(), ...as(token) });
      expect(got.status, String(words)).toBe(status);
      expect(got.body['message']).toMatch(words);
    }
    expect(app.tokens()).toEqual([]);
  });

  it('gets nothing that was not granted to it', async () => {
    const elsewhere = gh.repository('octo/other');
    for (const body of [
      { permissions: { contents: 'read' } },
      { permissions: { checks: 'write' } },
      { repository_ids: [elsewhere.state.id] },
      { repositories: ['other'] },
    ]) {
      expect((await tokenFor(body)).status, JSON.stringify(body)).toBe(422);
    }
    const url = `${gh.apiUrl}/repos/octo/other/installation`;
    expect((await askOf(gh, 'GET ', { url, ...as(jwt()) })).status).toBe(404);
    const stranger = gh.app({ slug: 'stranger' });
    const token = jwt({ iss: stranger.id }, { key: stranger.privateKey });
    expect((await askOf(gh, 'POST ', { url: tokens(), ...as(token) })).status).toBe(404);
  });

  it('has its tokens until they end, or it is uninstalled', async () => {
    const token = String((await tokenFor()).body['token']);
    now = new Date(now.getTime() + 3_599_000);
    expect((await dispatch(token)).status).toBe(204);
    now = new Date(now.getTime() + 1000);
    expect((await dispatch(token)).status).toBe(401);
    const second = String((await tokenFor()).body['token']);
    installation.suspend();
    expect((await tokenFor()).status).toBe(403);
    expect((await dispatch(second)).status).toBe(403);
    installation.uninstall();
    expect((await tokenFor()).status).toBe(404);
    expect((await dispatch(second)).status).toBe(401);
  });
});

describe('a personal token', () => {
  it('that is fine-grained may do what it was given, until its end', async () => {
    const options = { as: 'octo', fineGrained: true } as const;
    const may = gh.token({ ...options, permissions: { actions: 'write' } });
    expect(may).toMatch(/^github_pat_/u);
    expect((await dispatch(may)).status).toBe(204);
    const reads = gh.token({ ...options, permissions: { actions: 'read' } });
    expect(await dispatch(reads)).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by personal access token' },
    });
    const ends = gh.token({
      ...options,
      permissions: { actions: 'write' },
      expiresAt: new Date(now.getTime() + 1000),
    });
    now = new Date(now.getTime() + 2000);
    expect((await dispatch(ends)).status).toBe(401);
  });
});
