import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { checkOf, declaredOf, deniedInTurn, eachItself, inState } from '../test-check.ts';
import { all, expectFailure } from '../test-kit.ts';
import { awsPermissions, awsTargets } from './policy.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

describe('checking the permissions of an AWS account', () => {
  let bench: OpenAws;

  beforeEach(async () => {
    bench = await openAws({ endpoints: false });
    const { account, region } = bench;
    const site = await bench.issue(['a.example.com']);
    const home = account.region('us-east-1');
    account.addDistribution({
      aliases: ['a.example.com'],
      certificate: home.importCertificate(site),
    });
    account.uploadServerCertificate(site);
    const rsa = region.importCertificate(await bench.issue(['b.example.com'], { key: 'rsa-2048' }));
    const own = { protocol: 'HTTPS', certificate: rsa } as const;
    await region.addLoadBalancer({ type: 'application', listeners: [own] });
    await region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: rsa }],
    });
    await region.addClassicLoadBalancer({ listeners: [own] });
  });
  afterEach(async () => {
    const { violations } = bench.aws;
    await bench.aws.close();
    expect(violations).toEqual([]);
  });

  /** Everything that there is, bindings and certificate objects included. */
  async function everything(target: Target) {
    const { aws, account, region } = bench;
    const product = await bench.product(target);
    return structuredClone({
      settings: aws.snapshot(),
      stores: [region, account.region('us-east-1')].map((one) => one.certificates()),
      iam: account.serverCertificates(),
      resources: await all(product, bench.call),
    });
  }

  it.each(awsTargets)('finds everything granted for %s, and changes nothing', async (target) => {
    const product = await bench.product(target);
    const before = await everything(target);
    const checks = await checkOf(product, bench.call);
    const declared = declaredOf(awsPermissions, target);
    expect(checks).toEqual(
      declared.map((permission) => ({ permission, state: 'granted', message: '' })),
    );
    expect(await everything(target)).toEqual(before);
    const writes = bench.aws.writes();
    expect(writes.length).toBeGreaterThan(0);
    expect(writes.filter(({ error }) => error === undefined)).toEqual([]);
  });

  it.each(awsTargets)('finds exactly the one permission missing that %s lacks', async (target) => {
    const product = await bench.product(target);
    const permissions = declaredOf(awsPermissions, target);
    const { deny } = bench.key;
    const found = await deniedInTurn(product, { permissions, deny }, bench.call);
    expect(found).toEqual(eachItself(permissions));
  });

  it('says that the regions need not be listed where the file names them', async () => {
    bench.key.deny.add('account:ListRegions');
    const checks = await checkOf(await bench.product('aws/alb'), bench.call);
    const [missing] = checks.filter(({ state }) => state === 'missing');
    expect(missing?.message).toMatch(/lack the permission account:ListRegions.*"regions:"/u);
  });

  it('finds both missing that an import with tags needs', async () => {
    for (const action of ['acm:ImportCertificate', 'acm:AddTagsToCertificate']) {
      bench.key.deny.add(action);
    }
    const checks = await checkOf(await bench.product('aws/cloudfront'), bench.call);
    expect(inState(checks, 'missing')).toEqual([
      'acm:AddTagsToCertificate',
      'acm:ImportCertificate',
    ]);
  });

  it('does not know what a service tells that fails, or complains of the form', async () => {
    const { faults } = bench.aws;
    const malformed = "1 validation error detected: Value at 'certificate' failed to satisfy it";
    faults.add({
      operation: 'ImportCertificate',
      kind: 'error',
      code: 'ValidationException',
      message: malformed,
      status: 400,
    });
    faults.add({ operation: 'DescribeRules', kind: 'http-503' });
    faults.add({ operation: 'DescribeLoadBalancers', kind: 'mangled' });
    faults.add({ operation: 'GetCertificate', kind: 'throttle', times: 2 });
    const checks = await checkOf(await bench.product('aws/alb'), bench.call);
    expect(inState(checks, 'missing')).toEqual([]);
    expect(checks.filter(({ state }) => state === 'unknown')).toEqual([
      {
        permission: 'elasticloadbalancing:DescribeLoadBalancers',
        state: 'unknown',
        message: expect.stringContaining('is not one Certferry knows'),
      },
      {
        permission: 'elasticloadbalancing:DescribeRules',
        state: 'unknown',
        message: expect.stringContaining('503'),
      },
      {
        permission: 'acm:ImportCertificate',
        state: 'unknown',
        message: expect.stringContaining('validation error detected'),
      },
    ]);
  });

  it('throws when the login as a whole is refused', async () => {
    const product = await bench.product('aws/clb');
    bench.key.deactivate();
    await expectFailure(checkOf(product, bench.call), 'CREDENTIALS_REJECTED', /not know these/u);
  });
});
