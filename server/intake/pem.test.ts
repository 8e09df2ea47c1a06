import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readPem } from './pem.ts';

const block = (label: string, content = 'AAAA') =>
  `-----BEGIN ${label}-----\n${content}\n-----END ${label}-----\n`;
const age = block('AGE ENCRYPTED FILE', 'YWdl');

describe('a PEM text', () => {
  it('is split into certificates, key and sealed key', () => {
    const parts = readPem(
      `${block('CERTIFICATE', 'ONE1')}${block('CERTIFICATE', 'TWO2')}${block('PRIVATE KEY', 'KEY3')}`,
    );
    expect(parts.certificates).toEqual([
      block('CERTIFICATE', 'ONE1'),
      block('CERTIFICATE', 'TWO2'),
    ]);
    expect(parts.keys.map((key) => key.reveal())).toEqual([block('PRIVATE KEY', 'KEY3')]);
    expect(parts).toMatchObject({ sealedKey: undefined, lineage: undefined, broken: false });
    expect(readPem(age).sealedKey).toBe(age);
  });

  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'])(
    'may hold a key as %s',
    (label) => {
      expect(readPem(block(label)).keys).toHaveLength(1);
    },
  );

  it('may have Windows line ends, blanks at line ends, text between, and blocks of other kinds', () => {
    const text = [
      'subject=CN = www.example.com',
      block('CERTIFICATE', 'ONE1  '),
      'Bag Attributes',
      block('EC PARAMETERS', 'BggqhkjOPQMBBw=='),
      block('EC PRIVATE KEY', 'KEY2'),
    ].join('\n');
    const parts = readPem(text.replaceAll('\n', '\r\n'));
    expect(parts.certificates).toEqual([block('CERTIFICATE', 'ONE1')]);
    expect(parts.keys.map((key) => key.reveal())).toEqual([block('EC PRIVATE KEY', 'KEY2')]);
    expect(parts.broken).toBe(false);
  });

  it('may begin with the name that it is to be known by', () => {
    expect(readPem(`Lineage: shop.example.com\n${block('CERTIFICATE')}`).lineage).toBe(
      'shop.example.com',
    );
    expect(readPem(`${block('CERTIFICATE')}lineage: late.example.com\n`).lineage).toBeUndefined();
    expect(readPem(`Lineage: two words\n${block('CERTIFICATE')}`).lineage).toBeUndefined();
  });

  it.each([
    ['cut off', block('CERTIFICATE').slice(0, -10)],
    ['without its end', '-----BEGIN CERTIFICATE-----\nAAAA\n'],
    ['that ends as another', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END PRIVATE KEY-----\n'],
    ['that begins twice', `-----BEGIN CERTIFICATE-----\n${block('CERTIFICATE')}`],
    ['that only ends', '-----END CERTIFICATE-----\n'],
  ])('is broken with a block %s', (_words, text) => {
    expect(readPem(text).broken).toBe(true);
  });

  it('gives back every block that was put in, in any order with any noise', () => {
    const kinds = fc.constantFrom('CERTIFICATE', 'PRIVATE KEY', 'EC PARAMETERS');
    const noise = fc.string({ unit: fc.constantFrom('a', ' ', '=', '\n', '\t') });
    const blocks = fc.array(fc.tuple(kinds, fc.base64String({ minLength: 4 }), noise));
    fc.assert(
      fc.property(blocks, (list) => {
        const text = list
          .map(([label, content, gap]) => `${block(label, content)}${gap}\n`)
          .join('');
        const of = (label: string) =>
          list.filter(([one]) => one === label).map(([, content]) => block(label, content));
        const parts = readPem(text);
        expect(parts.certificates).toEqual(of('CERTIFICATE'));
        expect(parts.keys.map((key) => key.reveal())).toEqual(of('PRIVATE KEY'));
        expect(parts.broken).toBe(false);
      }),
    );
  });

  it('never throws, and takes time in step with its length', () => {
    const pieces = fc.constantFrom(
      '-----BEGIN ',
      'CERTIFICATE',
      '-----',
      '-----END ',
      '\n',
      'A',
      '\r',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (list) => void readPem(list.join(''))),
    );
    const began = performance.now();
    readPem('-----BEGIN CERTIFICATE-----'.repeat(10_000));
    readPem('-----BEGIN CERTIFICATE-----\n'.repeat(10_000));
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
