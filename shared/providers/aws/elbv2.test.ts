import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { all, expectFailure, fastClock, materialOf, only, replaceEdit } from '../test-kit.ts';
import { addListener, openAws, shopHost as host } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws();
});
afterEach(async () => {
  await bench.close();
});

const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const stored = async (...domains: string[]) =>
  bench.region.importCertificate(await bench.issue(domains.length > 0 ? domains : [host]));

const listener = async (sni?: readonly string[], old?: string) =>
  await addListener(bench, sni, old);

describe('discovery', () => {
  it('lists each TLS listener once, however small the pages are', async () => {
    bench.aws.settings.pageSizes = { elbv2: 1 };
    const certificate = await stored();
    const expected: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const { listeners } = await bench.region.addLoadBalancer({
        type: 'application',
        listeners: [
          { protocol: 'HTTPS', certificate },
          { protocol: 'HTTP' },
          { protocol: 'HTTPS', certificate, sni: [await stored('a.example.com'), certificate] },
        ],
      });
      expected.push(...listeners.filter((_, at) => at !== 1).map(({ arn }) => arn));
    }
    await bench.region.addLoadBalancer({ type: 'gateway' });
    await bench.region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate }],
    });
    const found = await all(await bench.product('aws/alb'), bench.call);
    expect(found.map(({ name }) => name).sort()).toEqual(expected.sort());
    expect(found[1]?.bindings.map(({ slot }) => slot)).toEqual(['default', 'sni', 'sni']);
    const network = await all(await bench.product('aws/nlb'), bench.call);
    expect(network.map(({ target }) => target)).toEqual(['aws/nlb']);
  });

  it('reads facts, domains, endpoint and lock', async () => {
    const { balancer, handle, old } = await listener();
    const found = await only(await bench.product('aws/alb'), bench.call);
    expect(found).toMatchObject({
      id: `aws/alb:prod/eu-west-1/${handle.arn}`,
      account: 'prod',
      region: 'eu-west-1',
      name: handle.arn,
      label: `${balancer.name}:${handle.port}`,
      domains: [host],
      slots: 'sni',
      endpoints: [{ host: balancer.dnsName, port: handle.port }],
      reach: 'public',
      blocked: null,
      findings: [],
      lock: balancer.arn,
    });
    expect(found.bindings).toEqual([
      { slot: 'default', ref: old, facts: expect.objectContaining({ domains: [host] }) as unknown },
    ]);
  });

  it('leaves domains empty where nothing is configured, so that the core infers them', async () => {
    await bench.region.addLoadBalancer({
      type: 'application',
      scheme: 'internal',
      dnsName: 'internal.example.net:8443',
      listeners: [{ protocol: 'HTTPS', certificate: await stored(), regexRules: [['^a\\d$']] }],
    });
    const found = await only(await bench.product('aws/alb'), bench.call);
    expect(found).toMatchObject({
      domains: [],
      reach: 'private',
      endpoints: [{ host: 'internal.example.net', port: 8443 }],
    });
    expect(found.findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'not-analysable: host patterns not analysable: ^a\\d$',
    ]);
  });

  it('prefers the tag of the listener, then of the load balancer, to host rules', async () => {
    const certificate = await stored();
    await bench.region.addLoadBalancer({
      type: 'application',
      tags: { 'certferry:domains': 'b.example.com c.example.com' },
      listeners: [
        { protocol: 'HTTPS', certificate, hostRules: [[host]] },
        { protocol: 'HTTPS', certificate, tags: { 'certferry:domains': 'a.example.com/@@' } },
      ],
    });
    const found = await all(await bench.product('aws/alb'), bench.call);
    expect(found.map(({ domains }) => domains)).toEqual([
      ['b.example.com', 'c.example.com'],
      ['a.example.com'],
    ]);
    expect(found[1]?.findings.map(({ code }) => code)).toEqual(['bad-tag']);
  });

  it('warns of a template that will change the certificate back', async () => {
    await bench.region.addLoadBalancer({
      type: 'network',
      tags: { 'aws:cloudformation:stack-name': 'web' },
      listeners: [{ protocol: 'TLS', certificate: await stored() }],
    });
    const found = await only(await bench.product('aws/nlb'), bench.call);
    expect(found.findings[0]?.message).toContain('CloudFormation stack "web"');
  });

  describe('of a load balancer that holds many certificates', () => {
    async function crowded(count: number) {
      const sni = await Promise.all(
        Array.from({ length: count }, (_, index) => stored(`a${index}.example.com`)),
      );
      const { balancer } = await listener(sni);
      return balancer;
    }
    const asked = () =>
      bench.aws.requests.filter(({ operation }) => operation === 'DescribeAccountLimits').length;

    it('warns when they are nearly as many as it may hold', async () => {
      const balancer = await crowded(24);
      const found = await only(await bench.product('aws/alb'), bench.call);
      expect(found.findings).toMatchObject([
        { code: 'certificates-nearly-full', level: 'warning', subject: balancer.name },
      ]);
      expect(found.findings[0]?.message).toContain('holds 24 of 25 SNI certificates: 1 more fits');
    });

    it("goes by the account's own limit, which is asked for only then", async () => {
      bench.aws.settings.quotas.certificatesPerLoadBalancer = 30;
      await crowded(24);
      const product = await bench.product('aws/alb');
      expect((await only(product, bench.call)).findings).toEqual([]);
      expect(asked()).toBe(1);
      bench.aws.settings.quotas.certificatesPerLoadBalancer = 24;
      const { findings } = await only(await bench.product('aws/alb'), bench.call);
      expect(findings[0]?.message).toContain('holds 24 of 24 SNI certificates: no more fit');
    });

    it('asks for no limit while there is room', async () => {
      await crowded(23);
      expect((await only(await bench.product('aws/alb'), bench.call)).findings).toEqual([]);
      expect(asked()).toBe(0);
    });

    it('takes the usual limit, and says nothing else, where it may not ask', async () => {
      await crowded(24);
      bench.key.deny.add('elasticloadbalancing:DescribeAccountLimits');
      const { findings } = await only(await bench.product('aws/alb'), bench.call);
      expect(findings.map(({ message }) => message)).toEqual([
        expect.stringContaining('holds 24 of 25'),
      ]);
      expect(bench.log.lines.filter((line) => /warn|error/u.test(line))).toEqual([]);
    });
  });

  it('fails as a whole when one load balancer cannot be read', async () => {
    await listener();
    await listener();
    bench.key.deny.add('elasticloadbalancing:DescribeListenerCertificates');
    await expectFailure(
      all(await bench.product('aws/alb'), bench.call),
      'PERMISSION_MISSING',
      /elasticloadbalancing:DescribeListenerCertificates/u,
    );
  });

  it('skips what vanishes while it is read', async () => {
    const { balancer } = await listener();
    await listener();
    bench.aws.faults.add({
      service: 'elbv2',
      operation: 'DescribeListeners',
      kind: 'error',
      code: 'LoadBalancerNotFound',
      status: 400,
      match: (params) => params['LoadBalancerArn'] === balancer.arn,
    });
    const found = await all(await bench.product('aws/alb'), bench.call);
    expect(found.map(({ lock }) => lock)).not.toContain(balancer.arn);
    expect(found).toHaveLength(1);
  });

  it('survives throttling, resets and a service that is down for a moment', async () => {
    await listener();
    for (const kind of ['throttle', 'reset', 'http-503'] as const) {
      bench.aws.faults.add({ service: 'elbv2', kind, times: 2 });
    }
    expect(await all(await bench.product('aws/alb'), bench.call)).toHaveLength(1);
  });

  it.each(['mangled', 'html'] as const)('calls a reply that is %s unexpected', async (kind) => {
    await listener();
    bench.aws.faults.add({ service: 'elbv2', operation: 'DescribeListeners', kind });
    await expectFailure(
      all(await bench.product('aws/alb'), bench.call),
      'CLOUD_UNEXPECTED',
      kind === 'html' ? /not an AWS API/u : /DescribeListeners is not one Certferry knows/u,
    );
  });
});

describe('a network load balancer', () => {
  it('refuses RSA 4096 before anything is sent', async () => {
    await bench.region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: await stored() }],
    });
    const product = await bench.product('aws/nlb');
    const resource = await only(product, bench.call);
    const big = materialOf(await bench.issue([host], { key: 'rsa-4096' }));
    expect(product.refuse(replaceEdit(resource, big))).toEqual({
      code: 'CERTIFICATE_REJECTED',
      message:
        'certificate "shop" has an RSA 4096 key; a Network Load Balancer takes RSA 1024, RSA 2048, RSA 3072, ECDSA P-256, ECDSA P-384 or ECDSA P-521 keys',
    });
    expect(product.refuse(replaceEdit(resource, await material()))).toBeUndefined();
  });

  it('waits until it finds a certificate that was imported a moment ago', async () => {
    const { listeners } = await bench.region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: await stored(), alpn: ['HTTP2Preferred'] }],
    });
    const product = await bench.product('aws/nlb');
    const resource = await only(product, bench.call);
    bench.aws.settings.visibilityMs = 300;
    const before = bench.aws.snapshot();
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(listeners[0]?.held().default).not.toBe(resource.bindings[0]?.ref);
    expect(bench.aws.snapshot()).toEqual(before);
  });
});

it('keeps within the documented rates', async () => {
  await bench.aws.close();
  bench = await openAws({ rateLimits: 'documented', endpoints: false });
  const certificate = await stored();
  for (let index = 0; index < 15; index += 1) {
    await bench.region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate }],
    });
  }
  // The simulator counts in real seconds, so the clock does too.
  const product = await bench.product('aws/alb', { clock: fastClock(1) });
  expect(await all(product, bench.call)).toHaveLength(15);
  expect(bench.aws.requests.filter(({ error }) => error !== undefined)).toEqual([]);
});
