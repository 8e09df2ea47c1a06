import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { priceOf } from './price.ts';
import type { PriceFacts } from './price.ts';

const entity = { id: 'e1', verified: 1, private_ca_consumes: 1 };
const facts = (changed: Partial<PriceFacts>): PriceFacts => ({
  entity,
  repositoryId: 'r1',
  certificate: undefined,
  copied: false,
  ...changed,
});
const known = (
  type: 'issued' | 'uploaded' | 'private-ca',
  repositoryId: string | null = null,
  entityId = 'e1',
) => ({ entityId, type, repositoryId });

describe('a certificate', () => {
  it('that the receiver has never heard of was uploaded', () => {
    expect(priceOf(facts({}))).toMatchObject({ type: 'uploaded', allowed: true, cost: 1 });
  });

  it.each([
    ['issued', 0],
    ['uploaded', 1],
    ['private-ca', 1],
  ] as const)('of the entity, %s, costs %i', (type, cost) => {
    expect(priceOf(facts({ certificate: known(type) }))).toMatchObject({
      type,
      allowed: true,
      cost,
    });
  });

  it('of a private CA is free where the entity says so, and an uploaded one is not', () => {
    const generous = { ...entity, private_ca_consumes: 0 };
    const cost = (type: 'uploaded' | 'private-ca') =>
      priceOf(facts({ entity: generous, certificate: known(type) })).cost;
    expect([cost('private-ca'), cost('uploaded')]).toEqual([0, 1]);
  });

  it('of this repository costs, and of another one of the same verified entity it is free', () => {
    expect(priceOf(facts({ certificate: known('uploaded', 'r1') })).cost).toBe(1);
    expect(priceOf(facts({ certificate: known('uploaded', 'r2') }))).toMatchObject({
      allowed: true,
      cost: 0,
      reason: 'shared from another repository of the same verified entity',
    });
  });

  it('of another repository is not shared inside an entity that is not verified', () => {
    const unverified = { ...entity, verified: 0 };
    expect(
      priceOf(facts({ entity: unverified, certificate: known('issued', 'r2') })),
    ).toMatchObject({ allowed: false, reason: expect.stringContaining('not verified') });
  });

  it('of another entity is refused with the words of the manual, whatever its type', () => {
    for (const type of ['issued', 'uploaded', 'private-ca'] as const) {
      const price = priceOf(facts({ certificate: known(type, null, 'e2') }));
      expect(price).toMatchObject({
        allowed: false,
        reason: expect.stringContaining('download it there, upload it here'),
      });
    }
  });

  it('of another entity that was uploaded here counts as uploaded, though it was issued there', () => {
    const price = priceOf(facts({ certificate: known('issued', null, 'e2'), copied: true }));
    expect(price).toMatchObject({ type: 'uploaded', allowed: true, cost: 1 });
  });
});

it('never prices what it refuses, and explains whatever is free or refused', () => {
  const certificate = fc.option(
    fc.record({
      entityId: fc.constantFrom('e1', 'e2'),
      type: fc.constantFrom('issued', 'uploaded', 'private-ca'),
      repositoryId: fc.constantFrom(null, 'r1', 'r2'),
    }),
    { nil: undefined },
  );
  fc.assert(
    fc.property(
      fc.record({
        entity: fc.record({
          id: fc.constant('e1'),
          verified: fc.constantFrom(0, 1),
          private_ca_consumes: fc.constantFrom(0, 1),
        }),
        repositoryId: fc.constantFrom('r1', 'r2'),
        certificate,
        copied: fc.boolean(),
      }),
      (input) => {
        const { allowed, cost, reason } = priceOf(input);
        if (!allowed) expect(cost).toBe(0);
        if (!allowed || cost === 0) expect(reason).not.toBeNull();
      },
    ),
  );
});
