import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../tests/pki.ts';
import { systemClock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import type { Store } from './database/open.ts';
import { databasePath, holdFolder } from './folder.ts';
import { certificateKeyAad, createKeyring } from './keyring.ts';
import { operate } from './operate.ts';
import { readMasterKeys } from './settings.ts';

let folder: string;
let variables: Record<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-operate-'));
  variables = {
    CERTFERRY_DATA: join(folder, 'data'),
    CERTFERRY_MASTER_KEY: `first:${randomBytes(32).toString('base64')}`,
  };
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const environment = () => ({
  variable: (name: string) => variables[name],
  readFile: (path: string) => readFileSync(path, 'utf8'),
});

async function run(...argv: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await operate(argv, {
    environment: environment(),
    clock: systemClock,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** Runs a command that must succeed. */
async function done(...argv: readonly string[]): Promise<string> {
  const { code, out, err } = await run(...argv);
  expect([code, err]).toEqual([0, '']);
  return out;
}

async function withDatabase<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openDatabase(databasePath(variables['CERTFERRY_DATA'] ?? ''));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const repo = [
  'repo',
  'add',
  'acme/shop',
  '--entity',
  'acme',
  '--github-id',
  '11',
  '--owner-id',
  '22',
];

describe('entities and repositories', () => {
  it('are registered, listed, verified and removed', async () => {
    await done('entity', 'add', 'acme');
    expect((await run('entity', 'add', 'acme')).err).toBe('"acme" is there already\n');
    await done('entity', 'verify', 'acme');
    await done('entity', 'private-ca', 'acme', 'free');
    await done('quota', 'grant', 'acme', '50');
    expect(await done('entity', 'list')).toBe(
      'entity  verified  private CA  balance\nacme    yes       free        50\n',
    );
    await done('entity', 'verify', 'acme', '--revoke');
    expect(await done('entity', 'list')).toContain('acme    no ');

    expect(await done(...repo, '--environment', 'certs-prod')).toBe('added repository acme/shop\n');
    expect(await done('repo', 'list')).toMatch(
      /acme\/shop +acme +11 +certificates\.yml +main +certs-prod +active/u,
    );
    await done('repo', 'remove', 'acme/shop');
    expect(await done('repo', 'list')).toContain('removed');
    expect((await run('repo', 'remove', 'acme/shop')).code).toBe(1);
    expect(await done(...repo)).toBe('changed repository acme/shop\n');
    expect(await done('repo', 'list')).toMatch(/main +- +active/u);
  });

  it('know a repository by its id, whatever its name has become', async () => {
    await done('entity', 'add', 'acme');
    await done(...repo);
    const renamed = repo.with(2, 'acme/store');
    expect(await done(...renamed)).toBe('changed repository acme/store\n');
    expect((await done('repo', 'list')).split('\n')).toHaveLength(3);
  });

  it.each([
    [['repo', 'add', 'shop', '--entity', 'acme', '--github-id', '1', '--owner-id', '2'], 1],
    [['repo', 'add', 'a/b', '--entity', 'acme', '--github-id', 'x', '--owner-id', '2'], 3],
    [['repo', 'add', 'a/b', '--entity', 'nobody', '--github-id', '1', '--owner-id', '2'], 1],
    [['repo', 'add', 'a/b', '--entity', 'acme'], 3],
    [['entity', 'add', ' '], 1],
    [['entity', 'verify', 'nobody'], 1],
    [['nonsense'], 3],
  ])('%j ends with %i and a sentence', async (argv, code) => {
    await done('entity', 'add', 'acme');
    const result = await run(...argv);
    expect(result.code).toBe(code);
    expect(result.err).toMatch(/\w+/u);
    expect(result.err).not.toMatch(/\n\s+at /u);
  });
});

describe('quota', () => {
  it('is granted once for a key, and its statement sums to the balance', async () => {
    await done('entity', 'add', 'acme');
    const grant = ['quota', 'grant', 'acme', '100', '--key', 'order-1', '--reason', 'order 1'];
    expect(await done(...grant)).toBe('granted 100; the balance of "acme" is 100\n');
    expect(await done(...grant)).toContain('nothing changed; the balance of "acme" is 100');
    await done('quota', 'grant', 'acme', '20');
    expect(await done('quota', 'balance', 'acme')).toBe('120\n');
    const statement = await done('quota', 'statement', 'acme');
    expect(statement).toContain('opening balance: 0\n');
    expect(statement).toMatch(/grant +\+100 +100 +- +grant\/order-1 +order 1\n/u);
    expect(statement).toContain('closing balance: 120 = 0 + 120\n');
    const json = JSON.parse(await done('quota', 'statement', 'acme', '--json', '--limit', '1'));
    expect(json).toMatchObject({ opening: 100, entries: [{ amount: 20 }], closing: 120 });
    expect(await done('quota', 'check')).toBe('the book holds\n');
  });

  it.each(['0', '-1', '1.5', 'many', '9999999999'])('cannot be granted as %s', async (amount) => {
    await done('entity', 'add', 'acme');
    expect((await run('quota', 'grant', 'acme', '--', amount)).code).toBe(3);
    expect(await done('quota', 'balance', 'acme')).toBe('0\n');
  });
});

describe('a source', () => {
  const add = [
    'source',
    'add',
    'ci',
    '--entity',
    'acme',
    '--type',
    'issued',
    '--allow',
    'example.com',
  ];

  beforeEach(async () => {
    await done('entity', 'add', 'acme');
  });

  it('shows its secret once, and keeps it sealed', async () => {
    const out = await done(...add);
    const secret = /whsec_[A-Za-z0-9+/=]{44}/u.exec(out)?.[0] ?? '';
    expect(secret).not.toBe('');
    expect(out).toContain('address: /webhooks/issuance/ci ');
    expect(await done('source', 'list')).toMatch(/ci +standard +acme +- +issued +never +active/u);
    expect(await done('source', 'list')).not.toContain(secret);
    const config = await withDatabase(
      async ({ db }) => await db.selectFrom('sources').select('config').executeTakeFirstOrThrow(),
    );
    expect(config.config).toContain('sealed:first:');
    const bytes = readFileSync(databasePath(variables['CERTFERRY_DATA'] ?? ''));
    expect(bytes.includes(secret)).toBe(false);
    expect(bytes.includes(secret.slice('whsec_'.length))).toBe(false);
  });

  it('gets a new secret while the one before it is still taken', async () => {
    const first = /whsec_\S+/u.exec(await done(...add))?.[0];
    const second = /whsec_\S+/u.exec(await done('source', 'rotate', 'ci'))?.[0];
    expect(second).not.toBe(first);
    const keys = async () => {
      const keyring = createKeyring(readMasterKeys(environment()));
      const row = await withDatabase(
        async ({ db }) =>
          await db.selectFrom('sources').select(['id', 'config']).executeTakeFirstOrThrow(),
      );
      const config = JSON.parse(row.config) as { keys: string[]; allowed_domains: string[] };
      expect(config.allowed_domains).toEqual(['example.com']);
      return config.keys.map((text) => keyring.openText(text, `source/${row.id}`));
    };
    expect(await keys()).toEqual([second, first]);
    const third = /whsec_\S+/u.exec(await done('source', 'rotate', 'ci'))?.[0];
    expect(await keys()).toEqual([third, second]);
    await done('source', 'rotate', 'ci', '--finish');
    expect(await keys()).toEqual([third]);
  });

  it('is disabled and enabled', async () => {
    await done(...add);
    await done('source', 'disable', 'ci');
    expect(await done('source', 'list')).toContain('disabled');
    await done('source', 'enable', 'ci');
    expect(await done('source', 'list')).toContain('active');
    expect((await run('source', 'disable', 'other')).code).toBe(1);
  });

  it('of another kind takes its settings from a file, whose secrets are never repeated', async () => {
    const file = join(folder, 'sectigo.json');
    writeFileSync(file, JSON.stringify({ user: 'ca', passwords: ['a-password-of-the-ca-4711'] }));
    const words = ['source', 'add', 'ca', '--entity', 'acme', '--type', 'issued'];
    const out = await done(...words, '--kind', 'sectigo', '--config', file);
    expect(out).not.toContain('4711');
    expect(out).not.toContain('secret, shown only now');
    writeFileSync(file, '{ "passwords": "a-password-of-the-ca-4711" ');
    const broken = await run(...words.with(2, 'cb'), '--kind', 'sectigo', '--config', file);
    expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('JSON object') });
    expect(broken.err).not.toContain('4711');
  });

  it('needs the master key, and says so', async () => {
    delete variables['CERTFERRY_MASTER_KEY'];
    expect(await run(...add)).toMatchObject({
      code: 3,
      err: expect.stringContaining(
        'CERTFERRY_MASTER_KEY (or CERTFERRY_MASTER_KEY_FILE) is missing',
      ),
    });
  });
});

describe('a certificate that was uploaded by hand', () => {
  it('is noted by its fingerprint', async () => {
    await done('entity', 'add', 'acme');
    const { chain, fingerprint } = await bundle();
    const file = join(folder, 'chain.pem');
    writeFileSync(file, chain);
    expect(await done('certificate', 'upload', file, '--entity', 'acme')).toContain(fingerprint);
    await done('certificate', 'upload', file, '--entity', 'acme');
    const rows = await withDatabase(
      async ({ db }) => await db.selectFrom('certificate_copies').selectAll().execute(),
    );
    expect(rows.map((row) => row.fingerprint)).toEqual([fingerprint]);
    writeFileSync(file, 'nothing');
    expect((await run('certificate', 'upload', file, '--entity', 'acme')).code).toBe(1);
  });
});

describe('keys', () => {
  it('are rotated: everything is sealed anew, and the old key may go', async () => {
    await done('entity', 'add', 'acme');
    const out = await done('source', 'add', 'ci', '--entity', 'acme', '--type', 'issued');
    const secret = /whsec_\S+/u.exec(out)?.[0];
    const old = variables['CERTFERRY_MASTER_KEY'] ?? '';
    const before = createKeyring(readMasterKeys(environment()));
    const names = Array.from({ length: 250 }, (_, index) => index.toString(16).padStart(64, '0'));
    await withDatabase(async ({ db }) => {
      const { id } = await db.selectFrom('entities').select('id').executeTakeFirstOrThrow();
      for (const fingerprint of names) {
        const sealed = before.seal(
          Buffer.from(`key of ${fingerprint}`),
          certificateKeyAad(fingerprint),
        );
        await db
          .insertInto('certificates')
          .values({
            fingerprint,
            entity_id: id,
            source_id: null,
            name: 'www',
            type: 'issued',
            facts: '{}',
            chain_pem: '',
            not_before: '',
            not_after: '',
            key_form: 'encrypted',
            key_data: sealed.data,
            key_id: sealed.keyId,
            received_at: '',
          })
          .execute();
      }
    });

    variables['CERTFERRY_MASTER_KEY'] = `second:${randomBytes(32).toString('base64')},${old}`;
    expect(await done('key', 'list')).toMatch(/second +active +0\nfirst +opens +251\n/u);
    expect(await done('key', 'rotate')).toBe(
      'sealed anew with key second: 250 private keys and the secrets of 1 sources\n',
    );
    expect(await done('key', 'rotate')).toContain('0 private keys and the secrets of 0 sources');

    variables['CERTFERRY_MASTER_KEY'] = variables['CERTFERRY_MASTER_KEY'].split(',')[0] ?? '';
    expect(await done('key', 'list')).toBe('key     state   sealed\nsecond  active  251\n');
    const after = createKeyring(readMasterKeys(environment()));
    await withDatabase(async ({ db }) => {
      for (const row of await db.selectFrom('certificates').selectAll().execute()) {
        const { key_data: data, key_id: keyId, fingerprint } = row;
        if (data === null || keyId === null) throw new Error('the key is gone');
        const opened = after.open({ keyId, data }, certificateKeyAad(fingerprint));
        expect(opened.toString()).toBe(`key of ${fingerprint}`);
      }
      const source = await db.selectFrom('sources').selectAll().executeTakeFirstOrThrow();
      const { keys } = JSON.parse(source.config) as { keys: [string] };
      expect(after.openText(keys[0], `source/${source.id}`)).toBe(secret);
    });
  });

  it('that have sealed something and are gone are named', async () => {
    await done('entity', 'add', 'acme');
    await done('source', 'add', 'ci', '--entity', 'acme', '--type', 'issued');
    variables['CERTFERRY_MASTER_KEY'] = `other:${randomBytes(32).toString('base64')}`;
    expect(await done('key', 'list')).toMatch(/first +missing +1\n/u);
    expect(await run('key', 'rotate')).toMatchObject({
      code: 1,
      err: expect.stringContaining('sealed with key "first", which CERTFERRY_MASTER_KEY'),
    });
  });
});

describe('backup and restore', () => {
  const backup = () => join(folder, 'backup.db');

  beforeEach(async () => {
    await done('entity', 'add', 'acme');
    await done('quota', 'grant', 'acme', '10');
  });

  it('bring back what was there, and keep what is replaced', async () => {
    expect(await done('backup', backup())).toContain('integrity checked');
    expect(statSync(backup()).mode & 0o777).toBe(0o600);
    expect(existsSync(`${backup()}-wal`)).toBe(false);
    await done('quota', 'grant', 'acme', '5');
    const out = await done('restore', backup());
    expect(await done('quota', 'balance', 'acme')).toBe('10\n');
    const kept = /kept: (\S+)/u.exec(out)?.[1] ?? '';
    const before = openDatabase(kept, { create: false });
    const sum = await before.db.selectFrom('ledger_entries').selectAll().execute();
    expect(sum.reduce((total, { amount }) => total + amount, 0)).toBe(15);
    await before.close();
  });

  it('copy a state that adds up while others write', async () => {
    const writing = withDatabase(async ({ db }) => {
      for (let index = 0; index < 60; index += 1) {
        await db
          .insertInto('entities')
          .values({
            id: `e${index}`,
            name: `n${index}`,
            verified: 0,
            private_ca_consumes: 1,
            created_at: '',
          })
          .execute();
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    await done('backup', backup());
    await writing;
    await done('restore', backup());
    expect(await done('quota', 'check')).toBe('the book holds\n');
  });

  it('never overwrite a file', async () => {
    writeFileSync(backup(), 'mine');
    expect(await run('backup', backup())).toMatchObject({
      code: 1,
      err: `${backup()} is there already\n`,
    });
    expect(readFileSync(backup(), 'utf8')).toBe('mine');
  });

  it.each([
    ['no database', () => writeFileSync(backup(), 'no database'), 'is not a sound database'],
    ['not there', () => {}, 'does not exist'],
    [
      'damaged',
      async () => {
        await done('backup', backup());
        const bytes = readFileSync(backup());
        bytes.fill(0xee, 4096 * 3, 4096 * 6);
        writeFileSync(backup(), bytes);
      },
      /is damaged|is not a sound database/u,
    ],
    [
      'of another program',
      async () => {
        await done('backup', backup());
        const bytes = readFileSync(backup());
        bytes.writeUInt32BE(42, 68);
        writeFileSync(backup(), bytes);
      },
      'is not a database of the receiver',
    ],
  ])('change nothing when the backup is %s', async (_, spoil, words) => {
    await spoil();
    const result = await run('restore', backup());
    expect(result.code).toBe(1);
    expect(result.err).toMatch(words);
    expect(await done('quota', 'balance', 'acme')).toBe('10\n');
  });

  it('wait for the receiver to be stopped, and so does migrate', async () => {
    await done('backup', backup());
    const data = variables['CERTFERRY_DATA'] ?? '';
    const hold = await holdFolder(data, { clock: systemClock, waitMs: 0 });
    for (const argv of [['restore', backup()], ['migrate']]) {
      expect(await run(...argv)).toMatchObject({
        code: 1,
        err: 'the receiver is running: stop it first\n',
      });
    }
    expect(await done('quota', 'balance', 'acme')).toBe('10\n');
    hold?.release();
    expect(await done('migrate')).toBe('the tables are up to date\n');
  });
});

describe('the command line', () => {
  it('makes the database when there is none, for its owner only', async () => {
    await done('entity', 'list');
    const path = databasePath(variables['CERTFERRY_DATA'] ?? '');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.getuid?.() !== 0)('does not work on the folder of another user', async () => {
    await done('entity', 'list');
    chownSync(variables['CERTFERRY_DATA'] ?? '', 4711, 4711);
    for (const argv of [['entity', 'list'], ['backup', join(folder, 'b.db')], ['migrate']]) {
      expect(await run(...argv)).toMatchObject({
        code: 1,
        err: expect.stringContaining('belongs to user 4711: run this as that user'),
      });
    }
  });

  it('leaves tables of an older version alone until migrate', async () => {
    await done('entity', 'list');
    await withDatabase(async ({ db }) => {
      await db.deleteFrom('kysely_migration' as never).execute();
    });
    expect(await run('entity', 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('run "migrate"'),
    });
  });

  it('is run by node, and explains itself', async () => {
    const script = join(import.meta.dirname, 'operate.ts');
    const node = promisify(execFile);
    const { stdout } = await node(process.execPath, [script, '--help'], { env: variables });
    for (const word of [
      'entity',
      'repo',
      'source',
      'quota',
      'key',
      'backup',
      'restore',
      'migrate',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${word}`, 'mu'));
    }
    const add = node(process.execPath, [script, 'entity', 'add', 'acme'], { env: variables });
    expect((await add).stdout).toBe('added entity "acme", not verified\n');
    const wrong = node(process.execPath, [script, 'entity', 'nonsense'], { env: variables });
    await expect(wrong).rejects.toMatchObject({ code: 3 });
  });
});

async function bundle(): Promise<{ readonly chain: string; readonly fingerprint: string }> {
  const root = await createRoot('Test Root');
  const issued = await issue(root, { domains: ['www.example.com'] });
  return { chain: issued.chain, fingerprint: issued.sha256 };
}
