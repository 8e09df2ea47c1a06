import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseJson } from './bounded-json.ts';

const parse = (text: string, depth?: number) => parseJson(Buffer.from(text), depth);

describe('JSON from strangers', () => {
  it('is what JSON.parse says, down to the depth that is allowed', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual({ value: JSON.parse(text) as unknown });
      }),
    );
  });

  it.each([
    ['[[[[[[[[]]]]]]]]', true],
    ['[[[[[[[[[]]]]]]]]]', false],
    [`{"a":${'['.repeat(7)}${']'.repeat(7)}}`, true],
    [`{"a":${'{"b":'.repeat(8)}1${'}'.repeat(8)}}`, false],
  ])('is refused when it is nested too deeply: %s', (text, isTaken) => {
    expect(parse(text) !== undefined).toBe(isTaken);
  });

  it('does not count brackets inside of texts, whatever is escaped there', () => {
    expect(parse(JSON.stringify({ a: '[[[[[[[[[[\\"[[[', b: '\\' }))).toEqual({
      value: { a: '[[[[[[[[[[\\"[[[', b: '\\' },
    });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', 'é', ']') }), (text) => {
        expect(parse(JSON.stringify([text]))).toEqual({ value: [text] });
      }),
    );
  });

  it.each(['', 'nul', '{', '{"a":1}}', "{'a':1}", '\u0000', '[1,]'])('is not %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('is UTF-8 and nothing else', () => {
    expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toBeUndefined();
    expect(parseJson(Buffer.from('"a"', 'utf16le'))).toBeUndefined();
  });

  it('never throws, and needs no time that grows faster than its input', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        parseJson(bytes);
      }),
    );
    expect(parse('['.repeat(250_000))).toBeUndefined();
  });
});
