import { randomBytes } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Secret } from '../shared/core/secret.ts';
import { createKeyring, isSealedText, keyIdOf, keyIdOfText, KeyringError } from './keyring.ts';

const bytesOf = (seed: number) =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (seed * 37 + i * 11) % 256));
const master = (id: string, seed: number) => ({
  id,
  key: new Secret(bytesOf(seed).toString('base64')),
});
const ring = createKeyring([master('new', 1), master('old', 2)]);

describe('what is sealed', () => {
  it('opens to the same bytes, for its own place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), fc.string(), (plain, aad) => {
        expect(ring.open(ring.seal(plain, aad), aad)).toEqual(Buffer.from(plain));
      }),
    );
  });

  it('opens to the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plain, aad) => {
        const sealed = ring.sealText(plain, aad);
        expect(isSealedText(sealed)).toBe(true);
        expect(keyIdOfText(sealed)).toBe('new');
        expect(ring.openText(sealed, aad)).toBe(plain);
      }),
    );
  });

  it('never looks the same twice', () => {
    const seen = new Set(
      Array.from({ length: 200 }, () => ring.seal(Buffer.from('same'), 'a').data.toString('hex')),
    );
    expect(seen.size).toBe(200);
  });

  it('shows nothing of what it holds', () => {
    const plain = Buffer.from('-----BEGIN PRIVATE KEY-----');
    expect(ring.seal(plain, 'a').data.includes('PRIVATE')).toBe(false);
  });

  it('does not open when any one bit was changed', () => {
    const sealed = ring.seal(randomBytes(40), 'certificate/a');
    for (let bit = 0; bit < sealed.data.length * 8; bit += 1) {
      const data = Buffer.from(sealed.data);
      const at = Math.floor(bit / 8);
      data[at] = (data[at] ?? 0) ^ (1 << (bit % 8));
      expect(() => ring.open({ ...sealed, data }, 'certificate/a')).toThrow(KeyringError);
    }
  });

  it('does not open when it was cut off at any length', () => {
    const sealed = ring.seal(randomBytes(8), 'a');
    for (let length = 0; length < sealed.data.length; length += 1) {
      const data = sealed.data.subarray(0, length);
      expect(() => ring.open({ ...sealed, data }, 'a')).toThrow(KeyringError);
    }
  });

  it('does not open in another place', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other);
        expect(() => ring.open(ring.seal(Buffer.from('x'), one), other)).toThrow(KeyringError);
      }),
    );
  });

  it('does not open under the name of another key, even when that has the same bytes', () => {
    const twice = createKeyring([master('a', 1), { ...master('b', 1) }]);
    const sealed = twice.seal(Buffer.from('x'), 'place');
    expect(twice.open(sealed, 'place')).toEqual(Buffer.from('x'));
    expect(() => twice.open({ ...sealed, keyId: 'b' }, 'place')).toThrow(KeyringError);
  });
});

describe('a key ring', () => {
  it('seals with its first key and opens with every one', () => {
    const before = createKeyring([master('old', 2)]);
    const sealed = before.seal(Buffer.from('x'), 'a');
    expect(ring.open(sealed, 'a')).toEqual(Buffer.from('x'));
    expect(ring.isStale(sealed.keyId)).toBe(true);
    expect(ring.isStale(ring.seal(Buffer.from('x'), 'a').keyId)).toBe(false);
    expect(ring.ids).toEqual(['new', 'old']);
  });

  it('finds a key that was named only after it had sealed', () => {
    const unnamed = createKeyring([{ ...master('', 3), id: keyIdOf(bytesOf(3)) }]);
    const sealed = unnamed.seal(Buffer.from('x'), 'a');
    const named = createKeyring([master('2026', 3)]);
    expect(named.open(sealed, 'a')).toEqual(Buffer.from('x'));
  });

  it('says which key it lacks', () => {
    const sealed = createKeyring([master('gone', 9)]).seal(Buffer.from('x'), 'a');
    expect(() => ring.open(sealed, 'a')).toThrow(
      'sealed with key "gone", which CERTFERRY_MASTER_KEY',
    );
  });

  it.each([
    ['no key', []],
    ['a short key', [{ id: 'a', key: new Secret('c2hvcnQ=') }]],
    ['one id twice', [master('a', 1), master('a', 2)]],
  ])('is not made of %s', (_, keys) => {
    expect(() => createKeyring(keys)).toThrow(KeyringError);
  });
});
