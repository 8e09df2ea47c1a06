import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../../tests/pki.ts';
import { Secret } from '../../core/secret.ts';
import {
  all,
  exposed,
  expectFailure,
  failure,
  fastClock,
  keyLines,
  keptLog,
  materialOf,
  replaceEdit,
} from '../test-kit.ts';
import { openTencent, uin } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

const everything = ['tencent/cdn', 'tencent/clb', 'tencent/waf'] as const;
const calls = (operation: string) =>
  bench.cloud.requests.filter((request) => request.operation === operation);
const placesOf = (list: readonly { target: string; region: string | null }[]) =>
  list.map(({ target, region }) => `${target} ${region ?? 'everywhere'}`);

describe('products', () => {
  it('are one for CDN, one for each region of CLB and one for each part of WAF', async () => {
    const regions = ['ap-shanghai', 'na-ashburn'];
    const { products, gaps } = await bench.connect({ targets: everything, regions });
    expect(gaps).toEqual([]);
    expect(placesOf(products)).toEqual([
      'tencent/cdn everywhere',
      'tencent/clb ap-shanghai',
      'tencent/clb na-ashburn',
      'tencent/waf ap-guangzhou',
      'tencent/waf ap-seoul',
    ]);
    expect(calls('DescribeRegions')).toEqual([]);
  });

  it('are only those that tasks ask for', async () => {
    const { products } = await bench.connect({ targets: ['tencent/cdn'], regions: undefined });
    expect(placesOf(products)).toEqual(['tencent/cdn everywhere']);
    expect(calls('DescribeRegions')).toEqual([]);
  });

  it('cover every region that is available where the file names none', async () => {
    bench.account.setRegions({ 'ap-tokyo': 'UNAVAILABLE', 'ap-nanjing': 'AVAILABLE' });
    const { products } = await bench.connect({ targets: ['tencent/clb'], regions: undefined });
    const regions = products.map(({ region }) => region);
    expect(regions).toContain('ap-nanjing');
    expect(regions).toContain('ap-guangzhou');
    expect(regions).not.toContain('ap-tokyo');
    expect(new Set(regions).size).toBe(regions.length);
  });

  it('become gaps where regions may not be listed, naming the permission and the way around', async () => {
    bench.key.deny.add('region:DescribeRegions');
    const { products, gaps } = await bench.connect({ targets: everything, regions: undefined });
    expect(placesOf(products)).not.toContain('tencent/clb ap-guangzhou');
    expect(products).toHaveLength(3);
    expect(gaps).toMatchObject([
      { target: 'tencent/clb', region: null, error: { code: 'PERMISSION_MISSING' } },
    ]);
    expect(gaps[0]?.error.message).toMatch(/region:DescribeRegions.*under "regions:"/u);
  });

  it('of an unreachable region fail alone', async () => {
    bench.cloud.unreachable.add('ap-shanghai');
    const regions = ['ap-guangzhou', 'ap-shanghai'];
    const { products } = await bench.connect({ targets: ['tencent/clb'], regions });
    const [good, bad] = products;
    expect(await all(good!, bench.call)).toEqual([]);
    await expectFailure(all(bad!, bench.call), 'CLOUD_UNAVAILABLE', /^listing .* ap-shanghai: /u);
  });

  it('of a region that does not exist say so', async () => {
    const { products } = await bench.connect({ targets: ['tencent/clb'], regions: ['mars-1'] });
    await expectFailure(all(products[0]!, bench.call), 'CONFIG_INVALID', /in region mars-1/u);
  });

  it('of a finance region are called at its own host', async () => {
    bench.account.setRegions({ 'ap-shanghai-fsi': 'AVAILABLE' });
    const { products } = await bench.connect({
      targets: ['tencent/clb'],
      regions: ['ap-shanghai-fsi'],
    });
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(calls('DescribeLoadBalancers')[0]?.host).toBe('clb.ap-shanghai-fsi.tencentcloudapi.com');
  });
});

describe('a login', () => {
  const connect = async (settings = {}) =>
    await bench.connect({ targets: ['tencent/cdn'], settings });

  it('asks whose it is, at the hosts of its site', async () => {
    await connect();
    expect(calls('GetCallerIdentity')).toMatchObject([
      { host: 'sts.tencentcloudapi.com', account: uin },
    ]);
    const abroad = bench.cloud.account('200000000002', { site: 'intl' }).accessKey();
    Object.assign(bench.env, { KEY_ID: abroad.secretId, KEY_SECRET: abroad.secretKey });
    await expectFailure(connect(), 'CREDENTIALS_REJECTED', /or of the other site/u);
    await connect({ site: 'international' });
    expect(calls('GetCallerIdentity').at(-1)?.host).toBe('sts.intl.tencentcloudapi.com');
  });

  it.each([
    ['an unknown id', { KEY_ID: 'AKIDunknown' }, /secret id is wrong/u],
    ['a wrong key', { KEY_SECRET: 'wrong-secret-key' }, /secret key is wrong/u],
    ['an empty key', { KEY_SECRET: ' ' }, /is empty/u],
  ])('with %s is rejected by name, without repeating it', async (_, env, message) => {
    Object.assign(bench.env, env);
    const error = await expectFailure(
      connect(),
      'CREDENTIALS_REJECTED',
      /^logging in to account "prod": /u,
    );
    expect(error.message).toMatch(message);
    expect(exposed(error)).not.toContain('wrong-secret-key');
  });

  it('copes with line ends around the key, and masks it without them', async () => {
    bench.env['KEY_SECRET'] = `${bench.key.secretKey}\n`;
    await connect();
    expect(bench.masked).toContain(bench.key.secretKey);
  });

  it('takes temporary keys with their token', async () => {
    const key = bench.account.accessKey({ expiresInMs: 60_000 });
    Object.assign(bench.env, {
      KEY_ID: key.secretId,
      KEY_SECRET: key.secretKey,
      TOKEN: key.token ?? '',
    });
    const credentials = { secret_id: { env: 'KEY_ID' }, secret_key: { env: 'KEY_SECRET' } };
    await connect({ credentials: { ...credentials, token: { env: 'TOKEN' } } });
    await expectFailure(connect({ credentials }), 'CREDENTIALS_REJECTED', /token is wrong/u);
    key.expire();
    await expectFailure(
      connect({ credentials: { ...credentials, token: { env: 'TOKEN' } } }),
      'CREDENTIALS_REJECTED',
      /has expired/u,
    );
  });

  it('need not be allowed to ask whose it is', async () => {
    bench.key.deny.add('sts:GetCallerIdentity');
    const { products } = await connect();
    expect(products).toHaveLength(1);
  });

  it('takes on a role', async () => {
    const role = bench.account.role({ externalId: 'ours' });
    await expectFailure(connect({ role: role.arn }), 'CREDENTIALS_REJECTED', /sts:AssumeRole/u);
    const { products } = await connect({ role: role.arn, external_id: 'ours' });
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(calls('AssumeRole').at(-1)?.params).toMatchObject({
      RoleSessionName: 'certferry-test',
    });
    expect(bench.masked).toHaveLength(2);
    role.expireSessions();
    expect(await all(products[0]!, bench.call)).toEqual([]);
  });

  it('stops when it is cancelled', async () => {
    const call = { signal: AbortSignal.abort(), log: keptLog() };
    const error = await failure(bench.connect({ targets: everything }, call));
    expect(error.code).toBe('CANCELLED');
    expect(bench.cloud.requests).toEqual([]);
  });
});

describe('an OIDC login', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const issuer = 'https://token.actions.githubusercontent.com';
  const tokenFor = (aud: string) =>
    [
      part({ alg: 'RS256' }),
      part({ iss: issuer, aud, sub: 'repo:a/b:ref', exp: Math.floor(Date.now() / 1000) + 9000 }),
      'signature',
    ].join('.');

  function role(audience = 'sts.tencentcloudapi.com') {
    const trust = { providerId: 'github', issuer, audience, subjects: ['repo:a/b:*'] };
    return bench.account.role({ trust });
  }
  const asked: string[] = [];
  const connect = async (arn: string, more: object = {}, clock = fastClock()) =>
    await bench.connect({
      targets: ['tencent/cdn'],
      settings: { credentials: undefined, oidc: { provider_id: 'github', role: arn, ...more } },
      clock,
      idToken: (audience) => {
        asked.push(audience);
        return Promise.resolve(new Secret(tokenFor(audience)));
      },
    });
  beforeEach(() => {
    asked.length = 0;
  });

  it('takes the token of the run to the role, unsigned, and masks what comes back', async () => {
    const { products } = await connect(role().arn);
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(asked).toEqual(['sts.tencentcloudapi.com']);
    expect(calls('AssumeRoleWithWebIdentity')).toMatchObject([
      {
        account: undefined,
        region: 'ap-guangzhou',
        params: { ProviderId: 'github', RoleSessionName: 'certferry-test' },
      },
    ]);
    expect(bench.masked).toHaveLength(2);
    expect(bench.masked.every((secret) => secret.length > 20)).toBe(true);
  });

  it('asks for the audience that the file names', async () => {
    await connect(role('certferry').arn, { audience: 'certferry' });
    expect(asked).toEqual(['certferry']);
  });

  it('is renewed with a new token when the session ends before its time', async () => {
    const trusted = role();
    const { products } = await connect(trusted.arn);
    trusted.expireSessions();
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(asked).toHaveLength(2);
    bench.cloud.faults.add({ service: 'cdn', kind: 'expired-token' });
    await expectFailure(all(products[0]!, bench.call), 'CREDENTIALS_REJECTED', /has expired/u);
    expect(asked).toHaveLength(3);
  });

  it('is renewed before the session ends', async () => {
    let ahead = 0;
    await bench.close();
    bench = await openTencent({ now: () => Date.now() + ahead });
    const clock = { ...fastClock(1), now: () => new Date(Date.now() + ahead) };
    const { products } = await connect(role().arn, {}, clock);
    ahead = 6_000_000;
    await all(products[0]!, bench.call);
    expect(asked).toHaveLength(1);
    ahead = 7_000_000;
    await all(products[0]!, bench.call);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['a role that does not exist', `qcs::cam::uin/${uin}:roleName/none`, /does not exist/u],
    ['an audience that is not trusted', undefined, /does not take the OIDC token/u],
  ])('with %s is rejected', async (_, arn, message) => {
    const error = await failure(connect(arn ?? role('another').arn));
    expect(error.code).toBe('CREDENTIALS_REJECTED');
    expect(error.message).toMatch(message);
    expect(exposed(error)).not.toContain(part({ alg: 'RS256' }));
  });

  it('that the role does not trust is rejected, not a missing permission', async () => {
    const trust = { providerId: 'gitlab', issuer, audience: 'x', subjects: ['*'] };
    const { arn } = bench.account.role({ trust });
    await expectFailure(connect(arn), 'CREDENTIALS_REJECTED', /lacks the permission/u);
  });

  it('outside of a workflow says what it needs', async () => {
    const settings = { credentials: undefined, oidc: { provider_id: 'github', role: role().arn } };
    await expectFailure(
      bench.connect({ targets: ['tencent/cdn'], settings }),
      'CREDENTIALS_REJECTED',
      /id-token: write/u,
    );
  });
});

describe('a connection', () => {
  it('goes through no proxy of the environment that the SDK would take', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9';
    try {
      const product = await bench.product('tencent/cdn');
      expect(await all(product, bench.call)).toEqual([]);
    } finally {
      delete process.env['http_proxy'];
    }
  });

  it('to Tencent Cloud itself goes through the proxy that is handed in', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', ({ url = '' }, socket) => {
      asked.push(url);
      socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const connecting = bench.connect({
      targets: ['tencent/cdn'],
      settings: { endpoint: undefined },
      proxy: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
      timing: { attempts: 1 },
    });
    expect((await failure(connecting)).code).toBe('CLOUD_UNAVAILABLE');
    expect(asked).toEqual(['sts.tencentcloudapi.com:443']);
    proxy.close();
  });

  it('does not follow a redirect with a private key', async () => {
    let stolen = 0;
    const thief = createServer((_, response) => {
      stolen += 1;
      response.end('{}');
    });
    const gateway = createServer((_, response) => {
      const { port } = thief.address() as AddressInfo;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end();
    });
    for (const server of [thief, gateway]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    const { port } = gateway.address() as AddressInfo;
    const settings = { endpoint: `http://127.0.0.1:${port}` };
    const timing = { attempts: 1 };
    const error = await failure(bench.connect({ targets: ['tencent/cdn'], settings, timing }));
    expect(error.message).toMatch(/leads to 127\.0\.0\.1, which is not followed/u);
    expect(stolen).toBe(0);
    thief.close();
    gateway.close();
  });

  it('to an https endpoint checks the certificate of the endpoint, not of the service', async () => {
    const root = await createRoot('Gateway');
    const own = await issue(root, { domains: ['localhost'], ips: ['127.0.0.1'] });
    await bench.close();
    bench = await openTencent({ tls: own });
    const connect = async (url: string) =>
      await bench.connect({
        targets: ['tencent/cdn'],
        settings: { endpoint: url },
        timing: { attempts: 1 },
      });
    await expectFailure(connect(bench.cloud.url), 'CLOUD_UNAVAILABLE', /certificate/u);
    const trusted = tls.getCACertificates('default');
    tls.setDefaultCACertificates([...trusted, root.pem]);
    try {
      for (const url of [bench.cloud.url, bench.cloud.url.replace('127.0.0.1', 'localhost')]) {
        expect((await connect(url)).products).toHaveLength(1);
      }
    } finally {
      tls.setDefaultCACertificates(trusted);
    }
  });

  it('that answers with anything but the API is CLOUD_UNEXPECTED or unavailable', async () => {
    const product = await bench.product('tencent/cdn', { timing: { attempts: 2 } });
    for (const [kind, code] of [
      ['html', 'CLOUD_UNEXPECTED'],
      ['empty', 'CLOUD_UNEXPECTED'],
      ['truncated', 'CLOUD_UNEXPECTED'],
      ['mangled', 'CLOUD_UNEXPECTED'],
      ['http-503', 'CLOUD_UNAVAILABLE'],
      ['reset', 'CLOUD_UNAVAILABLE'],
    ] as const) {
      bench.cloud.faults.add({ service: 'cdn', kind });
      const error = await failure(all(product, bench.call));
      expect(`${kind} ${error.code}`).toBe(`${kind} ${code}`);
      expect(error.message).not.toMatch(/TypeError|Cannot read|<html/u);
      bench.cloud.faults.clear();
    }
  });

  it('is given up after its deadline, and tried again', async () => {
    const product = await bench.product('tencent/cdn', { timing: { deadlineMs: 150 } });
    bench.cloud.faults.add({ service: 'cdn', kind: 'hang', times: 1 });
    expect(await all(product, bench.call)).toEqual([]);
    expect(calls('DescribeDomainsConfig')).toHaveLength(2);
  });
});

it('shows neither keys nor tokens in what it logs or throws', async () => {
  const product = await bench.product('tencent/cdn');
  bench.account.addCdnDomain({
    domain: 'a.example.com',
    certificate: await bench.issue(['a.example.com']),
  });
  const [resource] = await all(product, bench.call);
  const material = materialOf(await bench.issue(['a.example.com']));
  const edit = replaceEdit(resource!, material);
  const shown: string[] = [];
  for (const kind of ['access-denied', 'html', 'reset', 'expired-token', 'truncated'] as const) {
    bench.cloud.faults.add({ kind });
    shown.push(exposed(await failure(product.apply(edit, material, bench.call))));
    bench.cloud.faults.clear();
  }
  const text = [...shown, ...bench.log.lines].join('\n');
  for (const secret of [...keyLines(material.key.reveal()), bench.key.secretKey]) {
    expect(text).not.toContain(secret);
  }
});

it('loads the client of no product that is not used', async () => {
  const kit = fileURLToPath(new URL('provider.ts', import.meta.url));
  const script = `
    const { createTencentProvider } = await import(${JSON.stringify(kit)});
    createTencentProvider();
    const { createRequire } = await import('node:module');
    const loaded = Object.keys(createRequire(${JSON.stringify(kit)}).cache).join('\\n');
    console.log(['sts', 'ssl', 'cdn', 'clb', 'waf'].map((name) =>
      loaded.includes('/services/' + name + '/') ? name : '').join(' '));
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(stdout.trim()).toBe('sts ssl');
  expect(stderr).toBe('');
});
