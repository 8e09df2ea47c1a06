import { execFile, spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { Decrypter, armor, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Issued } from '../../tests/pki.ts';
import { systemClock } from '../clock.ts';
import type { TestClock } from '../test-server.ts';
import { issueForTest, openTestIntake, testSecret } from './test-intake.ts';
import type { TestIntake } from './test-intake.ts';

const hooks = join(import.meta.dirname, '..', '..', 'hooks');
const shell = join(hooks, 'certferry-hook.sh');
const script = join(hooks, 'certferry-hook.mjs');

const folders = (process.env['PATH'] ?? '').split(delimiter);
const programOf = (name: string): string | undefined =>
  folders.map((folder) => join(folder, name)).find(existsSync);
const hasTools = programOf('curl') !== undefined && programOf('openssl') !== undefined;
/** CI installs both: there a missing one is a failure, not a reason to look away. */
const skipsShell = !hasTools && process.env['CI'] !== 'true';

/** The hooks sign with the time of this machine. */
const realTime: TestClock = { ...systemClock, set: () => {}, advance: () => {} };

let intake: TestIntake;
let folder: string;
const seed = Buffer.alloc(32, 1).toString('base64');
const secretOf = (length: number) => {
  const bytes = Array.from({ length }, (_, index) => (index * 41) % 256);
  return `whsec_${Buffer.from(bytes).toString('base64')}`;
};
const [shortest, longest] = [secretOf(24), secretOf(64)];
const publicKey = 'whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-hooks-'));
  intake = await openTestIntake({ clock: realTime });
  await intake.addSource({
    config: {
      keys: [testSecret, publicKey, shortest, longest],
      allowed_domains: ['example.com'],
    },
  });
});
afterEach(async () => {
  await intake.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number;
  readonly errors: string;
}

/** Runs a hook as an ACME client does: these words, these variables, and nothing else. */
function run(
  hook: string,
  words: readonly string[],
  environment: Record<string, string>,
): Promise<Ended> {
  const isShell = hook.endsWith('.sh');
  const program = isShell ? hook : process.execPath;
  const all = isShell ? [...words] : [hook, ...words];
  const env = {
    PATH: process.env['PATH'] ?? '',
    TMPDIR: folder,
    CERTFERRY_ENV: join(folder, 'hook.env'),
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(program, all, { env, cwd: folder }, (error, _output, errors) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1,
        errors,
      });
    });
  });
}

function settings(more: Record<string, string> = {}): Record<string, string> {
  writeFileSync(join(folder, 'hook.env'), '');
  return { CERTFERRY_URL: intake.address, CERTFERRY_SECRET: testSecret, ...more };
}

function put(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sec1 = (key: string) =>
  createPrivateKey(key).export({ type: 'sec1', format: 'pem' }).toString();

interface Client {
  readonly name: string;
  /** The files that the client writes, and how it then calls its hook. */
  readonly call: (issued: Issued) => {
    readonly words: readonly string[];
    readonly environment: Record<string, string>;
  };
}

const clients: readonly Client[] = [
  {
    name: 'certbot',
    call({ leaf, chain, key }) {
      const lineage = join(folder, 'live', 'www.example.com');
      mkdirSync(lineage, { recursive: true });
      writeFileSync(join(lineage, 'cert.pem'), leaf);
      writeFileSync(join(lineage, 'fullchain.pem'), chain);
      writeFileSync(join(lineage, 'privkey.pem'), key);
      return {
        words: [],
        environment: { RENEWED_LINEAGE: lineage, RENEWED_DOMAINS: 'www.example.com' },
      };
    },
  },
  {
    name: 'lego 4',
    call: ({ chain, key }) => ({
      words: [],
      environment: {
        LEGO_ACCOUNT_EMAIL: 'a@example.com',
        LEGO_CERT_DOMAIN: 'www.example.com',
        LEGO_CERT_PATH: put('www.example.com.crt', chain),
        LEGO_CERT_KEY_PATH: put('www.example.com.key', sec1(key)),
      },
    }),
  },
  {
    name: 'lego 4 without bundles',
    call({ leaf, chain, key }) {
      put('www.example.com.issuer.crt', chain.slice(leaf.length));
      return {
        words: [],
        environment: {
          LEGO_CERT_PATH: put('www.example.com.crt', leaf),
          LEGO_CERT_KEY_PATH: put('www.example.com.key', sec1(key)),
        },
      };
    },
  },
  {
    name: 'lego 5',
    call: ({ leaf, chain, key }) => ({
      words: [],
      environment: {
        LEGO_HOOK_CERT_NAME: 'www.example.com',
        LEGO_HOOK_CERT_PATH: put('www.crt', leaf),
        LEGO_HOOK_CERT_KEY_PATH: put('www.key', sec1(key)),
        LEGO_HOOK_ISSUER_CERT_PATH: put('www.issuer.crt', chain.slice(leaf.length)),
      },
    }),
  },
  {
    name: 'acme.sh',
    call: ({ leaf, chain, key }) => ({
      words: [],
      environment: {
        CERT_PATH: put('www.cer', leaf),
        CERT_KEY_PATH: put('www.key', sec1(key).replaceAll('\n', '\r\n')),
        CA_CERT_PATH: put('ca.cer', chain.slice(leaf.length)),
        CERT_FULLCHAIN_PATH: put('fullchain.cer', chain.replaceAll('\n', '\r\n')),
        Le_Domain: 'www.example.com',
      },
    }),
  },
  {
    name: 'dehydrated',
    call: ({ leaf, chain, key }) => ({
      words: [
        'deploy_cert',
        'www.example.com',
        put(
          'privkey.pem',
          `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${sec1(key)}`,
        ),
        put('cert.pem', leaf),
        put('fullchain.pem', chain),
        put('chain.pem', chain.slice(leaf.length)),
        '1700000000',
      ],
      environment: {},
    }),
  },
  {
    name: 'a person',
    call: ({ chain, key }) => ({
      words: [put('mine.pem', chain), put('mine.key', key)],
      environment: {},
    }),
  },
];

function callOf(client: Client | undefined, issued: Issued): ReturnType<Client['call']> {
  if (client === undefined) throw new Error('there is no such client');
  return client.call(issued);
}

const now = () => new Date();
const issueNow = (): Promise<Issued> =>
  issueForTest({
    notBefore: new Date(now().getTime() - 86_400_000),
    notAfter: new Date(now().getTime() + 80 * 86_400_000),
  });

describe.skipIf(skipsShell)('the shell hook', () => {
  describe.each(clients)('called by $name', ({ call }) => {
    it.each(['0', '1'])('tells of the certificate, with CERTFERRY_SEND_KEY=%s', async (sendKey) => {
      const issued = await issueNow();
      const { words, environment } = call(issued);
      const ended = await run(shell, words, {
        ...settings({ CERTFERRY_SEND_KEY: sendKey }),
        ...environment,
      });
      expect(ended).toEqual({ code: 0, errors: '' });
      expect(intake.rows('certificates')).toMatchObject([
        {
          fingerprint: issued.sha256,
          chain_pem: issued.chain,
          key_form: sendKey === '1' ? 'encrypted' : 'none',
        },
      ]);
    });
  });

  it('leaves nothing behind, and puts the secret on no command line', async () => {
    const issued = await issueNow();
    const { words, environment } = callOf(clients[0], issued);
    // Every program that the hook starts is seen here with its words.
    const bin = join(folder, 'bin');
    const seen = join(folder, 'seen');
    mkdirSync(bin);
    for (const name of [
      'openssl',
      'curl',
      'awk',
      'od',
      'cat',
      'grep',
      'cut',
      'tr',
      'date',
      'mktemp',
      'rm',
      'head',
    ]) {
      const wrapper = `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${seen}'\nexec '${programOf(name)}' "$@"\n`;
      writeFileSync(join(bin, name), wrapper);
      chmodSync(join(bin, name), 0o755);
    }
    const env = { ...settings({ CERTFERRY_SEND_KEY: '1', PATH: bin }), ...environment };
    const before = readdirSync(folder);
    expect(await run(shell, words, env)).toEqual({ code: 0, errors: '' });
    const { stdout } = spawnSync('/bin/cat', [seen], { encoding: 'utf8' });
    expect(stdout).toMatch(/^curl /mu);
    const secret = Buffer.from(testSecret.slice(6), 'base64');
    const [, line = ''] = issued.key.split('\n');
    for (const form of [testSecret.slice(6), secret.toString('hex'), line]) {
      expect(stdout).not.toContain(form);
    }
    expect(readdirSync(folder).filter((name) => !before.includes(name) && name !== 'seen')).toEqual(
      [],
    );
  });

  it.each([shortest, longest])('signs with secrets of any length', async (secret) => {
    const { words, environment } = callOf(clients[6], await issueNow());
    const ended = await run(shell, words, {
      ...settings({ CERTFERRY_SECRET: secret }),
      ...environment,
    });
    expect(ended).toEqual({ code: 0, errors: '' });
    expect(intake.rows('certificates')).toHaveLength(1);
  });

  it('takes its settings from a file, and a name for the certificate', async () => {
    const { words, environment } = callOf(clients[0], await issueNow());
    const lines = [
      `CERTFERRY_URL=${intake.address}/`,
      `CERTFERRY_SECRET=${testSecret}`,
      '# a remark',
      'CERTFERRY_NAME=shop.example.com',
    ];
    writeFileSync(join(folder, 'hook.env'), lines.join('\n'));
    expect(await run(shell, words, environment)).toEqual({ code: 0, errors: '' });
    expect(intake.rows('certificates')).toMatchObject([{ name: 'shop.example.com' }]);
  });

  it('may be called again: the receiver knows the certificate already', async () => {
    const { words, environment } = callOf(clients[0], await issueNow());
    const env = { ...settings(), ...environment };
    expect((await run(shell, words, env)).code).toBe(0);
    expect((await run(shell, words, env)).code).toBe(0);
    expect((await run(shell, words, { ...env, CERTFERRY_SEND_KEY: '1' })).code).toBe(0);
    expect(intake.rows('deliveries')).toHaveLength(2);
    expect(intake.arrivals).toHaveLength(2);
  });

  it('ends with the words of the receiver when that refuses', async () => {
    const issued = await issueForTest({
      domains: ['other.org'],
      notAfter: new Date(now().getTime() + 1e9),
    });
    const ended = await run(shell, [put('x.pem', issued.chain)], settings());
    expect(ended.code).toBe(1);
    expect(ended.errors).toMatch(/the receiver answered 422:[\s\S]*name_not_allowed/u);
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const refused = await run(
      shell,
      [put('x.pem', issued.chain)],
      settings({ CERTFERRY_SECRET: other }),
    );
    expect([refused.code, refused.errors.includes('answered 401')]).toEqual([1, true]);
  });
});

describe('the shell hook without what it needs', () => {
  function bin(...without: string[]): string {
    const path = join(folder, `bin-${without.join('-')}`);
    mkdirSync(path);
    const names = [
      'openssl',
      'curl',
      'awk',
      'od',
      'cat',
      'grep',
      'cut',
      'tr',
      'date',
      'mktemp',
      'rm',
      'head',
    ];
    for (const name of names) {
      const program = without.includes(name) ? undefined : (programOf(name) ?? '/bin/true');
      if (program !== undefined) symlinkSync(program, join(path, name));
    }
    return path;
  }

  it.each(['openssl', 'curl', 'awk'])('says that %s is not installed', async (name) => {
    const ended = await run(shell, ['x.pem'], settings({ PATH: bin(name) }));
    expect(ended.code).toBe(69);
    expect(ended.errors).toBe(
      `certferry-hook: ${name} is not installed; install it and run again\n`,
    );
  });
});

describe.each([
  ['the shell hook', shell],
  ['the Node hook', script],
])('%s', (_name, hook) => {
  const needsTools = hook === shell && skipsShell;

  it
    .skipIf(needsTools)
    .each([
      'deploy_challenge',
      'clean_challenge',
      'sync_cert',
      'deploy_ocsp',
      'unchanged_cert',
      'invalid_challenge',
      'request_failure',
      'generate_csr',
      'startup_hook',
      'exit_hook',
      'this_hookscript_is_broken__dehydrated_is_working_fine__please_ignore_unknown_hooks_in_your_script',
    ])('has nothing to say to %s of dehydrated', async (word) => {
    expect(await run(hook, [word, 'www.example.com', 'x', 'y'], settings())).toEqual({
      code: 0,
      errors: '',
    });
    expect(intake.rows('deliveries')).toEqual([]);
  });

  it.skipIf(needsTools)('says what is wrong with its settings and its files', async () => {
    const { chain, key } = await issueNow();
    const file = put('x.pem', chain);
    const cases: [readonly string[], Record<string, string>, number, RegExp][] = [
      [[], settings(), 64, /called by no ACME client/u],
      [[file], { ...settings(), CERTFERRY_URL: '' }, 78, /CERTFERRY_URL/u],
      [[file], settings({ CERTFERRY_URL: 'http://certs.example.com' }), 78, /https:\/\//u],
      [[file], settings({ CERTFERRY_SECRET: 'secret' }), 78, /whsec_/u],
      [[file], settings({ CERTFERRY_SECRET: 'whsec_AAAA' }), 78, /24/u],
      [[file], settings({ CERTFERRY_ENV: join(folder, 'nowhere') }), 78, /cannot read/u],
      [[put('y.pem', key)], settings(), 65, /holds no certificate/u],
      [
        [put('z.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')],
        settings(),
        65,
        /readable certificate/u,
      ],
      [[file], settings({ CERTFERRY_SEND_KEY: '1' }), 66, /private key/u],
      [
        [],
        { ...settings(), RENEWED_LINEAGE: join(folder, 'gone') },
        66,
        /cannot read the certificate/u,
      ],
    ];
    for (const [words, environment, code, pattern] of cases) {
      const ended = await run(hook, words, environment);
      expect([ended.code, pattern.test(ended.errors), ended.errors]).toEqual([
        code,
        true,
        ended.errors,
      ]);
      expect(ended.errors).not.toContain('PRIVATE');
    }
    expect(intake.rows('deliveries')).toEqual([]);
  });
});

describe('the Node hook', () => {
  describe.each(clients)('called by $name', ({ call }) => {
    it('signs with Ed25519', async () => {
      const issued = await issueNow();
      const { words, environment } = call(issued);
      const own = settings({
        CERTFERRY_SIGNING_KEY: `whsk_${seed}`,
        CERTFERRY_SECRET: '',
        CERTFERRY_SEND_KEY: '1',
      });
      expect(await run(script, words, { ...own, ...environment })).toEqual({ code: 0, errors: '' });
      expect(intake.rows('certificates')).toMatchObject([
        { fingerprint: issued.sha256, chain_pem: issued.chain, key_form: 'encrypted' },
      ]);
    });
  });

  it('seals the private key, so that the receiver never sees it', async () => {
    const identity = await generateIdentity();
    const issued = await issueNow();
    const { words, environment } = callOf(clients[0], issued);
    const own = settings({
      CERTFERRY_SEND_KEY: '1',
      CERTFERRY_NAME: 'shop.example.com',
      CERTFERRY_AGE_RECIPIENTS: await identityToRecipient(identity),
    });
    expect(await run(script, words, { ...own, ...environment })).toEqual({ code: 0, errors: '' });
    // Sealed anew it is another body: it needs another id, and is known by its certificate.
    expect((await run(script, words, { ...own, ...environment })).code).toBe(0);
    const [row] = intake.rows('certificates');
    expect(row).toMatchObject({ name: 'shop.example.com', key_form: 'sealed' });
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(armor.decode(String(row?.['key_data'])), 'text')).toBe(
      issued.key,
    );
    expect(intake.rows('deliveries')).toHaveLength(2);
  });

  it('makes a pair of keys that fit each other', () => {
    const { stdout } = spawnSync(process.execPath, [script, 'new-key'], { encoding: 'utf8' });
    const [, secret = '', open = ''] =
      /^CERTFERRY_SIGNING_KEY=whsk_(\S+)\npublic, for the source: whpk_(\S+)\n$/u.exec(stdout) ??
      [];
    const der = Buffer.concat([
      generateKeyPairSync('ed25519')
        .privateKey.export({ type: 'pkcs8', format: 'der' })
        .subarray(0, 16),
      Buffer.from(secret, 'base64'),
    ]);
    const jwk = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
      format: 'jwk',
    });
    expect(Buffer.from(String(jwk.x), 'base64url').toString('base64')).toBe(open);
  });

  it('tries again while the receiver is away, and not when it says no', async () => {
    const issued = await issueNow();
    const { words, environment } = callOf(clients[0], issued);
    // An address that nobody listens at for the next second and a half.
    const door = createServer((from) => {
      const to = connect(Number(new URL(intake.address).port), '127.0.0.1');
      from.pipe(to).pipe(from);
      for (const socket of [from, to]) socket.on('error', () => from.destroy());
    });
    const listen = (port: number) =>
      new Promise<number>((resolve) => {
        door.listen(port, '127.0.0.1', () => resolve((door.address() as AddressInfo).port));
      });
    const close = () => new Promise((resolve) => door.close(resolve));
    const port = await listen(0);
    await close();
    const address = `http://127.0.0.1:${port}`;
    const running = run(script, words, { ...settings({ CERTFERRY_URL: address }), ...environment });
    await systemClock.sleep(1500);
    await listen(port);
    expect(await running).toEqual({ code: 0, errors: '' });
    expect(intake.rows('certificates')).toMatchObject([{ fingerprint: issued.sha256 }]);

    const began = performance.now();
    const wrong = { CERTFERRY_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}` };
    const ended = await run(script, words, { ...settings(wrong), ...environment });
    expect([ended.code, ended.errors.includes('answered 401')]).toEqual([1, true]);
    expect(performance.now() - began).toBeLessThan(3000);
    await close();
  });
});
