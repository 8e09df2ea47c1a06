import 'reflect-metadata';
import { webcrypto } from 'node:crypto';

import { ACMClient, ImportCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import * as x509 from '@peculiar/x509';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../pki.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags;
const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;

interface Usages {
  readonly key: 'rsa' | 'ecdsa';
  readonly usages: x509.KeyUsageFlags;
  readonly purposes: readonly x509.ExtendedKeyUsageType[];
}

/** A self-signed leaf with exactly these usages. */
async function leaf({ key, usages, purposes }: Usages) {
  const algorithm =
    key === 'ecdsa'
      ? { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
      : {
          name: 'RSASSA-PKCS1-v1_5',
          hash: 'SHA-256',
          publicExponent: new Uint8Array([1, 0, 1]),
          modulusLength: 2048,
        };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=shop.example.com',
    notBefore: new Date(Date.now() - 1000),
    notAfter: new Date(Date.now() + 86_400_000),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.KeyUsagesExtension(usages, true),
      new x509.ExtendedKeyUsageExtension([...purposes]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'shop.example.com' }]),
    ],
  });
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    Certificate: Buffer.from(certificate.toString('pem')),
    PrivateKey: Buffer.from(x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')),
  };
}

describe('key usages and long lists of names in the simulated ACM', () => {
  let aws: Aws;
  let account: AccountHandle;
  let client: ACMClient;

  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
    client = new ACMClient(clientConfig(aws, account.accessKey()));
  });
  afterEach(() => aws.close());

  const both = digitalSignature | keyEncipherment;
  const ecdsa: Usages = { key: 'ecdsa', usages: both, purposes: [serverAuth, clientAuth] };
  const rsa: Usages = { ...ecdsa, key: 'rsa' };

  it.each<[string, Usages, Partial<Usages>, string | undefined]>([
    ['takes the same usages', ecdsa, {}, undefined],
    ['lets client authentication go', ecdsa, { purposes: [serverAuth] }, undefined],
    ['keeps server authentication', ecdsa, { purposes: [clientAuth] }, 'Extended Key Usages'],
    ['lets key encipherment of ECDSA go', ecdsa, { usages: digitalSignature }, undefined],
    ['keeps key encipherment of RSA', rsa, { usages: digitalSignature }, 'Key Usages'],
    ['keeps digital signature', ecdsa, { usages: keyEncipherment }, 'Key Usages'],
    [
      'takes more',
      { ...ecdsa, usages: digitalSignature, purposes: [serverAuth] },
      { usages: both, purposes: [serverAuth, clientAuth] },
      undefined,
    ],
  ])('on a re-import %s', async (_, first, change, refusal) => {
    const { CertificateArn } = await client.send(new ImportCertificateCommand(await leaf(first)));
    const next = await leaf({ ...first, ...change });
    const again = client.send(new ImportCertificateCommand({ CertificateArn, ...next }));
    if (refusal === undefined) await again;
    else await expect(again).rejects.toThrow(refusal);
  });

  it('lists 100 of 101 names, and says that there are more', async () => {
    const domains = Array.from({ length: 101 }, (_, index) => `n${index}.example.com`);
    const many = await issue(await createRoot('Many names'), { domains, key: 'rsa-2048' });
    account.region('eu-west-1').importCertificate(many);
    const { CertificateSummaryList: list } = await client.send(new ListCertificatesCommand({}));
    expect(list?.[0]?.SubjectAlternativeNameSummaries).toEqual(domains.slice(0, 100));
    expect(list?.[0]?.HasAdditionalSubjectAlternativeNames).toBe(true);
  });
});
