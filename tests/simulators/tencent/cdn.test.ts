import { connect } from 'node:tls';

import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';
import type { Https } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_models.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { CdnDomainSpec } from './builders/cdn.ts';
import type { AccessKey } from './builders/login.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const domain = 'shop.example.com';
const hsts = { Switch: 'on', MaxAge: 31_536_000, IncludeSubDomains: 'on' };

describe('the simulated CDN', () => {
  let shop: Issued;
  let renewed: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let key: AccessKey;
  let client: Client;
  let elapsed = 0;
  /** The clock stands still but for `elapsed`. */
  let begun = 0;

  beforeAll(async () => {
    const authority = await createRoot('CDN root');
    [shop, renewed] = await Promise.all([
      issue(authority, { domains: [domain] }),
      issue(authority, { domains: ['*.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ now: () => begun + elapsed });
    account = cloud.account('100000000001');
    key = account.accessKey();
    client = new Client(clientConfig(cloud, 'cdn', key));
  });
  afterEach(() => cloud.close());

  const served = () => servedLeaf(cloud.cdnEdge?.port ?? 0, { servername: domain });
  const site = (spec: Partial<CdnDomainSpec> = {}) =>
    account.addCdnDomain({
      domain,
      certificate: shop,
      https: { Http2: 'on', OcspStapling: 'on', Hsts: hsts, TlsVersion: ['TLSv1.2', 'TLSv1.3'] },
      ...spec,
    });
  const update = (https: Https) => client.UpdateDomainConfig({ Domain: domain, Https: https });
  const put = (id: string) => update({ Switch: 'on', CertInfo: { CertId: id } });
  const wait = () => {
    elapsed += 1000;
  };

  it('resets what a partial Https leaves out, and nothing else', async () => {
    const handle = site();
    const before = handle.config();
    const id = account.uploadCertificate(renewed);
    await put(id);
    wait();
    expect(handle.https()).toMatchObject({
      Switch: 'on',
      CertInfo: { CertId: id },
      Http2: 'off',
      OcspStapling: 'off',
      Hsts: { Switch: 'off' },
      TlsVersion: ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'],
    });
    expect(await served()).toBe(renewed.sha256);
    const { Https: _before, UpdateTime: _then, ...others } = before;
    expect(handle.config()).toMatchObject(others);
  });

  it('shows such a loss in the snapshot, and none after a full write', async () => {
    const handle = site({ https: { Http2: 'on', Hsts: hsts } });
    const before = cloud.snapshot();
    const id = account.uploadCertificate(renewed);
    await update({ ...(handle.https() as unknown as Https), CertInfo: { CertId: id } });
    wait();
    expect(handle.held()).toBe(id);
    expect(cloud.snapshot()).toEqual(before);
    await put(id);
    wait();
    expect(cloud.snapshot()).not.toEqual(before);
  });

  it('resets any other structure that is written, as a whole', async () => {
    const handle = site();
    await client.UpdateDomainConfig({
      Domain: domain,
      Origin: { Origins: ['192.0.2.1'], OriginType: 'ip' },
      ForceRedirect: { Switch: 'on' },
    });
    wait();
    expect(handle.config()).toMatchObject({
      Origin: { Origins: ['192.0.2.1'], OriginPullProtocol: 'http', BackupOrigins: [], Sni: null },
      ForceRedirect: { RedirectType: 'http', RedirectStatusCode: 302 },
      Https: { Http2: 'on' },
    });
  });

  it('changes one leaf, keeps the rest, and does nothing where HTTPS is off', async () => {
    const handle = site();
    const id = account.uploadCertificate(renewed);
    const leaf = (Route: string, update_: unknown) =>
      client.ModifyDomainConfig({
        Domain: domain,
        Route,
        Value: JSON.stringify({ update: update_ }),
      });
    await leaf('Https.CertInfo.CertId', id);
    wait();
    expect(handle.https()).toMatchObject({ CertInfo: { CertId: id }, Http2: 'on', Hsts: hsts });
    await leaf('Origin.Origins', ['192.0.2.7']);
    wait();
    expect(handle.config()).toMatchObject({
      Origin: { Origins: ['192.0.2.7'], OriginPullProtocol: 'https' },
    });
    await expect(leaf('Https.CertInfo.Nothing', id)).rejects.toMatchObject({
      code: 'InvalidParameter.CdnParamError',
    });
    await expect(leaf('Https.Http2', 1)).rejects.toMatchObject({ code: 'InvalidParameter' });
    expect(cloud.violations).toHaveLength(2);

    const off = account.addCdnDomain({ domain: 'off.example.com' });
    const toOff = () =>
      client.ModifyDomainConfig({
        Domain: off.domain,
        Route: 'Https.CertInfo.CertId',
        Value: JSON.stringify({ update: id }),
      });
    await toOff();
    wait();
    expect(off.https()).toMatchObject({ Switch: 'off', CertInfo: null, SslStatus: 'closed' });
  });

  it('turns HTTPS on and off', async () => {
    const handle = account.addCdnDomain({ domain });
    expect(handle.held()).toBeUndefined();
    const port = cloud.cdnEdge?.port ?? 0;
    const own = await servedLeaf(port, { servername: 'nobody.example.net' });
    expect(await served()).toBe(own);
    await expect(update({ Switch: 'on' })).rejects.toMatchObject({
      code: 'InvalidParameter.CdnCertInfoNotFound',
    });
    await put(account.uploadCertificate(shop));
    wait();
    expect(await served()).toBe(shop.sha256);
    await update({ Switch: 'off' });
    wait();
    expect(handle.https()).toMatchObject({ CertInfo: null, SslStatus: 'closed' });
    expect(await served()).toBe(own);
  });

  it('blocks HTTPS while its billing is off, whatever certificate is there', async () => {
    const handle = site({ httpsBilling: 'off' });
    expect(handle.held()).not.toBeUndefined();
    await expect(served()).rejects.toThrow(/ECONNRESET|disconnected/u);
    handle.change({ config: { HttpsBilling: { Switch: 'on' } } });
    expect(await served()).toBe(shop.sha256);
  });

  it.each<[string, Partial<CdnDomainSpec>, string]>([
    ['is offline', { status: 'offline' }, 'InvalidParameter.CDNStatusInvalidDomain'],
    ['is being closed', { status: 'closing' }, 'InvalidParameter.CDNStatusInvalidDomain'],
    ['was rejected', { status: 'rejected' }, 'InvalidParameter.CdnHostInvalidStatus'],
    ['is deployed by someone else', { status: 'processing' }, 'ResourceInUse.CdnOpInProgress'],
    ['is locked', { readonly: 'global' }, 'ResourceUnavailable.CdnHostIsLocked'],
    ['is attacked', { disable: 'ddos' }, 'InvalidParameter.CdnHostInvalidStatus'],
    [
      'is shown as not filed',
      { disable: 'unlicensed', area: 'mainland' },
      'ResourceUnavailable.CdnHostNoIcp',
    ],
    [
      'is not filed, unseen',
      { icp: 'missing', area: 'global' },
      'ResourceUnavailable.CdnHostNoIcp',
    ],
    ['is banned', { icp: 'blacklisted' }, 'UnauthorizedOperation.CdnHostInIcpBlacklist'],
    [
      'lacks port 443',
      { config: { AccessPort: [80, 8080] } },
      'InvalidParameter.AccessPortOpenedHttps',
    ],
  ])('refuses to change a domain that %s', async (_why, spec, code) => {
    const handle = site(spec);
    const held = handle.held();
    await expect(put(account.uploadCertificate(renewed))).rejects.toMatchObject({ code });
    wait();
    expect(handle.held()).toBe(held);
    expect(cloud.writes().map(({ error }) => error)).toEqual([code]);
    expect(cloud.violations).toEqual([]);
  });

  it('needs no filing overseas', async () => {
    site({ icp: 'missing', area: 'overseas' });
    await put(account.uploadCertificate(renewed));
  });

  it('refuses certificates that are not there, not yet there, expired, or for other names', async () => {
    site();
    const root = await createRoot('Other root');
    const other = await issue(root, { domains: ['other.example.net'] });
    const old = await issue(root, { domains: [domain], notAfter: new Date(Date.now() - 1000) });
    await expect(put('nothing')).rejects.toMatchObject({ code: 'FailedOperation.SslCertNotFound' });
    await expect(put(account.uploadCertificate(other))).rejects.toMatchObject({
      code: 'InvalidParameter.CdnCertInfoNotFound',
    });
    await expect(put(account.uploadCertificate(old))).rejects.toMatchObject({
      code: 'InvalidParameter.CdnCertNoCertInfo',
    });
    await expect(put(account.uploadAuthority(root.pem))).rejects.toMatchObject({
      code: 'InvalidParameter.CdnCertInfoNotFound',
    });
    cloud.settings.cdnMismatch = 'accepted';
    await put(account.uploadCertificate(other));
  });

  it('shows the key of a pasted certificate, and takes pasted ones', async () => {
    const handle = account.addCdnDomain({ domain, pasted: shop });
    const read = async () =>
      (await client.DescribeDomainsConfig({})).Domains?.[0]?.Https?.CertInfo ?? {};
    expect(await read()).toMatchObject({
      CertId: '',
      Certificate: shop.chain,
      PrivateKey: shop.key,
    });
    cloud.settings.cdnReads = 'without-keys';
    expect((await read()).PrivateKey).toBe('');
    await update({
      Switch: 'on',
      CertInfo: { Certificate: renewed.chain, PrivateKey: renewed.key },
    });
    wait();
    expect(handle.held()).toBe('');
    expect(await served()).toBe(renewed.sha256);
    await expect(
      update({ Switch: 'on', CertInfo: { Certificate: renewed.chain, PrivateKey: shop.key } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.SslCertMatchError' });
    const id = account.uploadCertificate(shop);
    await expect(
      update({ Switch: 'on', CertInfo: { CertId: id, Certificate: shop.chain } }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.CdnCertInfoNotFound' });
  });

  it('demands client certificates where that is set, and keeps theirs only when it is sent', async () => {
    const client_ = { Certificate: 'Q0E=', CertName: 'staff', ExpireTime: '', DeployTime: '' };
    const handle = site({ https: { VerifyClient: 'on', ClientCertInfo: client_ } });
    const before = cloud.snapshot();
    const error = await new Promise<Error>((resolve, reject) => {
      const port = cloud.cdnEdge?.port ?? 0;
      const socket = connect({ port, servername: domain, rejectUnauthorized: false });
      socket.once('error', resolve);
      socket.once('end', () => reject(new Error('nothing was demanded')));
    });
    expect(error.message).toMatch(/certificate required|handshake failure/u);
    const id = account.uploadCertificate(renewed);
    const base: Https = { Switch: 'on', CertInfo: { CertId: id }, VerifyClient: 'on' };
    await expect(update(base)).rejects.toMatchObject({ code: 'InvalidParameter.CdnParamError' });
    await update({ ...base, ClientCertInfo: { Certificate: client_.Certificate } });
    wait();
    expect(cloud.snapshot()).toEqual(before);
    await put(id);
    wait();
    expect(handle.https()).toMatchObject({ VerifyClient: 'off', ClientCertInfo: null });
  });

  it('limits what one page and one filter hold', async () => {
    for (let index = 0; index < 5; index += 1) {
      account.addCdnDomain({ domain: `d${index}.example.com` });
    }
    cloud.settings.pageSizes = { cdn: 2 };
    const page = await client.DescribeDomainsConfig({ Limit: 100, Offset: 3 });
    expect(page.Domains?.map(({ Domain }) => Domain)).toEqual(['d1.example.com', 'd0.example.com']);
    expect(page.TotalNumber).toBe(5);
    const values = Array.from({ length: 6 }, (_, index) => `d${index}.example.com`);
    const filtered = (Value: string[], Fuzzy = false) =>
      client.DescribeDomains({ Filters: [{ Name: 'domain', Value, Fuzzy }] });
    await expect(filtered(values)).rejects.toMatchObject({
      code: 'InvalidParameter.CdnParamError',
    });
    await expect(filtered(values.slice(0, 2), true)).rejects.toMatchObject({
      code: 'InvalidParameter.CdnParamError',
    });
    expect((await filtered(['d4'], true)).TotalNumber).toBe(1);
    expect((await client.DescribeDomains({ Limit: 2000 })).TotalNumber).toBe(5);
    cloud.settings.overLimit = 'refused';
    await expect(client.DescribeDomainsConfig({ Limit: 101 })).rejects.toMatchObject({
      code: 'InvalidParameter.CdnParamError',
    });
    await client.DescribeDomains({ Limit: 1000 });
  });

  it('limits changes of one domain within a minute', async () => {
    site();
    cloud.settings.cdnWritesPerMinute = 2;
    const id = account.uploadCertificate(renewed);
    for (let times = 0; times < 2; times += 1) {
      await put(id);
      wait();
    }
    await expect(put(id)).rejects.toMatchObject({ code: 'LimitExceeded.CdnHostOpTooOften' });
    elapsed += 60_000;
    await put(id);
  });

  it('tells what the account as a whole lacks', async () => {
    site();
    account.flags.cdnActivated = false;
    await expect(client.DescribeDomains({})).rejects.toMatchObject({
      code: 'ResourceNotFound.CdnUserNotExists',
    });
    account.flags.cdnActivated = true;
    account.flags.cdnSuspended = true;
    await expect(put('x')).rejects.toMatchObject({
      code: 'UnauthorizedOperation.CdnUserIsSuspended',
    });
  });

  it('can fail, hang or lose a deployment that it accepted', async () => {
    const handle = site();
    const [old, id] = [handle.held(), account.uploadCertificate(renewed)];
    cloud.faults.add({
      operation: 'UpdateDomainConfig',
      kind: 'job-fails',
      message: 'node',
      times: 1,
    });
    await put(id);
    wait();
    expect(handle.https()).toMatchObject({
      SslStatus: 'failed',
      CertInfo: { CertId: id, Message: 'node' },
    });
    expect(await served()).toBe(shop.sha256);
    cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'lost', times: 1 });
    await put(old ?? '');
    wait();
    expect(handle.held()).toBe(id);
    cloud.faults.add({ operation: 'UpdateDomainConfig', kind: 'job-hangs', times: 1 });
    await put(old ?? '');
    elapsed += 86_400_000;
    expect(handle.config()).toMatchObject({ Status: 'processing' });
  });

  it('goes on showing the old state for a while where reads lag behind', async () => {
    cloud.settings.cdnReadLagMs = 500;
    const handle = site();
    const old = handle.held();
    const id = account.uploadCertificate(renewed);
    await put(id);
    const read = async () => (await client.DescribeDomainsConfig({})).Domains?.[0];
    expect(await read()).toMatchObject({
      Status: 'online',
      Https: { SslStatus: 'deployed', CertInfo: { CertId: old } },
    });
    expect((await client.DescribeDomains({})).Domains[0]).toMatchObject({ Status: 'online' });
    await expect(put(id)).rejects.toMatchObject({ code: 'ResourceInUse.CdnOpInProgress' });
    wait();
    expect(await read()).toMatchObject({ Https: { CertInfo: { CertId: id } } });
  });

  it('lets others change what somebody looks at', async () => {
    const handle = site();
    handle.changeCertificate(renewed);
    expect(await served()).toBe(renewed.sha256);
    handle.processing(500);
    await expect(put('x')).rejects.toMatchObject({ code: 'ResourceInUse.CdnOpInProgress' });
    handle.endpoint.refuse();
    await expect(served()).rejects.toThrow();
    handle.endpoint.wrong(shop);
    expect(await served()).toBe(shop.sha256);
    handle.endpoint.heal();
    expect(await served()).toBe(renewed.sha256);
  });
});
