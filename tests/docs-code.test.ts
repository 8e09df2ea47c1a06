import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import { createProgram } from '../cli/program.ts';
import { operateProgram } from '../server/operate/program.ts';
import { providers } from '../shared/providers/index.ts';
import { systemClock } from '../shared/runtime/clock.ts';
import { blocks, root, text } from './docs-blocks.ts';

// Every block of code in the documentation is parsed, and every command in it is one that exists.

const of = (...languages: readonly string[]) =>
  blocks.filter(({ language }) => languages.includes(language));

const certferry = createProgram(
  { out: process.stdout, err: process.stderr, env: () => undefined, folder: '.', providers },
  () => {},
);
const operate = operateProgram({
  environment: { variable: () => undefined, readFile: () => '' },
  clock: systemClock,
  say: () => {},
});
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

/** What is wrong with a command line of ours; undefined: it could be run. */
function flawOf(program: Command, words: readonly string[]): string | undefined {
  const [name = '', ...rest] = words;
  // What a person adds themselves.
  if (name === '--help' || name === '…' || name.startsWith('"$@"')) return undefined;
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) return `${program.name()} has no command "${name}"`;
  if (command.commands.length > 0) return flawOf(command, rest);
  const flags = rest.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0]);
  const known = new Set(['--help', ...command.options.map(({ long }) => long)]);
  const unknown = flags.find((flag) => !known.has(flag));
  return unknown === undefined ? undefined : `"${name}" has no option ${unknown}`;
}

/** One line for each command; words in quotes stay together well enough to read options from. */
function commandsIn(code: string): readonly (readonly string[])[] {
  return code
    .replaceAll(/\\\n/gu, ' ')
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/u, ''))
    .flatMap((line) => line.split(/&&|\|\||[|;]/u))
    .map((part) => part.trim().split(/\s+/u))
    .filter(([first = '']) => first !== '');
}

function flawOfWords(words: readonly string[]): string | undefined {
  const line = words.join(' ');
  const own = /^(?:npm run (?:-s |--silent )?certferry -- |npx certferry |certferry )(.*)$/u.exec(
    line,
  );
  if (own !== null) return flawOf(certferry, own[1]?.split(' ') ?? []);
  const operating = /(?:^|\s)node server\/operate\.ts (.*)$/u.exec(line);
  if (operating !== null) return flawOf(operate, operating[1]?.split(' ') ?? []);
  const [, script] = /^npm (?:run )?(?:-s |--silent )?([\w:]+)/u.exec(line) ?? [];
  if (script === undefined) return undefined;
  const builtIn = ['ci', 'exec', 'install', 'run', 'start', 'test', 'version'];
  return script in scripts || builtIn.includes(script)
    ? undefined
    : `npm has no script "${script}"`;
}

describe('code in the documentation', () => {
  it('is in a language that is checked here, or is plain text', () => {
    const checked = ['yaml', 'json', 'sh', 'bash', 'text', 'nginx', 'ts'];
    expect(blocks.filter(({ language }) => !checked.includes(language))).toEqual([]);
    expect(of('yaml').length).toBeGreaterThan(10);
    expect(of('sh', 'bash').length).toBeGreaterThan(20);
    // A fence without a language would be looked at by nobody: what is left is the end of a block.
    const fences = [...text.values()].flatMap((all) => all.match(/^\s*```\w*$/gmu) ?? []);
    expect(fences).toHaveLength(2 * blocks.length);
    expect(blocks.filter(({ language }) => language === '')).toEqual([]);
  });

  it.each(of('json'))('$page:$line is JSON', ({ code }) => {
    expect(() => {
      JSON.parse(code);
    }).not.toThrow();
  });

  it('has shell that parses', () => {
    for (const { page, line, code } of of('sh', 'bash')) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
      expect({ at: `${page}:${line}`, status, stderr }).toMatchObject({ status: 0, stderr: '' });
    }
  });

  it('names commands, options and scripts that exist', () => {
    const flaws = of('sh', 'bash').flatMap(({ page, line, code }) =>
      commandsIn(code).flatMap((words) => {
        const flaw = flawOfWords(words);
        return flaw === undefined ? [] : [`${page}:${line} ${words.join(' ')}: ${flaw}`];
      }),
    );
    expect(flaws).toEqual([]);
    const inline = [...text].flatMap(([page, all]) =>
      [...all.matchAll(/`((?:npm|certferry|node server\/operate\.ts)\s[^`]+)`/gu)].flatMap(
        ([, code = '']) =>
          commandsIn(code).flatMap((words) => {
            const flaw = flawOfWords(words);
            return flaw === undefined ? [] : [`${page} ${words.join(' ')}: ${flaw}`];
          }),
      ),
    );
    expect(inline).toEqual([]);
  });
});

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/gu, '-');

describe('links in the documentation', () => {
  it.each([...text])('of %s lead to files and headings that are there', (page, all) => {
    const prose = all.replaceAll(/^\s*```[\s\S]*?^\s*```$/gmu, '');
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, target = '']) => target);
    const lost = links.filter((target) => {
      if (/^(?:https?|mailto):/u.test(target)) return false;
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
      if (!existsSync(join(root, file))) return true;
      if (anchor === undefined) return false;
      const headings = [...(text.get(file) ?? '').matchAll(/^#+ (.+)$/gmu)];
      return !headings.some(([, heading = '']) => anchorOf(heading) === decodeURIComponent(anchor));
    });
    expect(lost).toEqual([]);
  });
});
