import { X509Certificate } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { expectFailure, fastClock, materialOf } from '../test-kit.ts';
import { acmSerial } from './acm-search.ts';
import { createAcmStore, tagValue } from './certificates.ts';
import { openAws, regionName } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws({ endpoints: false });
});
afterEach(async () => {
  await bench.close();
});

const open = async () => createAcmStore(await bench.login(), regionName);
const imports = () =>
  bench.aws.requests.filter(({ operation }) => operation === 'ImportCertificate');
const host = 'shop.example.com';

describe('importing', () => {
  it('sends leaf and intermediates apart, with our tags', async () => {
    const material = materialOf(await bench.issue([host]), 'shop#1');
    const { ref, fresh } = await (await open()).ensure(material, bench.call);
    expect(fresh).toBe(true);
    expect(bench.region.certificates()).toMatchObject([
      {
        arn: ref,
        sha256: material.certificate.sha256,
        tags: {
          'certferry:managed': 'true',
          'certferry:sha256': material.certificate.sha256,
          'certferry:name': 'shop_1',
        },
      },
    ]);
    const { params } = imports()[0]!;
    const sent = (name: string) => Buffer.from(String(params[name]), 'base64').toString();
    expect(sent('Certificate')).toBe(material.leaf);
    expect(sent('CertificateChain')).toBe(material.intermediates.join(''));
  });

  it('leaves the chain out where there is none', async () => {
    const material = { ...materialOf(await bench.issue([host])), intermediates: [] };
    await (await open()).ensure(material, bench.call);
    expect(Object.keys(imports()[0]!.params)).not.toContain('CertificateChain');
  });

  it('happens once, however many resources ask at the same time', async () => {
    const store = await open();
    const material = materialOf(await bench.issue([host]));
    const made = await Promise.all(
      Array.from({ length: 5 }, async () => await store.ensure(material, bench.call)),
    );
    expect(new Set(made.map(({ ref }) => ref)).size).toBe(1);
    expect(imports()).toHaveLength(1);
  });

  it('is tried again after a failure', async () => {
    const store = await open();
    const material = materialOf(await bench.issue([host]));
    bench.key.deny.add('acm:ImportCertificate');
    await expectFailure(
      store.ensure(material, bench.call),
      'PERMISSION_MISSING',
      /lack the permission acm:ImportCertificate/u,
    );
    bench.key.deny.clear();
    expect((await store.ensure(material, bench.call)).fresh).toBe(true);
  });

  it.each(['reset', 'http-503', 'hang'] as const)(
    'leaves one certificate when its answer was lost (%s)',
    async (kind) => {
      const login = await bench.login({ timing: { deadlineMs: 500 } });
      const store = createAcmStore(login, regionName);
      bench.aws.faults.add({ operation: 'ImportCertificate', kind, afterEffect: true, times: 1 });
      const { ref } = await store.ensure(materialOf(await bench.issue([host])), bench.call);
      expect(bench.region.certificates().map(({ arn }) => arn)).toEqual([ref]);
      expect(imports()).toHaveLength(1);
    },
  );

  it('is sent again when it was lost before it was carried out', async () => {
    const store = await open();
    bench.aws.faults.add({ operation: 'ImportCertificate', kind: 'reset', times: 1 });
    await store.ensure(materialOf(await bench.issue([host])), bench.call);
    expect(bench.region.certificates()).toHaveLength(1);
    expect(imports()).toHaveLength(2);
  });

  it('survives throttling', async () => {
    const store = await open();
    bench.aws.faults.add({ service: 'acm', kind: 'throttle', times: 4 });
    await store.ensure(materialOf(await bench.issue([host])), bench.call);
    expect(bench.region.certificates()).toHaveLength(1);
  });

  it('takes an exhausted quota for one, not for throttling', async () => {
    bench.aws.settings.quotas.acmCertificates = 0;
    const store = await open();
    await expectFailure(
      store.ensure(materialOf(await bench.issue([host])), bench.call),
      'QUOTA_EXHAUSTED',
      /^importing certificate "shop" into ACM in eu-west-1: LimitExceededException/u,
    );
    expect(imports()).toHaveLength(1);
  });

  it('keeps within the documented rates', async () => {
    await bench.aws.close();
    bench = await openAws({ rateLimits: 'documented', endpoints: false });
    const store = createAcmStore(await bench.login({ clock: fastClock(1) }), regionName);
    for (const name of ['a.example.com', 'b.example.com']) {
      await store.ensure(materialOf(await bench.issue([name])), bench.call);
    }
    expect(bench.aws.requests.filter(({ error }) => error !== undefined)).toEqual([]);
  });
});

describe('an existing copy', () => {
  const kinds = ['rsa-2048', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

  describe.each<[string, () => void]>([
    ['found by search', () => undefined],
    ['listed where ACM has no search', () => (bench.aws.settings.searchCertificates = false)],
    ['listed where search is not permitted', () => bench.key.deny.add('acm:SearchCertificates')],
  ])('%s', (_, arrange) => {
    it.each(kinds)('is used again (%s)', async (key) => {
      arrange();
      bench.aws.settings.pageSizes = { acm: 1 };
      const issued = await bench.issue([host, 'www.example.com'], { key });
      for (const name of ['a.example.com', 'b.example.com']) {
        bench.region.importCertificate(await bench.issue([name]));
      }
      const arn = bench.region.importCertificate(issued);
      bench.region.importCertificate(await bench.issue([host, 'www.example.com'], { key }));
      const made = await (await open()).ensure(materialOf(issued), bench.call);
      expect(made).toEqual({ ref: arn, fresh: false });
      expect(imports()).toEqual([]);
      // The service that does not exist is not a mistake of ours.
      if (!bench.aws.settings.searchCertificates) bench.aws.violations.length = 0;
    });
  });
});

describe('facts', () => {
  it('come from the certificate itself, and are read once', async () => {
    const issued = await bench.issue([host, '*.example.com'], { key: 'rsa-2048' });
    const arn = bench.region.importCertificate(issued);
    const store = await open();
    const [facts] = await Promise.all([store.facts(arn, bench.call), store.facts(arn, bench.call)]);
    expect(facts).toMatchObject({
      sha256: issued.sha256,
      serial: new X509Certificate(issued.leaf).serialNumber.replace(/^0+/u, ''),
      domains: [host, '*.example.com'],
      notAfter: issued.notAfter,
      keyAlgorithm: 'rsa-2048',
    });
    const reads = bench.aws.requests.filter(({ operation }) => operation === 'GetCertificate');
    expect(reads).toHaveLength(1);
  });

  it.each([
    'arn:aws:acm:eu-west-1:999900001111:certificate/x',
    'arn:aws:acm:us-east-1:111122223333:certificate/x',
    'arn:aws:iam::111122223333:server-certificate/x',
    'no arn',
  ])('of %s cannot be known', async (ref) => {
    const login = await bench.login();
    const before = bench.aws.requests.length;
    expect(await createAcmStore(login, regionName).facts(ref, bench.call)).toBeNull();
    expect(bench.aws.requests).toHaveLength(before);
  });

  it('of a certificate that is gone are asked for again', async () => {
    const store = await open();
    const arn =
      'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-4000-8000-000000000000';
    expect(await store.facts(arn, bench.call)).toBeNull();
    expect(await store.facts(arn, bench.call)).toBeNull();
    const reads = bench.aws.requests.filter(({ operation }) => operation === 'GetCertificate');
    expect(reads).toHaveLength(2);
  });

  it('of a mangled reply are unexpected, with the field', async () => {
    const arn = bench.region.importCertificate(await bench.issue([host]));
    bench.aws.faults.add({ operation: 'GetCertificate', kind: 'mangled' });
    await expectFailure(
      (await open()).facts(arn, bench.call),
      'CLOUD_UNEXPECTED',
      /the reply to acm:GetCertificate is not one Certferry knows: Certificate: /u,
    );
  });
});

it('writes serial numbers and tags as ACM wants them', () => {
  expect(acmSerial('3E9')).toBe('03:e9');
  expect(acmSerial('0A1B2C')).toBe('0a:1b:2c');
  expect(acmSerial('E9')).toBeUndefined();
  expect(tagValue('shop (2026) @ √/x')).toBe('shop _2026_ @ _/x');
  expect(tagValue('x'.repeat(300))).toHaveLength(256);
});
