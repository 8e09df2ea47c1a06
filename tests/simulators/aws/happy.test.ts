import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import {
  ACMClient,
  DescribeCertificateCommand,
  GetCertificateCommand,
  ImportCertificateCommand,
  ListTagsForCertificateCommand,
  paginateListCertificates,
  SearchCertificatesCommand,
} from '@aws-sdk/client-acm';
import {
  CloudFrontClient,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  paginateListDistributions,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import {
  ElasticLoadBalancingClient,
  paginateDescribeLoadBalancers as paginateClassic,
  SetLoadBalancerListenerSSLCertificateCommand,
} from '@aws-sdk/client-elastic-load-balancing';
import {
  AddListenerCertificatesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  paginateDescribeLoadBalancers,
  RemoveListenerCertificatesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import { clientConfig } from './client-config.ts';

const everyKeyType = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

describe('the simulated AWS, driven by the SDK', () => {
  let authority: Authority;
  let old: Issued;
  let renewed: Issued;
  let rsa: Issued;
  let aws: Aws;
  let account: AccountHandle;
  /** How far the simulator's clock is ahead. */
  let elapsed = 0;

  beforeAll(async () => {
    authority = await createIntermediate(await createRoot('AWS tests root'), 'AWS tests CA');
    const domains = ['shop.example.com', '*.shop.example.com'];
    [old, renewed, rsa] = await Promise.all([
      issue(authority, { domains }),
      issue(authority, { domains }),
      issue(authority, { domains, key: 'rsa-2048' }),
    ]);
  });

  beforeEach(async () => {
    elapsed = 0;
    aws = await startAws({ now: () => Date.now() + elapsed });
    account = aws.account('111122223333');
  });
  afterEach(async () => {
    expect(aws.violations).toEqual([]);
    await aws.close();
  });

  const config = (region?: string) => clientConfig(aws, account.accessKey(), region);

  it('imports a certificate and describes it as ACM does', async () => {
    const acm = new ACMClient(config('eu-west-1'));
    const { CertificateArn } = await acm.send(
      new ImportCertificateCommand({
        Certificate: bytes(rsa.leaf),
        PrivateKey: bytes(rsa.key),
        CertificateChain: bytes(authority.pem),
        Tags: [{ Key: 'certferry:sha256', Value: rsa.sha256 }],
      }),
    );
    expect(CertificateArn).toMatch(
      /^arn:aws:acm:eu-west-1:111122223333:certificate\/[0-9a-f-]{36}$/u,
    );
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn }));
    expect(Certificate).toMatchObject({
      DomainName: 'shop.example.com',
      SubjectAlternativeNames: ['shop.example.com', '*.shop.example.com'],
      Issuer: 'Certferry tests',
      KeyAlgorithm: 'RSA-2048',
      SignatureAlgorithm: 'SHA256WITHECDSA',
      Status: 'ISSUED',
      Type: 'IMPORTED',
      InUseBy: [],
      NotAfter: rsa.notAfter,
      KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }, { Name: 'KEY_ENCIPHERMENT' }],
      ExtendedKeyUsages: [{ Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' }],
    });
    expect(Certificate?.Serial).toMatch(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/u);
    const pem = await acm.send(new GetCertificateCommand({ CertificateArn }));
    expect(pem.Certificate?.trim()).toBe(rsa.leaf.trim());
    expect(pem.CertificateChain?.trim()).toBe(authority.pem.trim());
    const { Tags } = await acm.send(new ListTagsForCertificateCommand({ CertificateArn }));
    expect(Tags).toEqual([{ Key: 'certferry:sha256', Value: rsa.sha256 }]);
    const found = await acm.send(
      new SearchCertificatesCommand({
        FilterStatement: {
          And: [
            { Filter: { X509AttributeFilter: { SerialNumber: Certificate?.Serial ?? '' } } },
            { Filter: { AcmCertificateMetadataFilter: { Type: 'IMPORTED' } } },
          ],
        },
      }),
    );
    expect(found.Results?.map((result) => result.CertificateArn)).toEqual([CertificateArn]);
    expect(JSON.stringify(aws.requests)).not.toContain('PRIVATE KEY');
    expect(aws.writes().map(({ operation }) => operation)).toEqual(['ImportCertificate']);
  });

  it('hides ECDSA certificates from a list without key types, and pages one by one', async () => {
    const region = account.region('eu-west-1');
    const arns = [old, rsa, renewed].map((pems) => region.importCertificate(pems));
    aws.settings.pageSizes.acm = 1;
    const client = new ACMClient(config('eu-west-1'));
    const plain = await collect(paginateListCertificates({ client }, {}));
    expect(plain.flatMap((page) => page.CertificateSummaryList ?? [])).toMatchObject([
      { CertificateArn: arns[1], KeyAlgorithm: 'RSA-2048' },
    ]);
    const full = await collect(
      paginateListCertificates({ client }, { Includes: { keyTypes: [...everyKeyType] } }),
    );
    expect(full).toHaveLength(3);
    expect(full.map((page) => page.CertificateSummaryList?.[0]?.CertificateArn)).toEqual(arns);
  });

  it('switches a distribution and serves the new certificate at the edge after the delay', async () => {
    aws.settings.serveDelayMs = 60_000;
    aws.settings.deployMs = 60_000;
    const site = account.addDistribution({ aliases: ['shop.example.com'], certificate: old });
    const arn = account.region('us-east-1').importCertificate(renewed);
    const client = new CloudFrontClient(config('us-east-1'));
    const listed = await collect(paginateListDistributions({ client }, { MaxItems: 1 }));
    expect(listed[0]?.DistributionList?.Items).toMatchObject([
      { Id: site.id, ETag: site.etag(), Aliases: { Quantity: 1, Items: ['shop.example.com'] } },
    ]);
    const { DistributionConfig, ETag } = await client.send(
      new GetDistributionConfigCommand({ Id: site.id }),
    );
    expect(DistributionConfig?.ViewerCertificate).toMatchObject({
      Certificate: site.held(),
      CertificateSource: 'acm',
    });
    if (DistributionConfig === undefined || aws.edge === undefined)
      throw new Error('nothing there');
    const before = aws.snapshot();
    const updated = await client.send(
      new UpdateDistributionCommand({
        Id: site.id,
        IfMatch: ETag,
        DistributionConfig: {
          ...DistributionConfig,
          ViewerCertificate: {
            ACMCertificateArn: arn,
            SSLSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
        },
      }),
    );
    expect(updated.Distribution?.Status).toBe('InProgress');
    expect(updated.ETag).not.toBe(ETag);
    expect(site.held()).toBe(arn);
    const { port } = aws.edge;
    expect(await servedLeaf(port, { servername: 'shop.example.com' })).toBe(old.sha256);
    elapsed = 61_000;
    expect(await servedLeaf(port, { servername: 'shop.example.com' })).toBe(renewed.sha256);
    const after = await client.send(new GetDistributionCommand({ Id: site.id }));
    expect(after.Distribution?.Status).toBe('Deployed');
    expect(aws.snapshot()).toEqual(before);
  });

  it('switches the default and the SNI list of an ALB listener', async () => {
    const region = account.region('eu-west-1');
    const [oldArn, newArn, rsaArn] = [old, renewed, rsa].map((pems) =>
      region.importCertificate(pems),
    );
    const alb = await region.addLoadBalancer({
      type: 'application',
      name: 'web',
      tags: { team: 'shop' },
      listeners: [
        {
          protocol: 'HTTPS',
          certificate: oldArn!,
          sni: [oldArn!],
          hostRules: [['shop.example.com']],
        },
        { protocol: 'HTTP' },
      ],
    });
    const client = new ElasticLoadBalancingV2Client(config('eu-west-1'));
    const [page] = await collect(paginateDescribeLoadBalancers({ client }, {}));
    const balancer = page?.LoadBalancers?.[0];
    expect(balancer).toMatchObject({
      LoadBalancerName: 'web',
      DNSName: '127.0.0.1',
      Type: 'application',
    });
    const { Listeners } = await client.send(
      new DescribeListenersCommand({ LoadBalancerArn: balancer?.LoadBalancerArn }),
    );
    const listener = alb.listeners[0]!;
    expect(Listeners?.map(({ Port, Certificates }) => ({ Port, Certificates }))).toEqual([
      { Port: listener.port, Certificates: [{ CertificateArn: oldArn }] },
      { Port: 80, Certificates: undefined },
    ]);
    const rules = await client.send(new DescribeRulesCommand({ ListenerArn: listener.arn }));
    expect(rules.Rules?.[0]?.Conditions?.[0]?.HostHeaderConfig?.Values).toEqual([
      'shop.example.com',
    ]);
    const tags = await client.send(new DescribeTagsCommand({ ResourceArns: [alb.arn] }));
    expect(tags.TagDescriptions?.[0]?.Tags).toEqual([{ Key: 'team', Value: 'shop' }]);

    const before = aws.snapshot();
    const change = { ListenerArn: listener.arn, Certificates: [{ CertificateArn: newArn }] };
    await client.send(new AddListenerCertificatesCommand(change));
    await client.send(new AddListenerCertificatesCommand(change));
    await client.send(new ModifyListenerCommand(change));
    await client.send(
      new RemoveListenerCertificatesCommand({
        ListenerArn: listener.arn,
        Certificates: [{ CertificateArn: oldArn }],
      }),
    );
    const held = await client.send(
      new DescribeListenerCertificatesCommand({ ListenerArn: listener.arn }),
    );
    expect(held.Certificates).toEqual([
      { CertificateArn: newArn, IsDefault: true },
      { CertificateArn: newArn, IsDefault: false },
    ]);
    expect(listener.held()).toEqual({ default: newArn, sni: [newArn] });
    expect(aws.snapshot()).toEqual(before);
    expect(await servedLeaf(listener.port)).toBe(renewed.sha256);

    listener.change({ sni: [newArn!, rsaArn!] });
    const sigalgs = 'rsa_pss_rsae_sha256';
    const servername = 'shop.example.com';
    expect(await servedLeaf(listener.port, { servername, sigalgs })).toBe(rsa.sha256);
    expect(await servedLeaf(listener.port, { servername })).toBe(renewed.sha256);
  });

  it('sets the certificate of a Classic listener', async () => {
    const region = account.region('us-east-1');
    const first = region.importCertificate(rsa);
    const second = region.importCertificate(
      await issue(authority, { domains: ['shop.example.com'], key: 'rsa-2048' }),
    );
    const classic = await region.addClassicLoadBalancer({
      name: 'old-shop',
      listeners: [{ protocol: 'HTTPS', certificate: first }, { protocol: 'HTTP' }],
    });
    const client = new ElasticLoadBalancingClient(config('us-east-1'));
    const pages = await collect(paginateClassic({ client }, {}));
    expect(pages).toHaveLength(1);
    const port = classic.listeners[0]!.port;
    expect(
      pages[0]?.LoadBalancerDescriptions?.[0]?.ListenerDescriptions?.[0]?.Listener,
    ).toMatchObject({ Protocol: 'HTTPS', LoadBalancerPort: port, SSLCertificateId: first });
    await client.send(
      new SetLoadBalancerListenerSSLCertificateCommand({
        LoadBalancerName: 'old-shop',
        LoadBalancerPort: port,
        SSLCertificateId: second,
      }),
    );
    expect(classic.listeners[0]!.held()).toBe(second);
    expect(await servedLeaf(port)).not.toBe(rsa.sha256);
    expect(region.certificates().map(({ inUseBy }) => inUseBy)).toEqual([[], [classic.arn]]);
  });

  it('knows who calls, and lets a role be assumed', async () => {
    const sts = new STSClient(config('eu-west-1'));
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: '111122223333' });
    const role = account.role({ name: 'deploy', deny: ['acm:ListCertificates'] });
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'run-1' }),
    );
    const acm = new ACMClient({
      region: 'eu-west-1',
      endpoint: aws.url,
      maxAttempts: 1,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    });
    const listing = collect(paginateListCertificates({ client: acm }, {}));
    await expect(listing).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'assumed-role/deploy/run-1 is not authorized to perform: acm:ListCertificates',
      ) as unknown,
    });
    role.deny.clear();
    await collect(paginateListCertificates({ client: acm }, {}));
    role.expireSessions();
    await expect(collect(paginateListCertificates({ client: acm }, {}))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
    });
  });

  it('lists the regions of an account', async () => {
    account.setRegions({ 'af-south-1': 'ENABLED', 'ap-east-1': 'DISABLED' });
    aws.settings.pageSizes.account = 3;
    const client = new AccountClient(config('us-east-1'));
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new ListRegionsCommand({
          RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      names.push(...(page.Regions ?? []).map(({ RegionName }) => RegionName));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(names).toContain('af-south-1');
    expect(names).toContain('us-east-1');
    expect(names).not.toContain('ap-east-1');
  });
});
