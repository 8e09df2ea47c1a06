import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Report } from '../../shared/wire/report.ts';
import { createIntermediate, createRoot, issue } from '../pki.ts';
import type { Authority, Issued } from '../pki.ts';
import { startAws } from '../simulators/aws/aws.ts';
import type { Aws, AwsOptions, RegionHandle } from '../simulators/aws/aws.ts';
import type { ClassicLoadBalancerHandle } from '../simulators/aws/builders/classic.ts';
import type { DistributionHandle } from '../simulators/aws/builders/distribution.ts';
import type { LoadBalancerHandle } from '../simulators/aws/builders/load-balancer.ts';
import type { AccessKey } from '../simulators/aws/builders/login.ts';
import type { TriggerEvent } from '../simulators/github/events.ts';
import { startGitHub } from '../simulators/github/github.ts';
import type { GitHubSimulator } from '../simulators/github/github.ts';
import { startStep } from '../simulators/github/runner.ts';
import type { StepOptions, StepResult } from '../simulators/github/runner.ts';
import { servedLeaf } from '../simulators/tls/handshake.ts';
import { openOtherClouds } from './other-clouds.ts';
import type { OtherClouds } from './other-clouds.ts';

const day = 86_400_000;
export const file = '.github/certferry.yml';
export const region = 'eu-central-1';
export const names = ['shop.example.com', '*.shop.example.com'] as const;

/** One account with one resource of each product, all serving a certificate that ends soon. */
export interface Stage {
  readonly aws: Aws;
  readonly github: GitHubSimulator;
  readonly key: AccessKey;
  readonly region: RegionHandle;
  readonly authority: Authority;
  readonly old: Issued;
  readonly renewed: Issued;
  readonly cloudfront: DistributionHandle;
  readonly alb: LoadBalancerHandle;
  readonly nlb: LoadBalancerHandle;
  readonly classic: ClassicLoadBalancerHandle;
  /** Undefined in a world of AWS alone. */
  readonly others: OtherClouds | undefined;
  /** Requests to any cloud that would change something. */
  writes(): readonly { readonly operation: string }[];
  /** What was asked of a cloud or of GitHub that they do not document. */
  violations(): readonly unknown[];
  /** The deployment file for all of them, handshakes of CloudFront led to the loopback edge. */
  readonly deployment: string;
  /** PEM of the root that every certificate here ends in. */
  readonly root: string;
  /** What a step, or a shell, needs to reach these clouds and to deploy `renewed`. */
  readonly env: Readonly<Record<string, string>>;
  /** What a handshake with each resource shows now: fingerprints by product. */
  served(): Promise<Readonly<Record<string, string>>>;
  /** One run of the Action, as the runner starts it. */
  run(event: TriggerEvent, options?: Partial<StepOptions>): Promise<ActionRun>;
  /** The same, cancelled by a person as soon as its log shows this. */
  runUntil(event: TriggerEvent, shown: RegExp): Promise<ActionRun>;
  close(): Promise<void>;
}

export interface ActionRun extends StepResult {
  /** Undefined when the run ended before there was one. */
  readonly report: Report | undefined;
}

export interface StageOptions {
  readonly aws?: AwsOptions;
  /** Tencent Cloud and Huawei Cloud besides AWS. */
  readonly allClouds?: boolean;
  /** The clock of the clouds; signatures and certificates go by the real one. */
  readonly now?: () => number;
  /** What runs. Default: what `CERTFERRY_BUNDLE` names, else the committed bundle. */
  readonly entry?: string;
}

export async function createStage(options: StageOptions = {}): Promise<Stage> {
  const { entry = process.env['CERTFERRY_BUNDLE'] } = options;
  const root = await createRoot('Certferry Demo Root');
  const authority = await createIntermediate(root, 'Certferry Demo CA');
  const old = await issue(authority, {
    domains: names,
    key: 'rsa-2048',
    notAfter: new Date(Date.now() + 12 * day),
  });
  const renewed = await issue(authority, { domains: names, key: 'rsa-2048' });
  const clock = options.now === undefined ? {} : { now: options.now };
  const aws = await startAws({
    ...clock,
    ...options.aws,
    settings: { deployMs: 1_500, serveDelayMs: 300, ...options.aws?.settings },
  });
  const account = aws.account('111122223333');
  const key = account.accessKey();
  const home = account.region(region);
  const central = account.region('us-east-1');
  const pems = { chain: old.chain, key: old.key };
  const bound = home.importCertificate(pems);

  const cloudfront = account.addDistribution({
    aliases: ['www.shop.example.com', 'shop.example.com'],
    certificate: central.importCertificate(pems),
  });
  const alb = await home.addLoadBalancer({
    type: 'application',
    name: 'shop-web',
    listeners: [
      {
        protocol: 'HTTPS',
        certificate: bound,
        sni: [bound],
        hostRules: [['api.shop.example.com'], ['pay.shop.example.com']],
      },
    ],
  });
  const nlb = await home.addLoadBalancer({
    type: 'network',
    name: 'shop-mqtt',
    listeners: [{ protocol: 'TLS', certificate: bound }],
  });
  const classic = await home.addClassicLoadBalancer({
    name: 'shop-legacy',
    listeners: [{ protocol: 'HTTPS', certificate: bound }],
  });
  const others = options.allClouds === true ? await openOtherClouds(old, clock) : undefined;
  const github = await startGitHub({ repository: 'octo/shop' });
  let runs = 26_000_000_000;

  const edge = aws.edge;
  if (edge === undefined) throw new Error('a stage needs TLS endpoints');
  const endpoints: Readonly<Record<string, [port: number, servername: string]>> = {
    'aws/cloudfront': [edge.port, 'www.shop.example.com'],
    'aws/alb': [first(alb.listeners).port, 'api.shop.example.com'],
    'aws/nlb': [first(nlb.listeners).port, 'shop.example.com'],
    'aws/clb': [first(classic.listeners).port, 'shop.example.com'],
    ...others?.endpoints,
  };
  const env = {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    SHOP_CHAIN_PEM: renewed.chain,
    SHOP_KEY_PEM: renewed.key,
    ...others?.env,
  };

  return {
    aws,
    github,
    key,
    region: home,
    authority,
    old,
    renewed,
    cloudfront,
    alb,
    nlb,
    classic,
    others,
    writes: () => [
      ...aws.writes(),
      ...(others?.tencent.writes() ?? []),
      ...(others?.huawei.writes() ?? []),
    ],
    violations: () => [
      ...aws.violations,
      ...github.violations,
      ...(others?.tencent.violations ?? []),
      ...(others?.huawei.violations ?? []),
    ],
    deployment: deploymentFile(edge.port, others),
    root: root.pem,
    env,
    async served() {
      const shown: Record<string, string> = {};
      for (const [product, [port, servername]] of Object.entries(endpoints)) {
        shown[product] = await servedLeaf(port, { servername });
      }
      return shown;
    },
    run: (event, step = {}) => run(event, step),
    runUntil: (event, shown) => run(event, {}, shown),
    async close() {
      await github.close();
      await aws.close();
      await others?.close();
    },
  };

  async function run(
    event: TriggerEvent,
    step: Partial<StepOptions>,
    cancelOn?: RegExp,
  ): Promise<ActionRun> {
    runs += 1;
    const { env: more, ...rest } = step;
    const directory = await mkdtemp(join(tmpdir(), 'certferry-journey-'));
    const path = join(directory, 'report.json');
    const trusted = join(directory, 'root.pem');
    await writeFile(trusted, root.pem);
    let seen = () => {};
    const shown = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const started = await startStep({
      github,
      event,
      token: github.token({ permissions: { contents: 'read', 'pull-requests': 'write' } }),
      run: { id: runs, attempt: 1 },
      timeoutMs: 120_000,
      ...(entry === undefined ? {} : { entry }),
      // The runner trusts the root that signed: a complete chain ends below it.
      env: { NODE_EXTRA_CA_CERTS: trusted, ...env, ...more },
      secrets: [env.AWS_SECRET_ACCESS_KEY, env.SHOP_KEY_PEM],
      directory,
      ...rest,
      onLine: (line) => {
        rest.onLine?.(line);
        if (cancelOn?.test(line) === true) seen();
      },
      inputs: { report: path, ...rest.inputs },
    });
    if (cancelOn !== undefined) {
      await Promise.race([shown, started.done]);
      started.cancel();
    }
    const result = await started.done;
    const text = await readFile(path, 'utf8').catch(() => undefined);
    await rm(directory, { recursive: true });
    return { ...result, report: text === undefined ? undefined : Report.parse(JSON.parse(text)) };
  }
}

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('there is none');
  return item;
}

function deploymentFile(edgePort: number, others: OtherClouds | undefined): string {
  const accounts = others === undefined ? 'aws-prod' : 'aws-prod, tencent-prod, huawei-prod';
  return `version: 1
accounts:
  aws-prod:
    provider: aws
    regions: [${region}]
${others?.accounts ?? ''}certificates:
  shop:
    from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } }
tasks:
  shop-everywhere:
    accounts: [${accounts}]
    certificates: [shop]
    targets:
      - product: aws/cloudfront
        connect_to: 127.0.0.1:${edgePort}
      - product: aws/alb
      - product: aws/nlb
      - product: aws/clb
${others?.targets ?? ''}`;
}
