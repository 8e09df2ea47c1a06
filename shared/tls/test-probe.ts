import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import type { Issued } from '../../tests/pki.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Binding, Edit, Endpoint, Resource } from '../core/model.ts';
import type { Ports } from '../engine/ports.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import type { HostLookup } from './dns.ts';
import { createProbe } from './probe.ts';
import type { TestListener } from './test-listener.ts';

export const names = { domains: ['www.example.com', '*.shop.example.com'] };

export interface EditInput {
  /** What is bound before. */
  readonly old: Issued;
  readonly wanted: Issued;
  readonly domains?: readonly string[];
  readonly endpoints?: readonly Endpoint[];
  readonly resource?: Partial<Omit<Resource, 'domains'>>;
}

/** A change that puts `wanted` where `old` is. */
export function editOf(input: EditInput): Edit {
  const domains = input.domains ?? ['www.example.com'];
  const step = {
    id: 'change',
    digest: 'digest',
    task: 'task',
    resource: resource({ domains, endpoints: input.endpoints ?? [], ...input.resource }),
    certificate: {
      ...certificate({ domains: [] }),
      ...readCertificate(input.wanted.leaf),
    },
    domains: domainsOf(domains),
    inferred: false,
    choice: null,
  };
  const replaces: readonly Binding[] = [
    { slot: 'default', ref: 'old', facts: readCertificate(input.old.leaf) },
  ];
  return { ...step, kind: 'replace', replaces };
}

/** Names with addresses; every other name has none. */
export function dnsOf(hosts: Readonly<Record<string, readonly string[]>>): HostLookup {
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

/** One probe, on a clock that jumps: what it said, and how long it would have taken. */
export async function probe(asked: Edit, input: ProbeInput = {}) {
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

export const at = (server: TestListener, host = '127.0.0.1'): Endpoint => ({
  host,
  port: server.port,
});
