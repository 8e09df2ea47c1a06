import { symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { issue } from '../../tests/pki.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import { createFileReader } from '../runtime/files.ts';
import { silentLog } from '../runtime/log.ts';
import type { Door } from './door.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { createJobWorld, file } from './test-world.ts';
import type { JobWorld } from './test-world.ts';

const call = { signal: new AbortController().signal, log: silentLog };

let world: JobWorld;
let env: Record<string, string>;
let trace: string[];
beforeAll(async () => {
  world = await createJobWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  env = { SHOP_CHAIN: world.wanted.chain, SHOP_KEY: world.wanted.key };
  trace = [];
});

const secret = z.strictObject({ env: z.string() });
const Settings = z.strictObject({ login: z.strictObject({ id: secret, key: secret }).optional() });

/** The memory cloud with a login of two secrets. */
function withLogin(spec: ProviderSpec): ProviderSpec {
  return {
    ...spec,
    settings: Settings,
    secrets: (settings) => Object.values(Settings.parse(settings).login ?? {}),
  };
}

function doorOf(): Door {
  return {
    ...world.door,
    readFile: async (path) => {
      trace.push(`read ${path}`);
      return await createFileReader(world.root)(path);
    },
    env: (name) => env[name],
    mask: (value) => trace.push(`mask ${value}`),
    providers: world.providers.map(withLogin),
  };
}

interface Parts {
  readonly accounts?: string;
  readonly certificates?: string;
  readonly tasks?: string;
}

const shop = '  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }';

function yaml({
  accounts = '  prod: { provider: memory }',
  certificates = shop,
  tasks = task('[shop]'),
}: Parts) {
  return `version: 1\naccounts:\n${accounts}\ncertificates:\n${certificates}\ntasks:\n${tasks}\n`;
}

function task(certificates: string, accounts = '[prod]', name = 'all') {
  return `  ${name}: { accounts: ${accounts}, certificates: ${certificates}, targets: [{ product: memory/one }] }`;
}

async function prepareText(text: string, offline = false) {
  await world.write({ [file]: text });
  const sight = offline ? 'offline' : 'keys';
  return await prepare(file, doorOf(), { sight, pastTimes: 'refuse' }, call);
}

/** `line:column message` of each problem. */
async function problemsOf(text: string, offline = false): Promise<readonly string[]> {
  const result = await prepareText(text, offline);
  if (result.ok) return [];
  for (const problem of result.problems) expect(problem.file).toBe(file);
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

async function prepared(text: string, offline = false): Promise<Prepared> {
  const result = await prepareText(text, offline);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('; '));
  return result.prepared;
}

const expired = () =>
  issue(world.authority, {
    domains: ['old.example.com'],
    notBefore: new Date(Date.now() - 9e9),
    notAfter: new Date(Date.now() - 1e8),
  });

describe('a file that is fine', () => {
  it('comes with its certificates and their keys', async () => {
    const { deployment, certificates, materials } = await prepared(yaml({}));
    expect(deployment.file).toBe(file);
    expect(certificates.get('shop')).toMatchObject({
      sha256: world.wanted.sha256,
      type: 'uploaded',
    });
    expect(materials.get('shop')?.leaf).toBe(world.wanted.leaf);
    const material = materials.get('shop')?.key;
    expect(`${String(material)} ${JSON.stringify(material)}`).toBe('<secret> "<secret>"');
  });

  it('keeps two certificates of one task apart', async () => {
    const other = await issue(world.authority, { domains: ['pay.example.com'] });
    Object.assign(env, { PAY_CHAIN: other.chain, PAY_KEY: other.key });
    const pay = '  pay: { from: { env: { chain: PAY_CHAIN, key: PAY_KEY } } }';
    const text = yaml({ certificates: `${shop}\n${pay}`, tasks: task('[shop, pay]') });
    const { certificates, materials } = await prepared(text);
    expect([...certificates].map(([name, { sha256 }]) => [name, sha256])).toEqual([
      ['shop', world.wanted.sha256],
      ['pay', other.sha256],
    ]);
    expect(materials.get('pay')?.leaf).toBe(other.leaf);
    expect(materials.get('shop')?.leaf).toBe(world.wanted.leaf);
  });

  it('takes the chain from a file of the repository', async () => {
    await world.write({ 'certs/shop.pem': world.wanted.chain });
    const files = '{ chain: certs/shop.pem, key: { env: SHOP_KEY } }';
    const { certificates } = await prepared(
      yaml({ certificates: `  shop: { from: { files: ${files} } }` }),
    );
    expect(certificates.get('shop')?.sha256).toBe(world.wanted.sha256);
  });

  it('gets its notes and the remarks on its certificates as findings', async () => {
    const { findings } = await prepared(
      yaml({ accounts: '  prod: { provider: memory }\n  spare: { provider: memory }' }),
    );
    expect(findings).toContainEqual({
      code: 'file-remark',
      level: 'notice',
      subject: `${file}:4`,
      message: 'no task uses the account "spare"',
    });
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'chain-incomplete', level: 'warning', subject: 'shop' }),
    );
  });
});

describe('secrets', () => {
  it('are masked, each in the form it has and the key as it will be sent, before anything is read', async () => {
    await world.write({ 'certs/shop.pem': world.wanted.chain });
    Object.assign(env, { ID: 'an-id', PASSWORD: 'a-password' });
    const accounts =
      '  prod: { provider: memory, login: { id: { env: ID }, key: { env: PASSWORD } } }';
    const files = '{ chain: certs/shop.pem, key: { env: SHOP_KEY } }';
    await prepared(yaml({ accounts, certificates: `  shop: { from: { files: ${files} } }` }));
    expect(trace.slice(0, 5)).toEqual([
      `read ${file}`,
      'mask an-id',
      'mask a-password',
      `mask ${world.wanted.key}`,
      'read certs/shop.pem',
    ]);
    // The same key again as it is sent: PKCS#8, line ends of our own.
    expect(trace.slice(5)).toEqual([`mask ${world.wanted.key}`]);
  });

  it('are masked also where they stand in the wrong variable', async () => {
    Object.assign(env, { SHOP_CHAIN: `${world.wanted.chain}${world.wanted.key}` });
    await prepared(yaml({}));
    expect(trace.filter((line) => line.startsWith('mask')).length).toBeGreaterThan(2);
    expect(trace).toContain(`mask ${world.wanted.key.trim()}`);
    expect(trace.join()).not.toContain('BEGIN CERTIFICATE');
  });

  it('that are missing are all named with the line of what needs them and where to set them', async () => {
    Object.assign(env, { SHOP_CHAIN: '', SHOP_KEY: ' \n', PASSWORD: 'a-password' });
    const accounts =
      '  prod: { provider: memory, login: { id: { env: ID }, key: { env: PASSWORD } } }';
    const problems = await problemsOf(yaml({ accounts }));
    expect(problems).toEqual([
      expect.stringMatching(/^3:3 account "prod" needs the secret ID, which is not set; /u),
      expect.stringMatching(/^5:11 certificate "shop" needs the secret SHOP_KEY/u),
      expect.stringMatching(/^5:11 certificate "shop" needs the secret SHOP_CHAIN/u),
    ]);
    // oxlint-disable-next-line no-template-curly-in-string -- the words of GitHub Actions
    expect(problems[0]).toContain('"env:" of the workflow step from a secret, for example ID: ${{');
    expect(problems.join()).not.toContain('a-password');
  });

  it('of what no task uses are not needed: that is a note and stops nothing', async () => {
    const accounts = `  prod: { provider: memory }
  spare: { provider: memory, login: { id: { env: UNSET_ID }, key: { env: UNSET_KEY } } }`;
    const spare = '  spare: { from: { env: { chain: UNSET_CHAIN, key: UNSET_KEY } } }';
    const text = yaml({ accounts, certificates: `${shop}\n${spare}` });
    const { findings, certificates } = await prepared(text);
    expect(findings.filter(({ code }) => code === 'file-remark')).toHaveLength(2);
    expect([...certificates.keys()]).toEqual(['shop']);
  });

  it('appear in no problem, whatever is wrong with them', async () => {
    const { key } = world.wanted;
    const broken = { SHOP_CHAIN: key, SHOP_KEY: key.replace('PRIVATE', 'PUBLIC') };
    const values = [broken, { SHOP_KEY: key.slice(0, 90) }, { SHOP_KEY: key.replaceAll('\n', '') }];
    for (const value of values) {
      env = { SHOP_CHAIN: world.wanted.chain, ...value };
      const problems = await problemsOf(yaml({}));
      expect(problems.length).toBeGreaterThan(0);
      for (const line of key.split('\n').slice(1, -2)) expect(problems.join()).not.toContain(line);
    }
  });
});

describe('problems', () => {
  it('of secrets and of certificates come at once, in the order of the file', async () => {
    const [old, other] = await Promise.all([
      expired(),
      issue(world.authority, { domains: ['b.example.com'] }),
    ]);
    Object.assign(env, {
      OLD_CHAIN: old.chain,
      OLD_KEY: old.key,
      MIXED_CHAIN: other.chain,
      MIXED_KEY: world.wanted.key,
    });
    const certificates = [
      '  gone: { from: { files: { chain: certs/gone.pem, key: { env: GONE_KEY } } } }',
      '  mixed: { from: { env: { chain: MIXED_CHAIN, key: MIXED_KEY } } }',
      '  old: { from: { env: { chain: OLD_CHAIN, key: OLD_KEY } } }',
      shop,
    ].join('\n');
    const tasks = task('[shop, old, mixed, gone]');
    expect(await problemsOf(yaml({ certificates, tasks }))).toEqual([
      '5:3 certificate "gone": certs/gone.pem does not exist in the repository',
      expect.stringMatching(/^5:11 certificate "gone" needs the secret GONE_KEY/u),
      expect.stringMatching(/^6:3 certificate "mixed": the private key belongs to none/u),
      expect.stringMatching(/^7:3 certificate "old": the certificate expired on /u),
    ]);
  });

  it('of a chain are told although its key is missing', async () => {
    const old = await expired();
    env = { SHOP_CHAIN: old.chain };
    expect(await problemsOf(yaml({}))).toEqual([
      expect.stringMatching(/^5:3 certificate "shop": the certificate expired on /u),
      expect.stringMatching(/^5:11 certificate "shop" needs the secret SHOP_KEY/u),
    ]);
  });

  it('of the file itself come alone, and ask for no secret', async () => {
    env = {};
    const problems = await problemsOf(yaml({ tasks: task('[shpo]', '[prdo]') }));
    expect(problems).toEqual([
      '7:21 unknown account "prdo"; did you mean "prod"?',
      '7:43 unknown certificate "shpo"; did you mean "shop"?',
    ]);
    expect(trace).toEqual([`read ${file}`]);
  });

  it('start with a file that is not there', async () => {
    const result = await prepare(
      'certs/none.yml',
      doorOf(),
      { sight: 'keys', pastTimes: 'refuse' },
      call,
    );
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          file: 'certs/none.yml',
          line: 1,
          column: 1,
          message: 'certs/none.yml does not exist in the repository',
        },
      ],
    });
  });

  it.each([
    ['a link that leads out of the repository', 'leads out of the repository'],
    ['a link to nowhere', 'does not exist'],
    ['a folder', 'is a folder'],
    ['more than 1 MiB', 'the most is 1048576'],
    ['no certificate in it', 'holds no PEM certificate'],
  ])('of a chain file are at the certificate: %s', async (what, words) => {
    const name = `chain-${what.replaceAll(/\W/gu, '-')}.pem`;
    const target = join(world.root, name);
    if (what.startsWith('a link')) {
      const outside = join(tmpdir(), what.endsWith('nowhere') ? 'certferry-none' : '.');
      await symlink(outside, target);
    } else if (what === 'a folder') await world.write({ [`${name}/x`]: '' });
    else await writeFile(target, what.startsWith('more') ? 'x'.repeat(1_048_577) : 'nothing');
    const files = `{ chain: ${name}, key: { env: SHOP_KEY } }`;
    const text = yaml({ certificates: `  shop: { from: { files: ${files} } }` });
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^5:3 certificate "shop": /u);
    expect(problems[0]).toContain(words);
  });

  it('of a chain outside of the repository are found before it is read', async () => {
    const files = '{ chain: ../shop.pem, key: { env: SHOP_KEY } }';
    const problems = await problemsOf(
      yaml({ certificates: `  shop: { from: { files: ${files} } }` }),
    );
    expect(problems).toEqual(['5:35 "chain": the path may not leave the repository']);
    expect(trace).toEqual([`read ${file}`]);
  });
});

describe('offline', () => {
  it('needs no secret, and says which certificate it could not check', async () => {
    env = {};
    const { certificates, materials, findings } = await prepared(yaml({}), true);
    expect(certificates.size + materials.size).toBe(0);
    expect(findings).toEqual([
      {
        code: 'not-checked',
        level: 'notice',
        subject: 'shop',
        message: 'it comes from a secret, which this run does not have; it was not checked',
      },
    ]);
  });

  it('checks what lies open: the chains of the repository, without their keys', async () => {
    env = {};
    const old = await expired();
    await world.write({ 'certs/shop.pem': world.wanted.chain, 'certs/old.pem': old.chain });
    const files = (name: string) =>
      `  ${name}: { from: { files: { chain: certs/${name}.pem, key: { env: SOME_KEY } } } }`;
    const one = await prepared(yaml({ certificates: files('shop') }), true);
    expect(one.certificates.get('shop')?.sha256).toBe(world.wanted.sha256);
    expect(one.materials.size).toBe(0);
    const two = yaml({
      certificates: `${files('shop')}\n${files('old')}`,
      tasks: task('[shop, old]'),
    });
    expect(await problemsOf(two, true)).toEqual([
      expect.stringMatching(/^6:3 certificate "old": the certificate expired on /u),
    ]);
  });

  it('still finds what is wrong with the file', async () => {
    env = {};
    expect(await problemsOf(yaml({ tasks: task('[shpo]') }), true)).toEqual([
      '7:43 unknown certificate "shpo"; did you mean "shop"?',
    ]);
  });
});
