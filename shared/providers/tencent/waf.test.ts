import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  all,
  expectFailure,
  exposed,
  failure,
  keyLines,
  materialOf,
  only,
  replaceEdit,
} from '../test-kit.ts';
import { WafRecord } from './schema.ts';
import { openTencent } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';
import { boundTo, hasPastedSm2, withCertificate } from './waf-record.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

type SiteSpec = Parameters<OpenTencent['account']['addWafDomain']>[0];

const host = 'www.example.com';
const material = async () => materialOf(await bench.issue([host]));

async function site(spec: Partial<SiteSpec> = {}) {
  const certificate = await bench.issue([spec.domain ?? host]);
  return bench.account.addWafDomain({ domain: host, certificate, ...spec });
}

describe('discovery', () => {
  it.each(['items', 'pages'] as const)(
    'lists each domain once, whatever an offset counts (%s)',
    async (wafOffsets) => {
      bench.cloud.settings.wafOffsets = wafOffsets;
      for (const [size, count] of [
        [3, 10],
        [2, 5],
        [100, 2],
      ] as const) {
        bench.cloud.settings.pageSizes = { waf: size };
        const domains = Array.from(
          { length: count },
          (_, index) => `d${index}.s${size}.example.com`,
        );
        for (const domain of domains) bench.account.addWafDomain({ domain });
        const found = await all(await bench.product('tencent/waf'), bench.call);
        const names = found.map(({ name }) => name).filter((name) => name.includes(`.s${size}.`));
        expect(names.sort()).toEqual(domains.sort());
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
      }
    },
  );

  it('reads each of the two parts of WAF by itself', async () => {
    await site();
    await site({ domain: 'far.example.com', region: 'ap-seoul' });
    bench.cloud.unreachable.add('ap-seoul');
    const { products } = await bench.connect({ targets: ['tencent/waf'], regions: ['na-ashburn'] });
    const [near, far] = products;
    expect((await only(near!, bench.call)).region).toBe('ap-guangzhou');
    await expectFailure(all(far!, bench.call), 'CLOUD_UNAVAILABLE', /ap-seoul/u);
    bench.cloud.unreachable.clear();
    expect((await only(far!, bench.call)).name).toBe('far.example.com');
  });

  it('reads facts, endpoints of the HTTPS ports, and lock', async () => {
    const issued = await bench.issue([host]);
    const domain = await site({ certificate: issued });
    const id = `tencent/waf:prod/ap-guangzhou/${domain.instanceId}/${domain.id}`;
    expect(await only(await bench.product('tencent/waf'), bench.call)).toEqual({
      id,
      account: 'prod',
      target: 'tencent/waf',
      region: 'ap-guangzhou',
      name: host,
      label: host,
      domains: [host],
      slots: 'one',
      bindings: [
        {
          slot: 'default',
          ref: domain.held(),
          facts: expect.objectContaining({ sha256: issued.sha256 }),
        },
      ],
      endpoints: [{ host: `${domain.id}.qcloudzygj.com`, port: 443 }],
      reach: 'public',
      blocked: null,
      findings: [],
      lock: id,
    });
  });

  it('says in words what cannot be deployed to', async () => {
    const { id, listeners } = await bench.account.addLoadBalancer({
      region: 'ap-guangzhou',
      listeners: [{ protocol: 'HTTPS', certificate: await bench.issue([host]) }],
    });
    const listener = listeners[0]?.id ?? '';
    bench.account.addWafDomain({
      domain: 'clb.example.com',
      listeners: [{ loadBalancer: id, listener }],
    });
    bench.account.addWafDomain({ domain: 'plain.example.com' });
    await site({ domain: 'sm2.example.com', record: { GmType: 1, GmCertType: 1 } });
    const found = await all(await bench.product('tencent/waf'), bench.call);
    const reasons = Object.fromEntries(found.map(({ name, blocked }) => [name, blocked]));
    expect(reasons['clb.example.com']).toMatch(
      new RegExp(`load balancer \\(${id}/${listener}\\).*tencent/clb`, 'u'),
    );
    expect(reasons['plain.example.com']).toMatch(/no HTTPS port/u);
    expect(reasons['sm2.example.com']).toMatch(/SM2/u);
  });

  it.each([
    ['not-icp-filed', 316],
    ['certificate-abnormal', 310],
    ['push-failed', -2],
  ])('remarks %s', async (code, state) => {
    await site({ state });
    const { findings } = await only(await bench.product('tencent/waf'), bench.call);
    expect(findings).toMatchObject([{ code, subject: host }]);
  });

  it('shows no private key of a certificate that was set as text, and no way back', async () => {
    const issued = await bench.issue([host]);
    bench.account.addWafDomain({ domain: host, pasted: issued });
    const product = await bench.product('tencent/waf');
    const resource = await only(product, bench.call);
    expect(resource.bindings).toMatchObject([{ ref: 'pasted', facts: { sha256: issued.sha256 } }]);
    expect(resource.findings).toMatchObject([{ code: 'no-undo' }]);
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    const refused = await failure(product.rollback(receipt, bench.call));
    expect(refused.code).toBe('REFUSED');
    const shown = [resource, receipt, refused, bench.log.lines].map(exposed).join('\n');
    for (const line of keyLines(issued.key)) expect(shown).not.toContain(line);
  });
});

describe('a record', () => {
  const record = (more: object) =>
    WafRecord.parse({
      Domain: host,
      DomainId: 'd',
      InstanceId: 'i',
      CertType: 2,
      SSLId: 'x',
      Ports: [],
      ...more,
    });

  it.each([
    [{}, 'x'],
    [{ CertType: 1, SSLId: '' }, 'pasted'],
    [{ CertType: 0 }, undefined],
    [{ SSLId: null }, undefined],
  ])('%j has certificate %s', (more, ref) => {
    expect(boundTo(record(more))).toBe(ref);
  });

  it('is written without what the reading has no value for', () => {
    const written = withCertificate(record({ Note: null, Weights: null, GmType: 0 }), 'new');
    expect(written).toEqual({
      Domain: host,
      DomainId: 'd',
      InstanceID: 'i',
      Ports: [],
      CertType: 2,
      SSLId: 'new',
    });
    expect(withCertificate(record({}), undefined)).toMatchObject({ CertType: 0 });
  });

  it('keeps an SM2 certificate only where its key need not be sent', () => {
    expect(hasPastedSm2(record({ GmType: 1, GmCertType: 1 }))).toBe(true);
    expect(hasPastedSm2(record({ GmType: 1, GmCertType: 2 }))).toBe(false);
    expect(hasPastedSm2(record({ GmType: 0, GmCertType: 1 }))).toBe(false);
  });
});
