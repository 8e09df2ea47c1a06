import { afterEach, beforeAll, describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { createTlsFront } from '../../tests/simulators/tls/front.ts';
import type { TlsFront } from '../../tests/simulators/tls/front.ts';
import { createIdentity } from '../../tests/simulators/tls/identity.ts';
import type { KeyType } from '../../tests/simulators/tls/identity.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Certificate, Endpoint, Replace } from '../core/model.ts';
import { createJumpingClock } from '../providers/memory/clock.ts';
import { createProbe } from './probe.ts';
import { listen } from './test-listener.ts';

const names = { domains: ['www.example.com'] };
const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day);

let root: Authority;
let authority: Authority;
let wanted: Issued;
let oldEcdsa: Issued;

beforeAll(async () => {
  root = await createRoot('Root');
  authority = await createIntermediate(root, 'Issuing CA');
  [wanted, oldEcdsa] = await Promise.all([
    issue(authority, { ...names, key: 'rsa-2048', notAfter: inDays(90) }),
    issue(authority, { ...names, notAfter: inDays(10) }),
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

async function probe(
  change: Replace,
  input: { readonly connectTo?: Endpoint; readonly signal?: AbortSignal } = {},
) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    return ['127.0.0.9'];
  };
  const run = createProbe({
    clock: createJumpingClock(),
    connectTo: () => input.connectTo,
    dns: { lookup: async (name) => [name] },
    names: { resolve4: resolve, resolve6: async () => [] },
    handshakeMs: 1_000,
  });
  const { signal = new AbortController().signal } = input;
  return { asked, verdict: await run(change, { windowMs: 0, onTry() {} }, { signal }) };
}

const fronts: TlsFront[] = [];
afterEach(async () => {
  for (const front of fronts.splice(0)) await front.close();
});

/** A listener that chooses by the kinds of key that a client accepts. */
async function frontOf(
  choose: (kinds: ReadonlySet<KeyType>) => Issued | undefined,
): Promise<TlsFront> {
  const front = await createTlsFront({
    select: (_, { keyTypes }) => {
      const chosen = choose(keyTypes);
      return chosen && createIdentity(chosen.chain, chosen.key);
    },
  });
  fronts.push(front);
  return front;
}

const short = ({ sha256 }: Issued) => sha256.slice(0, 8);

describe('a certificate of the other kind of key beside a proven one', () => {
  it('is told, and fails nothing: browsers get it where they accept both', async () => {
    await using server = await listen([wanted, oldEcdsa]);
    const { verdict } = await probe(edit(server.port));
    expect(verdict).toMatchObject({
      kind: 'served',
      remarks: [
        {
          code: 'other-key-served',
          level: 'warning',
          message: expect.stringMatching(
            new RegExp(
              `^clients that accept ECDSA keys, as browsers do, get, for www\\.example\\.com, ${short(oldEcdsa)} .*the certificate it had before: renew`,
              'u',
            ),
          ),
        },
      ],
    });
  });

  it('is told more quietly where only clients without the wanted kind get it', async () => {
    const front = await frontOf((kinds) => (kinds.has('rsa') ? wanted : oldEcdsa));
    expect((await probe(edit(front.port))).verdict).toMatchObject({
      kind: 'served',
      remarks: [
        {
          code: 'other-key-served',
          level: 'notice',
          message: expect.stringMatching(/^clients that accept only ECDSA keys get/u),
        },
      ],
    });
    expect(front.handshakes).toHaveLength(3);
  });

  it('is nothing to tell where it lasts longer', async () => {
    const lasting = await issue(authority, { ...names, notAfter: inDays(200) });
    await using server = await listen([wanted, lasting]);
    expect((await probe(edit(server.port))).verdict).toEqual({ kind: 'served' });
  });

  it('is told although it lasts longer where it is what the change takes away', async () => {
    const lasting = await issue(authority, { ...names, notAfter: inDays(200) });
    await using server = await listen([wanted, lasting]);
    const replaces = [
      { slot: 'default', ref: 'old', facts: readCertificate(lasting.leaf) },
    ] as const;
    const { verdict } = await probe({ ...edit(server.port), replaces });
    expect(verdict).toMatchObject({ remarks: [{ code: 'other-key-served' }] });
  });

  it('is nothing to tell where it fits no name: a listener falls back on it', async () => {
    const fallback = await issue(authority, { domains: ['default.example.net'] });
    const front = await frontOf((kinds) => (kinds.has('rsa') ? wanted : fallback));
    expect((await probe(edit(front.port))).verdict).toEqual({ kind: 'served' });
  });

  it('is nothing to tell where there is none', async () => {
    const front = await frontOf((kinds) => (kinds.has('rsa') ? wanted : undefined));
    expect((await probe(edit(front.port))).verdict).toEqual({ kind: 'served' });
    expect(front.handshakes).toHaveLength(3);
  });
});

describe('the chain that is sent with a proven certificate', () => {
  const chainWords = async (chain: string, intermediates = 1) => {
    await using server = await listen([{ ...wanted, chain }]);
    const { verdict } = await probe(edit(server.port, { intermediates }));
    if (verdict.kind !== 'served') throw new Error(verdict.detail);
    const { remarks = [] } = verdict;
    expect(remarks.map(({ code, level }) => [code, level])).toEqual([
      ['chain-not-served', 'warning'],
    ]);
    return remarks[0]?.message.replace(String(server.port), 'port');
  };

  it('is told where there is none', async () => {
    expect(await chainWords(wanted.leaf)).toMatch(
      /^the certificate is served without its intermediate at 127\.0\.0\.1:port: clients/u,
    );
  });

  it('is told where a part is missing', async () => {
    expect(await chainWords(wanted.chain, 2)).toContain('with 1 of its 2 intermediates at');
  });

  it('is told where something else is sent', async () => {
    const stranger = await createIntermediate(root, 'Another CA');
    expect(await chainWords(wanted.leaf + stranger.pem)).toContain(
      'without its intermediate (what is sent instead did not sign it) at',
    );
  });

  it('is told where it is out of order', async () => {
    expect(await chainWords(wanted.leaf + root.pem + authority.pem)).toContain(
      'with its intermediates out of order at',
    );
  });

  it.each([undefined, 0, 1])(
    'is nothing to tell where it is whole, though nobody here knows its authority (%s)',
    async (intermediates) => {
      await using server = await listen([wanted]);
      const facts = intermediates === undefined ? {} : { intermediates };
      expect((await probe(edit(server.port, facts))).verdict).toEqual({ kind: 'served' });
    },
  );

  it('is nothing to tell where its root comes along', async () => {
    await using server = await listen([{ ...wanted, chain: wanted.chain + root.pem }]);
    const { verdict } = await probe(edit(server.port, { intermediates: 1 }));
    expect(verdict).toEqual({ kind: 'served' });
  });
});

describe('the looks beside a proof', () => {
  it('ask name servers, but not where the target says where to connect', async () => {
    await using server = await listen([wanted]);
    const { asked } = await probe(edit(server.port));
    expect(asked).toEqual(['www.example.com']);
    const connectTo = { host: '127.0.0.1', port: server.port };
    const instead = await probe(edit(1), { connectTo });
    expect(instead).toMatchObject({ asked: [], verdict: { kind: 'served' } });
  });

  it('leave what is proven proven when the run is cancelled during them', async () => {
    const run = new AbortController();
    let handshakes = 0;
    const front = await frontOf(() => {
      handshakes += 1;
      if (handshakes > 1) run.abort();
      return wanted;
    });
    const { verdict } = await probe(edit(front.port), { signal: run.signal });
    expect(verdict).toMatchObject({ kind: 'served', detail: expect.stringContaining('cancelled') });
  });
});
