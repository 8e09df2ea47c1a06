import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { expectFailure, materialOf } from '../test-kit.ts';
import { createIamStore } from './server-certificates.ts';
import { openAws } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws({ endpoints: false });
});
afterEach(async () => {
  await bench.close();
});

const host = 'shop.example.com';

describe('IAM', () => {
  it('is asked by id for CloudFront and by ARN for load balancers', async () => {
    const login = await bench.login();
    const material = materialOf(await bench.issue([host]));
    const { ref: id } = await createIamStore(login, 'cloudfront').ensure(material, bench.call);
    expect(bench.account.serverCertificates()).toMatchObject([
      { id, path: '/cloudfront/certferry/', sha256: material.certificate.sha256 },
    ]);
    const { ref: arn } = await createIamStore(login, 'elb').ensure(material, bench.call);
    expect(arn).toBe(bench.account.serverCertificates()[0]?.arn);
    for (const [use, ref] of [
      ['cloudfront', id],
      ['elb', arn],
    ] as const) {
      const facts = await createIamStore(login, use).facts(ref, bench.call);
      expect(facts?.sha256).toBe(material.certificate.sha256);
    }
  });

  it('finds a copy under another name, page by page', async () => {
    bench.aws.settings.pageSizes = { iam: 1 };
    const issued = await bench.issue([host]);
    bench.account.uploadServerCertificate(await bench.issue(['a.example.com']));
    const { arn } = bench.account.uploadServerCertificate(issued, { name: 'by-hand' });
    const store = createIamStore(await bench.login(), 'elb');
    expect(await store.ensure(materialOf(issued), bench.call)).toMatchObject({ ref: arn });
    expect(bench.account.serverCertificates()).toHaveLength(2);
  });

  it('keeps one certificate when an answer was lost', async () => {
    bench.aws.faults.add({
      operation: 'UploadServerCertificate',
      kind: 'reset',
      afterEffect: true,
      times: 1,
    });
    const store = createIamStore(await bench.login(), 'elb');
    const { ref } = await store.ensure(materialOf(await bench.issue([host])), bench.call);
    expect(bench.account.serverCertificates().map(({ arn }) => arn)).toEqual([ref]);
  });

  it('has its own quota', async () => {
    bench.aws.settings.quotas.iamCertificates = 0;
    const store = createIamStore(await bench.login(), 'elb');
    await expectFailure(
      store.ensure(materialOf(await bench.issue([host])), bench.call),
      'QUOTA_EXHAUSTED',
      /LimitExceeded/u,
    );
  });
});
