import { describe } from 'vitest';

import { readCertificate } from '../../shared/core/certificate.ts';
import { ourMarks } from '../../shared/providers/huawei/elb-marks.ts';
import { openHuawei } from '../../shared/providers/huawei/test-kit.ts';
import { single } from '../../shared/providers/test-kit.ts';
import type { HuaweiOptions } from '../simulators/huawei/huawei.ts';
import type { OpenOptions } from './contract.ts';
import { storeContract } from './laws-storing.ts';
import type { OpenedStore } from './laws-storing.ts';

const reading = ['ListCertificates', 'ShowCertificate', 'ListListeners'];
const removal = 'DeleteCertificate';

async function open({ pageSize }: OpenOptions, how: HuaweiOptions): Promise<OpenedStore> {
  const bench = await openHuawei({ endpoints: false, ...how });
  const { huawei, account, project, key } = bench;
  if (pageSize !== undefined) huawei.settings.pageSizes = { elb: pageSize };
  const keys: string[] = [];
  const issued = async (domain: string) => {
    const pems = await bench.issue([domain]);
    keys.push(pems.key);
    return pems;
  };
  const ours = async (domain: string, kind: 'shared' | 'dedicated' = 'dedicated') => {
    const pems = await issued(domain);
    const { sha256 } = readCertificate(pems.leaf);
    return project.addCertificate(pems, ourMarks({ subject: domain, sha256, kind })).id;
  };
  const used = await ours('used.example.com');
  const unused = [
    await ours('a.example.com'),
    await ours('b.example.com', 'shared'),
    await ours('c.example.com'),
  ];
  const byHand = { name: 'certferry-by-hand', description: 'managed by certferry' };
  const foreign = project.addCertificate(await issued('foreign.example.com'), byHand).id;
  await project.addLoadBalancer({
    listeners: [{ protocol: 'HTTPS', certificate: used }, { protocol: 'HTTP' }],
  });
  const { listeners } = await project.addLoadBalancer({
    kind: 'shared',
    listeners: [{ protocol: 'TERMINATED_HTTPS', certificate: await issued('spare.example.com') }],
  });
  const use = (ref: string) => single(listeners).change({ default: ref });
  // Of another region, and somebody else's: neither must show up.
  account.project('ap-southeast-1').addCertificate(await issued('far.example.com'), byHand);

  const { stores = [] } = await bench.connect({ targets: ['huawei/elb'] });
  const { faults } = huawei;
  return {
    store: single(stores),
    unused,
    used,
    foreign,
    missing: '0123456789abcdef0123456789abcdef',
    objects: async () => await Promise.resolve(project.certificates().map(({ id }) => id)),
    use: async (ref) => await Promise.resolve(use(ref)),
    faults: {
      throttle(times, kind) {
        if (kind === 'requests') faults.add({ kind: 'throttle', times });
        else faults.add({ operation: removal, kind: 'throttle', times });
      },
      failSecondPage() {
        const later = (params: Readonly<Record<string, unknown>>) =>
          (params['query'] as { marker?: string[] } | undefined)?.marker !== undefined;
        faults.add({ service: 'elb', kind: 'http-503', match: later });
      },
      mangleReads() {
        for (const operation of reading) faults.add({ operation, kind: 'mangled' });
      },
      denyWrites: () => void faults.add({ operation: removal, kind: 'access-denied' }),
      rejectCredentials() {
        const message = `Incorrect IAM authentication information: Get secretKey failed,ak:${key.accessKey},err:ak not exist`;
        faults.add({ kind: 'error', code: 'APIGW.0301', status: 401, message });
      },
      hang(kind) {
        for (const operation of kind === 'reads' ? reading : [removal]) {
          faults.add({ operation, kind: 'hang' });
        }
      },
      loseReply() {
        faults.add({ operation: removal, kind: 'reset', afterEffect: true, times: 1 });
      },
      useLate(ref) {
        faults.add({ operation: removal, kind: 'meanwhile', act: () => use(ref) });
      },
      hideUses: () => void faults.add({ operation: 'ListListeners', kind: 'access-denied' }),
      clear: () => faults.clear(),
    },
    secrets: [key.accessKey, key.secretKey, ...keys.flatMap((pem) => pem.split('\n').slice(1, 2))],
    close: async () => {
      await bench[Symbol.asyncDispose]();
    },
  };
}

// Where the documentation leaves a choice, either one.
const clouds: Readonly<Record<string, HuaweiOptions>> = {
  'as it is documented': { rateLimits: 'documented' },
  'as it is feared': {
    settings: {
      fingerprint: 'absent',
      elbPem: 'one-line',
      throttleCode: 'APIG.0308',
      authenticationErrors: 'service',
    },
  },
};
describe.each(Object.entries(clouds))('the cloud %s', (_, cloud) => {
  storeContract({
    name: 'Huawei Cloud ELB certificates',
    open: async (options) => await open(options, cloud),
  });
});
