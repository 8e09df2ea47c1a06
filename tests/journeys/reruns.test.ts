import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Issued } from '../pki.ts';
import type { EndedRun } from './receiver-stage.ts';
import {
  balance,
  closeSignals,
  deployFirst,
  dispatchedRun,
  edits,
  expectBook,
  expectDeployedOnce,
  goOn,
  openSignals,
  renewal,
  startByHand,
  stopAt,
  type Signals,
} from './signals-world.ts';
import { first } from './stage.ts';

/** "Re-run jobs": another attempt of a run, whatever became of the first and of the world since. */
let stage: Signals;
let deployed: Issued;
beforeAll(async () => {
  stage = await openSignals({ quota: 1000 });
  deployed = await deployFirst(stage);
}, 60_000);
afterEach(() => {
  goOn(stage);
});
afterAll(async () => {
  await expectBook(stage, await balance(stage));
  await closeSignals(stage);
});

const states = ({ action }: EndedRun) =>
  action?.report?.tasks.flatMap((task) => task.changes.map(({ status }) => status));
const all = (status: string) => Array.from({ length: stage.cost }, () => status);

describe('the re-run of a run that succeeded', () => {
  it('writes nothing and costs nothing', async () => {
    const certificate = await renewal(stage);
    const run = await dispatchedRun(stage, certificate);
    expect(states(run)).toEqual(all('success'));
    const before = { left: await balance(stage), writes: stage.clouds.writes().length };
    const again = await stage.rerun(run.run);
    expect([again.action?.exitCode, states(again)], again.action?.log).toEqual([0, all('kept')]);
    expect(again.action?.report?.tasks[0]?.quota).toMatchObject({ toConsume: 0, consumed: 0 });
    expect(await balance(stage)).toBe(before.left);
    expect(stage.clouds.writes()).toHaveLength(before.writes);

    const undone = await startByHand(stage, { rollback: String(run.run.id) });
    expect(undone.action?.exitCode, undone.action?.log).toBe(0);
    expect(states(undone)).toEqual(all('rolled-back'));
    expect(new Set(Object.values(await stage.clouds.served()))).toEqual(new Set([deployed.sha256]));
    expect(await balance(stage)).toBe(before.left);
  }, 60_000);
});

describe('the re-run of a run that failed in part', () => {
  it('tries and charges only what failed, and a rollback undoes what both attempts did', async () => {
    const certificate = await renewal(stage);
    const before = await balance(stage);
    const { endpoint } = first(stage.clouds.nlb.listeners);
    endpoint.stuck();
    stage.job = async (_, bundle) => await bundle({ env: { 'INPUT_VERIFY-TIMEOUT': '3' } });
    const run = await dispatchedRun(stage, certificate);
    expect([run.action?.exitCode, edits(run)], run.action?.log).toEqual([
      1,
      {
        'aws/cloudfront': 'success',
        'aws/alb': 'success',
        'aws/nlb': 'rolled-back',
        'aws/clb': 'success',
      },
    ]);
    expect(await balance(stage)).toBe(before - 3);
    endpoint.heal();
    goOn(stage);
    const again = await stage.rerun(run.run);
    expect([again.action?.exitCode, edits(again)], again.action?.log).toEqual([
      0,
      { 'aws/nlb': 'success' },
    ]);
    expect(await balance(stage)).toBe(before - 4);
    await expectDeployedOnce(stage, certificate);

    const undone = await startByHand(stage, { rollback: String(run.run.id) });
    expect(undone.action?.exitCode, undone.action?.log).toBe(0);
    expect(states(undone)).toEqual(all('rolled-back'));
    expect(new Set(Object.values(await stage.clouds.served()))).toEqual(new Set([deployed.sha256]));
    expect(await balance(stage)).toBe(before - 4);
  }, 60_000);
});

describe('the re-run of an old run', () => {
  it('puts no older certificate back, and costs nothing', async () => {
    const old = await dispatchedRun(stage, await renewal(stage));
    const newer = await renewal(stage);
    expect((await dispatchedRun(stage, newer)).action?.exitCode).toBe(0);
    const before = { left: await balance(stage), writes: stage.clouds.writes().length };
    const again = await stage.rerun(old.run);
    expect([again.action?.exitCode, states(again)], again.action?.log).toEqual([0, all('kept')]);
    expect(stage.clouds.writes()).toHaveLength(before.writes);
    expect(await balance(stage)).toBe(before.left);
    await expectDeployedOnce(stage, newer);
  }, 60_000);
});

describe('two runs at once, where the workflow has no concurrency group', () => {
  it('both end, and the certificate is paid for once', async () => {
    const certificate = await renewal(stage);
    stopAt(stage, 'cancelled', /reading \d+ places/u);
    const cancelled = await dispatchedRun(stage, certificate);
    expect(edits(cancelled)).toEqual({});
    const before = await balance(stage);
    goOn(stage);
    const both = await Promise.all([stage.rerun(cancelled.run), startByHand(stage, {})]);
    for (const { action } of both) {
      expect(action?.exitCode, action?.log).toBe(0);
      expect(Object.values(action?.report?.tasks[0]?.changes ?? [])).toHaveLength(stage.cost);
    }
    await expectDeployedOnce(stage, certificate);
    expect(await balance(stage)).toBe(before - stage.cost);
  }, 60_000);
});
