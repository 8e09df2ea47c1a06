import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createJobWorld, file } from '../shared/job/test-world.ts';
import type { JobWorld } from '../shared/job/test-world.ts';
import { silentLog } from '../shared/runtime/log.ts';
import { cleanFiles } from './clean.ts';

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld();
  world.add('api');
});
afterEach(() => world.close());

const call = { signal: new AbortController().signal, log: silentLog };
const options = { graceDays: 30, dryRun: true, progress: () => {} };

describe('certferry clean', () => {
  it('keeps what is bound, and says how many', async () => {
    const { text, exitCode } = await cleanFiles([file], world.door, options, call);
    expect(exitCode).toBe(0);
    expect(text).toMatch(/^\.github\/certferry\.yml\n/u);
    expect(text).toContain('0 can be removed');
    expect(world.cloud.record('api').default).toBe(world.refs.old);
  });

  it('names the line of a file that is wrong, exit 3', async () => {
    await world.write({ [file]: world.deployment.replace('version: 1', 'version: 2') });
    const { text, exitCode } = await cleanFiles([file], world.door, options, call);
    expect(exitCode).toBe(3);
    expect(text).toContain('✗ line 1, column 10');
  });
});
