import { ACMClient, ListCertificatesCommand } from '@aws-sdk/client-acm';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

describe('what the simulated AWS refuses before it looks at the request', () => {
  let aws: Aws;
  let account: AccountHandle;

  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const config = (region?: string, key = account.accessKey()) => clientConfig(aws, key, region);

  const acmAsks = (client: ACMClient) => client.send(new ListCertificatesCommand({}));
  const stsAsks = (client: STSClient) => client.send(new GetCallerIdentityCommand({}));

  it('an access key that nobody has', async () => {
    const key = account.accessKey();
    key.deactivate();
    await expect(acmAsks(new ACMClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(stsAsks(new STSClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('a secret that is not the one of the key', async () => {
    const key = { ...account.accessKey(), secretAccessKey: 'not the secret' };
    await expect(acmAsks(new ACMClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    await expect(stsAsks(new STSClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('a body that was changed after signing', async () => {
    const client = new STSClient(config());
    client.middlewareStack.add(
      (next) => (args) => {
        const { request } = args as { request: { body: string } };
        request.body = request.body.replace('GetCaller', 'GETCaller');
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await expect(stsAsks(client)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });

  it('temporary keys without their token, with another one, or after their end', async () => {
    const key = account.accessKey({ expiresInMs: 60_000 });
    await stsAsks(new STSClient(config('eu-west-1', key)));
    for (const sessionToken of [undefined, 'another']) {
      const client = new STSClient(config('eu-west-1', { ...key, sessionToken }));
      await expect(stsAsks(client)).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
    }
    key.expire();
    await expect(stsAsks(new STSClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    await expect(acmAsks(new ACMClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  it('a scope of another service, and a region where a global service does not sign', async () => {
    const client = new CloudFrontClient(config('eu-west-1'));
    await expect(client.send(new ListDistributionsCommand({}))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      message: expect.stringContaining("'eu-west-1'") as unknown,
    });
    const unsigned = await fetch(aws.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.text()).toContain('<Code>MissingAuthenticationToken</Code>');
    const wrong = new STSClient({ ...config(), signingName: 'acm' } as STSClientConfig);
    await expect(stsAsks(wrong)).rejects.toMatchObject({
      message: "Credential should be scoped to correct service: 'sts'.",
    });
  });

  it('a region that the account has not opted into', async () => {
    account.setRegions({ 'ap-east-1': 'DISABLED' });
    await expect(acmAsks(new ACMClient(config('ap-east-1')))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('an action that is denied, by its name', async () => {
    const key = account.accessKey({ deny: ['acm:List*', 'elasticloadbalancing:*'], user: 'ci' });
    await expect(acmAsks(new ACMClient(config('eu-west-1', key)))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'User: arn:aws:iam::111122223333:user/ci is not authorized to perform: acm:ListCertificates because no identity-based policy allows the acm:ListCertificates action',
    });
    const elb = new ElasticLoadBalancingV2Client(config('eu-west-1', key));
    await expect(elb.send(new DescribeLoadBalancersCommand({}))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    expect(aws.requests.map(({ error }) => error)).toEqual([
      'AccessDeniedException',
      'AccessDenied',
    ]);
  });
});
