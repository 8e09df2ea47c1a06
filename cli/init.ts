import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What `init` can start with. */
export const starterClouds = ['aws', 'tencent', 'huawei'] as const;
export type StarterCloud = (typeof starterClouds)[number];

interface Starter {
  readonly account: string;
  readonly secrets: readonly string[];
  readonly targets: readonly string[];
  /** A step that logs in by OIDC, before ours. */
  readonly login?: string;
}

const starters: Readonly<Record<StarterCloud, Starter>> = {
  aws: {
    account: `  aws-prod:
    provider: aws # the login of an earlier workflow step, or the usual AWS_* variables
    regions: [us-east-1] # leave it out for every region of the account
`,
    secrets: [],
    targets: ['aws/cloudfront', 'aws/alb', 'aws/nlb', 'aws/clb'],
    // Pull requests of forks and of Dependabot have no login; they get an offline preview.
    login: `      - if: github.event_name != 'pull_request' || (github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]')
        uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          aws-region: us-east-1
          role-to-assume: arn:aws:iam::111122223333:role/certferry # yours
`,
  },
  tencent: {
    account: `  tencent-prod:
    provider: tencent
    site: china # china | international
    credentials: { secret_id: { env: TENCENT_SECRET_ID }, secret_key: { env: TENCENT_SECRET_KEY } }
`,
    secrets: ['TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY'],
    targets: ['tencent/cdn', 'tencent/clb', 'tencent/waf'],
  },
  huawei: {
    account: `  huawei-prod:
    provider: huawei
    regions: [cn-north-4]
    credentials: { access_key: { env: HW_AK }, secret_key: { env: HW_SK } }
`,
    secrets: ['HW_AK', 'HW_SK'],
    targets: ['huawei/cdn', 'huawei/elb'],
  },
};

const certificateSecrets = ['SITE_CHAIN_PEM', 'SITE_KEY_PEM'];

/** A deployment file to begin with: valid as it is, with every product of these clouds. */
export function starterDeployment(clouds: readonly StarterCloud[]): string {
  const chosen = clouds.map((cloud) => starters[cloud]);
  const targets = chosen.flatMap((one) => one.targets);
  return `# What is deployed where. A pull request that changes this file gets a preview as a comment.
version: 1
accounts:
${chosen.map((one) => one.account).join('')}certificates:
  site: { from: { env: { chain: SITE_CHAIN_PEM, key: SITE_KEY_PEM } } }
tasks:
  everywhere:
    accounts: [${clouds.map((cloud) => `${cloud}-prod`).join(', ')}]
    certificates: [site]
    targets: # take out what you do not use
${targets.map((target) => `      - product: ${target}\n`).join('')}`;
}

/** The workflow for it: one job that previews pull requests and deploys what is merged. */
export function starterWorkflow(clouds: readonly StarterCloud[]): string {
  const secrets = [...certificateSecrets, ...clouds.flatMap((cloud) => starters[cloud].secrets)];
  const login = clouds.map((cloud) => starters[cloud].login ?? '').join('');
  return `name: Certificates
on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      rollback:
        description: Id of the run to undo. Leave it empty to deploy.
        default: ''

permissions: {}

jobs:
  certificates:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    concurrency:
      group: certferry-\${{ github.event.pull_request.number || 'deploy' }}
      cancel-in-progress: false
      queue: max # a deployment that waits is never dropped
    permissions:
      contents: read # to check out the deployment file and find the merged pull request
      actions: read # to read what the preview and earlier runs uploaded
      pull-requests: write # to read the preview and to write the result
${login === '' ? '' : '      id-token: write # to log in without a stored key\n'}    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
${login}      - id: certferry
        uses: certferry/certferry@v1
        env:
${secrets.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}      - if: \${{ !cancelled() }}
        uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
        with:
          name: certferry-\${{ github.run_attempt }}
          path: \${{ steps.certferry.outputs.report }}
          if-no-files-found: ignore
`;
}

export interface InitOptions {
  readonly clouds: readonly StarterCloud[];
  /** Replaces files that are there. */
  readonly force: boolean;
}

const deploymentPath = '.github/certferry.yml';
const workflowPath = '.github/workflows/certificates.yml';

function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
}

/**
 * Writes a starter file and its workflow below `root`, and says what to do next. A file that is there is
 * never replaced unless `force` says so.
 */
export async function init(
  root: string,
  { clouds, force }: InitOptions,
): Promise<{ readonly text: string; readonly exitCode: 0 | 3 }> {
  const files = [
    [deploymentPath, starterDeployment(clouds)],
    [workflowPath, starterWorkflow(clouds)],
  ] as const;
  const lines: string[] = [];
  let exitCode: 0 | 3 = 0;
  for (const [path, text] of files) {
    const whole = join(root, path);
    await mkdir(dirname(whole), { recursive: true });
    try {
      await writeFile(whole, text, { flag: force ? 'w' : 'wx' });
      lines.push(`wrote ${path}`);
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
      lines.push(`${path} is there already and was left as it is; --force replaces it`);
      exitCode = 3;
    }
  }
  const secrets = [...certificateSecrets, ...clouds.flatMap((cloud) => starters[cloud].secrets)];
  lines.push(
    '',
    'Next:',
    `  1. store these as Actions secrets of the repository: ${secrets.join(', ')}`,
    '     (SITE_CHAIN_PEM: certificate and intermediates, leaf first; SITE_KEY_PEM: its private key)',
    `  2. take out of ${deploymentPath} what you do not use; "certferry policy <product>" prints the policy to grant`,
    '  3. with the same variables in your shell, "certferry preview" shows what would change',
    '  4. open a pull request, read the comment, merge',
  );
  return { text: `${lines.join('\n')}\n`, exitCode };
}
