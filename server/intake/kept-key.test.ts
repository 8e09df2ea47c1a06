import { Decrypter, armor, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterEach, describe, expect, it } from 'vitest';

import type { Secret } from '../../shared/core/secret.ts';
import { openKey } from '../certificates.ts';
import type { StoredCertificate } from '../database/schema.ts';
import { issuedEvent, issueForTest, openTestIntake, testSecret } from './test-intake.ts';
import type { TestIntake } from './test-intake.ts';

let intake: TestIntake | undefined;
async function open(): Promise<TestIntake> {
  intake = await openTestIntake();
  return intake;
}
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

const identity = await generateIdentity();
const recipient = await identityToRecipient(identity);

async function unseal(armored: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return await decrypter.decrypt(armor.decode(armored), 'text');
}

const first = ({ rows }: TestIntake) => rows('certificates')[0] as unknown as StoredCertificate;

describe('a private key', () => {
  it('is sealed to the recipients of a source that keeps only sealed ones', async () => {
    const world = await open();
    const config = {
      keys: [testSecret],
      allowed_domains: ['example.com'],
      recipients: [recipient],
    };
    await world.addSource({ keyMode: 'sealed', config });
    const issued = await issueForTest();
    expect((await world.send(issuedEvent(issued))).json['key']).toBe('sealed');
    const row = first(world);
    expect(row).toMatchObject({ key_form: 'sealed', key_id: null });
    expect(await unseal(String(row.key_data))).toBe(issued.key);
    const { key, sealedKey } = openKey(row, world.server.ports.keyring);
    expect([key, sealedKey]).toEqual([null, String(row.key_data)]);
  });

  it('is refused in clear where nobody is named to seal it to', async () => {
    const world = await open();
    await world.addSource({ keyMode: 'sealed' });
    const reply = await world.send(issuedEvent(await issueForTest()));
    expect([reply.status, reply.json['code']]).toEqual([422, 'key_not_sealed']);
    expect(world.rows('certificates')).toEqual([]);
  });

  it.each(['sealed', 'encrypted'] as const)(
    'that comes sealed is kept as it came where keys are %s',
    async (keyMode) => {
      const world = await open();
      await world.addSource({ keyMode });
      const { chain } = await issueForTest();
      const { Encrypter } = await import('age-encryption');
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      const sealed = `${armor.encode(await encrypter.encrypt('the key'))}\n`;
      const data = { chain_pem: chain, private_key_age: sealed };
      const reply = await world.send({ type: 'certificate.issued', data });
      expect([reply.status, reply.json['key'], reply.json['deploys']]).toEqual([
        202,
        'sealed',
        true,
      ]);
      expect(await unseal(String(first(world).key_data))).toBe('the key');
    },
  );

  it('is encrypted for its own certificate and opens nowhere else', async () => {
    const world = await open();
    await world.addSource();
    const issued = await issueForTest();
    await world.send(issuedEvent(issued));
    const row = first(world);
    const { keyring } = world.server.ports;
    const key: Secret | null = openKey(row, keyring).key;
    expect(key?.reveal()).toBe(issued.key);
    expect(() => openKey({ ...row, fingerprint: 'a'.repeat(64) }, keyring)).toThrowError(
      /sealed data was changed/u,
    );
    const spoilt = Buffer.from(row.key_data ?? '');
    spoilt[20] = (spoilt[20] ?? 0) ^ 1;
    expect(() => openKey({ ...row, key_data: spoilt }, keyring)).toThrowError(
      /sealed data was changed/u,
    );
  });
});
