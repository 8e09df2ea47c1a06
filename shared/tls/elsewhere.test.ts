import { beforeAll, describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { createRoot, issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { readCertificate } from '../core/certificate.ts';
import type { Replace } from '../core/model.ts';
import { createDns } from './dns.ts';
import { askDns, elsewhereRemark } from './elsewhere.ts';
import type { Handshake } from './handshake.ts';
import { noCertificate } from './no-certificate.ts';
import type { Offer } from './offer.ts';
import type { Ask } from './proof.ts';
import type { Question } from './questions.ts';
import { serveNames } from './test-name-server.ts';
import type { Zone } from './test-name-server.ts';

const www = 'www.example.com';
let old: Issued;
let wanted: Issued;
let stranger: Issued;

beforeAll(async () => {
  const root = await createRoot('Root');
  [old, wanted, stranger] = await Promise.all([
    issue(root, { domains: [www] }),
    issue(root, { domains: [www] }),
    issue(root, { domains: [www] }),
  ]);
});

const question = (name: string): Question => ({ label: name, servername: name });

function shownBy(issued: Issued): Handshake {
  const facts = readCertificate(issued.leaf);
  return {
    kind: 'certificate',
    facts,
    chain: [facts],
    authorized: true,
    authorizationError: null,
    protocol: 'TLSv1.3',
  };
}

function edit(): Replace {
  return {
    kind: 'replace',
    id: 'change',
    digest: 'digest',
    task: 'task',
    resource: resource({ domains: [www], endpoints: [{ host: 'lb.example.net', port: 8443 }] }),
    certificate: { ...certificate({ domains: [] }), ...readCertificate(wanted.leaf) },
    domains: domainsOf([www]),
    inferred: false,
    choice: null,
    replaces: [{ slot: 'default', ref: 'old', facts: readCertificate(old.leaf) }],
  };
}

interface World {
  readonly zone: Zone | undefined;
  /** By address, and by what is offered where that makes a difference. */
  readonly shown?: Readonly<Record<string, Handshake>>;
  readonly own?: readonly string[];
  readonly names?: readonly string[];
}

/** Names are asked of a real name server; handshakes are of the test's making. */
async function told({ zone, shown = {}, own = ['8.8.4.4'], names = [www] }: World) {
  await using server = await serveNames(zone);
  const dns = createDns({ servers: [server.address] });
  const { signal } = new AbortController();
  const found = await askDns(names.map(question), dns, signal);
  const asked: [name: string | undefined, host: string, port: number, offer: Offer][] = [];
  const ask: Ask = async ({ servername }, { host, port }, offer) => {
    asked.push([servername, host, port, offer]);
    return shown[`${host} ${offer}`] ?? shown[host] ?? noCertificate('timeout', 'no answer');
  };
  const places = own.map((host) => ({ host, port: 8443 }));
  const remark = await elsewhereRemark(
    { change: edit(), questions: [], answers: [], places },
    found,
    ask,
  );
  return { remark, asked, hosts: asked.map(([, host]) => host), questions: server.asked };
}

describe('where DNS leads clients', () => {
  it('A and AAAA are asked, and each address on the port of the resource', async () => {
    const { questions, asked } = await told({ zone: { [www]: ['8.8.8.8', '2606:4700::1111'] } });
    expect(questions.toSorted()).toEqual([`${www} A`, `${www} AAAA`]);
    expect(asked).toEqual([
      [www, '8.8.8.8', 8443, 'ecdsa'],
      [www, '2606:4700::1111', 8443, 'ecdsa'],
    ]);
  });

  it('the old and another certificate are told apart', async () => {
    const { remark } = await told({
      zone: { [www]: ['8.8.8.8', '9.9.9.9', '2606:4700::1111'] },
      shown: {
        '8.8.8.8': shownBy(old),
        '9.9.9.9': shownBy(stranger),
        '2606:4700::1111': shownBy(old),
      },
    });
    expect(remark).toMatchObject({ code: 'dns-serves-other', level: 'warning' });
    const short = (one: Issued) => one.sha256.slice(0, 8);
    expect(remark?.message).toMatch(
      new RegExp(
        `DNS also leads ${www} to 8\\.8\\.8\\.8 and 2606:4700::1111, which serve ${short(old)} \\(issuer "Root", ends [-\\d]+\\), the certificate it had before; ${www} to 9\\.9\\.9\\.9, which serves ${short(stranger)} .*, neither the old nor the new certificate$`,
        'u',
      ),
    );
  });

  it('the wanted certificate elsewhere and silence are nothing to tell', async () => {
    const zone = { [www]: ['8.8.8.8', '9.9.9.9'] };
    const { remark, hosts } = await told({ zone, shown: { '8.8.8.8': shownBy(wanted) } });
    expect(hosts).toEqual(['8.8.8.8', '9.9.9.9']);
    expect(remark).toBeUndefined();
  });

  it('an address of the resource itself is not asked again, however it is spelled', async () => {
    const { hosts } = await told({
      zone: { [www]: ['8.8.4.4', '2606:4700::1111'] },
      own: ['8.8.4.4', '2606:4700:0:0:0:0:0:1111'],
    });
    expect(hosts).toEqual([]);
  });

  it('addresses of private networks are not asked: whoever wrote them is not known', async () => {
    const inside = ['10.0.0.1', '127.0.0.1', '169.254.169.254', '192.168.1.1', 'fd00::1', '::1'];
    expect((await told({ zone: { [www]: inside } })).asked).toEqual([]);
  });

  it('one that has only the other kind of key is told by what it shows then', async () => {
    const { remark, asked } = await told({
      zone: { [www]: ['8.8.8.8'] },
      shown: {
        '8.8.8.8 ecdsa': noCertificate('nothing-in-common', 'nothing that fits'),
        '8.8.8.8 any': shownBy(stranger),
      },
    });
    expect(asked.map(([, , , offer]) => offer)).toEqual(['ecdsa', 'any']);
    expect(remark?.message).toContain(stranger.sha256.slice(0, 8));
  });

  it('one that answers without a certificate for the name is told', async () => {
    const { remark } = await told({
      zone: { [www]: ['8.8.8.8'] },
      shown: { '8.8.8.8': noCertificate('unknown-name', 'the server does not know this name') },
    });
    expect(remark?.message).toContain(
      `${www} to 8.8.8.8, which serves no certificate for it (the server does not know this name)`,
    );
  });

  it('no more than sixteen handshakes are made, and no name waits for all of another', async () => {
    const names = Array.from({ length: 5 }, (_, index) => `d${index}.example.com`);
    const addresses = Array.from({ length: 9 }, (_, index) => `8.8.8.${index + 1}`);
    const shown = Object.fromEntries(addresses.map((address) => [address, shownBy(old)]));
    const zone = Object.fromEntries(names.map((name) => [name, addresses]));
    const { asked, remark } = await told({ zone, names, shown });
    expect(asked).toHaveLength(16);
    expect(new Set(asked.map(([name]) => name))).toEqual(new Set(names));
    expect(remark?.message).toContain('29 more of these were not asked');
  });

  it('names without an address, or without a name server, are nothing to tell', async () => {
    expect(await told({ zone: {} })).toMatchObject({ asked: [], remark: undefined });
  });
});

describe('name servers that never answer', () => {
  it('are waited for no longer than the signal says', async () => {
    await using server = await serveNames(undefined);
    const dns = createDns({ servers: [server.address], timeoutMs: 60_000 });
    const found = await askDns([question(www)], dns, AbortSignal.timeout(50));
    expect(found).toEqual([{ question: question(www), addresses: [] }]);
    expect(server.asked).toHaveLength(2);
  });

  it('nor is a resolver that does not listen to it', async () => {
    const never = () => new Promise<never>(() => {});
    const dns = { resolve4: never, resolve6: never };
    const found = await askDns([question(www)], dns, AbortSignal.timeout(20));
    expect(found).toEqual([{ question: question(www), addresses: [] }]);
  });
});
