import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { OidcTrust } from '../common/id-token.ts';
import type { AgencyHandle } from './builders/login.ts';
import { type AccountHandle, type Huawei, startHuawei } from './huawei.ts';
import { type Answer, send, transmit } from './signed-client.ts';

const issuer = 'https://token.actions.githubusercontent.com';

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function idToken(key: KeyObject, claims: object = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const body = {
    iss: issuer,
    aud: 'certferry',
    sub: 'repo:shop/site:ref:refs/heads/main',
    exp: now + 300,
    ...claims,
  };
  const text = `${encode({ alg: 'RS256', kid: 'one' })}.${encode(body)}`;
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

describe('logging in to the simulated Huawei Cloud', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const trust: OidcTrust = {
    issuer,
    audience: 'certferry',
    subjects: ['repo:shop/site:*'],
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }],
  };
  let huawei: Huawei;
  let account: AccountHandle;
  let elapsed = 0;

  beforeEach(async () => {
    elapsed = 0;
    huawei = await startHuawei({ endpoints: false, now: () => Date.now() + elapsed });
    account = huawei.account('shop');
  });
  afterEach(() => huawei.close());

  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    transmit(huawei, {
      method: 'POST',
      target: path,
      headers: { host: `127.0.0.1:${huawei.port}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('lists the projects of the caller, one of which is no region', async () => {
    const main = account.project('cn-north-4');
    const sub = account.project('cn-north-4_team');
    const { json } = await send(huawei, account.accessKey(), { path: '/v3/auth/projects' });
    expect(json).toMatchObject({
      projects: [
        { name: 'MOS' },
        { id: main.id, name: 'cn-north-4', domain_id: account.id, enabled: true, is_domain: false },
        { id: sub.id, name: 'cn-north-4_team' },
      ],
    });
    expect(sub.region).toBe('cn-north-4');
  });

  it('finds a project by name, with the permission for it', async () => {
    const { id } = account.project('cn-north-4');
    account.project('cn-east-3');
    const key = account.accessKey();
    const find = () => send(huawei, key, { path: '/v3/projects', query: { name: 'cn-north-4' } });
    expect((await find()).json).toMatchObject({ projects: [{ id }] });
    key.deny.add('iam:projects:*');
    expect(await find()).toMatchObject({
      status: 403,
      json: {
        error: {
          code: 403,
          message:
            'You are not authorized to perform the requested action: iam:projects:listProjects',
          title: 'Forbidden',
        },
      },
    });
  });

  it('keeps a violation when somebody makes a project', async () => {
    const body = { project: { name: 'cn-north-4' } };
    const key = account.accessKey();
    const answer = await send(huawei, key, { method: 'POST', path: '/v3/projects', body });
    expect(answer.status).toBe(403);
    expect(huawei.violations).toMatchObject([{ operation: 'KeystoneCreateProject' }]);
  });

  it('tells the account behind a key', async () => {
    const key = account.accessKey();
    expect((await send(huawei, key, { path: '/v3/auth/domains' })).json).toMatchObject({
      domains: [{ id: account.id, name: 'shop' }],
    });
    const host = 'sts.cn-north-4.myhuaweicloud.com';
    expect((await send(huawei, key, { path: '/v5/caller-identity', host })).json).toMatchObject({
      account_id: account.id,
    });
  });

  describe('with AssumeAgencyWithOIDC', () => {
    let agency: AgencyHandle;
    beforeEach(() => {
      agency = account.agency({ trust });
    });
    const assume = (more: object = {}): Promise<Answer> =>
      post('/v5/agencies/assume-with-oidc', {
        provider_urn: agency.providerUrn,
        agency_urn: agency.urn,
        agency_session_name: 'certferry-42',
        id_token: idToken(privateKey),
        duration_seconds: 900,
        ...more,
      });
    async function session() {
      const { credentials } = (await assume()).json as {
        credentials: Record<'access_key_id' | 'secret_access_key' | 'security_token', string>;
      };
      return {
        accessKey: credentials.access_key_id,
        secretKey: credentials.secret_access_key,
        securityToken: credentials.security_token,
      };
    }

    it('gives temporary keys, unsigned, that work until they end', async () => {
      const answer = await assume();
      expect(answer).toMatchObject({
        status: 200,
        json: {
          assumed_agency: {
            urn: `sts::${account.id}:assumed-agency:certferry/certferry-42`,
          },
          credentials: { expiration: expect.stringMatching(/^\d{4}-.+Z$/u) as unknown },
          audience: 'certferry',
          provider: agency.providerUrn,
          subject_from_id_token: 'repo:shop/site:ref:refs/heads/main',
        },
      });
      const temporary = await session();
      const read = () => send(huawei, temporary, { path: '/v1.0/cdn/domains' });
      expect((await read()).status).toBe(200);
      elapsed = 901_000;
      expect(await read()).toMatchObject({ status: 401, json: { error_code: 'APIGW.0307' } });
      expect(huawei.violations).toEqual([]);
      expect(JSON.stringify(huawei.requests)).not.toContain('eyJ');
    });

    it('denies sessions what it denies the agency, from that moment on', async () => {
      const temporary = await session();
      agency.deny.add('cdn:configuration:query*');
      expect((await send(huawei, temporary, { path: '/v1.0/cdn/domains' })).status).toBe(403);
      agency.deny.clear();
      agency.expireSessions();
      expect((await send(huawei, temporary, { path: '/v1.0/cdn/domains' })).status).toBe(401);
    });

    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    it.each([
      ['a token signed by somebody else', () => ({ id_token: idToken(stranger) })],
      [
        'another issuer',
        () => ({ id_token: idToken(privateKey, { iss: 'https://evil.example' }) }),
      ],
      ['another audience', () => ({ id_token: idToken(privateKey, { aud: 'sts' }) })],
      [
        'another repository',
        () => ({ id_token: idToken(privateKey, { sub: 'repo:evil/site:x' }) }),
      ],
      ['a token that has ended', () => ({ id_token: idToken(privateKey, { exp: 1_700_000_000 }) })],
      ['what is no token', () => ({ id_token: 'no token' })],
      ['an unknown agency', () => ({ agency_urn: 'iam::0:agency:x' })],
      ['an unknown provider', () => ({ provider_urn: 'iam::0:oidcProvider:x' })],
    ])('refuses %s', async (_title, change) => {
      const answer = await assume(change());
      expect(answer).toMatchObject({
        status: 403,
        json: { error_code: 'PAP5.0003', error_msg: expect.any(String) as unknown },
      });
      expect(huawei.violations).toEqual([]);
    });

    it('holds the duration against the documented range and the agency’s own', async () => {
      for (const seconds of [899, 43_201, 3601]) {
        expect((await assume({ duration_seconds: seconds })).status).toBe(400);
      }
      expect((await assume({ agency_session_name: 'a b' })).status).toBe(400);
      expect(huawei.violations).toEqual([]);
    });
  });

  it('goes the older way by an unscoped token in a header', async () => {
    account.identityProvider({ id: 'github', trust, deny: ['elb:*'] });
    const federation = '/v3/OS-FEDERATION/identity_providers/github/protocols/oidc/auth';
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const refused = await post(federation, {}, bearer('no token'));
    expect(refused).toMatchObject({ status: 401, json: { error: { code: 401 } } });
    const unscoped = await post(federation, {}, bearer(idToken(privateKey)));
    expect(unscoped.status).toBe(201);
    expect(unscoped.text).not.toContain(String(unscoped.headers['x-subject-token']));
    const path = '/v3.0/OS-CREDENTIAL/securitytokens';
    const body = {
      auth: { identity: { methods: ['token'], token: { duration_seconds: 900 } } },
    };
    expect((await post(path, body, { 'x-auth-token': 'unknown' })).status).toBe(401);
    const token = String(unscoped.headers['x-subject-token']);
    const { json } = await post(path, body, { 'x-auth-token': token });
    const { credential } = json as {
      credential: Record<'access' | 'secret' | 'securitytoken' | 'expires_at', string>;
    };
    expect(credential.expires_at).toMatch(/\.\d{6}Z$/u);
    elapsed = 24 * 3_600_000;
    expect((await post(path, body, { 'x-auth-token': token })).status).toBe(401);
    elapsed = 0;
    const key = {
      accessKey: credential.access,
      secretKey: credential.secret,
      securityToken: credential.securitytoken,
    };
    expect((await send(huawei, key, { path: '/v1.0/cdn/domains' })).status).toBe(200);
    const project = account.project('cn-north-4').id;
    expect((await send(huawei, key, { path: `/v3/${project}/elb/listeners` })).status).toBe(403);
  });
});
