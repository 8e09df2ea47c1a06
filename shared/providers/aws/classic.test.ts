import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { all, expectFailure, materialOf, only, replaceEdit } from '../test-kit.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws();
});
afterEach(async () => {
  await bench.close();
});

const host = 'shop.example.com';
const rsa = { key: 'rsa-2048' } as const;
const material = async (key: 'rsa-2048' | 'rsa-4096' | 'ec-p256' = 'rsa-2048') =>
  materialOf(await bench.issue([host], { key }));
const stored = async () => bench.region.importCertificate(await bench.issue([host], rsa));

async function open() {
  const old = await stored();
  const balancer = await bench.region.addClassicLoadBalancer({
    listeners: [{ protocol: 'HTTPS', certificate: old }, { protocol: 'HTTP' }],
  });
  const product = await bench.product('aws/clb');
  const [handle] = balancer.listeners;
  if (handle === undefined) throw new Error('no listener');
  return { old, balancer, handle, product, resource: await only(product, bench.call) };
}

describe('the server certificates of IAM', () => {
  async function filled(quota: number) {
    bench.aws.settings.quotas.iamCertificates = quota;
    for (let index = 0; index < 2; index += 1) {
      bench.account.uploadServerCertificate(await bench.issue([`i${index}.example.com`]));
    }
    return (await open()).resource;
  }

  it('are said to be nearly as many as there may be', async () => {
    expect((await filled(4)).findings).toEqual([
      {
        code: 'store-nearly-full',
        level: 'warning',
        subject: 'prod IAM',
        message: expect.stringContaining(
          'it holds 2 of 4 server certificates: 2 more fit; ',
        ) as unknown,
      },
    ]);
  });

  it('are asked about once in an account, however many regions and listeners there are', async () => {
    await open();
    const other = bench.account.region('eu-central-1');
    const certificate = other.importCertificate(await bench.issue([host], rsa));
    await other.addClassicLoadBalancer({ listeners: [{ protocol: 'HTTPS', certificate }] });
    bench.aws.requests.length = 0;
    const regions = ['eu-west-1', 'eu-central-1'];
    const { products } = await bench.connect({ targets: ['aws/clb'], regions });
    for (const product of products) await all(product, bench.call);
    const asked = bench.aws.requests.filter(({ operation }) => operation === 'GetAccountSummary');
    expect(asked).toHaveLength(1);
  });

  it('cost nothing but the remark where IAM does not say', async () => {
    bench.key.deny.add('iam:GetAccountSummary');
    expect((await filled(2)).findings).toEqual([]);
  });
});

const changes = () => bench.aws.writes().filter(({ service }) => service === 'elb');

describe('discovery', () => {
  it('lists each TLS listener once, however small the pages are', async () => {
    bench.aws.settings.pageSizes = { elb: 1 };
    const names: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const { name, listeners } = await bench.region.addClassicLoadBalancer({
        listeners: [
          { protocol: 'HTTPS', certificate: await stored() },
          { protocol: 'SSL', certificate: await stored() },
          { protocol: 'TCP' },
        ],
      });
      names.push(...listeners.slice(0, 2).map(({ port }) => `${name}:${port}`));
    }
    const found = await all(await bench.product('aws/clb'), bench.call);
    expect(found.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it('reads facts, endpoint and reach, and domains only from the tag', async () => {
    const { balancer, handle, old, resource } = await open();
    expect(resource).toMatchObject({
      id: `aws/clb:prod/eu-west-1/${balancer.name}:${handle.port}`,
      name: `${balancer.name}:${handle.port}`,
      domains: [],
      slots: 'one',
      bindings: [{ slot: 'default', ref: old, facts: { domains: [host] } }],
      endpoints: [{ host: '127.0.0.1', port: handle.port }],
      reach: 'public',
    });
    await bench.region.addClassicLoadBalancer({
      name: 'tagged',
      scheme: 'internal',
      tags: { 'certferry:domains': 'a.example.com *.b.example.com' },
      listeners: [{ protocol: 'HTTPS', certificate: await stored() }],
    });
    const found = await all(await bench.product('aws/clb'), bench.call);
    expect(found.find(({ name }) => name.startsWith('tagged'))).toMatchObject({
      domains: ['a.example.com', '*.b.example.com'],
      reach: 'private',
    });
  });

  it('reads tags in groups of twenty', async () => {
    const certificate = await stored();
    for (let index = 0; index < 21; index += 1) {
      await bench.region.addClassicLoadBalancer({
        listeners: [{ protocol: 'HTTPS', certificate }],
      });
    }
    expect(await all(await bench.product('aws/clb'), bench.call)).toHaveLength(21);
    const calls = bench.aws.requests.filter(({ operation }) => operation === 'DescribeTags');
    expect(calls).toHaveLength(2);
  });

  it.each(['mangled', 'html'] as const)('calls a reply that is %s unexpected', async (kind) => {
    await open();
    bench.aws.faults.add({ service: 'elb', operation: 'DescribeLoadBalancers', kind });
    await expectFailure(all(await bench.product('aws/clb'), bench.call), 'CLOUD_UNEXPECTED', /./u);
  });
});

describe('a new certificate', () => {
  it('is set, proven, kept when asked again, and undone', async () => {
    const { handle, old, product, resource } = await open();
    const before = bench.aws.snapshot();
    const fresh = await material();
    const edit = replaceEdit(resource, fresh);
    const receipt = await product.apply(edit, fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(handle.held()).toMatch(/^arn:aws:acm:eu-west-1:/u);
    expect(handle.held()).not.toBe(old);
    const count = bench.aws.writes().length;
    await product.rollback(await product.apply(edit, fresh, bench.call), bench.call);
    expect(bench.aws.writes()).toHaveLength(count);
    await product.rollback(receipt, bench.call);
    await product.rollback(receipt, bench.call);
    expect(handle.held()).toBe(old);
    expect(changes()).toHaveLength(2);
    expect(bench.aws.snapshot()).toEqual(before);
  });

  it.each(['ec-p256', 'rsa-4096'] as const)('with a key of %s goes to IAM', async (key) => {
    const { handle, product, resource } = await open();
    bench.aws.settings.visibilityMs = 200;
    const fresh = await material(key);
    expect(product.refuse(replaceEdit(resource, fresh))).toBeUndefined();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(handle.held()).toBe(
      `arn:aws:iam::111122223333:server-certificate/certferry/certferry-${fresh.certificate.sha256}`,
    );
    expect(bench.account.serverCertificates()[0]?.tags).toMatchObject({
      'certferry:managed': 'true',
      'certferry:sha256': fresh.certificate.sha256,
    });
    expect((await only(product, bench.call)).bindings[0]?.facts?.sha256).toBe(
      fresh.certificate.sha256,
    );
    const other = await bench.product('aws/clb');
    await other.apply(replaceEdit(await only(other, bench.call), fresh), fresh, bench.call);
    expect(bench.account.serverCertificates()).toHaveLength(1);
  });

  it('is not set over one that the plan did not see, nor undone over one set since', async () => {
    const { handle, product, resource } = await open();
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    handle.change(await stored());
    const held = handle.held();
    const next = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, next), next, bench.call),
      'PLAN_STALE',
      /preview again/u,
    );
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', /instead of/u);
    await expectFailure(product.rollback(receipt, bench.call), 'REFUSED', /left alone/u);
    expect(handle.held()).toBe(held);
  });

  it('is found out by reading when the answer was lost', async () => {
    const { handle, old, product, resource } = await open();
    bench.aws.faults.add({
      operation: 'SetLoadBalancerListenerSSLCertificate',
      kind: 'reset',
      afterEffect: true,
      times: 6,
    });
    const fresh = await material();
    await product.verify(
      await product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      bench.call,
    );
    expect(handle.held()).not.toBe(old);
  });

  it('that was not set leaves the old one, and names the action that is missing', async () => {
    const { handle, old, product, resource } = await open();
    bench.key.deny.add('elasticloadbalancing:SetLoadBalancerListenerSSLCertificate');
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PERMISSION_MISSING',
      /elasticloadbalancing:SetLoadBalancerListenerSSLCertificate/u,
    );
    expect(handle.held()).toBe(old);
  });

  it('for a listener that is gone says so', async () => {
    const { product, resource } = await open();
    const fresh = await material();
    const gone = { ...resource, name: resource.name.replace(/:\d+$/u, ':1') };
    await expectFailure(
      product.apply(replaceEdit(gone, fresh), fresh, bench.call),
      'RESOURCE_GONE',
      /has no HTTPS or SSL listener/u,
    );
  });
});
