import { Client as CdnClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';
import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';
import { Client as RegionClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/region/v20220627/region_client.js';
import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { Client as StsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { Client as WafClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_client.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import type { AccessKey } from './builders/login.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

describe('the simulated Tencent Cloud, driven by the real SDK', () => {
  let authority: Authority;
  let shop: Issued;
  let renewed: Issued;
  let ecdsa: Issued;
  let cloud: Tencent;
  let account: AccountHandle;
  let key: AccessKey;
  let elapsed = 0;
  /** The clock stands still but for `elapsed`. */
  let begun = 0;

  beforeAll(async () => {
    authority = await createRoot('Tencent root');
    [shop, renewed, ecdsa] = await Promise.all([
      issue(authority, { domains: ['shop.example.com'], key: 'rsa-2048' }),
      issue(authority, { domains: ['shop.example.com'], key: 'rsa-2048' }),
      issue(authority, { domains: ['shop.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    begun = Date.now();
    cloud = await startTencent({ now: () => begun + elapsed });
    account = cloud.account('100000000001');
    key = account.accessKey();
  });
  afterEach(async () => {
    const { violations } = cloud;
    await cloud.close();
    expect(violations).toEqual([]);
  });

  const ssl = () => new SslClient(clientConfig(cloud, 'ssl', key));
  const cdn = () => new CdnClient(clientConfig(cloud, 'cdn', key));
  const clb = (region = 'ap-guangzhou') =>
    new ClbClient(clientConfig(cloud, 'clb', key, { region }));
  const waf = (region = 'ap-guangzhou') =>
    new WafClient(clientConfig(cloud, 'waf', key, { region }));
  const sts = () => new StsClient(clientConfig(cloud, 'sts', key, { region: 'ap-guangzhou' }));

  const upload = async ({ chain, key: privateKey }: Issued, repeatable = false) => {
    const { CertificateId = '' } = await ssl().UploadCertificate({
      CertificatePublicKey: chain,
      CertificatePrivateKey: privateKey,
      Alias: 'shop',
      Repeatable: repeatable,
      Tags: [{ TagKey: 'certferry', TagValue: 'yes' }],
    });
    return CertificateId;
  };

  it('says who signs', async () => {
    const identity = await sts().GetCallerIdentity(null);
    expect(identity).toMatchObject({ AccountId: '100000000001', Type: 'CAMUser', Arn: key.arn });
  });

  it('lists regions', async () => {
    account.setRegions({ 'ap-tokyo': 'UNAVAILABLE' });
    const region = new RegionClient(clientConfig(cloud, 'region', key));
    const { RegionSet = [], TotalCount } = await region.DescribeRegions({ Product: 'clb' });
    expect(TotalCount).toBe(RegionSet.length);
    expect(RegionSet.map((each) => `${each.Region} ${each.RegionState}`)).toContain(
      'ap-tokyo UNAVAILABLE',
    );
    expect(RegionSet[0]).toMatchObject({ Region: 'ap-guangzhou', RegionState: 'AVAILABLE' });
  });

  it('stores a certificate once per content unless repeats are wanted', async () => {
    const first = await upload(shop);
    expect(first).toMatch(/^[A-Za-z0-9]{8}$/u);
    expect(await upload(shop)).toBe(first);
    expect(await upload(shop, true)).not.toBe(first);
    const { RepeatCertId } = await ssl().CheckCertificateExist({
      CertificatePublicKey: renewed.chain,
    });
    expect(RepeatCertId).toBe('');
    const { TotalCount, Certificates = [] } = await ssl().DescribeCertificates({
      CertIds: [first],
      Tags: [{ TagKey: 'certferry', TagValue: 'yes' }],
    });
    expect(TotalCount).toBe(1);
    expect(Certificates[0]).toMatchObject({
      CertificateId: first,
      Status: 1,
      Domain: 'shop.example.com',
      SubjectAltName: ['shop.example.com'],
      EncryptAlgorithm: 'RSA 2048',
      PackageType: null,
    });
    const detail = await ssl().DescribeCertificateDetail({ CertificateId: first });
    expect(detail.CertificatePrivateKey).toBe(shop.key);
    expect((await ssl().DescribeCertificate({ CertificateId: first })).Alias).toBe('shop');
    await ssl().DeleteCertificate({ CertificateId: first });
    await expect(ssl().DescribeCertificate({ CertificateId: first })).rejects.toMatchObject({
      code: 'FailedOperation.CertificateNotFound',
    });
  });

  it('deploys to CDN: processing, then deployed, then served', async () => {
    cloud.settings.cdnDeployMs = 1000;
    cloud.settings.serveDelayMs = 500;
    const site = account.addCdnDomain({
      domain: 'shop.example.com',
      certificate: shop,
      https: { Http2: 'on' },
    });
    const port = cloud.cdnEdge?.port ?? 0;
    const served = () => servedLeaf(port, { servername: 'shop.example.com' });
    expect(await served()).toBe(shop.sha256);
    const before = cloud.snapshot();
    const id = await upload(renewed);
    const read = async () => {
      const { Domains = [] } = await cdn().DescribeDomainsConfig({
        Filters: [{ Name: 'domain', Value: ['shop.example.com'] }],
        Limit: 1,
      });
      return Domains[0];
    };
    const https = (await read())?.Https;
    if (https === undefined) throw new Error('no Https');
    await cdn().UpdateDomainConfig({
      Domain: 'shop.example.com',
      Https: { ...https, CertInfo: { CertId: id } },
    });
    expect(await read()).toMatchObject({
      Status: 'processing',
      Https: { SslStatus: 'deploying', CertInfo: { CertId: id } },
    });
    await expect(
      cdn().UpdateDomainConfig({ Domain: 'shop.example.com', ForceRedirect: { Switch: 'off' } }),
    ).rejects.toMatchObject({ code: 'ResourceInUse.CdnOpInProgress' });
    expect(await served()).toBe(shop.sha256);
    elapsed = 1100;
    expect(await read()).toMatchObject({
      Status: 'online',
      Https: { SslStatus: 'deployed', Http2: 'on' },
    });
    expect(await served()).toBe(shop.sha256);
    elapsed = 1600;
    expect(await served()).toBe(renewed.sha256);
    expect(site.held()).toBe(id);
    expect(cloud.snapshot()).toEqual(before);
  });

  it('finds CDN domains by page, by filter and by certificate', async () => {
    const id = account.uploadCertificate(shop);
    account.addCdnDomain({ domain: 'shop.example.com', certificate: id });
    account.addCdnDomain({ domain: 'www.example.com' });
    const { Domains, TotalNumber } = await cdn().DescribeDomains({ Offset: 1, Limit: 1 });
    expect(TotalNumber).toBe(2);
    expect(Domains.map(({ Domain }) => Domain)).toEqual(['shop.example.com']);
    const secure = await cdn().DescribeDomainsConfig({
      Filters: [{ Name: 'https', Value: ['on'] }],
    });
    expect(secure.Domains?.map(({ Domain }) => Domain)).toEqual(['shop.example.com']);
    const matched = await cdn().DescribeCertDomains({
      Cert: Buffer.from(shop.chain).toString('base64'),
    });
    expect(matched).toMatchObject({
      Domains: ['shop.example.com'],
      CertifiedDomains: ['shop.example.com'],
    });
  });

  it('deploys to a CLB listener: a task, a lock, then the change', async () => {
    cloud.settings.clbTaskMs = 1000;
    const balancer = await account.addLoadBalancer({
      region: 'ap-guangzhou',
      listeners: [
        { protocol: 'HTTPS', certificate: shop, rules: [{ domains: ['shop.example.com'] }] },
      ],
    });
    const [listener] = balancer.listeners;
    if (listener === undefined) throw new Error('no listener');
    expect(await servedLeaf(listener.port)).toBe(shop.sha256);
    const before = cloud.snapshot();
    const id = await upload(renewed);
    const write = () =>
      clb().ModifyListener({
        LoadBalancerId: balancer.id,
        ListenerId: listener.id,
        Certificate: { SSLMode: 'UNIDIRECTIONAL', CertId: id },
      });
    const { RequestId: task = '' } = await write();
    await expect(write()).rejects.toMatchObject({ code: 'FailedOperation.ResourceInOperating' });
    const status = () => clb().DescribeTaskStatus({ TaskId: task });
    expect(await status()).toMatchObject({ Status: 2 });
    expect(listener.held()).not.toEqual([id]);
    expect(await servedLeaf(listener.port)).toBe(shop.sha256);
    elapsed = 1100;
    expect(await status()).toMatchObject({ Status: 0, LoadBalancerIds: [balancer.id] });
    expect(listener.held()).toEqual([id]);
    expect(await servedLeaf(listener.port)).toBe(renewed.sha256);
    expect(cloud.snapshot()).toEqual(before);
    const { Listeners = [] } = await clb().DescribeListeners({ LoadBalancerId: balancer.id });
    expect(Listeners[0]).toMatchObject({
      SniSwitch: 0,
      Certificate: { CertId: id, SSLMode: 'UNIDIRECTIONAL', ExtCertIds: [] },
      Rules: [{ Domain: 'shop.example.com', Certificate: null }],
    });
  });

  it('deploys to one domain of an SNI listener, and serves by name', async () => {
    const other = await issue(authority, { domains: ['other.example.com'] });
    const balancer = await account.addLoadBalancer({
      region: 'ap-shanghai',
      listeners: [
        {
          protocol: 'HTTPS',
          sni: true,
          rules: [
            { domains: ['other.example.com'], certificate: other, isDefault: true },
            { domains: ['shop.example.com'], urls: ['/', '/cart'], certificate: [shop, ecdsa] },
          ],
        },
      ],
    });
    const [listener] = balancer.listeners;
    if (listener === undefined) throw new Error('no listener');
    const served = (servername: string, sigalgs?: string) =>
      servedLeaf(listener.port, { servername, ...(sigalgs === undefined ? {} : { sigalgs }) });
    expect(await served('shop.example.com')).toBe(ecdsa.sha256);
    expect(await served('shop.example.com', 'rsa_pss_rsae_sha256')).toBe(shop.sha256);
    expect(await served('unknown.example.com')).toBe(other.sha256);
    const id = await upload(renewed);
    const [, second = ''] = listener.held('shop.example.com');
    await clb('ap-shanghai').ModifyDomainAttributes({
      LoadBalancerId: balancer.id,
      ListenerId: listener.id,
      Domain: 'shop.example.com',
      MultiCertInfo: {
        SSLMode: 'UNIDIRECTIONAL',
        CertList: [{ CertId: id }, { CertId: second }],
      },
    });
    elapsed = 100;
    expect(await served('shop.example.com', 'rsa_pss_rsae_sha256')).toBe(renewed.sha256);
    expect(await served('other.example.com')).toBe(other.sha256);
    const { Listeners = [] } = await clb('ap-shanghai').DescribeListeners({
      LoadBalancerId: balancer.id,
    });
    const rules = Listeners[0]?.Rules?.filter(({ Domain }) => Domain === 'shop.example.com');
    expect(rules?.map(({ Certificate }) => Certificate?.CertId)).toEqual([id, id]);
    expect(rules?.[0]?.Certificate?.ExtCertIds).toEqual([second]);
  });

  it('pages load balancers of one region', async () => {
    for (let index = 0; index < 3; index += 1) {
      await account.addLoadBalancer({ region: 'ap-guangzhou', name: `lb-${index}` });
    }
    await account.addLoadBalancer({ region: 'ap-beijing', application: false });
    const page = await clb().DescribeLoadBalancers({ Forward: 1, Offset: 2, Limit: 2 });
    expect(page.TotalCount).toBe(3);
    expect(page.LoadBalancerSet?.map((each) => each.LoadBalancerName)).toEqual(['lb-0']);
    const classic = await clb('ap-beijing').DescribeLoadBalancers({ Forward: 0 });
    expect(classic.LoadBalancerSet?.[0]).toMatchObject({ Forward: 0, Status: 1 });
  });

  it('deploys to WAF with the whole record', async () => {
    cloud.settings.wafPushMs = 1000;
    const site = account.addWafDomain({ domain: 'shop.example.com', certificate: shop });
    const port = cloud.wafEdge?.port ?? 0;
    const served = () => servedLeaf(port, { servername: 'shop.example.com' });
    expect(await served()).toBe(shop.sha256);
    const before = cloud.snapshot();
    const id = await upload(renewed);
    const { Domains = [] } = await waf().DescribeDomains({ Offset: 0, Limit: 20 });
    const [found] = Domains;
    if (found === undefined) throw new Error('no domain');
    const { Domain, DomainId, InstanceId } = found;
    const details = () => waf().DescribeDomainDetailsSaas({ Domain, DomainId, InstanceId });
    const { DomainsPartInfo: held = {} } = await details();
    expect(
      await waf().DescribeCertificateVerifyResult({
        Domain,
        CertType: 2,
        CertID: id,
        GmCertType: 0,
      }),
    ).toMatchObject({ Status: 0, Changed: 1 });
    await waf().ModifySpartaProtection({
      Domain,
      DomainId,
      InstanceID: InstanceId,
      CertType: 2,
      SSLId: id,
      IsKeepAlive: String(held.IsKeepAlive),
      Weights: (held.Weights ?? []).map(Number),
      ...Object.fromEntries(
        Object.entries(held).filter(([name]) =>
          [
            'Ports',
            'IsCdn',
            'UpstreamScheme',
            'HttpsUpstreamPort',
            'HttpsRewrite',
            'UpstreamType',
            'UpstreamDomain',
            'SrcList',
            'IsHttp2',
            'IsWebsocket',
            'LoadBalance',
            'ActiveCheck',
            'TLSVersion',
            'Ciphers',
            'CipherTemplate',
            'ProxyConnectTimeout',
            'ProxyReadTimeout',
            'ProxySendTimeout',
            'SniType',
            'SniHost',
            'IpHeaders',
            'XFFReset',
            'Note',
            'UpstreamHost',
            'ProxyBuffer',
            'ProbeStatus',
            'UpstreamPolicy',
            'UpstreamRules',
            'UseCase',
            'Gzip',
            'Edition',
          ].includes(name),
        ),
      ),
    });
    expect((await details()).DomainsPartInfo).toMatchObject({ State: -1, SSLId: id });
    expect(await served()).toBe(shop.sha256);
    elapsed = 1100;
    expect((await details()).DomainsPartInfo).toMatchObject({ State: 0, SSLId: id, CertType: 2 });
    expect(await served()).toBe(renewed.sha256);
    expect(site.held()).toBe(id);
    expect(cloud.snapshot()).toEqual(before);
  });

  it('shows the listeners behind a CLB-WAF domain', async () => {
    const balancer = await account.addLoadBalancer({
      region: 'ap-guangzhou',
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    const listener = balancer.listeners[0]?.id ?? '';
    const site = account.addWafDomain({
      domain: 'shop.example.com',
      region: 'ap-seoul',
      listeners: [{ loadBalancer: balancer.id, listener }],
    });
    const { DomainsClbPartInfo } = await waf('ap-seoul').DescribeDomainDetailsClb({
      Domain: site.domain,
      DomainId: site.id,
      InstanceId: site.instanceId,
    });
    expect(DomainsClbPartInfo?.LoadBalancerSet?.[0]).toMatchObject({
      LoadBalancerId: balancer.id,
      ListenerId: listener,
    });
    expect((await waf().DescribeDomains({ Offset: 0, Limit: 20 })).Total).toBe(0);
  });
});
