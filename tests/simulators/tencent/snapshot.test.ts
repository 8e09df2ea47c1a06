import { Client as CdnClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_client.js';
import { Client as ClbClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_client.js';
import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';
import { beforeAll, describe, expect, it } from 'vitest';

import { type Authority, createRoot, type Issued, issue } from '../../pki.ts';
import type { CdnDomainHandle } from './builders/cdn.ts';
import type { LoadBalancerHandle } from './builders/load-balancer-spec.ts';
import type { WafDomainHandle } from './builders/waf.ts';
import { clientConfig } from './client-config.ts';
import { type AccountHandle, startTencent, type Tencent } from './tencent.ts';

const domain = 'shop.example.com';

interface Stage {
  readonly cloud: Tencent;
  readonly account: AccountHandle;
  readonly site: CdnDomainHandle;
  readonly guarded: WafDomainHandle;
  readonly balancer: LoadBalancerHandle;
  readonly at: { readonly LoadBalancerId: string; readonly ListenerId: string };
  readonly clb: ClbClient;
  readonly cdn: CdnClient;
  readonly ssl: SslClient;
  /** Of a CA. */
  readonly ca: string;
}

describe('the snapshot of the simulated Tencent Cloud', () => {
  let root: Authority;
  let shop: Issued;
  let renewed: Issued;

  beforeAll(async () => {
    root = await createRoot('Snapshot root');
    [shop, renewed] = await Promise.all([
      issue(root, { domains: [domain] }),
      issue(root, { domains: [domain] }),
    ]);
  });

  async function stage(): Promise<Stage> {
    let time = Date.now();
    // Each look at the clock is a second later: every job has ended by the next request.
    const cloud = await startTencent({ endpoints: false, now: () => (time += 1000) });
    const account = cloud.account('100000000001');
    const key = account.accessKey();
    const ca = account.uploadAuthority(root.pem);
    const balancer = await account.addLoadBalancer({
      region: 'ap-guangzhou',
      listeners: [
        {
          protocol: 'HTTPS',
          sni: true,
          rules: [
            { domains: [domain], certificate: shop, ca },
            { domains: ['www.example.com'], certificate: shop },
          ],
        },
      ],
    });
    return {
      cloud,
      account,
      site: account.addCdnDomain({ domain, certificate: shop }),
      guarded: account.addWafDomain({ domain, certificate: shop }),
      balancer,
      at: { LoadBalancerId: balancer.id, ListenerId: balancer.listeners[0]?.id ?? '' },
      clb: new ClbClient(clientConfig(cloud, 'clb', key, { region: 'ap-guangzhou' })),
      cdn: new CdnClient(clientConfig(cloud, 'cdn', key)),
      ssl: new SslClient(clientConfig(cloud, 'ssl', key)),
      ca,
    };
  }

  const attribute =
    (more: object) =>
    ({ clb, at }: Stage) =>
      clb.ModifyDomainAttributes({ ...at, Domain: domain, ...more });
  const config =
    (member: string, value: unknown) =>
    ({ site }: Stage) =>
      site.change({ config: { [member]: value } });

  it.each<[string, (stage: Stage) => unknown]>([
    ['HTTP/2 of a CLB domain', attribute({ Http2: false })],
    ['QUIC of a CLB domain', attribute({ Quic: true })],
    ['the names of a CLB domain', attribute({ NewDomains: [domain, 'x.example.com'] })],
    [
      'the default domain',
      attribute({ DefaultServer: false, NewDefaultServerDomain: 'www.example.com' }),
    ],
    [
      'one-way TLS',
      ({ clb, at, account }) =>
        clb.ModifyDomainAttributes({
          ...at,
          Domain: domain,
          Certificate: { CertId: account.uploadCertificate(renewed) },
        }),
    ],
    ['a listener’s name', ({ clb, at }) => clb.ModifyListener({ ...at, ListenerName: 'other' })],
    [
      'a listener’s scheduler',
      ({ balancer }) => balancer.listeners[0]?.change({ config: { Scheduler: 'IP_HASH' } }),
    ],
    ['the origin of a CDN domain', config('Origin', { Origins: ['192.0.2.1'] })],
    ['the cache of a CDN domain', config('Cache', null)],
    ['forced redirects', config('ForceRedirect', { Switch: 'off' })],
    ['HTTPS billing', config('HttpsBilling', { Switch: 'off' })],
    [
      'HSTS',
      ({ cdn, account }) =>
        cdn.UpdateDomainConfig({
          Domain: domain,
          Https: {
            Switch: 'on',
            CertInfo: { CertId: account.uploadCertificate(renewed) },
            Hsts: { Switch: 'on', MaxAge: 1 },
          },
        }),
    ],
    ['a CDN domain’s state', ({ site }) => site.change({ status: 'offline' })],
    ['the origin behind WAF', ({ guarded }) => guarded.change({ record: { SrcList: ['a'] } })],
    ['the ports of WAF', ({ guarded }) => guarded.change({ record: { Ports: [] } })],
    ['WebSocket in WAF', ({ guarded }) => guarded.change({ record: { IsWebsocket: 0 } })],
    ['another load balancer', ({ account }) => account.addLoadBalancer({ region: 'ap-shanghai' })],
  ])('sees a change of %s', async (_what, change) => {
    const staged = await stage();
    const before = staged.cloud.snapshot();
    expect(staged.cloud.snapshot()).toEqual(before);
    await change(staged);
    const after = staged.cloud.snapshot();
    await staged.cloud.close();
    expect(after).not.toEqual(before);
  });

  it.each<[string, (stage: Stage) => unknown]>([
    ['another certificate on CDN', ({ site }) => site.changeCertificate(renewed)],
    ['another certificate in WAF', ({ guarded }) => guarded.change({ certificate: renewed })],
    [
      'a certificate that is stored',
      ({ ssl }) =>
        ssl.UploadCertificate({
          CertificatePublicKey: renewed.chain,
          CertificatePrivateKey: renewed.key,
        }),
    ],
    [
      'another certificate on CLB',
      ({ clb, at, ca, account }) =>
        clb.ModifyDomainAttributes({
          ...at,
          Domain: domain,
          Certificate: {
            SSLMode: 'MUTUAL',
            CertId: account.uploadCertificate(renewed),
            CertCaId: ca,
          },
        }),
    ],
  ])('does not see %s', async (_what, change) => {
    const staged = await stage();
    const before = staged.cloud.snapshot();
    await change(staged);
    const after = staged.cloud.snapshot();
    await staged.cloud.close();
    expect(after).toEqual(before);
  });
});
