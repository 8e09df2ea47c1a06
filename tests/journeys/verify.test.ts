import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { issue } from '../pki.ts';
import { first, names, region } from './stage.ts';
import { openDeployed, verifyRun, type Verified } from './verify-stage.ts';

/**
 * One deployed account that things happen to, one after the other, as a scheduled verification sees
 * them. Each test goes on where the one before ended.
 */
/** Older than what it takes the place of: no other remark is to be made of that. */
const older = {
  notBefore: new Date(Date.now() - 10 * 86_400_000),
  notAfter: new Date(Date.now() + 80 * 86_400_000),
};

let stage: Verified;
beforeAll(async () => {
  stage = await openDeployed();
}, 60_000);
afterAll(async () => {
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const theIssue = () => {
  const { title, body, state, labels, stateReason } = first(stage.github.issues());
  return { title, body: body ?? '', state, labels, stateReason };
};
const issueWrites = () =>
  [...stage.github.requestsOf('issues/create'), ...stage.github.requestsOf('issues/update')].length;

describe('a scheduled verification', () => {
  it('proves every resource by a handshake, writes nothing and opens no issue when all is well', async () => {
    const writes = stage.writes().length;
    const run = await verifyRun(stage);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report).toMatchObject({ mode: 'verify', verdict: 'success', exitCode: 0 });
    expect(run.report?.tasks[0]?.changes.map(({ status, proof }) => [status, proof])).toEqual(
      Array.from({ length: 4 }, () => ['kept', { accepted: true, readBack: true, served: true }]),
    );
    const ports = run.report?.tasks[0]?.changes.map((change) => [change.product, change.ports]);
    expect(ports).toContainEqual(['aws/nlb', [first(stage.nlb.listeners).port]]);
    expect(run.outputs).toMatchObject({ verdict: 'success', changed: 'false' });
    expect(run.outputs['issue']).toBeUndefined();
    expect(run.annotations).toEqual([]);
    expect(stage.github.issues()).toEqual([]);
    expect(issueWrites()).toBe(0);
    expect(stage.writes()).toHaveLength(writes);
  });

  it('opens one issue and ends with 1 when somebody binds another certificate in the cloud', async () => {
    const foreign = await issue(stage.authority, { domains: names, key: 'rsa-2048', ...older });
    stage.bindForeign(foreign);
    const run = await verifyRun(stage);
    expect(run.exitCode, run.log).toBe(1);
    expect(run.report).toMatchObject({ verdict: 'drifted', exitCode: 1 });
    const [drifted, ...others] = (run.report?.tasks[0]?.changes ?? []).filter(
      ({ status }) => status === 'error',
    );
    expect(others).toEqual([]);
    expect(drifted).toMatchObject({
      product: 'aws/nlb',
      error: { code: 'DRIFTED' },
      proof: { accepted: true, readBack: false, served: null },
    });
    expect(theIssue()).toMatchObject({
      title: 'Certferry: 1 resource not as deployed (.github/certferry.yml)',
      state: 'open',
      labels: ['certferry'],
    });
    expect(theIssue().body).toContain('shop-mqtt');
    expect(theIssue().body).toContain(foreign.sha256.slice(0, 8));
    expect(run.outputs['issue']).toBe('https://github.com/octo/shop/issues/8');
    expect(run.annotations.map(({ kind }) => kind)).toEqual(['error']);
    expect(run.annotations[0]?.message).toMatch(/^DRIFTED: /u);
    expect(run.summary).toContain('shop-mqtt');
    expect(run.log).not.toContain('undo');
  });

  it('leaves the issue alone on the next day, when there is nothing new to say', async () => {
    const writes = issueWrites();
    const run = await verifyRun(stage);
    expect(run.exitCode, run.log).toBe(1);
    expect(stage.github.issues()).toHaveLength(1);
    expect(issueWrites()).toBe(writes);
    expect(run.outputs['issue']).toBe('https://github.com/octo/shop/issues/8');
  });

  it('updates the same issue when something else is served than the cloud binds', async () => {
    const stranger = await issue(stage.authority, { domains: names, key: 'rsa-2048' });
    first(stage.alb.listeners).endpoint.wrong(stranger);
    const run = await verifyRun(stage);
    expect(run.exitCode, run.log).toBe(1);
    expect(stage.github.issues()).toHaveLength(1);
    expect(theIssue().title).toContain('2 resources not as deployed');
    expect(theIssue().body).toMatch(/VERIFY_FAILED/u);
    expect(theIssue().body).toContain(stranger.sha256.slice(0, 8));
  });

  it('keeps what it said while a region cannot be read, and ends with 2', async () => {
    // As an organization's policy does it that allows other regions only. What it still sees is well.
    stage.key.deny.add('elasticloadbalancing:DescribeLoadBalancers');
    const before = theIssue();
    const blind = await verifyRun(stage);
    stage.key.deny.clear();
    expect(blind.report?.verdict).toBe('incomplete');
    expect(blind.exitCode, blind.log).toBe(2);
    expect(blind.report?.tasks[0]?.gaps.map(({ region: where }) => where)).toContain(region);
    expect(theIssue()).toEqual(before);
    expect(blind.outputs['issue']).toBeUndefined();
  });

  it('closes the issue with a word when all is as it was deployed, and opens it again later', async () => {
    stage.bindDeployed();
    first(stage.alb.listeners).endpoint.heal();
    const mended = await verifyRun(stage);
    expect(mended.exitCode, mended.log).toBe(0);
    expect(theIssue()).toMatchObject({
      title: 'Certferry: all as deployed (.github/certferry.yml)',
      state: 'closed',
      stateReason: 'completed',
    });
    expect(theIssue().body).toContain('nothing has drifted');
    expect(mended.outputs['issue']).toBe('https://github.com/octo/shop/issues/8');
    const writes = issueWrites();
    expect((await verifyRun(stage)).exitCode).toBe(0);
    expect(issueWrites()).toBe(writes);

    stage.bindForeign(stage.old);
    expect((await verifyRun(stage)).exitCode).toBe(1);
    expect(stage.github.issues()).toHaveLength(1);
    expect(theIssue()).toMatchObject({ state: 'open', stateReason: 'reopened' });
  });
});
