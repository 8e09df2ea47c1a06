import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { markEdits, markerKey, readMarker, writeMarker, type Marker } from './marker.ts';
import { createSigner, type Signer, type Signing } from './plan-signature.ts';

const [one, two] = ['first-secret-of-the-file', 'second-secret-of-the-file'] as const;
const repository = 'octo/shop';

const marker: Marker = {
  kind: 'preview',
  key: markerKey({ file: '.github/certferry.yml' }),
  plan: 'ab'.repeat(32),
  edits: markEdits(['a'.repeat(64), 'b'.repeat(64)]),
  sha: '0123456789ab',
  run: { id: 26_000_000_001, attempt: 2 },
  mac: null,
};

function signerOf(signing: Partial<Signing> = {}): Signer {
  const signer = createSigner({ secrets: [one, two], repository, ...signing });
  if (signer === null) throw new Error('nothing to sign with');
  return signer;
}

const strong = fc
  .string({ minLength: 16, maxLength: 80 })
  .filter((text) => text.trim().length > 15);

describe('a signed marker', () => {
  it('is accepted as it comes back from a comment', () => {
    fc.assert(
      fc.property(fc.array(strong, { minLength: 1, maxLength: 5 }), fc.nat(), (secrets, pull) => {
        const signer = signerOf({ secrets });
        const read = readMarker(`${writeMarker(signer.sign(marker, pull))}\ntext`);
        expect(read !== undefined && signer.accepts(read, pull)).toBe(true);
      }),
    );
  });

  it('does not depend on the order of the secrets, on doubles, or on the case of the repository', () => {
    const signed = signerOf().sign(marker, 7);
    for (const secrets of [
      [two, one],
      [one, two, one],
      [one, two, 'short'],
    ]) {
      expect(signerOf({ secrets }).sign(marker, 7)).toEqual(signed);
    }
    expect(signerOf({ repository: 'Octo/Shop' }).sign(marker, 7)).toEqual(signed);
  });

  it('depends on everything else', () => {
    const signed = signerOf().sign(marker, 7);
    expect(signerOf().accepts(signed, 7)).toBe(true);
    expect(signerOf().accepts(signed, 8)).toBe(false);
    for (const change of [
      { kind: 'result' },
      { key: markerKey({ file: 'b.yml' }) },
      { plan: null },
      { edits: markEdits(['a'.repeat(64)]) },
      { sha: 'f'.repeat(12) },
      { run: { id: 1, attempt: 2 } },
      { mac: null },
      { mac: signed.mac?.slice(1) ?? '' },
    ] satisfies readonly Partial<Marker>[]) {
      expect(signerOf().accepts({ ...signed, ...change }, 7), JSON.stringify(change)).toBe(false);
    }
    for (const signing of [
      { repository: 'octo/other' },
      { secrets: [one] },
      { secrets: [`${one}${two}`] },
      { secrets: [`${one}s`, two.slice(1)] },
    ]) {
      expect(signerOf(signing).accepts(signed, 7), JSON.stringify(signing)).toBe(false);
    }
  });

  it('shows no part of a secret', () => {
    const text = writeMarker(signerOf().sign(marker, 7));
    for (const part of ['first', 'secret', 'file']) expect(text).not.toContain(part);
  });
});

describe('secrets that could be guessed', () => {
  it.each([[[]], [['']], [['fifteen-letters']], [[' '.repeat(99)]], [['a', 'b', 'short one']]])(
    'sign nothing: %j',
    (secrets) => {
      expect(createSigner({ secrets, repository })).toBeNull();
    },
  );

  it('begin below sixteen characters', () => {
    expect(createSigner({ secrets: ['sixteen-letters.'], repository })).not.toBeNull();
  });
});
