import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { verify } from '@octokit/webhooks-methods';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask, workflow } from './asking.ts';
import { startGitHub, type GitHubSimulator } from './github.ts';
import type { TakenRun } from './runners.ts';
import type { WorkflowRun } from './world.ts';

const secret = "It's a Secret to Everybody";
interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let gh: GitHubSimulator;
let server: Server;
let received: Received[];
let url: string;
beforeEach(async () => {
  gh = await startGitHub({
    files: {
      '.github/workflows/certferry.yml': workflow.replace(
        'jobs: {}',
        'jobs: { deploy: { environment: { name: live }, permissions: { id-token: write } } }',
      ),
    },
  });
  received = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  expect(gh.violations).toEqual([]);
  server.closeAllConnections();
  server.close();
  await gh.close();
});

const dispatch = async (id = 'x') =>
  await ask(gh, 'POST /actions/workflows/certferry.yml/dispatches', {
    body: { ref: 'main', inputs: { 'task-id': id }, return_run_details: true },
  });
const run = (): WorkflowRun => {
  const found = [...gh.state.runs.values()].at(-1);
  if (found === undefined) throw new Error('no run');
  return found;
};
const actions = () => received.map(({ body }) => (JSON.parse(body) as { action: string }).action);

describe('a runner', () => {
  it('takes up what was dispatched with the event that its jobs find', async () => {
    const taken: TakenRun[] = [];
    gh.runners.start(async (one) => {
      expect(one.run.status).toBe('in_progress');
      taken.push(one);
      return 'success';
    });
    const answer = await dispatch('task-9');
    expect(run().id).toBe(answer.body['workflow_run_id']);
    await gh.runners.ended(run());
    const [{ event, workflow: file, repository } = {}] = taken as [Partial<TakenRun>?];
    expect(event).toMatchObject({
      name: 'workflow_dispatch',
      ref: 'refs/heads/main',
      payload: {
        inputs: { 'task-id': 'task-9', config: '.github/certferry.yml' },
        ref: 'refs/heads/main',
        repository: { default_branch: 'main' },
      },
    });
    expect(repository).toMatchObject({ name: 'octo/shop', id: gh.state.id });
    expect(file?.jobs.get('deploy')).toEqual({
      environment: 'live',
      permissions: { 'id-token': 'write' },
    });
    expect(run()).toMatchObject({ status: 'completed', conclusion: 'success', attempt: 1 });
  });

  it('takes up pushes and pull requests too, and runs them again when asked', async () => {
    const attempts: number[] = [];
    gh.runners.start(async ({ attempt }) => {
      attempts.push(attempt);
      return attempt === 1 ? 'failure' : 'success';
    });
    const pushed = gh.startRun(gh.push({ 'a.txt': 'a' }));
    await gh.runners.ended(pushed);
    expect(pushed).toMatchObject({ event: 'push', headBranch: 'main', conclusion: 'failure' });
    gh.rerun(pushed.id);
    expect(pushed).toMatchObject({ status: 'queued', conclusion: null, attempt: 2 });
    await gh.runners.ended(pushed);
    expect([attempts, pushed.conclusion]).toEqual([[1, 2], 'success']);
    const { number } = gh.openPull({ files: { 'b.txt': 'b' } });
    const shown = gh.startRun(gh.event('pull_request', { number }));
    await gh.runners.ended(shown);
    expect(shown).toMatchObject({ event: 'pull_request', headBranch: `change-${number}` });
  });

  it('may never come, wait for an approval, fail to start, or be lost', async () => {
    let worked = 0;
    gh.runners.start(async () => {
      worked += 1;
      return 'success';
    });
    for (const kind of ['never-starts', 'waits', 'startup-failure', 'runner-lost'] as const) {
      gh.runners.fault({ kind, event: 'workflow_dispatch' });
    }
    const after: WorkflowRun[] = [];
    for (let index = 0; index < 4; index += 1) {
      await dispatch();
      after.push(run());
      await gh.runners.idle();
    }
    expect(after.map(({ status, conclusion }) => `${status} ${conclusion}`)).toEqual([
      'queued null',
      'waiting null',
      'completed startup_failure',
      'completed failure',
    ]);
    expect(worked).toBe(0);
    const [first, second] = after;
    if (first === undefined || second === undefined) throw new Error('no run');
    gh.runners.release(second);
    gh.runners.release(first);
    await gh.runners.idle();
    expect([worked, first.conclusion, second.conclusion]).toEqual([2, 'success', 'success']);
  });
});

describe('webhooks of runs', () => {
  it('are signed over their bytes and tell of every step once', async () => {
    const hook = gh.addWebhook({ url, secret, installation: 4711 });
    gh.runners.start(async () => 'success');
    await dispatch();
    await gh.runners.ended(run());
    await hook.settled();
    expect(actions()).toEqual(['requested', 'in_progress', 'completed']);
    for (const { headers, body } of received) {
      const signature = String(headers['x-hub-signature-256']);
      expect(await verify(secret, body, signature)).toBe(true);
      expect(await verify('another', body, signature)).toBe(false);
      expect(headers).toMatchObject({
        'x-github-event': 'workflow_run',
        'content-type': 'application/json',
      });
    }
    const guids = received.map(({ headers }) => headers['x-github-delivery']);
    expect(new Set(guids).size).toBe(3);
    expect(JSON.parse(received[2]?.body ?? '')).toMatchObject({
      workflow_run: { id: run().id, status: 'completed', conclusion: 'success' },
      installation: { id: 4711 },
      repository: { id: gh.state.id },
    });
  });

  it('do not tell that a run is requested again', async () => {
    const hook = gh.addWebhook({ url, secret });
    gh.runners.start(async () => 'failure');
    await dispatch();
    await gh.runners.ended(run());
    gh.rerun(run().id);
    await gh.runners.ended(run());
    await hook.settled();
    expect(actions()).toEqual([
      'requested',
      'in_progress',
      'completed',
      'in_progress',
      'completed',
    ]);
  });

  it('can be lost, come twice, late and in another order, and be sent again', async () => {
    const hook = gh.addWebhook({ url, secret });
    hook.fate = ({ action }) =>
      action === 'requested' ? 'lose' : action === 'completed' ? 'twice' : 'hold';
    gh.runners.start(async () => 'success');
    await dispatch();
    await gh.runners.ended(run());
    await hook.settled();
    expect(actions()).toEqual(['completed', 'completed']);
    await hook.release();
    expect(actions()).toEqual(['completed', 'completed', 'in_progress']);
    const lost = hook.deliveries.find(({ action }) => action === 'requested');
    expect(lost?.status).toBeNull();
    const again = await hook.redeliver(lost?.guid ?? '');
    expect(again).toMatchObject({ redelivery: true, status: 202, guid: lost?.guid });
    expect(received.at(-1)?.headers['x-github-delivery']).toBe(lost?.guid);
    expect(received.at(-1)?.body).toBe(lost?.body);
  });

  it('are tried once where nobody listens', async () => {
    const hook = gh.addWebhook({ url: 'http://127.0.0.1:9/hook', secret });
    gh.startRun(gh.push({ 'a.txt': 'a' }));
    await hook.settled();
    expect(hook.deliveries.map(({ action, status }) => [action, status])).toEqual([
      ['requested', null],
    ]);
    hook.remove();
    gh.startRun(gh.push({ 'a.txt': 'b' }));
    await hook.settled();
    expect(hook.deliveries).toHaveLength(1);
  });
});
