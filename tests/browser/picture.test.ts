import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planReport } from '../../shared/report/json.ts';
import { commentMarkdown } from '../../shared/report/markdown.ts';
import { context, samplePlan } from './sample-plans.ts';

const run = promisify(execFile);
const script = new URL('../../scripts/picture.ts', import.meta.url).pathname;

describe('scripts/picture.ts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certferry-picture-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('draws a comment from a file at twice the density, no higher than it is told', async () => {
    const source = join(folder, 'comment.md');
    const picture = join(folder, 'comment.png');
    const report = planReport(samplePlan(30), context());
    await writeFile(source, commentMarkdown(report, { limit: 60_000 }));
    const { stdout } = await run(process.execPath, [script, source, picture, '--height', '700']);
    expect(stdout).toContain('900 x 700');
    const png = await readFile(picture);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1800, 1400]);
  });

  it('says how it is used when a name is missing', async () => {
    await expect(run(process.execPath, [script])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage: picture.ts <markdown file> <png file>'),
    });
  });
});
