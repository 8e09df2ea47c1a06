import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../tests/pki.ts';
import { systemClock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import { certificateKeyAad, createKeyring } from './keyring.ts';
import { operate } from './operate.ts';
import { readMasterKeys } from './settings.ts';

const main = join(import.meta.dirname, 'main.ts');
const secret = () => randomBytes(32).toString('base64');
let folder: string;
let environment: Record<string, string>;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-main-'));
  children = [];
  environment = {
    PATH: process.env['PATH'] ?? '',
    PORT: '0',
    CERTFERRY_DATA: join(folder, 'data'),
    CERTFERRY_MASTER_KEY: secret(),
    CERTFERRY_OPERATOR_TOKEN: secret(),
    CERTFERRY_METRICS_TOKEN: secret(),
    CERTFERRY_GITHUB_TOKEN: `github_pat_${randomBytes(30).toString('hex')}`,
    CERTFERRY_GITHUB_WEBHOOK_SECRET: secret(),
    // Nothing outside of this machine is asked.
    CERTFERRY_GITHUB_API_URL: 'http://127.0.0.1:9',
    CERTFERRY_OIDC_ISSUER: 'http://127.0.0.1:9',
    CERTFERRY_LOG_LEVEL: 'debug',
  };
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A receiver in a process of its own; `output` fills while it runs. */
async function start() {
  const child = spawn(process.execPath, [main], { env: environment });
  children.push(child);
  const output: string[] = [];
  const ended = once(child, 'exit');
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      const address = /"address":"([^"]+)"/u.exec(output.join(''))?.[1];
      if (address !== undefined) listening.resolve(address);
    });
  }
  void ended.then(([code]) =>
    listening.reject(new Error(`ended with ${String(code)}: ${output.join('')}`)),
  );
  return { child, output, ended, address: await listening.promise };
}

const operator = () => ({
  authorization: `Bearer ${environment['CERTFERRY_OPERATOR_TOKEN']}`,
  'content-type': 'application/json',
});

async function addEntity(): Promise<void> {
  const store = openDatabase(join(folder, 'data', 'certferry.db'));
  await store.db
    .insertInto('entities')
    .values({ id: 'e', name: 'acme', verified: 1, private_ca_consumes: 1, created_at: '' })
    .execute();
  await store.close();
}

describe('node server/main.ts', () => {
  it('does not start without its secrets: it names all that is missing and exits with 3', async () => {
    const { PATH = '' } = environment;
    const run = promisify(execFile)(process.execPath, [main], { env: { PATH } });
    await expect(run).rejects.toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(
        /^The receiver does not start:\n(?: {2}- CERTFERRY_\w+ .*\n){4}See docs\/receiver\.md\.\n$/u,
      ),
    });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('starts with nothing but its secrets, serves, and ends with 0 when it is told to', async () => {
    const { address, child, ended, output } = await start();
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${address}/readyz`)).json()).toEqual({ status: 'ready' });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(output.join('')).toContain('"message":"stopped"');
    // The log of the database was written back: one file holds everything.
    expect(existsSync(join(folder, 'data', 'certferry.db-wal'))).toBe(false);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  it('finishes a request that is under way when it is told to end', async () => {
    const { address, child, ended } = await start();
    await addEntity();
    const body = JSON.stringify({ amount: 7, key: 'k', reason: 'slow' });
    const slow = request(`${address}/api/v1/operator/entities/acme/grants`, {
      method: 'POST',
      headers: { ...operator(), 'content-length': body.length },
    });
    const answered = once(slow, 'response');
    slow.write(body.slice(0, 10));
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.kill('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 200));
    slow.end(body.slice(10));
    const [response] = (await answered) as [{ statusCode: number }];
    expect(response.statusCode).toBe(201);
    expect(await ended).toEqual([0, null]);
  });

  it('has what it answered after it was killed, and starts again at once', async () => {
    const first = await start();
    await addEntity();
    for (let amount = 1; amount <= 20; amount += 1) {
      const { status } = await fetch(`${first.address}/api/v1/operator/entities/acme/grants`, {
        method: 'POST',
        headers: operator(),
        body: JSON.stringify({ amount, key: `k${amount}`, reason: 'test' }),
      });
      expect(status).toBe(201);
    }
    first.child.kill('SIGKILL');
    await first.ended;
    const { address } = await start();
    const path = `${address}/api/v1/operator/entities/acme/statement`;
    const statement = (await (await fetch(path, { headers: operator() })).json()) as {
      entries: unknown[];
      closing: number;
    };
    expect([statement.entries.length, statement.closing]).toEqual([20, 210]);
  });

  it('takes a certificate from a source that the operator adds meanwhile, and keeps its key sealed', async () => {
    const { address, child, ended, output } = await start();
    const words: string[] = [];
    const command = async (...argv: readonly string[]) => {
      const world = {
        environment: { variable: (name: string) => environment[name], readFile: () => '' },
        clock: systemClock,
        out: (text: string) => words.push(text),
        err: (text: string) => words.push(text),
      };
      expect([await operate(argv, world), words]).toEqual([0, words]);
    };
    await command('entity', 'add', 'acme');
    const source = ['source', 'add', 'ci', '--entity', 'acme', '--type', 'issued'];
    await command(...source, '--keys', 'encrypted', '--allow', 'example.com');
    const key = /whsec_(\S+)/u.exec(words.join(''))?.[1] ?? '';
    const {
      chain,
      key: privateKey,
      sha256,
    } = await issue(await createRoot('Main'), {
      domains: ['www.example.com'],
    });
    const timestamp = new Date().toISOString();
    const data = { chain_pem: chain, private_key_pem: privateKey };
    const body = JSON.stringify({ type: 'certificate.issued', timestamp, data });
    const seconds = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', Buffer.from(key, 'base64'))
      .update(`msg_1.${seconds}.${body}`)
      .digest('base64');
    const send = async () =>
      await fetch(`${address}/webhooks/issuance/ci`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'msg_1',
          'webhook-timestamp': seconds,
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
    // The receiver looks for new sources every two seconds.
    let answer = await send();
    for (let tries = 0; answer.status === 401 && tries < 40; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answer = await send();
    }
    expect([answer.status, await answer.json()]).toMatchObject([202, { fingerprint: sha256 }]);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);

    const store = openDatabase(join(folder, 'data', 'certferry.db'), { create: false });
    const row = await store.db.selectFrom('certificates').selectAll().executeTakeFirstOrThrow();
    await store.close();
    expect(row).toMatchObject({ fingerprint: sha256, name: 'www.example.com', type: 'issued' });
    const variable = (name: string) => environment[name];
    const keyring = createKeyring(readMasterKeys({ variable, readFile: () => '' }));
    const sealed = { keyId: row.key_id ?? '', data: row.key_data ?? Buffer.alloc(0) };
    expect(keyring.open(sealed, certificateKeyAad(sha256)).toString()).toBe(privateKey);
    const bytes = readFileSync(join(folder, 'data', 'certferry.db'));
    for (const secret of [privateKey.split('\n')[1] ?? '', key, ...Object.values(environment)]) {
      if (secret.length < 30) continue;
      expect(bytes.includes(secret)).toBe(false);
      expect(output.join('')).not.toContain(secret);
    }
  });

  it('logs no secret, whatever it is sent', async () => {
    const { address, child, ended, output } = await start();
    const key =
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----';
    const values = Object.entries(environment)
      .filter(([name]) => /KEY|TOKEN|SECRET/u.test(name))
      .map(([, value]) => value);
    for (const value of [...values, key]) {
      for (const path of [
        '/webhooks/issuance',
        '/webhooks/issuance/x',
        '/webhooks/github',
        '/api/v1/quota/quote',
        '/api/v1/runs',
      ]) {
        await fetch(`${address}${path}?token=${encodeURIComponent(value)}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${value.replaceAll('\n', '')}`,
            'webhook-signature': `v1,${value.replaceAll('\n', '')}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({ key: value }),
        });
      }
    }
    child.kill('SIGTERM');
    await ended;
    const log = output.join('');
    expect(log.split('\n').length).toBeGreaterThan(30);
    for (const value of values) expect(log).not.toContain(value);
    expect(log).not.toMatch(/PRIVATE KEY|MIIEvQ/u);
    expect(log).not.toContain(encodeURIComponent(values[0] ?? ''));
  });
});
