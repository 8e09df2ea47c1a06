import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type WireRequest } from '../common/server.ts';
import { type AccountHandle, type Huawei, startHuawei } from './huawei.ts';
import { canonicalRequest, signatureOf, stringToSign } from './sdk-hmac.ts';
import { type Ask, send, signedHeaders } from './signed-client.ts';

const key = {
  accessKey: 'AKEXAMPLE0000000001',
  secretKey: 'SKexample/secret+value=0001',
  securityToken: undefined,
};
const host = 'cdn.myhuaweicloud.com';

function wire(target: string, more: { method?: string; body?: string; headers?: object } = {}) {
  const headers = {
    'content-type': 'application/json',
    host,
    'x-sdk-date': '20261123T080000Z',
    ...more.headers,
  };
  return {
    method: more.method ?? 'GET',
    target,
    headers: new Map(Object.entries(headers)),
    body: Buffer.from(more.body ?? ''),
  } satisfies WireRequest;
}

function signature(request: WireRequest): string {
  return signatureOf(request, [...request.headers.keys()].sort(), key.secretKey);
}

describe('the signature that the simulator expects', () => {
  it('has a canonical request with a slash at the end of the path and an empty line', () => {
    const request = wire('/v1.0/cdn/domains?enterprise_project_id=all&page_number=1&page_size=100');
    expect(canonicalRequest(request, ['content-type', 'host', 'x-sdk-date']).split('\n')).toEqual([
      'GET',
      '/v1.0/cdn/domains/',
      'enterprise_project_id=all&page_number=1&page_size=100',
      'content-type:application/json',
      `host:${host}`,
      'x-sdk-date:20261123T080000Z',
      '',
      'content-type;host;x-sdk-date',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ]);
    expect(stringToSign(request, ['content-type', 'host', 'x-sdk-date']).split('\n')[2]).toBe(
      '79dab5118ce6bab79438edb8547f0e67b340d7919024c1268ea359edc9f95c52',
    );
    expect(signature(request)).toBe(
      '9cd3a935c994470e5ef3593ed2cfe9c366c7504e3f16f8d3e2e469fba1ef173a',
    );
  });

  it('hashes a body of Chinese characters as UTF-8', () => {
    const body =
      '{"https":{"domain_name":"a.example.com,b.example.com","https_switch":1,"cert_name":"证书-1"}}';
    const target = '/v1.0/cdn/domains/config-https-info?enterprise_project_id=all';
    expect(signature(wire(target, { method: 'PUT', body }))).toBe(
      'facc2873772b7635751dd3ee05e8683860e8a7ea45da629a7a0e9172561c3e6e',
    );
  });

  it('sorts repeated parameters by name and value, and covers project and token', () => {
    const project = '0123456789abcdef0123456789abcdef';
    const target = `/v3/${project}/elb/listeners?protocol=TLS&protocol=HTTPS&limit=2000&protocol=TERMINATED_HTTPS`;
    const headers = { 'x-project-id': project, 'x-security-token': 'TOKEN/with+chars==' };
    expect(signature(wire(target, { headers }))).toBe(
      '65a61aeff2cace6e3d756010ff4779a0b5d6578030274c8942e79a4d0c71d09b',
    );
  });

  it('encodes the star of a wildcard domain, sent raw or encoded', () => {
    for (const star of ['*', '%2A', '%2a']) {
      const path = `/v1.1/cdn/configuration/domains/${star}.example.com/configs`;
      expect(signature(wire(`${path}?enterprise_project_id=all`))).toBe(
        '636cceafcd073e9f2edb0591a7fd9abacb6fad54e5d0a8b431da5ea1334d369c',
      );
    }
  });

  const asks: readonly (readonly [string, Ask])[] = [
    ['a plain reading', { path: '/v1.0/cdn/domains' }],
    ['a path that ends in a slash', { path: '/v3/auth/projects/' }],
    [
      'parameters in any order',
      { path: '/v3/projects', query: { per_page: '5', name: 'b', a: '1' } },
    ],
    ['an empty value', { path: '/v3/projects', query: { name: '' } }],
    [
      'repeated values',
      { path: '/v3/p/elb/listeners', query: { protocol: ['TLS', 'HTTPS', 'QUIC'] } },
    ],
    ['reserved characters', { path: '/v3/projects', query: { name: "a b/c+d=e&f!'()*~-._%" } }],
    [
      'Chinese characters',
      { path: '/v3/projects', query: { name: '证书' }, body: { name: '证书-1' } },
    ],
    ['a wildcard domain', { path: '/v1.1/cdn/configuration/domains/*.example.com/configs' }],
    ['a write', { method: 'PUT', path: '/v1.0/x', body: { a: [1, null, 'é'], b: { c: '\n' } } }],
    ['a deletion', { method: 'DELETE', path: '/v3/p/elb/certificates/1' }],
    [
      'project and domain headers',
      { path: '/v3/x', headers: { 'X-Project-Id': 'p', 'X-Domain-Id': 'd', 'X-Zeta': 'z' } },
    ],
  ];
  it.each(asks)('is the one of the vendor SDK for %s', (_title, ask) => {
    const token = { ...key, securityToken: 'token/with+chars==' };
    for (const credentials of [key, token]) {
      const headers = signedHeaders(credentials, {
        ...ask,
        host: 'elb.cn-north-4.myhuaweicloud.com',
      });
      const { authorization = '', ...others } = headers;
      const [, names = '', expected] =
        /SignedHeaders=([^,]+), Signature=(\w+)$/u.exec(authorization) ?? [];
      const query = new URLSearchParams(
        Object.entries(ask.query ?? {}).flatMap(([name, value]) =>
          [value].flat().map((one) => [name, one] as [string, string]),
        ),
      );
      const request: WireRequest = {
        method: ask.method ?? 'GET',
        target: `${ask.path}?${query.toString().replaceAll('+', '%20')}`,
        headers: new Map(Object.entries(others)),
        body: Buffer.from(ask.body === undefined ? '' : JSON.stringify(ask.body)),
      };
      expect(signatureOf(request, names.split(';'), key.secretKey)).toBe(expected);
    }
  });
});

describe('what the simulator does not believe', () => {
  let huawei: Huawei;
  let account: AccountHandle;
  let elapsed = 0;

  beforeEach(async () => {
    elapsed = 0;
    huawei = await startHuawei({ endpoints: false, now: () => Date.now() + elapsed });
    account = huawei.account('shop');
  });
  afterEach(() => huawei.close());

  const path = '/v1.0/cdn/domains';
  function refusal(detail: string | RegExp) {
    return {
      status: 401,
      json: {
        error_code: 'APIGW.0301',
        error_msg: expect.stringMatching(detail) as unknown,
        request_id: expect.stringMatching(/^[0-9a-f]{32}$/u) as unknown,
      },
    };
  }

  it('takes a request that nobody touched', async () => {
    const answer = await send(huawei, account.accessKey(), { path });
    expect(answer).toMatchObject({ status: 200, json: { total: 0, domains: [] } });
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/u);
  });

  const tampered: readonly (readonly [string, RegExp, NonNullable<Ask['tamper']>])[] = [
    [
      'no authorization',
      /x-auth-token not found/u,
      ({ headers }) => delete headers['authorization'],
    ],
    [
      'another scheme',
      /authorization header format is incorrect/u,
      ({ headers }) => {
        headers['authorization'] = 'AWS4-HMAC-SHA256 Credential=x';
      },
    ],
    [
      'another parameter',
      /verify aksk signature fail, canonical_request:GET\|\/v1\.0\/cdn\/domains\/\|page_size=9\|/u,
      (wire) => {
        wire.target += '?page_size=9';
      },
    ],
    [
      'another body',
      /verify aksk signature fail/u,
      (wire) => {
        wire.body = '{}';
      },
    ],
    [
      'another signed header',
      /verify aksk signature fail/u,
      ({ headers }) => {
        headers['content-type'] = 'text/plain';
      },
    ],
    [
      'a project that was not signed',
      /header x-project-id is not signed/u,
      ({ headers }) => {
        headers['x-project-id'] = 'p';
      },
    ],
    [
      'a date in another form',
      /x-sdk-date format is incorrect/u,
      ({ headers }) => {
        headers['x-sdk-date'] = '2026-11-23T08:00:00Z';
      },
    ],
  ];
  it.each(tampered)('refuses %s', async (_title, detail, tamper) => {
    const answer = await send(huawei, account.accessKey(), { path, tamper });
    expect(answer).toMatchObject(refusal(detail));
    expect(huawei.requests).toMatchObject([{ error: 'APIGW.0301', status: 401 }]);
    expect(huawei.violations).toEqual([]);
  });

  it('refuses a key that nobody has', async () => {
    const answer = await send(huawei, key, { path });
    expect(answer).toMatchObject(
      refusal(`Get secretKey failed,ak:${key.accessKey},err:ak not exist`),
    );
  });

  it('refuses a key that was deactivated', async () => {
    const own = account.accessKey();
    own.deactivate();
    expect(await send(huawei, own, { path })).toMatchObject(refusal('ak not exist'));
  });

  it('refuses dates that are more than 15 minutes off', async () => {
    const own = account.accessKey();
    for (const minutes of [-16, 16]) {
      huawei.settings.clockOffsetMs = minutes * 60_000;
      expect(await send(huawei, own, { path })).toMatchObject(
        refusal(/x-sdk-date \w+ is expired/u),
      );
    }
    huawei.settings.clockOffsetMs = 14 * 60_000;
    expect((await send(huawei, own, { path })).status).toBe(200);
  });

  it('locks a key for five minutes after five wrong signatures in a row', async () => {
    const own = account.accessKey();
    const wrong = { ...own, secretKey: 'wrong' };
    for (let count = 0; count < 4; count += 1) await send(huawei, wrong, { path });
    expect((await send(huawei, own, { path })).status).toBe(200);
    for (let count = 0; count < 5; count += 1) {
      expect(await send(huawei, wrong, { path })).toMatchObject(refusal('verify aksk signature'));
    }
    const locked = refusal('AK access failed to reach the limit,forbidden');
    expect(await send(huawei, own, { path })).toMatchObject(locked);
    elapsed = 5 * 60_000 - 1000;
    expect(await send(huawei, own, { path })).toMatchObject(locked);
    elapsed = 5 * 60_000 + 1000;
    expect((await send(huawei, own, { path })).status).toBe(200);
  });

  it('takes a temporary key with its token, until it ends', async () => {
    const own = account.accessKey({ expiresInMs: 60_000 });
    expect((await send(huawei, own, { path })).status).toBe(200);
    const bare = { ...own, securityToken: undefined };
    expect(await send(huawei, bare, { path })).toMatchObject(refusal('x-security-token not found'));
    const mustRenew = { status: 401, json: { error_code: 'APIGW.0307' } };
    const foreign = { ...own, securityToken: 'another' };
    expect(await send(huawei, foreign, { path })).toMatchObject(mustRenew);
    elapsed = 61_000;
    expect(await send(huawei, own, { path })).toMatchObject(mustRenew);
  });

  it('refuses a token beside a permanent key', async () => {
    const own = { ...account.accessKey(), securityToken: 'token' };
    expect(await send(huawei, own, { path })).toMatchObject({ json: { error_code: 'APIGW.0307' } });
  });

  it('holds the scope headers against the account', async () => {
    const own = account.accessKey();
    const ask = (headers: Record<string, string>) => send(huawei, own, { path, headers });
    expect((await ask({ 'X-Domain-Id': account.id })).status).toBe(200);
    expect(await ask({ 'X-Domain-Id': 'f'.repeat(32) })).toMatchObject(
      refusal('is not the domain'),
    );
    const project = account.project('cn-north-4');
    expect((await ask({ 'X-Project-Id': project.id })).status).toBe(200);
    expect(await ask({ 'X-Project-Id': 'f'.repeat(32) })).toMatchObject(refusal('not a project'));
    project.setEnabled(false);
    expect(await ask({ 'X-Project-Id': project.id })).toMatchObject({
      status: 403,
      json: { error_code: 'APIGW.0310' },
    });
  });

  it('words refusals as the service itself does when told to', async () => {
    huawei.settings.authenticationErrors = 'service';
    const project = account.project('cn-north-4').id;
    expect(await send(huawei, key, { path })).toMatchObject({
      status: 401,
      json: { error: { error_code: 'CDN.0002' } },
    });
    expect(await send(huawei, key, { path: `/v3/${project}/elb/listeners` })).toMatchObject({
      status: 401,
      json: { error_code: 'ELB.1102', error_msg: 'Token is error, Authentication required.' },
    });
    expect(await send(huawei, key, { path: '/v3/auth/projects' })).toMatchObject({
      status: 401,
      json: { error: { code: 401, title: 'Unauthorized' } },
    });
  });
});
