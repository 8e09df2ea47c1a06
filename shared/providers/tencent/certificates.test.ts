import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Material } from '../../core/model.ts';
import { expectFailure, exposed, failure, fastClock, keyLines, materialOf } from '../test-kit.ts';
import { algorithmOf, beijingTime } from './certificate-facts.ts';
import { chainOf, createCertificates } from './certificates.ts';
import { openTencent } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

const open = async () => createCertificates(await bench.login());
const calls = (operation: string) =>
  bench.cloud.requests.filter((request) => request.operation === operation);
const host = 'shop.example.com';
const tidyChain = ({ leaf, intermediates }: Material) =>
  [leaf, ...intermediates].map((pem) => `${pem.trim()}\n`).join('');

describe('uploading', () => {
  it('sends leaf and chain, our tags and a name of ours', async () => {
    const material = materialOf(await bench.issue([host]));
    const { ref, fresh } = await (await open()).ensure(material, bench.call);
    const { sha256 } = material.certificate;
    expect(fresh).toBe(true);
    expect(bench.account.certificates()).toMatchObject([
      {
        id: ref,
        sha256,
        alias: `certferry shop ${sha256.slice(0, 8)}`,
        tags: { 'certferry:managed': 'true', 'certferry:sha256': sha256 },
      },
    ]);
    expect(calls('UploadCertificate')[0]?.params).toMatchObject({
      CertificatePublicKey: tidyChain(material),
      Repeatable: false,
    });
  });

  it('writes the chain as Tencent Cloud wants it', async () => {
    const material = materialOf(await bench.issue([host]));
    const untidy = {
      ...material,
      leaf: `\r\n${material.leaf.replaceAll('\n', '\r\n')}\n\n`,
      intermediates: material.intermediates.map((pem) => ` ${pem}`),
    };
    expect(chainOf(untidy)).toBe(tidyChain(material));
    expect(material.intermediates).toHaveLength(1);
    await (await open()).ensure(untidy, bench.call);
  });

  it('happens once, however many resources ask at the same time', async () => {
    const certificates = await open();
    const material = materialOf(await bench.issue([host]));
    const made = await Promise.all(
      Array.from({ length: 5 }, async () => await certificates.ensure(material, bench.call)),
    );
    expect(new Set(made.map(({ ref }) => ref)).size).toBe(1);
    expect(calls('UploadCertificate')).toHaveLength(1);
  });

  it('finds what was uploaded before, whatever it is called', async () => {
    const issued = await bench.issue([host]);
    const id = bench.account.uploadCertificate(issued, { alias: 'by hand' });
    expect(await (await open()).ensure(materialOf(issued), bench.call)).toEqual({
      ref: id,
      fresh: false,
    });
    expect(bench.account.certificates()).toMatchObject([{ id, alias: 'by hand', tags: {} }]);
  });

  it('looks an existing certificate up where the upload only says that it exists', async () => {
    const issued = await bench.issue([host]);
    const id = bench.account.uploadCertificate(issued);
    const code = 'FailedOperation.CertificateExists';
    bench.cloud.faults.add({ operation: 'UploadCertificate', kind: 'error', code, times: 1 });
    const { ref } = await (await open()).ensure(materialOf(issued), bench.call);
    expect(ref).toBe(id);
    expect(calls('CheckCertificateExist')).toHaveLength(1);
  });

  it.each(['reset', 'http-503', 'truncated', 'hang'] as const)(
    'leaves one certificate when its answer was lost (%s)',
    async (kind) => {
      const certificates = createCertificates(await bench.login({ timing: { deadlineMs: 300 } }));
      bench.cloud.faults.add({ operation: 'UploadCertificate', kind, afterEffect: true, times: 1 });
      const material = materialOf(await bench.issue([host]));
      const again = async () => await certificates.ensure(material, bench.call);
      const { ref } = await again().catch(again);
      expect(bench.account.certificates().map(({ id }) => id)).toEqual([ref]);
    },
  );

  it('names the permission that is missing, and is tried again once it is there', async () => {
    const certificates = await open();
    const material = materialOf(await bench.issue([host]));
    bench.key.deny.add('ssl:UploadCertificate');
    await expectFailure(
      certificates.ensure(material, bench.call),
      'PERMISSION_MISSING',
      /^uploading certificate "shop": the login lacks the permission ssl:UploadCertificate/u,
    );
    bench.key.deny.clear();
    expect((await certificates.ensure(material, bench.call)).fresh).toBe(true);
  });

  it('calls a key of another certificate what it is', async () => {
    const [own, other] = await Promise.all([bench.issue([host]), bench.issue([host])]);
    const error = await expectFailure(
      (await open()).ensure(materialOf({ ...own, key: other.key }), bench.call),
      'CERTIFICATE_REJECTED',
      /the private key does not belong to the leaf/u,
    );
    for (const line of keyLines(other.key)) expect(exposed(error)).not.toContain(line);
  });

  it('does not bind what the service takes for the same and is not', async () => {
    const material = materialOf(await bench.issue([host]));
    const certificates = await open();
    bench.cloud.faults.add({ operation: 'UploadCertificate', kind: 'lost', times: 1 });
    await expectFailure(
      certificates.ensure(material, bench.call),
      'CLOUD_UNEXPECTED',
      /is not there after it was uploaded/u,
    );
  });

  it('takes a full store for one, not for throttling', async () => {
    bench.cloud.settings.quotas.certificates = 0;
    const material = materialOf(await bench.issue([host]));
    await expectFailure((await open()).ensure(material, bench.call), 'QUOTA_EXHAUSTED', /exceeds/u);
    expect(calls('UploadCertificate')).toHaveLength(1);
  });

  it('says what an account that was not verified has to do', async () => {
    bench.account.flags.realName = false;
    const material = materialOf(await bench.issue([host]));
    await expectFailure((await open()).ensure(material, bench.call), 'REFUSED', /been verified/u);
  });

  it('keeps within the documented rates', async () => {
    await bench.close();
    bench = await openTencent({ rateLimits: 'documented' });
    const certificates = createCertificates(await bench.login({ clock: fastClock(1) }));
    const ids = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        bench.account.uploadCertificate(await bench.issue([`${index}.example.com`])),
      ),
    );
    await Promise.all(ids.map(async (id) => await certificates.facts(id, bench.call)));
    expect(calls('DescribeCertificateDetail').map(({ error }) => error)).toEqual(
      ids.map(() => undefined),
    );
  });
});

describe('the facts of a bound certificate', () => {
  it('are read from the certificate, once, without its private key', async () => {
    const issued = await bench.issue([host, `*.${host}`], { key: 'rsa-2048' });
    const id = bench.account.uploadCertificate(issued);
    const certificates = await open();
    const facts = await certificates.facts(id, bench.call);
    expect(facts).toMatchObject({
      sha256: issued.sha256,
      serial: issued.serial,
      domains: [host, `*.${host}`],
      notAfter: issued.notAfter,
      keyAlgorithm: 'rsa-2048',
    });
    await certificates.facts(id, bench.call);
    expect(calls('DescribeCertificateDetail')).toHaveLength(1);
    for (const line of keyLines(issued.key)) {
      expect(exposed(certificates)).not.toContain(line);
      expect(bench.log.lines.join('\n')).not.toContain(line);
    }
  });

  it('are those of the list where the login may not see the private key', async () => {
    const issued = await bench.issue([host, `www.${host}`]);
    const id = bench.account.uploadCertificate(issued);
    bench.key.deny.add('ssl:DescribeCertificateDetail');
    expect(await (await open()).facts(id, bench.call)).toEqual({
      sha256: null,
      serial: null,
      subject: null,
      issuer: null,
      domains: [host, `www.${host}`],
      ips: [],
      notBefore: expect.any(Date),
      notAfter: issued.notAfter,
      keyAlgorithm: expect.toBeOneOf(['ec-p256', null]),
    });
  });

  it('of one that we uploaded are known again even so, by our tag', async () => {
    const certificates = await open();
    const material = materialOf(await bench.issue([host]));
    const { ref } = await certificates.ensure(material, bench.call);
    bench.key.deny.add('ssl:DescribeCertificateDetail');
    const { sha256 } = material.certificate;
    expect(await (await open()).facts(ref, bench.call)).toMatchObject({ sha256, serial: null });
  });

  it('are a gap where neither call is allowed, which names the better one', async () => {
    const id = bench.account.uploadCertificate(await bench.issue([host]));
    bench.key.deny.add('ssl:Describe*');
    const error = await failure((await open()).facts(id, bench.call));
    expect(error.code).toBe('PERMISSION_MISSING');
    expect(error.message).toMatch(/ssl:DescribeCertificateDetail/u);
  });

  it('are none where there is no such certificate', async () => {
    expect(await (await open()).facts('gone0001', bench.call)).toBeNull();
    bench.key.deny.add('ssl:DescribeCertificateDetail');
    expect(await (await open()).facts('gone0001', bench.call)).toBeNull();
  });
});

describe('what the list says', () => {
  it('has times of Beijing', () => {
    expect(beijingTime('2026-11-23 08:00:00')).toEqual(new Date('2026-11-23T00:00:00Z'));
    expect([beijingTime(null), beijingTime(''), beijingTime('soon')]).toEqual([null, null, null]);
  });

  it.each([
    ['RSA 2048', 'rsa-2048'],
    ['RSA 4096', 'rsa-4096'],
    ['ECC 256', 'ec-p256'],
    ['ECDSA P-384', 'ec-p384'],
    ['EC', null],
    ['SM2', null],
    ['', null],
    [null, null],
  ])('calls an algorithm %s: %s', (text, algorithm) => {
    expect(algorithmOf(text)).toBe(algorithm);
  });
});
