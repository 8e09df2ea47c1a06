import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hostile } from '../browser/hostile.ts';
import { expectInertBody, expectIntact } from './hostile-shown.ts';
import { file, openHostileWorld, pull, type HostileWorld } from './hostile-world.ts';

/** A deployment file written by somebody who means harm, previewed by a run that has every secret. */
let world: HostileWorld;
beforeAll(async () => {
  world = await openHostileWorld();
  world.account.addCdnDomain({ domain: 'img.shop.example.com', certificate: world.bound });
});
afterAll(async () => {
  await world.close();
  expect(world.violations()).toEqual([]);
});

/** Each text as a name in YAML: a double-quoted scalar is what JSON writes. */
const keys = hostile
  .filter((text) => text.length <= 1000)
  .map((text) => JSON.stringify(text.toWellFormed()));
const long = [JSON.stringify('a'.repeat(100_000)), JSON.stringify('@octo/team '.repeat(9000))];

const places: readonly (readonly [where: string, text: (names: readonly string[]) => string])[] = [
  [
    'tasks',
    (names) =>
      names
        .map(
          (name) =>
            `  ${name}: { accounts: [tencent-prod], certificates: [shop], targets: [{ product: tencent/cdn }] }`,
        )
        .join('\n'),
  ],
  [
    'accounts',
    (names) =>
      names
        .map(
          (name) =>
            `  ${name}: { provider: tencent, credentials: { secret_id: { env: A }, secret_key: { env: B } } }`,
        )
        .join('\n'),
  ],
  [
    'certificates',
    (names) => names.map((name) => `  ${name}: { from: { env: { chain: C, key: D } } }`).join('\n'),
  ],
  [
    'contacts',
    (names) =>
      `contacts:\n${names.map((name) => `  ${name}: { email: ops@example.com }`).join('\n')}`,
  ],
];

function fileWith(where: string, entries: string): string {
  const whole = world.deployment();
  return whole.includes(`\n${where}:\n`)
    ? whole.replace(`\n${where}:\n`, `\n${where}:\n${entries}\n`)
    : `${whole}${entries}\n`;
}

async function previewOf(text: string) {
  const known = world.github.state.pulls.has(pull);
  if (known) world.github.pushToPull(pull, { [file]: text });
  else world.open({ [file]: text });
  const run = await world.preview({ untrusted: hostile });
  expectIntact(run);
  expect(world.comments()).toHaveLength(1);
  for (const body of world.comments()) expectInertBody(body);
  return run;
}

describe('a name in the deployment file', () => {
  it.each(places)('of %s is shown, and obeyed by nobody', async (where, text) => {
    const run = await previewOf(fileWith(where, text(keys)));
    expect(run.exitCode, run.log).toBe(3);
    expect(run.report?.problems.length).toBeGreaterThan(0);
    expect(run.annotations).toHaveLength(10);
  });

  it('of 100 KB is shortened', async () => {
    for (const name of long) {
      const run = await previewOf(fileWith('tasks', `  ${name}: {}`));
      expect(run.exitCode, run.log.slice(0, 1000)).toBe(3);
    }
  });
});

describe('a pattern of a target', () => {
  it('that may be written is shown as it is, and matches nothing', async () => {
    const written = hostile.filter(
      (text) => /^[!-~]{1,1024}$/u.test(text) && !text.includes('://'),
    );
    const include = [
      ...written,
      '*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b',
      '['.repeat(500),
      '{a,b}{c,d}',
      '!(*)',
      'img.shop.example.com',
    ];
    const run = await previewOf(
      world.deployment(JSON.stringify([{ product: 'tencent/cdn', include }])),
    );
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.tasks[0]?.counts).toMatchObject({ matched: 1, edits: 1 });
    expect(world.comments()[0]).toContain('</code>');
  });

  it('that may not be written is a problem in words', async () => {
    const refused = hostile.filter((text) => !/^[!-~]{1,1024}$/u.test(text) && text.length < 1000);
    const targets = JSON.stringify([
      { product: 'tencent/cdn', include: refused.map((text) => text.toWellFormed()) },
    ]);
    const run = await previewOf(world.deployment(targets));
    expect(run.exitCode, run.log).toBe(3);
  });
});

describe('the name of a deployment file', () => {
  const named = [
    '::set-output name=x::y.yml',
    '##[add-mask]shop.yml',
    'line\nbreak::error::x.yml',
    'esc\u001B[31m\u202Egnp.yml',
    '@octo-team #1 -->.yml',
    '](javascript:alert(1)) ![x](http:) `code` |.yml',
    '<details><img src=x>.yml',
  ];

  const odd = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [`.github/odd/${name}`, world.deployment()]));

  it('is shown in log, summary and report, and obeyed by nobody', async () => {
    world.github.openPull({ number: 8, files: odd(named) });
    const run = await world.run(world.github.event('pull_request', { number: 8 }), {
      inputs: { config: '.github/odd/*', comment: 'false' },
      untrusted: named,
    });
    expectIntact(run);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.groups).toHaveLength(named.length);
    expect(run.summary?.match(/^## /gmu)).toHaveLength(named.length);
  });

  it('is shown in the comment, and obeyed by nobody', async () => {
    const name = named.join(' ').slice(0, 200);
    world.github.openPull({ number: 9, files: odd([name]) });
    const run = await world.run(world.github.event('pull_request', { number: 9 }), {
      inputs: { config: '.github/odd/*' },
      untrusted: [...named, name],
    });
    expectIntact(run);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.report?.file).toBe(`.github/odd/${name}`);
    const bodies = world.github.comments(9).map(({ body }) => body);
    expect(bodies).toHaveLength(1);
    for (const body of bodies) expectInertBody(body);
  });
});
