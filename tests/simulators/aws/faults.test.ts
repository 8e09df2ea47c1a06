import {
  ACMClient,
  DescribeCertificateCommand,
  ImportCertificateCommand,
  ListCertificatesCommand,
} from '@aws-sdk/client-acm';
import { CloudFrontClient, ListDistributionsCommand } from '@aws-sdk/client-cloudfront';
import {
  AddListenerCertificatesCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';
import type { Fault } from './faults.ts';

describe('faults of the simulated AWS', () => {
  let authority: Authority;
  let shop: Issued;
  let renewed: Issued;
  let aws: Aws;
  let account: AccountHandle;
  /** How far the simulator's clock is ahead. */
  let elapsed = 0;

  beforeAll(async () => {
    authority = await createRoot('Faults root');
    [shop, renewed] = await Promise.all([
      issue(authority, { domains: ['shop.example.com'] }),
      issue(authority, { domains: ['shop.example.com'] }),
    ]);
  });
  beforeEach(async () => {
    elapsed = 0;
    aws = await startAws({ now: () => Date.now() + elapsed });
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const config = (region?: string) => clientConfig(aws, account.accessKey(), region);
  const list = (region?: string) =>
    new ACMClient(config(region)).send(new ListCertificatesCommand({}));

  it.each<[Fault['kind'], object]>([
    ['throttle', { name: 'ThrottlingException' }],
    ['http-503', { $metadata: { httpStatusCode: 503 } }],
    ['reset', { code: 'ECONNRESET' }],
    ['html', { name: 'SyntaxError' }],
    ['access-denied', { name: 'AccessDeniedException' }],
    ['expired-token', { name: 'ExpiredTokenException' }],
    ['error', { name: 'InternalFailure', $metadata: { httpStatusCode: 500 } }],
  ])('answers with %s as often as asked, then works again', async (kind, error) => {
    const planted = aws.faults.add({
      service: 'acm',
      operation: 'ListCertificates',
      kind,
      times: 2,
    });
    await expect(list()).rejects.toMatchObject(error);
    await expect(list()).rejects.toMatchObject(error);
    await list();
    expect(planted.hits).toBe(2);
    expect(aws.requests.filter((request) => request.error === undefined).length).toBeGreaterThan(0);
  });

  it('hits only the operation, region and parameters that are named', async () => {
    aws.faults.add({ region: 'us-east-1', kind: 'throttle' });
    aws.faults.add({
      operation: 'DescribeCertificate',
      match: (params) => String(params['CertificateArn']).endsWith('0'),
      kind: 'throttle',
    });
    await list();
    await expect(list('us-east-1')).rejects.toMatchObject({ name: 'ThrottlingException' });
    const describe_ = (end: string) =>
      new ACMClient(config()).send(
        new DescribeCertificateCommand({
          CertificateArn: `arn:aws:acm:eu-west-1:1:certificate/${end}`,
        }),
      );
    await expect(describe_('0')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(describe_('1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('never answers while it hangs, and lets go when it is closed', async () => {
    aws.faults.add({ kind: 'hang' });
    const client = new ACMClient(config());
    await expect(
      client.send(new ListCertificatesCommand({}), { abortSignal: AbortSignal.timeout(100) }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    const second = list();
    await expect.poll(() => aws.requests.length).toBe(2);
    await aws.close();
    await expect(second).rejects.toThrow();
    aws = await startAws();
  });

  it('carries an import out and loses the reply', async () => {
    aws.faults.add({ operation: 'ImportCertificate', kind: 'reset', times: 1, afterEffect: true });
    const importing = new ACMClient(config()).send(
      new ImportCertificateCommand({
        Certificate: Buffer.from(shop.leaf),
        PrivateKey: Buffer.from(shop.key),
      }),
    );
    await expect(importing).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(account.region('eu-west-1').certificates()).toMatchObject([{ sha256: shop.sha256 }]);
    expect(aws.writes()).toMatchObject([{ operation: 'ImportCertificate', error: 'dropped' }]);
  });

  it('mangles replies so that nothing is where the API puts it', async () => {
    account.region('eu-west-1').importCertificate(shop);
    aws.faults.add({ kind: 'mangled' });
    expect((await list()).CertificateSummaryList).toBeUndefined();
    const elb = new ElasticLoadBalancingV2Client(config());
    expect((await elb.send(new DescribeLoadBalancersCommand({}))).LoadBalancers).toBeUndefined();
    const cloudfront = new CloudFrontClient(config('us-east-1'));
    const { DistributionList } = await cloudfront.send(new ListDistributionsCommand({}));
    expect(DistributionList?.IsTruncated).toBeUndefined();
  });

  it('loses an added certificate behind a success, and lets somebody else act in between', async () => {
    const region = account.region('eu-west-1');
    const alb = await region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    const listener = alb.listeners[0]!;
    const arn = region.importCertificate(renewed);
    const add = () =>
      new ElasticLoadBalancingV2Client(config()).send(
        new AddListenerCertificatesCommand({
          ListenerArn: listener.arn,
          Certificates: [{ CertificateArn: arn }],
        }),
      );
    aws.faults.add({ operation: 'AddListenerCertificates', kind: 'lost', times: 1 });
    aws.faults.add({
      operation: 'AddListenerCertificates',
      kind: 'meanwhile',
      times: 1,
      act: () => listener.change({ default: renewed }),
    });
    await add();
    expect(listener.held().sni).toEqual([]);
    expect(listener.held().default).not.toBe(arn);
    await add();
    expect(listener.held().sni).toEqual([arn]);
  });

  it('resets every connection of an unreachable region', async () => {
    aws.unreachable.add('ap-southeast-1');
    await expect(list('ap-southeast-1')).rejects.toMatchObject({ code: 'ECONNRESET' });
    await list('eu-west-1');
    aws.unreachable.clear();
    await list('ap-southeast-1');
  });

  it('admits what the bucket holds, and more when time has passed', async () => {
    aws.rateLimits.set('elbv2:read', { burst: 2, perSecond: 0.01 });
    const client = new ElasticLoadBalancingV2Client(config());
    const ask = () => client.send(new DescribeLoadBalancersCommand({}));
    await ask();
    await ask();
    await expect(ask()).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded' });
    await list();
    elapsed = 100_000;
    await ask();
  });

  it('knows the documented rates', async () => {
    const limited = await startAws({ rateLimits: 'documented' });
    expect(limited.rateLimits.get('acm:ImportCertificate')).toEqual({ burst: 1, perSecond: 1 });
    await limited.close();
  });

  it('serves the old certificate of a listener until the delay has passed, also after a re-import', async () => {
    aws.settings.serveDelayMs = 60_000;
    const region = account.region('eu-west-1');
    const arn = region.importCertificate(shop);
    const nlb = await region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: arn }],
    });
    const { port } = nlb.listeners[0]!;
    await new ACMClient(config()).send(
      new ImportCertificateCommand({
        CertificateArn: arn,
        Certificate: Buffer.from(renewed.leaf),
        PrivateKey: Buffer.from(renewed.key),
      }),
    );
    expect(nlb.listeners[0]!.held().default).toBe(arn);
    expect(await servedLeaf(port)).toBe(shop.sha256);
    elapsed = 61_000;
    expect(await servedLeaf(port)).toBe(renewed.sha256);
  });

  it('kills the listener of an NLB that holds RSA-4096', async () => {
    const region = account.region('eu-west-1');
    const large = await issue(authority, { domains: ['shop.example.com'], key: 'rsa-4096' });
    const nlb = await region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: shop }],
    });
    const listener = nlb.listeners[0]!;
    expect(await servedLeaf(listener.port)).toBe(shop.sha256);
    const { arn } = account.uploadServerCertificate(large, { path: '/' });
    listener.change({ sni: [arn] });
    await expect(servedLeaf(listener.port)).rejects.toThrow(/handshake failure/u);
  });
});
