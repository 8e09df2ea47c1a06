import type { Json } from '../../shared/core/model.ts';
import { contractFaults } from '../../shared/providers/tencent/test-faults.ts';
import { openTencent } from '../../shared/providers/tencent/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import { productContract } from './contract.ts';
import type { Opened, OpenOptions } from './contract.ts';

async function open(
  { pageSize }: OpenOptions,
  settings: { readonly wafOmitted: 'reset' | 'kept'; readonly wafOffsets: 'items' | 'pages' },
): Promise<Opened> {
  const bench = await openTencent({ settings });
  const { cloud, account, key } = bench;
  if (pageSize !== undefined) cloud.settings.pageSizes = { waf: pageSize };
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await bench.issue(domains, { key: algorithm as KeySpec });
  const held = async (domain: string, how: KeySpec = 'ec-p256') =>
    account.uploadCertificate(await bench.issue([domain], { key: how }));

  const sites = [
    account.addWafDomain({ domain: 'a.example.com', certificate: await held('a.example.com') }),
    account.addWafDomain({
      domain: 'b.example.com',
      certificate: await held('b.example.com', 'rsa-2048'),
      record: {
        UpstreamType: 1,
        UpstreamDomain: 'origin.example.net',
        LoadBalance: 0,
        Weights: [],
      },
    }),
    account.addWafDomain({
      domain: '*.c.example.com',
      certificate: await held('*.c.example.com'),
      level: 101,
    }),
  ];
  account.addWafDomain({ domain: 'plain.example.com' });
  account.addWafDomain({
    domain: 'far.example.com',
    region: 'ap-seoul',
    certificate: await held('far.example.com'),
  });
  const balancer = await account.addLoadBalancer({
    region: 'ap-guangzhou',
    listeners: [{ protocol: 'HTTPS', certificate: await held('e.example.com') }],
  });
  account.addWafDomain({
    domain: 'e.example.com',
    listeners: [{ loadBalancer: balancer.id, listener: balancer.listeners[0]?.id ?? '' }],
  });

  const product = await bench.product('tencent/waf');
  return {
    product,
    issue: issueFor,
    secrets: [key.secretKey],
    snapshot: async () => await Promise.resolve(structuredClone(cloud.snapshot()) as Json),
    writes: () => cloud.writes().length,
    certificates: async () => await Promise.resolve(account.certificates().length),
    async meddle({ name }) {
      sites
        .find(({ domain }) => domain === name)
        ?.change({ certificate: await bench.issue([name]) });
    },
    faults: contractFaults(cloud, {
      binds: ['ModifySpartaProtection'],
      reads: ['DescribeDomainDetailsSaas'],
      lists: 'DescribeDomains',
    }),
    close: async () => await bench.close(),
  };
}

// What becomes of fields that are left out, and what an offset counts, is documented in two ways.
for (const settings of [
  { wafOmitted: 'reset', wafOffsets: 'items' },
  { wafOmitted: 'kept', wafOffsets: 'pages' },
] as const) {
  productContract({
    target: 'tencent/waf',
    open: async (options) => await open(options, settings),
    waives: {},
  });
}
