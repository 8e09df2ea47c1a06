import { armor, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';

import { openSealed } from './sealed.ts';

async function sealedFor(identity: string, text: string): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return armor.encode(await encrypter.encrypt(text));
}

const key = ['-----BEGIN PRIVATE', 'KEY-----\nMIG\n-----END PRIVATE', 'KEY-----\n'].join(' ');

describe('a sealed key', () => {
  it('is opened by the identity that it was sealed for', async () => {
    const identity = await generateIdentity();
    expect(await openSealed(await sealedFor(identity, key), identity)).toBe(key);
  });

  it('is opened by any identity of an identity file, comments and line ends aside', async () => {
    const [other, own] = [await generateIdentity(), await generateIdentity()];
    const file = `# created: today\r\n${other}\r\n\r\n# mine\r\n  ${own}\r\n`;
    expect(await openSealed(await sealedFor(own, key), file)).toBe(key);
  });

  it('stays closed for others, for no identity at all, and when it is no age file', async () => {
    const [other, own] = [await generateIdentity(), await generateIdentity()];
    const sealed = await sealedFor(own, key);
    expect(await openSealed(sealed, other)).toBeUndefined();
    expect(await openSealed(sealed, '# nothing')).toBeUndefined();
    expect(await openSealed(sealed, 'AGE-SECRET-KEY-1WRONG')).toBeUndefined();
    expect(await openSealed('not armored', own)).toBeUndefined();
  });
});
