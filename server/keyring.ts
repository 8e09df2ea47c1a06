import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

import type { Secret } from '../shared/core/secret.ts';

export interface MasterKey {
  /** Stored beside what the key seals. */
  readonly id: string;
  /** 32 bytes, base64. */
  readonly key: Secret;
}

export interface Sealed {
  readonly keyId: string;
  readonly data: Buffer;
}

/** Encryption at rest. What was sealed for one place (`aad`) opens in no other. */
export interface Keyring {
  /** The key that new data is sealed with. */
  readonly activeId: string;
  readonly ids: readonly string[];
  seal(plain: Uint8Array, aad: string): Sealed;
  /** Throws `KeyringError` when the key is not here, or the data was changed or moved. */
  open(sealed: Sealed, aad: string): Buffer;
  /** One text for a JSON column: `sealed:<key id>:<base64url>`. */
  sealText(plain: string, aad: string): string;
  openText(sealed: string, aad: string): string;
  /** Whether it was sealed with another key than the active one. */
  isStale(keyId: string): boolean;
}

export class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

/** Places that data is sealed for. */
export const certificateKeyAad = (fingerprint: string): string => `certificate/${fingerprint}`;
export const sourceSecretAad = (sourceId: string): string => `source/${sourceId}`;

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
const text = /^sealed:([\w.-]{1,64}):([\w-]+)$/u;

export const isSealedText = (value: string): boolean => text.test(value);

/** The key id inside of a sealed text; undefined where it is none. */
export const keyIdOfText = (value: string): string | undefined => text.exec(value)?.[1];

/** A name for a key that was given without one: the same key always has the same. */
export const keyIdOf = (key: Uint8Array): string =>
  createHash('sha256').update('certferry key id').update(key).digest('hex').slice(0, 8);

/**
 * AES-256-GCM with a fresh 96-bit nonce per seal: version byte, nonce, ciphertext, tag. The key id is
 * bound in too, so a row cannot be relabelled. The first key seals; the others only open, until
 * `key rotate` has sealed everything anew.
 */
export function createKeyring(masterKeys: readonly MasterKey[]): Keyring {
  const keys = new Map<string, Buffer>();
  for (const { id, key } of masterKeys) {
    const bytes = Buffer.from(key.reveal(), 'base64');
    if (bytes.length !== keyBytes) throw new KeyringError(`key "${id}" does not have 32 bytes`);
    if (keys.has(id)) throw new KeyringError(`two keys have the id "${id}"`);
    keys.set(id, bytes);
  }
  // A key that had no name when a row was sealed is found again after it was given one.
  const byHash = new Map([...keys.values()].map((key) => [keyIdOf(key), key]));
  const activeId = masterKeys[0]?.id;
  if (activeId === undefined) throw new KeyringError('a key ring needs at least one key');

  const find = (id: string): Buffer => {
    const key = keys.get(id) ?? byHash.get(id);
    if (key === undefined) {
      throw new KeyringError(`sealed with key "${id}", which CERTFERRY_MASTER_KEY does not hold`);
    }
    return key;
  };
  const bound = (id: string, aad: string) => Buffer.from(`certferry/${version}/${id}/${aad}`);

  function seal(plain: Uint8Array, aad: string): Sealed {
    const keyId = activeId ?? '';
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', find(keyId), nonce, { authTagLength: tagBytes });
    cipher.setAAD(bound(keyId, aad));
    const head = Buffer.from([version]);
    const data = Buffer.concat([
      head,
      nonce,
      cipher.update(plain),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return { keyId, data };
  }

  function open({ keyId, data }: Sealed, aad: string): Buffer {
    const key = find(keyId);
    if (data.length < 1 + nonceBytes + tagBytes || data[0] !== version) {
      throw new KeyringError('sealed data is cut off, or of an unknown version');
    }
    const nonce = data.subarray(1, 1 + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(bound(keyId, aad));
    decipher.setAuthTag(data.subarray(data.length - tagBytes));
    try {
      const body = data.subarray(1 + nonceBytes, data.length - tagBytes);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch (cause) {
      const words = 'sealed data was changed, moved, or sealed with another key of the same id';
      throw new KeyringError(words, { cause });
    }
  }

  return {
    activeId,
    ids: [...keys.keys()],
    seal,
    open,
    sealText(plain, aad) {
      const { keyId, data } = seal(Buffer.from(plain, 'utf8'), aad);
      return `sealed:${keyId}:${data.toString('base64url')}`;
    },
    openText(sealed, aad) {
      const [, keyId, data] = text.exec(sealed) ?? [];
      if (keyId === undefined || data === undefined) throw new KeyringError('not a sealed text');
      return open({ keyId, data: Buffer.from(data, 'base64url') }, aad).toString('utf8');
    },
    isStale: (keyId) => keyId !== activeId,
  };
}
