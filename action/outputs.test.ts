import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { createJobWorld } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import { verdicts } from '../shared/wire/report.ts';
import type { Report, Verdict } from '../shared/wire/report.ts';
import { outputsOf, worstExitCode, worstVerdict } from './outputs.ts';

let world: JobWorld;
let partial: Report;
let preview: Report;
beforeAll(async () => {
  world = await createJobWorld();
  for (const name of ['api', 'pay', 'www']) world.add(name);
  world.cloud.record('www').default = world.cloud.store(world.wanted.leaf);
  preview = await world.preview();
  world.stick('pay');
  partial = await world.deploy();
});
afterAll(() => world.close());

const having = (verdict: Verdict, exitCode = 0): Report => ({ ...preview, verdict, exitCode });

describe('outputs', () => {
  it('of a preview count what was found', () => {
    expect(outputsOf([preview])).toEqual({
      verdict: 'ready',
      changed: 'false',
      resources: '3',
      matched: '3',
      edits: '2',
      kept: '1',
      held: '0',
      success: '0',
      error: '0',
    });
  });

  it('of several files are sums, and the worst verdict speaks for all', () => {
    expect(outputsOf([partial, preview])).toEqual({
      verdict: 'partial',
      changed: 'true',
      resources: '6',
      matched: '6',
      edits: '4',
      kept: '2',
      held: '0',
      success: '1',
      error: '1',
    });
  });

  it('do not call an undone change a change', () => {
    const [task] = partial.tasks;
    const undone = task?.changes.filter(({ status }) => status === 'rolled-back') ?? [];
    expect(undone).toHaveLength(1);
    const counts = { ...task!.counts, success: 0 };
    expect(outputsOf([{ ...partial, tasks: [{ ...task!, counts }] }])['changed']).toBe('false');
  });

  it('are those of action.yml, but for paths and addresses', async () => {
    const manifest = parse(await readFile(new URL('../action.yml', import.meta.url), 'utf8')) as {
      outputs: Record<string, unknown>;
    };
    expect([...Object.keys(outputsOf([preview])), 'report', 'comment', 'issue'].sort()).toEqual(
      Object.keys(manifest.outputs).sort(),
    );
  });
});

describe('the worst', () => {
  it('verdict is found in any order, and every verdict has its place', () => {
    const order: readonly Verdict[] = [
      'unchanged',
      'scheduled',
      'success',
      'ready',
      'offline',
      'expiring',
      'invalid',
      'refused',
      'incomplete',
      'held',
      'cancelled',
      'drifted',
      'partial',
      'error',
    ];
    expect([...order].sort()).toEqual([...verdicts].sort());
    for (const [index, worse] of order.entries()) {
      for (const better of order.slice(0, index + 1)) {
        expect(worstVerdict([having(better), having(worse)])).toBe(worse);
        expect(worstVerdict([having(worse), having(better)])).toBe(worse);
      }
    }
  });

  it.each([
    [[0, 0], 0],
    [[0, 3], 3],
    [[3, 2], 2],
    [[2, 3, 0], 2],
    [[3, 1, 2], 1],
    [[1, 0], 1],
    [[], 0],
  ])('exit code of %j is %i', (codes, worst) => {
    expect(worstExitCode(codes.map((code) => having('ready', code)))).toBe(worst);
  });
});
