import { describe, expect, it, onTestFinished } from 'vitest';

import { readCertificate } from '../../core/certificate.ts';
import type { CertificateStore } from '../provider.ts';
import { fastClock, materialOf, single } from '../test-kit.ts';
import { ourMarks } from './certificate-marks.ts';
import { createCertificateStore } from './certificate-store.ts';
import { createCertificates } from './certificates.ts';
import { openTencent } from './test-kit.ts';

const create = 'CreateCertificateBindResourceSyncTask';
const detail = 'DescribeCertificateBindResourceTaskDetail';

async function openStore() {
  const bench = await openTencent();
  onTestFinished(async () => await bench.close());
  const { cloud, account, call } = bench;
  const store = createCertificateStore(await bench.login({ clock: fastClock(2000) }));
  return {
    ...bench,
    store,
    held: () => account.certificates().map(({ id }) => id),
    sent: (action: string) => cloud.requests.filter(({ operation }) => operation === action),
    ours: async (domain = 'shop.example.com'): Promise<string> => {
      const pems = await bench.issue([domain]);
      const { sha256 } = readCertificate(pems.leaf);
      const { Alias: alias, Tags } = ourMarks({ name: 'shop', sha256 });
      const tags = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      return account.uploadCertificate(pems, { alias, tags });
    },
    usedBy: async () => single(await store.list(call)).usedBy,
    refusal: async (ref: string) => {
      const thrown: unknown = await store.remove(ref, call).then(
        () => 'removed',
        (error: unknown) => error,
      );
      return thrown;
    },
  };
}

describe('the store', () => {
  it('comes once with a connected account, whatever products are asked for', async () => {
    const bench = await openTencent();
    onTestFinished(async () => await bench.close());
    const connected = await bench.connect({ targets: ['tencent/cdn', 'tencent/waf'] });
    const { account, label, region } = single<CertificateStore>(connected.stores ?? []);
    expect({ account, label, region }).toEqual({
      account: 'prod',
      label: 'SSL certificates',
      region: null,
    });
  });

  it('knows again what a deployment has uploaded, and removes it', async () => {
    const { store, login, issue, call, held } = await openStore();
    const pems = await issue(['shop.example.com']);
    const material = materialOf(pems);
    const before = Date.now();
    const { ref } = await createCertificates(await login()).ensure(material, call);
    const stored = single(await store.list(call));
    expect(stored).toMatchObject({ ref, sha256: material.certificate.sha256, usedBy: [] });
    // The cloud tells whole seconds.
    expect(stored.storedAt?.getTime()).toBeGreaterThan(before - 1000);
    await store.remove(ref, call);
    expect(held()).toEqual([]);
  });

  it('asks for the uses of more certificates than one task takes', async () => {
    const { store, account, issue, call, sent } = await openStore();
    const pems = await issue(['shop.example.com']);
    const { Alias: alias, Tags } = ourMarks({
      name: 'shop',
      sha256: readCertificate(pems.leaf).sha256,
    });
    const tags = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    for (let count = 0; count < 130; count += 1) account.uploadCertificate(pems, { alias, tags });
    const listed = await store.list(call);
    expect(new Set(listed.map(({ ref }) => ref)).size).toBe(130);
    expect(listed.every(({ usedBy }) => usedBy?.length === 0)).toBe(true);
    expect(sent(create)).toHaveLength(2);
    expect(sent('DescribeCertificates')).toHaveLength(2);
  });

  it('asks for nothing when there is nothing', async () => {
    const { store, call, sent } = await openStore();
    expect(await store.list(call)).toEqual([]);
    expect(sent(create)).toEqual([]);
  });
});

describe('what uses a certificate', () => {
  it('is said in the words of the cloud, whatever product it is', async () => {
    const { account, ours, usedBy, refusal, held } = await openStore();
    const ref = await ours();
    account.addCdnDomain({ domain: 'shop.example.com', certificate: ref });
    await account.addLoadBalancer({
      region: 'ap-shanghai',
      listeners: [
        {
          protocol: 'HTTPS',
          sni: true,
          rules: [{ domains: ['shop.example.com'], certificate: ref }],
        },
      ],
    });
    account.addWafDomain({ domain: 'shop.example.com', certificate: ref });
    account.useElsewhere(ref, { type: 'TEO', count: 2 });
    const words = [
      'CDN: shop.example.com',
      expect.stringMatching(/^CLB in ap-shanghai: lb-\w+$/u),
      'WAF in ap-guangzhou: shop.example.com',
      'TEO: 2',
    ];
    expect(await usedBy()).toEqual(expect.arrayContaining(words));
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('CDN: shop.example.com'),
    });
    expect(held()).toEqual([ref]);
  });

  it.each(['LIVE', 'TCB', 'TKE'])('may be %s alone, to which nothing is deployed', async (type) => {
    const { account, ours, refusal, held, sent } = await openStore();
    const ref = await ours();
    account.useElsewhere(ref, { type, count: 1 });
    expect(await refusal(ref)).toMatchObject({ code: 'REFUSED' });
    expect(sent('DeleteCertificate')).toEqual([]);
    expect(held()).toEqual([ref]);
  });

  it('is looked up anew each time, and not until it has been found', async () => {
    const { cloud, store, account, ours, refusal, call, sent } = await openStore();
    const ref = await ours();
    expect(single(await store.list(call)).usedBy).toEqual([]);
    account.addCdnDomain({ domain: 'shop.example.com', certificate: ref });
    cloud.settings.sslTaskMs = 300;
    expect(await refusal(ref)).toMatchObject({ code: 'REFUSED' });
    expect(sent(create).map(({ params }) => params['IsCache'])).toEqual([0, 0]);
    expect(sent(detail).length).toBeGreaterThan(2);
  });

  it.each([
    ['a product fails', 'error'],
    ['a product is left out', 'left-out'],
    ['a product shows null', 'null'],
  ] as const)('cannot be told when %s', async (_, how) => {
    const { cloud, ours, usedBy, refusal, held, log, sent } = await openStore();
    const ref = await ours();
    cloud.settings.sslUnreadable.set('CLB', how);
    expect(await usedBy()).toBeNull();
    expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([
      expect.stringContaining(ref),
    ]);
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('CLB'),
    });
    expect(sent('DeleteCertificate')).toEqual([]);
    expect(held()).toEqual([ref]);
  });

  it.each(['job-fails', 'job-hangs'] as const)(
    'cannot be told when the task of the cloud does not come to an end (%s)',
    async (kind) => {
      const { cloud, ours, usedBy, refusal, held } = await openStore();
      const ref = await ours();
      cloud.faults.add({ operation: create, kind });
      expect(await usedBy()).toBeNull();
      expect(await refusal(ref)).toMatchObject({ code: 'REFUSED' });
      expect(held()).toEqual([ref]);
    },
  );

  it('cannot be told when the account has too many resources', async () => {
    const { cloud, ours, usedBy } = await openStore();
    await ours();
    const code = 'FailedOperation.CertificateHostResourceInstanceHugeLimit';
    cloud.faults.add({ operation: create, kind: 'error', code });
    expect(await usedBy()).toBeNull();
  });
});

describe('removing a certificate', () => {
  it('always has the cloud check its uses once more', async () => {
    const { store, ours, call, sent, held } = await openStore();
    const ref = await ours();
    await store.remove(ref, call);
    expect(sent('DeleteCertificate').map(({ params }) => params)).toEqual([
      { CertificateId: ref, IsCheckResource: true },
    ]);
    expect(held()).toEqual([]);
  });

  it('says what the account has to grant, when it has not', async () => {
    const { account, store, ours, refusal, call, held } = await openStore();
    const ref = await ours();
    account.flags.sslServiceRole = false;
    const missing = {
      code: 'PERMISSION_MISSING',
      message: expect.stringContaining('SSL_QCSLinkedRoleInReplaceLoadCertificate'),
    };
    expect(await refusal(ref)).toMatchObject(missing);
    await expect(store.list(call)).rejects.toMatchObject(missing);
    expect(held()).toEqual([ref]);
  });

  it('is refused when the cloud refuses, with its words', async () => {
    const { cloud, ours, refusal, held } = await openStore();
    const ref = await ours();
    const message = '当前的证书状态不支持此操作';
    cloud.faults.add({ operation: 'DeleteCertificate', kind: 'job-fails', message, times: 1 });
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining(message),
    });
    for (const detailCode of ['BoundResources', 'DeleteResourceFailed']) {
      const code = `FailedOperation.${detailCode}`;
      cloud.faults.add({ operation: 'DeleteCertificate', kind: 'error', code, times: 1 });
      expect(await refusal(ref)).toMatchObject({ code: 'REFUSED' });
    }
    expect(held()).toEqual([ref]);
  });

  it('is refused when all that it once was marked with is not there any more', async () => {
    const { account, store, issue, refusal, call, held } = await openStore();
    const pems = await issue(['shop.example.com']);
    const ref = account.uploadCertificate(pems, {
      alias: 'my shop',
      tags: { 'certferry:managed': 'true' },
    });
    expect(await store.list(call)).toEqual([]);
    expect(await refusal(ref)).toMatchObject({
      code: 'REFUSED',
      message: expect.stringContaining('marks'),
    });
    expect(held()).toEqual([ref]);
  });

  it('says that nobody knows, when a deletion that was begun cannot be followed', async () => {
    const { cloud, ours, refusal } = await openStore();
    const ref = await ours();
    cloud.faults.add({ operation: 'DeleteCertificate', kind: 'job-hangs', times: 1 });
    expect(await refusal(ref)).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    const following = 'DescribeDeleteCertificatesTaskResult';
    cloud.faults.add({ operation: following, kind: 'http-503' });
    expect(await refusal(ref)).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('is done when somebody else has removed it at that moment', async () => {
    const { cloud, account, store, ours, call, held, sent } = await openStore();
    const ref = await ours();
    const act = () => account.deleteCertificate(ref);
    cloud.faults.add({ operation: 'DeleteCertificate', kind: 'meanwhile', act });
    await store.remove(ref, call);
    expect(sent('DeleteCertificate').map(({ error }) => error)).toEqual([
      'FailedOperation.CertificateNotFound',
    ]);
    expect(held()).toEqual([]);
  });
});
