import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';
import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { Client as StsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../pki.ts';
import type { AccessKey } from './builders/login.ts';
import { clientConfig } from './client-config.ts';
import { type RawRequest, rawRequest } from './raw-request.ts';
import { sign } from './tc3.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const list = { service: 'ssl', action: 'DescribeCertificates' } as const;

describe('what the simulated Tencent Cloud refuses before it looks at the parameters', () => {
  let cloud: Tencent;
  let account: AccountHandle;
  let key: AccessKey;

  beforeEach(async () => {
    cloud = await startTencent({ endpoints: false });
    account = cloud.account('100000000001');
    key = account.accessKey();
  });
  afterEach(() => cloud.close());

  const code = async (asked: Partial<RawRequest>, as = key) =>
    (await rawRequest(cloud, as, { ...list, ...asked })).code;

  it('nothing that is right', async () => {
    const reply = await rawRequest(cloud, key, list);
    expect(reply).toMatchObject({ status: 200, code: undefined });
    expect(reply.requestId).toMatch(/^[0-9a-f-]{36}$/u);
    expect(cloud.requests).toMatchObject([
      { service: 'ssl', operation: 'DescribeCertificates', account: '100000000001' },
    ]);
    expect(cloud.violations).toEqual([]);
  });

  it('and signs the published example as it is published', () => {
    const signature = sign(
      {
        method: 'POST',
        target: '/',
        headers: new Map([['content-type', 'application/json']]),
        body: Buffer.from('{"CertificateId":"abcd1234"}'),
      },
      { date: '2026-11-23', service: 'ssl', signedHeaders: ['content-type', 'host'] },
      { secretKey: 'SKEXAMPLE', timestamp: '1795392000', host: 'ssl.tencentcloudapi.com' },
    );
    expect(signature).toBe('b0047386e346562086e77bc72b2abe5e5a78592ef37e0151a11aefcd8ab14c59');
  });

  it('a key that nobody has, and one that is no key of this API', async () => {
    key.deactivate();
    expect(await code({})).toBe('AuthFailure.SecretIdNotFound');
    expect(await code({}, { ...key, secretId: 'AKIA0000' })).toBe('AuthFailure.InvalidSecretId');
    expect(await code({}, { ...key, secretId: 'null' })).toBe('AuthFailure.InvalidSecretId');
  });

  it('a secret that is not the one of the key, and a body that changed after signing', async () => {
    expect(await code({}, { ...key, secretKey: 'another' })).toBe('AuthFailure.SignatureFailure');
    expect(await code({ params: { Limit: 1 }, after: { body: '{"Limit":2}' } })).toBe(
      'AuthFailure.SignatureFailure',
    );
    const authorization = 'TC3-HMAC-SHA256 Credential=x';
    expect(await code({ after: { headers: { authorization } } })).toBe(
      'AuthFailure.InvalidAuthorization',
    );
    expect(await code({ signedHeaders: ['host'] })).toBe('AuthFailure.InvalidAuthorization');
  });

  it('another time than now, and another date than that of the time', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await code({ timestamp: now - 290 })).toBeUndefined();
    expect(await code({ timestamp: now - 310 })).toBe('AuthFailure.SignatureExpire');
    expect(await code({ timestamp: now + 310 })).toBe('AuthFailure.SignatureExpire');
    expect(await code({ date: '2020-01-01' })).toBe('AuthFailure.SignatureFailure');
  });

  it('a scope of another service', async () => {
    expect(await code({ scope: 'cdn' })).toBe('AuthFailure.SignatureFailure');
    expect(await code({ scope: '127' })).toBe('AuthFailure.SignatureFailure');
    const host = '127.0.0.1';
    expect(await code({ scope: '127', host })).toBeUndefined();
    expect(await code({ scope: 'ssl', host })).toBeUndefined();
    expect(await code({ scope: 'cdn', host })).toBe('AuthFailure.SignatureFailure');
  });

  it('temporary keys without their token, with another one, or after their end', async () => {
    const temporary = account.accessKey({ expiresInMs: 60_000 });
    expect(await code({}, temporary)).toBeUndefined();
    for (const token of [undefined, 'another']) {
      expect(await code({}, { ...temporary, token })).toBe('AuthFailure.TokenFailure');
    }
    expect(await code({}, { ...key, token: 'one too many' })).toBe('AuthFailure.TokenFailure');
    temporary.expire();
    expect(await code({}, temporary)).toBe('AuthFailure.TokenFailure');
  });

  it('keys of the other site', async () => {
    const abroad = cloud.account('200000000001', { site: 'intl' }).accessKey();
    const host = 'ssl.intl.tencentcloudapi.com';
    expect(await code({ host }, abroad)).toBeUndefined();
    expect(await code({}, abroad)).toBe('AuthFailure.SecretIdNotFound');
    expect(await code({ host })).toBe('AuthFailure.SecretIdNotFound');
    const client = new SslClient(clientConfig(cloud, 'ssl', abroad, { site: 'intl' }));
    expect(await client.DescribeCertificates({})).toMatchObject({ TotalCount: 0 });
  });

  it('hosts, versions and actions that do not exist, and keeps them as violations', async () => {
    expect(await code({ host: 'localhost' })).toBe('NoSuchProduct');
    expect(await code({ host: 'sll.tencentcloudapi.com' })).toBe('NoSuchProduct');
    expect(await code({ version: '2018-06-06' })).toBe('NoSuchVersion');
    expect(await code({ action: 'UpsertSpartaProtection' })).toBe('InvalidAction');
    expect(await code({ action: 'DescribeManagers' })).toBe('UnsupportedOperation');
    for (const name of ['x-tc-action', 'x-tc-version', 'x-tc-timestamp']) {
      expect(await code({ after: { headers: { [name]: undefined } } })).toMatch(
        /^(?:MissingParameter|NoSuchVersion|InvalidAction)$/u,
      );
    }
    expect(await code({ contentType: 'text/plain' })).toBe('UnsupportedProtocol');
    expect(await code({ method: 'PUT' })).toBe('UnsupportedProtocol');
    expect(await code({ after: { body: '{' } })).toBe('InvalidParameter');
    expect(cloud.violations.length).toBe(11);
  });

  it('actions that this site does not have, which is nobody’s mistake', async () => {
    cloud.settings.unavailable.add('ssl:CheckCertificateExist');
    const asked = { action: 'CheckCertificateExist', params: { CertificatePublicKey: '' } };
    expect(await code(asked)).toBe('InvalidAction');
    expect(cloud.violations).toEqual([]);
  });

  it('unsigned requests, but for the one log-in that is', async () => {
    const after = { headers: { authorization: 'SKIP' } };
    expect(await code({ after })).toBe('AuthFailure.InvalidAuthorization');
    const login = { service: 'sts', action: 'AssumeRoleWithWebIdentity', after } as const;
    const params = {
      ProviderId: 'github',
      WebIdentityToken: 'x',
      RoleArn: 'qcs::cam::uin/1:roleName/none',
      RoleSessionName: 'run',
    };
    expect(await code({ ...login, params })).toBe('MissingParameter');
    expect(await code({ ...login, params, region: 'ap-guangzhou' })).toBe(
      'InternalError.GetRoleError',
    );
  });

  it('regions that are missing, unknown, or reachable only at a host of their own', async () => {
    const clb = { service: 'clb', action: 'DescribeLoadBalancers' } as const;
    expect(await code({ ...clb })).toBe('MissingParameter');
    expect(await code({ ...clb, region: 'ap-nowhere' })).toBe('UnsupportedRegion');
    expect(await code({ ...clb, region: 'ap-shanghai' })).toBeUndefined();
    const waf = {
      service: 'waf',
      action: 'DescribeDomains',
      params: { Offset: 0, Limit: 1 },
    } as const;
    expect(await code({ ...waf, region: 'ap-shanghai' })).toBe('UnsupportedRegion');
    expect(await code({ ...waf, region: 'ap-seoul' })).toBeUndefined();
    account.setRegions({ 'ap-shanghai-fsi': 'AVAILABLE' });
    expect(await code({ ...clb, region: 'ap-shanghai-fsi' })).toBe('UnsupportedRegion');
    const host = 'clb.ap-shanghai-fsi.tencentcloudapi.com';
    expect(await code({ ...clb, region: 'ap-shanghai-fsi', host })).toBeUndefined();
    const client = new ClbClient(
      clientConfig(cloud, 'clb', key, {
        region: 'ap-shanghai',
        host: 'clb.ap-shanghai.tencentcloudapi.com',
      }),
    );
    expect(await client.DescribeLoadBalancers({})).toMatchObject({ TotalCount: 0 });
  });

  it('accepts the SDK at an address, where it signs the service 127', async () => {
    const { profile, ...rest } = clientConfig(cloud, 'sts', key);
    const { agent: _agent, ...httpProfile } = profile.httpProfile;
    const client = new StsClient({
      ...rest,
      profile: { httpProfile: { ...httpProfile, endpoint: `127.0.0.1:${cloud.port}` } },
    });
    expect(await client.GetCallerIdentity(null)).toMatchObject({ AccountId: '100000000001' });
  });
});

describe('the simulated Tencent Cloud behind TLS', () => {
  it('answers under its real host names with the certificate it was given', async () => {
    const root = await createRoot('API root');
    const pems = await issue(root, {
      domains: ['*.tencentcloudapi.com', '*.intl.tencentcloudapi.com'],
    });
    await using stack = new AsyncDisposableStack();
    const cloud = await startTencent({ endpoints: false, tls: pems });
    stack.defer(() => cloud.close());
    expect(cloud.url).toBe(`https://127.0.0.1:${cloud.port}`);
    const key = cloud.account('100000000001').accessKey();
    const trusting = new StsClient(clientConfig(cloud, 'sts', key, { ca: root.pem }));
    expect(await trusting.GetCallerIdentity(null)).toMatchObject({ AccountId: '100000000001' });
    const wary = new StsClient(clientConfig(cloud, 'sts', key));
    await expect(wary.GetCallerIdentity(null)).rejects.toThrow(/certificate/u);
    expect(cloud.requests.map(({ host }) => host)).toEqual(['sts.tencentcloudapi.com']);
    cloud.faults.add({ kind: 'reset', times: 1 });
    await expect(trusting.GetCallerIdentity(null)).rejects.toThrow(/ECONNRESET|disconnected/u);
    await trusting.GetCallerIdentity(null);
    expect(cloud.violations).toEqual([]);
  });
});
