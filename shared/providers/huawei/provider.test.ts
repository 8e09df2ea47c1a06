import { generateKeyPairSync, sign } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { Secret } from '../../core/secret.ts';
import { all, exposed, expectFailure, failure, fastClock } from '../test-kit.ts';
import { openHuawei, regionName } from './test-kit.ts';

const both = ['huawei/cdn', 'huawei/elb'] as const;

describe('logging in', () => {
  it('sends exactly one request with a wrong secret key, and names the three causes', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.env['HW_SK'] = 'SK-of-nobody';
    const error = await expectFailure(
      open.connect({ targets: both, regions: undefined }),
      'CREDENTIALS_REJECTED',
      /account "prod".*APIGW\.0301.*secret key is wrong.*clock.*proxy/u,
    );
    expect(open.huawei.requests).toHaveLength(1);
    for (const secret of [open.key.accessKey, 'SK-of-nobody']) {
      expect(exposed(error)).not.toContain(secret);
    }
  });

  it('names the clock when it is off', async () => {
    await using open = await openHuawei({
      endpoints: false,
      settings: { clockOffsetMs: 20 * 60_000 },
    });
    const connecting = open.connect({ targets: both });
    await expectFailure(
      connecting,
      'CREDENTIALS_REJECTED',
      /clock is off by more than 15 minutes/u,
    );
  });

  it('takes temporary keys, and says when they have ended', async () => {
    await using open = await openHuawei({ endpoints: false });
    const key = open.account.accessKey({ expiresInMs: 3_600_000 });
    Object.assign(open.env, {
      HW_AK: key.accessKey,
      HW_SK: key.secretKey,
      HW_TOKEN: key.securityToken,
    });
    const credentials = {
      access_key: { env: 'HW_AK' },
      secret_key: { env: 'HW_SK' },
      security_token: { env: 'HW_TOKEN' },
    };
    const product = await open.product('huawei/cdn', { settings: { credentials } });
    expect(await all(product, open.call)).toEqual([]);
    key.expire();
    const error = await expectFailure(
      all(product, open.call),
      'CREDENTIALS_REJECTED',
      /security token has expired/u,
    );
    expect(exposed(error)).not.toContain(key.securityToken);
  });

  it('bears line breaks around a pasted key', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.env['HW_SK'] = ` ${open.key.secretKey}\n`;
    open.env['HW_AK'] = `${open.key.accessKey}\n`;
    expect((await open.connect({ targets: both })).gaps).toEqual([]);
  });

  it('stops sending when a key is rejected in the middle of a run', async () => {
    await using open = await openHuawei({ endpoints: false });
    const { products } = await open.connect({ targets: both });
    open.key.deactivate();
    open.huawei.requests.length = 0;
    for (const product of products) {
      await expectFailure(all(product, open.call), 'CREDENTIALS_REJECTED', /signature/u);
    }
    // Those in flight when the first answer comes, and one trial after that.
    expect(open.huawei.requests.length).toBeLessThanOrEqual(4);
  });

  it('stops when the run is cancelled', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.huawei.faults.add({ operation: 'KeystoneListAuthProjects', kind: 'hang' });
    const call = { ...open.call, signal: AbortSignal.timeout(50) };
    const started = performance.now();
    const error = await failure(open.connect({ targets: both }, call));
    expect(error.code).toBe('CANCELLED');
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('survives a storm of throttling, and a gateway that fails for a moment', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.huawei.faults.add({ kind: 'throttle', times: 3 });
    open.huawei.faults.add({ kind: 'http-503', times: 1 });
    open.account.addCdnDomain({ name: 'www.example.com' });
    const product = await open.product('huawei/cdn');
    expect(await all(product, open.call)).toHaveLength(1);
  });

  it('says that a page is no reply of the cloud', async () => {
    await using open = await openHuawei({ endpoints: false });
    const product = await open.product('huawei/cdn');
    open.huawei.faults.add({ kind: 'html' });
    await expectFailure(
      all(product, open.call),
      'CLOUD_UNEXPECTED',
      /not a Huawei Cloud API: HTTP 200/u,
    );
  });

  it('gives up on a cloud that does not answer', async () => {
    await using open = await openHuawei({ endpoints: false });
    const product = await open.product('huawei/cdn', { timing: { deadlineMs: 50, attempts: 2 } });
    open.huawei.faults.add({ kind: 'hang' });
    await expectFailure(all(product, open.call), 'CLOUD_UNAVAILABLE', /no answer.*tried 2 times/u);
  });
});

describe('the regions of an account', () => {
  it('are those with a project of their name, when the file names none', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.account.project('ap-southeast-3');
    open.account.project('cn-north-4_below');
    open.account.project('cn-east-3').setEnabled(false);
    const { products, gaps } = await open.connect({ targets: ['huawei/elb'], regions: undefined });
    expect(gaps).toEqual([]);
    expect(products.map(({ region }) => region)).toEqual(['ap-southeast-3', regionName]);
    expect(open.huawei.requests.map(({ operation }) => operation)).toEqual([
      'KeystoneListAuthProjects',
    ]);
  });

  it('are gaps where the account has no project, and the others go on', async () => {
    await using open = await openHuawei({ endpoints: false });
    const { products, gaps } = await open.connect({
      targets: both,
      regions: [regionName, 'cn-nowhere-9', regionName],
    });
    expect(products.map(({ target, region }) => [target, region])).toEqual([
      ['huawei/cdn', null],
      ['huawei/elb', regionName],
    ]);
    expect(gaps).toEqual([
      {
        target: 'huawei/elb',
        region: 'cn-nowhere-9',
        error: {
          code: 'CONFIG_INVALID',
          message: expect.stringMatching(/no project.*project_ids/u),
        },
      },
    ]);
  });

  it('use the projects that the file names, also below a main one', async () => {
    await using open = await openHuawei({ endpoints: false });
    const below = open.account.project('cn-north-4_below');
    await below.addLoadBalancer({ name: 'mine', listeners: [{ protocol: 'HTTPS' }] });
    const product = await open.product('huawei/elb', {
      settings: { project_ids: { [regionName]: below.id } },
    });
    expect((await all(product, open.call)).map(({ label }) => label)).toEqual(['mine:443']);
  });

  it('fail alone when one of them cannot be reached', async () => {
    await using open = await openHuawei({ endpoints: false });
    const far = open.account.project('ap-southeast-3');
    for (const project of [open.project, far]) {
      await project.addLoadBalancer({ listeners: [{ protocol: 'HTTPS' }] });
    }
    const { products } = await open.connect({ targets: ['huawei/elb'], regions: undefined });
    open.huawei.unreachable.add('ap-southeast-3');
    const [unreached, reached] = products;
    await expectFailure(all(unreached!, open.call), 'CLOUD_UNAVAILABLE', /ap-southeast-3/u);
    expect(await all(reached!, open.call)).toHaveLength(1);
  });

  it('are not needed where IAM is out of reach but the file says everything', async () => {
    await using open = await openHuawei({ endpoints: false });
    const project_ids = { [regionName]: open.project.id };
    open.huawei.unreachable.add('iam');
    const timing = { attempts: 1 };
    const named = await open.connect({ targets: both, settings: { project_ids }, timing });
    expect([named.products.length, named.gaps]).toEqual([2, []]);
    expect(open.log.lines.join('\n')).toMatch(/warn projects not read/u);
    const listed = await open.connect({ targets: both, regions: undefined, timing });
    expect(listed.products.map(({ target }) => target)).toEqual(['huawei/cdn']);
    expect(listed.gaps).toEqual([
      {
        target: 'huawei/elb',
        region: null,
        error: { code: 'CLOUD_UNAVAILABLE', message: expect.stringMatching(/project_ids/u) },
      },
    ]);
  });

  it('say when a project id is not of the account', async () => {
    await using open = await openHuawei({ endpoints: false });
    const foreign = open.huawei.account('other').project(regionName).id;
    const product = await open.product('huawei/elb', {
      settings: { project_ids: { [regionName]: foreign } },
    });
    const reading = all(product, open.call);
    await expectFailure(reading, 'CREDENTIALS_REJECTED', /project id is not one of the account/u);
  });
});

describe('logging in with the token of a run', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = 'https://token.actions.githubusercontent.com';
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k' };

  function tokenFor(audience: string, seconds = 300): Secret {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + seconds;
    const sub = 'repo:shop/site:ref:refs/heads/main';
    const text = `${part({ alg: 'RS256', kid: 'k' })}.${part({ iss: issuer, aud: audience, sub, exp })}`;
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('base64url');
    return new Secret(`${text}.${signature}`);
  }

  async function opened() {
    const open = await openHuawei({ endpoints: false });
    open.account.addCdnDomain({ name: 'www.example.com' });
    const agency = open.account.agency({
      trust: {
        issuer,
        audience: 'sts.myhuaweicloud.com',
        subjects: ['repo:shop/site:*'],
        keys: [jwk],
      },
    });
    const oidc = { provider_urn: agency.providerUrn, agency_urn: agency.urn };
    return { open, agency, oidc };
  }

  it('needs no stored key, and shows neither token nor temporary keys', async () => {
    const { open, oidc } = await opened();
    await using _ = open;
    const tokens: Secret[] = [];
    const product = await open.product('huawei/cdn', {
      settings: { credentials: undefined, oidc },
      idToken: (audience) => {
        tokens.push(tokenFor(audience));
        return Promise.resolve(tokens.at(-1) ?? new Secret(''));
      },
    });
    expect(await all(product, open.call)).toHaveLength(1);
    expect(tokens).toHaveLength(1);
    expect(open.masked).toHaveLength(2);
    const shown = `${open.log.lines.join('\n')} ${exposed(product)}`;
    for (const secret of [...tokens.map((token) => token.reveal()), ...open.masked]) {
      expect(shown).not.toContain(secret);
    }
    const assume = open.huawei.requests.find(
      ({ operation }) => operation === 'AssumeAgencyWithOIDC',
    );
    expect(assume?.params).toMatchObject({
      body: { agency_session_name: 'certferry-test', duration_seconds: 3600 },
    });
  });

  it('takes a new token before the session ends', async () => {
    const { open, oidc } = await opened();
    await using _ = open;
    let tokens = 0;
    let offset = 0;
    const real = fastClock(1);
    const product = await open.product('huawei/cdn', {
      settings: { credentials: undefined, oidc },
      clock: { ...real, now: () => new Date(real.now().getTime() + offset) },
      idToken: (audience) => {
        tokens += 1;
        return Promise.resolve(tokenFor(audience));
      },
    });
    await all(product, open.call);
    expect(tokens).toBe(1);
    offset = 56 * 60_000;
    open.huawei.settings.clockOffsetMs = offset;
    await all(product, open.call);
    expect(tokens).toBe(2);
  });

  it('says what to check when it is refused', async () => {
    const { open, oidc } = await opened();
    await using _ = open;
    const token = tokenFor('somebody else');
    const settings = { credentials: undefined, oidc };
    const idToken = () => Promise.resolve(token);
    const error = await expectFailure(
      open.connect({ targets: both, settings, idToken }),
      'CREDENTIALS_REJECTED',
      /taking on agency iam::.*OIDC token.*audience/u,
    );
    expect(exposed(error)).not.toContain(token.reveal());
    await expectFailure(
      open.connect({ targets: both, settings }),
      'CREDENTIALS_REJECTED',
      /id-token: write/u,
    );
  });
});
