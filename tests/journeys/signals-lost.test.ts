import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Fate } from './receiver-front.ts';
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
  stopNext,
  type Signals,
} from './signals-world.ts';

/** A machine that is gone between two lines of the program, and a receiver that does not answer. */
let stage: Signals;
beforeAll(async () => {
  stage = await openSignals({ quota: 1000 });
  await deployFirst(stage);
}, 60_000);
afterEach(() => {
  goOn(stage);
});
afterAll(async () => {
  await expectBook(stage, await balance(stage));
  await closeSignals(stage);
});

const all = (status: string) => Array.from({ length: stage.cost }, () => status);
const states = ({ action }: EndedRun) =>
  action?.report?.tasks.flatMap((task) => task.changes.map((change) => change.status));
const annotations = ({ action }: EndedRun) =>
  (action?.annotations ?? []).map(({ kind, title, message }) => `${kind} ${title}: ${message}`);

describe('a runner that is lost', () => {
  it('right after the cloud took a write is refunded, and its re-run keeps what is there', async () => {
    const certificate = await renewal(stage);
    const before = await balance(stage);
    stopNext(stage, 'lost', (stop) => {
      stage.clouds.aws.faults.add({
        operation: 'SetLoadBalancerListenerSSLCertificate',
        kind: 'hang',
        afterEffect: true,
        match: () => {
          setTimeout(stop, 50);
          return true;
        },
      });
    });
    const lost = await dispatchedRun(stage, certificate);
    expect([lost.action?.signal, lost.action?.report]).toEqual(['SIGKILL', undefined]);
    expect(await balance(stage)).toBe(before);

    goOn(stage);
    const again = await stage.rerun(lost.run);
    expect(again.action?.exitCode, again.action?.log).toBe(0);
    expect(edits(again)).not.toHaveProperty('aws/clb');
    await expectDeployedOnce(stage, certificate);
    expect(await balance(stage)).toBe(before - Object.keys(edits(again)).length);
  }, 60_000);

  it('before it could report has paid for what it proved, and its re-run costs nothing', async () => {
    const certificate = await renewal(stage);
    const before = await balance(stage);
    stopNext(stage, 'lost', (stop) => {
      stage.front.fate = (asked) => {
        if (asked !== 'POST /runs') return 'pass';
        stop();
        return 'hang';
      };
    });
    const lost = await dispatchedRun(stage, certificate);
    expect(lost.action?.signal).toBe('SIGKILL');
    expect(await balance(stage)).toBe(before - stage.cost);
    expect((await stage.dispatches()).at(-1)?.state).toBe('error');

    goOn(stage);
    const writes = stage.clouds.writes().length;
    const again = await stage.rerun(lost.run);
    expect([again.action?.exitCode, states(again)], again.action?.log).toEqual([0, all('kept')]);
    expect(stage.clouds.writes()).toHaveLength(writes);
    await expectDeployedOnce(stage, certificate);
    expect(await balance(stage)).toBe(before - stage.cost);
    expect((await stage.dispatches()).at(-1)?.state).toBe('success');
  }, 60_000);
});

describe('a receiver that is away', () => {
  /** What becomes of requests that end like this. */
  const when = (end: string, fate: Fate) => {
    stage.front.fate = (asked) => (asked.endsWith(end) ? fate : 'pass');
  };

  it('for the claim, or for quota, lets nothing be written, and says what to do', async () => {
    const certificate = await renewal(stage);
    const before = { left: await balance(stage), writes: stage.clouds.writes().length };
    when('/claim', 'away');
    const first = await dispatchedRun(stage, certificate);
    expect([first.action?.exitCode, first.action?.report?.verdict]).toEqual([1, 'error']);
    expect(annotations(first).join()).toMatch(/claiming the dispatch.*503.*again/su);

    when('/reserve', 'away');
    const second = await stage.rerun(first.run);
    expect([second.action?.exitCode, states(second)]).toEqual([2, all('held')]);
    expect(annotations(second)[0]).toMatch(/reserving quota.*503.*again/su);
    expect(stage.clouds.writes()).toHaveLength(before.writes);
    expect(await balance(stage)).toBe(before.left);

    // Its answer is lost, as is everything about how it went, but for the report.
    let lost = 0;
    stage.front.fate = (asked) => {
      if (asked.endsWith('/settle')) return 'away';
      return asked.endsWith('/reserve') && (lost += 1) === 1 ? 'lose' : 'pass';
    };
    const third = await stage.rerun(first.run);
    expect([third.action?.exitCode, states(third)], third.action?.log).toEqual([0, all('success')]);
    expect(annotations(third).join()).toContain('did not take down how this run ended');
    expect(lost).toBe(2);
    await expectDeployedOnce(stage, certificate);
    await stage.hook.settled();
    expect(await balance(stage)).toBe(before.left - stage.cost);
  }, 60_000);

  it('for the report makes the run red, and its re-run tells it', async () => {
    const certificate = await renewal(stage);
    const before = await balance(stage);
    when('/runs', 'away');
    const first = await dispatchedRun(stage, certificate);
    expect([first.action?.exitCode, states(first)], first.action?.log).toEqual([1, all('success')]);
    expect(annotations(first).join()).toMatch(/does not know how this run ended.*503/su);
    expect(await balance(stage)).toBe(before - stage.cost);

    goOn(stage);
    const again = await stage.rerun(first.run);
    expect([again.action?.exitCode, states(again)], again.action?.log).toEqual([0, all('kept')]);
    expect((await stage.dispatches()).at(-1)?.state).toBe('success');
    expect(await balance(stage)).toBe(before - stage.cost);
  }, 60_000);
});
