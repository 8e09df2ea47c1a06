import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { all, fastClock, only } from '../test-kit.ts';
import { addressOf } from './clb-change.ts';
import { certificateArgument, settingsOf, unitsOf } from './clb-unit.ts';
import { ClbListener } from './schema.ts';
import { openTencent, regionName as region } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

type BalancerSpec = Parameters<OpenTencent['account']['addLoadBalancer']>[0];

const host = 'www.example.com';
const issue = async (...domains: string[]) => await bench.issue(domains);

/** A load balancer with listeners; one plain HTTPS listener for `host` unless told otherwise. */
async function balancer(listeners?: BalancerSpec['listeners'], spec: Partial<BalancerSpec> = {}) {
  const usual = [
    {
      protocol: 'HTTPS' as const,
      certificate: await issue(host),
      rules: [{ domains: [host] }],
    },
  ];
  return await bench.account.addLoadBalancer({ region, listeners: listeners ?? usual, ...spec });
}

describe('discovery', () => {
  it('lists each load balancer once, page by page', async () => {
    bench.cloud.settings.pageSizes = { clb: 2 };
    const made = [];
    for (let index = 0; index < 5; index += 1) made.push(await balancer());
    const found = await all(await bench.product('tencent/clb'), bench.call);
    expect(found).toHaveLength(5);
    expect(new Set(found.map(({ name }) => addressOf(name).loadBalancer))).toEqual(
      new Set(made.map(({ id }) => id)),
    );
  });

  it('takes a listener without SNI as one resource with all its domains', async () => {
    const issued = await issue('a.example.com', 'b.example.com');
    const { id, name, listeners } = await balancer(
      [
        {
          protocol: 'HTTPS',
          certificate: issued,
          rules: [
            { domains: ['a.example.com'], urls: ['/', '/api'] },
            { domains: ['*.b.example.com', 'b.example.com'] },
            { domains: ['~^c'] },
          ],
        },
        { protocol: 'HTTP', rules: [{ domains: ['a.example.com'] }] },
        { protocol: 'TCP' },
      ],
      { vips: ['192.0.2.1', '192.0.2.2'] },
    );
    const lock = `tencent/clb:prod/${region}/${id}`;
    expect(await only(await bench.product('tencent/clb'), bench.call)).toMatchObject({
      id: `${lock}/${listeners[0]?.id ?? ''}`,
      region,
      name: `${id}/${listeners[0]?.id ?? ''}`,
      label: `${name}:443`,
      domains: ['a.example.com', '*.b.example.com', 'b.example.com'],
      slots: 'one',
      bindings: [{ slot: 'default', facts: { sha256: issued.sha256 } }],
      endpoints: [
        { host: '192.0.2.1', port: 443 },
        { host: '192.0.2.2', port: 443 },
      ],
      reach: 'public',
      blocked: null,
      findings: [{ code: 'not-analysable' }],
      lock,
    });
  });

  it('takes each domain of a listener with SNI as one, however many paths it has', async () => {
    const { id, listeners } = await balancer([
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [
          {
            domains: ['a.example.com'],
            urls: ['/', '/x'],
            certificate: await issue('a.example.com'),
          },
          {
            domains: ['b.example.com', 'c.example.com'],
            certificate: await issue('b.example.com'),
          },
          { domains: ['~^.*$'], certificate: await issue('d.example.com') },
          { domains: ['www.example.*'], certificate: await issue('d.example.com') },
        ],
      },
    ]);
    const found = await all(await bench.product('tencent/clb'), bench.call);
    const listener = `${id}/${listeners[0]?.id ?? ''}`;
    expect(found.map(({ name, domains, blocked }) => ({ name, domains, blocked }))).toEqual([
      { name: `${listener}/a.example.com`, domains: ['a.example.com'], blocked: null },
      {
        name: `${listener}/b.example.com`,
        domains: ['b.example.com', 'c.example.com'],
        blocked: null,
      },
      { name: `${listener}/~^.*$`, domains: [], blocked: expect.stringMatching(/pattern/u) },
      {
        name: `${listener}/www.example.*`,
        domains: [],
        blocked: expect.stringMatching(/pattern/u),
      },
    ]);
    expect(new Set(found.map(({ lock }) => lock)).size).toBe(1);
    expect(found[0]?.findings).toMatchObject([{ code: 'default-domain' }]);
    expect(found[1]?.findings).toEqual([]);
  });

  it('leaves the domains of layer 4 to be inferred, and says that QUIC cannot be proven', async () => {
    await balancer(
      [
        { protocol: 'TCP_SSL', certificate: await issue('mail.example.com') },
        { protocol: 'QUIC', certificate: await issue('quic.example.com') },
      ],
      { network: 'INTERNAL' },
    );
    const [tcp, quic] = await all(await bench.product('tencent/clb'), bench.call);
    expect(tcp).toMatchObject({ domains: [], blocked: null, reach: 'private', findings: [] });
    expect(tcp?.endpoints).toHaveLength(1);
    expect(quic).toMatchObject({ endpoints: [], findings: [{ code: 'not-provable' }] });
  });

  it('shows two certificates of one listener as two slots', async () => {
    const [rsa, ec] = [await bench.issue([host], { key: 'rsa-2048' }), await issue(host)];
    await balancer([{ protocol: 'HTTPS', certificate: [rsa, ec], rules: [{ domains: [host] }] }]);
    const resource = await only(await bench.product('tencent/clb'), bench.call);
    expect(resource.slots).toBe('sni');
    expect(resource.bindings).toMatchObject([
      { slot: 'default', facts: { sha256: rsa.sha256 } },
      { slot: 'default', facts: { sha256: ec.sha256 } },
    ]);
  });

  it.each<[string, Partial<BalancerSpec>, RegExp]>([
    ['classic', { application: false }, /classic/u],
    ['isolated', { isolated: true }, /overdue/u],
    ['still being created', { status: 0 }, /being created/u],
  ])('says in words that one is %s', async (_, spec, reason) => {
    await balancer(undefined, spec);
    const { blocked } = await only(await bench.product('tencent/clb'), bench.call);
    expect(blocked).toMatch(reason);
  });

  it('remarks on protected settings, blocked addresses and what has no certificate', async () => {
    await balancer(
      [{ protocol: 'HTTPS', sni: true, rules: [{ domains: [host], isDefault: false }] }],
      { blocked: true, protect: { operator: '1', description: 'ask Ann' } },
    );
    const product = await bench.product('tencent/clb');
    const { findings } = await only(product, bench.call);
    expect(findings.map(({ code }) => code)).toEqual(['disabled', 'protected', 'no-undo']);
    expect(findings[1]?.message).toMatch(/protected against changes: ask Ann$/u);
    bench.key.deny.add('clb:DescribeLBOperateProtect');
    expect((await only(product, bench.call)).findings).toHaveLength(2);
    bench.key.deny.clear();
    bench.cloud.settings.unavailable.add('clb:DescribeLBOperateProtect');
    expect((await only(product, bench.call)).findings).toHaveLength(2);
  });

  it('skips what vanishes while it is read', async () => {
    await balancer();
    const kept = await balancer();
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({
      operation: 'DescribeListeners',
      kind: 'error',
      code: 'InvalidParameter.LBIdNotFound',
      match: ({ LoadBalancerId }) => LoadBalancerId !== kept.id,
    });
    expect((await only(product, bench.call)).name).toMatch(new RegExp(`^${kept.id}/`, 'u'));
  });

  it('keeps within the documented rates, all regions together', async () => {
    await bench.close();
    bench = await openTencent({ rateLimits: 'documented' });
    for (let index = 0; index < 25; index += 1) {
      await balancer([], { region: index % 2 === 0 ? 'ap-guangzhou' : 'ap-shanghai' });
    }
    const { products } = await bench.connect({
      targets: ['tencent/clb'],
      regions: ['ap-guangzhou', 'ap-shanghai'],
      clock: fastClock(1),
    });
    await Promise.all(products.map(async (product) => await all(product, bench.call)));
    expect(bench.cloud.requests.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

describe('the argument of a write', () => {
  const one = { SSLMode: 'UNIDIRECTIONAL', CertId: 'old', ExtCertIds: [] };
  const mutual = { SSLMode: 'MUTUAL', SSLVerifyClient: 'OPTIONAL', CertId: 'old', CertCaId: 'ca' };

  it.each([
    [null, ['new'], { Certificate: { SSLMode: 'UNIDIRECTIONAL', CertId: 'new' } }],
    [one, ['new'], { Certificate: { SSLMode: 'UNIDIRECTIONAL', CertId: 'new' } }],
    [
      mutual,
      ['new'],
      {
        Certificate: {
          SSLMode: 'MUTUAL',
          SSLVerifyClient: 'OPTIONAL',
          CertId: 'new',
          CertCaId: 'ca',
        },
      },
    ],
    [
      one,
      ['new', 'kept'],
      {
        MultiCertInfo: {
          SSLMode: 'UNIDIRECTIONAL',
          CertList: [{ CertId: 'new' }, { CertId: 'kept' }],
        },
      },
    ],
    [
      mutual,
      ['new', 'kept'],
      {
        MultiCertInfo: {
          SSLMode: 'MUTUAL',
          SSLVerifyClient: 'OPTIONAL',
          CertList: [{ CertId: 'new' }, { CertId: 'kept' }, { CertId: 'ca' }],
        },
      },
    ],
  ])('over %j with %j is right', (current, ids, argument) => {
    expect(certificateArgument(current, ids)).toEqual(argument);
  });

  it('is none where the authority of clients is not known', () => {
    const hidden = { ...mutual, CertCaId: null };
    expect(() => certificateArgument(hidden, ['new'])).toThrow(/of which authority/u);
  });

  it('knows a listener by its name', () => {
    expect(addressOf('lb-1/lbl-2')).toEqual({
      loadBalancer: 'lb-1',
      listener: 'lbl-2',
      domain: null,
    });
    expect(addressOf('lb-1/lbl-2/~^/a').domain).toBe('~^/a');
  });

  it('is not compared: settings are, those of a one-way listener too', () => {
    const listener = { ListenerId: 'lbl-1', Protocol: 'HTTPS', Port: 443, SniSwitch: 0 };
    const [before] = unitsOf(ClbListener.parse({ ...listener, Certificate: one }));
    const [after] = unitsOf(ClbListener.parse({ ...listener, Certificate: { CertId: 'x' } }));
    const [lost] = unitsOf(ClbListener.parse({ ...listener, Certificate: mutual }));
    expect(settingsOf(before!)).toEqual(settingsOf(after!));
    expect(settingsOf(before!)).not.toEqual(settingsOf(lost!));
  });
});
