import { createServer } from 'node:net';

import { beforeAll, describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Edit, Endpoint, Resource } from '../core/model.ts';
import type { Ports } from '../engine/ports.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import type { HostLookup } from './dns.ts';
import { createProbe } from './probe.ts';
import { listen } from './test-listener.ts';
import type { TestListener } from './test-listener.ts';

let root: Authority;
let old: Issued;
let wanted: Issued;
let wantedRsa: Issued;

const names = { domains: ['www.example.com', '*.shop.example.com'] };

beforeAll(async () => {
  root = await createRoot('probe tests');
  [old, wanted, wantedRsa] = await Promise.all([
    issue(root, names),
    issue(root, names),
    issue(root, { ...names, key: 'rsa-2048' }),
  ]);
});

interface EditInput {
  readonly issued?: Issued;
  readonly domains?: readonly string[];
  readonly endpoints?: readonly Endpoint[];
  readonly resource?: Partial<Omit<Resource, 'domains'>>;
  readonly replaces?: 'default' | 'sni' | 'nothing';
}

function edit(input: EditInput): Edit {
  const domains = input.domains ?? ['www.example.com'];
  const slot = input.replaces ?? 'default';
  const step = {
    id: 'change',
    digest: 'digest',
    task: 'task',
    resource: resource({ domains, endpoints: input.endpoints ?? [], ...input.resource }),
    certificate: {
      ...certificate({ domains: [] }),
      ...readCertificate((input.issued ?? wanted).leaf),
    },
    domains: domainsOf(domains),
    inferred: false,
    choice: null,
  };
  if (slot === 'nothing') return { ...step, kind: 'attach' };
  const replaces = [{ slot, ref: 'old', facts: readCertificate(old.leaf) }];
  return { ...step, kind: 'replace', replaces };
}

/** Names with addresses; every other name has none. */
function dnsOf(hosts: Readonly<Record<string, readonly string[]>>): HostLookup {
  return {
    lookup: async (name) => {
      const addresses = hosts[name];
      if (addresses === undefined) {
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      }
      return addresses;
    },
  };
}

interface ProbeInput {
  readonly windowMs?: number;
  readonly dns?: HostLookup;
  readonly connectTo?: Endpoint;
  readonly onTry?: (doing: string) => void | Promise<void>;
  readonly signal?: AbortSignal;
  readonly handshakeMs?: number;
}

async function probe(asked: Edit, input: ProbeInput = {}) {
  const clock = createJumpingClock();
  const started = clock.now().getTime();
  const { dns = dnsOf({}), connectTo, handshakeMs = 1_000 } = input;
  // The engine's port and the probe are described apart; this line is where they must agree.
  const run: Ports['probe'] = createProbe({
    clock,
    connectTo: () => connectTo,
    dns,
    randomLabel: () => 'random',
    handshakeMs,
  });
  const tries: string[] = [];
  const verdict = await run(
    asked,
    {
      windowMs: input.windowMs ?? 0,
      onTry: (doing) => {
        tries.push(doing);
        void input.onTry?.(doing);
      },
    },
    {
      signal: input.signal ?? new AbortController().signal,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    },
  );
  return { verdict, tries, tookMs: clock.now().getTime() - started };
}

const at = (server: TestListener, host = '127.0.0.1'): Endpoint => ({ host, port: server.port });

describe('a probe of a resource that serves the wanted certificate', () => {
  it('is served at once, and nothing waits', async () => {
    await using server = await listen([wanted]);
    const { verdict, tookMs } = await probe(edit({ endpoints: [at(server)] }), {
      windowMs: 60_000,
    });
    expect(verdict).toEqual({ kind: 'served' });
    expect(tookMs).toBe(0);
    // Once for the proof, and once for what clients get who ask for the other kind of key.
    expect(server.asked).toEqual(['www.example.com', 'www.example.com']);
  });

  it('asks a wildcard with a label below it', async () => {
    await using server = await listen([wanted]);
    const domains = ['*.shop.example.com'];
    await probe(edit({ domains, endpoints: [at(server)] }));
    expect(server.asked[0]).toBe('certferry-random.shop.example.com');
  });

  it('offers the kind of key of the wanted certificate where both are served', async () => {
    await using server = await listen([old, wantedRsa]);
    const { verdict } = await probe(edit({ issued: wantedRsa, endpoints: [at(server)] }));
    expect(verdict).toEqual({ kind: 'served' });
    const ecdsa = await probe(edit({ issued: wanted, endpoints: [at(server)] }));
    expect(ecdsa.verdict.kind).toBe('not-served');
  });

  it('asks for the default certificate too where an SNI list gets a new one', async () => {
    await using server = await listen([wanted]);
    const list = edit({ endpoints: [at(server)], resource: { slots: 'sni' } });
    expect((await probe(list)).verdict).toEqual({ kind: 'served' });
    expect(server.connections()).toBe(3);
    expect(server.asked).toEqual(['www.example.com', 'www.example.com']);
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
    expect(new Set(server.asked.slice(21))).toEqual(first);
  });
});

describe('how much a probe asks at once', () => {
  const domains = Array.from({ length: 20 }, (_, index) => `d${index}.shop.example.com`);

  it('is at most eight handshakes', async () => {
    await using server = await listen([wanted]);
    const { verdict } = await probe(edit({ domains, endpoints: [at(server)] }));
    expect(verdict.kind).toBe('served');
    expect(server.connections()).toBe(20 + 1);
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
      detail: expect.stringMatching(/no answer within 0.05 s.*and 17 more$/u),
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

describe('a probe of a resource with several addresses', () => {
  async function pair(first: Issued, second: Issued) {
    const one = await listen([first], { address: '127.0.0.2' });
    const two = await listen([second], { address: '127.0.0.3', port: one.port });
    const dns = dnsOf({ 'edge.example.net': ['127.0.0.2', '127.0.0.3'] });
    const endpoints = [{ host: 'edge.example.net', port: one.port }];
    const stop = async () => {
      await one[Symbol.asyncDispose]();
      await two[Symbol.asyncDispose]();
    };
    return { one, two, dns, endpoints, [Symbol.asyncDispose]: stop };
  }

  it('is served only when every address shows it', async () => {
    await using edges = await pair(wanted, old);
    const { verdict, tries } = await probe(edit(edges), {
      dns: edges.dns,
      windowMs: 60_000,
      onTry: (doing) => {
        if (doing.includes('try 3')) edges.two.show(wanted);
      },
    });
    expect(verdict).toEqual({ kind: 'served' });
    expect(tries).toHaveLength(3);
    expect(tries[0]).toBe('handshakes, try 1: 1 of 2 show the new certificate');
  });

  it('wants three good tries in a row after an address went back', async () => {
    await using edges = await pair(wanted, old);
    const { verdict, tries } = await probe(edit(edges), {
      dns: edges.dns,
      windowMs: 60_000,
      onTry: (doing) => {
        if (doing.includes('try 1:')) edges.one.show(old);
        if (doing.includes('try 2:')) {
          edges.one.show(wanted);
          edges.two.show(wanted);
        }
      },
    });
    expect(verdict).toEqual({ kind: 'served' });
    // Two that were not good, and two good ones before the last.
    expect(tries).toHaveLength(4);
  });

  it('leaves out an address that stays silent, and says so', async () => {
    await using server = await listen([wanted], { address: '127.0.0.2' });
    const dns = dnsOf({ 'edge.example.net': ['127.0.0.2', '127.0.0.4'] });
    const endpoints = [{ host: 'edge.example.net', port: server.port }];
    const { verdict, tries } = await probe(edit({ endpoints }), { dns, windowMs: 60_000 });
    expect(verdict).toEqual({ kind: 'served', detail: `no answer from 127.0.0.4:${server.port}` });
    expect(tries).toHaveLength(2);
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
