import { describe, expect, it } from 'vitest';

import { issue } from '../pki.ts';
import { comments, merge, preview, pull, stageOf, statuses, writesOf } from './play.ts';
import { file, first, region } from './stage.ts';

describe('the whole path on AWS', () => {
  it('previews, deploys exactly that after the merge, proves it, and then has nothing to do', async () => {
    const stage = await stageOf();
    const before = stage.aws.snapshot();
    const shown = await preview(stage);
    expect(shown.exitCode, shown.log).toBe(0);
    expect(shown.report).toMatchObject({ verdict: 'ready', mode: 'preview' });
    expect(shown.report?.tasks[0]?.counts).toMatchObject({ resources: 4, matched: 4, edits: 4 });
    expect(writesOf(stage)).toEqual([]);
    expect(comments(stage)).toHaveLength(1);
    expect(first(comments(stage))).toContain('Ready: 4 edits');

    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(0);
    expect(deployed.outputs).toMatchObject({ verdict: 'success', changed: 'true', success: '4' });
    expect(deployed.report?.tasks[0]?.changes.map((change) => change.proof)).toEqual(
      Array.from({ length: 4 }, () => ({ accepted: true, readBack: true, served: true })),
    );
    expect(new Set(Object.values(await stage.served()))).toEqual(new Set([stage.renewed.sha256]));
    expect(comments(stage)).toHaveLength(2);
    expect(stage.aws.snapshot()).toEqual(before);

    const writes = writesOf(stage).length;
    const again = await stage.run(stage.github.event('workflow_dispatch', {}));
    expect(again.exitCode, again.log).toBe(0);
    expect(again.report?.verdict).toBe('unchanged');
    expect(writesOf(stage)).toHaveLength(writes);
    for (const run of [shown, deployed, again]) {
      expect(run.injected).toEqual([]);
      expect(run.complaints).toEqual([]);
      expect(run.stderr).toBe('');
    }
  });

  it('undoes the one resource whose handshake fails and leaves the others deployed', async () => {
    const stage = await stageOf();
    await preview(stage);
    first(stage.nlb.listeners).endpoint.stuck();
    const deployed = await merge(stage, { inputs: { 'verify-timeout': '3' } });
    expect(deployed.exitCode, deployed.log).toBe(1);
    expect(deployed.report?.verdict).toBe('partial');
    expect(statuses(deployed)).toEqual({
      'aws/cloudfront': 'success',
      'aws/alb': 'success',
      'aws/nlb': 'rolled-back',
      'aws/clb': 'success',
    });
    const held = first(stage.nlb.listeners).held();
    const bound = stage.region.certificates().find((one) => one.arn === held.default);
    expect(bound?.sha256).toBe(stage.old.sha256);
    const result = comments(stage).at(-1) ?? '';
    expect(result).toContain('shop-mqtt');
    expect(result).toContain('VERIFY_FAILED');
    expect(deployed.annotations.map((one) => one.kind)).toContain('error');
  });

  it('goes on when the cloud refuses one write, and says what is missing', async () => {
    const stage = await stageOf();
    await preview(stage);
    stage.key.deny.add('elasticloadbalancing:SetLoadBalancerListenerSSLCertificate');
    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(1);
    expect(statuses(deployed)).toMatchObject({ 'aws/clb': 'error', 'aws/alb': 'success' });
    expect(comments(stage).at(-1)).toContain('SetLoadBalancerListenerSSLCertificate');
    expect(comments(stage).at(-1)).toContain('PERMISSION_MISSING');
  });

  it('shows a region that cannot be reached as a gap and touches nothing there', async () => {
    const stage = await stageOf();
    stage.aws.unreachable.add(region);
    const shown = await preview(stage);
    expect(shown.exitCode, shown.log).toBe(2);
    expect(shown.report?.verdict).toBe('incomplete');
    const gaps = shown.report?.tasks[0]?.gaps ?? [];
    expect(gaps.map((gap) => [gap.product, gap.region])).toEqual(
      expect.arrayContaining([['aws/alb', region]]),
    );
    expect(shown.report?.tasks[0]?.unmatched).toEqual([]);
    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(2);
    expect(statuses(deployed)).toEqual({ 'aws/cloudfront': 'success' });
    expect(stage.aws.writes().filter((request) => request.region === region)).toEqual([]);
  });

  it('holds back what no preview showed', async () => {
    const stage = await stageOf();
    await preview(stage);
    const stranger = await issue(stage.authority, {
      domains: ['shop.example.com'],
      key: 'rsa-2048',
    });
    first(stage.nlb.listeners).change({
      default: stage.region.importCertificate({ chain: stranger.chain, key: stranger.key }),
    });
    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(2);
    expect(statuses(deployed)).toMatchObject({ 'aws/nlb': 'held', 'aws/alb': 'success' });
    expect(comments(stage).at(-1)).toContain('PLAN_STALE');
  });

  it('holds everything back when the merged pull request was never previewed', async () => {
    const stage = await stageOf();
    stage.github.openPull({ number: pull, files: { [file]: stage.deployment } });
    const deployed = await merge(stage);
    expect(deployed.exitCode, deployed.log).toBe(2);
    expect(writesOf(stage)).toEqual([]);
    expect(comments(stage).at(-1)).toContain('no preview of this deployment file');
  });

  it('deploys a direct push, unless previews are required', async () => {
    const stage = await stageOf();
    const push = () => stage.github.push({ [file]: `${stage.deployment}\n# ${Date.now()}\n` });
    const required = await stage.run(push(), { inputs: { 'require-preview': 'true' } });
    expect(required.exitCode, required.log).toBe(2);
    expect(writesOf(stage)).toEqual([]);
    const free = await stage.run(push());
    expect(free.exitCode, free.log).toBe(0);
    expect(free.report?.verdict).toBe('success');
  });

  it('never deploys from a pull request or another branch, whatever the input says', async () => {
    const stage = await stageOf();
    const forced = await preview(stage, { inputs: { mode: 'deploy' } });
    expect(forced.exitCode).toBe(3);
    const branch = stage.github.push({ [file]: stage.deployment }, { branch: 'feature' });
    expect((await stage.run(branch, { inputs: { mode: 'deploy' } })).exitCode).toBe(3);
    expect((await stage.run(branch)).report?.mode).toBe('preview');
    expect(writesOf(stage)).toEqual([]);
  });

  it('checks a pull request of a fork offline: no secret, no cloud, no comment, exit 0', async () => {
    const stage = await stageOf();
    const files = { [file]: stage.deployment };
    stage.github.openPull({ number: pull, fork: 'mallory/shop', files });
    const run = await stage.run(stage.github.event('pull_request', { number: pull }), {
      env: {
        SHOP_CHAIN_PEM: '',
        SHOP_KEY_PEM: '',
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
      },
      token: stage.github.token({ permissions: { 'pull-requests': 'write' }, readOnly: true }),
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.verdict).toBe('offline');
    expect(stage.aws.requests).toEqual([]);
    expect(comments(stage)).toEqual([]);
    expect(run.summary).toContain('certferry.');
  });
});

describe('bad input', () => {
  it('answers wrong credentials with CREDENTIALS_REJECTED and writes nothing', async () => {
    const stage = await stageOf();
    const shown = await preview(stage, { env: { AWS_SECRET_ACCESS_KEY: 'not-the-secret' } });
    expect(shown.exitCode, shown.log).toBe(2);
    const codes = shown.report?.tasks[0]?.gaps.map((gap) => gap.error.code) ?? [];
    expect(new Set(codes)).toEqual(new Set(['CREDENTIALS_REJECTED']));
    expect(first(comments(stage))).toContain('CREDENTIALS_REJECTED');
  });

  it.each([
    ['a missing secret', { SHOP_KEY_PEM: '' }, 'SHOP_KEY_PEM'],
    ['a key that does not fit', 'mismatched', 'belongs to none of the certificates'],
    ['an expired leaf', 'expired', 'expired on'],
  ] as const)('names %s, exit 3, and asks no cloud', async (_, change, words) => {
    const stage = await stageOf();
    let env: Record<string, string> = {};
    if (change === 'mismatched') {
      env = { SHOP_KEY_PEM: (await issue(stage.authority, { domains: ['x.example.com'] })).key };
    } else if (change === 'expired') {
      const expired = await issue(stage.authority, {
        domains: ['shop.example.com'],
        notBefore: new Date(Date.now() - 9e9),
        notAfter: new Date(Date.now() - 1e8),
      });
      env = { SHOP_CHAIN_PEM: expired.chain, SHOP_KEY_PEM: expired.key };
    } else env = { ...change };
    const shown = await preview(stage, { env });
    expect(shown.exitCode, shown.log).toBe(3);
    expect(shown.report?.verdict).toBe('invalid');
    expect(shown.report?.problems.map((one) => one.message).join()).toContain(words);
    expect(shown.annotations).toMatchObject([{ kind: 'error', file }]);
    expect(first(comments(stage))).toContain('certferry.');
    expect(stage.aws.requests).toEqual([]);
  });

  it('reports every problem of the file at its line and column', async () => {
    const stage = await stageOf();
    const broken = stage.deployment
      .replace('accounts: [aws-prod]', 'accounts: [aws-pord]')
      .replace('product: aws/alb', 'produkt: aws/alb');
    const shown = await preview(stage, {}, broken);
    expect(shown.exitCode, shown.log).toBe(3);
    const problems = shown.report?.problems ?? [];
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const problem of problems) {
      const line = broken.split('\n')[problem.line - 1] ?? '';
      expect(line).toMatch(/aws-pord|produkt/u);
    }
    expect(stage.aws.requests).toEqual([]);
  });

  it('says which file is missing', async () => {
    const stage = await stageOf();
    const push = stage.github.push({ 'README.md': 'nothing here' });
    const run = await stage.run(push);
    expect(run.exitCode, run.log).toBe(3);
    expect(run.report?.problems[0]?.message).toContain('does not exist');
  });
});

it('is deterministic about what it previews: the same world gives the same plan', async () => {
  const stage = await stageOf();
  const one = await preview(stage);
  const two = await stage.run(stage.github.event('pull_request', { number: pull }));
  expect(two.report?.digest).toBe(one.report?.digest);
  expect(comments(stage)).toHaveLength(1);
});
