import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const sandbox = join(root, 'build', 'sandbox');

interface Running {
  readonly pid: number;
  readonly ended: Promise<unknown>;
}
const running: Running[] = [];

afterEach(async () => {
  for (const { pid, ended } of running.splice(0)) {
    // npm passes no signal on to what it runs: the whole group gets it.
    process.kill(-pid, 'SIGTERM');
    await ended;
  }
});

/** `npm run sandbox` as in the first terminal, once it says that it is ready. */
async function firstTerminal(): Promise<string> {
  const child = spawn('npm', ['run', 'sandbox'], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error('npm could not be started');
  running.push({ pid: child.pid, ended: once(child, 'close') });
  let printed = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.includes('Ready.')) resolve(printed);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.once('close', () => reject(new Error(`the sandbox ended:\n${printed}`)));
  return await promise;
}

/** The commands of the README one after the other, as a person types them. */
async function secondTerminal(commands: readonly string[]): Promise<string> {
  const path = (process.env['PATH'] ?? '')
    .split(':')
    .filter((one) => !one.includes('node_modules'));
  const child = spawn('bash', ['-euo', 'pipefail', '-c', commands.join('\n')], {
    cwd: root,
    env: { PATH: path.join(':'), HOME: process.env['HOME'] ?? '/', LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return `${printed}\nexit code ${exitCode}\n`;
}

async function tutorial(page: string): Promise<readonly string[]> {
  const text = await readFile(join(root, page), 'utf8');
  return [...text.matchAll(/<!-- tutorial -->\n```sh\n(.*?)^```$/gmsu)].map(
    ([, code = '']) => code,
  );
}

describe('somebody who has only the README', () => {
  it('gets from nothing to a deployed certificate, and back, in either language', async () => {
    const commands = await tutorial('README.md');
    expect(commands).toHaveLength(2);
    const bare = (code: readonly string[]) => code.map((one) => one.replaceAll(/\s+#.*$/gmu, ''));
    expect(bare(await tutorial('README.zh-CN.md'))).toEqual(bare(commands));
    await rm(sandbox, { recursive: true, force: true });
    await firstTerminal();
    const printed = await secondTerminal(commands);
    expect(printed).toContain('wrote .github/certferry.yml');
    expect(printed).toContain('✓ aws-prod (aws): the credentials work');
    expect(printed).toContain('[ok] Ready: 3 edits');
    expect(printed).toContain('[ok] Deployed: 3 of 3 edits proven');
    expect(printed).toContain('accepted, read back and served');
    expect(printed).toContain('[ok] Verified: 3 of 3 resources verified');
    expect(printed).toContain('[ok] Rolled back: 3 of 3 edits switched back');
    expect(printed).toContain('\nexit code 0\n');
    expect(printed).not.toMatch(/PRIVATE KEY|undefined|\[object/u);
  }, 60_000);
});
