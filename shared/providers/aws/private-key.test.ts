import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Material } from '../../core/model.ts';
import { expectFailure, exposed, failure, keyLines, materialOf } from '../test-kit.ts';
import { createAcmStore } from './certificates.ts';
import { createIamStore } from './server-certificates.ts';
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
const host = 'shop.example.com';

describe('the private key', () => {
  /** Whatever goes wrong with a call that carries the key. */
  const faults = ['error', 'mangled', 'html', 'reset', 'http-503', 'access-denied'] as const;

  function expectNowhere(material: Material, ...shown: unknown[]): void {
    const text = [...bench.log.lines, ...shown.map(exposed)].join('\n');
    const pem = material.key.reveal();
    for (const secret of [
      ...keyLines(pem),
      Buffer.from(pem).toString('base64').slice(40, 80),
      encodeURIComponent(keyLines(pem)[0] ?? 'nothing'),
      bench.key.secretAccessKey,
    ]) {
      expect(text).not.toContain(secret);
    }
  }

  it.each(faults)('is in no log and no error of ACM (%s)', async (kind) => {
    const material = materialOf(await bench.issue([host], { key: 'rsa-2048' }));
    bench.aws.faults.add({
      operation: 'ImportCertificate',
      kind,
      code: 'ValidationException',
      status: 400,
      message: `1 validation error detected: Value '${material.key.reveal()}' at 'privateKey' and ${Buffer.from(material.key.reveal()).toString('base64')}`,
    });
    const error = await failure((await open()).ensure(material, bench.call));
    expectNowhere(material, error);
  });

  it.each(faults)('is in no log and no error of IAM (%s)', async (kind) => {
    const material = materialOf(await bench.issue([host]));
    bench.aws.faults.add({
      operation: 'UploadServerCertificate',
      kind,
      code: 'ValidationError',
      status: 400,
      message: `Value '${material.key.reveal()}' at 'privateKey' failed to satisfy constraint`,
    });
    const store = createIamStore(await bench.login(), 'elb');
    expectNowhere(material, await failure(store.ensure(material, bench.call)));
  });

  it('that does not belong to the leaf is refused in words', async () => {
    const material = {
      ...materialOf(await bench.issue([host])),
      key: materialOf(await bench.issue([host])).key,
    };
    const error = await expectFailure(
      (await open()).ensure(material, bench.call),
      'CERTIFICATE_REJECTED',
      /the key must belong to the leaf/u,
    );
    expectNowhere(material, error);
  });
});
