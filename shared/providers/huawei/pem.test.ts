import { createPrivateKey, generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../../tests/pki.ts';
import { pemCertificates } from '../../core/certificate.ts';
import { Secret } from '../../core/secret.ts';
import { keyLines, materialOf } from '../test-kit.ts';
import { leafFacts, pairOf } from './pem.ts';

const limits = { chain: 20_480, key: 20_480, certificates: 11 };
const authority = createRoot('PEM tests').then(
  async (root) => await createIntermediate(root, 'PEM tests intermediate'),
);
const newMaterial = async (key: 'rsa-2048' | 'ec-p384' = 'ec-p384') =>
  materialOf(await issue(await authority, { domains: ['a.example.com'], key }));

describe('a certificate as the cloud shows it', () => {
  it('is read whatever its line breaks', async () => {
    const { leaf, certificate } = await newMaterial();
    const bare = leaf.replaceAll('\n', '').replace('-----BEGIN', ' -----BEGIN');
    const forms = [leaf, bare, leaf.replaceAll('\n', '\r\n'), `${leaf}${leaf}`, leaf.trimEnd()];
    for (const form of forms) expect(leafFacts(form)?.sha256).toBe(certificate.sha256);
  });

  it.each([
    null,
    undefined,
    '',
    'nothing',
    '-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----',
  ])('is unknown when it is %j', (text) => expect(leafFacts(text)).toBeNull());
});

describe('what is sent for a certificate', () => {
  it.each([
    ['rsa-2048', 'RSA PRIVATE KEY'],
    ['ec-p384', 'EC PRIVATE KEY'],
  ] as const)('has a key of the old form for %s, in lines of 64', async (key, label) => {
    const material = await newMaterial(key);
    const pair = pairOf(material, limits);
    const pem = pair.key.reveal();
    expect(pem).toMatch(new RegExp(`^-----BEGIN ${label}-----\n`, 'u'));
    expect(Math.max(...pem.split('\n').map((line) => line.length))).toBe(64);
    const original = createPrivateKey(material.key.reveal());
    expect(createPrivateKey(pem).equals(original)).toBe(true);
    expect(pemCertificates(pair.chain)).toEqual([material.leaf, ...material.intermediates]);
    expect(pair.chain).not.toMatch(/\n\n|\r/u);
  });

  it('is refused for a key of another certificate, and says nothing of the key', async () => {
    const material = await newMaterial();
    const { key } = await newMaterial();
    expect(() => pairOf({ ...material, key }, limits)).toThrow(/does not belong to it/u);
    const broken = { ...material, key: new Secret(key.reveal().replaceAll(/[A-M]/gu, '?')) };
    const thrown = (() => {
      try {
        pairOf(broken, limits);
        return 'nothing';
      } catch (error) {
        return `${String(error)} ${String((error as Error).cause)}`;
      }
    })();
    expect(thrown).toMatch(/cannot be read/u);
    for (const line of keyLines(broken.key.reveal())) expect(thrown).not.toContain(line);
  });

  it('is refused for a key of another kind', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const material = { ...(await newMaterial()), key: new Secret(pem) };
    expect(() => pairOf(material, limits)).toThrow(/CERTIFICATE_REJECTED|does not belong/u);
  });

  it.each([
    [{ certificates: 1 }, /more than 1 certificates/u],
    [{ chain: 100 }, /longer than 100/u],
    [{ key: 100 }, /private key is longer/u],
  ])('is refused beyond %j', async (less, message) => {
    const material = await newMaterial();
    expect(() => pairOf(material, { ...limits, ...less })).toThrow(message);
  });
});
