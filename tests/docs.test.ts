import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('holds tables and schemas that are generated from the code of today', async () => {
  const run = promisify(execFile)(process.execPath, ['scripts/docs.ts', '--check'], { cwd: root });
  await expect(run).resolves.toMatchObject({ stdout: 'documentation is up to date\n' });
});
