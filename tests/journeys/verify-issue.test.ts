import { afterEach, expect, describe, it } from 'vitest';

import { read } from '../browser/inert.ts';
import { createIntermediate, createRoot, issue } from '../pki.ts';
import { addIssue } from '../simulators/github/issue-builder.ts';
import { createStage, file, first, names, region } from './stage.ts';
import type { ActionRun, Stage } from './stage.ts';
import { verifyRun } from './verify-stage.ts';

/**
 * The issue that verifications keep, in a repository where others write issues too. Nothing was deployed
 * here: the clouds serve the certificate that the file wanted before, so each run finds four drifts.
 */
const stages: Stage[] = [];
async function open(): Promise<Stage> {
  const stage = await createStage();
  stages.push(stage);
  stage.github.push({ [file]: stage.deployment });
  return stage;
}
afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.close();
    expect(stage.violations()).toEqual([]);
  }
});

const day = 86_400_000;
const bot = 'github-actions[bot]';
const openOnes = ({ github }: Stage) => github.issues().filter(({ state }) => state === 'open');
const drifts = (run: ActionRun) => {
  expect(run.exitCode, run.log).toBe(1);
  expect(run.report?.verdict).toBe('drifted');
};
const writesOf = ({ github }: Stage) => [
  ...github.requestsOf('issues/create'),
  ...github.requestsOf('issues/update'),
];

describe('the one issue', () => {
  it('is one after two runs at once that both found none', async () => {
    const stage = await open();
    // Both have looked before either writes.
    stage.github.rendezvous('issues/create', 2);
    for (const run of await Promise.all([verifyRun(stage), verifyRun(stage)])) drifts(run);
    expect(stage.github.issues()).toHaveLength(2);
    expect(openOnes(stage).map(({ number }) => number)).toEqual([1]);
    const double = stage.github.issues().find(({ state }) => state === 'closed');
    expect(double).toMatchObject({ stateReason: 'not_planned' });
    expect(double?.body).toContain('#1');

    const writes = writesOf(stage).length;
    drifts(await verifyRun(stage));
    expect(writesOf(stage)).toHaveLength(writes);
    expect(openOnes(stage)).toHaveLength(1);
  });

  it('is found among forged ones, pull requests and hundreds of others, which are left alone', async () => {
    const stage = await open();
    const { github } = stage;
    drifts(await verifyRun(stage));
    const [ours] = github.issues();
    const body = ours?.body ?? '';
    expect(body).toMatch(/^<!-- certferry:issue v1 /u);
    const { number } = ours ?? { number: 0 };
    // A stranger copies the whole issue, closed and open; a person has the bot quote it.
    addIssue(github, { as: 'mallory', title: ours?.title ?? '', body, labels: ['certferry'] });
    addIssue(github, { as: 'mallory', body, state: 'closed', labels: ['certferry'] });
    addIssue(github, { as: bot, body: `See below.\n${body}`, labels: ['certferry'] });
    github.openPull({ number: 4000, author: bot, files: { 'README.md': body } });
    for (let n = 0; n < 130; n += 1) addIssue(github, { as: bot, title: `Flaky test ${n}` });
    const others = () =>
      github
        .issues()
        .filter((one) => one.number !== number)
        .map(({ title, body: text, state, updatedAt }) => ({ title, text, state, updatedAt }));
    const before = others();

    const foreign = await issue(stage.authority, { domains: names, key: 'rsa-2048' });
    first(stage.nlb.listeners).change({ default: foreign });
    const run = await verifyRun(stage);
    drifts(run);
    expect(run.outputs['issue']).toBe(`https://github.com/octo/shop/issues/${number}`);
    expect(github.state.issues.get(number)?.body).toContain(foreign.sha256.slice(0, 8));
    expect(others()).toEqual(before);
    expect(github.requestsOf('issues/create')).toHaveLength(1);
    expect(github.requestsOf('issues/list-for-repo').length).toBeGreaterThan(3);
  });

  it('tells what ends soon, with exit code 2, and drift besides when that comes, with 1', async () => {
    const stage = await open();
    const ending = await issue(stage.authority, {
      domains: names,
      key: 'rsa-2048',
      notBefore: new Date(Date.now() - 78 * day),
      notAfter: new Date(Date.now() + 12 * day),
    });
    const env = { SHOP_CHAIN_PEM: ending.chain, SHOP_KEY_PEM: ending.key };
    const { event } = stage.github;
    const deployed = await stage.run(event('workflow_dispatch'), { env });
    expect(deployed.exitCode, deployed.log).toBe(0);

    const soon = await verifyRun(stage, { env });
    expect(soon.exitCode, soon.log).toBe(2);
    expect(soon.report).toMatchObject({ verdict: 'expiring', exitCode: 2 });
    expect(openOnes(stage).map(({ title }) => title)).toEqual([
      'Certferry: 1 certificate ends soon (.github/certferry.yml)',
    ]);
    const words = `it ends on ${ending.notAfter.toISOString().slice(0, 10)} and is bound to 4 resources`;
    expect(openOnes(stage)[0]?.body).toContain(words);
    expect(soon.annotations.map(({ kind, message }) => [kind, message.includes(words)])).toEqual([
      ['warning', true],
    ]);

    first(stage.nlb.listeners).change({ default: stage.renewed });
    const both = await verifyRun(stage, { env });
    expect(both.exitCode, both.log).toBe(1);
    expect(openOnes(stage).map(({ title }) => title)).toEqual([
      'Certferry: 1 resource not as deployed and 1 certificate ends soon (.github/certferry.yml)',
    ]);
    expect(openOnes(stage)[0]?.body).toContain('is bound to 3 resources');
    expect(openOnes(stage)[0]?.body).toContain('DRIFTED');
  });

  it('stays open and names the gap while a part cannot be read and another has drifted', async () => {
    const stage = await open();
    drifts(await verifyRun(stage));
    stage.key.deny.add('elasticloadbalancing:DescribeLoadBalancers');
    const run = await verifyRun(stage);
    drifts(run);
    const [ours, ...more] = openOnes(stage);
    expect(more).toEqual([]);
    expect(ours?.title).toContain('1 resource not as deployed');
    expect(read((ours?.body ?? '').replace(/^.*\n/u, '')).text).toContain(region);
    expect(ours?.body).toContain('DescribeLoadBalancers');
  });

  it('is plain text, whatever a cloud or a certificate calls itself', async () => {
    const stage = await open();
    const nasty = '@octo/ops <img src=x onerror=alert(1)> [approve](https://evil.example) fixes #1';
    const authority = await createIntermediate(await createRoot('Other'), `"${nasty}"`);
    const strange = await issue(authority, { domains: names, key: 'rsa-2048' });
    await stage.region.addLoadBalancer({
      type: 'network',
      name: `${nasty} ::error::boom`,
      listeners: [{ protocol: 'TLS', certificate: strange }],
    });
    const run = await verifyRun(stage);
    drifts(run);
    expect(run.injected).toEqual([]);
    const body = openOnes(stage)[0]?.body ?? '';
    const shown = read(body.replace(/^.*\n/u, ''));
    expect(shown.faults).toEqual([]);
    expect(shown.text).toContain('onerror=alert');
    expect(shown.loose).not.toMatch(/@octo|#1|\]\(/u);
    expect(shown.links).toEqual([]);
  });
});

describe('a token without "issues: write"', () => {
  it('costs the issue and not the result: a warning names what to add, the summary tells the rest', async () => {
    const stage = await open();
    const { github } = stage;
    const token = github.token({ permissions: { contents: 'read', issues: 'read' } });
    const run = await verifyRun(stage, { token });
    drifts(run);
    expect(github.issues()).toEqual([]);
    expect(run.outputs['issue']).toBeUndefined();
    const warning = run.annotations.find(({ title }) => title === 'No issue');
    expect(warning).toMatchObject({ kind: 'warning' });
    expect(warning?.message).toContain('add "issues: write" to the permissions of the job');
    expect(run.summary).toContain('Not as deployed');

    const { SHOP_CHAIN_PEM, SHOP_KEY_PEM } = {
      SHOP_CHAIN_PEM: stage.old.chain,
      SHOP_KEY_PEM: stage.old.key,
    };
    const well = await verifyRun(stage, {
      token: github.token({ permissions: { contents: 'read' } }),
      env: { SHOP_CHAIN_PEM, SHOP_KEY_PEM },
    });
    expect(well.report?.verdict).toBe('success');
    expect(well.exitCode, well.log).toBe(0);
    expect(well.annotations.map(({ kind, title }) => [kind, title])).toEqual([
      ['warning', 'No issue'],
    ]);
  });
});
