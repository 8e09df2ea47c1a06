import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { issue } from '../pki.ts';
import { stageOf, statuses, writesOf } from './play.ts';
import { createStage, first, names } from './stage.ts';
import type { Stage } from './stage.ts';
import { byHand, deployed } from './undo-stage.ts';
import type { KnownRun } from './undo-stage.ts';

const proven = { accepted: true, readBack: true, served: true };
const quick = { inputs: { 'verify-timeout': '2' } };

const changesOf = (run: KnownRun) => run.report?.tasks.flatMap((task) => task.changes) ?? [];
const proofs = (run: KnownRun) =>
  Object.fromEntries(changesOf(run).map(({ product, proof }) => [product, proof]));

describe('a proof that fails', () => {
  it('undoes that change at once, keeps both certificate objects, and leaves the others', async () => {
    const stage = await stageOf();
    first(stage.alb.listeners).endpoint.stuck();
    const before = stage.region.certificates().map(({ arn }) => arn);
    const run = await deployed(stage, quick);
    expect(run.exitCode, run.log).toBe(1);
    expect(statuses(run)).toEqual({
      'aws/cloudfront': 'success',
      'aws/alb': 'rolled-back',
      'aws/nlb': 'success',
      'aws/clb': 'success',
    });
    const alb = changesOf(run).find(({ product }) => product === 'aws/alb');
    expect(alb).toMatchObject({
      error: { code: 'VERIFY_FAILED' },
      proof: { accepted: true, readBack: true, served: false },
    });
    const held = first(stage.alb.listeners).held();
    expect(before).toContain(held.default);
    expect(held.sni).toEqual([held.default]);
    expect(writesOf(stage).filter((operation) => operation.startsWith('Delete'))).toEqual([]);
    const after = stage.region.certificates();
    expect(after.map(({ arn }) => arn)).toEqual(expect.arrayContaining(before));
    expect(after.map(({ sha256 }) => sha256)).toContain(stage.renewed.sha256);
  });
});

/** One deployment to every product, that people undo. Each test goes on where the one before ended. */
describe('a run that is undone by hand, with the id of the run', () => {
  let stage: Stage;
  let run: KnownRun;
  beforeAll(async () => {
    stage = await createStage({ allClouds: true });
    run = await deployed(stage);
    expect(run.exitCode, run.log).toBe(0);
  }, 60_000);
  afterAll(async () => {
    await stage.close();
    expect(stage.violations()).toEqual([]);
  });

  const undo = (rollback = String(run.id)) => byHand(stage, { rollback }, quick);

  it('holds what somebody has changed since, and does not overwrite it', async () => {
    const foreign = await issue(stage.authority, { domains: names, key: 'rsa-2048' });
    const listener = first(stage.nlb.listeners);
    const theirs = stage.region.importCertificate({ chain: foreign.chain, key: foreign.key });
    listener.change({ default: theirs });
    const undone = await undo();
    expect(undone.exitCode, undone.log).toBe(2);
    expect(undone.report).toMatchObject({ mode: 'rollback', verdict: 'held' });
    const { 'huawei/cdn': video, 'aws/nlb': mqtt, ...others } = statuses(undone);
    expect([video, mqtt]).toEqual(['held', 'held']);
    expect(new Set(Object.values(others))).toEqual(new Set(['rolled-back']));
    expect(Object.keys(others)).toHaveLength(7);
    const held = changesOf(undone).filter(({ status }) => status === 'held');
    for (const { error, proof } of held) {
      expect([error?.code, proof]).toEqual(['REFUSED', null]);
    }
    expect(listener.held().default).toBe(theirs);
    expect((await stage.served())['aws/nlb']).toBe(foreign.sha256);
    // It is said where to look, and nothing about a second undoing.
    expect(undone.summary).toContain('shop-mqtt');
    expect(undone.outputs).toMatchObject({ verdict: 'held', held: '2', success: '7' });
  });

  it('has proven by handshakes that the old certificate is served again', async () => {
    const { 'aws/nlb': mqtt, 'huawei/cdn': video, ...served } = await stage.served();
    expect(mqtt).toBeDefined();
    // Huawei's CDN keeps nothing to switch back to.
    expect(video).toBe(stage.renewed.sha256);
    expect(new Set(Object.values(served))).toEqual(new Set([stage.old.sha256]));
  });

  it('writes nothing the second time, and proves it again', async () => {
    first(stage.nlb.listeners).change({ default: oldArn() });
    const writes = stage.writes().length;
    const again = await undo();
    expect(again.exitCode, again.log).toBe(2);
    const { 'huawei/cdn': video, ...others } = proofs(again);
    expect(video).toBeNull();
    expect(new Set(Object.values(others).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(proven)]),
    );
    expect(again.report?.tasks[0]?.counts).toMatchObject({ kept: 8, held: 1, success: 0 });
    expect(again.report?.tasks[0]?.findings.map(({ code }) => code)).toContain('already-back');
    expect(again.outputs['changed']).toBe('false');
    expect(stage.writes()).toHaveLength(writes);
  });

  it('is not confirmed where handshakes show something else, and is not undone for that', async () => {
    const stranger = await issue(stage.authority, { domains: names, key: 'rsa-2048' });
    const listener = first(stage.alb.listeners);
    listener.endpoint.wrong(stranger);
    const writes = stage.writes().length;
    const doubted = await undo();
    listener.endpoint.heal();
    expect(doubted.exitCode, doubted.log).toBe(1);
    const alb = changesOf(doubted).find(({ product }) => product === 'aws/alb');
    expect(alb).toMatchObject({
      status: 'rollback-error',
      error: { code: 'VERIFY_FAILED' },
      proof: { accepted: true, readBack: true, served: false },
    });
    expect(alb?.error?.message).toContain(stranger.sha256.slice(0, 8));
    expect(listener.held().default).toBe(oldArn());
    expect(stage.writes()).toHaveLength(writes);
    expect(doubted.summary).toContain('Switched back, and not proven');
  });

  it('is refused for a run that GitHub does not know, or that deployed nothing', async () => {
    const writes = stage.writes().length;
    const unknown = await undo('4711');
    expect(unknown.exitCode).toBe(1);
    expect(unknown.log).toMatch(/run 4711/u);
    const nothing = await byHand(stage, { rollback: String(unknown.id) }, quick);
    expect(nothing.exitCode).toBe(1);
    expect(nothing.report?.problems[0]?.message).toMatch(/REFUSED/u);
    expect(stage.writes()).toHaveLength(writes);
  });

  const oldArn = () =>
    stage.region.certificates().find(({ sha256 }) => sha256 === stage.old.sha256)?.arn ?? '';
});
