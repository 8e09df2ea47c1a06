import type { Json } from '../../shared/core/model.ts';
import { contractFaults } from '../../shared/providers/tencent/test-faults.ts';
import { openTencent, regionName } from '../../shared/providers/tencent/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import { createRoot } from '../pki.ts';
import { productContract } from './contract.ts';
import type { Opened, OpenOptions } from './contract.ts';

async function open({ pageSize }: OpenOptions): Promise<Opened> {
  const bench = await openTencent();
  const { cloud, account, key } = bench;
  if (pageSize !== undefined) cloud.settings.pageSizes = { clb: pageSize };
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await bench.issue(domains, { key: algorithm as KeySpec });
  const held = async (domains: readonly string[], how: KeySpec = 'ec-p256') =>
    account.uploadCertificate(await bench.issue(domains, { key: how }));
  const ca = account.uploadAuthority((await createRoot('Clients')).pem);
  const region = regionName;

  const whole = await account.addLoadBalancer({
    region,
    listeners: [
      {
        protocol: 'HTTPS',
        certificate: await held(['a.example.com', 'b.example.com']),
        rules: [
          { domains: ['a.example.com'], urls: ['/', '/api'] },
          { domains: ['b.example.com'] },
        ],
      },
      {
        protocol: 'TCP_SSL',
        certificate: await held(['mail.example.com'], 'rsa-2048'),
        ca,
        verify: 'OPTIONAL',
      },
      { protocol: 'HTTP', rules: [{ domains: ['a.example.com'] }] },
    ],
  });
  const sni = await account.addLoadBalancer({
    region,
    listeners: [
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [
          {
            domains: ['c.example.com'],
            urls: ['/', '/x'],
            certificate: await held(['c.example.com']),
          },
          {
            domains: ['d.example.com', 'e.example.com'],
            certificate: await held(['d.example.com', 'e.example.com']),
            ca,
          },
          { domains: ['~^.*$'], certificate: await held(['regex.example.com']) },
        ],
      },
    ],
  });
  const dual = await account.addLoadBalancer({
    region,
    listeners: [
      {
        protocol: 'HTTPS',
        certificate: [await held(['f.example.com'], 'rsa-2048'), await held(['f.example.com'])],
        rules: [{ domains: ['f.example.com'] }],
      },
    ],
  });
  await account.addLoadBalancer({ region, application: false });
  await account.addLoadBalancer({ region: 'ap-shanghai', listeners: [] });

  const balancers = [whole, sni, dual];
  const product = await bench.product('tencent/clb');
  return {
    product,
    issue: issueFor,
    secrets: [key.secretKey],
    snapshot: async () => await Promise.resolve(structuredClone(cloud.snapshot()) as Json),
    writes: () => cloud.writes().length,
    certificates: async () => await Promise.resolve(account.certificates().length),
    async meddle({ name, domains }) {
      const [balancer = '', listener = '', domain] = name.split('/');
      balancers
        .find(({ id }) => id === balancer)
        ?.listeners.find(({ id }) => id === listener)
        ?.change({
          certificate: await bench.issue(domains),
          ...(domain !== undefined && { domain }),
        });
    },
    faults: contractFaults(cloud, {
      binds: ['ModifyListener', 'ModifyDomainAttributes'],
      reads: ['DescribeListeners'],
      lists: 'DescribeLoadBalancers',
    }),
    close: async () => await bench.close(),
  };
}

productContract({ target: 'tencent/clb', open, waives: {} });
