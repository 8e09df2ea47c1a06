import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { file, openHostileWorld, pull, type HostileWorld } from './hostile-world.ts';
import type { ActionRun } from './stage.ts';

/** Pull requests whose content nobody has read yet, in a run that has secrets all the same. */
let world: HostileWorld;
beforeEach(async () => {
  world = await openHostileWorld();
});
afterEach(async () => {
  await world.close();
  expect(world.violations()).toEqual([]);
});

/** Nothing was used that could do harm: no cloud, no comment, no secret but the token itself. */
function expectUnused(run: ActionRun): void {
  expect(world.tencent.requests).toEqual([]);
  expect(world.github.requests).toEqual([]);
  const known = Object.values(world.env);
  expect(run.commands.filter(({ name }) => name === 'add-mask')).toHaveLength(1);
  for (const text of [
    run.stdout,
    run.stderr,
    run.summary ?? '',
    JSON.stringify(run.report ?? null),
  ]) {
    for (const value of known) expect(text.includes(value)).toBe(false);
  }
  expect(run.injected).toEqual([]);
}

const valid = () => ({ [file]: world.deployment() });
const invalid = () => ({ [file]: world.deployment('[{ produkt: tencent/cdn }]') });

const origins = [
  ['a fork', { fork: 'mallory/shop' }],
  ['Dependabot', { author: 'dependabot[bot]' }],
] as const;

describe.each(origins)('a pull request of %s', (_, origin) => {
  it('is checked offline, and is green', async () => {
    world.github.openPull({ number: pull, files: valid(), ...origin });
    const run = await world.preview();
    expect(run.exitCode, run.log).toBe(0);
    expect(run.outputs).toMatchObject({ verdict: 'offline', edits: '0' });
    expect(run.summary).toContain('checked offline');
    expect(run.report).toMatchObject({ mode: 'preview', verdict: 'offline' });
    expectUnused(run);
  });

  it('is red with exit code 3 when the file is wrong, and told at its line', async () => {
    world.github.openPull({ number: pull, files: invalid(), ...origin });
    const run = await world.preview();
    expect(run.exitCode, run.log).toBe(3);
    const line =
      world
        .deployment()
        .split('\n')
        .findIndex((text) => text.includes('targets:')) + 1;
    expect(run.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        file,
        line,
        message: expect.stringContaining('produkt'),
      }),
    );
    expect(run.summary).toContain('produkt');
    expectUnused(run);
  });

  it('is not deployed, whatever the workflow asks for', async () => {
    world.github.openPull({ number: pull, files: valid(), ...origin });
    const run = await world.preview({ inputs: { mode: 'deploy' } });
    expect(run.exitCode, run.log).toBe(3);
    expect(run.annotations[0]?.message).toContain('a pull request is previewed, never deployed');
    expectUnused(run);
  });
});

describe('a pull request of Dependabot', () => {
  it('stays offline when a person runs it again: such a run has no more secrets', async () => {
    world.github.openPull({ number: pull, files: valid(), author: 'dependabot[bot]' });
    const run = await world.preview({
      run: { id: 26_000_000_099, attempt: 2 },
      env: { GITHUB_TRIGGERING_ACTOR: 'octo' },
    });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.verdict).toBe('offline');
    expectUnused(run);
  });

  it('is previewed as any other once a person has pushed to it', async () => {
    world.account.addCdnDomain({ domain: 'img.shop.example.com', certificate: world.bound });
    world.github.openPull({ number: pull, files: valid(), author: 'dependabot[bot]' });
    const event = world.github.event('pull_request', {
      number: pull,
      action: 'synchronize',
      by: 'octo',
    });
    const run = await world.run(event);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.verdict).toBe('ready');
    expect(world.comments()).toHaveLength(1);
  });
});

describe('a workflow that would hand secrets to a fork', () => {
  it.each(['pull_request_target', 'issue_comment', 'workflow_run'])(
    'is refused: %s',
    async (name) => {
      world.github.openPull({ number: pull, files: valid(), fork: 'mallory/shop' });
      const run = await world.run(
        world.github.event('other', { name, payload: { action: 'opened' } }),
      );
      expect(run.exitCode, run.log).toBe(3);
      expect(run.annotations[0]?.message).toContain(name);
      expectUnused(run);
    },
  );
});

describe('the content of a fork', () => {
  it('reads no file outside of the repository, and shows none of what it reads', async () => {
    const steals = world
      .deployment()
      .replace(
        'from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } }',
        'from: { files: { chain: ../../../../../../etc/passwd, key: { env: SHOP_KEY_PEM } } }',
      );
    const shows = world
      .deployment()
      .replace(
        'from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } }',
        'from: { files: { chain: private.txt, key: { env: SHOP_KEY_PEM } } }',
      );
    const files = {
      [file]: steals,
      '.github/certferry-two.yml': shows,
      'private.txt': 'TOP-SECRET-4711',
    };
    world.github.openPull({ number: pull, files, fork: 'mallory/shop' });
    const run = await world.preview({ inputs: { config: '.github/certferry*.yml' } });
    expect(run.exitCode, run.log).toBe(3);
    const everything = [run.log, run.summary ?? '', JSON.stringify(run.report)].join('\n');
    expect(everything).not.toMatch(/root:|TOP-SECRET/u);
    expect(run.annotations.map(({ message }) => message).join('\n')).toMatch(
      /the path may not leave the repository/u,
    );
    expectUnused(run);
  });

  it.each([
    [
      'aliases of aliases',
      `a: &a [${'x,'.repeat(9)}x]\n${'bcdefghi'
        .split('')
        .map(
          (to, n) =>
            `${to}: &${to} [${`*${'abcdefgh'[n] ?? ''},`.repeat(9)}*${'abcdefgh'[n] ?? ''}]`,
        )
        .join('\n')}\n`,
    ],
    ['a nesting without an end', `version: 1\naccounts: ${'['.repeat(20_000)}`],
    ['a name of 100 KB', `version: 1\n${'k'.repeat(100_000)}: 1\n`],
    [
      'thousands of starts of secrets',
      `version: 1\nnotes: "${'eyJ-'.repeat(30_000)}${'-----BEGIN '.repeat(9000)}"\n`,
    ],
    ['text that is no text', 'version: 1\u0000\u001b[2J\u202e\n'],
  ])('cannot stop the run with %s', async (_, text) => {
    world.github.openPull({ number: pull, files: { [file]: text }, fork: 'mallory/shop' });
    const run = await world.preview();
    expect(run.timedOut).toBe(false);
    expect(run.exitCode, run.log.slice(0, 2000)).toBe(3);
    expect(run.annotations.length).toBeGreaterThan(0);
    expect(Math.max(...run.log.split('\n').map((line) => line.length))).toBeLessThan(5000);
    expectUnused(run);
  });
});
