import { describe, expect, it } from 'vitest';

import { parseDomain } from '../../core/domain.ts';
import type { Certificate, Domain, KeyAlgorithm } from '../../core/model.ts';
import { namesFor } from './sni-names.ts';
import type { Staying } from './sni-names.ts';

const domains = (...names: readonly string[]): readonly Domain[] =>
  names.map((name) => parseDomain(name)!);
const certificate = (names: readonly Domain[], keyAlgorithm: KeyAlgorithm = 'ec-p256') =>
  ({ name: 'shop', domains: names, keyAlgorithm }) as unknown as Certificate;
const staying = (names: readonly string[], keyType: Staying['keyType'] = 'ecdsa'): Staying => ({
  ref: 'other',
  names,
  keyType,
});

function names(
  has: readonly Domain[],
  wanted: readonly Domain[],
  others: readonly Staying[],
  entersList = true,
  most?: number,
) {
  const how = { staying: others, entersList, ...(most === undefined ? {} : { most }) };
  return namesFor({ certificate: certificate(has), domains: wanted }, how);
}

describe('the names of an entry in an SNI list', () => {
  it('are all that the certificate has, where nobody else has them', () => {
    const has = domains('a.example.com', '*.b.example.com');
    expect(names(has, has, [staying(['c.example.com'])])).toEqual({ kind: 'names', names: has });
  });

  it('leave out what an entry that stays has, as long as nothing wanted is among it', () => {
    const [a, b] = domains('a.example.com', 'b.example.com');
    const found = names([a!, b!], [b!], [staying(['a.example.com', 'x.example.com'])]);
    expect(found).toEqual({ kind: 'names', names: [b] });
  });

  it('may stand twice with different kinds of key', () => {
    const has = domains('a.example.com');
    expect(names(has, has, [staying(has, 'rsa')])).toEqual({ kind: 'names', names: has });
    expect(names(has, has, [staying(has, 'ecdsa')]).kind).toBe('conflict');
    // What cannot be read could be either.
    expect(names(has, has, [staying(has, 'other')]).kind).toBe('conflict');
  });

  it.each<[string, readonly string[], readonly string[], string, boolean]>([
    [
      'an exact name of its own wins',
      ['a.x.example.com'],
      ['*.x.example.com'],
      'a.x.example.com',
      true,
    ],
    [
      'an exact name of the other wins',
      ['*.x.example.com'],
      ['a.x.example.com'],
      'a.x.example.com',
      false,
    ],
    [
      'the same wildcard is the other’s',
      ['*.x.example.com'],
      ['*.x.example.com'],
      'a.x.example.com',
      false,
    ],
    ['a wildcard goes one label deep', ['x.example.com'], ['*.example.com'], 'x.example.com', true],
    [
      'another name is no matter',
      ['*.x.example.com'],
      ['a.x.example.com'],
      'b.x.example.com',
      true,
    ],
  ])('decide who answers: %s', (_, own, other, asked, wins) => {
    const found = names(domains(...own), domains(asked), [staying(other)]);
    expect(found.kind).toBe(wins ? 'names' : 'conflict');
  });

  it('count only when it enters the list; but the list goes before the default certificate', () => {
    const has = domains('a.example.com', 'b.example.com');
    const other = [staying(['a.example.com', 'c.example.com'])];
    expect(names(has, domains('b.example.com'), other, false)).toEqual({
      kind: 'names',
      names: has,
    });
    expect(names(has, has, other, false)).toMatchObject({
      kind: 'conflict',
      reason: expect.stringMatching(/keeps certificate other for a\.example\.com.*"shop" lacks/u),
    });
    const wildcard = [staying(['*.example.com'])];
    expect(names(has, has, wildcard, false).kind).toBe('conflict');
  });

  it('are only those that are needed where all would be too many', () => {
    const many = domains(...Array.from({ length: 150 }, (_, index) => `d${index}.example.com`));
    const wanted = many.slice(3, 5);
    expect(names(many, wanted, [])).toEqual({ kind: 'names', names: wanted });
    const some = many.slice(0, 20);
    const others = [staying(Array.from({ length: 15 }, (_, index) => `o${index}.example.com`))];
    expect(names(some, wanted, others, true, 30)).toEqual({ kind: 'names', names: wanted });
    expect(names(some, wanted, others)).toEqual({ kind: 'names', names: some });
  });
});
