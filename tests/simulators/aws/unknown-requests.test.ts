import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

describe('what the simulated AWS does not know', () => {
  let shop: Issued;
  let aws: Aws;
  let account: AccountHandle;

  beforeAll(async () => {
    const root = await createRoot('Refusals root');
    shop = await issue(root, { domains: ['shop.example.com'] });
  });
  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const config = (region?: string, key = account.accessKey()) => clientConfig(aws, key, region);

  async function sendAltered(
    alter: (request: { body: string; headers: Record<string, string> }) => void,
  ) {
    const client = new ACMClient(config());
    client.middlewareStack.add(
      (next) => (args) => {
        alter((args as { request: { body: string; headers: Record<string, string> } }).request);
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    return client.send(new ListCertificatesCommand({}));
  }

  it('an unknown operation', async () => {
    const sending = sendAltered(({ headers }) => {
      headers['x-amz-target'] = 'CertificateManager.RenewEverything';
    });
    await expect(sending).rejects.toMatchObject({ name: 'UnknownOperationException' });
    expect(aws.violations).toMatchObject([{ service: 'acm', operation: 'RenewEverything' }]);
  });

  it('an unknown member and a member of another type', async () => {
    for (const body of ['{"MaxItem":3}', '{"MaxItems":"3"}']) {
      const sending = sendAltered((request) => {
        request.body = body;
        request.headers['content-length'] = String(body.length);
      });
      await expect(sending).rejects.toMatchObject({ name: 'ValidationException' });
    }
    expect(aws.violations.map(({ operation }) => operation)).toEqual([
      'ListCertificates',
      'ListCertificates',
    ]);
  });

  it('a path of no API', async () => {
    const response = await fetch(`${aws.url}/latest/meta-data`);
    expect(response.status).toBe(404);
    expect(aws.violations).toHaveLength(1);
  });

  it('an empty token, which is no violation but an error', async () => {
    const listing = new ACMClient(config()).send(new ListCertificatesCommand({ NextToken: '' }));
    await expect(listing).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('length greater than or equal to 1') as unknown,
    });
    expect(aws.violations).toEqual([]);
  });

  it('a token that another list gave out', async () => {
    const region = account.region('eu-west-1');
    for (let count = 0; count < 2; count += 1) {
      region.importCertificate(shop);
    }
    const client = new ACMClient(config());
    const Includes = { keyTypes: ['EC_prime256v1' as const] };
    const page = await client.send(new ListCertificatesCommand({ MaxItems: 1, Includes }));
    expect(page.NextToken).toBeDefined();
    const { NextToken } = page;
    const listing = client.send(new ListCertificatesCommand({ NextToken }));
    await expect(listing).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
