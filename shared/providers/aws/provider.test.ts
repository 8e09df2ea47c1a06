import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { all, expectFailure, materialOf, only, replaceEdit } from '../test-kit.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

const everything: readonly Target[] = ['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'];
const host = 'shop.example.com';

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

const regionsOf = (products: readonly { target: string; region: string | null }[]) =>
  products.map(({ target, region }) => `${target} ${region ?? 'global'}`);

describe('products', () => {
  it('are one for CloudFront and one for each other target and region', async () => {
    const { products, gaps } = await bench.connect({
      targets: everything,
      regions: ['eu-west-1', 'us-east-1'],
    });
    expect(gaps).toEqual([]);
    expect(regionsOf(products)).toEqual([
      'aws/cloudfront global',
      'aws/alb eu-west-1',
      'aws/nlb eu-west-1',
      'aws/clb eu-west-1',
      'aws/alb us-east-1',
      'aws/nlb us-east-1',
      'aws/clb us-east-1',
    ]);
  });

  it('are only those that tasks ask for', async () => {
    const { products } = await bench.connect({ targets: ['aws/nlb'] });
    expect(regionsOf(products)).toEqual(['aws/nlb eu-west-1']);
    expect(bench.aws.requests.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
  });

  it('cover every enabled region where the file names none, page by page', async () => {
    bench.aws.settings.pageSizes = { account: 2 };
    bench.account.setRegions({ 'me-south-1': 'ENABLED', 'af-south-1': 'DISABLED' });
    const { products } = await bench.connect({ targets: ['aws/clb'], regions: undefined });
    const regions = products.map(({ region }) => region);
    expect(regions).toContain('us-west-2');
    expect(regions).toContain('me-south-1');
    expect(regions).not.toContain('af-south-1');
    expect(new Set(regions).size).toBe(regions.length);
  });

  it('become gaps where regions may not be listed, naming the permission and the way around', async () => {
    bench.key.deny.add('account:ListRegions');
    const { products, gaps } = await bench.connect({ targets: everything, regions: undefined });
    expect(regionsOf(products)).toEqual(['aws/cloudfront global']);
    expect(gaps.map(({ target, region }) => [target, region])).toEqual([
      ['aws/alb', null],
      ['aws/nlb', null],
      ['aws/clb', null],
    ]);
    for (const { error } of gaps) {
      expect(error.code).toBe('PERMISSION_MISSING');
      expect(error.message).toMatch(/lack the permission account:ListRegions/u);
      expect(error.message).toContain('"regions:"');
    }
  });

  it('of an unreachable region fail alone', async () => {
    bench.aws.unreachable.add('us-east-1');
    const { products } = await bench.connect({
      targets: ['aws/clb'],
      regions: ['eu-west-1', 'us-east-1'],
      timing: { attempts: 2 },
    });
    expect(await all(products[0]!, bench.call)).toEqual([]);
    await expectFailure(all(products[1]!, bench.call), 'CLOUD_UNAVAILABLE', /tried 2 times/u);
  });

  it('in a region of another partition are gaps', async () => {
    const { products, gaps } = await bench.connect({
      targets: ['aws/alb', 'aws/cloudfront'],
      regions: ['eu-west-1', 'cn-north-1'],
    });
    expect(regionsOf(products)).toEqual(['aws/cloudfront global', 'aws/alb eu-west-1']);
    expect(gaps[0]).toMatchObject({ target: 'aws/alb', region: 'cn-north-1' });
    expect(gaps[0]?.error.message).toMatch(/partition "aws-cn"/u);
  });
});

describe('partitions', () => {
  it('of China keep CloudFront certificates in IAM', async () => {
    await bench.aws.close();
    bench = await openAws({ endpoints: false, partition: 'aws-cn' });
    const site = bench.account.addDistribution({
      aliases: [host],
      certificate: await bench.issue([host]),
      icp: 'PENDING',
    });
    const product = await bench.product('aws/cloudfront', { regions: ['cn-north-1'] });
    const resource = await only(product, bench.call);
    expect(resource.bindings[0]?.facts?.domains).toEqual([host]);
    expect(resource.findings.map(({ message }) => message)).toEqual([
      `the ICP filing of ${host} is pending`,
    ]);
    const fresh = materialOf(await bench.issue([host], { key: 'rsa-2048' }));
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(site.held()).not.toBe(resource.bindings[0]?.ref);
    expect(site.config()).toContain('<IAMCertificateId>');
    const cloudFront = bench.aws.requests.filter(({ service }) => service === 'cloudfront');
    expect(new Set(cloudFront.map(({ region }) => region))).toEqual(new Set(['cn-northwest-1']));
    await product.rollback(receipt, bench.call);
    expect(site.held()).toBe(resource.bindings[0]?.ref);
  });

  it('of China warn of an IAM that is nearly full, since CloudFront takes from nowhere else', async () => {
    await bench.aws.close();
    bench = await openAws({ endpoints: false, partition: 'aws-cn' });
    bench.aws.settings.quotas.iamCertificates = 3;
    bench.account.addDistribution({ aliases: [host], certificate: await bench.issue([host]) });
    const product = await bench.product('aws/cloudfront', { regions: ['cn-north-1'] });
    expect((await only(product, bench.call)).findings).toMatchObject([
      { code: 'store-nearly-full', subject: 'prod IAM' },
    ]);
  });

  it('of GovCloud have no CloudFront', async () => {
    await bench.aws.close();
    bench = await openAws({ endpoints: false, partition: 'aws-us-gov' });
    const { products, gaps } = await bench.connect({
      targets: ['aws/cloudfront', 'aws/clb'],
      regions: ['us-gov-west-1'],
    });
    expect(regionsOf(products)).toEqual(['aws/clb us-gov-west-1']);
    expect(gaps).toMatchObject([{ target: 'aws/cloudfront', error: { code: 'CONFIG_INVALID' } }]);
  });
});

it('stops when it is cancelled', async () => {
  const stop = new AbortController();
  bench.aws.faults.add({ service: 'sts', kind: 'hang' });
  setTimeout(() => stop.abort(), 50);
  const connecting = bench.connect(
    { targets: ['aws/clb'] },
    { ...bench.call, signal: stop.signal },
  );
  await expectFailure(connecting, 'CANCELLED', /cancelled/u);
});

it('loads the client of no product that is not used', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    const clients = new Set();
    registerHooks({ resolve: (name, context, next) => {
      if (name.startsWith('@aws-sdk/client-') || name === '@aws-sdk/credential-providers') clients.add(name);
      return next(name, context);
    } });
    const { awsSpec } = await import(${JSON.stringify(fileURLToPath(new URL('spec.ts', import.meta.url)))});
    const { Secret } = await import(${JSON.stringify(fileURLToPath(new URL('../../core/secret.ts', import.meta.url)))});
    const { systemClock } = await import(${JSON.stringify(fileURLToPath(new URL('../../runtime/clock.ts', import.meta.url)))});
    const provider = await awsSpec.load();
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const call = { signal: new AbortController().signal, log };
    const { products } = await provider.connect({
      account: { name: 'prod', provider: 'aws', regions: ['eu-west-1'], settings: {
        endpoint: process.env.ENDPOINT,
        credentials: { access_key_id: { env: 'ID' }, secret_access_key: { env: 'KEY' } } } },
      targets: ['aws/clb'],
      secret: ({ env }) => new Secret(process.env[env]),
      idToken: undefined, mask() {}, proxy: {}, session: 'test', clock: systemClock,
    }, call);
    for await (const resource of products[0].discover(call)) console.error(resource.id);
    console.log(JSON.stringify([...clients].sort()));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script],
    {
      env: {
        ...process.env,
        ENDPOINT: bench.aws.url,
        ID: bench.key.accessKeyId,
        KEY: bench.key.secretAccessKey,
      },
    },
  );
  expect(JSON.parse(stdout)).toEqual([
    '@aws-sdk/client-elastic-load-balancing',
    '@aws-sdk/client-sts',
  ]);
});
