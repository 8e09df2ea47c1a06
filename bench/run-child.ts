import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { z } from 'zod';

/** Runs a script of this folder in a process of its own; resolves to what it prints last, as JSON. */
export async function runChild<T>(
  shape: z.ZodType<T>,
  script: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<T> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`${script} ended with ${String(exitCode)}: ${printed}`);
  return shape.parse(JSON.parse(printed.trimEnd().split('\n').at(-1) ?? ''));
}
