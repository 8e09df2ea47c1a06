import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createReceiver, type Receiver } from '../../action/receiver.ts';
import { createCertificates } from '../../server/certificates.ts';
import { openDatabase } from '../../server/database/open.ts';
import type { Store } from '../../server/database/open.ts';
import { dispatchParts } from '../../server/dispatch/part.ts';
import { reportWith } from '../../server/dispatch/test-report.ts';
import {
  fingerprint,
  stageFile,
  workflowRunWebhook,
  workflowText,
} from '../../server/dispatch/test-stage.ts';
import { createLog } from '../../server/log.ts';
import { createAuthenticate } from '../../server/oidc.ts';
import type { Part } from '../../server/part.ts';
import type { Ports } from '../../server/ports.ts';
import { startReceiver, type Receiver as Running } from '../../server/receiver.ts';
import { certificateRoutes } from '../../server/routes/certificates.ts';
import { quotaRoutes } from '../../server/routes/quota.ts';
import { certificateArrived } from '../../server/tasks-arrival.ts';
import { testSettings } from '../../server/test-server.ts';
import type { Edit, Outcome } from '../../shared/core/model.ts';
import { Secret } from '../../shared/core/secret.ts';
import { systemClock } from '../../shared/runtime/clock.ts';
import { silentLog } from '../../shared/runtime/log.ts';
import { startGitHub, type GitHubSimulator } from '../simulators/github/github.ts';
import type { Job } from '../simulators/oidc/claims.ts';
import { startOidc, type OidcSimulator } from '../simulators/oidc/oidc.ts';

const audience = 'https://certs.example.test';
const call = { signal: new AbortController().signal, log: silentLog };

let folder: string;
let oidc: OidcSimulator;
let github: GitHubSimulator;
let running: Running;
let ports: Ports;
let lines: string[];

function parts(given: Ports): readonly Part[] {
  ports = given;
  const authenticate = createAuthenticate(given);
  return [
    { name: 'quota', routes: quotaRoutes(given, authenticate) },
    {
      name: 'certificates',
      routes: certificateRoutes(given, createCertificates(given), authenticate),
    },
    ...dispatchParts(given, {
      authenticate,
      timings: { debounceMs: 50, tickMs: 20, firstPollMs: 100, lookEveryMs: 100 },
    }),
  ];
}

async function start(): Promise<void> {
  const token = github.token({ permissions: { actions: 'write' }, as: 'certferry[bot]' });
  running = await startReceiver(
    {
      ...testSettings,
      dataFolder: folder,
      oidcIssuer: oidc.issuer,
      github: {
        ...testSettings.github,
        login: { kind: 'token', token: new Secret(token) },
        apiUrl: github.apiUrl,
      },
    },
    {
      clock: systemClock,
      log: createLog({ level: 'debug', stream: { write: (line) => void lines.push(line) } }),
      parts,
    },
  );
}

async function seed(store: Store): Promise<void> {
  const now = new Date().toISOString();
  await store.db
    .insertInto('entities')
    .values({ id: 'e1', name: 'acme', verified: 1, private_ca_consumes: 1, created_at: now })
    .execute();
  await store.db
    .insertInto('repositories')
    .values({
      id: 'r1',
      github_id: github.state.id,
      owner_id: github.state.owner.id,
      full_name: github.name,
      entity_id: 'e1',
      workflow: 'certificates.yml',
      default_branch: 'main',
      created_at: now,
    })
    .execute();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-journey-'));
  lines = [];
  oidc = await startOidc();
  github = await startGitHub({ files: { '.github/workflows/certificates.yml': workflowText } });
  await start();
  await running.stop();
  const store = openDatabase(join(folder, 'certferry.db'));
  await seed(store);
  await store.close();
  await start();
});
afterEach(async () => {
  await running.stop();
  expect(github.violations).toEqual([]);
  await github.close();
  await oidc.close();
  rmSync(folder, { recursive: true });
});

/** The receiver as one job of a workflow run reaches it: with the runner's own token endpoint. */
function jobOf(job: Job): Receiver {
  const env = oidc.runner({
    repository: github.name,
    repositoryId: github.state.id,
    ownerId: github.state.owner.id,
    ...job,
  });
  return createReceiver({
    url: running.address,
    clock: systemClock,
    mask: () => {},
    idToken: async (_, signal) => {
      // Here the receiver is reached at another address than the one that the world knows it by.
      const address = `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${encodeURIComponent(audience)}`;
      const headers = { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` };
      const response = await fetch(address, { headers, signal });
      return new Secret(((await response.json()) as { value: string }).value);
    },
  });
}

const edit = (id: string, sha256 = fingerprint('uploaded')) =>
  ({
    id,
    resource: { id: `tencent/cdn:prod/${id}` },
    certificate: { sha256 },
  }) as unknown as Edit;
const ended = (id: string, status: Outcome['status']) =>
  ({ status, change: edit(id) }) as unknown as Outcome;

async function until<T>(read: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const value = await read();
    if (value !== undefined) return value;
    await delay(25);
  }
  throw new Error('it did not happen within ten seconds');
}

const tasks = {
  file: stageFile,
  commit: 'c'.repeat(40),
  tasks: [{ name: 'shop', certificates: ['www.example.com'], deployAt: null, extend: false }],
};

describe('a run of the Action and the receiver', () => {
  it('agree from the preview to the statement', async () => {
    await ports.ledger.grant('e1', { amount: 3, key: 'g1', reason: 'order 1' });
    const preview = jobOf({ event: 'pull_request', ref: 'refs/pull/7/merge', runId: 10 });
    const all = ['a', 'b', 'c', 'd'].map((id) => edit(id));
    expect(await preview.quote(all, call)).toMatchObject({ balance: 3, toConsume: 4 });
    const plan = {
      pull: 7,
      headSha: 'a'.repeat(40),
      file: stageFile,
      digest: 'd'.repeat(64),
      edits: ['e'.repeat(64)],
    };
    await preview.savePlan(plan, call);
    await expect(
      preview.ledger({ file: 'x', leaseSeconds: 60 }).reserve(edit('a'), call),
    ).rejects.toThrow('EVENT_NOT_ALLOWED');

    const push = jobOf({ event: 'push', runId: 11 });
    expect(await push.readPlans({ pull: 7, file: stageFile }, call)).toEqual([plan]);
    expect((await push.registerTasks(tasks, call)).tasks).toMatchObject([{ name: 'shop' }]);
    const ledger = push.ledger({ file: stageFile, leaseSeconds: 600 });
    const taken = await Promise.allSettled(all.map((one) => ledger.reserve(one, call)));
    expect(taken.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    await Promise.all([
      ledger.settle(ended('a', 'success'), call),
      ledger.settle(ended('b', 'rolled-back'), call),
    ]);
    expect(await ledger.finish(call)).toEqual({ balance: 2, consumed: 1, refunded: 2 });
    const report = reportWith([
      { name: 'shop', state: 'partial', changes: [{ resource: 'r1', status: 'success' }] },
    ]);
    await push.report({ dispatchId: null, report }, call);
    expect(await push.readReport({ runId: 11 }, call)).toEqual(report);
  });
});

describe('a certificate that is issued', () => {
  async function arrive(text: string, debounceMs = 50): Promise<void> {
    await ports.db.transaction().execute(async (trx) => {
      await certificateArrived(
        trx,
        { fingerprint: fingerprint(text), name: 'www.example.com', entityId: 'e1' },
        { clock: systemClock, debounceMs },
      );
    });
  }

  const dispatch = async () =>
    await ports.db.selectFrom('dispatches').selectAll().executeTakeFirstOrThrow();

  it('becomes one run that knows what it may touch, and a second run of the same id ends', async () => {
    const push = jobOf({ event: 'push', runId: 11 });
    await push.registerTasks(tasks, call);
    await push.report(
      {
        dispatchId: null,
        report: reportWith([
          { name: 'shop', state: 'success', changes: [{ resource: 'r1', status: 'success' }] },
        ]),
      },
      call,
    );
    await arrive('new');
    const run = await until(() => [...github.state.runs.values()][0]);
    const id = run.inputs['certferry'] ?? '';

    const first = jobOf({ event: 'workflow_dispatch', runId: run.id });
    const second = jobOf({ event: 'workflow_dispatch', runId: run.id + 1 });
    const claims = await Promise.all([first.claim(id, call), second.claim(id, call)]);
    expect(claims.map(({ kind }) => kind).sort()).toEqual(['claimed', 'taken']);
    const winner = claims[0]?.kind === 'claimed' ? first : second;
    expect(claims.find(({ kind }) => kind === 'claimed')).toMatchObject({
      task: 'shop',
      reason: 'issuance',
      covered: ['r1'],
    });
    await winner.report(
      { dispatchId: id, report: reportWith([{ name: 'shop', state: 'success' }]) },
      call,
    );
    expect((await dispatch()).state).toBe('success');
    expect([...github.state.runs.values()]).toHaveLength(1);
  });

  it('is deployed by a run of which GitHub tells how it went', async () => {
    await jobOf({ event: 'push', runId: 11 }).registerTasks(tasks, call);
    await arrive('new');
    const run = await until(() => [...github.state.runs.values()][0]);
    await jobOf({ event: 'workflow_dispatch', runId: run.id }).claim(
      run.inputs['certferry'] ?? '',
      call,
    );
    github.finishRun(run.id, 'failure');
    const webhook = workflowRunWebhook(github, run, {
      action: 'completed',
      secret: ports.settings.github.webhookSecret.reveal(),
    });
    const response = await fetch(`${running.address}/webhooks/github`, {
      method: 'POST',
      ...webhook,
    });
    expect(response.status).toBe(202);
    expect(await dispatch()).toMatchObject({ state: 'error' });
  });

  it('is not lost when the receiver stops before it has sent anything', async () => {
    await jobOf({ event: 'push', runId: 11 }).registerTasks(tasks, call);
    await arrive('new', 2000);
    await running.stop();
    expect(github.state.runs.size).toBe(0);
    await start();
    await until(() => (github.state.runs.size > 0 ? true : undefined));
    await until(async () => ((await dispatch()).state === 'sent' ? true : undefined));
    expect(github.state.runs.size).toBe(1);
  });
});

describe('the log of the receiver', () => {
  it('holds no token and no secret', async () => {
    await jobOf({ event: 'push', runId: 11 }).registerTasks(tasks, call);
    const text = lines.join('\n');
    expect(text).toContain('tasks registered');
    expect(text).not.toMatch(/eyJ|ghs_|secret-of-the-tests/u);
    expect(oidc.issued.length).toBeGreaterThan(0);
  });
});
