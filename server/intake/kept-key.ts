import { armor, Encrypter } from 'age-encryption';

import type { Source } from '../database/schema.ts';
import { certificateKeyAad } from '../keyring.ts';
import type { Keyring } from '../keyring.ts';
import type { Bundle } from './bundle.ts';

/** What becomes of a private key that came along. */
export interface KeptKey {
  readonly form: 'none' | 'sealed' | 'encrypted';
  /** age in its armor where sealed; what the key ring made of the PEM where encrypted. */
  readonly data: Buffer | null;
  readonly keyId: string | null;
  /** As the answer says it. */
  readonly said: 'none' | 'dropped' | 'sealed' | 'stored';
  /** The sender showed that it has the key, whatever became of it. */
  readonly proven: boolean;
}

/** A plain key came to a source that keeps only sealed ones, and nobody is named to seal it to. */
export class NoRecipient extends Error {
  override readonly name = 'NoRecipient';
}

/**
 * Sealed is strongest: nobody here can read it. A key that comes in clear is sealed on arrival to the
 * recipients of the source. `encrypted` takes a sealed key as it is; `never` keeps none at all.
 * Rejects with `NoRecipient`.
 */
export async function keepKey(
  bundle: Bundle,
  source: {
    readonly mode: Source['key_mode'];
    readonly recipients: readonly string[];
  },
  keyring: Keyring,
): Promise<KeptKey> {
  const { key, sealedKey, facts } = bundle;
  const proven = key !== null;
  const came = key !== null || sealedKey !== null;
  if (!came || source.mode === 'never') {
    return { form: 'none', data: null, keyId: null, said: came ? 'dropped' : 'none', proven };
  }
  if (sealedKey !== null) {
    const data = Buffer.from(sealedKey);
    return { form: 'sealed', data, keyId: null, said: 'sealed', proven };
  }
  const pem = key?.reveal() ?? '';
  if (source.mode === 'sealed') {
    if (source.recipients.length === 0) throw new NoRecipient();
    const encrypter = new Encrypter();
    for (const recipient of source.recipients) encrypter.addRecipient(recipient);
    const data = Buffer.from(armor.encode(await encrypter.encrypt(pem)));
    return { form: 'sealed', data, keyId: null, said: 'sealed', proven };
  }
  const { data, keyId } = keyring.seal(Buffer.from(pem), certificateKeyAad(facts.sha256));
  return { form: 'encrypted', data, keyId, said: 'stored', proven };
}
