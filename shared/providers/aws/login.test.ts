import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import { all, expectFailure, exposed, fastClock } from '../test-kit.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

const everything: readonly Target[] = ['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'];

let bench: OpenAws;
let home: string;
const saved = { ...process.env };
beforeEach(async () => {
  // No login of the machine that runs the tests may be found.
  for (const name of Object.keys(process.env))
    if (name.startsWith('AWS_')) delete process.env[name];
  home = await mkdtemp(join(tmpdir(), 'certferry-aws-'));
  process.env['HOME'] = home;
  bench = await openAws({ endpoints: false });
});
afterEach(async () => {
  const { violations } = bench.aws;
  await bench.aws.close();
  for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
  Object.assign(process.env, saved);
  await rm(home, { recursive: true });
  expect(violations).toEqual([]);
});

describe('keys of the file', () => {
  it.each<[string, () => void, RegExp]>([
    ['an unknown key', () => bench.key.deactivate(), /does not know these credentials/u],
    [
      'a wrong secret',
      () => (bench.env['KEY_SECRET'] = 'x'.repeat(40)),
      /signature .*secret access key is wrong/u,
    ],
  ])('with %s are rejected', async (_, arrange, words) => {
    arrange();
    const error = await expectFailure(
      bench.connect({ targets: everything }),
      'CREDENTIALS_REJECTED',
      words,
    );
    expect(error.message).toMatch(/^logging in to account "prod": /u);
    expect(exposed(error)).not.toContain(bench.key.secretAccessKey);
  });

  it('with a session token that has expired are rejected, also in the middle of a run', async () => {
    const temporary = bench.account.accessKey({ expiresInMs: 3_600_000 });
    Object.assign(bench.env, {
      KEY_ID: temporary.accessKeyId,
      KEY_SECRET: temporary.secretAccessKey,
      TOKEN: temporary.sessionToken,
    });
    const settings = {
      credentials: {
        access_key_id: { env: 'KEY_ID' },
        secret_access_key: { env: 'KEY_SECRET' },
        session_token: { env: 'TOKEN' },
      },
    };
    const { products } = await bench.connect({ targets: ['aws/clb'], settings });
    temporary.expire();
    await expectFailure(
      all(products[0]!, bench.call),
      'CREDENTIALS_REJECTED',
      /^listing Classic Load Balancers in eu-west-1: the credentials have expired/u,
    );
    await expectFailure(
      bench.connect({ targets: ['aws/clb'], settings }),
      'CREDENTIALS_REJECTED',
      /have expired/u,
    );
  });

  it('of another account than the file says are refused', async () => {
    await expectFailure(
      bench.connect({ targets: ['aws/clb'], settings: { account_id: '000000000000' } }),
      'CREDENTIALS_REJECTED',
      /belongs to AWS account 111122223333, the file says 000000000000/u,
    );
    await bench.connect({ targets: ['aws/clb'], settings: { account_id: '111122223333' } });
  });
});

describe('a role', () => {
  it('is assumed on top of the login, with its external id, and masked before use', async () => {
    const other = bench.aws.account('444455556666');
    const role = other.role({ principals: [bench.account.id], externalId: 'ferry-1' });
    const settings = { role: role.arn, external_id: 'ferry-1', account_id: '444455556666' };
    const { products } = await bench.connect({ targets: ['aws/clb'], settings });
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(bench.masked).toHaveLength(2);
    role.deny.add('elasticloadbalancing:DescribeLoadBalancers');
    await expectFailure(
      all(products[0]!, bench.call),
      'PERMISSION_MISSING',
      /elasticloadbalancing:DescribeLoadBalancers/u,
    );
  });

  it('that does not let us in is a rejected login that names the action', async () => {
    const role = bench.aws.account('444455556666').role({ principals: ['999999999999'] });
    await expectFailure(
      bench.connect({ targets: ['aws/clb'], settings: { role: role.arn } }),
      'CREDENTIALS_REJECTED',
      /assuming role .*lack the permission sts:AssumeRole/u,
    );
  });

  it('is assumed once while its session lasts, and again before it ends', async () => {
    const sessions = () =>
      bench.aws.requests.filter(({ operation }) => operation === 'AssumeRole').length;
    const clock = fastClock(1);
    const open = async () => {
      const settings = { role: bench.account.role().arn };
      const { products } = await bench.connect({ targets: ['aws/clb'], settings, clock });
      await all(products[0]!, bench.call);
      return products[0]!;
    };
    await all(await open(), bench.call);
    expect(sessions()).toBe(1);
    await bench.aws.close();
    // Sessions of an hour that began 58 minutes ago.
    bench = await openAws({ endpoints: false, now: () => Date.now() - 58 * 60_000 });
    const product = await open();
    const before = sessions();
    await all(product, bench.call);
    expect(sessions()).toBeGreaterThan(before);
  });
});

describe('OIDC', () => {
  const issuer = 'https://token.actions.githubusercontent.com';
  const subject = 'repo:acme@1/shop@2:environment:production';
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object) =>
    new Secret(
      `${part({ alg: 'RS256' })}.${part({ iss: issuer, sub: subject, exp: Math.floor(Date.now() / 1000) + 300, ...claims })}.c2ln`,
    );
  const role = () =>
    bench.account.role({
      trust: { issuer, audience: 'sts.amazonaws.com', subjects: [subject] },
    });

  it('logs in without any key, unsigned, with a token made out to STS', async () => {
    const audiences: string[] = [];
    const { products } = await bench.connect({
      targets: ['aws/clb'],
      settings: { credentials: undefined, oidc: { role: role().arn } },
      idToken: async (audience) => {
        audiences.push(audience);
        return token({ aud: audience });
      },
    });
    expect(audiences).toEqual(['sts.amazonaws.com']);
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(bench.masked).toHaveLength(2);
    const login = bench.aws.requests.find(
      ({ operation }) => operation === 'AssumeRoleWithWebIdentity',
    );
    expect(login?.region).toBeUndefined();
  });

  it('that the role does not trust is rejected with a hint at the subject', async () => {
    const error = await expectFailure(
      bench.connect({
        targets: ['aws/clb'],
        settings: { credentials: undefined, oidc: { role: role().arn } },
        idToken: async (aud) => token({ aud, sub: 'repo:acme/shop:environment:production' }),
      }),
      'CREDENTIALS_REJECTED',
      /sts:AssumeRoleWithWebIdentity.*repo:ORG@ORGID\/REPO@REPOID/u,
    );
    expect(exposed(error)).not.toContain('c2ln');
  });

  it('outside of Actions says where it works', async () => {
    await expectFailure(
      bench.connect({
        targets: ['aws/clb'],
        settings: { credentials: undefined, oidc: { role: role().arn } },
      }),
      'CREDENTIALS_REJECTED',
      /id-token: write/u,
    );
  });
});

describe('the default chain', () => {
  const settings = { credentials: undefined };

  it('finds what configure-aws-credentials exported, and masks it', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = bench.key.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = bench.key.secretAccessKey;
    const { products } = await bench.connect({ targets: ['aws/clb'], settings });
    expect(await all(products[0]!, bench.call)).toEqual([]);
    expect(bench.masked).toEqual([bench.key.secretAccessKey]);
  });

  it('fails fast without credentials, and says what to do', async () => {
    const start = Date.now();
    await expectFailure(
      bench.connect({ targets: ['aws/clb'], settings }),
      'CREDENTIALS_REJECTED',
      /^logging in to account "prod": no AWS credentials .*configure-aws-credentials.*"oidc" or "credentials"$/u,
    );
    expect(Date.now() - start).toBeLessThan(4000);
  });

  it('is bounded even when a source of it hangs', async () => {
    await writeFile(join(home, 'config'), '[default]\ncredential_process = sleep 3\n');
    process.env['AWS_CONFIG_FILE'] = join(home, 'config');
    const start = Date.now();
    await expectFailure(
      bench.connect({ targets: ['aws/clb'], settings, timing: { credentialsMs: 200 } }),
      'CREDENTIALS_REJECTED',
      /not found within 0\.2 s/u,
    );
    expect(Date.now() - start).toBeLessThan(2000);
  });
});

describe('endpoints', () => {
  it('of the environment are honoured when the file names none', async () => {
    process.env['AWS_ENDPOINT_URL'] = bench.aws.url;
    const { products } = await bench.connect({
      targets: ['aws/cloudfront'],
      settings: { endpoint: undefined },
    });
    expect(await all(products[0]!, bench.call)).toEqual([]);
  });

  it('may end in slashes', async () => {
    const settings = { endpoint: `${bench.aws.url}//` };
    const { products } = await bench.connect({ targets: ['aws/cloudfront'], settings });
    expect(await all(products[0]!, bench.call)).toEqual([]);
  });

  it.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_STS'])(
    'in plain http outside of this machine are refused, also from %s',
    async (name) => {
      process.env['AWS_ENDPOINT_URL'] = bench.aws.url;
      process.env[name] = 'http://192.0.2.1';
      await expectFailure(
        bench.connect({ targets: ['aws/clb'], settings: { endpoint: undefined } }),
        'CONFIG_INVALID',
        /the endpoint 192\.0\.2\.1 is not https/u,
      );
    },
  );

  it('that are no AWS API are named so', async () => {
    bench.aws.faults.add({ service: 'sts', kind: 'html' });
    await expectFailure(
      bench.connect({ targets: ['aws/clb'] }),
      'CLOUD_UNEXPECTED',
      /the endpoint is not an AWS API/u,
    );
  });
});
