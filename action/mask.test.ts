import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Secret } from '../shared/core/secret.ts';
import { createRoot, issue } from '../tests/pki.ts';
import { createCommandReader } from '../tests/simulators/github/runner/commands.ts';
import { createMasks as createRunnerMasks } from '../tests/simulators/github/runner/masks.ts';
import { createMasks, maskedForms } from './mask.ts';

const { key } = await issue(await createRoot('mask test'), {
  domains: ['a.example.com'],
  key: 'rsa-2048',
});
const bodyLines = key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));

/** The masks, and what the runner would hide after reading what they wrote. */
function masking() {
  const runner = createRunnerMasks();
  const written: string[] = [];
  const masks = createMasks((text) => {
    written.push(text);
    for (const line of text.split('\n').filter((part) => part !== '')) {
      const command = createCommandReader().read(line);
      expect(command?.name).toBe('add-mask');
      runner.add(command?.data ?? '');
    }
  });
  return { masks, runner, written };
}

describe('masks', () => {
  it('hide a key in every form that it may be printed in', () => {
    const { masks, runner } = masking();
    masks.add(new Secret(key));
    const forms = {
      'as it is': key,
      'with CRLF': key.replaceAll('\n', '\r\n'),
      'in JSON': JSON.stringify({ key }),
      'on one line': bodyLines.join(''),
      'with its line ends escaped': key.replaceAll('\n', String.raw`\n`),
      'in base64': Buffer.from(key).toString('base64'),
      'inside of a sentence': `sent ${bodyLines.join('')} to the cloud`,
    };
    for (const [form, text] of Object.entries(forms)) {
      const shown = text
        .split('\n')
        .map((line) => runner.apply(line))
        .join('\n');
      for (const line of bodyLines) expect(shown, form).not.toContain(line);
      // Not even a third of a line of the key stays.
      for (const line of bodyLines.slice(0, -1))
        expect(shown, form).not.toContain(line.slice(20, 44));
    }
  });

  it('hide a key whose line ends were stored as two characters', () => {
    const { masks, runner } = masking();
    masks.add(key.trim().replaceAll('\n', String.raw`\n`));
    for (const line of bodyLines.filter((text) => text.length >= 16)) {
      expect(runner.apply(`got ${line}.`)).toBe('got ***.');
    }
  });

  it('register no short line of a key by themselves', () => {
    const forms = maskedForms(key);
    expect(forms[0]).toBe(key);
    const lines = forms.filter((form) => !/\n|\\n/u.test(form));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(line.length).toBeGreaterThanOrEqual(16);
    expect(lines.some((line) => line.includes('-----'))).toBe(false);
  });

  it('hide plain secrets, also where JSON escapes them', () => {
    const { masks, runner, written } = masking();
    const secret = 'p"ass\\word/100%';
    masks.add(secret);
    expect(runner.apply(`x ${secret} y`)).toBe('x *** y');
    expect(runner.apply(JSON.stringify(secret))).toBe('"***"');
    masks.add(new Secret(secret));
    expect(new Set(written).size).toBe(written.length);
  });

  it('do not hide the alphabet', () => {
    const { masks, written } = masking();
    for (const tiny of ['', ' ', '\n', 'a', 'abc', ' ab ']) masks.add(tiny);
    expect(written).toEqual([]);
  });

  it('hide every line of other secrets of several lines', () => {
    const { masks, runner } = masking();
    masks.add('user: admin\npassword: hunter2\n');
    expect(runner.apply('password: hunter2')).toBe('***');
  });

  it('write each registration as one line that the runner obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (secret) => {
        const { masks, runner, written } = masking();
        masks.add(secret);
        for (const text of written) expect(text).toMatch(/^::add-mask::[^\r\n]+\n$/u);
        if (secret.trim().length >= 4) expect(runner.values).toContain(secret);
      }),
    );
  });
});

describe('redaction', () => {
  it('takes every registered form out of what is published', () => {
    const { masks } = masking();
    masks.add(key);
    masks.add('hunter2-hunter2');
    const text = `a ${bodyLines.join('')} b ${JSON.stringify({ key })} c hunter2-hunter2 ${key}`;
    const shown = masks.redact(text);
    for (const line of bodyLines) expect(shown).not.toContain(line);
    expect(shown).not.toContain('hunter2');
    expect(shown).toMatch(/^a \*\*\* b /u);
  });

  it.each([
    ['an unknown private key', key],
    ['a private key that was cut off', key.slice(0, 200)],
    ['a new installation token', `ghs_15368_${'aB3-_.'.repeat(80)}`],
    ['a personal token', `ghp_${'a1B2'.repeat(9)}`],
    ['a fine-grained token', `github_pat_${'a1B2_'.repeat(16)}`],
    ['a JWT', `eyJhbGciOiJSUzI1NiJ9.${'x'.repeat(40)}.${'y'.repeat(40)}`],
    ['an AWS access key id', `AKIA${'A'.repeat(16)}`],
    ['a temporary AWS access key id', `ASIA${'B'.repeat(16)}`],
    ['a Tencent secret id', `AKID${'c9'.repeat(16)}`],
  ])('takes out %s that nobody registered', (_, credential) => {
    const { masks } = masking();
    expect(masks.redact(`before ${credential} after`)).toMatch(/^before \*\*\*(?:\s+after)?$/u);
  });

  it.each([
    ['starts of JWTs', 'eyJ-'],
    ['starts of keys', '-----BEGIN PRIVATE KEY'],
    ['starts of tokens', 'ghs_'],
  ])('ends soon for a text that is nothing but %s', (_, start) => {
    const { masks } = masking();
    const text = start.repeat(100_000);
    // The time limit of the test is what would fail.
    expect(masks.redact(text).length).toBeGreaterThan(0);
  });

  it('leaves everything else as it is', () => {
    const { masks } = masking();
    const text =
      'arn:aws:acm:us-east-1:123456789012:certificate/0f3e-AKIA | 3f9a2b7c | -----BEGIN CERTIFICATE----- | eyJ.a.b';
    expect(masks.redact(text)).toBe(text);
  });
});
