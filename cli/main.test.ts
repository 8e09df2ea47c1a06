import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Report } from '../shared/wire/report.ts';
import { runCli, startCli, type CliOptions } from '../tests/command-line.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certferry-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const cli = (args: readonly string[], options: Partial<CliOptions> = {}) =>
  runCli(args, { cwd: folder, ...options });

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const valid = `version: 1
accounts:
  prod:
    provider: aws
    credentials: { access_key_id: { env: KEY_ID }, secret_access_key: { env: KEY_SECRET } }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }
tasks:
  all: { accounts: [prod], certificates: [shop], targets: [{ product: aws/alb }] }
`;
const invalid = valid.replace('version: 1', 'version: 7').replace('aws/alb', 'aws/abl');

describe('usage', () => {
  it.each(['--help', 'help', 'deploy --help', 'help preview'])(
    'is shown for "%s", with the exit codes, exit 0',
    async (args) => {
      const { exitCode, stdout, stderr } = await cli(args.split(' '));
      expect([exitCode, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: certferry/u);
      expect(stdout).toContain('Exit codes: 0 all proven');
    },
  );

  it('is shown on standard error when no command was given, exit 3', async () => {
    const { exitCode, stdout, stderr } = await cli([]);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^Usage: certferry[\s\S]*preview[\s\S]*deploy[\s\S]*schema/u);
  });

  it('names the version of the package', async () => {
    const path = join(import.meta.dirname, '..', 'package.json');
    const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string };
    expect((await cli(['--version'])).stdout).toBe(`${version}\n`);
  });

  it.each([
    ['an unknown command', ['deplyo'], /unknown command 'deplyo'\n\(Did you mean deploy\?\)/u],
    ['an unknown option', ['preview', '--jsno'], /unknown option '--jsno'/u],
    ['too many arguments', ['preview', 'a.yml', 'b.yml'], /too many arguments/u],
    ['an option without its value', ['preview', '--report'], /argument missing/u],
    ['an unknown schema', ['schema', '--of', 'plan'], /deployment, report/u],
    ['no number', ['deploy', '--verify-timeout', 'soon'], /1 to 7200 seconds/u],
    ['too short a time', ['deploy', '--verify-timeout', '0.5'], /1 to 7200 seconds/u],
    ['too long a time', ['deploy', '--verify-timeout', '7201'], /1 to 7200 seconds/u],
  ])('answers %s with what is wrong, exit 3', async (_, args, words) => {
    const { exitCode, stdout, stderr } = await cli(args);
    expect([exitCode, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^\s+at /mu);
  });
});

describe('schema', () => {
  it.each(['deployment', 'report'])('prints that of the %s as it is published', async (of) => {
    const path = join(import.meta.dirname, '..', 'docs', 'schema', `${of}.schema.json`);
    const { exitCode, stdout, stderr } = await cli(['schema', '--of', of]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(await readFile(path, 'utf8')));
  });

  it('prints that of the deployment file when nothing is said', async () => {
    const [one, two] = await Promise.all([cli(['schema']), cli(['schema', '--of', 'deployment'])]);
    expect(one?.stdout).toBe(two?.stdout);
  });
});

describe('a file that cannot be used', () => {
  it.each(['preview', 'deploy'])('is named by %s where it is missing, exit 3', async (command) => {
    const { exitCode, stdout, stderr } = await cli([command]);
    expect([exitCode, stderr]).toEqual([3, '']);
    expect(stdout).toContain('.github/certferry.yml does not exist in the repository');
  });

  it('shows every problem at its line and column, exit 3', async () => {
    await write('invalid.yml', invalid);
    const { exitCode, stdout } = await cli(['deploy', 'invalid.yml']);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^\[x\] Invalid: 2 problems to correct/u);
    expect(stdout).toContain('invalid.yml:1:10');
    expect(stdout).toMatch(/invalid\.yml:9:\d+\n.*did you mean "aws\/alb"/u);
  });

  it('names every secret that is not set', async () => {
    await write('valid.yml', valid);
    const { exitCode, stdout } = await cli(['preview', 'valid.yml'], {
      env: { KEY_ID: 'AN-ID', SHOP_CHAIN: '' },
    });
    expect(exitCode).toBe(3);
    const text = stdout.replaceAll(/\s+/gu, ' ');
    for (const name of ['KEY_SECRET', 'SHOP_CHAIN', 'SHOP_KEY']) {
      expect(text).toContain(`needs the secret ${name}, which is not set`);
    }
    expect(text).not.toContain('the secret KEY_ID');
  });

  it('may be named by its whole path, and may not lie elsewhere', async () => {
    await write('sub/invalid.yml', invalid);
    const inside = await cli(['preview', join(folder, 'sub/invalid.yml')]);
    expect(inside.stdout).toContain('sub/invalid.yml:1:10');
    const outside = await cli(['preview', '../invalid.yml'], { cwd: join(folder, 'sub') });
    expect(outside.exitCode).toBe(3);
    expect(outside.stdout).toContain('leads out of the repository');
  });

  it('of a glob is one report of several, and JSON an array of them', async () => {
    await write('many/a.yml', invalid);
    await write('many/b.yml', 'version: 1\n');
    const text = await cli(['preview', 'many/*.yml']);
    expect(text.exitCode).toBe(3);
    expect(text.stdout.match(/^\[x\] Invalid/gmu)).toHaveLength(2);
    const json = await cli(['preview', 'many/*.yml', '--json']);
    const reports = (JSON.parse(json.stdout) as unknown[]).map((one) => Report.parse(one));
    expect(reports.map(({ file, exitCode }) => [file, exitCode])).toEqual([
      ['many/a.yml', 3],
      ['many/b.yml', 3],
    ]);
  });
});

describe('output', () => {
  it('is the report as text, and as JSON in a file where that is asked for', async () => {
    const run = await cli(['preview', 'none.yml', '--report', 'out/deep/report.json']);
    expect(run.stdout).toMatch(/^\[x\] Invalid/u);
    const saved = await readFile(join(folder, 'out/deep/report.json'), 'utf8');
    expect(Report.parse(JSON.parse(saved))).toMatchObject({ verdict: 'invalid', file: 'none.yml' });
    const json = await cli(['preview', 'none.yml', '--json']);
    expect(Report.parse(JSON.parse(json.stdout)).problems).toHaveLength(1);
  });

  it('is not lost when the report cannot be written: it says why, exit 1', async () => {
    const run = await cli(['preview', 'none.yml', '--report', '/dev/null/report.json']);
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('none.yml does not exist');
    expect(run.stderr).toMatch(/^certferry: writing the report: .*\/dev\/null/u);
    expect(run.stderr).not.toMatch(/^\s+at /mu);
  });

  const esc = '\u001B[';
  const onTerminal = 'process.stdout.isTTY=true';

  it.each([
    ['a pipe', undefined, {}, false],
    ['a terminal', onTerminal, { TERM: 'xterm' }, true],
    ['a terminal with NO_COLOR', onTerminal, { TERM: 'xterm', NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', onTerminal, { TERM: 'xterm', NO_COLOR: '' }, true],
    ['a terminal that is dumb', onTerminal, { TERM: 'dumb' }, false],
  ])('has colours only for eyes: %s', async (_, before, env, coloured) => {
    const pretend = before === undefined ? {} : { before };
    const { stdout } = await cli(['preview', 'none.yml'], { ...pretend, env });
    expect(stdout.includes(esc)).toBe(coloured);
    expect(stripVTControlCharacters(stdout)).toMatch(/^\[x\] Invalid/u);
  });

  it('to a reader that leaves is no crash', async () => {
    const running = startCli(['schema', '--of', 'report'], { cwd: folder });
    running.leave('stdout');
    const { exitCode, signal, stderr } = await running.done;
    expect([exitCode, signal, stderr]).toEqual([0, null, '']);
  });
});

describe('an older Node', () => {
  const pretend = (version: string) =>
    `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;

  it.each(['18.20.4', '20.20.2', '22.99.0'])('%s gets a sentence, exit 3', async (version) => {
    const run = await cli(['preview'], { before: pretend(version) });
    expect([run.exitCode, run.stdout]).toEqual([3, '']);
    expect(run.stderr).toContain(
      `certferry needs Node 24 or newer; this is Node ${version}.\nInside the repository`,
    );
    expect(run.stderr).not.toMatch(/^\s+at /mu);
  });

  it('is not what a newer one is taken for', async () => {
    const run = await cli(['--version'], { before: pretend('26.1.0') });
    expect([run.exitCode, run.stderr]).toEqual([0, '']);
  });
});
