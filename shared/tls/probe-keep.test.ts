import { beforeAll, describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { createRoot, issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Binding, Keep, Resource } from '../core/model.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import { createProbe } from './probe.ts';
import { listen } from './test-listener.ts';

let bound: Issued;
let other: Issued;

beforeAll(async () => {
  const root = await createRoot('keep tests');
  const names = { domains: ['www.example.com'] };
  [bound, other] = await Promise.all([issue(root, names), issue(root, names)]);
});

const bindingOf = (slot: Binding['slot'], issued: Issued): Binding => ({
  slot,
  ref: issued.serial,
  facts: readCertificate(issued.leaf),
});

function keep(
  port: number,
  parts: { readonly slots?: Resource['slots']; readonly bindings?: readonly Binding[] } = {},
): Keep {
  const bindings = parts.bindings ?? [bindingOf('default', bound)];
  const domains = ['www.example.com'];
  const endpoints = [{ host: '127.0.0.1', port }];
  return {
    kind: 'keep',
    id: 'change',
    task: 'task',
    resource: resource({ domains, endpoints, bindings, slots: parts.slots ?? 'one' }),
    certificate: { ...certificate({ domains: [] }), ...readCertificate(bound.leaf) },
    domains: domainsOf(domains),
    inferred: false,
    choice: null,
    bindings: bindings.filter(({ facts }) => facts?.sha256 === bound.sha256),
  };
}

async function probe(change: Keep) {
  const tries: string[] = [];
  const run = createProbe({
    clock: createJumpingClock(),
    connectTo: () => undefined,
    dns: { lookup: async (name) => [name] },
    handshakeMs: 1_000,
  });
  const verdict = await run(
    change,
    { windowMs: 1_000, onTry: (doing) => tries.push(doing) },
    { signal: new AbortController().signal },
  );
  return { verdict, tries };
}

describe('a probe of what is kept', () => {
  it('is served where the bound certificate is shown', async () => {
    await using server = await listen([bound]);
    expect((await probe(keep(server.port))).verdict).toEqual({ kind: 'served' });
    expect(server.asked[0]).toBe('www.example.com');
  });

  it('asks an SNI list for its default certificate only where that is kept', async () => {
    await using server = await listen([bound]);
    const bindings = [bindingOf('default', bound)];
    await probe(keep(server.port, { slots: 'sni', bindings }));
    const looks = 2;
    expect(server.connections()).toBe(2 * (1 + looks));
    const entry = [bindingOf('default', other), bindingOf('sni', bound)];
    await probe(keep(server.port, { slots: 'sni', bindings: entry }));
    expect(server.connections()).toBe((2 + 1) * (1 + looks));
  });

  it('tells what is bound beside it from what is not bound at all', async () => {
    await using server = await listen([other]);
    const stranger = await probe(keep(server.port));
    expect(stranger.verdict).toMatchObject({
      kind: 'not-served',
      detail: expect.stringMatching(
        new RegExp(`serves ${other.sha256.slice(0, 8)} .*, which is not bound to it$`, 'u'),
      ),
    });
    expect(stranger.tries[0]).toBe('handshakes, try 1: 0 of 1 show the certificate');
    const bindings = [bindingOf('default', other), bindingOf('sni', bound)];
    const beside = await probe(keep(server.port, { slots: 'sni', bindings }));
    expect(beside.verdict).toMatchObject({
      detail: expect.stringContaining('another certificate that is bound to it'),
    });
  });
});
