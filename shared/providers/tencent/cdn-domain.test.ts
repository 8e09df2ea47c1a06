import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Material, Receipt } from '../../core/model.ts';
import type { Product } from '../provider.ts';
import {
  attachEdit,
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

type SiteSpec = Parameters<OpenTencent['account']['addCdnDomain']>[0];

const host = 'www.example.com';
const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const writes = () =>
  bench.cloud.requests.filter(({ operation }) => operation === 'UpdateDomainConfig');

/** A domain that serves HTTPS, unless it is told otherwise. */
async function site(spec: Partial<SiteSpec> = {}) {
  const certificate = await bench.issue([spec.domain ?? host]);
  return bench.account.addCdnDomain({ domain: host, certificate, ...spec });
}

async function applied(product: Product, fresh: Material): Promise<Receipt> {
  const resource = await only(product, bench.call);
  return await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
}

describe('a change', () => {
  it('sends the whole HTTPS settings, and nothing that is output', async () => {
    const https = {
      Http2: 'on',
      OcspStapling: 'on',
      Spdy: 'on',
      Hsts: { Switch: 'on', MaxAge: 600, IncludeSubDomains: 'on' },
      TlsVersion: ['TLSv1.2', 'TLSv1.3'],
      VerifyClient: 'on',
      ClientCertInfo: {
        Certificate: 'LS0tLQ==',
        CertName: 'clients',
        ExpireTime: '2030-01-01 00:00:00',
        DeployTime: '2026-01-01 00:00:00',
      },
    };
    const domain = await site({ https });
    const product = await bench.product('tencent/cdn');
    const fresh = await material();
    const receipt = await applied(product, fresh);
    expect(writes()[0]?.params).toEqual({
      Domain: host,
      Https: {
        ...https,
        Switch: 'on',
        ClientCertInfo: { Certificate: 'LS0tLQ==' },
        CertInfo: { CertId: domain.held() },
      },
    });
    await product.verify(receipt, bench.call);
    expect(domain.https()).toMatchObject({ Http2: 'on', Hsts: https.Hsts });
  });

  it('waits for a deployment that is under way', async () => {
    const domain = await site();
    const product = await bench.product('tencent/cdn');
    domain.processing(200);
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes()).toHaveLength(1);
  });

  it('waits where the deployment began after it looked', async () => {
    const domain = await site();
    const product = await bench.product('tencent/cdn');
    bench.cloud.faults.add({
      operation: 'UpdateDomainConfig',
      kind: 'meanwhile',
      act: () => domain.processing(100),
      times: 1,
    });
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes().map(({ error }) => error)).toEqual([
      'ResourceInUse.CdnOpInProgress',
      undefined,
    ]);
  });

  it('waits until CDN finds a certificate that was uploaded a moment ago', async () => {
    await site();
    bench.cloud.settings.visibilityMs = 300;
    const product = await bench.product('tencent/cdn');
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes()[0]?.error).toBe('FailedOperation.SslCertNotFound');
  });

  it.each(['reset', 'http-503', 'truncated', 'mangled'] as const)(
    'that took effect and was not answered (%s) is found out by reading',
    async (kind) => {
      const domain = await site();
      const product = await bench.product('tencent/cdn');
      const [before] = (await only(product, bench.call)).bindings;
      bench.cloud.faults.add({
        operation: 'UpdateDomainConfig',
        kind,
        afterEffect: true,
        times: 1,
      });
      const receipt = await applied(product, await material());
      expect(writes()).toHaveLength(1);
      await product.verify(receipt, bench.call);
      await product.rollback(receipt, bench.call);
      expect(domain.held()).toBe(before?.ref);
    },
  );

  it('that was lost before it took effect is sent again', async () => {
    await site();
    const product = await bench.product('tencent/cdn');
    bench.cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'reset', times: 1 });
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes()).toHaveLength(2);
  });

  it('of which nothing more can be read is OUTCOME_UNKNOWN', async () => {
    await site();
    const product = await bench.product('tencent/cdn', { timing: { attempts: 2 } });
    const resource = await only(product, bench.call);
    bench.cloud.faults.add({
      operation: 'UpdateDomainConfig',
      kind: 'meanwhile',
      act: () => {
        bench.cloud.unreachable.add('cdn');
      },
    });
    bench.cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'reset', afterEffect: true });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'OUTCOME_UNKNOWN',
      /may or may not have been changed/u,
    );
  });

  it('nobody previewed is not made', async () => {
    const domain = await site();
    const product = await bench.product('tencent/cdn');
    const resource = await only(product, bench.call);
    domain.changeCertificate(await bench.issue([host]));
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PLAN_STALE',
      /preview again/u,
    );
    expect(writes()).toEqual([]);
  });

  it.each([
    ['missing', 'ResourceUnavailable.CdnHostNoIcp', /no ICP filing/u],
    [
      'blacklisted',
      'UnauthorizedOperation.CdnHostInIcpBlacklist',
      /filing of the domain is banned/u,
    ],
  ] as const)('of a domain whose ICP filing is %s is refused once', async (icp, code, message) => {
    await site({ icp, area: 'mainland' });
    const product = await bench.product('tencent/cdn');
    const error = await expectFailure(applied(product, await material()), 'REFUSED', message);
    expect(error.message).toContain(code);
    expect(writes()).toHaveLength(1);
  });

  it('that is throttled with a code of permissions is sent again', async () => {
    await site();
    const product = await bench.product('tencent/cdn');
    bench.cloud.faults.add({
      operation: 'UpdateDomainConfig',
      kind: 'error',
      code: 'UnauthorizedOperation.OperationTooOften',
      times: 2,
    });
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes()).toHaveLength(3);
  });

  it('of a domain that is gone says so', async () => {
    await site();
    const product = await bench.product('tencent/cdn');
    const resource = await only(product, bench.call);
    const fresh = await material();
    const gone = { ...resource, name: 'gone.example.com' };
    await expectFailure(
      product.apply(replaceEdit(gone, fresh), fresh, bench.call),
      'RESOURCE_GONE',
      /gone\.example\.com/u,
    );
  });
});

describe('the reading back', () => {
  it('waits until the cloud has deployed', async () => {
    const domain = await site();
    bench.cloud.settings.cdnDeployMs = 400;
    const product = await bench.product('tencent/cdn');
    const receipt = await applied(product, await material());
    expect(domain.https()).toMatchObject({ SslStatus: 'deploying' });
    await product.verify(receipt, bench.call);
    expect(domain.https()).toMatchObject({ SslStatus: 'deployed' });
  });

  it.each([
    ['fails', { kind: 'job-fails' }, /could not deploy/u],
    ['says done and does nothing', { kind: 'lost' }, /instead of/u],
    ['never ends', { kind: 'job-hangs' }, /after 30 minutes it is processing/u],
  ] as const)('fails when the deployment %s', async (_, fault, message) => {
    await site();
    const product = await bench.product('tencent/cdn', { clock: fastClock(2000) });
    bench.cloud.faults.add({ operation: 'UpdateDomainConfig', ...fault });
    const receipt = await applied(product, await material());
    bench.cloud.faults.clear();
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', message);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['Https.Http2', { Https: { Switch: 'on', Http2: 'off', Hsts: { Switch: 'on', MaxAge: 600 } } }],
    ['Https.Hsts', { Https: { Switch: 'on', Http2: 'on', Hsts: { Switch: 'off' } } }],
    ['ForceRedirect', { ForceRedirect: { Switch: 'off' } }],
    ['HttpsBilling', { HttpsBilling: { Switch: 'off' } }],
    ['Origin', { Origin: { Origins: ['elsewhere.example.net'], OriginType: 'domain' } }],
  ])('fails when %s changed with the certificate', async (name, config) => {
    const domain = await site({
      https: { Http2: 'on', Hsts: { Switch: 'on', MaxAge: 600, IncludeSubDomains: 'off' } },
    });
    const product = await bench.product('tencent/cdn');
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    domain.change({ config });
    const error = await failure(product.verify(receipt, bench.call));
    expect(error).toMatchObject({ code: 'VERIFY_FAILED' });
    expect(error.message).toMatch(/more than the certificate changed/u);
    expect(error.message).toContain(name);
  });
});

describe('HTTPS for the first time', () => {
  it('is switched on, with defaults that are no change, and off again', async () => {
    const domain = bench.account.addCdnDomain({
      domain: host,
      config: { HttpsBilling: null },
      https: { TlsVersion: null, Hsts: null, Http2: null },
    });
    const product = await bench.product('tencent/cdn');
    const resource = await only(product, bench.call);
    const fresh = await material();
    const receipt = await product.apply(attachEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(domain.https()).toMatchObject({ Switch: 'on', SslStatus: 'deployed' });
    await product.rollback(receipt, bench.call);
    expect(domain.https()).toMatchObject({ Switch: 'off', CertInfo: null });
    await product.rollback(receipt, bench.call);
    expect(writes()).toHaveLength(2);
  });
});

describe('putting back', () => {
  it('keeps what somebody else set meanwhile', async () => {
    const domain = await site({ https: { Http2: 'on' } });
    const product = await bench.product('tencent/cdn');
    const [before] = (await only(product, bench.call)).bindings;
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    domain.change({ config: { Https: { ...domain.https(), Http2: 'off', OcspStapling: 'on' } } });
    await product.rollback(receipt, bench.call);
    expect(domain.held()).toBe(before?.ref);
    expect(domain.https()).toMatchObject({ Http2: 'off', OcspStapling: 'on' });
  });

  it('waits for the deployment that is to be undone', async () => {
    const domain = await site();
    bench.cloud.settings.cdnDeployMs = 150;
    const product = await bench.product('tencent/cdn');
    const [before] = (await only(product, bench.call)).bindings;
    const receipt = await applied(product, await material());
    await product.rollback(receipt, bench.call);
    expect(domain.held()).toBe(before?.ref);
  });

  it('does nothing where nothing was written, and knows only its own receipts', async () => {
    const product = await bench.product('tencent/cdn');
    const issued = await bench.issue([host]);
    await site({ certificate: issued });
    const receipt = await applied(product, materialOf(issued));
    await product.verify(receipt, bench.call);
    await product.rollback(receipt, bench.call);
    expect(writes()).toEqual([]);
    const foreign = { ...receipt, state: { v: 2 } };
    await expectFailure(product.rollback(foreign, bench.call), 'REFUSED', /receipt of/u);
  });
});
