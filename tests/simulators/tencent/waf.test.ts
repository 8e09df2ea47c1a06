import { Client } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_client.js';
import type { ModifySpartaProtectionRequest } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_models.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { AccessKey } from './builders/login.ts';
import type { WafDomainHandle, WafDomainSpec } from './builders/waf.ts';
import { clientConfig } from './client-config.ts';
import { rawRequest } from './raw-request.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const domain = 'shop.example.com';

describe('the simulated WAF', () => {
  let root: Authority;
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
    root = await createRoot('WAF root');
    [shop, renewed] = await Promise.all([
      issue(root, { domains: [domain] }),
      issue(root, { domains: [domain], notAfter: new Date(Date.now() + 20 * 86_400_000) }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ now: () => begun + elapsed });
    account = cloud.account('100000000001');
    key = account.accessKey();
    client = new Client(clientConfig(cloud, 'waf', key, { region: 'ap-guangzhou' }));
  });
  afterEach(() => cloud.close());

  const wait = () => {
    elapsed += 1000;
  };
  const site = (spec: Partial<WafDomainSpec> = {}) =>
    account.addWafDomain({ domain, certificate: shop, ...spec });
  const write = (
    { id, instanceId }: WafDomainHandle,
    more: Partial<ModifySpartaProtectionRequest>,
  ) =>
    client.ModifySpartaProtection({
      Domain: domain,
      DomainId: id,
      InstanceID: instanceId,
      ...more,
    });
  const put = (handle: WafDomainHandle, SSLId: string) => write(handle, { CertType: 2, SSLId });

  it('resets what is left out, but its ports', async () => {
    const handle = site();
    const before = handle.details();
    const snapshot = cloud.snapshot();
    const id = account.uploadCertificate(renewed);
    await put(handle, id);
    wait();
    expect(handle.details()).toMatchObject({
      SSLId: id,
      Ports: before['Ports'],
      IsHttp2: 0,
      IsWebsocket: 0,
      HttpsRewrite: 0,
      SrcList: [],
      Weights: [],
      IsKeepAlive: 1,
      SniHost: '',
      Gzip: 1,
    });
    expect(cloud.snapshot()).not.toEqual(snapshot);
  });

  it('can be told to keep what is left out', async () => {
    cloud.settings.wafOmitted = 'kept';
    const handle = site();
    const snapshot = cloud.snapshot();
    await put(handle, account.uploadCertificate(renewed));
    wait();
    expect(cloud.snapshot()).toEqual(snapshot);
    expect(await servedLeaf(cloud.wafEdge?.port ?? 0, { servername: domain })).toBe(renewed.sha256);
    await write(handle, { Note: 'another' });
    wait();
    expect(handle.details()).toMatchObject({ Note: 'another', CertType: 2, IsHttp2: 1 });
  });

  it('reads numbers where it writes texts, and texts where it writes numbers', async () => {
    const handle = site();
    const { IsKeepAlive, Weights } = handle.details();
    expect([IsKeepAlive, Weights]).toEqual([0, ['30', '70']]);
    const base = { Domain: domain, DomainId: handle.id, InstanceID: handle.instanceId };
    for (const wrong of [{ IsKeepAlive }, { Weights }]) {
      const params = { ...base, ...wrong };
      const asked = {
        service: 'waf',
        action: 'ModifySpartaProtection',
        region: 'ap-guangzhou',
      } as const;
      expect((await rawRequest(cloud, key, { ...asked, params })).code).toBe('InvalidParameter');
    }
    expect(cloud.violations).toHaveLength(2);
  });

  it('answers reads with the private key of a pasted certificate', async () => {
    const handle = account.addWafDomain({ domain, pasted: shop });
    const read = async () => {
      const { DomainsPartInfo = {} } = await client.DescribeDomainDetailsSaas({
        Domain: domain,
        DomainId: handle.id,
        InstanceId: handle.instanceId,
      });
      return DomainsPartInfo;
    };
    expect(await read()).toMatchObject({
      CertType: 1,
      PrivateKey: shop.key,
      Cert: shop.chain,
      SSLId: '',
    });
    expect(handle.held()).toBe('');
    const id = account.uploadCertificate(renewed);
    await put(handle, id);
    wait();
    expect(await read()).toMatchObject({ CertType: 2, PrivateKey: '', Cert: '', SSLId: id });
    await write(handle, { CertType: 1, Cert: shop.chain, PrivateKey: shop.key });
    wait();
    expect(await read()).toMatchObject({ CertType: 1, PrivateKey: shop.key });
    await expect(
      write(handle, { CertType: 1, Cert: shop.chain, PrivateKey: renewed.key }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.InvalidCertificate' });
  });

  it('is being pushed, then done or failed', async () => {
    const handle = site({ state: 1 });
    const id = account.uploadCertificate(renewed);
    await put(handle, id);
    expect(handle.details()).toMatchObject({ State: -1 });
    await expect(put(handle, id)).rejects.toMatchObject({ code: 'ResourceInUse' });
    wait();
    expect(handle.details()).toMatchObject({ State: 1 });
    const operation = 'ModifySpartaProtection';
    cloud.faults.add({ operation, kind: 'job-fails', times: 1 });
    await put(handle, account.uploadCertificate(shop));
    wait();
    expect(handle.details()).toMatchObject({ State: -2 });
    expect(await servedLeaf(cloud.wafEdge?.port ?? 0, { servername: domain })).toBe(renewed.sha256);
    cloud.faults.add({ operation, kind: 'lost', times: 1 });
    const held = handle.held();
    await put(handle, id);
    wait();
    expect(handle.held()).toBe(held);
    expect(handle.details()).toMatchObject({ State: 0 });
  });

  it('refuses records that contradict themselves', async () => {
    const handle = site({ level: 101 });
    const plain = account.addWafDomain({ domain: 'plain.example.com' });
    const SSLId = account.uploadCertificate(renewed);
    const other = account.uploadCertificate(await issue(root, { domains: ['other.example.com'] }));
    const port = (Port: string, Protocol: string, NginxServerId = 0) => ({
      NginxServerId,
      Port,
      Protocol,
      UpstreamPort: '80',
      UpstreamProtocol: 'http',
    });
    const cases: readonly (readonly [Partial<ModifySpartaProtectionRequest>, string])[] = [
      [{ CertType: 2 }, 'CertificationParameterErr'],
      [{ CertType: 0 }, 'CertificationParameterErr'],
      [{ CertType: 2, SSLId, Ports: [port('8080', 'http')] }, 'CertificationParameterErr'],
      [{ CertType: 2, SSLId: 'nothing' }, 'QueryCertBySSLIDFailed'],
      [{ CertType: 2, SSLId: other }, 'CertificateCheckErr'],
      [{ CertType: 2, SSLId, Ports: [port('443', 'https', 7)] }, 'PortParameterErr'],
      [{ CertType: 2, SSLId, Ports: [port('0', 'https')] }, 'PortParameterErr'],
      [{ CertType: 2, SSLId, UpstreamType: 1 }, 'UpstreamParameterErr'],
      [
        { CertType: 2, SSLId, LoadBalance: 2, SrcList: ['a', 'b'], Weights: [1] },
        'UpstreamParameterErr',
      ],
      [{ CertType: 2, SSLId, CipherTemplate: 3, Ciphers: [1] }, 'SupportTLSConfFailed'],
    ];
    for (const [more, code] of cases) {
      await expect(write(handle, more)).rejects.toMatchObject({ code: `InvalidParameter.${code}` });
    }
    await expect(
      client.ModifySpartaProtection({
        Domain: plain.domain,
        DomainId: plain.id,
        InstanceID: plain.instanceId,
        CertType: 2,
        SSLId: account.uploadCertificate(await issue(root, { domains: ['plain.example.com'] })),
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameter.CertificationParameterErr' });
    expect(handle.details()).toMatchObject({ State: 0, IsHttp2: 1 });
    expect(cloud.violations).toEqual([]);
  });

  it('finds a domain only by name, id and instance together, in its own region', async () => {
    const handle = site({ region: 'ap-seoul' });
    const ids = { Domain: domain, DomainId: handle.id, InstanceId: handle.instanceId };
    await expect(client.DescribeDomainDetailsSaas(ids)).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
    const seoul = new Client(clientConfig(cloud, 'waf', key, { region: 'ap-seoul' }));
    await seoul.DescribeDomainDetailsSaas(ids);
    for (const wrong of [{ Domain: 'x' }, { DomainId: 'x' }, { InstanceId: 'x' }]) {
      await expect(seoul.DescribeDomainDetailsSaas({ ...ids, ...wrong })).rejects.toMatchObject({
        code: 'ResourceNotFound',
      });
    }
    await expect(seoul.DescribeDomainDetailsClb(ids)).rejects.toMatchObject({
      code: 'ResourceNotFound',
    });
  });

  it('refuses to change a domain that is not filed', async () => {
    const handle = site({ icp: 'missing' });
    await expect(put(handle, account.uploadCertificate(renewed))).rejects.toMatchObject({
      code: 'InvalidParameter.DomainNotRecord',
    });
  });

  it('counts offsets in domains or in pages', async () => {
    for (let index = 0; index < 5; index += 1) {
      account.addWafDomain({ domain: `d${index}.example.com` });
    }
    const page = async (Offset: number, Limit = 2) => {
      const { Domains = [], Total } = await client.DescribeDomains({ Offset, Limit });
      return [Total, ...Domains.map(({ Domain }) => Domain.slice(0, 2))];
    };
    expect(await page(2)).toEqual([5, 'd2', 'd3']);
    expect(await page(6)).toEqual([5]);
    cloud.settings.wafOffsets = 'pages';
    expect(await page(2)).toEqual([5, 'd4']);
    cloud.settings.pageSizes = { waf: 1 };
    expect(await page(1)).toEqual([5, 'd1']);
    const filtered = await client.DescribeDomains({
      Offset: 0,
      Limit: 10,
      Filters: [{ Name: 'Domain', Values: ['d3'], ExactMatch: false }],
    });
    expect(filtered.Total).toBe(1);
    await expect(
      client.DescribeDomains({
        Offset: 0,
        Limit: 10,
        Filters: [{ Name: 'Colour', Values: ['red'], ExactMatch: true }],
      }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  it('says beforehand what is wrong with a certificate', async () => {
    const handle = site();
    const verify = (CertID: string) =>
      client.DescribeCertificateVerifyResult({
        Domain: domain,
        CertType: 2,
        CertID,
        GmCertType: 0,
      });
    expect(await verify(handle.held() ?? '')).toMatchObject({ Status: 0, Changed: 0 });
    expect(await verify(account.uploadCertificate(renewed))).toMatchObject({
      Status: 312,
      Changed: 1,
    });
    const other = await issue(root, { domains: ['other.example.com'] });
    expect(await verify(account.uploadCertificate(other))).toMatchObject({
      Status: 310,
      Detail: [expect.stringContaining('not shop.example.com')],
    });
    await expect(verify('nothing')).rejects.toMatchObject({
      code: 'InvalidParameter.QueryCertBySSLIDFailed',
    });
  });

  it('sees a certificate only once it is visible', async () => {
    cloud.settings.visibilityMs = 500;
    const handle = site();
    const { CertificateId = '' } = JSON.parse(
      (
        await rawRequest(cloud, key, {
          service: 'ssl',
          action: 'UploadCertificate',
          params: { CertificatePublicKey: renewed.chain, CertificatePrivateKey: renewed.key },
        })
      ).text,
    ).Response as { CertificateId?: string };
    await expect(put(handle, CertificateId)).rejects.toMatchObject({
      code: 'InvalidParameter.QueryCertBySSLIDFailed',
    });
    wait();
    await put(handle, CertificateId);
  });
});
