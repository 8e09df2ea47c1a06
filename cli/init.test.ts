import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { parseDeployment } from '../shared/config/parse-deployment.ts';
import { providers } from '../shared/providers/index.ts';
import { init, starterClouds, starterDeployment } from './init.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'certferry-init-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const read = async (path: string) => await readFile(join(root, path), 'utf8');

describe('certferry init', () => {
  it('writes a deployment file that is valid as it is, for every choice of clouds', () => {
    for (let choice = 1; choice < 2 ** starterClouds.length; choice += 1) {
      const clouds = starterClouds.filter((_, index) => (choice & (1 << index)) !== 0);
      const text = starterDeployment(clouds);
      const parsed = parseDeployment({ file: 'a.yml', text, providers });
      expect(parsed, clouds.join()).toMatchObject({ ok: true, notes: [] });
    }
  });

  it('uses every product of the clouds that are asked for', () => {
    const text = starterDeployment(starterClouds);
    for (const target of providers.flatMap((spec) => spec.targets)) expect(text).toContain(target);
  });

  it('writes the workflow beside it and says what to do next', async () => {
    const { text, exitCode } = await init(root, { clouds: ['tencent'], force: false });
    expect(exitCode).toBe(0);
    expect(text).toContain('SITE_CHAIN_PEM, SITE_KEY_PEM, TENCENT_SECRET_ID, TENCENT_SECRET_KEY');
    const workflow = await read('.github/workflows/certificates.yml');
    expect(workflow).toContain('TENCENT_SECRET_KEY: ${{ secrets.TENCENT_SECRET_KEY }}');
    expect(workflow).not.toContain('aws');
  });

  it('replaces nothing that is there, unless it is told to', async () => {
    await init(root, { clouds: ['aws'], force: false });
    const path = '.github/certferry.yml';
    await writeFile(join(root, path), 'mine');
    const again = await init(root, { clouds: ['aws'], force: false });
    expect(again.exitCode).toBe(3);
    expect(again.text).toContain(`${path} is there already`);
    expect(await read(path)).toBe('mine');
    expect((await init(root, { clouds: ['aws'], force: true })).exitCode).toBe(0);
    expect(await read(path)).toContain('provider: aws');
  });
});
