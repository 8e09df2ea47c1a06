import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startGitHub, type GitHubSimulator } from './github.ts';
import { runStep, startStep, type StepOptions, type StepResult } from './runner.ts';
import { createCommandReader } from './runner/commands.ts';
import { parseFileCommands } from './runner/files.ts';
import { createMasks } from './runner/masks.ts';

let gh: GitHubSimulator;
let action: string;
let token: string;
beforeAll(async () => {
  gh = await startGitHub({ files: { 'certferry.yml': 'name: "::error::from a file"\n' } });
  action = await mkdtemp(join(tmpdir(), 'action-'));
  token = gh.token();
  await writeFile(
    join(action, 'action.yml'),
    `name: x
inputs:
  config: { default: .github/certferry.yml }
  dry run: { required: true }
  github-token: { default: "\${{ github.token }}" }
runs: { using: node24, main: main.mjs }
`,
  );
});
afterAll(async () => {
  await gh.close();
  await rm(action, { recursive: true });
});

async function run(script: string, options: Partial<StepOptions> = {}): Promise<StepResult> {
  await writeFile(join(action, 'main.mjs'), script);
  return runStep({
    github: gh,
    event: gh.event('push'),
    token,
    action,
    timeoutMs: 20_000,
    ...options,
  });
}

const fs = `import { appendFileSync, readFileSync, readdirSync } from 'node:fs';`;

describe('the environment', () => {
  it('gives inputs, defaults, the event and the variables of a run', async () => {
    const script = `${fs}
      const event = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, 'utf8'));
      console.log(JSON.stringify({ env: process.env, after: event.after, files: readdirSync('.') }));`;
    const inputs = { 'dry run': 'true' };
    const got = await run(script, { inputs, env: { EXTRA: 'x' }, run: { id: 5, attempt: 2 } });
    expect(got.exitCode).toBe(0);
    const { env, after, files } = JSON.parse(got.stdout) as {
      env: Record<string, string>;
      after: string;
      files: string[];
    };
    expect(env).toMatchObject({
      INPUT_CONFIG: '.github/certferry.yml',
      INPUT_DRY_RUN: 'true',
      'INPUT_GITHUB-TOKEN': token,
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: gh.apiUrl,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REPOSITORY: 'octo/shop',
      GITHUB_REPOSITORY_ID: String(gh.state.id),
      GITHUB_RUN_ID: '5',
      GITHUB_RUN_ATTEMPT: '2',
      EXTRA: 'x',
    });
    expect(env).not.toHaveProperty('VITEST');
    expect(after).toBe(env['GITHUB_SHA']);
    expect(files).toEqual(['certferry.yml']);
  });

  it('collects outputs, state, variables, paths and the summary, and the exit code', async () => {
    const script = `${fs}
      const put = (name, text) => appendFileSync(process.env[name], text);
      put('GITHUB_OUTPUT', 'report=a.json\\nverdict<<EOF\\nline 1\\nline 2\\nEOF\\n');
      put('GITHUB_STATE', 'isPost=true\\n');
      put('GITHUB_ENV', 'NODE_OPTIONS=--x\\n');
      put('GITHUB_PATH', '/bin/x\\n');
      put('GITHUB_STEP_SUMMARY', '# Plan\\n');
      process.exitCode = 2;`;
    expect(await run(script)).toMatchObject({
      exitCode: 2,
      outputs: { report: 'a.json', verdict: 'line 1\nline 2' },
      state: { isPost: 'true' },
      path: ['/bin/x'],
      summary: '# Plan\n',
      complaints: [expect.stringContaining('NODE_OPTIONS')],
    });
  });

  it('drops a summary over 1 MiB and a file that cannot be read, and says so', async () => {
    const script = `${fs}
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1048577));
      appendFileSync(process.env.GITHUB_OUTPUT, 'a<<EOF\\nnever closed\\n');`;
    const got = await run(script);
    expect(got.summary).toBeNull();
    expect(got.complaints).toHaveLength(2);
    const fits = await run(
      `${fs}appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(1048576));`,
    );
    expect(fits.summary).toHaveLength(1_048_576);
  });

  it('leaves its folder behind when it is given one', async () => {
    const directory = join(action, 'kept');
    const script = `${fs}appendFileSync(process.env.RUNNER_TEMP + '/report.json', '{}');`;
    await run(script, { directory });
    await expect(
      import(join(directory, 'temp/report.json'), { with: { type: 'json' } }),
    ).resolves.toBeDefined();
  });
});

describe('workflow commands', () => {
  const read = (line: string) => createCommandReader().read(line);

  it('obeys both forms, with their own escapes', () => {
    expect(read('  ::error file=a.yml,line=7,col=2,title=x%3Ay%2Cz::one%0Atwo%25')).toMatchObject({
      name: 'error',
      properties: { file: 'a.yml', line: '7', col: '2', title: 'x:y,z' },
      data: 'one\ntwo%',
    });
    expect(read('blah ##[add-mask]x%5D')).toMatchObject({
      name: 'add-mask',
      data: 'x]',
      form: '##[',
    });
    expect(read('##[error file=a;line=3]x')).toMatchObject({
      properties: { file: 'a', line: '3' },
    });
    expect(read('\u3000::WARNING::x')).toMatchObject({ name: 'warning' });
  });

  it.each([
    'text ::error::x',
    '::nothing::x',
    '::error',
    ':: error::x',
    '##[group',
    '#[group]x',
    '',
  ])('only shows %j', (line) => {
    expect(read(line)).toBeUndefined();
  });

  it('obeys nothing between stop-commands and its token', () => {
    const reader = createCommandReader();
    const lines = ['::stop-commands::tok', '::error::no', '::tok::', '::error::yes'];
    const obeyed = lines.flatMap((line) => reader.read(line)?.data ?? []);
    expect(obeyed).toEqual(['tok', 'yes']);
  });

  it('keeps ten annotations of each kind, cut to 4,096 characters, and follows groups', async () => {
    const got = await run(`
      console.log('::group::Plan');
      for (let n = 0; n < 12; n += 1) console.log('::warning file=a.yml,line=' + n + '::w' + n);
      console.error('::error title=T::' + 'x'.repeat(5000));
      console.log('::endgroup::');
      console.log('::debug::quiet');`);
    expect(got.annotations.filter(({ kind }) => kind === 'warning')).toHaveLength(10);
    expect(got.annotations[3]).toMatchObject({ file: 'a.yml', line: 3, message: 'w3' });
    const [error] = got.annotations.filter(({ kind }) => kind === 'error');
    expect(error?.message).toHaveLength(4096);
    expect(got.groups).toEqual(['Plan']);
    expect(got.log).not.toContain('quiet');
    expect(got.injected).toEqual([]);
  });

  it('names the commands that data dictated', async () => {
    gh.openPull({ number: 5, title: 'x\r::notice::owned', files: { a: '1' } });
    const event = gh.event('pull_request', { number: 5 });
    const got = await run(
      `console.log('::notice::ours');
       console.log('title: x\\r::notice::owned');
       console.log('::error::from a file');
       console.log('name ##[group]x');
       console.log('::warning::dictated by a cloud');`,
      { event, untrusted: ['lb ::warning::dictated by a cloud'] },
    );
    expect(got.injected.map(({ data }) => data)).toEqual(
      ['owned', 'from a file"', 'x', 'dictated by a cloud'].map((text) => text.replace('"', '')),
    );
  });
});

describe('masks', () => {
  it('hides a value from its registration on, in both streams, annotations and the summary', async () => {
    const got = await run(`${fs}
      console.log('early hunter2-hunter2');
      console.log('::add-mask::hunter2-hunter2');
      console.log('late hunter2-hunter2 and ' + Buffer.from('xhunter2-hunter2').toString('base64'));
      console.log('::error::with hunter2-hunter2');
      appendFileSync(process.env.GITHUB_STEP_SUMMARY, 'hunter2-hunter2\\n');
      console.log(process.env['INPUT_GITHUB-TOKEN']);`);
    expect(got.log).toContain('early hunter2-hunter2');
    expect(got.log.split('\n')[1]).toMatch(/^late \*\*\* and \w{0,4}\*\*\*/u);
    expect(got.annotations[0]?.message).toBe('with ***');
    expect(got.summary).toBe('***\n');
    expect(got.log).not.toContain(token);
  });

  it('hides every line of a value, however short', () => {
    const masks = createMasks();
    masks.add('-----BEGIN KEY-----\nabcdef\nXg==\n-----END KEY-----\n');
    expect(masks.apply('see abcdef, then Xg==.')).toBe('see ***, then ***.');
    expect(masks.apply('abcdefXg==')).toBe('***');
    expect(masks.apply('nothing here')).toBe('nothing here');
  });
});

describe('the end of a step', () => {
  const stubborn = `
    process.on('SIGINT', () => console.log('interrupted'));
    process.on('SIGTERM', () => console.log('terminated'));
    console.log('ready');
    setInterval(() => {}, 1000);`;

  it('cancels with SIGINT, SIGTERM and then for good', async () => {
    await writeFile(join(action, 'main.mjs'), stubborn);
    const ready = Promise.withResolvers<void>();
    const step = await startStep({
      github: gh,
      event: gh.event('push'),
      token,
      action,
      cancel: { afterInterruptMs: 150, afterTerminateMs: 150 },
      onLine: (line) => {
        if (line === 'ready') ready.resolve();
      },
    });
    await ready.promise;
    step.cancel();
    const got = await step.done;
    expect(got.log.split('\n')).toEqual(['ready', 'interrupted', 'terminated']);
    expect(got).toMatchObject({ exitCode: null, signal: 'SIGKILL', timedOut: false });
  });

  it('ends a step that does not end', async () => {
    const got = await run(stubborn, { timeoutMs: 300 });
    expect(got).toMatchObject({ signal: 'SIGKILL', timedOut: true });
  });

  it('says so when there is nothing to run', async () => {
    await expect(run('', { entry: 'missing.js' })).rejects.toThrow(/there is no .*missing\.js/u);
  });
});

describe('file commands', () => {
  it('reads lines and blocks, also with CRLF', () => {
    expect(parseFileCommands('a=1=2\r\nb<<E\r\nx\r\nE\r\n\nc=<<\n')).toEqual({
      a: '1=2',
      b: 'x\r',
      c: '<<',
    });
    expect(parseFileCommands('a<<E\nE\n')).toEqual({ a: '' });
  });

  it.each(['nonsense', '<<E\nx\nE', 'a<<\n', 'a<<E\nx'])('refuses %j', (text) => {
    expect(() => parseFileCommands(text)).toThrow();
  });
});
