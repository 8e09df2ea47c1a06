import { createServer } from 'node:net';

import { beforeAll, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { DeployError } from '../core/errors.ts';
import { handshake } from './handshake.ts';
import type { Handshake, HandshakeOptions } from './handshake.ts';
import { listen } from './test-listener.ts';

let rootPem: string;
let ecdsa: Issued;
let rsa: Issued;
/** The authority has the other kind of key: a strict offer would rule out its signature. */
let ecdsaBelowRsa: Issued;

beforeAll(async () => {
  const [root, rsaRoot] = await Promise.all([createRoot('root'), createRoot('old', 'rsa-2048')]);
  const intermediate = await createIntermediate(root, 'intermediate');
  rootPem = root.pem;
  [ecdsa, rsa, ecdsaBelowRsa] = await Promise.all([
    issue(intermediate, { domains: ['www.example.com'] }),
    issue(root, { domains: ['www.example.com'], key: 'rsa-2048' }),
    issue(rsaRoot, { domains: ['www.example.com'] }),
  ]);
});

function ask(port: number, options: Partial<HandshakeOptions> = {}): Promise<Handshake> {
  return handshake({
    host: '127.0.0.1',
    port,
    servername: 'www.example.com',
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...options,
  });
}

const shownBy = (result: Handshake) =>
  result.kind === 'certificate' ? result.facts.sha256 : `nothing: ${result.words}`;

/** TLS 1.2 record of a fatal alert: unrecognized_name (112). */
const unknownNameAlert = Buffer.from([21, 3, 3, 0, 2, 2, 112]);

async function plainServer(onData: 'answer' | 'alert' | 'close' | 'silence') {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (onData === 'silence') socket.resume();
    if (onData === 'close') socket.destroy();
    if (onData === 'alert') socket.once('data', () => socket.end(unknownNameAlert));
    if (onData === 'answer')
      socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const open = () =>
    new Promise<number>((resolve, reject) => {
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
    });
  return { port: address.port, open, [Symbol.dispose]: () => server.close() };
}

describe('a handshake with a server that shows a certificate', () => {
  it('reads the leaf, the chain as it was sent, and whether this machine trusts it', async () => {
    await using server = await listen([ecdsa]);
    const result = await ask(server.port);
    expect(result).toMatchObject({
      kind: 'certificate',
      facts: { sha256: ecdsa.sha256, serial: ecdsa.serial, domains: ['www.example.com'] },
      chain: [{ sha256: ecdsa.sha256 }, { subject: expect.stringContaining('intermediate') }],
      authorized: false,
      authorizationError: expect.stringMatching(/VERIFY|CERT/u),
      protocol: 'TLSv1.3',
    });
  });

  it('asks for the name it is told, and for none without one', async () => {
    await using server = await listen([ecdsa]);
    await ask(server.port);
    const withoutName = await ask(server.port, { servername: undefined });
    expect(shownBy(withoutName)).toBe(ecdsa.sha256);
    expect(server.asked).toEqual(['www.example.com']);
  });

  it('makes a full handshake each time: no session is kept', async () => {
    await using server = await listen([ecdsa]);
    expect(shownBy(await ask(server.port))).toBe(ecdsa.sha256);
    server.show(rsa);
    expect(shownBy(await ask(server.port))).toBe(rsa.sha256);
  });

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    it(`gets the kind of key it offers in ${maxVersion}`, async () => {
      await using server = await listen([rsa, ecdsa], { tls: { maxVersion } });
      expect(shownBy(await ask(server.port, { offer: 'rsa' }))).toBe(rsa.sha256);
      expect(shownBy(await ask(server.port, { offer: 'ecdsa' }))).toBe(ecdsa.sha256);
      expect((await ask(server.port)).kind).toBe('certificate');
    });

    it(`gets an ECDSA certificate signed by an RSA authority in ${maxVersion}`, async () => {
      await using server = await listen([rsa, ecdsaBelowRsa], { tls: { maxVersion } });
      expect(shownBy(await ask(server.port, { offer: 'ecdsa' }))).toBe(ecdsaBelowRsa.sha256);
    });

    it(`says that nothing fits where the other kind of key is missing in ${maxVersion}`, async () => {
      await using server = await listen([ecdsa], { tls: { maxVersion } });
      const result = await ask(server.port, { offer: 'rsa' });
      expect(result).toMatchObject({ kind: 'no-certificate', reason: 'nothing-in-common' });
    });

    it(`sees the certificate of a server that demands a client certificate in ${maxVersion}`, async () => {
      const tls = { maxVersion, requestCert: true, rejectUnauthorized: true, ca: rootPem };
      await using server = await listen([ecdsa], { tls });
      const result = await ask(server.port);
      expect(result).toMatchObject({ kind: 'certificate', protocol: maxVersion });
      expect(shownBy(result)).toBe(ecdsa.sha256);
    });
  }
});

describe('a handshake that shows no certificate', () => {
  it('says that nobody listens', async () => {
    const port = await listen([ecdsa]).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server.port;
    });
    expect(await ask(port)).toMatchObject({ reason: 'refused' });
  });

  it('says that the connection was closed', async () => {
    using server = await plainServer('close');
    expect(await ask(server.port)).toMatchObject({ reason: 'reset' });
  });

  it('says that the server closes for a name it does not know', async () => {
    await using server = await listen([ecdsa], { names: [] });
    expect(await ask(server.port)).toMatchObject({ kind: 'no-certificate', reason: 'reset' });
  });

  it('says that the server alerts for a name it does not know', async () => {
    using server = await plainServer('alert');
    expect(await ask(server.port)).toMatchObject({ reason: 'unknown-name' });
  });

  it('says that it is not TLS', async () => {
    using server = await plainServer('answer');
    expect(await ask(server.port)).toMatchObject({ reason: 'not-tls' });
  });

  it('gives up in time', async () => {
    using server = await plainServer('silence');
    const started = performance.now();
    expect(await ask(server.port, { timeoutMs: 150 })).toMatchObject({ reason: 'timeout' });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('says that the name has no address', async () => {
    const result = await ask(443, { host: 'nowhere.invalid', timeoutMs: 10_000 });
    expect(result).toMatchObject({ kind: 'no-certificate', reason: 'dns' });
  });

  it('answers even to a port that cannot be', async () => {
    expect(await ask(70_000)).toMatchObject({ kind: 'no-certificate', reason: 'other' });
  });
});

describe('a handshake that is told to stop', () => {
  it('throws CANCELLED at once and leaves no socket', async () => {
    using server = await plainServer('silence');
    const run = new AbortController();
    const waiting = ask(server.port, { signal: run.signal, timeoutMs: 60_000 });
    await expect.poll(server.open).toBe(1);
    run.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(ask(server.port, { signal: run.signal })).rejects.toBeInstanceOf(DeployError);
    await expect.poll(server.open).toBe(0);
  });
});
