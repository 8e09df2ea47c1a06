import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  all,
  expectFailure,
  fastClock,
  keyLines,
  materialOf,
  only,
  replaceEdit,
} from '../test-kit.ts';
import { openTencent } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

type SiteSpec = Parameters<OpenTencent['account']['addCdnDomain']>[0];

const host = 'www.example.com';
const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));

/** A domain that serves HTTPS, unless it is told otherwise. */
async function site(spec: Partial<SiteSpec> = {}) {
  const certificate = await bench.issue([spec.domain ?? host]);
  return bench.account.addCdnDomain({ domain: host, certificate, ...spec });
}

describe('discovery', () => {
  it('lists each domain once, page by page', async () => {
    bench.cloud.settings.pageSizes = { cdn: 3 };
    for (let index = 0; index < 10; index += 1) {
      bench.account.addCdnDomain({ domain: `d${index}.example.com` });
    }
    const found = await all(await bench.product('tencent/cdn'), bench.call);
    expect(found.map(({ name }) => name).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `d${index}.example.com`),
    );
  });

  it('reads facts, endpoint and lock', async () => {
    const issued = await bench.issue([host, '*.example.com']);
    await site({ certificate: issued });
    expect(await only(await bench.product('tencent/cdn'), bench.call)).toEqual({
      id: `tencent/cdn:prod/${host}`,
      account: 'prod',
      target: 'tencent/cdn',
      region: null,
      name: host,
      label: host,
      domains: [host],
      slots: 'one',
      bindings: [
        {
          slot: 'default',
          ref: bench.account.certificates()[0]?.id,
          facts: expect.objectContaining({
            sha256: issued.sha256,
            domains: [host, '*.example.com'],
          }),
        },
      ],
      endpoints: [{ host: `${host}.cdn.dnsv1.com`, port: 443 }],
      reach: 'public',
      blocked: null,
      findings: [],
      lock: `tencent/cdn:prod/${host}`,
    });
  });

  it('names a host that can be looked up where the alias is a wildcard', async () => {
    await site({ domain: '*.example.com' });
    const { domains, endpoints } = await only(await bench.product('tencent/cdn'), bench.call);
    expect(domains).toEqual(['*.example.com']);
    expect(endpoints).toEqual([{ host: 'certferry.example.com.cdn.dnsv1.com', port: 443 }]);
  });

  it('shows no binding where HTTPS is off', async () => {
    bench.account.addCdnDomain({ domain: host });
    const { bindings, blocked } = await only(await bench.product('tencent/cdn'), bench.call);
    expect({ bindings, blocked }).toEqual({ bindings: [], blocked: null });
  });

  it.each<[string, Partial<SiteSpec>, RegExp]>([
    ['is switched off', { status: 'offline' }, /switched off/u],
    ['is overdue', { disable: 'overdue' }, /switched it off: the account is overdue/u],
    ['was rejected', { status: 'rejected', area: 'overseas' }, /review/u],
    ['is locked', { readonly: 'mainland' }, /locked its settings \(mainland\)/u],
    [
      'differs by region',
      { config: { SpecificConfig: { Mainland: { Https: { Switch: 'on' } }, Overseas: null } } },
      /differ between mainland China/u,
    ],
    ['hides whom it trusts', { https: { VerifyClient: 'on' } }, /asks clients for certificates/u],
  ])('says in words that a domain %s', async (_, spec, reason) => {
    await site(spec);
    expect((await only(await bench.product('tencent/cdn'), bench.call)).blocked).toMatch(reason);
  });

  it.each<[string, Partial<SiteSpec>, RegExp]>([
    ['not-icp-filed', { disable: 'unlicensed', area: 'mainland' }, /no ICP filing/u],
    ['not-icp-filed', { status: 'rejected', area: 'global' }, /no ICP filing/u],
    ['https-blocked', { httpsBilling: 'off' }, /turns HTTPS requests away/u],
  ])('remarks %s', async (code, spec, message) => {
    await site(spec);
    const { findings, blocked } = await only(await bench.product('tencent/cdn'), bench.call);
    expect(findings).toMatchObject([{ code, level: 'warning', subject: host }]);
    expect(findings[0]?.message).toMatch(message);
    expect(blocked).toBeNull();
  });

  it('knows a certificate that was set as text, and that there is no way back from it', async () => {
    const issued = await bench.issue([host]);
    bench.account.addCdnDomain({ domain: host, pasted: issued });
    const product = await bench.product('tencent/cdn');
    const resource = await only(product, bench.call);
    expect(resource.bindings).toMatchObject([{ ref: 'pasted', facts: { sha256: issued.sha256 } }]);
    expect(resource.findings).toMatchObject([{ code: 'no-undo' }]);
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    await expectFailure(product.rollback(receipt, bench.call), 'REFUSED', /set as text/u);
    const shown = JSON.stringify([resource, receipt, bench.log.lines]);
    for (const line of keyLines(issued.key)) expect(shown).not.toContain(line);
  });

  it('is a gap where CDN was never switched on', async () => {
    bench.account.flags.cdnActivated = false;
    await expectFailure(
      all(await bench.product('tencent/cdn'), bench.call),
      'REFUSED',
      /has not activated CDN \(domains of EdgeOne/u,
    );
  });

  it('keeps within the documented rates', async () => {
    await bench.close();
    bench = await openTencent({ rateLimits: 'documented' });
    bench.cloud.settings.pageSizes = { cdn: 1 };
    for (let index = 0; index < 45; index += 1) {
      bench.account.addCdnDomain({ domain: `d${index}.example.com` });
    }
    const product = await bench.product('tencent/cdn', { clock: fastClock(1) });
    expect(await all(product, bench.call)).toHaveLength(45);
    expect(bench.cloud.requests.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
