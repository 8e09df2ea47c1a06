import { createPrivateKey, generateKeyPairSync, webcrypto } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readMaterial } from '../../shared/core/material.ts';
import { createIntermediate, issue } from '../../tests/pki.ts';
import { bundleFlaws, readBundle } from './bundle.ts';
import type { Bundle, BundleFlaw } from './bundle.ts';
import { readPem } from './pem.ts';
import { issueForTest, testAuthority, testRoot, testTime } from './test-intake.ts';

const day = 86_400_000;
const isRootSubject = () => false;

function read(text: string, now = testTime) {
  return readBundle(readPem(text), { now, isRootSubject });
}

function bundleOf(text: string): Bundle {
  const result = read(text);
  if (!result.ok) throw new Error(result.flaw);
  return result.bundle;
}

async function flawed(make: () => Promise<string> | string): Promise<BundleFlaw | undefined> {
  const result = read(await make());
  return result.ok ? undefined : result.flaw;
}

const selfSigned = async () => await testRoot();

const flaws: Readonly<Record<BundleFlaw, () => Promise<string> | string>> = {
  no_certificate: async () => (await issueForTest()).key,
  too_many_certificates: async () => (await issueForTest()).leaf.repeat(11),
  unparsable: () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  leaf_is_ca: async () => (await testAuthority()).pem,
  expired: async () => (await issueForTest({ notAfter: new Date(testTime.getTime() - 1) })).chain,
  not_yet_valid: async () =>
    (await issueForTest({ notBefore: new Date(testTime.getTime() + day + 1000) })).chain,
  key_mismatch: async () => (await issueForTest()).chain + (await issueForTest()).key,
  encrypted_key: async () => {
    const { chain, key } = await issueForTest();
    const locked = {
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    } as const;
    return chain + createPrivateKey(key).export(locked).toString();
  },
  too_many_keys: async () => {
    const { chain, key } = await issueForTest();
    return `${chain}${key}${key}`;
  },
  key_form: async () =>
    `${(await issueForTest()).chain}-----BEGIN AGE ENCRYPTED FILE-----\nbm90IGFnZQ==\n-----END AGE ENCRYPTED FILE-----\n`,
  unsupported_key: async () => (await issueForTest({ key: 'rsa-1024' })).chain,
  weak_signature: async () => (await issueForTest({ hash: 'SHA-1', key: 'ec-p256' })).chain,
  no_name: async () => (await issueForTest({ domains: [], commonName: 'www.example.com' })).chain,
  chain_expired: async () => {
    const short = await createIntermediate(await testRoot(), 'Short');
    const text = (await issue(short, { domains: ['www.example.com'] })).chain;
    return text;
  },
};

describe('a delivered certificate', () => {
  it.each(Object.entries(flaws).filter(([code]) => code !== 'chain_expired'))(
    'is refused as %s',
    async (code, make) => {
      expect(await flawed(make)).toBe(code);
    },
  );

  it('is refused when a certificate of its chain has expired, though it has not itself', async () => {
    const text = await flaws.chain_expired();
    const late = new Date(Date.now() + 1900 * day);
    const leaf = (
      await issue(await createIntermediate(await testRoot(), 'Short too'), {
        domains: ['www.example.com'],
        notAfter: new Date(Date.now() + 3000 * day),
      })
    ).chain;
    expect(read(leaf, late)).toEqual({ ok: false, flaw: 'chain_expired' });
    expect(read(text, new Date()).ok).toBe(true);
  });

  it('has words for every reason', () => {
    expect(Object.keys(bundleFlaws).sort()).toEqual(Object.keys(flaws).sort());
  });

  it('is read for what it is', async () => {
    const issued = await issueForTest({
      domains: ['shop.example.com', 'www.example.com'],
      commonName: 'www.example.com',
    });
    const bundle = bundleOf(issued.chain + issued.key);
    expect(bundle.facts).toMatchObject({
      sha256: issued.sha256,
      serial: issued.serial,
      domains: ['shop.example.com', 'www.example.com'],
      keyAlgorithm: 'ec-p256',
      notAfter: issued.notAfter,
    });
    expect(bundle).toMatchObject({
      defaultName: 'www.example.com',
      selfSigned: false,
      chainComplete: false,
    });
    expect(bundle.chain.join('')).toBe(issued.chain);
    expect(bundle.key?.reveal()).toBe(issued.key);
    expect(`${String(bundle.key)} ${JSON.stringify(bundle)}`).not.toContain('PRIVATE KEY');
  });

  it('goes by its first name where its common name is none of its names, and by none with addresses only', async () => {
    const other = await issueForTest({
      domains: ['a.example.com', 'b.example.com'],
      commonName: 'A shop',
    });
    expect(bundleOf(other.chain).defaultName).toBe('a.example.com');
    const address = await issueForTest({
      domains: [],
      ips: ['192.0.2.1'],
      commonName: '192.0.2.1',
    });
    expect(bundleOf(address.chain).defaultName).toBeUndefined();
  });

  it('is put in order, and its root is left out', async () => {
    const { leaf, chain, key } = await issueForTest();
    const root = (await testRoot()).pem;
    const intermediate = chain.slice(leaf.length);
    const mixed = bundleOf(`${root}${intermediate}${leaf}${key}`);
    expect(mixed.chain.join('')).toBe(chain);
    expect(mixed.warnings).toEqual(['chain_order', 'root_included']);
    expect(mixed.chainComplete).toBe(true);
    expect(bundleOf(`${chain}${root}`).warnings).toEqual(['root_included']);
    expect(bundleOf(chain).warnings).toEqual(['chain_incomplete']);
  });

  it('leaves behind what belongs to no chain of it', async () => {
    const { chain } = await issueForTest();
    const stranger = await createIntermediate(await testRoot(), 'Stranger');
    const bundle = bundleOf(chain + stranger.pem);
    expect(bundle.chain.join('')).toBe(chain);
    expect(bundle.warnings).toContain('unrelated_certificates');
  });

  it('may have its key in any form that ACME clients write', async () => {
    for (const spec of ['ec-p256', 'ec-p384', 'rsa-2048'] as const) {
      const issued = await issueForTest({ key: spec });
      const key = createPrivateKey(issued.key);
      const forms = spec.startsWith('rsa')
        ? (['pkcs1', 'pkcs8'] as const)
        : (['sec1', 'pkcs8'] as const);
      for (const type of forms) {
        const text = key.export({ type, format: 'pem' }).toString().replaceAll('\n', '\r\n');
        const bundle = bundleOf(issued.chain + text);
        expect(bundle.key?.reveal()).toBe(key.export({ type: 'pkcs8', format: 'pem' }));
      }
    }
  });

  it('is not taken with an Ed25519 key, which no cloud serves', async () => {
    const { chain } = await issueForTest();
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(read(chain + privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toEqual({
      ok: false,
      flaw: 'key_mismatch',
    });
  });

  it('that is taken is one that a preview takes too', async () => {
    const names = fc.subarray(['www.example.com', '*.example.com', 'example.com'], {
      minLength: 1,
    });
    const options = fc.record({
      domains: names,
      key: fc.constantFrom('ec-p256' as const, 'ec-p384' as const, 'ec-p521' as const),
      hash: fc.constantFrom('SHA-256' as const, 'SHA-1' as const),
      startsInDays: fc.integer({ min: -80, max: 2 }),
      root: fc.boolean(),
      reversed: fc.boolean(),
      withKey: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ startsInDays, root, reversed, withKey, ...rest }) => {
        const notBefore = new Date(testTime.getTime() + startsInDays * day);
        const issued = await issueForTest({ ...rest, notBefore });
        const pems = [
          ...(issued.chain.match(/-----BEGIN[^-]*-----[^-]*-----END[^-]*-----\n/gu) ?? []),
        ];
        if (root) pems.push((await testRoot()).pem);
        if (reversed) pems.reverse();
        const text = pems.join('') + (withKey ? issued.key : '');
        const result = read(text);
        const valid = notBefore > testTime ? notBefore : testTime;
        const theirs = readMaterial({
          name: 'x',
          type: 'issued',
          chain: result.ok ? result.bundle.chain.join('') : text,
          key: withKey ? issued.key : undefined,
          now: valid,
          isRootSubject,
        });
        if (result.ok) {
          expect(theirs).toMatchObject({
            ok: true,
            findings: expect.not.arrayContaining([
              expect.objectContaining({ code: 'chain-order' }),
            ]) as unknown,
          });
        } else {
          expect(['weak_signature', 'not_yet_valid']).toContain(result.flaw);
        }
      }),
      { numRuns: 40 },
    );
  });
});

it('a self-signed certificate that is no authority is taken, and known as such', async () => {
  const { pem } = await selfSigned();
  expect(read(pem)).toEqual({ ok: false, flaw: 'leaf_is_ca' });
});

it('an authority is none either when its key comes along', async () => {
  const { pem, keys } = await testAuthority();
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const text = pem + key.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(read(text)).toEqual({ ok: false, flaw: 'leaf_is_ca' });
});

describe('anything else', () => {
  it('is refused with one of the codes, whatever the bytes', async () => {
    const { chain, key } = await issueForTest();
    const text = chain + key;
    fc.assert(
      fc.property(
        fc.nat({ max: text.length - 1 }),
        fc.constantFrom('A', '-', '\n', '=', ' '),
        (at, put) => {
          const result = read(text.slice(0, at) + put + text.slice(at + 1));
          expect(result.ok || result.flaw in bundleFlaws).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (noise) => void read(noise)));
  });
});
