import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { providers } from '../shared/providers/index.ts';
import { completionText } from './completion.ts';
import { createProgram } from './program.ts';

const program = createProgram(
  { out: process.stdout, err: process.stderr, env: () => undefined, folder: '.', providers },
  () => {},
);
const products = providers.flatMap(({ targets }) => targets);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certferry-completion-'));
  await writeFile(join(folder, 'deploy.yml'), '');
  await writeFile(join(folder, 'completion.bash'), completionText('bash', program, products));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What bash offers when a person presses Tab after these words. */
function offered(...words: readonly string[]): readonly string[] {
  const script = `. ./completion.bash
    COMP_WORDS=(certferry "$@"); COMP_CWORD=$#; _certferry; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync('bash', ['-eu', '-c', script, 'bash', ...words], { cwd: folder });
  return printed
    .toString()
    .split('\n')
    .filter((word) => word !== '');
}

describe('completion in bash', () => {
  it('offers every command there is', () => {
    const names = program.commands.map((command) => command.name());
    expect(offered('')).toEqual([...names, '--help', '--version']);
    expect(offered('ro')).toEqual(['rollback']);
  });

  it('offers the options of a command, and files where it takes one', () => {
    expect(offered('deploy', '--')).toEqual(['--json', '--report', '--verify-timeout', '--help']);
    expect(offered('deploy', 'dep')).toEqual(['deploy.yml']);
    expect(offered('deploy', '--report', 'dep')).toEqual(['deploy.yml']);
  });

  it('offers the values that are known, and no file in their place', () => {
    expect(offered('policy', 'aws/')).toEqual(products.filter((name) => name.startsWith('aws/')));
    expect(offered('init', '--cloud', '')).toEqual(['aws', 'tencent', 'huawei']);
    expect(offered('completion', '')).toContain('fish');
    expect(offered('policy', 'dep')).toEqual([]);
  });
});

describe.each(['zsh', 'fish'] as const)('completion in %s', (shell) => {
  it('names every command and every option', () => {
    const text = completionText(shell, program, products);
    for (const command of program.commands) {
      expect(text).toContain(command.name());
      for (const { long } of command.options) {
        expect(text).toContain(shell === 'zsh' ? `'${long}[` : `-l ${long?.slice(2)}`);
      }
    }
    // An apostrophe of a description must not end the quotes around it.
    expect(text).toContain(String.raw`each account'\''s credentials`);
  });
});
