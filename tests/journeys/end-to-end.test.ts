import { afterEach, describe, expect, it } from 'vitest';

import { issue, type Issued } from '../pki.ts';
import {
  openReceiverStage,
  pull,
  until,
  type EndedRun,
  type ReceiverStage,
  type ReceiverStageOptions,
} from './receiver-stage.ts';
import { names } from './stage.ts';

/**
 * The whole product and nothing of it in the place of another: clouds, GitHub and its issuer on
 * loopback, the committed bundle, and a receiver that is a process of its own.
 */
const stages: ReceiverStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) {
    await stage.close();
    expect(stage.violations()).toEqual([]);
  }
});

async function open(options: ReceiverStageOptions): Promise<ReceiverStage> {
  const stage = await openReceiverStage(options);
  stages.push(stage);
  return stage;
}

const renewal = async ({ clouds }: ReceiverStage): Promise<Issued> =>
  await issue(clouds.authority, { domains: names, key: 'rsa-2048' });

/** The first certificate arrives, its deployment file is reviewed, merged and deployed. */
async function deployFirst(stage: ReceiverStage): Promise<Issued> {
  const first = await renewal(stage);
  expect((await stage.renew(first)).status).toBe(202);
  const shown = await stage.preview();
  expect(shown.action?.exitCode, shown.action?.log).toBe(0);
  expect(stage.clouds.writes()).toEqual([]);
  const merged = await stage.merge();
  expect(merged.action?.exitCode, merged.action?.log).toBe(0);
  await expectServed(stage, first);
  return first;
}

async function expectServed({ clouds }: ReceiverStage, { sha256 }: Issued): Promise<void> {
  expect(new Set(Object.values(await clouds.served()))).toEqual(new Set([sha256]));
}

/** Of all that a run planned: how many edits, and what became of each. */
function edits({ action }: EndedRun): readonly string[] {
  const changes = action?.report?.tasks.flatMap((task) => task.changes) ?? [];
  return changes.filter((change) => change.action !== 'keep').map((change) => change.status);
}

async function settled(stage: ReceiverStage, state: string): Promise<void> {
  await until(`every dispatch is ${state}`, async () => {
    const rows = await stage.dispatches();
    return rows.every((row) => row.state === state) ? true : undefined;
  });
}

/** Every entry follows from the one before, and all of them sum to what is left. */
async function expectSums(stage: ReceiverStage, wanted: { readonly left: number }): Promise<void> {
  const { opening, entries, closing } = await stage.statement();
  const inOrder = entries[0]?.kind === 'grant' ? entries : entries.toReversed();
  let balance = opening;
  for (const entry of inOrder) {
    balance += entry.amount;
    expect(entry.balance).toBe(balance);
  }
  expect([closing, balance]).toEqual([wanted.left, wanted.left]);
  expect(await stage.receiver.operate('quota', 'check')).toContain('the book holds');
}

describe('a certificate that is issued', () => {
  it('is stored, its task is found, a run is dispatched, and every cloud serves it', async () => {
    const stage = await open({ quota: 100 });
    await deployFirst(stage);
    const products = Object.keys(await stage.clouds.served()).length;
    expect(products).toBe(9);
    const first = (await stage.statement()).closing;
    expect(first).toBeLessThan(100);

    const renewed = await renewal(stage);
    expect((await stage.renew(renewed)).status).toBe(202);
    const [run] = await stage.dispatchedRuns(1);
    if (run === undefined) throw new Error('no run');
    expect(run.action?.exitCode, run.action?.log).toBe(0);
    expect(run.action?.report?.verdict).toBe('success');
    expect(new Set(edits(run))).toEqual(new Set(['success']));
    await expectServed(stage, renewed);
    await settled(stage, 'success');

    const cost = 100 - first;
    expect(edits(run)).toHaveLength(cost);
    expect(run.action?.report?.tasks[0]?.quota).toMatchObject({ toConsume: cost, consumed: cost });
    await expectSums(stage, { left: 100 - 2 * cost });

    // The other source brings certificates of a CA's own account: they cost nothing.
    const hosted = await renewal(stage);
    expect((await stage.renewThroughOhttps(hosted)).status).toBe(202);
    const second = (await stage.dispatchedRuns(2)).at(-1);
    expect(second?.action?.exitCode, second?.action?.log).toBe(0);
    await expectServed(stage, hosted);
    await settled(stage, 'success');
    await expectSums(stage, { left: 100 - 2 * cost });
    expectNoSecrets(stage, [renewed, hosted], [run, second]);
  }, 180_000);

  it('shows in the preview what it will cost, and is refused where the quota does not suffice', async () => {
    const stage = await open({ allClouds: false, quota: 2 });
    const first = await renewal(stage);
    await stage.renew(first);
    const shown = await stage.preview();
    const quota = shown.action?.report?.tasks[0]?.quota;
    expect(quota).toMatchObject({ balance: 2 });
    expect(quota?.toConsume).toBeGreaterThan(2);
    const merged = await stage.merge();
    expect(merged.action?.exitCode, merged.action?.log).not.toBe(0);
    const deployed = edits(merged).filter((status) => status === 'success');
    expect(deployed).toHaveLength(2);
    await expectSums(stage, { left: 0 });
    const comment = stage.github.comments(pull).at(-1)?.body ?? '';
    expect(comment).toMatch(/quota/iu);
  }, 120_000);
});

describe('a task with a time of its own', () => {
  it('waits after the merge, is run once at its time, and survives a kill in between', async () => {
    const stage = await open({ allClouds: false });
    const certificate = await renewal(stage);
    await stage.renew(certificate);
    // Far enough away for preview and merge on a slow machine.
    const at = new Date(Date.now() + 25_000).toISOString();
    const timed = stage.deployment.replace(
      'certificates: [shop]\n',
      `certificates: [shop]\n    deploy: { at: ${at} }\n`,
    );
    const shown = await stage.preview(timed);
    expect(shown.action?.exitCode, shown.action?.log).toBe(0);
    const merged = await stage.merge();
    expect(merged.action?.exitCode, merged.action?.log).toBe(0);
    expect(stage.clouds.writes()).toEqual([]);
    expect((await stage.statement()).closing).toBe(100);
    await restart(stage);

    const [run] = await stage.dispatchedRuns(1);
    expect(run?.action?.exitCode, run?.action?.log).toBe(0);
    expect(run?.run.createdAt.getTime()).toBeGreaterThanOrEqual(Date.parse(at));
    await expectServed(stage, certificate);
    await settled(stage, 'success');
    expect(await stage.dispatches()).toMatchObject([{ reason: 'schedule' }]);
    expect(stage.dispatched()).toHaveLength(1);
    await expectSums(stage, { left: 100 - (run === undefined ? 0 : edits(run).length) });
  }, 120_000);
});

function expectNoSecrets(
  stage: ReceiverStage,
  certificates: readonly Issued[],
  runs: readonly (EndedRun | undefined)[],
): void {
  const keys = certificates.flatMap(({ key }) => key.split('\n').slice(1, -2));
  const masked = runs.map((one) => one?.action?.stdout.replaceAll(/^::add-mask::.*$/gmu, '') ?? '');
  const texts = [
    ...masked,
    ...runs.map((one) => JSON.stringify(one?.action?.report)),
    ...runs.map((one) => one?.action?.summary ?? ''),
    ...stage.github.comments(pull).map(({ body }) => body),
    stage.receiver.output,
  ];
  for (const text of texts) {
    for (const secret of [...keys, ...stage.receiver.secrets]) {
      expect(text.includes(secret)).toBe(false);
    }
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/u);
  }
}

/** A moment at which the receiver is killed, after which it is started again. */
type Moment = (stage: ReceiverStage) => Promise<void>;

const restart = async ({ receiver }: ReceiverStage): Promise<void> => {
  await receiver.kill();
  await receiver.start();
};

/** At the next step of any run that goes like this. */
function atRun(stage: ReceiverStage, action: 'requested' | 'completed'): Promise<void> {
  return new Promise((resolve, reject) => {
    const { runListeners } = stage.github.world;
    const hear: Parameters<typeof runListeners.add>[0] = (moment) => {
      if (moment.action !== action) return;
      runListeners.delete(hear);
      restart(stage).then(resolve, reject);
    };
    runListeners.add(hear);
  });
}

/** As soon as the job prints this. */
function atLine(stage: ReceiverStage, shown: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    stage.onLine = (line) => {
      if (!shown.test(line)) return;
      stage.onLine = () => {};
      restart(stage).then(resolve, reject);
    };
  });
}

const moments: readonly (readonly [words: string, moment: Moment])[] = [
  ['before anything was dispatched', async (stage) => await restart(stage)],
  [
    'when GitHub has made the run and not answered',
    async (stage) => await atRun(stage, 'requested'),
  ],
  ['when the run has claimed it and plans', async (stage) => await atLine(stage, /^planned:/u)],
  ['while the run deploys', async (stage) => await atLine(stage, /^\[\d+\/\d+\] .*reading back/u)],
  ['when GitHub is about to tell that the run is over', (stage) => atRun(stage, 'completed')],
];

describe('a receiver that is killed', () => {
  it.each(moments)(
    '%s: exactly one run deploys, and the book holds',
    async (_, moment) => {
      const stage = await open({ allClouds: false });
      await deployFirst(stage);
      const before = (await stage.statement()).closing;
      const writes = stage.clouds.writes().length;

      const renewed = await renewal(stage);
      expect((await stage.renew(renewed)).status).toBe(202);
      await moment(stage);
      await stage.dispatchedRuns(1);
      await settled(stage, 'success');
      await stage.github.runners.idle();

      const runs = await stage.dispatchedRuns(stage.dispatched().length);
      const deploying = runs.filter((run) => edits(run).length > 0);
      expect(deploying).toHaveLength(1);
      for (const { action } of runs) expect(action?.exitCode, action?.log).toBe(0);
      const [run] = deploying;
      const cost = run === undefined ? 0 : edits(run).length;
      expect(new Set(run === undefined ? [] : edits(run))).toEqual(new Set(['success']));
      expect(stage.clouds.writes().length).toBeGreaterThan(writes);
      await expectServed(stage, renewed);
      await expectSums(stage, { left: before - cost });
    },
    120_000,
  );
});

describe('a runner that is lost in the middle of a deployment', () => {
  it('costs nothing: all is refunded, and the next certificate is deployed everywhere', async () => {
    const stage = await open({ allClouds: false });
    await deployFirst(stage);
    const before = (await stage.statement()).closing;
    const gone = new AbortController();
    stage.onLine = (line) => {
      if (/^\[\d+\/\d+\] .*reading back/u.test(line)) gone.abort();
    };
    stage.job = async (_, bundle) => await bundle({ lost: gone.signal });
    await stage.renew(await renewal(stage));
    const [lost] = await stage.dispatchedRuns(1);
    expect([lost?.action?.signal, lost?.run.conclusion]).toEqual(['SIGKILL', 'failure']);
    await settled(stage, 'error');
    const { entries } = await stage.statement();
    expect(entries.map(({ kind }) => kind)).toContain('refund');
    await expectSums(stage, { left: before });

    stage.job = async (_, bundle) => await bundle();
    stage.onLine = () => {};
    const next = await renewal(stage);
    await stage.renew(next);
    const run = (await stage.dispatchedRuns(2)).at(-1);
    expect(run?.action?.exitCode, run?.action?.log).toBe(0);
    await expectServed(stage, next);
    await expectSums(stage, { left: before - (run === undefined ? 0 : edits(run).length) });
  }, 120_000);
});

describe('two runs of one dispatch', () => {
  it('are one deployment: the second ends without a word to any cloud', async () => {
    const stage = await open({ allClouds: false });
    await deployFirst(stage);
    stage.github.faults.add({
      kind: '502',
      operation: 'actions/create-workflow-dispatch',
      carriedOut: true,
    });
    const renewed = await renewal(stage);
    await stage.renew(renewed);
    const [first] = await stage.dispatchedRuns(1);
    await settled(stage, 'success');
    const writes = stage.clouds.writes().length;

    // GitHub, or a person with the same id, starts it once more.
    const { inputs = {} } = first?.run ?? {};
    const event = stage.github.event('workflow_dispatch', {
      inputs,
      workflow: first?.run.path ?? '',
    });
    const again = stage.github.startRun(event, { workflow: 'certificates.yml' });
    const [, second] = await stage.dispatchedRuns(2);
    expect(second?.run.id).toBe(again.id);
    expect(second?.action?.exitCode, second?.action?.log).toBe(0);
    expect(second?.action?.report?.tasks.flatMap((task) => task.changes) ?? []).toEqual([]);
    expect(stage.clouds.writes()).toHaveLength(writes);
    await expectServed(stage, renewed);
  }, 120_000);
});
