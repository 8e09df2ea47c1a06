import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Report } from '../../shared/wire/report.ts';
import { createIntermediate, createRoot, issue } from '../pki.ts';
import type { Issued } from '../pki.ts';
import type { TriggerEvent } from '../simulators/github/events.ts';
import { startGitHub } from '../simulators/github/github.ts';
import type { GitHubOptions, GitHubSimulator } from '../simulators/github/github.ts';
import { startStep } from '../simulators/github/runner.ts';
import type { StepOptions } from '../simulators/github/runner.ts';
import { startTencent } from '../simulators/tencent/tencent.ts';
import type { AccountHandle, Tencent } from '../simulators/tencent/tencent.ts';
import type { ActionRun } from './stage.ts';

export const file = '.github/certferry.yml';
export const region = 'ap-guangzhou';
export const pull = 7;
const names = ['shop.example.com', '*.shop.example.com'] as const;
const day = 86_400_000;

/**
 * One account of a cloud whose names are free text, empty at first and without TLS endpoints, and a
 * repository: what a journey needs that asks what the Action shows, not what it deploys.
 */
export interface HostileWorld {
  readonly tencent: Tencent;
  readonly account: AccountHandle;
  readonly github: GitHubSimulator;
  readonly old: Issued;
  readonly wanted: Issued;
  /** The cloud's id of the certificate that everything serves at first. */
  readonly bound: string;
  /** Of one task, `targets` in its place. */
  deployment(targets?: string): string;
  /** The secrets of the step. */
  readonly env: Readonly<Record<string, string>>;
  open(files?: Readonly<Record<string, string>>): void;
  preview(step?: Partial<StepOptions>): Promise<ActionRun>;
  merge(step?: Partial<StepOptions>): Promise<ActionRun>;
  run(event: TriggerEvent, step?: Partial<StepOptions>): Promise<ActionRun>;
  /** The same, cancelled by a person as soon as its log shows this. */
  runUntil(event: TriggerEvent, shown: RegExp): Promise<ActionRun>;
  /** The comments that the Action wrote. */
  comments(): readonly string[];
  violations(): readonly unknown[];
  close(): Promise<void>;
}

export async function openHostileWorld(
  options: { readonly github?: GitHubOptions } = {},
): Promise<HostileWorld> {
  const root = await createRoot('Certferry Demo Root');
  const authority = await createIntermediate(root, 'Certferry Demo CA');
  const old = await issue(authority, {
    domains: names,
    key: 'rsa-2048',
    notAfter: new Date(Date.now() + 12 * day),
  });
  const wanted = await issue(authority, { domains: names, key: 'rsa-2048' });
  const tencent = await startTencent({ endpoints: false });
  const account = tencent.account('100000000001');
  const bound = account.uploadCertificate({ chain: old.chain, key: old.key });
  const key = account.accessKey();
  const github = await startGitHub({ repository: 'octo/shop', ...options.github });
  const env = {
    TENCENT_SECRET_ID: key.secretId,
    TENCENT_SECRET_KEY: key.secretKey,
    SHOP_CHAIN_PEM: wanted.chain,
    SHOP_KEY_PEM: wanted.key,
  };
  let runs = 26_000_000_000;

  function deployment(targets = '[{ product: tencent/cdn }, { product: tencent/clb }]'): string {
    return `version: 1
accounts:
  tencent-prod:
    provider: tencent
    regions: [${region}]
    endpoint: ${tencent.url}
    credentials: { secret_id: { env: TENCENT_SECRET_ID }, secret_key: { env: TENCENT_SECRET_KEY } }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } } }
tasks:
  everywhere:
    accounts: [tencent-prod]
    certificates: [shop]
    targets: ${targets}
`;
  }

  async function run(
    event: TriggerEvent,
    step: Partial<StepOptions> = {},
    cancelOn?: RegExp,
  ): Promise<ActionRun> {
    runs += 1;
    let cancel = () => {};
    const entry = process.env['CERTFERRY_BUNDLE'];
    const directory = await mkdtemp(join(tmpdir(), 'certferry-hostile-'));
    const path = join(directory, 'report.json');
    try {
      const { env: more, inputs, ...rest } = step;
      const started = await startStep({
        github,
        event,
        token: github.token({ permissions: { contents: 'read', 'pull-requests': 'write' } }),
        run: { id: runs, attempt: 1 },
        timeoutMs: 120_000,
        ...(entry === undefined ? {} : { entry }),
        env: { ...env, ...more },
        secrets: [env.TENCENT_SECRET_KEY, env.SHOP_KEY_PEM],
        directory,
        inputs: { report: path, ...inputs },
        ...rest,
        onLine: (line) => {
          rest.onLine?.(line);
          if (cancelOn?.test(line) === true) cancel();
        },
      });
      cancel = () => {
        started.cancel();
        cancel = () => {};
      };
      const result = await started.done;
      const text = await readFile(path, 'utf8').catch(() => undefined);
      return { ...result, report: text === undefined ? undefined : Report.parse(JSON.parse(text)) };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  function open(files: Readonly<Record<string, string>> = { [file]: deployment() }): void {
    github.openPull({ number: pull, files });
  }

  return {
    tencent,
    account,
    github,
    old,
    wanted,
    bound,
    deployment,
    env,
    open,
    preview: (step) => run(github.event('pull_request', { number: pull }), step),
    merge: (step) => run(github.merge(pull, 'squash').event, step),
    run: (event, step) => run(event, step),
    runUntil: (event, shown) => run(event, {}, shown),
    comments: () =>
      github
        .comments(pull)
        .filter(({ author }) => author.login === 'github-actions[bot]')
        .map(({ body }) => body),
    violations: () => [...tencent.violations, ...github.violations],
    async close() {
      await github.close();
      await tencent.close();
    },
  };
}
