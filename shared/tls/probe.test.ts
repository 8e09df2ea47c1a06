import { createServer } from 'node:net';

import { beforeAll, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { listen } from './test-listener.ts';
import { at, editOf, names, probe } from './test-probe.ts';
import type { EditInput } from './test-probe.ts';

let root: Authority;
let old: Issued;
let wanted: Issued;
let wantedRsa: Issued;

beforeAll(async () => {
  root = await createRoot('probe tests');
  [old, wanted, wantedRsa] = await Promise.all([
    issue(root, names),
    issue(root, names),
    issue(root, { ...names, key: 'rsa-2048' }),
  ]);
});

const edit = (input: Partial<EditInput> = {}) => editOf({ old, wanted, ...input });

/** Handshakes per name beside a proof: as a browser, and with the other kind of key. */
const looks = 2;

describe('a probe of a resource that serves the wanted certificate', () => {
  it('is served at once, and nothing waits', async () => {
    await using server = await listen([wanted]);
    const { verdict, tookMs } = await probe(edit({ endpoints: [at(server)] }), {
      windowMs: 60_000,
    });
    expect(verdict).toEqual({ kind: 'served' });
    expect(tookMs).toBe(0);
    // Once for the proof, and once each for what browsers and clients of the other kind of key get.
    expect(server.asked).toEqual(Array.from({ length: 1 + looks }, () => 'www.example.com'));
  });

  it('asks a wildcard with a label below it', async () => {
    await using server = await listen([wanted]);
    const domains = ['*.shop.example.com'];
    await probe(edit({ domains, endpoints: [at(server)] }));
    expect(server.asked[0]).toBe('certferry-random.shop.example.com');
  });

  it('offers the kind of key of the wanted certificate where both are served', async () => {
    await using server = await listen([old, wantedRsa]);
    const { verdict } = await probe(edit({ wanted: wantedRsa, endpoints: [at(server)] }));
    expect(verdict.kind).toBe('served');
    const ecdsa = await probe(edit({ endpoints: [at(server)] }));
    expect(ecdsa.verdict.kind).toBe('not-served');
  });

  it('asks for the default certificate too where an SNI list gets a new one', async () => {
    await using server = await listen([wanted]);
    const list = edit({ endpoints: [at(server)], resource: { slots: 'sni' } });
    expect((await probe(list)).verdict).toEqual({ kind: 'served' });
    expect(server.connections()).toBe(2 * (1 + looks));
    expect(server.asked).toEqual(Array.from({ length: 1 + looks }, () => 'www.example.com'));
  });

  it('connects to connect_to and nowhere else when the target names one', async () => {
    await using own = await listen([old]);
    await using instead = await listen([wanted]);
    const { verdict } = await probe(edit({ endpoints: [at(own)] }), { connectTo: at(instead) });
    expect(verdict).toEqual({ kind: 'served' });
    expect(own.connections()).toBe(0);
  });

  it('asks 20 of more domains, the first and the last among them, and says so', async () => {
    await using server = await listen([wanted]);
    const domains = Array.from({ length: 57 }, (_, index) => `d${index}.shop.example.com`);
    const asked = edit({ domains, endpoints: [at(server)] });
    const { verdict } = await probe(asked);
    expect(verdict).toEqual({ kind: 'served', detail: '20 of its 57 domains were asked' });
    const first = new Set(server.asked);
    expect(first.size).toBe(20);
    expect([...first]).toEqual(
      expect.arrayContaining(['d0.shop.example.com', 'd56.shop.example.com']),
    );
    await probe(asked);
    expect(new Set(server.asked.slice(20 + looks))).toEqual(first);
  });
});

describe('how much a probe asks at once', () => {
  const domains = Array.from({ length: 20 }, (_, index) => `d${index}.shop.example.com`);

  it('is at most eight handshakes', async () => {
    await using server = await listen([wanted]);
    const { verdict } = await probe(edit({ domains, endpoints: [at(server)] }));
    expect(verdict.kind).toBe('served');
    expect(server.connections()).toBe(20 + looks);
    // A closed connection may be noticed by the server after the next one was opened.
    expect(server.busiest()).toBeLessThanOrEqual(2 * 8);
    expect(server.busiest()).toBeGreaterThan(2);
  });

  it('is one handshake where an address gives no answer, not one for every domain', async () => {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.resume();
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const endpoints = [{ host: '127.0.0.1', port: address.port }];
    const { verdict } = await probe(edit({ domains, endpoints }), { handshakeMs: 50 });
    expect(verdict).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringMatching(/^d0\..* and 17 more at \S+: no answer within 0.05 s$/u),
    });
    expect(connections).toBe(1);
    server.close();
  });
});

describe('a probe of a resource that serves something else', () => {
  it('names the domain, the address and the certificate that it had before', async () => {
    await using server = await listen([old]);
    const { verdict } = await probe(edit({ endpoints: [at(server)] }));
    const ends = old.notAfter.toISOString().slice(0, 10);
    expect(verdict).toEqual({
      kind: 'not-served',
      detail: `www.example.com at 127.0.0.1:${server.port} serves ${old.sha256.slice(0, 8)} (issuer "probe tests", ends ${ends}), the certificate it had before`,
    });
  });

  it('does not call a stranger the certificate it had before', async () => {
    const stranger = await issue(root, names);
    await using server = await listen([stranger]);
    const { verdict } = await probe(edit({ endpoints: [at(server)] }));
    expect(verdict).toMatchObject({
      kind: 'not-served',
      detail: expect.not.stringContaining('before'),
    });
  });

  it('is not served while one of two domains is not', async () => {
    await using server = await listen([wanted], { names: ['www.example.com'] });
    const domains = ['www.example.com', 'a.shop.example.com'];
    const { verdict } = await probe(edit({ domains, endpoints: [at(server)] }));
    expect(verdict).toMatchObject({
      kind: 'not-served',
      detail: expect.stringMatching(/^a\.shop\.example\.com at .*: connection closed/u),
    });
  });

  it('waits until the change has reached the listener, and no longer', async () => {
    await using server = await listen([old]);
    const { verdict, tries, tookMs } = await probe(edit({ endpoints: [at(server)] }), {
      windowMs: 600_000,
      onTry: (doing) => {
        if (doing.includes('try 4')) server.show(wanted);
      },
    });
    expect(verdict).toEqual({ kind: 'served' });
    expect(tries).toHaveLength(4);
    expect(tries[0]).toBe('handshakes, try 1: 0 of 1 show the new certificate');
    expect(tookMs).toBe(250 + 500 + 1_000 + 2_000);
  });

  it('gives up at the end of the window, with a last try at the very end', async () => {
    await using server = await listen([old]);
    const { verdict, tries, tookMs } = await probe(edit({ endpoints: [at(server)] }), {
      windowMs: 12_000,
    });
    expect(verdict.kind).toBe('not-served');
    expect(tookMs).toBe(12_000);
    expect(tries).toHaveLength(7);
  });
});

describe('a probe of a resource that gives no answer', () => {
  it('is unreachable, and says why', async () => {
    const { port } = await listen([wanted]).then(async (server) => {
      await server[Symbol.asyncDispose]();
      return server;
    });
    const endpoints = [{ host: '127.0.0.1', port }];
    const { verdict, tookMs } = await probe(edit({ endpoints }), { windowMs: 5_000 });
    expect(verdict).toEqual({
      kind: 'unreachable',
      detail: `www.example.com at 127.0.0.1:${port}: connection refused`,
    });
    expect(tookMs).toBe(5_000);
    const hidden = edit({ endpoints, resource: { reach: 'private' } });
    const early = await probe(hidden, { windowMs: 600_000 });
    expect(early.verdict.kind).toBe('unreachable');
    expect(early.tookMs).toBe(250 + 500);
  });

  it('is unreachable where the cloud names no address', async () => {
    expect((await probe(edit({ endpoints: [] }))).verdict).toEqual({
      kind: 'unreachable',
      detail: 'the cloud names no address to connect to',
    });
  });

  it('rejects with CANCELLED when it is told to stop while it waits', async () => {
    await using server = await listen([old]);
    const run = new AbortController();
    const waiting = probe(edit({ endpoints: [at(server)] }), {
      windowMs: 60_000,
      signal: run.signal,
      onTry: () => run.abort(),
    });
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(
      probe(edit({ endpoints: [at(server)] }), { signal: run.signal }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
