import { ACMClient, ImportCertificateCommand } from '@aws-sdk/client-acm';
import {
  ElasticLoadBalancingClient,
  SetLoadBalancerListenerSSLCertificateCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  AddListenerCertificatesCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('what simulated load balancers refuse', () => {
  let authority: Authority;
  let shop: Issued;
  let aws: Aws;
  let account: AccountHandle;
  /** How far the simulator's clock is ahead. */
  let elapsed = 0;

  beforeAll(async () => {
    authority = await createIntermediate(await createRoot('Refusals root'), 'Refusals CA');
    shop = await issue(authority, { domains: ['shop.example.com'] });
  });
  beforeEach(async () => {
    elapsed = 0;
    aws = await startAws({ now: () => Date.now() + elapsed });
    account = aws.account('111122223333');
  });
  afterEach(() => aws.close());

  const config = (region?: string, key = account.accessKey()) => clientConfig(aws, key, region);

  it('two certificates, IsDefault, an ARN of nowhere and the removal of the default', async () => {
    const region = account.region('eu-west-1');
    const arn = region.importCertificate(shop);
    const elsewhere = account.region('us-east-1').importCertificate(shop);
    const alb = await region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: arn }],
    });
    const ListenerArn = alb.listeners[0]!.arn;
    const client = new ElasticLoadBalancingV2Client(config());
    const two = [{ CertificateArn: arn }, { CertificateArn: arn }];
    await expect(
      client.send(new ModifyListenerCommand({ ListenerArn, Certificates: two })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(
      client.send(
        new ModifyListenerCommand({
          ListenerArn,
          Certificates: [{ CertificateArn: arn, IsDefault: true }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    expect(aws.violations).toHaveLength(1);
    await expect(
      client.send(
        new AddListenerCertificatesCommand({
          ListenerArn,
          Certificates: [{ CertificateArn: elsewhere }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'CertificateNotFoundException' });
    await expect(
      client.send(
        new RemoveListenerCertificatesCommand({
          ListenerArn,
          Certificates: [{ CertificateArn: arn }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'OperationNotPermittedException' });
    await expect(
      client.send(
        new DescribeTagsCommand({ ResourceArns: Array.from({ length: 21 }, () => alb.arn) }),
      ),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    expect(alb.listeners[0]!.held()).toEqual({ default: arn, sni: [] });
  });

  it('a key that the kind of load balancer cannot serve, and more than 25 SNI certificates', async () => {
    const region = account.region('eu-west-1');
    const large = await issue(authority, { domains: ['shop.example.com'], key: 'rsa-4096' });
    const arn = region.importCertificate(large);
    const iam = account.uploadServerCertificate(large, { path: '/elb/' });
    const nlb = await region.addLoadBalancer({
      type: 'network',
      listeners: [{ protocol: 'TLS', certificate: shop }],
    });
    const listener = nlb.listeners[0]!;
    const client = new ElasticLoadBalancingV2Client(config());
    const modify = (CertificateArn: string) =>
      client.send(
        new ModifyListenerCommand({
          ListenerArn: listener.arn,
          Certificates: [{ CertificateArn }],
        }),
      );
    await expect(modify(arn)).rejects.toMatchObject({ name: 'UnsupportedCertificate' });
    await modify(iam.arn);
    expect(listener.held().default).toBe(iam.arn);

    const classic = await region.addClassicLoadBalancer({
      listeners: [{ protocol: 'HTTPS' }, { protocol: 'HTTP' }],
    });
    const elb = new ElasticLoadBalancingClient(config());
    const set = (LoadBalancerPort: number, SSLCertificateId: string, name = classic.name) =>
      elb.send(
        new SetLoadBalancerListenerSSLCertificateCommand({
          LoadBalancerName: name,
          LoadBalancerPort,
          SSLCertificateId,
        }),
      );
    const { port } = classic.listeners[0]!;
    await expect(set(port, arn)).rejects.toMatchObject({ name: 'UnsupportedCertificate' });
    await expect(set(80, arn)).rejects.toMatchObject({
      name: 'InvalidConfigurationRequestException',
      $metadata: { httpStatusCode: 409 },
    });
    await expect(set(1, arn)).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
    await expect(set(port, arn, 'nobody')).rejects.toMatchObject({
      name: 'AccessPointNotFoundException',
    });
    await set(port, iam.arn);

    aws.settings.quotas.certificatesPerLoadBalancer = 1;
    const alb = await region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: shop, sni: [shop] }],
    });
    await expect(
      client.send(
        new AddListenerCertificatesCommand({
          ListenerArn: alb.listeners[0]!.arn,
          Certificates: [{ CertificateArn: arn }],
        }),
      ),
    ).rejects.toMatchObject({ name: 'TooManyCertificatesException' });
  });

  it('a certificate that was imported a moment ago', async () => {
    aws.settings.visibilityMs = 60_000;
    const region = account.region('eu-west-1');
    const alb = await region.addLoadBalancer({
      type: 'application',
      listeners: [{ protocol: 'HTTPS', certificate: shop }],
    });
    const { CertificateArn } = await new ACMClient(config()).send(
      new ImportCertificateCommand({
        Certificate: bytes(shop.leaf),
        PrivateKey: bytes(shop.key),
      }),
    );
    const client = new ElasticLoadBalancingV2Client(config());
    const modify = () =>
      client.send(
        new ModifyListenerCommand({
          ListenerArn: alb.listeners[0]!.arn,
          Certificates: [{ CertificateArn }],
        }),
      );
    await expect(modify()).rejects.toMatchObject({ name: 'CertificateNotFoundException' });
    elapsed = 61_000;
    await modify();
    expect(alb.listeners[0]!.held().default).toBe(CertificateArn);
  });
});
