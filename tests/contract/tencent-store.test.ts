import { describe } from 'vitest';

import { readCertificate } from '../../shared/core/certificate.ts';
import { ourMarks } from '../../shared/providers/tencent/certificate-marks.ts';
import { openTencent } from '../../shared/providers/tencent/test-kit.ts';
import { single } from '../../shared/providers/test-kit.ts';
import type { TencentOptions } from '../simulators/tencent/tencent.ts';
import type { OpenOptions } from './contract.ts';
import { storeContract } from './laws-storing.ts';
import type { OpenedStore } from './laws-storing.ts';

const looking = [
  'CreateCertificateBindResourceSyncTask',
  'DescribeCertificateBindResourceTaskDetail',
];
const reading = ['DescribeCertificates', ...looking];
const removal = 'DeleteCertificate';

interface Cloud extends TencentOptions {
  /** How it cannot be found out what uses a certificate. */
  readonly hide: 'denied' | 'error';
}

async function open({ pageSize }: OpenOptions, { hide, ...how }: Cloud): Promise<OpenedStore> {
  const bench = await openTencent(how);
  const { cloud, account, key } = bench;
  if (pageSize !== undefined) cloud.settings.pageSizes = { ssl: pageSize };
  const keys: string[] = [];
  const issued = async (domain: string) => {
    const pems = await bench.issue([domain]);
    keys.push(pems.key);
    return pems;
  };
  const ours = async (domain: string) => {
    const pems = await issued(domain);
    const { Alias: alias, Tags } = ourMarks({ ...readCertificate(pems.leaf), name: domain });
    const tags = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    return account.uploadCertificate(pems, { alias, tags });
  };
  const used = await ours('used.example.com');
  account.addCdnDomain({ domain: 'used.example.com', certificate: used });
  const unused = [
    await ours('a.example.com'),
    await ours('b.example.com'),
    await ours('c.example.com'),
  ];
  const foreign = account.uploadCertificate(await issued('foreign.example.com'), {
    alias: 'certferry by hand',
  });
  const spare = account.addCdnDomain({
    domain: '*.example.com',
    certificate: await issued('*.example.com'),
  });
  const use = (ref: string) => spare.changeCertificate(ref);

  const { stores = [] } = await bench.connect({ targets: ['tencent/cdn'] });
  const { faults } = cloud;
  return {
    store: single(stores),
    unused,
    used,
    foreign,
    missing: 'zZ0aA1bB',
    objects: async () => await Promise.resolve(account.certificates().map(({ id }) => id)),
    use: async (ref) => await Promise.resolve(use(ref)),
    faults: {
      throttle(times, kind) {
        cloud.settings.throttleCode = 'product';
        if (kind === 'requests') faults.add({ kind: 'throttle', times });
        else faults.add({ operation: removal, kind: 'throttle', times });
      },
      failSecondPage() {
        const match = ({ Offset }: Readonly<Record<string, unknown>>) => Number(Offset) > 0;
        faults.add({ operation: 'DescribeCertificates', kind: 'http-503', match });
      },
      mangleReads() {
        for (const operation of reading) faults.add({ operation, kind: 'mangled' });
      },
      denyWrites: () => void faults.add({ operation: removal, kind: 'access-denied' }),
      rejectCredentials: () => void faults.add({ kind: 'expired-token' }),
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
      hideUses() {
        if (hide !== 'denied') cloud.settings.sslUnreadable.set('WAF', hide);
        else for (const operation of looking) faults.add({ operation, kind: 'access-denied' });
      },
      clear: () => faults.clear(),
    },
    secrets: [key.secretKey, ...keys.flatMap((pem) => pem.split('\n').slice(1, 2))],
    close: async () => await bench.close(),
  };
}

// Where the documentation leaves a choice, either one.
const clouds: Readonly<Record<string, Cloud>> = {
  'as it is documented': { hide: 'error', rateLimits: 'documented' },
  'as it is feared': { hide: 'denied', settings: { sslUsesEarly: 'ended-without-lists' } },
};
describe.each(Object.entries(clouds))('the cloud %s', (_, cloud) => {
  storeContract({
    name: 'Tencent Cloud SSL certificates',
    open: async (options) => await open(options, cloud),
  });
});
