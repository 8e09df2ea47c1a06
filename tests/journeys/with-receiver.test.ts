import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { issue, type Issued } from '../pki.ts';
import { claiming, registerTask } from './receiver-stage-client.ts';
import { workflowFile } from './receiver-stage-workflow.ts';
import { openReceiverStage, until, type ReceiverStage } from './receiver-stage.ts';
import { file, names } from './stage.ts';

/**
 * A receiver as a process of its own, GitHub with runners that start the committed bundle, and what they
 * need of one another. The deployment file names no receiver here: what the Action itself says to one is
 * said in its place, so that these tests are about everything around it.
 */
let stage: ReceiverStage;
beforeAll(async () => {
  stage = await openReceiverStage({ allClouds: false });
  const shown = await stage.preview(stage.clouds.deployment);
  expect(shown.action?.exitCode, shown.action?.log).toBe(0);
  const merged = await stage.merge();
  expect(merged.action?.exitCode, merged.action?.log).toBe(0);
  await registerTask(stage);
});
afterEach(async () => {
  stage.hook.fate = () => 'send';
  stage.github.faults.clear();
  stage.job = async (_, bundle) => await bundle();
  await stage.github.runners.idle();
  await stage.hook.settled();
  if (!stage.receiver.isRunning) await stage.receiver.start();
  expect(stage.violations()).toEqual([]);
});
afterAll(async () => {
  await stage.close();
});

const renewed = async (on = stage): Promise<Issued> =>
  await issue(on.clouds.authority, { domains: names });

/** The dispatch that came last, once it is in this state. */
async function lastDispatch(state: string, on = stage) {
  return await until(`a dispatch that is ${state}`, async () => {
    const last = (await on.dispatches()).at(-1);
    return last?.state === state ? last : undefined;
  });
}

/** A certificate comes, and so many more runs end. */
async function runsAfter(send: () => Promise<{ readonly status: number }>, more = 1) {
  const before = stage.dispatched().length;
  expect((await send()).status).toBe(202);
  return (await stage.dispatchedRuns(before + more)).slice(before);
}

describe('a certificate that is renewed', () => {
  it('starts the bundle on a runner, and webhooks tell the receiver how it goes', async () => {
    const told = stage.hook.deliveries.length;
    stage.job = claiming(stage);
    const certificate = await renewed();
    const [ended] = await runsAfter(() => stage.renew(certificate));
    expect(ended?.action?.exitCode, ended?.action?.log).toBe(0);
    expect(ended?.action?.report?.verdict).toBe('unchanged');

    const dispatch = await lastDispatch('success');
    const { run } = ended ?? {};
    expect(dispatch).toMatchObject({ github_run_id: run?.id, claimed_by: `${run?.id}.1` });
    expect(run).toMatchObject({
      displayTitle: `certs ${dispatch.id}`,
      inputs: { certferry: dispatch.id, task: 'shop-everywhere', file },
      actor: { login: 'certferry[bot]' },
      headBranch: 'main',
      conclusion: 'success',
    });
    await stage.hook.settled();
    const deliveries = stage.hook.deliveries.slice(told);
    expect(deliveries.map(({ action, status }) => [action, status])).toEqual([
      ['requested', 202],
      ['in_progress', 202],
      ['completed', 202],
    ]);
  });

  it('starts it as well when it comes through the adapter of another sender', async () => {
    const certificate = await renewed();
    const [ended] = await runsAfter(() => stage.renewThroughOhttps(certificate));
    expect(ended?.run.conclusion).toBe('success');
    const { last_error: words } = await lastDispatch('error');
    expect(words).toContain('without asking for its dispatch');
  });

  it('starts one run, however often the event is sent', async () => {
    const certificate = await renewed();
    const at = new Date();
    const send = () => stage.renew(certificate, { id: 'msg_once', at });
    await runsAfter(send);
    const rows = (await stage.dispatches()).length;
    expect((await send()).status).toBe(200);
    expect((await stage.renew(certificate, { id: 'msg_another' })).status).toBe(200);
    expect(await stage.dispatches()).toHaveLength(rows);
  });
});

describe('the receiver', () => {
  it('logs in as an App, with tokens that can do nothing but start and read runs', async () => {
    const tokens = stage.app?.tokens() ?? [];
    expect(tokens.length).toBeGreaterThan(0);
    for (const { permissions, repositories } of tokens) {
      expect(permissions).toEqual({ actions: 'write', metadata: 'read' });
      expect([...repositories]).toEqual([stage.github.state.id]);
    }
    const logins = stage.github.requestsOf('apps/create-installation-access-token');
    expect(logins.map(({ status }) => status)).toContain(201);
  });

  it('needs no webhook: it asks after its runs', async () => {
    stage.hook.fate = () => 'lose';
    stage.job = claiming(stage);
    const certificate = await renewed();
    const [ended] = await runsAfter(() => stage.renew(certificate));
    expect((await lastDispatch('success')).github_run_id).toBe(ended?.run.id);
  });

  it('believes the end of a run that is told twice, late and in the wrong order', async () => {
    stage.hook.fate = ({ action }) => (action === 'completed' ? 'twice' : 'hold');
    const told = stage.hook.deliveries.length;
    const certificate = await renewed();
    await runsAfter(() => stage.renew(certificate));
    const end = await lastDispatch('error');
    await stage.hook.release();
    expect((await stage.dispatches()).at(-1)).toMatchObject({ id: end.id, state: 'error' });
    const deliveries = stage.hook.deliveries.slice(told);
    expect(deliveries.map(({ action, status }) => [action, status])).toEqual([
      ['completed', 202],
      ['completed', 200],
      ['in_progress', 202],
      ['requested', 202],
    ]);
    const again = await stage.hook.redeliver(deliveries[0]?.guid ?? '');
    expect([again.status, again.redelivery]).toEqual([200, true]);
  });

  it('keeps waiting for a run that needs an approval, and starts no other beside it', async () => {
    stage.github.runners.fault({ kind: 'waits' });
    const count = stage.dispatched().length;
    await stage.renew(await renewed());
    const run = await until('a run that waits', () =>
      stage
        .dispatched()
        .slice(count)
        .find(({ status }) => status === 'waiting'),
    );
    expect((await lastDispatch('sent')).github_run_id).toBe(run.id);
    stage.github.runners.release(run);
    await lastDispatch('error');
    expect(stage.dispatched()).toHaveLength(count + 1);
  });

  it('asks for another run where the first came to nothing', async () => {
    stage.github.runners.fault({ kind: 'startup-failure' });
    stage.job = claiming(stage);
    const certificate = await renewed();
    const ended = await runsAfter(() => stage.renew(certificate), 2);
    expect(ended.map(({ run }) => run.conclusion)).toEqual(['startup_failure', 'success']);
    expect((await lastDispatch('success')).github_run_id).toBe(ended[1]?.run.id);
  });
});

describe('an answer of GitHub', () => {
  const operation = 'actions/create-workflow-dispatch';

  it.each(['502', 'reset'] as const)(
    'that is lost leads to no second run: %s after the run was made',
    async (kind) => {
      stage.github.faults.add({ kind, operation, carriedOut: true });
      const certificate = await renewed();
      const [ended] = await runsAfter(() => stage.renew(certificate));
      expect((await lastDispatch('error')).github_run_id).toBe(ended?.run.id);
    },
  );

  it.each(['primary-limit', 'secondary-limit', 'secondary-limit-429'] as const)(
    'that asks to wait delays the run: %s',
    async (kind) => {
      stage.github.faults.add({ kind, operation, retryAfterSeconds: 1 });
      const posts = stage.github.requestsOf(operation).length;
      const certificate = await renewed();
      await runsAfter(() => stage.renew(certificate));
      const statuses = stage.github.requestsOf(operation).slice(posts);
      expect(statuses.map(({ status }) => status)).toEqual([
        kind === 'secondary-limit-429' ? 429 : 403,
        200,
      ]);
    },
  );
});

describe('a receiver that is killed', () => {
  it('right after it took a certificate starts its run when it is back', async () => {
    const count = stage.dispatched().length;
    expect((await stage.renew(await renewed())).status).toBe(202);
    await stage.receiver.kill();
    expect(stage.dispatched()).toHaveLength(count);
    await stage.receiver.start();
    await stage.dispatchedRuns(count + 1);
    expect((await lastDispatch('error')).attempts).toBe(1);
    expect(stage.dispatched()).toHaveLength(count + 1);
  });

  it('before it learns that its run was made finds that run and starts no other', async () => {
    const count = stage.dispatched().length;
    const killed = new Promise<void>((resolve) => {
      const hear = () => {
        stage.github.world.runListeners.delete(hear);
        // GitHub has made the run and not answered yet.
        void stage.receiver.kill().then(resolve);
      };
      stage.github.world.runListeners.add(hear);
    });
    stage.hook.fate = () => 'lose';
    stage.job = claiming(stage);
    await stage.renew(await renewed());
    await killed;
    await stage.receiver.start();
    const [ended] = (await stage.dispatchedRuns(count + 1)).slice(count);
    expect((await lastDispatch('success')).github_run_id).toBe(ended?.run.id);
    expect(stage.dispatched()).toHaveLength(count + 1);
  });

  it('while its run is under way still learns how it ended', async () => {
    const count = stage.dispatched().length;
    const claim = claiming(stage);
    stage.job = (taken, bundle) =>
      claim(taken, async () => {
        await stage.receiver.kill();
        const action = await bundle();
        await stage.receiver.start();
        return action;
      });
    await stage.renew(await renewed());
    await stage.dispatchedRuns(count + 1);
    await lastDispatch('success');
    expect(stage.dispatched()).toHaveLength(count + 1);
  });
});

describe('a receiver with a personal token', () => {
  it('starts runs in the name of the person', async () => {
    const other = await openReceiverStage({ allClouds: false, login: 'token' });
    try {
      other.github.push({ [file]: other.clouds.deployment });
      await registerTask(other);
      other.job = claiming(other);
      await other.renew(await renewed(other));
      const [ended] = await other.dispatchedRuns(1);
      expect(ended?.run).toMatchObject({
        actor: { login: 'octo-ops' },
        path: `.github/workflows/${workflowFile}`,
      });
      await lastDispatch('error', other);
      expect(other.violations()).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

describe('in all of this', () => {
  it('every certificate got one run, and another only where the first never began', async () => {
    const byDispatch = Map.groupBy(stage.dispatched(), ({ inputs }) => inputs['certferry'] ?? '');
    const ids = (await stage.dispatches()).map(({ id }) => id);
    expect([...byDispatch.keys()].sort()).toEqual(ids.sort());
    const conclusions = [...byDispatch.values()].map((runs) =>
      runs.map(({ conclusion }) => conclusion).join(),
    );
    const wanted = ids.map((_, index) => (index === 0 ? 'startup_failure,success' : 'success'));
    expect(conclusions.toSorted()).toEqual(wanted.toSorted());
  });
});

describe('what the receiver prints', () => {
  it('holds no secret, no token and no private key', () => {
    const { output, secrets } = stage.receiver;
    expect(output.split('\n').length).toBeGreaterThan(20);
    for (const secret of secrets) expect(output.includes(secret)).toBe(false);
    for (const { value } of stage.app?.tokens() ?? []) expect(output.includes(value)).toBe(false);
    expect(output).not.toMatch(/PRIVATE KEY|eyJ[\w-]+\.eyJ|ghs_|whsec_/u);
  });
});
