import { createSocket } from 'node:dgram';

import { describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import type { Change } from '../core/model.ts';
import type { Ports } from '../engine/ports.ts';
import { createDnsFindings } from './dns-findings.ts';
import { addressesOf, createDns } from './dns.ts';
import type { Dns } from './dns.ts';

const failing = (code: string) => Object.assign(new Error(code), { code });

interface Zone {
  readonly a?: Readonly<Record<string, readonly string[]>>;
  readonly aaaa?: Readonly<Record<string, readonly string[]>>;
  readonly cname?: Readonly<Record<string, string>>;
  /** What is answered for names that the zone does not hold. */
  readonly otherwise?: string;
}

function dnsOf(zone: Zone): Dns & { readonly asked: Set<string> } {
  const asked = new Set<string>();
  const answer = (records: Zone['a']) => async (name: string) => {
    asked.add(name);
    const found = records?.[name];
    if (found === undefined) throw failing(zone.otherwise ?? 'ENOTFOUND');
    return found;
  };
  const cname = Object.fromEntries(
    Object.entries(zone.cname ?? {}).map(([name, alias]) => [name, [alias]]),
  );
  return {
    asked,
    resolve4: answer(zone.a),
    resolve6: answer(zone.aaaa),
    resolveCname: answer(cname),
  };
}

function change(domains: readonly string[], host = 'edge.example.net'): Change {
  return {
    kind: 'attach',
    id: 'change',
    digest: 'digest',
    task: 'task',
    resource: resource({ name: 'shop', domains, endpoints: [{ host, port: 443 }] }),
    certificate: certificate({ domains }),
    domains: domainsOf(domains),
    inferred: false,
    choice: null,
  };
}

async function findings(dns: Dns, changes: readonly Change[], withinMs = 2_000) {
  const port: NonNullable<Ports['dnsFindings']> = createDnsFindings({
    dns,
    randomLabel: () => 'random',
    withinMs,
  });
  return await port(changes, {
    signal: new AbortController().signal,
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}

const www = 'www.example.com';

describe('what DNS says about a domain', () => {
  it('is no finding when one address is the same', async () => {
    const dns = dnsOf({
      a: { [www]: ['192.0.2.1', '192.0.2.2'], 'edge.example.net': ['192.0.2.2', '192.0.2.3'] },
    });
    expect(await findings(dns, [change([www])])).toEqual([]);
  });

  it('is no finding when an alias leads to the host, whatever addresses come back', async () => {
    const dns = dnsOf({
      a: { [www]: ['192.0.2.9'], 'edge.example.net': ['192.0.2.1'] },
      cname: { [www]: 'alias.example.org', 'alias.example.org': 'EDGE.example.net.' },
    });
    expect(await findings(dns, [change([www])])).toEqual([]);
  });

  it('is a warning when it points elsewhere, with both places', async () => {
    const dns = dnsOf({ a: { [www]: ['198.51.100.7'], 'edge.example.net': ['192.0.2.1'] } });
    expect(await findings(dns, [change([www])])).toEqual([
      {
        code: 'dns-elsewhere',
        level: 'warning',
        subject: 'shop',
        message: expect.stringContaining(
          `${www} at 198.51.100.7, not at this resource (edge.example.net)`,
        ),
      },
    ]);
  });

  it('compares IPv6 addresses and literal endpoints too', async () => {
    const dns = dnsOf({ aaaa: { [www]: ['2001:db8::1'] } });
    expect(await findings(dns, [change([www], '2001:db8::1')])).toEqual([]);
    expect(await findings(dns, [change([www], '2001:db8::2')])).toMatchObject([
      { code: 'dns-elsewhere' },
    ]);
  });

  it('is a notice when the domain has no address, except for a wildcard', async () => {
    const dns = dnsOf({ a: { 'edge.example.net': ['192.0.2.1'] } });
    expect(await findings(dns, [change([www, 'api.example.com'])])).toMatchObject([
      {
        code: 'dns-unresolved',
        level: 'notice',
        subject: null,
        message: expect.stringContaining(`${www}; api.example.com`),
      },
    ]);
    expect(await findings(dns, [change(['*.example.com'])])).toEqual([]);
    expect(dns.asked).toContain('certferry-random.example.com');
  });

  it('asks once where two changes are about the same domain and resource', async () => {
    const dns = dnsOf({ a: { [www]: ['198.51.100.7'], 'edge.example.net': ['192.0.2.1'] } });
    expect(await findings(dns, [change([www]), change([www])])).toHaveLength(1);
  });
});

describe('a network in which DNS cannot be asked', () => {
  it('is one notice for everything', async () => {
    const dns = dnsOf({ otherwise: 'ECONNREFUSED' });
    const domains = [www, 'a.example.com', 'b.example.com', 'c.example.com'];
    expect(await findings(dns, [change(domains)])).toEqual([
      {
        code: 'dns-unresolved',
        level: 'notice',
        subject: null,
        message: `DNS could not be asked from here about www.example.com; a.example.com; b.example.com; and 1 more (ECONNREFUSED); whether it points there is not known`,
      },
    ]);
  });

  it('does not hang a preview, even with a resolver that never answers', async () => {
    const never = () => new Promise<never>(() => {});
    const dns = { resolve4: never, resolve6: never, resolveCname: never };
    const domains = Array.from({ length: 200 }, (_, index) => `d${index}.example.com`);
    const started = performance.now();
    const found = await findings(dns, [change(domains)], 200);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(found).toMatchObject([{ code: 'dns-unresolved', subject: null }]);
  });

  it('rejects with CANCELLED when it is told to stop', async () => {
    const never = () => new Promise<never>(() => {});
    const run = new AbortController();
    const waiting = createDnsFindings({
      dns: { resolve4: never, resolve6: never, resolveCname: never },
    })([change([www])], { signal: run.signal });
    run.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('the resolver', () => {
  it('gives up in time where no name server answers, and stops when told to', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => {
      silent.bind(0, '127.0.0.1', resolve);
    });
    const servers = [`127.0.0.1:${silent.address().port}`];
    try {
      const dns = createDns({ timeoutMs: 100, tries: 1, servers });
      const started = performance.now();
      const signal = new AbortController().signal;
      expect(await addressesOf(www, dns, signal)).toEqual({ kind: 'failed', code: 'ETIMEOUT' });

      const slow = createDns({ timeoutMs: 60_000, tries: 1, servers });
      const stop = AbortSignal.timeout(50);
      expect(await addressesOf(www, slow, stop)).toEqual({ kind: 'failed', code: 'ECANCELLED' });
      expect(await addressesOf(www, slow, stop)).toMatchObject({ kind: 'failed' });
      expect(performance.now() - started).toBeLessThan(5_000);
    } finally {
      silent.close();
    }
  });
});
