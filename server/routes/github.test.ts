import { sign } from '@octokit/webhooks-methods';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '../../shared/core/secret.ts';
import type { WorkflowRun } from '../../tests/simulators/github/world.ts';
import { isSigned } from '../dispatch/signature.ts';
import { fingerprint, openStage, workflowRunWebhook, type Stage } from '../dispatch/test-stage.ts';
import { claimDispatch } from '../outbox-claim.ts';
import { githubRoutes } from './github.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

const secret = () => stage.server.ports.settings.github.webhookSecret.reveal();

async function post(body: string, headers: Record<string, string>) {
  const { ports } = stage.server;
  const routes = githubRoutes(ports, stage.outbox.stateOptions);
  const app = stage.server.app([{ name: 'github', routes }]);
  const response = await app.request('/webhooks/github', { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function tell(run: WorkflowRun, action: string, guid?: string) {
  const options = { action, secret: secret(), ...(guid === undefined ? {} : { guid }) };
  const { body, headers } = workflowRunWebhook(stage.github, run, options);
  return await post(body, headers);
}

function finish(run: WorkflowRun, conclusion: string): WorkflowRun {
  stage.github.finishRun(run.id, conclusion);
  return run;
}

/** A run of task "shop" that GitHub has started. */
async function started(): Promise<WorkflowRun> {
  await stage.register([{ name: 'shop' }]);
  await stage.arrive('www.example.com', fingerprint('1'));
  stage.clock.advance(31);
  await stage.pump();
  const [run] = stage.runs();
  if (run === undefined) throw new Error('no run');
  return run;
}

async function dispatch() {
  const [row] = await stage.dispatches();
  if (row === undefined) throw new Error('no dispatch');
  return row;
}

async function claim(run: WorkflowRun, attempt = 1) {
  const { id } = await dispatch();
  const claimant = { repository: stage.repository, runId: run.id, attempt };
  await claimDispatch(stage.server.ports, id, claimant, stage.timings);
}

const stored = () => stage.server.ports.db.selectFrom('github_deliveries').selectAll().execute();

describe('a signature', () => {
  it('is the one of the published example', () => {
    const key = new Secret("It's a Secret to Everybody");
    const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    expect(isSigned(Buffer.from('Hello, World!'), header, key)).toBe(true);
    expect(isSigned(Buffer.from('Hello, World?'), header, key)).toBe(false);
    expect(isSigned(Buffer.from('Hello, World!'), header.toUpperCase(), key)).toBe(false);
    expect(isSigned(Buffer.from('Hello, World!'), undefined, key)).toBe(false);
  });

  it("is the one that GitHub's own library makes", async () => {
    const body = JSON.stringify({ zen: 'Ünïcode 🔐' });
    const header = await sign('another-secret', body);
    expect(isSigned(Buffer.from(body), header, new Secret('another-secret'))).toBe(true);
    expect(isSigned(Buffer.from(body), header, new Secret('another secret'))).toBe(false);
  });
});

describe('what GitHub did not sign', () => {
  it('is refused before it is read, and leaves a counter', async () => {
    const run = await started();
    const { body, headers } = workflowRunWebhook(stage.github, run, {
      action: 'completed',
      secret: 'wrong',
    });
    for (const changed of [headers, { ...headers, 'x-hub-signature-256': 'sha256=00' }]) {
      expect(await post(body, changed)).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
    }
    expect((await post('{', headers)).status).toBe(401);
    expect(await stored()).toEqual([]);
    expect(await stage.server.ports.metrics.render()).toContain(
      'certferry_github_webhooks_total{result="unauthenticated"} 3',
    );
  });

  it('because a byte changed on the way is refused', async () => {
    const run = await started();
    const { body, headers } = workflowRunWebhook(stage.github, run, {
      action: 'completed',
      secret: secret(),
    });
    expect((await post(` ${body}`, headers)).status).toBe(401);
  });
});

describe('what cannot be read', () => {
  const signed = async (body: string, more: Record<string, string> = {}) =>
    await post(body, {
      'content-type': 'application/json',
      'x-github-event': 'workflow_run',
      'x-github-delivery': 'a-guid-of-github',
      'x-hub-signature-256': await sign(secret(), body),
      ...more,
    });

  it('gets the status that fits', async () => {
    expect((await signed('{')).status).toBe(400);
    expect((await signed('{}')).status).toBe(422);
    expect((await signed('{}', { 'x-github-delivery': '' })).status).toBe(400);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await signed('payload=%7B%7D', form)).status).toBe(415);
    expect((await signed('x'.repeat(1_048_577))).status).toBe(413);
    expect(await stored()).toEqual([]);
  });

  it('but is not meant for us is taken and forgotten', async () => {
    expect(await signed('{"zen":"x"}', { 'x-github-event': 'ping' })).toEqual({
      status: 200,
      body: { ignored: 'pong' },
    });
    expect((await signed('{}', { 'x-github-event': 'push' })).status).toBe(200);
    expect(await stored()).toEqual([]);
  });
});

describe('a run that GitHub tells of', () => {
  it('moves its dispatch forward without a question', async () => {
    const run = await started();
    run.status = 'in_progress';
    expect(await tell(run, 'in_progress')).toEqual({
      status: 202,
      body: { duplicate: false, outcome: 'dispatch alive' },
    });
    expect([(await dispatch()).state, (await stage.task('shop')).state]).toEqual([
      'running',
      'processing',
    ]);
    expect(stage.github.requestsOf('actions/get-workflow-run')).toEqual([]);
  });

  it('is told of once per delivery', async () => {
    const run = await started();
    run.status = 'in_progress';
    await tell(run, 'in_progress', 'guid-0001');
    finish(run, 'failure');
    expect(await tell(run, 'completed', 'guid-0001')).toEqual({
      status: 200,
      body: { duplicate: true, outcome: 'dispatch alive' },
    });
    expect((await dispatch()).state).toBe('running');
    expect(await stored()).toHaveLength(1);
  });

  it('is known by its title before GitHub has answered who it is', async () => {
    stage.github.faults.add({ kind: 'reset', carriedOut: true });
    const run = await started();
    expect((await dispatch()).state).toBe('sending');
    await tell(run, 'requested');
    expect(await dispatch()).toMatchObject({ state: 'sent', github_run_id: run.id });
  });

  it('only goes forward, whatever order it is told in', async () => {
    const run = await started();
    await claim(run);
    finish(run, 'failure');
    await tell(run, 'completed');
    expect((await dispatch()).state).toBe('error');
    run.status = 'in_progress';
    await tell(run, 'in_progress');
    expect((await dispatch()).state).toBe('error');
    run.attempt = 2;
    await claim(run, 2);
    await tell({ ...run, attempt: 1, status: 'completed', conclusion: 'failure' }, 'completed');
    expect((await dispatch()).state).toBe('running');
    await tell({ ...finish(run, 'cancelled') }, 'completed');
    expect((await dispatch()).state).toBe('cancelled');
  });

  it('and came to nothing is told again without a third run', async () => {
    const run = await started();
    finish(run, 'startup_failure');
    await tell(run, 'completed');
    expect((await dispatch()).state).toBe('waiting');
    stage.clock.advance(61);
    await stage.pump();
    expect(stage.runs()).toHaveLength(2);
    await tell(run, 'completed');
    expect(await dispatch()).toMatchObject({
      state: 'sent',
      github_run_id: stage.runs()[1]?.id,
    });
  });

  it('of a repository that is not registered, or of nobody here, changes nothing', async () => {
    const run = await started();
    const { db } = stage.server.ports;
    expect((await tell({ ...run, id: 1, displayTitle: 'other' }, 'completed')).body).toMatchObject({
      outcome: 'not a run of ours',
    });
    await db.updateTable('repositories').set({ github_id: 1 }).execute();
    expect((await tell(run, 'completed')).body).toMatchObject({
      outcome: 'repository not registered',
    });
    expect((await dispatch()).state).toBe('sent');
  });

  it('brings the new name of its repository', async () => {
    const run = await started();
    const { db } = stage.server.ports;
    await db.updateTable('repositories').set({ full_name: 'octo/old' }).execute();
    await tell(run, 'requested');
    const row = await db.selectFrom('repositories').select('full_name').executeTakeFirstOrThrow();
    expect(row.full_name).toBe('octo/shop');
  });
});

describe('a run that is over', () => {
  /** A push that has registered its task and holds quota. */
  async function pushed(): Promise<WorkflowRun> {
    const run = await started();
    const other = { ...run, event: 'push', displayTitle: 'merge', status: 'in_progress' };
    const own: WorkflowRun = { ...other, id: stage.github.world.nextId() };
    stage.github.state.runs.set(own.id, own);
    await stage.register([{ name: 'docs', certificates: ['docs.example.com'] }], {
      runId: own.id,
      file: 'docs.yml',
    });
    const { ledger } = stage.server.ports;
    await ledger.grant(stage.entity.id, { amount: 10, key: 'g1', reason: 'test' });
    const edit = { changeId: '0123456789abcdef', resource: 'r', fingerprint: fingerprint('x') };
    await ledger.reserve(
      { repository: stage.repository, githubRunId: own.id, attempt: 1, file: 'docs.yml' },
      [edit],
      3600,
    );
    expect(await ledger.balance(stage.entity.id)).toBe(9);
    return own;
  }

  it('gives back what it held, also when it is told of twice', async () => {
    const run = await pushed();
    finish(run, 'failure');
    await tell(run, 'completed', 'guid-0001');
    await tell(run, 'completed', 'guid-0001');
    expect(await stage.server.ports.ledger.balance(stage.entity.id)).toBe(10);
  });

  it('and never reported leaves its tasks as errors', async () => {
    const run = await pushed();
    expect((await stage.task('docs')).state).toBe('processing');
    finish(run, 'failure');
    expect((await tell(run, 'completed')).body['outcome']).toBe('1 tasks without a report');
    expect((await stage.task('docs')).state).toBe('error');
  });
});
