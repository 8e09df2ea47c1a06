import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Report } from '../../shared/wire/report.ts';
import { runCli, type CliResult } from '../command-line.ts';
import { createStage, file } from './stage.ts';
import type { Stage } from './stage.ts';

/** A checkout with the stage's deployment file, in which a person deploys, undoes and cleans up. */
let stage: Stage;
let folder: string;
beforeAll(async () => {
  stage = await createStage();
  folder = await mkdtemp(join(tmpdir(), 'certferry-undo-'));
  await mkdir(join(folder, dirname(file)), { recursive: true });
  await writeFile(join(folder, file), stage.deployment);
  await writeFile(join(folder, 'root.pem'), stage.root);
  const deployed = await run('deploy --report deployed.json');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await stage.close();
  expect(stage.violations()).toEqual([]);
});

const run = (command: string): Promise<CliResult> =>
  runCli(command.split(' '), {
    cwd: folder,
    env: { ...stage.env, NODE_EXTRA_CA_CERTS: join(folder, 'root.pem') },
  });

describe('certferry rollback', () => {
  it('switches back from a JSON report, shows it as it goes, and proves it', async () => {
    const undone = await run('rollback deployed.json --report undone.json');
    expect(undone.exitCode, undone.stderr).toBe(0);
    expect(undone.stdout).toMatch(/^\[ok\] Rolled back: 4 of 4 edits switched back/u);
    expect(undone.stderr).toMatch(/aws\/alb:.*: putting back$/mu);
    expect(undone.stderr).toMatch(/aws\/alb:.*: put back, and served$/mu);
    const report = Report.parse(JSON.parse(await readFile(join(folder, 'undone.json'), 'utf8')));
    for (const { status, proof } of report.tasks[0]?.changes ?? []) {
      expect([status, proof?.served]).toEqual(['rolled-back', true]);
    }
    const served = await stage.served();
    expect(new Set(Object.values(served))).toEqual(new Set([stage.old.sha256]));
  });

  it('writes nothing the second time', async () => {
    const writes = stage.writes().length;
    const again = await run('rollback deployed.json --json');
    expect(again.exitCode, again.stderr).toBe(0);
    expect(Report.parse(JSON.parse(again.stdout)).verdict).toBe('unchanged');
    expect(stage.writes()).toHaveLength(writes);
  });

  it('says that a rollback cannot be undone itself', async () => {
    const refused = await run('rollback undone.json');
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('only a deployment can be undone');
  });
});

describe('certferry clean', () => {
  it('keeps everything while the file wants what is not deployed any more', async () => {
    const cleaned = await run('clean --yes --older-than 1');
    expect(cleaned.exitCode, cleaned.stderr).toBe(2);
    expect(cleaned.stdout).toContain('nothing of this account is removed');
    expect(stage.writes().filter(({ operation }) => operation.startsWith('Delete'))).toEqual([]);
  });
});
