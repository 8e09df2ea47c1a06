import type { Json } from '../../shared/core/model.ts';
import { contractFaults } from '../../shared/providers/tencent/test-faults.ts';
import { openTencent } from '../../shared/providers/tencent/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import { productContract } from './contract.ts';
import type { Opened, OpenOptions } from './contract.ts';

/** Without the switch: to turn HTTPS on is what it means to attach a certificate. */
const withoutSwitch = (name: string, value: unknown): unknown => {
  if (name !== 'Https' || typeof value !== 'object') return value;
  return { ...value, Switch: undefined };
};

async function open({ pageSize }: OpenOptions): Promise<Opened> {
  const bench = await openTencent();
  const { cloud, account, key } = bench;
  if (pageSize !== undefined) cloud.settings.pageSizes = { cdn: pageSize };
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await bench.issue(domains, { key: algorithm as KeySpec });
  const held = async (domain: string, how: KeySpec = 'ec-p256') =>
    account.uploadCertificate(await bench.issue([domain], { key: how }));

  const https = {
    Http2: 'on',
    OcspStapling: 'on',
    Hsts: { Switch: 'on', MaxAge: 31_536_000, IncludeSubDomains: 'on' },
    TlsVersion: ['TLSv1.2', 'TLSv1.3'],
  };
  const sites = [
    account.addCdnDomain({
      domain: 'a.example.com',
      certificate: await held('a.example.com'),
      https,
    }),
    account.addCdnDomain({ domain: '*.b.example.com', certificate: await held('*.b.example.com') }),
    account.addCdnDomain({
      domain: 'c.example.com',
      certificate: await held('c.example.com', 'rsa-2048'),
      https: {
        VerifyClient: 'on',
        ClientCertInfo: {
          Certificate: 'LS0tLS1CRUdJTg==',
          CertName: 'clients',
          ExpireTime: '2030-01-01 00:00:00',
          DeployTime: '2026-01-01 00:00:00',
        },
      },
    }),
    account.addCdnDomain({ domain: 'new.example.com' }),
  ];
  account.addCdnDomain({ domain: 'off.example.com', status: 'offline' });

  const product = await bench.product('tencent/cdn');
  return {
    product,
    issue: issueFor,
    secrets: [key.secretKey],
    snapshot: async () =>
      await Promise.resolve(JSON.parse(JSON.stringify(cloud.snapshot(), withoutSwitch)) as Json),
    writes: () => cloud.writes().length,
    certificates: async () => await Promise.resolve(account.certificates().length),
    async meddle({ name }) {
      sites.find(({ domain }) => domain === name)?.changeCertificate(await bench.issue([name]));
    },
    faults: contractFaults(cloud, {
      binds: ['UpdateDomainConfig'],
      reads: [],
      lists: 'DescribeDomainsConfig',
    }),
    close: async () => await bench.close(),
  };
}

productContract({ target: 'tencent/cdn', open, waives: {} });
