import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { openDatabase } from '../../server/database/open.ts';
import type { Dispatch } from '../../server/database/schema.ts';
import type { Timings } from '../../server/dispatch/timings.ts';
import { databasePath } from '../../server/folder.ts';
import type { Issued } from '../pki.ts';
import type { AppHandle } from '../simulators/github/apps.ts';
import type { GitHubSimulator } from '../simulators/github/github.ts';
import type { StepOptions } from '../simulators/github/runner.ts';
import type { TakenRun } from '../simulators/github/runners.ts';
import type { Webhook } from '../simulators/github/webhooks.ts';
import type { WorkflowRun } from '../simulators/github/world.ts';
import { startOidc, type OidcSimulator } from '../simulators/oidc/oidc.ts';
import {
  createReceiverProcess,
  type Login,
  type ReceiverProcess,
} from './receiver-stage-process.ts';
import {
  parseSource,
  sendOhttps,
  sendStandard,
  type Answered,
  type SendOptions,
  type SourceOfEvents,
} from './receiver-stage-senders.ts';
import {
  claimsOf,
  conclusionOf,
  environment,
  jobOf,
  workflowFile,
  workflowText,
} from './receiver-stage-workflow.ts';
import { createStage, file, type ActionRun, type Stage } from './stage.ts';

export const entity = 'acme';
export const pull = 7;
/** What the deployment file calls the certificate that the receiver keeps. */
export const certificateName = 'shop.example.com';

export interface ReceiverStageOptions {
  readonly allClouds?: boolean;
  /** How the receiver logs in to GitHub. Default: as an App. */
  readonly login?: 'app' | 'token';
  readonly timings?: Partial<Timings>;
  readonly quota?: number;
  /** What certificates of the standard source count as. Default: they cost quota. */
  readonly type?: 'uploaded' | 'issued';
  /** Something between jobs and the receiver: deployment files name it in its place. */
  readonly front?: { readonly url: string };
  /** What runs in a job. Default: what `CERTFERRY_BUNDLE` names, else the committed bundle. */
  readonly entry?: string;
}

/** A workflow run that has ended, with what its job did. */
export interface EndedRun {
  readonly run: WorkflowRun;
  /** Undefined: no job of it ever began. */
  readonly action: ActionRun | undefined;
}

export interface Statement {
  readonly opening: number;
  readonly closing: number;
  readonly entries: readonly {
    readonly kind: 'grant' | 'consume' | 'refund';
    readonly amount: number;
    readonly balance: number;
    readonly run: string;
    readonly resource: string | null;
  }[];
}

/** What a job may do to the step that runs the bundle. */
export type JobStep = Pick<StepOptions, 'lost' | 'cancelled' | 'env'>;

/** Three clouds, GitHub with runners, its OIDC issuer, and a receiver that is a process of its own. */
export interface ReceiverStage {
  readonly clouds: Stage;
  readonly github: GitHubSimulator;
  readonly oidc: OidcSimulator;
  /** Undefined where the receiver has a personal token. */
  readonly app: AppHandle | undefined;
  readonly hook: Webhook;
  readonly receiver: ReceiverProcess;
  /** The deployment file of `clouds`, with its certificate kept by the receiver. */
  readonly deployment: string;
  /** What a runner does with a run it has taken up. Default: runs the bundle, and nothing else. */
  job: (taken: TakenRun, bundle: (step?: JobStep) => Promise<ActionRun>) => Promise<ActionRun>;
  /** Each line that a job prints, before it is masked. */
  onLine: (line: string, taken: TakenRun) => void;
  /** Opens the pull request with this file and waits for the run of its preview. */
  preview(deployment?: string): Promise<EndedRun>;
  /** Merges it and waits for the run of the push. */
  merge(): Promise<EndedRun>;
  /** Resolves when the latest attempt of a run has ended. */
  endOf(run: WorkflowRun): Promise<EndedRun>;
  /** "Re-run jobs" of a run that has ended: another attempt, with the commit of the first. */
  rerun(run: WorkflowRun): Promise<EndedRun>;
  /** A "certificate renewed" event in our own form; rejects where the receiver does not answer. */
  renew(issued: Issued, options?: SendOptions): Promise<Answered>;
  /** The same through an adapter for a sender's own form. */
  renewThroughOhttps(issued: Issued): Promise<Answered>;
  /** Every run that was dispatched, in order. */
  dispatched(): readonly WorkflowRun[];
  /** Resolves when so many dispatched runs have ended. */
  dispatchedRuns(count: number): Promise<readonly EndedRun[]>;
  /** As the receiver's database holds them now. */
  dispatches(): Promise<readonly Dispatch[]>;
  statement(): Promise<Statement>;
  /** What was asked of anybody that they do not document. */
  violations(): readonly unknown[];
  close(): Promise<void>;
}

/** Waits for what happens in other processes; a bounded number of looks. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (let looks = 0; looks < 1200; looks += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(50);
  }
  throw new Error(`it did not happen within a minute: ${what}`);
}

const dispatchedOf = (github: GitHubSimulator): readonly WorkflowRun[] =>
  [...github.state.runs.values()].filter(({ event }) => event === 'workflow_dispatch');

/** Everything is registered and runs when this resolves. */
export async function openReceiverStage(
  options: ReceiverStageOptions = {},
): Promise<ReceiverStage> {
  const { allClouds = true, login = 'app', quota = 100, type = 'uploaded' } = options;
  await using undo = new AsyncDisposableStack();
  const { entry, front } = options;
  const clouds = await createStage({ allClouds, ...(entry === undefined ? {} : { entry }) });
  undo.defer(async () => await clouds.close());
  const { github } = clouds;
  github.push({ [`.github/workflows/${workflowFile}`]: workflowText });
  const oidc = await startOidc();
  undo.defer(async () => await oidc.close());
  const folder = await mkdtemp(join(tmpdir(), 'certferry-receiver-'));
  undo.defer(async () => await rm(folder, { recursive: true }));

  const app = login === 'app' ? github.app() : undefined;
  const installation = app?.install([github.state]);
  const receiver = await createReceiverProcess({
    folder: join(folder, 'data'),
    githubApiUrl: github.apiUrl,
    oidcIssuer: oidc.issuer,
    login: loginOf(github, app),
    ...(options.timings === undefined ? {} : { timings: options.timings }),
    ...(front === undefined ? {} : { publicUrl: front.url }),
  });
  undo.defer(async () => await receiver.kill());
  const { standard, ohttps } = await register(receiver, github, { quota, type });
  await receiver.start();
  const hook = github.addWebhook({
    url: `${receiver.url}/webhooks/github`,
    secret: receiver.webhookSecret,
    ...(installation === undefined ? {} : { installation: installation.id }),
  });

  const actions = new Map<string, ActionRun | Error>();
  async function runBundle(taken: TakenRun, { env, ...step }: JobStep = {}): Promise<ActionRun> {
    const { event, run, attempt, workflow } = taken;
    const job = jobOf(taken);
    const { 'id-token': idToken, ...permissions } = job.permissions ?? {};
    return await clouds.run(event, {
      token: github.token({ permissions }),
      workflow: workflow.name,
      workflowPath: workflow.path,
      run: { id: run.id, attempt, number: run.number },
      ...step,
      env: { ...(idToken === 'write' ? oidc.runner(claimsOf(taken, job)) : {}), ...env },
      onLine: (line) => stage.onLine(line, taken),
    });
  }
  github.runners.start(async (taken) => {
    const key = `${taken.run.id}.${taken.attempt}`;
    try {
      const action = await stage.job(taken, async (step) => await runBundle(taken, step));
      actions.set(key, action);
      return conclusionOf(action);
    } catch (cause) {
      // Whoever waits for the run learns it.
      actions.set(key, new Error(`the job of run ${key} failed`, { cause }));
      return 'failure';
    }
  });

  async function endOf(run: WorkflowRun): Promise<EndedRun> {
    await github.runners.ended(run);
    const action = actions.get(`${run.id}.${run.attempt}`);
    if (action instanceof Error) throw action;
    return { run, action };
  }

  const rest = undo.move();
  const stage: ReceiverStage = {
    clouds,
    github,
    oidc,
    app,
    hook,
    receiver,
    deployment: clouds.deployment
      .replace('version: 1\n', `version: 1\nreceiver:\n  url: ${front?.url ?? receiver.url}\n`)
      .replace(/from: \{ env: .*\}\n/u, `from: { receiver: ${certificateName} }\n`),
    job: async (_, bundle) => await bundle(),
    onLine: () => {},
    async preview(deployment = stage.deployment) {
      github.openPull({ number: pull, files: { [file]: deployment } });
      const event = github.event('pull_request', { number: pull });
      return await endOf(github.startRun(event, { workflow: workflowFile }));
    },
    async merge() {
      const { event } = github.merge(pull, 'squash');
      return await endOf(github.startRun(event, { workflow: workflowFile }));
    },
    endOf,
    async rerun(run) {
      github.rerun(run.id);
      return await endOf(run);
    },
    renew: async (issued, given) => await sendStandard(receiver.url, standard, issued, given),
    renewThroughOhttps: async (issued) => await sendOhttps(receiver.url, ohttps, issued),
    dispatched: () => dispatchedOf(github),
    async dispatchedRuns(count) {
      const runs = await until(`${count} dispatched runs`, () => {
        const found = dispatchedOf(github);
        return found.length >= count ? found : undefined;
      });
      return await Promise.all(runs.map(endOf));
    },
    dispatches: async () => await readDispatches(join(folder, 'data')),
    statement: async () => await readStatement(receiver),
    violations: () => clouds.violations(),
    async close() {
      await receiver.stop();
      hook.remove();
      await hook.settled();
      await github.runners.idle();
      await rest.disposeAsync();
    },
  };
  return stage;
}

function loginOf(github: GitHubSimulator, app: AppHandle | undefined): Login {
  if (app !== undefined) return { kind: 'app', id: app.id, privateKey: app.privateKey };
  const permissions = { actions: 'write' } as const;
  return { kind: 'token', token: github.token({ as: 'octo-ops', fineGrained: true, permissions }) };
}

/** What an operator does once, on the command line. */
async function register(
  receiver: ReceiverProcess,
  github: GitHubSimulator,
  { quota, type }: { readonly quota: number; readonly type: 'uploaded' | 'issued' },
): Promise<{ readonly standard: SourceOfEvents; readonly ohttps: SourceOfEvents }> {
  const operate = async (...argv: readonly string[]) => await receiver.operate(...argv);
  await operate('entity', 'add', entity);
  const ids = ['--github-id', String(github.state.id), '--owner-id', String(github.state.owner.id)];
  const job = ['--workflow', workflowFile, '--environment', environment];
  const common = ['--entity', entity, '--keys', 'encrypted', '--allow', certificateName];
  const kind = ['--kind', 'ohttps', '--type', 'issued'];
  const [standard, ohttps] = await Promise.all([
    operate('source', 'add', 'own-ca', ...common, '--type', type),
    operate('source', 'add', 'hosted', ...common, ...kind),
    operate('repo', 'add', github.name, '--entity', entity, ...ids, ...job),
    operate('quota', 'grant', entity, String(quota), '--key', 'order-1'),
  ]);
  return { standard: parseSource(standard), ohttps: parseSource(ohttps) };
}

async function readDispatches(folder: string): Promise<readonly Dispatch[]> {
  const store = openDatabase(databasePath(folder), { create: false });
  try {
    return await store.db.selectFrom('dispatches').selectAll().orderBy('created_at').execute();
  } finally {
    await store.close();
  }
}

async function readStatement({ url, operatorToken }: ReceiverProcess): Promise<Statement> {
  const response = await fetch(`${url}/api/v1/operator/entities/${entity}/statement`, {
    headers: { authorization: `Bearer ${operatorToken}` },
  });
  if (!response.ok) throw new Error(`the statement was answered ${response.status}`);
  return (await response.json()) as Statement;
}
