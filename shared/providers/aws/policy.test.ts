import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Target } from '../../core/model.ts';
import { all, materialOf, replaceEdit } from '../test-kit.ts';
import { awsPermissions, awsTargets } from './policy.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws({ endpoints: false });
});
afterEach(async () => {
  await bench.aws.close();
});

const prefixes: Readonly<Record<string, string>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
};

/** The actions of all calls so far that IAM has a say in. */
function called(): readonly string[] {
  return bench.aws.requests
    .filter(({ service }) => service !== 'sts')
    .map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`);
}

const host = 'shop.example.com';

/** One resource of each kind, and a certificate of IAM among them. */
async function build(): Promise<void> {
  const issued = await bench.issue([host], { key: 'rsa-2048' });
  const certificate = bench.region.importCertificate(issued);
  const { arn: iam } = bench.account.uploadServerCertificate(issued);
  const listeners = [
    { protocol: 'HTTPS', certificate, sni: [certificate, iam], hostRules: [[host]] },
  ] as const;
  await bench.region.addLoadBalancer({ type: 'application', listeners });
  await bench.region.addLoadBalancer({
    type: 'network',
    listeners: [{ protocol: 'TLS', certificate, sni: [certificate, iam] }],
  });
  await bench.region.addClassicLoadBalancer({
    listeners: [{ protocol: 'HTTPS', certificate }],
  });
  const { id } = bench.account.addDistribution({ aliases: [host], certificate: issued });
  expect(id).not.toBe('');
  const template = bench.account.addDistribution({
    connectionMode: 'tenant-only',
    certificate: await bench.issue(['*.example.com']),
  });
  bench.account.addTenant({
    distributionId: template.id,
    domains: ['tenant.example.com'],
    certificate: await bench.issue(['tenant.example.com']),
  });
}

describe.each(awsTargets)('the policy of %s', (target: Target) => {
  it('holds every action that a preview and a deployment call', async () => {
    await build();
    const { read, write } = awsPermissions.get(target)!;
    const { products } = await bench.connect({ targets: [target], regions: undefined });
    const product = products.find(({ region }) => region === null || region === 'eu-west-1')!;
    const resources = (await all(product, bench.call)).filter(({ blocked }) => blocked === null);
    expect(resources.length).toBeGreaterThan(0);
    const preview = called();
    expect(preview.filter((action) => !read.includes(action))).toEqual([]);
    for (const resource of resources) {
      const fresh = materialOf(
        await bench.issue([resource.domains[0] ?? host], {
          key: target === 'aws/clb' ? 'ec-p256' : 'rsa-2048',
        }),
      );
      const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
      await product.verify(receipt, bench.call);
      await product.rollback(receipt, bench.call);
    }
    const allowed = new Set([...read, ...write]);
    expect(called().filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('names each action once, as IAM writes it', () => {
    const { read, write } = awsPermissions.get(target)!;
    const actions = [...read, ...write];
    expect(new Set(actions).size).toBe(actions.length);
    for (const action of actions) expect(action).toMatch(/^[a-z]+:[A-Z][A-Za-z]+$/u);
  });
});
