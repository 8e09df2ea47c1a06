import { Client as CdnClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';
import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';
import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import type { AccessKey } from './builders/login.ts';
import { clientConfig } from './client-config.ts';
import type { Fault } from './faults.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

describe('faults of the simulated Tencent Cloud', () => {
  let shop: Issued;
  let renewed: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let key: AccessKey;

  beforeAll(async () => {
    const authority = await createRoot('Faults root');
    [shop, renewed] = await Promise.all([
      issue(authority, { domains: ['shop.example.com'] }),
      issue(authority, { domains: ['shop.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    cloud = await startTencent({ endpoints: false });
    account = cloud.account('100000000001');
    key = account.accessKey();
  });
  afterEach(async () => {
    const { violations } = cloud;
    await cloud.close();
    expect(violations).toEqual([]);
  });

  const ssl = () => new SslClient(clientConfig(cloud, 'ssl', key));
  const clb = (region = 'ap-guangzhou') =>
    new ClbClient(clientConfig(cloud, 'clb', key, { region }));
  const list = () => ssl().DescribeCertificates({});

  it.each<[Fault['kind'], object]>([
    ['throttle', { code: 'RequestLimitExceeded' }],
    ['http-503', { httpCode: 503 }],
    ['reset', { message: expect.stringContaining('ECONNRESET') as string }],
    ['html', { type: 'invalid-json' }],
    ['truncated', { type: 'invalid-json' }],
    ['empty', { name: 'TypeError' }],
    ['access-denied', { code: 'AuthFailure.UnauthorizedOperation' }],
    ['expired-token', { code: 'AuthFailure.TokenFailure' }],
    ['error', { code: 'InternalError' }],
  ])('answers with %s as often as asked, then works again', async (kind, error) => {
    const planted = cloud.faults.add({
      service: 'ssl',
      operation: 'DescribeCertificates',
      kind,
      times: 2,
    });
    await expect(list()).rejects.toMatchObject(error);
    await expect(list()).rejects.toMatchObject(error);
    await list();
    expect(planted.hits).toBe(2);
  });

  it('hits only the action, region and parameters that are named', async () => {
    cloud.faults.add({ region: 'ap-shanghai', kind: 'throttle' });
    cloud.faults.add({
      operation: 'DescribeLoadBalancers',
      match: ({ Offset }) => Number(Offset ?? 0) > 0,
      kind: 'error',
      code: 'InternalError.Second',
    });
    await list();
    await clb().DescribeLoadBalancers({});
    await expect(clb().DescribeLoadBalancers({ Offset: 20 })).rejects.toMatchObject({
      code: 'InternalError.Second',
    });
    await expect(clb('ap-shanghai').DescribeLoadBalancers({})).rejects.toMatchObject({
      code: 'RequestLimitExceeded',
    });
    cloud.faults.clear();
    await clb('ap-shanghai').DescribeLoadBalancers({});
  });

  it('answers reads with an envelope in which nothing is where it belongs', async () => {
    cloud.faults.add({ kind: 'mangled', times: 1 });
    expect(await list()).toEqual({ Unexpected: [{ Reply: true }] });
  });

  it('carries out a write and loses its reply', async () => {
    const site = account.addCdnDomain({ domain: 'shop.example.com', certificate: shop });
    const id = account.uploadCertificate(renewed);
    const cdn = new CdnClient(clientConfig(cloud, 'cdn', key));
    cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'reset', afterEffect: true });
    const Https = { Switch: 'on', CertInfo: { CertId: id } };
    const write = cdn.UpdateDomainConfig({ Domain: site.domain, Https });
    await expect(write).rejects.toThrow(/ECONNRESET/u);
    expect(site.held()).toBe(id);
    expect(cloud.writes()).toMatchObject([{ operation: 'UpdateDomainConfig', error: 'dropped' }]);
  });

  it('never answers while it hangs, and lets go when it is closed', async () => {
    cloud.faults.add({ kind: 'hang' });
    const waiting = ssl().request('DescribeCertificates', {}, { signal: AbortSignal.timeout(100) });
    await expect(waiting).rejects.toThrow(/abort/u);
    const other = list();
    await expect(Promise.all([cloud.close(), other])).rejects.toThrow();
    cloud = await startTencent({ endpoints: false });
  });

  it('lets somebody else act just before a request is carried out', async () => {
    const id = account.uploadCertificate(shop);
    cloud.faults.add({
      operation: 'DescribeCertificate',
      kind: 'meanwhile',
      act: () => account.deleteCertificate(id),
      times: 1,
    });
    await expect(ssl().DescribeCertificate({ CertificateId: id })).rejects.toMatchObject({
      code: 'FailedOperation.CertificateNotFound',
    });
  });

  it('answers late, one request or all', async () => {
    cloud.faults.add({ kind: 'delay', delayMs: 60, times: 1 });
    const took = async () => {
      const start = performance.now();
      await list();
      return performance.now() - start;
    };
    expect(await took()).toBeGreaterThan(55);
    cloud.settings.latencyMs = 60;
    expect(await took()).toBeGreaterThan(55);
  });

  it('resets connections to a service, a region or a host that cannot be reached', async () => {
    cloud.unreachable.add('ssl');
    cloud.unreachable.add('ap-shanghai');
    await expect(list()).rejects.toThrow(/ECONNRESET/u);
    await expect(clb('ap-shanghai').DescribeLoadBalancers({})).rejects.toThrow(/ECONNRESET/u);
    await clb().DescribeLoadBalancers({});
    cloud.unreachable.clear();
    cloud.unreachable.add('clb.tencentcloudapi.com');
    await list();
    await expect(clb().DescribeLoadBalancers({})).rejects.toThrow(/ECONNRESET/u);
    expect(cloud.requests.filter(({ error }) => error === 'dropped')).toHaveLength(3);
  });

  it('says that something was stored that was not', async () => {
    cloud.faults.add({ operation: 'UploadCertificate', kind: 'lost' });
    const { CertificateId } = await ssl().UploadCertificate({
      CertificatePublicKey: shop.chain,
      CertificatePrivateKey: shop.key,
    });
    expect(CertificateId).toMatch(/^\w{8}$/u);
    expect(account.certificates()).toEqual([]);
  });
});
