import { readCertificate } from '../../shared/core/certificate.ts';
import { ourMarks as elbMarks } from '../../shared/providers/huawei/elb-marks.ts';
import { ourMarks as sslMarks } from '../../shared/providers/tencent/certificate-marks.ts';
import { issue } from '../pki.ts';
import type { Issued } from '../pki.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';

const day = 86_400_000;

/** Ids of certificate objects, by what they are there for. */
export interface Objects {
  /** Put there by Certferry long ago, and used by nothing. */
  readonly spare: Readonly<Record<'acm' | 'central' | 'ssl' | 'elb', string>>;
  /** The same, and used by something that the deployment file does not touch. */
  readonly used: Readonly<
    Record<'sniList' | 'cloudfront' | 'tenant' | 'tencentWaf' | 'huaweiSni', string>
  >;
  /** Somebody else's, and used by nothing. */
  readonly foreign: Readonly<Record<'acm' | 'ssl' | 'elb', string>>;
  /** Put there by Certferry some days ago. */
  readonly recent: string;
  /** Bound by Certferry long ago; the deployment of today replaces it by what was there as well. */
  readonly undo: string;
}

export interface CleanStage extends Stage {
  readonly objects: Objects;
  /** Ids of every certificate object of all clouds, as they are now. */
  held(): ReadonlySet<string>;
}

const tagged = (name: string) => ({
  tags: { 'certferry:managed': 'true', 'certferry:name': name },
});

/** Three clouds that Certferry has worked in for two months, in which nothing of today is deployed yet. */
export async function openOldClouds(): Promise<CleanStage> {
  let age = 60 * day;
  const stage = await createStage({ allClouds: true, now: () => Date.now() - age });
  const { aws, region, others } = stage;
  if (others === undefined) throw new Error('all clouds are needed');
  const account = aws.account('111122223333');
  const central = account.region('us-east-1');
  const cam = others.tencent.account('100000000001');
  const project = others.huawei.account('shop').project('cn-north-4');
  const other = async (name: string): Promise<Issued> =>
    await issue(stage.authority, { domains: [`${name}.example.net`], key: 'rsa-2048' });
  const inSsl = async (name: string) => {
    const issued = await other(name);
    const { Alias: alias, Tags } = sslMarks({ ...readCertificate(issued.leaf), name });
    const tags = Object.fromEntries(Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
    return cam.uploadCertificate(issued, { alias, tags });
  };
  const inElb = async (name: string) => {
    const issued = await other(name);
    const subject = `${name}.example.net`;
    const { sha256 } = readCertificate(issued.leaf);
    const marks = elbMarks({ subject, sha256, kind: 'dedicated' });
    return project.addCertificate(issued, { ...marks, domain: subject }).id;
  };

  const spare = {
    acm: region.importCertificate(await other('gone'), tagged('gone')),
    central: central.importCertificate(await other('gone'), tagged('gone')),
    ssl: await inSsl('gone'),
    elb: await inElb('gone'),
  };
  const foreign = {
    acm: region.importCertificate(await other('theirs')),
    ssl: cam.uploadCertificate(await other('theirs'), { alias: 'certferry by hand' }),
    elb: project.addCertificate(await other('theirs'), { name: 'certferry-by-hand' }).id,
  };
  const { old, renewed } = stage;
  const undo = region.importCertificate({ chain: old.chain, key: old.key }, tagged('shop'));
  stage.classic.listeners[0]?.change(undo);

  age = 50 * day;
  region.importCertificate(
    { chain: renewed.chain, key: renewed.key },
    {
      tags: {
        'certferry:managed': 'true',
        'certferry:name': 'shop',
        'certferry:sha256': renewed.sha256,
      },
    },
  );
  const used = {
    sniList: region.importCertificate(await other('list'), tagged('list')),
    cloudfront: central.importCertificate(await other('front'), tagged('front')),
    tenant: central.importCertificate(await other('tenant'), tagged('tenant')),
    tencentWaf: await inSsl('waf'),
    huaweiSni: await inElb('list'),
  };
  await region.addLoadBalancer({
    type: 'network',
    name: 'theirs',
    listeners: [{ protocol: 'TLS', certificate: await other('base'), sni: [used.sniList] }],
  });
  account.addDistribution({ aliases: ['front.example.net'], certificate: used.cloudfront });
  const template = account.addDistribution({
    connectionMode: 'tenant-only',
    certificate: await other('base'),
  });
  account.addTenant({
    distributionId: template.id,
    domains: ['tenant.example.net'],
    certificate: used.tenant,
  });
  cam.addWafDomain({ domain: 'waf.example.net', certificate: used.tencentWaf });
  await project.addLoadBalancer({
    name: 'theirs',
    listeners: [{ protocol: 'HTTPS', certificate: await other('base'), sni: [used.huaweiSni] }],
  });

  age = 5 * day;
  const recent = region.importCertificate(await other('recent'), tagged('recent'));

  age = 0;
  return {
    ...stage,
    objects: { spare, used, foreign, recent, undo },
    held: () =>
      new Set([
        ...[region, central].flatMap((one) => one.certificates().map(({ arn }) => arn)),
        ...cam.certificates().map(({ id }) => id),
        ...project.certificates().map(({ id }) => id),
      ]),
  };
}
