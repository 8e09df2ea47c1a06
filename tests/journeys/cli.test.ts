import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Report } from '../../shared/wire/report.ts';
import { startCli, type CliResult, type RunningCli } from '../command-line.ts';
import { stageOf, writesOf } from './play.ts';
import { file, first } from './stage.ts';
import type { Stage } from './stage.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certferry-shell-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Shell {
  start(command: string, onStderr?: (text: string) => void): RunningCli;
  run(command: string): Promise<CliResult>;
}

/** A shell in a checkout that holds the stage's deployment file, with its secrets in the environment. */
async function shellOn(stage: Stage, env: Readonly<Record<string, string>> = {}): Promise<Shell> {
  await mkdir(join(folder, dirname(file)), { recursive: true });
  await writeFile(join(folder, file), stage.deployment);
  const start: Shell['start'] = (command, onStderr) =>
    startCli(command.split(' '), {
      cwd: folder,
      env: {
        AWS_ENDPOINT_URL: stage.aws.url,
        AWS_ACCESS_KEY_ID: stage.key.accessKeyId,
        AWS_SECRET_ACCESS_KEY: stage.key.secretAccessKey,
        SHOP_CHAIN_PEM: stage.renewed.chain,
        SHOP_KEY_PEM: stage.renewed.key,
        ...env,
      },
      ...(onStderr === undefined ? {} : { onStderr }),
    });
  return { start, run: (command) => start(command).done };
}

const reportOf = ({ stdout }: CliResult): Report => Report.parse(JSON.parse(stdout));
const statuses = (report: Report) =>
  report.tasks.flatMap((task) => task.changes.map(({ status }) => status));
const served = async (stage: Stage) => new Set(Object.values(await stage.served()));

function expectNoSecret(stage: Stage, ...texts: readonly string[]): void {
  const { key } = stage.renewed;
  const body = key.split('\n').slice(1, -2);
  const needles = [...body, body.join(''), stage.key.secretAccessKey, 'PRIVATE KEY'];
  for (const text of texts) {
    for (const needle of needles) expect(text.includes(needle)).toBe(false);
  }
}

describe('the whole path in a shell', () => {
  it('shows, deploys and proves, and the second time writes nothing', async () => {
    const stage = await stageOf();
    const shell = await shellOn(stage);
    const shown = await shell.run('preview');
    expect(shown.exitCode, shown.stderr).toBe(0);
    expect(shown.stdout).toMatch(/^\[ok\] Ready: 4 edits/u);
    expect(shown.stdout).toContain(stage.renewed.sha256.slice(0, 8));
    expect(writesOf(stage)).toEqual([]);

    const deployed = await shell.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
    expect(deployed.stdout).toMatch(/^\[ok\] Deployed: 4 of 4 edits/u);
    expect(deployed.stderr).toMatch(/^\[4\/4\] aws\/.*: served$/mu);
    expect(await served(stage)).toEqual(new Set([stage.renewed.sha256]));

    const writes = writesOf(stage).length;
    const again = await shell.run('deploy --json --report out/again.json');
    expect(again.exitCode, again.stderr).toBe(0);
    expect(reportOf(again)).toMatchObject({ verdict: 'unchanged', commit: null, run: null });
    expect(await readFile(join(folder, 'out/again.json'), 'utf8')).toBe(again.stdout);
    expect(writesOf(stage)).toHaveLength(writes);

    for (const { stdout, stderr } of [shown, deployed, again]) {
      // Nobody watches a pipe: neither colours nor a line that moves.
      for (const control of ['\u001B', '\r']) expect(`${stdout}${stderr}`).not.toContain(control);
      expectNoSecret(stage, stdout, stderr);
    }
  });

  it('keeps JSON alone on standard output, also when something fails', async () => {
    const stage = await stageOf();
    const shell = await shellOn(stage);
    first(stage.nlb.listeners).endpoint.stuck();
    const run = await shell.run('deploy --json --verify-timeout 2');
    expect(run.exitCode, run.stderr).toBe(1);
    const report = reportOf(run);
    expect(report).toMatchObject({ mode: 'deploy', verdict: 'partial', exitCode: 1 });
    expect(statuses(report).sort()).toEqual(['rolled-back', 'success', 'success', 'success']);
    expect(run.stderr).toMatch(/^\[\d\/4\] aws\/nlb .*: undone: /mu);
    const held = first(stage.nlb.listeners).held();
    const bound = stage.region.certificates().find(({ arn }) => arn === held.default);
    expect(bound?.sha256).toBe(stage.old.sha256);
  });

  it('says what it may not do, exit 2, without a secret', async () => {
    const stage = await stageOf();
    const shell = await shellOn(stage, { AWS_SECRET_ACCESS_KEY: 'not/the+secret/of=this.account' });
    const run = await shell.run('preview');
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toMatch(/^\[x\] Incomplete/u);
    expect(run.stdout).toContain('CREDENTIALS_REJECTED');
    expect(`${run.stdout}${run.stderr}`).not.toContain('not/the+secret');
    expect(writesOf(stage)).toEqual([]);
  });

  it('asks no cloud for a file that is wrong, exit 3', async () => {
    const stage = await stageOf();
    const shell = await shellOn(stage, { SHOP_KEY_PEM: stage.old.key });
    const run = await shell.run('deploy --json');
    expect(run.exitCode).toBe(3);
    expect(
      reportOf(run)
        .problems.map(({ message }) => message)
        .join(),
    ).toContain('belongs to none of the certificates');
    expect(stage.aws.requests).toEqual([]);
    expectNoSecret(stage, run.stdout, run.stderr);
  });
});

describe('a signal', () => {
  /** Runs until this is shown on standard error, then sends the signals. */
  async function interrupted(
    shell: Shell,
    command: string,
    on: RegExp,
    ...signals: readonly NodeJS.Signals[]
  ): Promise<CliResult> {
    let seen = () => {};
    const shown = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const running = shell.start(command, (text) => {
      if (on.test(text)) seen();
    });
    await Promise.race([shown, running.done]);
    for (const signal of signals) running.kill(signal);
    return await running.done;
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '(%s) while a deployment waits undoes it, starts no other, and ends soon with a report',
    async (signal) => {
      const stage = await stageOf({ aws: { settings: { deployMs: 60_000 } } });
      const shell = await shellOn(stage);
      const started = performance.now();
      const run = await interrupted(shell, 'deploy --json', /cloudfront.*reading back/u, signal);
      expect([run.exitCode, run.signal], run.stderr).toEqual([1, null]);
      expect(performance.now() - started).toBeLessThan(30_000);
      const report = reportOf(run);
      expect(report.verdict).toBe('cancelled');
      const undone = report.tasks[0]?.changes.find((one) => one.product === 'aws/cloudfront');
      expect(undone?.status).toBe('rolled-back');
      expect(run.stderr).toContain('stopping: what is in flight is finished or undone');
      expectNoSecret(stage, run.stdout, run.stderr);

      Object.assign(stage.aws.settings, { deployMs: 300 });
      expect((await shell.run('deploy')).exitCode).toBe(0);
      expect(await served(stage)).toEqual(new Set([stage.renewed.sha256]));
    },
  );

  it('while the clouds are read ends the run before anything is written, and is a report', async () => {
    const stage = await stageOf({ aws: { settings: { latencyMs: 2_000 } } });
    const shell = await shellOn(stage);
    const run = await interrupted(shell, 'deploy --json', /reading \d+ places/u, 'SIGINT');
    expect([run.exitCode, run.signal], run.stderr).toEqual([2, null]);
    expect(reportOf(run)).toMatchObject({ verdict: 'cancelled', tasks: [] });
    expect(writesOf(stage)).toEqual([]);
  });

  it('that comes a second time stops at once', async () => {
    const stage = await stageOf({ aws: { settings: { deployMs: 60_000 } } });
    const shell = await shellOn(stage);
    const running = shell.start('deploy', (text) => {
      if (/cloudfront.*reading back/u.test(text)) {
        // Undoing takes far longer now than the second signal.
        Object.assign(stage.aws.settings, { latencyMs: 5_000 });
        running.kill('SIGINT');
      }
      if (text.includes('stopping')) running.kill('SIGINT');
    });
    const run = await running.done;
    expect([run.exitCode, run.signal, run.stdout]).toEqual([null, 'SIGINT', '']);
  });
});

it('goes on with a deployment that nobody watches any more', async () => {
  const stage = await stageOf();
  const shell = await shellOn(stage);
  const running = shell.start('deploy', (text) => {
    if (!text.includes('writing')) return;
    running.leave('stderr');
    running.leave('stdout');
  });
  const run = await running.done;
  expect([run.exitCode, run.signal]).toEqual([0, null]);
  expect(await served(stage)).toEqual(new Set([stage.renewed.sha256]));
});
