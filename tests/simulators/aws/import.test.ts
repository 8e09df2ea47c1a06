import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  type ImportCertificateCommandInput,
} from '@aws-sdk/client-acm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  type Authority,
  createIntermediate,
  createRoot,
  type Issued,
  type IssueOptions,
  issue,
} from '../../pki.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const day = 86_400_000;

describe('an import into the simulated ACM', () => {
  let root: Authority;
  let authority: Authority;
  let shop: Issued;
  let aws: Aws;
  let account: AccountHandle;
  /** How far the simulator's clock is ahead. */
  let elapsed = 0;

  beforeAll(async () => {
    root = await createRoot('Refusals root');
    authority = await createIntermediate(root, 'Refusals CA');
    shop = await issue(authority, { domains: ['shop.example.com'] });
  });
  beforeEach(async () => {
    elapsed = 0;
    aws = await startAws({ now: () => Date.now() + elapsed });
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const config = (region?: string, key = account.accessKey()) => clientConfig(aws, key, region);

  async function importing(input: Partial<ImportCertificateCommandInput>) {
    const client = new ACMClient(config());
    return client.send(
      new ImportCertificateCommand({
        Certificate: bytes(shop.leaf),
        PrivateKey: bytes(shop.key),
        CertificateChain: bytes(authority.pem),
        ...input,
      }),
    );
  }
  async function material(options: Partial<IssueOptions>) {
    const issued = await issue(authority, { domains: ['shop.example.com'], ...options });
    return { Certificate: bytes(issued.leaf), PrivateKey: bytes(issued.key) };
  }

  it('takes a leaf without a chain, and every time under a new ARN', async () => {
    const first = await importing({ CertificateChain: undefined });
    const second = await importing({});
    expect(first.CertificateArn).not.toBe(second.CertificateArn);
  });

  it('refuses what is not one PEM certificate with its own key', async () => {
    const another = await issue(authority, { domains: ['shop.example.com'] });
    const wrong: Partial<ImportCertificateCommandInput>[] = [
      { Certificate: bytes(shop.chain) },
      { Certificate: bytes('not a certificate') },
      { Certificate: bytes(shop.leaf.replaceAll('\n', ' \n')) },
      { PrivateKey: bytes(another.key) },
      { PrivateKey: bytes('not a key') },
      { PrivateKey: bytes(`${shop.key}${'\n'.repeat(5_200)}`) },
      { CertificateChain: bytes('') },
      { CertificateChain: bytes(shop.chain) },
      { CertificateChain: bytes(root.pem) },
      { CertificateChain: bytes(root.pem + authority.pem) },
    ];
    for (const input of wrong) {
      await expect(importing(input)).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await importing({ CertificateChain: bytes(authority.pem + root.pem) });
    expect(account.region('eu-west-1').certificates()).toHaveLength(1);
  });

  it('refuses a certificate that has ended or not begun', async () => {
    const now = Date.now();
    const ended = await material({
      notBefore: new Date(now - 2 * day),
      notAfter: new Date(now - day),
    });
    const early = await material({
      notBefore: new Date(now + day),
      notAfter: new Date(now + 2 * day),
    });
    await expect(importing(ended)).rejects.toThrow(/expired/u);
    await expect(importing(early)).rejects.toThrow(/not valid yet/u);
  });

  it('refuses tags, another key type and no names on a re-import, and keeps the ARN otherwise', async () => {
    const { CertificateArn } = await importing({});
    const renewed = await material({});
    const again = (input: Partial<ImportCertificateCommandInput>) =>
      importing({ CertificateArn, ...renewed, ...input });
    await expect(again({ Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toThrow(/Tags/u);
    await expect(again(await material({ key: 'rsa-2048' }))).rejects.toThrow(/key type/u);
    await expect(again(await material({ domains: [], commonName: 'x' }))).rejects.toThrow(/names/u);
    const missing = `${CertificateArn?.slice(0, -4)}0000`;
    await expect(again({ CertificateArn: missing })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(await again({})).toMatchObject({ CertificateArn });
  });

  it('counts certificates, and imports of a year', async () => {
    aws.settings.quotas.acmCertificates = 1;
    await importing({});
    await expect(importing({})).rejects.toMatchObject({ name: 'LimitExceededException' });
    aws.settings.quotas.acmCertificates = 100;
    aws.settings.quotas.acmImportsPerYear = 2;
    await importing({});
    await expect(importing({})).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('refuses a second change of one certificate at the same time', async () => {
    const { CertificateArn } = await importing({});
    aws.settings.latencyMs = 400;
    const both = await Promise.allSettled([
      importing({ CertificateArn }),
      importing({ CertificateArn }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((result) => result.status === 'rejected')?.reason).toMatchObject({
      name: 'ConflictException',
    });
  });

  it('keeps a certificate that is in use, also while ACM has not noticed that it is free', async () => {
    const region = account.region('eu-west-1');
    const arn = region.importCertificate(shop);
    const alb = await region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: arn }],
    });
    const client = new ACMClient(config());
    const deleting = () => client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    await expect(deleting()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    aws.settings.associationLagMs = 60_000;
    alb.listeners[0]!.change({ default: shop });
    await expect(deleting()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    elapsed = 61_000;
    expect(region.certificates()[0]?.inUseBy).toEqual([]);
    await deleting();
    await expect(
      client.send(new DescribeCertificateCommand({ CertificateArn: arn })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      client.send(new GetCertificateCommand({ CertificateArn: 'arn:aws:acm:somewhere' })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
