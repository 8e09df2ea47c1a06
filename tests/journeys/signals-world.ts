import { expect } from 'vitest';

import { issue, type Issued } from '../pki.ts';
import { startReceiverFront, type Asked, type ReceiverFront } from './receiver-front.ts';
import { workflowFile } from './receiver-stage-workflow.ts';
import {
  openReceiverStage,
  type EndedRun,
  type JobStep,
  type ReceiverStage,
  type ReceiverStageOptions,
} from './receiver-stage.ts';
import { names, region } from './stage.ts';

/** What journeys about runs that are stopped share: a receiver behind a front, and ways to stop a job. */
export interface Signals extends ReceiverStage {
  readonly front: ReceiverFront;
  /** How many edits one certificate takes here: each costs one. */
  readonly cost: number;
}

/** A job is stopped when it prints this, or asks the receiver for this. */
export type Moment = RegExp | Asked;

export async function openSignals(options: ReceiverStageOptions = {}): Promise<Signals> {
  const front = await startReceiverFront();
  const stage = await openReceiverStage({ allClouds: false, ...options, front });
  front.lead(stage.receiver.url);
  return Object.assign(stage, { front, cost: 4 });
}

/** Closes everything; nothing was asked of anybody that they do not document. */
export async function closeSignals(stage: Signals): Promise<void> {
  await stage.close();
  await stage.front.close();
  expect(stage.violations()).toEqual([]);
}

export const renewal = async ({ clouds }: ReceiverStage): Promise<Issued> =>
  await issue(clouds.authority, { domains: names, key: 'rsa-2048' });

/** Stops the next job at this moment, the way that is said. */
export function stopAt(stage: Signals, how: 'cancelled' | 'lost', moment: Moment): void {
  stopNext(stage, how, (stop) => {
    if (typeof moment === 'string') {
      const { fate } = stage.front;
      stage.front.fate = (asked) => {
        if (asked === moment) stop();
        return fate(asked);
      };
    } else {
      stage.onLine = (line) => {
        if (moment.test(line)) stop();
      };
    }
  });
}

/** Stops the next job when whatever is arranged here says so. */
export function stopNext(
  stage: Signals,
  how: 'cancelled' | 'lost',
  arrange: (stop: () => void) => void,
  step: JobStep = {},
): void {
  const stopped = new AbortController();
  arrange(() => stopped.abort());
  stage.job = async (_, bundle) => await bundle({ ...step, [how]: stopped.signal });
}

/** From now on everything goes as it should. */
export function goOn(stage: Signals): void {
  stage.onLine = () => {};
  stage.front.fate = () => 'pass';
  stage.clouds.aws.faults.clear();
  stage.job = async (_, bundle) => await bundle();
}

/** A certificate arrives; resolves when the run that it starts has ended. */
export async function dispatchedRun(stage: Signals, certificate: Issued): Promise<EndedRun> {
  const before = stage.dispatched().length;
  expect((await stage.renew(certificate)).status).toBe(202);
  const run = (await stage.dispatchedRuns(before + 1)).at(-1);
  if (run === undefined) throw new Error('no run');
  await stage.hook.settled();
  return run;
}

/** The first certificate is deployed everywhere, and its task is known. */
export async function deployFirst(stage: Signals): Promise<Issued> {
  const first = await renewal(stage);
  expect((await stage.renew(first)).status).toBe(202);
  const shown = await stage.preview();
  expect(shown.action?.exitCode, shown.action?.log).toBe(0);
  const merged = await stage.merge();
  expect(merged.action?.exitCode, merged.action?.log).toBe(0);
  return first;
}

/** Of all that a run planned to write: what became of it, by product. */
export function edits({ action }: EndedRun): Readonly<Record<string, string>> {
  const changes = action?.report?.tasks.flatMap((task) => task.changes) ?? [];
  return Object.fromEntries(
    changes.filter(({ action: of }) => of !== 'keep').map((one) => [one.product, one.status]),
  );
}

export const balance = async (stage: Signals): Promise<number> => (await stage.statement()).closing;

/** Each resource serves it, and no region holds it twice. */
export async function expectDeployedOnce({ clouds }: Signals, { sha256 }: Issued): Promise<void> {
  expect(new Set(Object.values(await clouds.served()))).toEqual(new Set([sha256]));
  const account = clouds.aws.account('111122223333');
  for (const place of [region, 'us-east-1']) {
    const held = account.region(place).certificates();
    expect([place, held.filter((one) => one.sha256 === sha256).length]).toEqual([place, 1]);
  }
}

/** The statement sums, and every rule of the book holds. */
export async function expectBook(stage: Signals, left: number): Promise<void> {
  const { opening, entries, closing } = await stage.statement();
  expect(entries.reduce((sum, { amount }) => sum + amount, opening)).toBe(closing);
  expect(closing).toBe(left);
  for (const entry of entries) expect(entry.balance).toBeGreaterThanOrEqual(0);
  expect(await stage.receiver.operate('quota', 'check')).toContain('the book holds');
}

/** A person starts the workflow. */
export async function startByHand(
  stage: Signals,
  inputs: Readonly<Record<string, string>>,
): Promise<EndedRun> {
  const { github } = stage;
  const event = github.event('workflow_dispatch', {
    inputs: { certferry: '', task: '', file: '', ...inputs },
    workflow: `.github/workflows/${workflowFile}`,
  });
  return await stage.endOf(github.startRun(event, { workflow: workflowFile }));
}
