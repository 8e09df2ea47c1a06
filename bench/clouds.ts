import { createIntermediate, createRoot, issue } from '../tests/pki.ts';
import type { Issued } from '../tests/pki.ts';
import { startAws } from '../tests/simulators/aws/aws.ts';
import { startHuawei } from '../tests/simulators/huawei/huawei.ts';
import { startTencent } from '../tests/simulators/tencent/tencent.ts';

/** Three simulated clouds that hold so many resources of each of the nine products. */
export interface Clouds {
  /** AWS, Tencent Cloud, Huawei Cloud. */
  readonly urls: readonly [string, string, string];
  readonly renewed: Issued;
  readonly env: Readonly<Record<string, string>>;
  readonly regions: readonly string[];
  close(): Promise<void>;
}

const domain = 'bench.example.com';
/** Limits of AWS are per region: a large account has its load balancers in several. */
const regions = ['eu-central-1', 'eu-west-1', 'us-east-1', 'us-west-2', 'ap-southeast-1'];
const listenersEach = 10;

export async function openClouds(each: number): Promise<Clouds> {
  const root = await createRoot('Bench Root');
  const authority = await createIntermediate(root, 'Bench CA');
  const names = { domains: [`*.${domain}`], key: 'rsa-2048' } as const;
  const [old, renewed] = await Promise.all([issue(authority, names), issue(authority, names)]);
  const pems = { chain: old.chain, key: old.key };
  const numbers = Array.from({ length: each }, (_, index) => index);
  const name = (product: string, index: number) => `${product}${index}.${domain}`;
  const large = { endpoints: false, rateLimits: 'documented' } as const;

  const aws = await startAws(large);
  const account = aws.account('111122223333');
  const central = account.region('us-east-1').importCertificate(pems);
  for (const index of numbers) {
    account.addDistribution({ aliases: [name('front', index)], certificate: central });
  }
  const bound = new Map(
    regions.map((region) => [region, account.region(region).importCertificate(pems)]),
  );
  for (let index = 0; index < each; index += listenersEach) {
    const region = regions[(index / listenersEach) % regions.length] ?? '';
    const certificate = bound.get(region) ?? '';
    const home = account.region(region);
    const count = Math.min(listenersEach, each - index);
    const of = (product: string) =>
      Array.from({ length: count }, (_, at) => ({
        port: 1000 + at,
        host: name(product, index + at),
      }));
    await home.addLoadBalancer({
      type: 'application',
      name: `bench-a${index}`,
      listeners: of('alb').map(({ port, host }) => ({
        protocol: 'HTTPS',
        port,
        certificate,
        hostRules: [[host]],
      })),
    });
    await home.addLoadBalancer({
      type: 'network',
      name: `bench-n${index}`,
      listeners: of('nlb').map(({ port }) => ({ protocol: 'TLS', port, certificate })),
    });
    await home.addClassicLoadBalancer({
      name: `bench-c${index}`,
      listeners: of('clb').map(({ port }) => ({ protocol: 'HTTPS', port, certificate })),
    });
  }

  const tencent = await startTencent(large);
  const cam = tencent.account('100000000001');
  const uploaded = cam.uploadCertificate(pems);
  for (const index of numbers) {
    cam.addCdnDomain({ domain: name('cdn', index), certificate: uploaded });
    cam.addWafDomain({ domain: name('waf', index), certificate: uploaded });
  }
  for (let index = 0; index < each; index += 50) {
    const rules = numbers
      .slice(index, index + 50)
      .map((at) => ({ domains: [name('rule', at)], certificate: uploaded }));
    await cam.addLoadBalancer({
      region: 'ap-guangzhou',
      name: `bench-${index}`,
      listeners: [{ protocol: 'HTTPS', sni: true, rules }],
    });
  }

  const huawei = await startHuawei(large);
  const iam = huawei.account('bench');
  const project = iam.project('cn-north-4');
  const shared = project.addCertificate(pems);
  for (const index of numbers) iam.addCdnDomain({ name: name('video', index), certificate: pems });
  for (let index = 0; index < each; index += listenersEach) {
    const listeners = numbers
      .slice(index, index + listenersEach)
      .map((at) => ({ protocol: 'HTTPS' as const, name: `bench-${at}`, certificate: shared.id }));
    await project.addLoadBalancer({ name: `bench-${index}`, listeners });
  }
  const [key, tencentKey, huaweiKey] = [account.accessKey(), cam.accessKey(), iam.accessKey()];
  return {
    urls: [aws.url, tencent.url, huawei.url],
    renewed,
    regions,
    env: {
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      TENCENT_SECRET_ID: tencentKey.secretId,
      TENCENT_SECRET_KEY: tencentKey.secretKey,
      HW_AK: huaweiKey.accessKey,
      HW_SK: huaweiKey.secretKey,
      CHAIN: renewed.chain,
      KEY: renewed.key,
    },
    async close() {
      await Promise.all([aws.close(), tencent.close(), huawei.close()]);
    },
  };
}

/** The deployment file for all of them, each cloud at an address of its own. */
export function deploymentFile(regionList: readonly string[], urls: readonly string[]): string {
  return `version: 1
accounts:
  aws: { provider: aws, regions: [${regionList.join(', ')}], endpoint: "${urls[0]}" }
  tencent:
    provider: tencent
    regions: [ap-guangzhou]
    endpoint: ${urls[1]}
    credentials: { secret_id: { env: TENCENT_SECRET_ID }, secret_key: { env: TENCENT_SECRET_KEY } }
  huawei:
    provider: huawei
    regions: [cn-north-4]
    endpoint: ${urls[2]}
    credentials: { access_key: { env: HW_AK }, secret_key: { env: HW_SK } }
certificates:
  bench: { from: { env: { chain: CHAIN, key: KEY } } }
tasks:
  bench:
    accounts: [aws, tencent, huawei]
    certificates: [bench]
    targets:
${['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb', 'tencent/cdn', 'tencent/clb', 'tencent/waf', 'huawei/cdn', 'huawei/elb'].map((target) => `      - product: ${target}\n`).join('')}`;
}
