import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Issued } from '../pki.ts';
import { pull, type EndedRun } from './receiver-stage.ts';
import {
  balance,
  closeSignals,
  dispatchedRun,
  edits,
  expectBook,
  expectDeployedOnce,
  goOn,
  openSignals,
  renewal,
  stopAt,
  stopNext,
  type Moment,
  type Signals,
} from './signals-world.ts';

/**
 * A run that is cancelled, by a person or because the job's time is over: the runner sends the same
 * signals. Whatever the moment, it says what became of each resource, and the next attempt of the run
 * ends what it began.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
 */
let stage: Signals;
let left = 1000;
beforeAll(async () => {
  stage = await openSignals({ quota: left });
}, 60_000);
afterEach(() => {
  asItShould();
});
afterAll(async () => {
  await expectBook(stage, left);
  await closeSignals(stage);
});

function asItShould(): void {
  goOn(stage);
  Object.assign(stage.clouds.aws.settings, { latencyMs: 0, deployMs: 300, serveDelayMs: 100 });
}

/** It was not killed, left its report, and holds quota for nothing that it has not proven. */
async function expectToldAll({ action, run }: EndedRun): Promise<void> {
  expect([action?.signal, action?.timedOut], action?.log).toEqual([null, false]);
  expect(action?.report?.verdict, action?.log).toBe('cancelled');
  const changes = action?.report?.tasks.flatMap((task) => task.changes) ?? [];
  const failed = changes.some(({ status }) =>
    /^(?:rolled-back|rollback-error|error)$/u.test(status),
  );
  expect(action?.exitCode).toBe(failed ? 1 : 2);
  expect(action?.outputs['verdict']).toBe('cancelled');
  expect(action?.summary).toContain('ancelled');
  expect(run.conclusion).toBe('cancelled');
  left -= changes.filter(({ status }) => status === 'success').length;
  expect(await balance(stage)).toBe(left);
}

async function expectEnded(again: EndedRun, certificate: Issued): Promise<void> {
  expect(again.action?.exitCode, again.action?.log).toBe(0);
  await expectDeployedOnce(stage, certificate);
  const done = Object.values(edits(again));
  expect(done.every((status) => status === 'success')).toBe(true);
  left -= done.length;
  expect(await balance(stage)).toBe(left);
}

describe('a merged deployment that is cancelled', () => {
  it('tells it on the pull request, and its re-run puts the result there', async () => {
    const certificate = await renewal(stage);
    expect((await stage.renew(certificate)).status).toBe(202);
    const shown = await stage.preview();
    expect(shown.action?.exitCode, shown.action?.log).toBe(0);
    Object.assign(stage.clouds.aws.settings, { deployMs: 60_000 });
    stopAt(stage, 'cancelled', /cloudfront.*reading back/u);
    const cancelled = await stage.merge();
    await expectToldAll(cancelled);
    expect(edits(cancelled)['aws/cloudfront']).toBe('rolled-back');
    const comments = () => stage.github.comments(pull).map(({ body }) => body);
    expect(comments()).toHaveLength(2);
    expect(comments().at(-1)).toContain('ancelled');

    asItShould();
    await expectEnded(await stage.rerun(cancelled.run), certificate);
    expect(comments()).toHaveLength(2);
    expect(comments().at(-1)).not.toContain('ancelled');
  }, 60_000);
});

/** One attempt of a run and when it is cancelled, and what became of some resource. */
interface Attempt {
  readonly moment: Moment;
  readonly settings?: Partial<Signals['clouds']['aws']['settings']>;
  readonly expected?: Readonly<Record<string, string>>;
}

describe('a dispatched deployment that is cancelled', () => {
  it.each<readonly [string, readonly Attempt[]]>([
    [
      'before anything is written',
      [
        { moment: /reading \d+ places/u, settings: { latencyMs: 1_000 }, expected: {} },
        { moment: 'POST /quota/reserve' },
      ],
    ],
    [
      'once something is written',
      [
        { moment: /alb.*: writing/u, settings: { latencyMs: 100 } },
        {
          moment: /nlb.*: handshakes/u,
          settings: { serveDelayMs: 60_000 },
          expected: { 'aws/nlb': 'rolled-back' },
        },
        { moment: 'POST /quota/settle' },
      ],
    ],
  ])(
    '%s tells all, and the attempt that is left alone ends it',
    async (_, attempts) => {
      const certificate = await renewal(stage);
      let run: EndedRun['run'] | undefined;
      for (const { moment, settings = {}, expected } of attempts) {
        asItShould();
        Object.assign(stage.clouds.aws.settings, settings);
        stopAt(stage, 'cancelled', moment);
        const ended = await (run === undefined
          ? dispatchedRun(stage, certificate)
          : stage.rerun(run));
        ({ run } = ended);
        await stage.hook.settled();
        await expectToldAll(ended);
        if (expected !== undefined) expect(edits(ended)).toMatchObject(expected);
      }
      asItShould();
      if (run === undefined) throw new Error('no run');
      await expectEnded(await stage.rerun(run), certificate);
    },
    60_000,
  );

  it('while something is being undone lets it end, and so does its re-run', async () => {
    const certificate = await renewal(stage);
    stopNext(
      stage,
      'cancelled',
      (stop) => {
        let writes = 0;
        stage.clouds.aws.faults.add({
          operation: 'SetLoadBalancerListenerSSLCertificate',
          kind: 'delay',
          delayMs: 1_000,
          match: () => {
            writes += 1;
            if (writes === 2) stop();
            return writes === 2;
          },
        });
        // It serves nothing new for long: the handshakes fail, and it is put back.
        Object.assign(stage.clouds.aws.settings, { serveDelayMs: 60_000 });
      },
      { env: { 'INPUT_VERIFY-TIMEOUT': '1' } },
    );
    const cancelled = await dispatchedRun(stage, certificate);
    await expectToldAll(cancelled);
    const changes = cancelled.action?.report?.tasks[0]?.changes ?? [];
    const undone = changes.find(({ product }) => product === 'aws/clb');
    expect([undone?.status, undone?.error?.code]).toEqual(['rolled-back', 'VERIFY_FAILED']);
    asItShould();
    await expectEnded(await stage.rerun(cancelled.run), certificate);
  }, 60_000);

  it('does not wait for a ledger that is silent: the report is the last word about quota', async () => {
    const certificate = await renewal(stage);
    stopNext(stage, 'cancelled', (stop) => {
      stage.front.fate = (asked) => {
        if (asked !== 'POST /quota/settle') return 'pass';
        stop();
        return 'hang';
      };
    });
    const cancelled = await dispatchedRun(stage, certificate);
    const { findings = [] } = cancelled.action?.report ?? {};
    expect(findings.map(({ code }) => code)).toContain('quota-not-settled');
    await expectToldAll(cancelled);
    expect(Object.values(edits(cancelled))).toContain('success');
    asItShould();
    await expectEnded(await stage.rerun(cancelled.run), certificate);
  }, 60_000);
});
