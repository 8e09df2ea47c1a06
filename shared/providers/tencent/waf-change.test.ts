import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Material, Receipt } from '../../core/model.ts';
import type { Product } from '../provider.ts';
import {
  all,
  expectFailure,
  failure,
  fastClock,
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

type SiteSpec = Parameters<OpenTencent['account']['addWafDomain']>[0];

const host = 'www.example.com';
const material = async () => materialOf(await bench.issue([host]));
const writes = () =>
  bench.cloud.requests.filter(({ operation }) => operation === 'ModifySpartaProtection');

async function site(spec: Partial<SiteSpec> = {}) {
  const certificate = await bench.issue([spec.domain ?? host]);
  return bench.account.addWafDomain({ domain: host, certificate, ...spec });
}

async function applied(product: Product, fresh: Material): Promise<Receipt> {
  const resource = await only(product, bench.call);
  return await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
}

describe.each(['reset', 'kept'] as const)('a change, where omitted fields are %s', (wafOmitted) => {
  beforeEach(() => {
    bench.cloud.settings.wafOmitted = wafOmitted;
  });

  it('writes the whole record in the types of the write', async () => {
    const domain = await site();
    const { CertType, SSLId, State, ModifyTime, ...before } = domain.details();
    const product = await bench.product('tencent/waf');
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    expect(writes()[0]?.params).toMatchObject({
      Domain: host,
      DomainId: domain.id,
      InstanceID: domain.instanceId,
      CertType: 2,
      SSLId: domain.held(),
      IsKeepAlive: '0',
      Weights: [30, 70],
      Ports: before['Ports'],
      IpHeaders: ['x-real-ip'],
      Edition: 'sparta-waf',
    });
    expect(Object.keys(writes()[0]?.params ?? {})).not.toEqual(
      expect.arrayContaining(['Cert', 'PrivateKey', 'IsGray', 'Anycast', 'GmType']),
    );
    const after = domain.details();
    expect(after).toMatchObject(before);
    expect([CertType, State, typeof ModifyTime]).toEqual([2, 0, 'string']);
    expect(after['SSLId']).not.toBe(SSLId);
  });

  it('keeps an SM2 certificate of the store', async () => {
    const sm2 = { GmType: 1, GmCertType: 2, GmSSLId: 'sm2cert1' };
    const domain = await site({ record: sm2 });
    const product = await bench.product('tencent/waf');
    await product.verify(await applied(product, await material()), bench.call);
    expect(domain.details()).toMatchObject(sm2);
  });

  it('keeps rules that spread the traffic', async () => {
    const rules = [
      {
        KeyName: 'uri',
        Symbol: 'belong',
        ContentList: ['/a'],
        AddressList: ['192.0.2.9'],
        BalanceType: 1,
      },
    ];
    const domain = await site({ record: { UpstreamPolicy: 1, UpstreamRules: rules } });
    const product = await bench.product('tencent/waf');
    await product.verify(await applied(product, await material()), bench.call);
    expect(domain.details()['UpstreamRules']).toEqual(rules);
  });

  it('is put back to the certificate that was there', async () => {
    const domain = await site();
    const before = domain.held();
    const product = await bench.product('tencent/waf');
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    domain.change({ record: { Note: 'changed by somebody' } });
    await product.rollback(receipt, bench.call);
    expect(domain.held()).toBe(before);
    expect(domain.details()['Note']).toBe('changed by somebody');
  });
});

describe('a change', () => {
  it('is pushed before it counts', async () => {
    const domain = await site();
    bench.cloud.settings.wafPushMs = 400;
    const product = await bench.product('tencent/waf');
    const receipt = await applied(product, await material());
    expect(domain.details()).toMatchObject({ State: -1 });
    await product.verify(receipt, bench.call);
    expect(domain.details()).toMatchObject({ State: 0 });
    await product.rollback(receipt, bench.call);
    await product.rollback(receipt, bench.call);
    expect(writes()).toHaveLength(2);
  });

  it.each([
    ['fails', { kind: 'job-fails' }, /could not push/u],
    ['says done and does nothing', { kind: 'lost' }, /instead of/u],
    ['never ends', { kind: 'job-hangs' }, /still pushing/u],
  ] as const)('whose push %s is not verified', async (_, fault, message) => {
    await site();
    const product = await bench.product('tencent/waf', { clock: fastClock(500) });
    bench.cloud.faults.add({ operation: 'ModifySpartaProtection', ...fault });
    const receipt = await applied(product, await material());
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', message);
  });

  it.each(['reset', 'truncated', 'mangled'] as const)(
    'that took effect and was not answered (%s) is found out by reading',
    async (kind) => {
      await site();
      const product = await bench.product('tencent/waf');
      bench.cloud.faults.add({
        operation: 'ModifySpartaProtection',
        kind,
        afterEffect: true,
        times: 1,
      });
      await product.verify(await applied(product, await material()), bench.call);
      expect(writes()).toHaveLength(1);
    },
  );

  it('waits for a push of somebody else, and for a certificate that is not found yet', async () => {
    const domain = await site();
    bench.cloud.settings.wafPushMs = 100;
    bench.cloud.settings.visibilityMs = 300;
    const product = await bench.product('tencent/waf');
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes().map(({ error }) => error)).toContain('InvalidParameter.QueryCertBySSLIDFailed');
    expect(domain.details()['State']).toBe(0);
  });

  it('of a domain without an ICP filing is refused', async () => {
    await site({ icp: 'missing' });
    const product = await bench.product('tencent/waf');
    await expectFailure(applied(product, await material()), 'REFUSED', /no ICP filing/u);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['IsHttp2', { IsHttp2: 0 }],
    ['Weights', { Weights: ['50', '50'] }],
    ['Ports', { Ports: [] }],
  ])('is not verified when %s changed with it', async (name, record) => {
    const domain = await site();
    const product = await bench.product('tencent/waf');
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    domain.change({ record });
    const error = await failure(product.verify(receipt, bench.call));
    expect(error.code).toBe('VERIFY_FAILED');
    expect(error.message).toMatch(new RegExp(`more than the certificate changed: .*${name}`, 'u'));
  });

  it('keeps within two writes a second, however many are asked for', async () => {
    await bench.close();
    bench = await openTencent({ rateLimits: 'documented' });
    for (let index = 0; index < 4; index += 1) await site({ domain: `d${index}.example.com` });
    const product = await bench.product('tencent/waf', { clock: fastClock(1) });
    const resources = await all(product, bench.call);
    await Promise.all(
      resources.map(async (resource) => {
        const fresh = materialOf(await bench.issue([resource.name]));
        await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
      }),
    );
    expect(writes()).toHaveLength(4);
    expect(bench.cloud.requests.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});
