import { beforeAll, describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Certificate, Replace } from '../core/model.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import { askDns, remarksBeside } from './beside.ts';
import type { Ask } from './beside.ts';
import type { Handshake } from './handshake.ts';
import { createProbe } from './probe.ts';
import { listen } from './test-listener.ts';

const names = { domains: ['www.example.com'] };
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

let root: Authority;
let authority: Authority;
let wanted: Issued;
let oldEcdsa: Issued;
let stranger: Issued;

beforeAll(async () => {
  root = await createRoot('Root');
  authority = await createIntermediate(root, 'Issuing CA');
  [wanted, oldEcdsa, stranger] = await Promise.all([
    issue(authority, { ...names, key: 'rsa-2048', notAfter: inDays(90) }),
    issue(authority, { ...names, notAfter: inDays(10) }),
    issue(authority, { ...names, notAfter: inDays(40) }),
  ]);
});

function edit(port: number, facts: Partial<Certificate> = {}): Replace {
  const domains = domainsOf(names.domains);
  return {
    kind: 'replace',
    id: 'change',
    digest: 'digest',
    task: 'task',
    resource: resource({ domains: names.domains, endpoints: [{ host: '127.0.0.1', port }] }),
    certificate: { ...certificate({ domains: [] }), ...readCertificate(wanted.leaf), ...facts },
    domains,
    inferred: false,
    choice: null,
    replaces: [{ slot: 'default', ref: 'old', facts: readCertificate(oldEcdsa.leaf) }],
  };
}

async function probe(change: Replace, connectTo?: { host: string; port: number }) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    return ['127.0.0.9'];
  };
  const run = createProbe({
    clock: createJumpingClock(),
    connectTo: () => connectTo,
    dns: { lookup: async (name) => [name] },
    names: { resolve4: resolve, resolve6: async () => [] },
    handshakeMs: 1_000,
  });
  const { signal } = new AbortController();
  return { asked, verdict: await run(change, { windowMs: 0, onTry() {} }, { signal }) };
}

describe('beside a proven certificate', () => {
  it('an older one of the other kind of key is told, and fails nothing', async () => {
    await using server = await listen([wanted, oldEcdsa]);
    const { verdict } = await probe(edit(server.port));
    expect(verdict).toMatchObject({
      kind: 'served',
      remarks: [
        {
          code: 'other-key-served',
          level: 'notice',
          message: expect.stringMatching(
            new RegExp(
              `kind ECDSA get ${oldEcdsa.sha256.slice(0, 8)} .*the certificate it had before: renew`,
              'u',
            ),
          ),
        },
      ],
    });
  });

  it('one of the other kind that lasts longer is nothing to tell', async () => {
    const lasting = await issue(authority, { ...names, notAfter: inDays(200) });
    await using server = await listen([wanted, lasting]);
    expect((await probe(edit(server.port))).verdict).toEqual({ kind: 'served' });
  });

  it('a chain that is not sent is told', async () => {
    await using server = await listen([{ ...wanted, chain: wanted.leaf }]);
    const { verdict } = await probe(edit(server.port, { intermediates: 1 }));
    expect(verdict).toMatchObject({
      kind: 'served',
      remarks: [
        {
          code: 'chain-not-served',
          level: 'warning',
          message: expect.stringContaining(`without its intermediate at 127.0.0.1:${server.port}`),
        },
      ],
    });
  });

  it.each([undefined, 0, 1])(
    'a whole chain of an authority that this machine does not know is nothing to tell (%s)',
    async (intermediates) => {
      await using server = await listen([wanted]);
      const facts = intermediates === undefined ? {} : { intermediates };
      expect((await probe(edit(server.port, facts))).verdict).toEqual({ kind: 'served' });
    },
  );

  it('name servers are asked, but not where the target says where to connect', async () => {
    await using server = await listen([wanted]);
    const { asked } = await probe(edit(server.port));
    expect(asked).toEqual(['www.example.com']);
    const instead = await probe(edit(1), { host: '127.0.0.1', port: server.port });
    expect(instead).toMatchObject({ asked: [], verdict: { kind: 'served' } });
  });
});

describe('where DNS leads clients', () => {
  const question = { label: 'www.example.com', servername: 'www.example.com' };
  const shownBy = (issued: Issued): Handshake => {
    const facts = readCertificate(issued.leaf);
    return {
      kind: 'certificate',
      facts,
      chain: [facts],
      authorized: true,
      authorizationError: null,
      protocol: 'TLSv1.3',
    };
  };

  async function remarks(addresses: readonly string[], shown: Readonly<Record<string, Handshake>>) {
    const asked: string[] = [];
    const ask: Ask = async (_, { host }) => {
      asked.push(host);
      return shown[host] ?? { kind: 'no-certificate', reason: 'timeout', words: 'no answer' };
    };
    const proof = {
      change: edit(443),
      questions: [],
      answers: [],
      places: [{ host: '8.8.4.4', port: 443 }],
    };
    return { asked, found: await remarksBeside(proof, [{ question, addresses }], ask) };
  }

  it('another certificate at another address is told', async () => {
    const { found } = await remarks(['8.8.8.8', '2606:4700::1111'], {
      '8.8.8.8': shownBy(oldEcdsa),
      '2606:4700::1111': shownBy(stranger),
    });
    expect(found).toMatchObject([{ code: 'dns-serves-other', level: 'warning' }]);
    const [message = ''] = found.map((one) => one.message);
    expect(message).toContain('www.example.com at 8.8.8.8:443 serves');
    expect(message).toContain('the certificate it had before');
    expect(message).toContain('www.example.com at [2606:4700::1111]:443 serves');
  });

  it('the wanted certificate elsewhere, silence, and the resource itself are nothing to tell', async () => {
    const { asked, found } = await remarks(['8.8.4.4', '8.8.8.8', '9.9.9.9'], {
      '8.8.8.8': shownBy(wanted),
    });
    expect(found).toEqual([]);
    expect(asked).toEqual(['8.8.8.8', '9.9.9.9']);
  });

  it('addresses of private networks are not asked: whoever wrote them is not known', async () => {
    const inside = ['10.0.0.1', '127.0.0.1', '169.254.169.254', '192.168.1.1', 'fd00::1', '::1'];
    const { asked } = await remarks(inside, {});
    expect(asked).toEqual([]);
  });

  it('a name server that never answers is waited for no longer than the signal says', async () => {
    const never = (_: string, signal: AbortSignal) =>
      new Promise<never>((__, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      });
    const signal = AbortSignal.timeout(20);
    const found = await askDns([question], { resolve4: never, resolve6: never }, signal);
    expect(found).toEqual([{ question, addresses: [] }]);
  });
});
