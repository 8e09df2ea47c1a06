import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '../../shared/core/secret.ts';
import { createLogin } from './login.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const calm = new AbortController().signal;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly issuer: string;
}

/** The two routes of GitHub by which an App gets a token; only for a JWT that it signed itself. */
function issuerOf(request: IncomingMessage): string {
  const [, header = '', payload = '', signature = ''] =
    /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/iu.exec(request.headers.authorization ?? '') ?? [];
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) throw new Error('not signed by the App');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss: unknown };
  return String(claims.iss);
}

let server: Server;
let apiUrl = '';
let asked: Asked[];
let installation: number;
let tokens: number;
let refuseInstallation: number | undefined;
let hangs = false;

beforeEach(async () => {
  asked = [];
  installation = 7001 + Math.floor(Math.random() * 1_000_000);
  tokens = 0;
  refuseInstallation = undefined;
  hangs = false;
  server = createServer((request, response) => {
    void (async () => {
      const { method = '', url: path = '' } = request;
      const body: unknown = method === 'POST' ? await json(request) : undefined;
      asked.push({ method, path, body, issuer: issuerOf(request) });
      const answer = (status: number, value: unknown) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(value));
      if (hangs && method === 'POST') return;
      if (path === '/repos/octo/shop/installation') answer(200, { id: installation });
      else if (path === `/app/installations/${refuseInstallation}/access_tokens`) {
        answer(404, { message: 'Not Found' });
      } else {
        tokens += 1;
        answer(201, {
          token: `ghs_${installation}_${tokens}`,
          expires_at: new Date(Date.now() + 3_600_000).toISOString(),
          permissions: { actions: 'write', metadata: 'read' },
          repositories: [{ id: 4711, name: 'shop' }],
        });
      }
    })();
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const place = { fullName: 'octo/shop', githubId: 4711 };
const app = () =>
  createLogin({ kind: 'app', appId: 815, privateKey: new Secret(pem) }, apiUrl, 1000);

describe('the login of an App', () => {
  it('is a token of one repository that may only start and read runs', async () => {
    const token = await app()(place, calm);
    expect(token.reveal()).toBe(`ghs_${installation}_1`);
    expect(asked).toEqual([
      { method: 'GET', path: '/repos/octo/shop/installation', body: undefined, issuer: '815' },
      {
        method: 'POST',
        path: `/app/installations/${installation}/access_tokens`,
        body: { repository_ids: [4711], permissions: { actions: 'write', metadata: 'read' } },
        issuer: '815',
      },
    ]);
  });

  it('is kept until shortly before its end', async () => {
    const login = app();
    for (let index = 0; index < 3; index += 1) await login(place, calm);
    expect(tokens).toBe(1);
  });

  it('does not wait for ever', async () => {
    hangs = true;
    await expect(app()(place, calm)).rejects.toThrow(/timeout|aborted/iu);
  });

  it('finds an App again that was installed anew', async () => {
    const login = app();
    refuseInstallation = installation;
    await expect(login(place, calm)).rejects.toThrow('Not Found');
    installation += 1;
    expect((await login(place, calm)).reveal()).toBe(`ghs_${installation}_1`);
  });
});

describe('the login with a personal token', () => {
  it('is that token, and asks nobody', async () => {
    const login = createLogin({ kind: 'token', token: new Secret('github_pat_x') }, apiUrl);
    expect((await login(place, calm)).reveal()).toBe('github_pat_x');
    expect(asked).toEqual([]);
  });
});
