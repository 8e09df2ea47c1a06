/** Where the workflow step has the age identity (`AGE-SECRET-KEY-1…`) that bundles are sealed for. */
export const identityVariable = 'CERTFERRY_AGE_IDENTITY';

const comment = /^\s*(?:#|$)/u;

/**
 * What an armored age file holds; undefined where none of the identities opens it. `identities` is the
 * text of an identity file: one a line, with comments. https://github.com/C2SP/C2SP/blob/main/age.md
 */
export async function openSealed(armored: string, identities: string): Promise<string | undefined> {
  // Loaded only where something is sealed: most runs never need it.
  const { armor, Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    for (const line of identities.split(/\r?\n/u)) {
      if (!comment.test(line)) decrypter.addIdentity(line.trim());
    }
    return await decrypter.decrypt(armor.decode(armored), 'text');
  } catch {
    // Its errors may repeat the identity; that it does not open is all there is to say.
    return undefined;
  }
}
