import { describe } from 'vitest';

import type { Json } from '../../shared/core/model.ts';
import { openHuawei } from '../../shared/providers/huawei/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import type { HuaweiOptions } from '../simulators/huawei/huawei.ts';
import type { Opened, OpenOptions } from './contract.ts';
import { productContract } from './contract.ts';

const listing = ['ListDomains', 'ShowCertificatesHttpsInfo'];
const reading = [...listing, 'ShowDomainFullConfig', 'ShowDomainDetailByName'];
const writing = 'UpdateDomainFullConfig';

async function openCdn(
  { pageSize }: OpenOptions,
  settings: NonNullable<HuaweiOptions['settings']>,
): Promise<Opened> {
  const bench = await openHuawei({ endpoints: false, settings });
  const { huawei, account, key } = bench;
  if (pageSize !== undefined) huawei.settings.pageSizes = { cdn: pageSize };
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await bench.issue(domains, { key: algorithm as KeySpec });
  const sites = new Map<string, ReturnType<typeof account.addCdnDomain>>();
  const add = async (name: string, more: object = {}) => {
    const certificate = await issueFor([name], 'ec-p256');
    sites.set(name, account.addCdnDomain({ name, certificate, ...more }));
  };
  await add('www.example.com', { tlsVersions: ['TLSv1.2', 'TLSv1.3'], ocsp: true });
  await add('*.wild.example.com', { originProtocol: 'https', http2: false });
  await add('img.example.com', {
    source: 'scm',
    forceRedirect: { status: 'on', type: 'https', redirect_code: 301 },
    enterpriseProject: '11111111-2222-4333-8444-555555555555',
  });
  // Somebody else's, which must never show up.
  huawei.account('other').addCdnDomain({ name: 'foreign.example.com' });

  const product = await bench.product('huawei/cdn');
  const { faults } = huawei;
  return {
    product,
    issue: issueFor,
    secrets: [key.accessKey, key.secretKey],
    snapshot: async () =>
      await Promise.resolve(structuredClone(huawei.snapshot()) as unknown as Json),
    writes: () => huawei.writes().length,
    // CDN keeps no certificate objects.
    certificates: async () => await Promise.resolve(0),
    async meddle({ name }) {
      sites.get(name)?.change({ certificate: await issueFor([name], 'ec-p256') });
    },
    faults: {
      throttle(times, kind) {
        faults.add({ kind: 'throttle', times, ...(kind === 'writes' && { operation: writing }) });
      },
      failSecondPage() {
        const later = (params: Readonly<Record<string, unknown>>) => {
          const query = params['query'] as { page_number?: string[] } | undefined;
          return Number(query?.page_number?.[0] ?? 1) > 1;
        };
        faults.add({ service: 'cdn', kind: 'http-503', match: later });
      },
      mangleReads() {
        for (const operation of reading) faults.add({ operation, kind: 'mangled' });
      },
      denyWrites() {
        faults.add({ operation: writing, kind: 'access-denied' });
      },
      rejectCredentials() {
        const message = `Incorrect IAM authentication information: Get secretKey failed,ak:${key.accessKey},err:ak not exist`;
        faults.add({ kind: 'error', code: 'APIGW.0301', status: 401, message });
      },
      hang(kind) {
        for (const operation of kind === 'reads' ? reading : [writing]) {
          faults.add({ operation, kind: 'hang' });
        }
      },
      loseReply() {
        faults.add({ operation: writing, kind: 'reset', afterEffect: true, times: 1 });
      },
      clear: () => faults.clear(),
    },
    async close() {
      const { violations } = huawei;
      await huawei.close();
      if (violations.length > 0) throw new Error(JSON.stringify(violations));
    },
  };
}

// Where the documentation leaves a choice, either one.
const clouds: Readonly<Record<string, NonNullable<HuaweiOptions['settings']>>> = {
  'as it is documented': {},
  'as it is feared': {
    businessErrors: 'http-400',
    omittedHttpsFields: 'reset',
    whileConfiguring: 'CDN.0106',
    unknownDomain: 'CDN.0171',
    certificateNameLimit: 32,
    rejectPkcs8: true,
    cdnDenials: 'names-action',
    throttleCode: 'APIG.0308',
    cdnPrivateKeyEcho: '-----BEGIN PRIVATE KEY-----',
  },
};
describe.each(Object.entries(clouds))('the cloud %s', (_, settings) => {
  productContract({
    target: 'huawei/cdn',
    open: async (options) => await openCdn(options, settings),
    waives: {},
  });
});
