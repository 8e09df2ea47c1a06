import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { receiptTexts } from '../../core/cleanup.ts';
import type { Target } from '../../core/model.ts';
import type { CertificateStore } from '../provider.ts';
import { all, expectFailure, fastClock, materialOf, replaceEdit, single } from '../test-kit.ts';
import { awsPermissions } from './policy.ts';
import { openAws, regionName } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';
import { joined } from './uses.ts';

let bench: OpenAws;

beforeEach(async () => {
  bench = await openAws({ endpoints: false });
});
afterEach(() => bench.close());

const ours = { 'certferry:managed': 'true' };

async function importOurs(region = regionName): Promise<string> {
  const issued = await bench.issue(['shop.example.com'], { key: 'rsa-2048' });
  return bench.account.region(region).importCertificate(issued, { tags: ours });
}

async function storesOf(
  targets: readonly Target[],
  regions: readonly string[] = [regionName],
): Promise<readonly CertificateStore[]> {
  return (await bench.connect({ targets, regions })).stores ?? [];
}

const named = (stores: readonly CertificateStore[]) =>
  stores.map(({ label, region }) => `${label} ${region ?? 'global'}`);

describe('the stores of an AWS account', () => {
  it('are ACM of every region in use', async () => {
    expect(named(await storesOf(['aws/alb', 'aws/nlb'], ['eu-west-1', 'us-west-2']))).toEqual([
      'ACM eu-west-1',
      'ACM us-west-2',
    ]);
  });

  it('are ACM of the region that CloudFront reads, once', async () => {
    expect(named(await storesOf(['aws/cloudfront']))).toEqual(['ACM us-east-1']);
    const both = await storesOf(['aws/cloudfront', 'aws/alb'], ['us-east-1', 'eu-west-1']);
    expect(named(both)).toEqual(['ACM us-east-1', 'ACM eu-west-1']);
  });

  it('are IAM too where Classic Load Balancers take certificates from there', async () => {
    expect(named(await storesOf(['aws/clb']))).toEqual([
      'ACM eu-west-1',
      'IAM server certificates global',
    ]);
  });

  it('ask nothing until they are used', async () => {
    await storesOf(['aws/clb', 'aws/cloudfront', 'aws/alb']);
    const asked = new Set(bench.aws.requests.map(({ service }) => service));
    expect([...asked]).toEqual(['sts']);
  });
});

describe('what uses a certificate', () => {
  interface User {
    readonly region: string;
    /** Stands there with another certificate, and can be given this one. */
    readonly stand: (other: string) => Promise<((ref: string) => unknown) | undefined>;
  }
  const host = 'shop.example.com';
  const distribution = (spec: Parameters<OpenAws['account']['addDistribution']>[0]): User => ({
    region: 'us-east-1',
    stand: async (other) => {
      const site = bench.account.addDistribution({ ...spec, certificate: other });
      return await Promise.resolve((ref: string) => site.changeCertificate(ref));
    },
  });
  const users: readonly (readonly [string, User])[] = [
    [
      'the default of an ALB listener',
      {
        region: regionName,
        stand: async (other) => {
          const { listeners } = await bench.region.addLoadBalancer({
            type: 'application',
            listeners: [
              { protocol: 'HTTPS', certificate: other },
              { protocol: 'HTTP', port: 80 },
            ],
          });
          return (ref) => listeners[0]?.change({ default: ref });
        },
      },
    ],
    [
      'the SNI list of an NLB listener',
      {
        region: regionName,
        stand: async (other) => {
          const { listeners } = await bench.region.addLoadBalancer({
            type: 'network',
            listeners: [{ protocol: 'TLS', certificate: other }],
          });
          return (ref) => listeners[0]?.change({ sni: [other, ref] });
        },
      },
    ],
    [
      'a Classic Load Balancer',
      {
        region: regionName,
        stand: async (other) => {
          const { listeners } = await bench.region.addClassicLoadBalancer({
            listeners: [{ protocol: 'SSL', certificate: other }],
          });
          return (ref) => listeners[0]?.change(ref);
        },
      },
    ],
    ['a distribution', distribution({ aliases: [host] })],
    ['a staging distribution', distribution({ staging: true })],
    ['a template of tenants', distribution({ connectionMode: 'tenant-only' })],
    [
      'a tenant',
      {
        region: 'us-east-1',
        stand: async (other) => {
          const { id } = bench.account.addDistribution({ connectionMode: 'tenant-only' });
          const tenant = bench.account.addTenant({
            distributionId: id,
            domains: [host],
            certificate: other,
          });
          return await Promise.resolve((ref: string) => tenant.changeCertificate(ref));
        },
      },
    ],
  ];

  it.each(users)('is found though ACM knows nothing of it yet: %s', async (_, user) => {
    const { region, stand } = user;
    const [other, ref, free] = [
      await importOurs(region),
      await importOurs(region),
      await importOurs(region),
    ];
    const bind = await stand(other);
    bench.aws.settings.associationLagMs = 3_600_000;
    bind?.(ref);
    const home = bench.account.region(region);
    expect(home.certificates().find(({ arn }) => arn === ref)?.inUseBy).toEqual([]);

    const store = single(await storesOf([region === regionName ? 'aws/alb' : 'aws/cloudfront']));
    const listed = await store.list(bench.call);
    const uses = new Map(listed.map((one) => [one.ref, one.usedBy?.length]));
    expect(uses.get(ref)).toBe(1);
    expect(uses.get(free)).toBe(0);
    await expectFailure(store.remove(ref, bench.call), 'REFUSED', /is used by /u);
    await store.remove(free, bench.call);
    const left = home.certificates().map(({ arn }) => arn);
    expect(left).toContain(ref);
    expect(left).not.toContain(free);
  });

  it('is found in every region for a certificate of IAM, which IAM would remove', async () => {
    const { account } = bench;
    const make = async (name: string) =>
      account.uploadServerCertificate(await bench.issue([host]), {
        name,
        path: '/certferry/',
        tags: ours,
      });
    const { arn, id } = await make('one');
    const { arn: free } = await make('two');
    const { listeners } = await account.region('us-west-2').addClassicLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate: free }],
    });
    bench.aws.settings.associationLagMs = 3_600_000;
    listeners[0]?.change(arn);
    const [, store] = await storesOf(['aws/clb']);
    if (store === undefined) throw new Error('no store of IAM');
    await expectFailure(store.remove(arn, bench.call), 'REFUSED', /us-west-2\/classic-1:443/u);

    // A distribution names the same certificate by its id.
    listeners[0]?.change(free);
    const site = account.addDistribution({ aliases: [host] });
    site.changeCertificate(id);
    await expectFailure(store.remove(arn, bench.call), 'REFUSED', /distribution E/u);
    await expectFailure(store.remove(free, bench.call), 'REFUSED', /us-west-2/u);
    expect(account.serverCertificates()).toHaveLength(2);
  });

  it('cannot be told for IAM when the regions cannot be listed', async () => {
    const { arn } = bench.account.uploadServerCertificate(await bench.issue([host]), {
      path: '/certferry/',
      tags: ours,
    });
    bench.key.deny.add('account:ListRegions');
    const [, store] = await storesOf(['aws/clb']);
    expect(await store?.list(bench.call)).toMatchObject([{ ref: arn, usedBy: null }]);
    expect(bench.log.lines.join('\n')).toMatch(/warn what uses .*account:ListRegions/u);
    await expectFailure(
      store?.remove(arn, bench.call) ?? Promise.resolve(),
      'PERMISSION_MISSING',
      /account:ListRegions/u,
    );
  });
});

describe('removing certificates of AWS', () => {
  it('reads what uses them once for many that are removed at the same time', async () => {
    const refs = await Promise.all(Array.from({ length: 12 }, async () => await importOurs()));
    const store = single(await storesOf(['aws/alb']));
    await Promise.all(refs.map(async (ref) => await store.remove(ref, bench.call)));
    expect(bench.region.certificates()).toEqual([]);
    const readings = bench.aws.requests.filter(
      ({ service, operation }) => service === 'elbv2' && operation === 'DescribeLoadBalancers',
    );
    expect(readings.length).toBeLessThanOrEqual(3);
  });

  it('keeps to the documented rates', async () => {
    const fresh = await openAws({ endpoints: false, rateLimits: 'documented' });
    try {
      const issued = await fresh.issue(['shop.example.com'], { key: 'rsa-2048' });
      const refs = Array.from({ length: 12 }, () =>
        fresh.region.importCertificate(issued, { tags: ours }),
      );
      const clock = fastClock(1);
      const { stores = [] } = await fresh.connect({ targets: ['aws/alb'], clock });
      const store = single(stores);
      expect(await store.list(fresh.call)).toHaveLength(refs.length);
      const some = refs.slice(0, 5);
      await Promise.all(some.map(async (ref) => await store.remove(ref, fresh.call)));
      expect(fresh.aws.requests.filter(({ error }) => error !== undefined)).toEqual([]);
      expect(fresh.region.certificates()).toHaveLength(7);
    } finally {
      await fresh.close();
    }
  });

  it('names the permission that is missing', async () => {
    const ref = await importOurs();
    bench.key.deny.add('acm:DeleteCertificate');
    const store = single(await storesOf(['aws/alb']));
    await expectFailure(
      store.remove(ref, bench.call),
      'PERMISSION_MISSING',
      /lack the permission acm:DeleteCertificate/u,
    );
  });

  it.each<readonly [Target, string]>([
    ['aws/alb', regionName],
    ['aws/clb', regionName],
    ['aws/cloudfront', 'us-east-1'],
  ])('calls only what the policy of %s grants for it', async (target, region) => {
    const ref = await importOurs(region);
    const used = await importOurs(region);
    const { arn, id } = bench.account.uploadServerCertificate(await bench.issue(['a.example']), {
      path: '/certferry/',
      tags: ours,
    });
    await bench.account.region(region).addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: used }],
    });
    const { id: template } = bench.account.addDistribution({ connectionMode: 'tenant-only' });
    bench.account.addTenant({ distributionId: template, domains: ['t.example.com'] });
    const { read = [], cleanUp = [] } = awsPermissions.get(target) ?? {};
    const before = bench.aws.requests.length;
    for (const store of await storesOf([target])) {
      await store.list(bench.call);
      await store.remove(store.label === 'ACM' ? ref : arn, bench.call);
      if (store.label !== 'ACM') await store.remove(id, bench.call);
    }
    const prefixes: Readonly<Record<string, string>> = {
      elb: 'elasticloadbalancing',
      elbv2: 'elasticloadbalancing',
    };
    const called = new Set(
      bench.aws.requests
        .slice(before)
        .filter(({ service }) => service !== 'sts')
        .map(({ service, operation }) => `${prefixes[service] ?? service}:${operation}`),
    );
    expect(called.size).toBeGreaterThan(5);
    const granted = new Set([...read, ...cleanUp]);
    expect([...called].filter((action) => !granted.has(action))).toEqual([]);
    // Whoever wants no clean-up grants nothing that deletes.
    const { write = [] } = awsPermissions.get(target) ?? {};
    expect([...read, ...write].filter((action) => /:Delete/u.test(action))).toEqual([]);
    expect(cleanUp).toContain('acm:DeleteCertificate');
  });

  it.each<Target>(['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'])(
    'would find the old certificate in the receipts of %s',
    async (target) => {
      const home = target === 'aws/cloudfront' ? 'us-east-1' : regionName;
      const old = await importOurs(home);
      if (target === 'aws/cloudfront') {
        bench.account.addDistribution({ aliases: ['shop.example.com'], certificate: old });
      } else if (target === 'aws/clb') {
        const listeners = [{ protocol: 'HTTPS', certificate: old }] as const;
        await bench.region.addClassicLoadBalancer({ listeners });
      } else {
        const [type, protocol] =
          target === 'aws/alb'
            ? (['application', 'HTTPS'] as const)
            : (['network', 'TLS'] as const);
        await bench.region.addLoadBalancer({ type, listeners: [{ protocol, certificate: old }] });
      }
      const product = await bench.product(target);
      const resource = single(await all(product, bench.call));
      const fresh = materialOf(await bench.issue(['shop.example.com'], { key: 'rsa-2048' }));
      const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
      const texts = [...receiptTexts([receipt])];
      expect(texts.some((text) => text.includes(old))).toBe(true);
    },
  );
});

describe('a reading that many share', () => {
  it('is one that began after they asked, and fails for those alone who waited for it', async () => {
    const ends: ((error?: Error) => void)[] = [];
    const read = joined(
      async () =>
        await new Promise<number>((resolve, reject) => {
          const number = ends.length;
          ends.push((error) => (error === undefined ? resolve(number) : reject(error)));
        }),
    );
    const first = read(bench.call);
    await Promise.resolve();
    const second = read(bench.call);
    const third = read(bench.call);
    expect(ends).toHaveLength(1);
    const failed = expect(first).rejects.toThrow('broken');
    ends[0]?.(new Error('broken'));
    await failed;
    await expect.poll(() => ends.length).toBe(2);
    ends[1]?.();
    expect(await Promise.all([second, third])).toEqual([1, 1]);
  });
});
