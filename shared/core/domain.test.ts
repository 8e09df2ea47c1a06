import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { covers, parseDomain } from './domain.ts';
import type { Domain } from './model.ts';

const domain = (text: string): Domain => {
  const parsed = parseDomain(text);
  if (parsed === undefined) throw new Error(`"${text}" is no domain`);
  return parsed;
};

describe('parseDomain', () => {
  it.each([
    ['WWW.Example.COM', 'www.example.com'],
    ['www.example.com.', 'www.example.com'],
    [' www.example.com ', 'www.example.com'],
    ['bücher.de', 'xn--bcher-kva.de'],
    ['*.Bücher.de', '*.xn--bcher-kva.de'],
    ['faß.de', 'xn--fa-hia.de'],
    ['ｗｗｗ。example。com', 'www.example.com'],
    ['_acme-challenge.example.com', '_acme-challenge.example.com'],
    ['*.example.com', '*.example.com'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseDomain(text)).toBe(expected);
  });

  it.each([
    '',
    '.',
    'localhost',
    '*',
    '*.',
    '*.*.example.com',
    'w*.example.com',
    'a.*.example.com',
    'xn--*.example.com',
    '.example.com',
    'a..example.com',
    '192.0.2.1',
    '2001:db8::1',
    'a b.example.com',
    'a%2eexample.com',
    'exa\u0000mple.com',
    `${'a'.repeat(64)}.example.com`,
    `${'a.'.repeat(127)}example.com`,
    '-a.example.com',
    'example.123',
    'user@example.com',
    'https://example.com',
  ])('refuses %j', (text) => {
    expect(parseDomain(text)).toBeUndefined();
  });

  it('is a fixed point: what it gave, it reads the same', () => {
    fc.assert(
      fc.property(fc.domain(), (name) => {
        const once = parseDomain(name);
        fc.pre(once !== undefined);
        expect(parseDomain(once)).toBe(once);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseDomain(text);
      }),
    );
  });
});

describe('covers (RFC 9525)', () => {
  it.each([
    ['*.example.com', 'www.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'a.b.example.com', false],
    ['*.example.com', '*.example.com', true],
    ['*.example.com', '*.www.example.com', false],
    ['www.example.com', '*.example.com', false],
    ['www.example.com', 'www.example.com', true],
    ['*.example.com', 'www.example.org', false],
    ['*.ample.com', 'www.example.com', false],
  ])('%s over %s: %s', (san, name, expected) => {
    expect(covers(domain(san), domain(name))).toBe(expected);
  });

  it('a wildcard covers exactly the names with one more label', () => {
    fc.assert(
      fc.property(fc.domain(), fc.domain(), (base, name) => {
        const [b, n] = [parseDomain(base), parseDomain(name)];
        fc.pre(b !== undefined && n !== undefined);
        const expected = n.split('.').length === b.split('.').length + 1 && n.endsWith(`.${b}`);
        expect(covers(domain(`*.${b}`), n)).toBe(expected);
        expect(covers(domain(`*.${b}`), domain(`label.${b}`))).toBe(true);
      }),
    );
  });
});
