import { beforeAll, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { readMaterial } from './material.ts';
import type { MaterialInput, MaterialResult } from './material.ts';

let root: Authority;
let middle: Authority;
let lower: Authority;
let shop: Issued;
const day = 86_400_000;
const now = new Date();

beforeAll(async () => {
  root = await createRoot('Test Root');
  middle = await createIntermediate(root, 'Middle CA');
  lower = await createIntermediate(middle, 'Lower CA');
  shop = await issue(lower, { domains: ['shop.example.com', '*.shop.example.com'] });
});

function read(overrides: Partial<MaterialInput> = {}): MaterialResult {
  return readMaterial({
    name: 'shop',
    type: 'uploaded',
    chain: shop.chain,
    key: shop.key,
    now,
    isRootSubject: (name) => name.includes('Test Root'),
    ...overrides,
  });
}

function problems(overrides: Partial<MaterialInput>): string {
  const result = read(overrides);
  return result.ok ? '' : result.problems.join('\n');
}

describe('readMaterial', () => {
  it('takes a pair in order without a remark', () => {
    const result = read();
    if (!result.ok) throw new Error(result.problems.join());
    expect(result.findings).toEqual([]);
    expect(result.certificate).toMatchObject({
      sha256: shop.sha256,
      serial: shop.serial,
      issuer: 'Lower CA',
      domains: ['shop.example.com', '*.shop.example.com'],
      keyAlgorithm: 'ec-p256',
    });
    expect(result.material?.intermediates).toEqual([lower.pem, middle.pem]);
    expect(result.material?.leaf).toBe(shop.leaf);
  });

  it('mends a wrong order, drops the root, and says so', () => {
    const result = read({ chain: root.pem + middle.pem + shop.leaf + lower.pem });
    if (!result.ok) throw new Error(result.problems.join());
    expect(result.findings.map((one) => one.code)).toEqual(['chain-order']);
    expect(result.material?.intermediates).toEqual([lower.pem, middle.pem]);
  });

  it('warns when the chain ends below an issuer that is no public root', () => {
    const result = read({ chain: shop.leaf });
    expect(result.ok && result.findings.map((one) => one.code)).toEqual(['chain-incomplete']);
  });

  it('refuses a chain with a gap or a stranger in it', async () => {
    expect(problems({ chain: shop.leaf + middle.pem })).toContain(
      'the chain is broken: "Middle CA"',
    );
    const stranger = await createRoot('Stranger');
    expect(problems({ chain: shop.chain + stranger.pem })).toContain('"Stranger"');
  });

  it('refuses a key that does not fit', async () => {
    const other = await issue(lower, { domains: ['shop.example.com'] });
    expect(problems({ key: other.key })).toContain('belongs to none of the certificates');
  });

  it('refuses an expired, a future and a nameless leaf', async () => {
    const expired = await issue(root, {
      domains: ['a.example.com'],
      notAfter: new Date(now.getTime() - day),
    });
    expect(problems({ chain: expired.chain, key: expired.key })).toContain('expired on');
    const future = await issue(root, {
      domains: ['a.example.com'],
      notBefore: new Date(now.getTime() + day),
    });
    expect(problems({ chain: future.chain, key: future.key })).toContain('not valid before');
    const nameless = await issue(root, { domains: [], commonName: 'shop.example.com' });
    expect(problems({ chain: nameless.chain, key: nameless.key })).toContain(
      'names no domain (SAN)',
    );
  });

  it('refuses weak keys and weak signatures', async () => {
    const short = await issue(root, { domains: ['a.example.com'], key: 'rsa-1024' });
    expect(problems({ chain: short.chain, key: short.key })).toContain('RSA 1024');
    const sha1 = await issue(root, { domains: ['a.example.com'], hash: 'SHA-1' });
    expect(problems({ chain: sha1.chain, key: sha1.key })).toContain('weak algorithm');
  });

  it('names what is wrong with an input that is no pair at all', () => {
    expect(problems({ chain: '' })).toContain('holds no PEM certificate');
    expect(problems({ chain: shop.key })).toContain('swapped');
    expect(problems({ key: shop.leaf })).toContain('swapped');
    expect(problems({ key: 'hunter2' })).toContain('holds no PEM private key');
    expect(
      problems({ key: shop.key.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY') }),
    ).toContain('encrypted');
  });

  it('never quotes key bytes, neither in problems nor in what it returns', () => {
    const broken = shop.key.replace(/[A-Za-z]{20}/u, 'AAAAAAAAAAAAAAAAAAAA');
    const body = shop.key.split('\n')[2] ?? '';
    for (const key of [broken, shop.key]) {
      expect(JSON.stringify(read({ key }))).not.toContain(body);
    }
  });

  it.each([
    { lifetime: 200, left: 31, warns: false },
    { lifetime: 200, left: 29, warns: true },
    { lifetime: 100, left: 26, warns: false },
    { lifetime: 100, left: 24, warns: true },
    { lifetime: 47, left: 13, warns: false },
    { lifetime: 47, left: 11, warns: true },
  ])(
    'warns by the lifetime: $left days left of $lifetime, $warns',
    async ({ lifetime, left, warns }) => {
      const notAfter = new Date(now.getTime() + left * day);
      const notBefore = new Date(notAfter.getTime() - lifetime * day);
      const one = await issue(root, { domains: ['a.example.com'], notBefore, notAfter });
      const result = read({ chain: one.chain, key: one.key });
      const codes = result.ok ? result.findings.map(({ code }) => code) : [];
      expect(codes).toEqual(warns ? ['ends-soon'] : []);
    },
  );

  it('says when a certificate ends, and when one of its length is usually renewed', async () => {
    // A certificate counts whole seconds.
    const notAfter = new Date(now.getTime() + 3 * day + 60_000);
    const notBefore = new Date(notAfter.getTime() - 90 * day);
    const one = await issue(root, { domains: ['a.example.com'], notBefore, notAfter });
    const result = read({ chain: one.chain, key: one.key });
    const on = (date: Date) => date.toISOString().slice(0, 10);
    const due = new Date(notAfter.getTime() - 30 * day);
    expect(result.ok && result.findings).toEqual([
      {
        code: 'ends-soon',
        level: 'warning',
        subject: 'shop',
        message: `it ends on ${on(notAfter)}, 3 days from now; a certificate of 90 days is usually renewed by ${on(due)}`,
      },
    ]);
  });

  it('checks the public part alone when there is no key', () => {
    const result = read({ key: undefined });
    expect(result.ok && result.material).toBeNull();
  });
});
