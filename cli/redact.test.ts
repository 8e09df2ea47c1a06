import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { createRedactor } from './redact.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const body = key.split('\n').slice(1, -2);

describe('the redactor', () => {
  it('hides a value wherever it stands, and nothing before it was told', () => {
    const redactor = createRedactor();
    expect(redactor.text('id=AnAccessKey')).toBe('id=AnAccessKey');
    redactor.add('AnAccessKey');
    expect(redactor.text('AnAccessKey and "xAnAccessKeyx"')).toBe('*** and "x***x"');
  });

  it.each([
    ['as it is', key],
    ['on one line', key.replaceAll('\n', ' ')],
    ['without line ends', body.join('')],
    ['inside of JSON', JSON.stringify({ key })],
    ['with Windows line ends', key.replaceAll('\n', '\r\n')],
    ['one line of it', body[3] ?? ''],
  ])('hides a key in PEM: %s', (_, text) => {
    const redactor = createRedactor();
    redactor.add(key);
    const shown = redactor.text(`before ${text} after`);
    expect(shown).toMatch(/^before [\s\S]*after$/u);
    for (const line of body) expect(shown).not.toContain(line);
  });

  it('hides the block of a key that nobody told it of', () => {
    const { text } = createRedactor();
    expect(text(`reply: ${key}end`)).toBe('reply: ***\nend');
    // A reply that was cut off in the middle.
    expect(text(`reply: ${key.slice(0, 200)}`)).toBe('reply: ***');
  });

  it('leaves certificates, headers and short words as they are', () => {
    const redactor = createRedactor();
    redactor.add(key);
    redactor.add('short');
    redactor.add('');
    const text = 'a short story about -----BEGIN CERTIFICATE----- and ==';
    expect(redactor.text(text)).toBe(text);
  });

  it('hides the longer of two values that overlap as a whole', () => {
    const redactor = createRedactor();
    redactor.add('password');
    redactor.add('password-and-more');
    expect(redactor.text('password-and-more, password')).toBe('***, ***');
  });

  it('takes a value for text, never for a pattern', () => {
    const redactor = createRedactor();
    redactor.add('.*[a-z]+$');
    expect(redactor.text('abcdefgh .*[a-z]+$ $&')).toBe('abcdefgh *** $&');
  });
});
