import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { issue, type Issued } from '../pki.ts';
import type { GitHubSimulator } from '../simulators/github/github.ts';
import type { Pull } from '../simulators/github/world.ts';
import { publicJwk } from '../simulators/oidc/jwt.ts';
import { startOidc, type OidcSimulator } from '../simulators/oidc/oidc.ts';
import { createStage, file, names, type Stage } from './stage.ts';
import type { EnvironmentSettings } from './workflow-runner-gates.ts';
import { createWorkflowRunner, type RunEnd, type WorkflowRunner } from './workflow-runner.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** A file of `examples/`, as users copy it. */
export const example = (path: string) => read(join('examples', path));

/** Where a workflow of the examples is put. */
export const workflowPath = '.github/workflows/certificates.yml';

/** Who the page for users says that each role lets in, in the form of `sub` that the repository has. */
function subjectsOf(role: string, github: GitHubSimulator, immutable: boolean): readonly string[] {
  const page = read('docs/github.md');
  const policy = /<!-- trust policy -->\n```json\n([\s\S]*?)```/u.exec(page)?.[1] ?? '';
  const { Statement: statements } = JSON.parse(policy) as {
    Statement: { Condition: { StringLike: Record<string, readonly string[]> } }[];
  };
  const likes = statements.flatMap(({ Condition }) => Object.values(Condition.StringLike).flat());
  const [like, ...more] = likes.filter((one) => one.includes('ORG_ID') === immutable);
  if (like === undefined || more.length > 0) throw new Error('the page has one line for each form');
  const rows = [...page.matchAll(/^\| [^|]+ \| `([\w-]+)` \| ([^|]+) \|$/gmu)];
  const ends = rows
    .filter(([, named]) => named === role)
    .flatMap(([, , cell = '']) => [...cell.matchAll(/`([^`]+)`/gu)].map(([, end]) => end ?? ''));
  const [owner = '', name = ''] = github.name.split('/');
  const { id, owner: account } = github.state;
  return ends.map((end) =>
    like
      .replace(/pull_request$/u, end)
      .replace('ORG_ID', String(account.id))
      .replace('REPO_ID', String(id))
      .replace('ORG', owner)
      .replace('REPO', name),
  );
}

/** What a role with the policy for previews lacks: the second policy of the page about AWS. */
function writingActions(): readonly string[] {
  const block = /generated: awsWrite -->\s*```json\n([\s\S]*?)```/u.exec(read('docs/aws.md'))?.[1];
  const { Statement: statements } = JSON.parse(block ?? '') as {
    Statement: { Action: string[] }[];
  };
  return statements.flatMap(({ Action }) => Action);
}

export interface ExamplesOptions {
  readonly allClouds?: boolean;
  readonly environments?: Readonly<Record<string, EnvironmentSettings>>;
  readonly immutableSubject?: boolean;
}

/** A repository whose workflow and deployment files are those of `examples/`. */
export interface Examples {
  readonly stage: Stage;
  readonly github: GitHubSimulator;
  readonly oidc: OidcSimulator;
  readonly runner: WorkflowRunner;
  /** What runs print, before it is masked. */
  readonly lines: readonly string[];
  /** Puts this workflow on the default branch, and takes away what was there. */
  use(workflow: string): void;
  /** Another certificate in the secrets: there is something to deploy again. */
  renew(): Promise<Issued>;
  /** Opens a pull request with this deployment file, and runs what that starts. */
  preview(deployment: string, options?: Foreign): Promise<Previewed>;
  merge(pull: Pull): Promise<RunEnd>;
  comments(pull: Pull): readonly string[];
  /** The deployment file, led to the simulators: nothing else of it changes. */
  pointed(deployment: string): string;
  violations(): readonly unknown[];
  close(): Promise<void>;
}

/** Who else opened it. */
export interface Foreign {
  /** `owner/name` of the fork that it comes from. */
  readonly fork?: string;
  readonly author?: string;
}

export interface Previewed extends RunEnd {
  readonly pull: Pull;
}

export async function openExamples(options: ExamplesOptions = {}): Promise<Examples> {
  await using undo = new AsyncDisposableStack();
  const { allClouds = false, environments = {}, immutableSubject = false } = options;
  const stage = await createStage({ allClouds });
  undo.defer(async () => await stage.close());
  const oidc = await startOidc();
  undo.defer(async () => await oidc.close());
  const { github } = stage;
  trust(stage, oidc, immutableSubject);
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, AWS_ENDPOINT_URL, ...env } = stage.env;
  const secrets: Record<string, string> = { ...env };
  const lines: string[] = [];
  const runner = createWorkflowRunner({
    github,
    oidc,
    root: stage.root,
    machine: { AWS_ENDPOINT_URL: AWS_ENDPOINT_URL ?? '' },
    entry: process.env['CERTFERRY_BUNDLE'],
    secrets,
    environments,
    immutableSubject,
    onLine: (line) => lines.push(line),
  });
  const rest = undo.move();
  let edits = 0;

  return {
    stage,
    github,
    oidc,
    runner,
    lines,
    use(workflow) {
      github.push({ [workflowPath]: workflow });
    },
    async renew() {
      const issued = await issue(stage.authority, { domains: names, key: 'rsa-2048' });
      Object.assign(secrets, { SHOP_CHAIN_PEM: issued.chain, SHOP_KEY_PEM: issued.key });
      return issued;
    },
    async preview(deployment, given = {}) {
      edits += 1;
      const text = `${deployment}# edit ${edits}\n`;
      const pull = github.openPull({ files: { [file]: text }, ...given });
      const event = github.event('pull_request', { number: pull.number });
      return { pull, ...(await runner.run(event)) };
    },
    merge: async ({ number }) => await runner.run(github.merge(number, 'squash').event),
    comments: ({ number }) => github.comments(number).map(({ body }) => body),
    pointed(deployment) {
      const { tencent, huawei } = stage.others ?? {};
      if (tencent === undefined || huawei === undefined) return deployment;
      return deployment
        .replace('provider: tencent\n', `provider: tencent\n    endpoint: ${tencent.url}\n`)
        .replace('provider: huawei\n', `provider: huawei\n    endpoint: ${huawei.url}\n`)
        .replaceAll('0123456789abcdef0123456789abcdef', huawei.account('shop').id);
    },
    violations: () => stage.violations(),
    async close() {
      // A test that failed may have left a job that waits.
      if (runner.reviews.waiting.length > 0) runner.reviews.decide('rejected');
      await github.runners.idle();
      await rest.disposeAsync();
    },
  };
}

/** The roles that the examples name, with the trust that the documentation gives them. */
export function trust(
  { aws, others, github }: Stage,
  oidc: OidcSimulator,
  immutable = false,
): void {
  const issuer = { issuer: oidc.issuer, keys: [publicJwk(oidc.key)] };
  const account = aws.account('111122223333');
  for (const name of ['certferry-preview', 'certferry-deploy']) {
    account.role({
      name,
      deny: name === 'certferry-preview' ? writingActions() : [],
      trust: {
        ...issuer,
        audience: 'sts.amazonaws.com',
        subjects: subjectsOf(name, github, immutable),
      },
    });
  }
  if (others === undefined) return;
  const subjects = ['certferry-preview', 'certferry-deploy'].flatMap((name) =>
    subjectsOf(name, github, immutable),
  );
  others.tencent.account('100000000001').role({
    name: 'certferry',
    trust: { ...issuer, providerId: 'github', audience: 'sts.tencentcloudapi.com', subjects },
  });
  others.huawei.account('shop').agency({
    name: 'certferry',
    provider: 'github',
    trust: { ...issuer, audience: 'sts.myhuaweicloud.com', subjects },
  });
}

/** The only job of a run that was not skipped. */
export function jobOf({ jobs }: RunEnd) {
  const [job, ...others] = jobs.filter(({ conclusion }) => conclusion !== 'skipped');
  if (job === undefined || others.length > 0) throw new Error(`${others.length} more jobs ran`);
  return job;
}

/** What Certferry did in that job. */
export function certferryOf(end: RunEnd) {
  const step = jobOf(end).steps.find(({ certferry }) => certferry !== undefined);
  if (step?.certferry === undefined) throw new Error('Certferry was not run');
  return step.certferry;
}

/** How each step ended, by what it uses. */
export function outcomes(end: RunEnd): Readonly<Record<string, string>> {
  return Object.fromEntries(jobOf(end).steps.map(({ uses, outcome }) => [uses, outcome]));
}
