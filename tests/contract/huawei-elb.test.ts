import { describe } from 'vitest';

import type { Json } from '../../shared/core/model.ts';
import { openHuawei } from '../../shared/providers/huawei/test-kit.ts';
import type { KeySpec } from '../pki.ts';
import type { HuaweiOptions } from '../simulators/huawei/huawei.ts';
import type { Opened, OpenOptions } from './contract.ts';
import { productContract } from './contract.ts';

const reading = [
  'ListListeners',
  'ListLoadBalancers',
  'ListCertificates',
  'ListL7Policies',
  'ShowListener',
  'ShowLoadBalancer',
  'ShowCertificate',
];
const writing = ['CreateCertificate', 'UpdateListener'];

async function openElb(
  { pageSize }: OpenOptions,
  settings: NonNullable<HuaweiOptions['settings']>,
): Promise<Opened> {
  const bench = await openHuawei({ endpoints: false, settings });
  const { huawei, account, project, key } = bench;
  if (pageSize !== undefined) huawei.settings.pageSizes = { elb: pageSize };
  const issueFor: Opened['issue'] = async (domains, algorithm) =>
    await bench.issue(domains, { key: algorithm as KeySpec });
  const stored = async (...domains: string[]) => {
    const pems = await issueFor(domains, 'ec-p256');
    return project.addCertificate(pems, { domain: domains.join(',') }).id;
  };
  const meddlers = new Map<string, (to: { readonly default: string }) => void>();
  for (const kind of ['shared', 'dedicated'] as const) {
    const name = `${kind}.example.com`;
    const both = await stored(`both.${name}`);
    const { listeners } = await project.addLoadBalancer({
      kind,
      listeners: [
        {
          protocol: kind === 'shared' ? 'TERMINATED_HTTPS' : 'HTTPS',
          certificate: await stored(name, `www.${name}`),
          sni: [await stored(`sni.${name}`), await stored(`*.wild.${name}`)],
          clientCa: await issueFor(['ca.example.com'], 'ec-p256'),
          members: { security_policy_id: 'strict', tags: [{ key: 'team', value: 'shop' }] },
        },
        { protocol: 'TLS', certificate: both, sni: [both, await stored(`more.${name}`)] },
        { protocol: 'HTTP' },
      ],
    });
    for (const listener of listeners) meddlers.set(listener.id, (to) => listener.change(to));
  }
  const { listeners } = await project.addLoadBalancer({
    listeners: [
      {
        protocol: 'HTTPS',
        certificate: await stored('rule.example.com'),
        hostRules: [['rule.example.com']],
      },
    ],
  });
  for (const listener of listeners) meddlers.set(listener.id, (to) => listener.change(to));
  // Another region's, and somebody else's: neither must show up.
  const elsewhere = { listeners: [{ protocol: 'HTTPS' }] } as const;
  await account.project('ap-southeast-1').addLoadBalancer(elsewhere);
  await huawei.account('other').project('cn-north-4').addLoadBalancer(elsewhere);

  const product = await bench.product('huawei/elb');
  const { faults } = huawei;
  return {
    product,
    issue: issueFor,
    secrets: [key.accessKey, key.secretKey],
    snapshot: async () =>
      await Promise.resolve(structuredClone(huawei.snapshot()) as unknown as Json),
    writes: () => huawei.writes().length,
    certificates: async () => await Promise.resolve(project.certificates().length),
    async meddle(resource) {
      const names = [...(resource.bindings[0]?.facts?.domains ?? [])];
      meddlers.get(resource.name)?.({ default: await stored(...names) });
    },
    faults: {
      throttle(times, kind) {
        if (kind === 'requests') faults.add({ kind: 'throttle', times });
        else for (const operation of writing) faults.add({ operation, kind: 'throttle', times });
      },
      failSecondPage() {
        const later = (params: Readonly<Record<string, unknown>>) =>
          (params['query'] as { marker?: string[] } | undefined)?.marker !== undefined;
        faults.add({ service: 'elb', kind: 'http-503', match: later });
      },
      mangleReads() {
        for (const operation of reading) faults.add({ operation, kind: 'mangled' });
      },
      denyWrites() {
        for (const operation of writing) faults.add({ operation, kind: 'access-denied' });
      },
      rejectCredentials() {
        const message = `Incorrect IAM authentication information: Get secretKey failed,ak:${key.accessKey},err:ak not exist`;
        faults.add({ kind: 'error', code: 'APIGW.0301', status: 401, message });
      },
      hang(kind) {
        for (const operation of kind === 'reads' ? reading : writing) {
          faults.add({ operation, kind: 'hang' });
        }
      },
      loseReply() {
        faults.add({ operation: 'UpdateListener', kind: 'reset', afterEffect: true, times: 1 });
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
    fingerprint: 'absent',
    elbPem: 'one-line',
    displayAllRules: 'full',
    pendingMs: 20,
    throttleCode: 'APIG.0308',
    authenticationErrors: 'service',
    certificatesBoundToKind: true,
  },
};
describe.each(Object.entries(clouds))('the cloud %s', (_, settings) => {
  productContract({
    target: 'huawei/elb',
    open: async (options) => await openElb(options, settings),
    waives: {},
  });
});
