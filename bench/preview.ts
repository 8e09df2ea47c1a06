import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { deploymentFile, openClouds } from './clouds.ts';
import type { Figure } from './figure.ts';
import { BareRun } from './recorded.ts';
import { startRecorder } from './recorder.ts';
import { runChild } from './run-child.ts';

const Previewed = z.object({
  ms: z.number(),
  verdict: z.string(),
  resources: z.int(),
  gaps: z.array(z.string()),
  problems: z.array(z.unknown()),
  peakMegabytes: z.number(),
});

const products = 9;
const latencyMs = 80;

/**
 * A preview of nine products against a bare keep-alive client that makes the same calls, through the same
 * latency, under the documented rates of the clouds.
 */
export async function previewFigures(resources: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'certferry-bench-'));
  const clouds = await openClouds(Math.ceil(resources / products));
  const recorder = await startRecorder(clouds.urls, { latencyMs });
  try {
    await writeFile(join(folder, 'certferry.yml'), deploymentFile(clouds.regions, recorder.urls));
    const previewed = await runChild(Previewed, 'preview-client.ts', [], {
      cwd: folder,
      env: clouds.env,
    });
    if (previewed.verdict !== 'ready') {
      throw new Error(
        `the preview is ${previewed.verdict}: ${JSON.stringify([previewed.problems, previewed.gaps].slice(0, 3))}`,
      );
    }
    recorder.record(false);
    const file = join(folder, 'calls.json');
    await writeFile(file, JSON.stringify(recorder.calls));
    const bare = await runChild(BareRun, 'bare-client.ts', [file, ...recorder.urls], {
      cwd: folder,
      env: {},
    });
    const ratio = previewed.ms / bare.ms;
    return [
      {
        work: `preview of ${previewed.resources.toLocaleString('en')} resources, nine products, ${latencyMs} ms per call`,
        seen: `${(previewed.ms / 1000).toFixed(1)} s; bare client ${(bare.ms / 1000).toFixed(1)} s for the same ${bare.calls} calls (${bare.failed} refused)`,
        figure: `${ratio.toFixed(2)} ×`,
        aim: 'at most 1.15 ×',
        holds: ratio <= 1.15,
      },
      {
        work: 'memory of that preview at its peak',
        seen: `${previewed.peakMegabytes.toFixed(0)} MB`,
        figure: `${((previewed.peakMegabytes * 1024) / previewed.resources).toFixed(0)} KB per resource`,
        aim: 'flat in the number of pages',
        holds: null,
      },
    ];
  } finally {
    await recorder.close();
    await clouds.close();
    await rm(folder, { recursive: true });
  }
}
