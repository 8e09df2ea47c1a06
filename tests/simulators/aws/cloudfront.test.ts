import {
  CloudFrontClient,
  type DistributionConfig,
  GetDistributionConfigCommand,
  ListDistributionsByConnectionModeCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { type Authority, createIntermediate, createRoot, type Issued, issue } from '../../pki.ts';
import { servedLeaf } from '../tls/handshake.ts';
import { type AccountHandle, type Aws, startAws } from './aws.ts';
import type { DistributionHandle } from './builders/distribution.ts';
import { clientConfig } from './client-config.ts';

describe('the simulated CloudFront', () => {
  let root: Authority;
  let authority: Authority;
  let old: Issued;
  let renewed: Issued;
  let aws: Aws;
  let account: AccountHandle;
  let client: CloudFrontClient;

  beforeAll(async () => {
    root = await createRoot('CloudFront tests root');
    authority = await createIntermediate(root, 'CloudFront tests CA');
    const domains = ['www.example.com', '*.apps.example.com'];
    [old, renewed] = await Promise.all([
      issue(authority, { domains }),
      issue(authority, { domains }),
    ]);
  });
  beforeEach(async () => {
    aws = await startAws();
    account = aws.account('111122223333');
    client = clientOf(account, 'us-east-1');
  });
  afterEach(() => aws.close());

  function clientOf(of: AccountHandle, region: string): CloudFrontClient {
    return new CloudFrontClient(clientConfig(aws, of.accessKey(), region));
  }

  /** Sends these bytes, whatever the SDK would have made of a config. */
  async function put(site: { readonly id: string }, body: string, ifMatch?: string, via = client) {
    const command = new UpdateDistributionCommand({
      Id: site.id,
      ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
      DistributionConfig: {} as DistributionConfig,
    });
    command.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = body;
        return next(args);
      },
      { step: 'serialize', priority: 'low' },
    );
    return via.send(command);
  }

  function viewer(reference: string, extra = ''): string {
    return (
      `<ViewerCertificate>${reference}<SSLSupportMethod>sni-only</SSLSupportMethod>` +
      `<MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>${extra}</ViewerCertificate>`
    );
  }
  const acm = (arn: string) => `<ACMCertificateArn>${arn}</ACMCertificateArn>`;

  /** The stored config with another ViewerCertificate, everything else byte for byte. */
  function switched(site: DistributionHandle, to: string): string {
    return site.config().replace(/<ViewerCertificate>.*<\/ViewerCertificate>/u, () => to);
  }

  it('keeps elements that no SDK knows, and notices when they are lost', async () => {
    const site = account.addDistribution({
      aliases: ['www.example.com'],
      certificate: old,
      extraXml: '<FutureSetting><Mode>on</Mode></FutureSetting>',
    });
    const arn = account.region('us-east-1').importCertificate(renewed);
    const before = aws.snapshot();
    await put(site, switched(site, viewer(acm(arn))), site.etag());
    expect(aws.snapshot()).toEqual(before);
    expect(site.held()).toBe(arn);

    const { DistributionConfig, ETag } = await client.send(
      new GetDistributionConfigCommand({ Id: site.id }),
    );
    expect(DistributionConfig?.ViewerCertificate?.Certificate).toBe(arn);
    await client.send(
      new UpdateDistributionCommand({ Id: site.id, IfMatch: ETag, DistributionConfig }),
    );
    expect(site.config()).not.toContain('FutureSetting');
    expect(aws.snapshot()).not.toEqual(before);
    expect(aws.violations).toEqual([]);
  });

  it('shows legacy members that contradict a new certificate, and refuses them', async () => {
    const site = account.addDistribution({ aliases: ['www.example.com'], certificate: old });
    const arn = account.region('us-east-1').importCertificate(renewed);
    const legacy = `<Certificate>${site.held()}</Certificate><CertificateSource>acm</CertificateSource>`;
    await expect(
      put(site, switched(site, viewer(acm(arn), legacy)), site.etag()),
    ).rejects.toMatchObject({
      name: 'InvalidViewerCertificate',
      message: 'ACMCertificateArn does not match the given Certificate field.',
    });
  });

  it('wants the ETag of now: 400 without one, 412 with an older one, 404 without a distribution', async () => {
    const site = account.addDistribution({ aliases: ['www.example.com'], certificate: old });
    const stale = site.etag();
    site.bumpEtag();
    const config = site.config();
    const put412 = put(site, config, stale);
    await expect(put412).rejects.toMatchObject({
      name: 'PreconditionFailed',
      $metadata: { httpStatusCode: 412 },
    });
    for (const ifMatch of [undefined, '"quoted"']) {
      await expect(put(site, config, ifMatch)).rejects.toMatchObject({
        name: 'InvalidIfMatchVersion',
        $metadata: { httpStatusCode: 400 },
      });
    }
    await expect(put({ id: 'E00000000000' }, config, stale)).rejects.toMatchObject({
      name: 'NoSuchDistribution',
      $metadata: { httpStatusCode: 404 },
    });
    await put(site, config, site.etag());
    expect(site.etag()).not.toBe(stale);
  });

  it('refuses configs that are broken, contradict themselves or are not its own', async () => {
    const site = account.addDistribution({ aliases: ['www.example.com'], certificate: old });
    account.addDistribution({ aliases: ['x.apps.example.com'], certificate: old });
    const config = site.config();
    const arn = site.held() ?? '';
    const cases: readonly (readonly [string, string])[] = [
      ['MalformedXML', config.slice(0, -3)],
      ['MalformedXML', config.replace('</Comment>', '</Comment><Invented>1</Invented>')],
      ['MalformedXML', config.replace(/<Origins>.*<\/Origins>/u, '')],
      ['MalformedXML', config.replace('<ViewerCertificate>', '<ViewerCertificate><Arn>1</Arn>')],
      ['MalformedXML', config.replace(/ xmlns="[^"]+"/u, '')],
      ['IllegalUpdate', config.replace(/<CallerReference>[^<]+/u, '<CallerReference>other')],
      ['InconsistentQuantities', config.replace('<Aliases><Quantity>1', '<Aliases><Quantity>2')],
      ['CNAMEAlreadyExists', config.replace('www.example.com', 'x.apps.example.com')],
      ['InvalidArgument', config.replace('www.example.com', 'www.example.com.')],
      [
        'InvalidViewerCertificate',
        switched(site, viewer(acm(arn) + '<IAMCertificateId>AS1</IAMCertificateId>')),
      ],
      [
        'InvalidViewerCertificate',
        switched(site, `<ViewerCertificate>${acm(arn)}</ViewerCertificate>`),
      ],
      [
        'InvalidMinimumProtocolVersion',
        switched(site, viewer(acm(arn))).replace('TLSv1.2_2021', 'SSLv3'),
      ],
      [
        'InvalidViewerCertificate',
        switched(site, viewer(acm('arn:aws:acm:us-east-1:1:certificate/x'))),
      ],
      [
        'InvalidViewerCertificate',
        switched(
          site,
          '<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>',
        ),
      ],
      ['MissingBody', ''],
    ];
    for (const [name, body] of cases) {
      await expect(put(site, body, site.etag()), body).rejects.toMatchObject({ name });
    }
    expect(aws.violations).toHaveLength(5);
    expect(site.config()).toBe(config);
  });

  it('refuses certificates that do not stand for the aliases, and says why', async () => {
    const site = account.addDistribution({
      aliases: ['www.example.com', 'a.apps.example.com'],
      certificate: old,
    });
    const region = account.region('us-east-1');
    const now = Date.now();
    const domains = ['www.example.com', '*.apps.example.com'];
    const ended = await issue(authority, { domains, notAfter: new Date(now - 1000) });
    const short = await issue(authority, { domains: ['www.example.com'] });
    const p384 = await issue(authority, { domains, key: 'ec-p384' });
    const refused: readonly (readonly [string, RegExp])[] = [
      [account.region('eu-west-1').importCertificate(renewed), /isn't in us-east-1/u],
      [region.importCertificate(ended), /valid for the current date/u],
      [region.importCertificate(short), /doesn't cover .*a\.apps\.example\.com/u],
      [region.importCertificate(p384), /key algorithm/u],
    ];
    for (const [arn, message] of refused) {
      await expect(put(site, switched(site, viewer(acm(arn))), site.etag())).rejects.toThrow(
        message,
      );
    }
    aws.settings.trustedRoots = [(await createRoot('Another root')).pem];
    const good = region.importCertificate(renewed);
    const body = switched(site, viewer(acm(good)));
    await expect(put(site, body, site.etag())).rejects.toThrow(/trusted Certificate Authority/u);
    aws.settings.trustedRoots = [root.pem];
    await put(site, body, site.etag());
    expect(site.held()).toBe(good);
  });

  it('lets nothing but origins and behaviours change under a continuous-deployment policy', async () => {
    const site = account.addDistribution({
      aliases: ['www.example.com'],
      certificate: old,
      continuousDeploymentPolicyId: 'policy-1',
      comment: 'shop',
    });
    const arn = account.region('us-east-1').importCertificate(renewed);
    await expect(put(site, switched(site, viewer(acm(arn))), site.etag())).rejects.toMatchObject({
      name: 'IllegalUpdate',
    });
    await put(site, site.config().replace('>shop<', '>shop 2<'), site.etag());
  });

  it('counts dedicated-IP certificates while one replaces another', async () => {
    const vip = { supportMethod: 'vip' } as const;
    const site = account.addDistribution({
      aliases: ['www.example.com'],
      certificate: old,
      ...vip,
    });
    account.addDistribution({ aliases: ['b.apps.example.com'], certificate: renewed, ...vip });
    const arn = account.region('us-east-1').importCertificate(renewed);
    const to = viewer(acm(arn)).replace('sni-only', 'vip');
    await expect(put(site, switched(site, to), site.etag())).rejects.toMatchObject({
      name: 'TooManyCertificates',
    });
  });

  it('pages with the id of the last item, and separates the connection modes', async () => {
    aws.settings.pageSizes.cloudfront = 1;
    const first = account.addDistribution({ tags: { team: 'shop' } });
    const second = account.addDistribution({ connectionMode: 'tenant-only' });
    const { DistributionList: list } = await client.send(new ListDistributionsCommand({}));
    expect(list).toMatchObject({ IsTruncated: true, NextMarker: first.id, Quantity: 1 });
    expect(list?.Items?.[0]?.ViewerCertificate).toMatchObject({
      CloudFrontDefaultCertificate: true,
      CertificateSource: 'cloudfront',
    });
    const rest = await client.send(new ListDistributionsCommand({ Marker: first.id }));
    expect(rest.DistributionList).toMatchObject({ IsTruncated: false });
    expect(rest.DistributionList?.NextMarker).toBeUndefined();
    const tenants = await client.send(
      new ListDistributionsByConnectionModeCommand({ ConnectionMode: 'tenant-only' }),
    );
    expect(tenants.DistributionList?.Items?.map(({ Id }) => Id)).toEqual([second.id]);
    const tags = await client.send(new ListTagsForResourceCommand({ Resource: first.arn }));
    expect(tags.Tags?.Items).toEqual([{ Key: 'team', Value: 'shop' }]);
  });

  it('serves by alias at the edge, its own certificate to others, and what is wrong with it', async () => {
    const edge = aws.edge?.port ?? 0;
    account.addDistribution({ aliases: ['*.apps.example.com'], certificate: old });
    const site = account.addDistribution({ aliases: ['www.example.com'], certificate: old });
    const served = (servername?: string) =>
      servedLeaf(edge, servername === undefined ? {} : { servername });
    expect(await served('a.apps.example.com')).toBe(old.sha256);
    expect(await served('a.b.apps.example.com')).toBe(old.sha256);
    const own = await served();
    expect(await served('apps.example.com')).toBe(own);
    expect(own).not.toBe(old.sha256);

    site.endpoint.stuck();
    site.changeCertificate(renewed);
    expect(await served('www.example.com')).toBe(old.sha256);
    site.endpoint.heal();
    expect(await served('www.example.com')).toBe(renewed.sha256);
    site.endpoint.refuse();
    await expect(served('www.example.com')).rejects.toMatchObject({ code: 'ECONNRESET' });
    site.endpoint.wrong(old);
    expect(await served('www.example.com')).toBe(old.sha256);
  });

  it('takes certificates of IAM alone in China, and signs in cn-northwest-1', async () => {
    const china = aws.account('444455556666', { partition: 'aws-cn' });
    const via = clientOf(china, 'cn-northwest-1');
    const site = china.addDistribution({
      aliases: ['www.example.com'],
      certificate: old,
      icp: 'APPROVED',
    });
    expect(site.held()).toMatch(/^AS/u);
    expect(site.domainName).toMatch(/\.cloudfront\.cn$/u);
    const { DistributionList: list } = await via.send(new ListDistributionsCommand({}));
    expect(list?.Items?.[0]).toMatchObject({
      ARN: `arn:aws-cn:cloudfront::444455556666:distribution/${site.id}`,
      AliasICPRecordals: [{ CNAME: 'www.example.com', ICPRecordalStatus: 'APPROVED' }],
      ViewerCertificate: { IAMCertificateId: site.held(), CertificateSource: 'iam' },
    });
    const arn = china.region('us-east-1').importCertificate(renewed);
    await expect(
      put(site, switched(site, viewer(acm(arn))), site.etag(), via),
    ).rejects.toMatchObject({ name: 'InvalidViewerCertificate' });
    const elsewhere = china.uploadServerCertificate(renewed, { path: '/elb/', name: 'elb' });
    const good = china.uploadServerCertificate(renewed, { name: 'www' });
    const iam = (id: string) => viewer(`<IAMCertificateId>${id}</IAMCertificateId>`);
    await expect(
      put(site, switched(site, iam(elsewhere.id)), site.etag(), via),
    ).rejects.toMatchObject({ name: 'InvalidViewerCertificate' });
    await put(site, switched(site, iam(good.id)), site.etag(), via);
    expect(site.held()).toBe(good.id);
    expect(aws.violations).toEqual([]);
  });
});
