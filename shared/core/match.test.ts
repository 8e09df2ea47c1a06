import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { certificate } from '../../tests/facts.ts';
import { covers, parseDomain } from './domain.ts';
import { choose, coverage, indexCertificates } from './match.ts';
import type { Domain } from './model.ts';

const names = fc
  .tuple(fc.constantFrom('', '*.', 'a.', 'b.', 'a.b.'), fc.constantFrom('x.com', 'y.org'))
  .map(([front, base]) => parseDomain(front + base) as Domain);

describe('indexCertificates', () => {
  it('finds exactly the certificates that a look through all of them finds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(names, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        names,
        (sanLists, name) => {
          const certificates = sanLists.map((domains, n) =>
            certificate({ name: `c${n}`, domains }),
          );
          const found = indexCertificates(certificates).covering(name);
          const expected = certificates.filter((one) =>
            one.domains.some((san) => covers(san, name)),
          );
          expect(found.map((one) => one.name).sort()).toEqual(
            expected.map((one) => one.name).sort(),
          );
        },
      ),
    );
  });

  it('tells covered from uncovered names', () => {
    const one = certificate({ domains: ['*.x.com', 'y.org'] });
    const asked = ['a.x.com', 'x.com', 'y.org'].map((name) => parseDomain(name) as Domain);
    expect(coverage(one, asked)).toEqual({ covered: ['a.x.com', 'y.org'], uncovered: ['x.com'] });
  });
});

describe('choose', () => {
  const name = parseDomain('a.x.com') as Domain;
  const exact = certificate({ name: 'exact', domains: ['a.x.com'], notAfter: '2027-01-01' });
  const wild = certificate({ name: 'wild', domains: ['*.x.com'], notAfter: '2028-01-01' });
  const longer = certificate({ name: 'longer', domains: ['a.x.com'], notAfter: '2027-06-01' });
  const twin = certificate({ name: 'a-twin', domains: ['a.x.com'], notAfter: '2027-06-01' });

  it('takes the exact name before a wildcard that is valid longer', () => {
    expect(choose([wild, exact], [name])?.certificate.name).toBe('exact');
  });
  it('then the longest validity, then the name in the file', () => {
    expect(choose([exact, longer], [name])?.certificate.name).toBe('longer');
    expect(choose([longer, twin], [name])?.certificate.name).toBe('a-twin');
  });
  it('says why, and says nothing when there was no choice', () => {
    expect(choose([wild, exact], [name])?.why).toBe(
      'exact rather than wild: an exact name goes before a wildcard',
    );
    expect(choose([wild], [name])?.why).toBeNull();
    expect(choose([], [name])).toBeUndefined();
  });
  it('chooses the same whatever the order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([exact, wild, longer, twin], { minLength: 4 }), (order) => {
        expect(choose(order, [name])?.certificate.name).toBe('a-twin');
      }),
    );
  });
});
