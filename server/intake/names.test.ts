import { BlockList } from 'node:net';

import { describe, expect, it } from 'vitest';

import { parseDomain } from '../../shared/core/domain.ts';
import type { Domain } from '../../shared/core/model.ts';
import { SourceConfigError } from './config-error.ts';
import { addAddress, containsAddress, createAllowance, nameSet } from './names.ts';

const facts = (...names: string[]) => ({
  domains: names.map(parseDomain).filter((name): name is Domain => name !== undefined),
  ips: names.filter((name) => parseDomain(name) === undefined),
});

describe('what a source may bring', () => {
  it.each([
    ['example.com', 'example.com', true],
    ['example.com', 'a.b.example.com', true],
    ['example.com', '*.example.com', true],
    ['example.com', 'badexample.com', false],
    ['example.com', 'example.com.evil.net', false],
    ['shop.example.com', 'example.com', false],
    ['*.example.com', 'www.example.com', true],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', 'example.com', false],
    ['bücher.example', 'www.xn--bcher-kva.example', true],
    ['192.0.2.1', '192.0.2.1', true],
    ['192.0.2.0/24', '192.0.2.77', true],
    ['192.0.2.0/24', '192.0.3.1', false],
    ['2001:db8::/32', '2001:db8::1', true],
    ['example.com', '192.0.2.1', false],
  ])('with %s allowed, a certificate for %s: %j', (allowed, name, isAllowed) => {
    expect(createAllowance([allowed]).allows(facts(name))).toBe(isAllowed);
  });

  it('is decided by every name of a certificate', () => {
    const allowance = createAllowance(['example.com', '192.0.2.1']);
    expect(allowance.allows(facts('example.com', '192.0.2.1'))).toBe(true);
    expect(allowance.allows(facts('example.com', 'other.org'))).toBe(false);
  });

  it('is nothing without a word', () => {
    const allowance = createAllowance([]);
    expect(allowance.empty).toBe(true);
    expect(allowance.allows(facts('example.com'))).toBe(false);
  });

  it.each(['com', 'w*.example.com', '10.0.0.0/33', '10.0.0.0/', 'a b', '1.2.3.4/8/9', ''])(
    'cannot be said as %j',
    (entry) => {
      expect(() => createAllowance([entry])).toThrowError(SourceConfigError);
    },
  );
});

it('an address is found in a range of its own family only', () => {
  const list = new BlockList();
  addAddress(list, '10.0.0.0/8');
  addAddress(list, '::1');
  expect(
    ['10.1.2.3', '11.1.2.3', '::1', '::2', 'unknown', ''].map((ip) => containsAddress(list, ip)),
  ).toEqual([true, false, true, false, false, false]);
});

it('the set of names is the same in any order and says each once', () => {
  expect(nameSet(facts('b.example.com', 'a.example.com', 'b.example.com'))).toBe(
    nameSet(facts('a.example.com', 'b.example.com')),
  );
  expect(nameSet(facts('a.example.com'))).not.toBe(nameSet(facts('b.example.com')));
});
