import { generateKeyPairSync, sign as signWith } from 'node:crypto';

import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const issuer = 'https://token.actions.githubusercontent.com';
const audience = 'sts.tencentcloudapi.com';

function token(claims: object, by = privateKey): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
  return `${text}.${signWith('sha256', Buffer.from(text), by).toString('base64url')}`;
}

describe('the simulated STS', () => {
  let cloud: Tencent;
  let account: AccountHandle;
  let elapsed = 0;

  beforeEach(async () => {
    elapsed = 0;
    cloud = await startTencent({ endpoints: false, now: () => Date.now() + elapsed });
    account = cloud.account('100000000001');
  });
  afterEach(async () => {
    const { violations } = cloud;
    await cloud.close();
    expect(violations).toEqual([]);
  });

  const sts = (key = account.accessKey()) =>
    new Client(clientConfig(cloud, 'sts', key, { region: 'ap-guangzhou' }));
  const keyOf = (reply: {
    Credentials?: { TmpSecretId?: string; TmpSecretKey?: string; Token?: string };
  }) => {
    const { TmpSecretId = '', TmpSecretKey = '', Token = '' } = reply.Credentials ?? {};
    return { secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token };
  };
  const list = (key: ReturnType<typeof keyOf>) =>
    new SslClient(clientConfig(cloud, 'ssl', key)).DescribeCertificates({});

  it('lends the permissions of a role until the session ends', async () => {
    const role = account.role({ deny: ['ssl:DeleteCertificate'], externalId: 'secret' });
    const request = { RoleArn: role.arn, RoleSessionName: 'run-1', ExternalId: 'secret' };
    const reply = await sts().AssumeRole({ ...request, DurationSeconds: 900 });
    const seconds = (reply.ExpiredTime ?? 0) - Date.now() / 1000;
    expect(Math.round(seconds / 10)).toBe(90);
    expect(new Date(reply.Expiration ?? '').getTime() / 1000).toBe(reply.ExpiredTime);
    const key = keyOf(reply);
    expect(await list(key)).toMatchObject({ TotalCount: 0 });
    const identity = await new Client(clientConfig(cloud, 'sts', key)).GetCallerIdentity(null);
    expect(identity).toMatchObject({ Type: 'CAMRole', AccountId: '100000000001' });
    expect(identity.UserId).toMatch(/:run-1$/u);
    const ssl = new SslClient(clientConfig(cloud, 'ssl', key));
    await expect(ssl.DeleteCertificate({ CertificateId: 'x' })).rejects.toMatchObject({
      code: 'AuthFailure.UnauthorizedOperation',
    });
    elapsed = 901_000;
    await expect(list(key)).rejects.toMatchObject({ code: 'AuthFailure.TokenFailure' });
  });

  it('lends no role that is not there, not trusting, or asked for too long', async () => {
    const role = account.role({ externalId: 'secret', maxSessionSeconds: 3600 });
    const closed = account.role({ principals: [] });
    const ask = (more: object) =>
      sts().AssumeRole({
        RoleArn: role.arn,
        RoleSessionName: 'run',
        ExternalId: 'secret',
        DurationSeconds: 3600,
        ...more,
      });
    await ask({});
    const cases: readonly (readonly [object, string])[] = [
      [{ RoleArn: 'qcs::cam::uin/100000000001:roleName/none' }, 'InternalError.GetRoleError'],
      [{ RoleArn: 'arn:aws:iam::1:role/x' }, 'InternalError.GetRoleError'],
      [{ RoleArn: closed.arn }, 'UnauthorizedOperation'],
      [{ ExternalId: 'wrong' }, 'UnauthorizedOperation'],
      [{ DurationSeconds: 7200 }, 'InvalidParameter.ParamError'],
      [{ RoleSessionName: 'a b' }, 'InvalidParameter.ParamError'],
    ];
    for (const [more, code] of cases) await expect(ask(more)).rejects.toMatchObject({ code });
  });

  it('can end every session of a role at once', async () => {
    const role = account.role();
    const key = keyOf(await sts().AssumeRole({ RoleArn: role.arn, RoleSessionName: 'run' }));
    await list(key);
    role.expireSessions();
    await expect(list(key)).rejects.toMatchObject({ code: 'AuthFailure.TokenFailure' });
  });

  it('lets in whoever brings the right token, unsigned', async () => {
    const subject = 'repo:acme/shop:ref:refs/heads/main';
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one' }];
    const trust = { providerId: 'github', issuer, audience, subjects: ['repo:acme/*'], keys };
    const role = account.role({ trust });
    const claims = { iss: issuer, aud: audience, sub: subject, exp: Date.now() / 1000 + 300 };
    // The typed method of the SDK signs; only the general one can leave that out.
    const client = new Client({ credential: {}, ...withoutCredential() });
    const ask = (WebIdentityToken: string, more: object = {}) =>
      client.request(
        'AssumeRoleWithWebIdentity',
        {
          ProviderId: 'github',
          RoleArn: role.arn,
          RoleSessionName: 'run',
          WebIdentityToken,
          ...more,
        },
        { skipSign: true },
      );
    const key = keyOf(await ask(token(claims)));
    expect(await list(key)).toMatchObject({ TotalCount: 0 });
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const wrongToken = 'InvalidParameter.WebIdentityTokenError';
    const cases: readonly (readonly [string, object, string])[] = [
      ['nothing', {}, wrongToken],
      ['a.b.c', {}, wrongToken],
      [token(claims, stranger), {}, wrongToken],
      [token({ ...claims, iss: 'https://example.com' }), {}, wrongToken],
      [token({ ...claims, aud: 'sts.amazonaws.com' }), {}, wrongToken],
      [token({ ...claims, exp: Date.now() / 1000 - 1 }), {}, wrongToken],
      [token({ ...claims, sub: 'repo:evil/shop' }), {}, 'UnauthorizedOperation'],
      [token(claims), { ProviderId: 'gitlab' }, 'UnauthorizedOperation'],
      [token(claims), { DurationSeconds: 43_201 }, 'InvalidParameter.ParamError'],
      [token(claims), { RoleArn: 'qcs::cam::uin/1:roleName/x' }, 'InternalError.GetRoleError'],
    ];
    for (const [text, more, code] of cases) {
      await expect(ask(text, more)).rejects.toMatchObject({ code });
    }
    expect(JSON.stringify(cloud.requests)).not.toContain(token(claims).split('.')[2]);

    function withoutCredential() {
      const { credential: _credential, ...rest } = clientConfig(cloud, 'sts', account.accessKey(), {
        region: 'ap-guangzhou',
      });
      return rest;
    }
  });
});
