import { generateKeyPairSync, randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { DeployError } from '../shared/core/errors.ts';
import { Secret } from '../shared/core/secret.ts';
import { createLog, errorFacts } from './log.ts';
import type { LogFacts } from './log.ts';

function written(message: string, facts: LogFacts = {}, secrets: readonly string[] = []): string {
  const lines: string[] = [];
  const log = createLog({
    level: 'debug',
    secrets: secrets.map((secret) => new Secret(secret)),
    stream: { write: (line) => void lines.push(line) },
  });
  log.warn(message, facts);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the log', () => {
  it('writes one JSON line with time, level, message and facts', () => {
    expect(JSON.parse(written('certificate stored', { fingerprint: 'ab', count: 3 }))).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
      message: 'certificate stored',
      fingerprint: 'ab',
      count: 3,
    });
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warn', stream: { write: (line) => void lines.push(line) } });
    log.info('not this');
    log.error('this');
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['this']);
  });

  it.each([
    ['a private key', pem],
    ['a private key that is cut off', pem.slice(0, 90)],
    ['a private key in JSON', JSON.stringify({ key: pem })],
    ['a token of GitHub', `ghs_${randomBytes(20).toString('hex')}`],
    ['a fine-grained token', `github_pat_${randomBytes(30).toString('hex')}`],
    ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.c2lnbmF0dXJl'],
    ['a webhook secret', `whsec_${randomBytes(24).toString('base64')}`],
    ['an age identity', 'AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ'],
    ['an authorization header', 'Authorization: Bearer abcdefghijklmnop'],
    ['sealed data', 'sealed:k1:AbCdEfGh'],
  ])('takes out %s, in a fact and in the message', (_, secret) => {
    for (const line of [
      written(`before ${secret} after`),
      written('x', { detail: `a ${secret}` }),
    ]) {
      const middle = secret.replace('Authorization: Bearer ', '').split('\n')[1] ?? secret;
      expect(line).not.toContain(middle.replace('Authorization: Bearer ', '').slice(0, 40));
      expect(line).toContain('<secret>');
    }
  });

  it('takes out what is named like a secret, whatever it looks like', () => {
    for (const name of [
      'token',
      'password',
      'authorization',
      'privateKey',
      'signature',
      'body',
      'pem',
    ]) {
      expect(JSON.parse(written('x', { [name]: 'harmless' }))[name]).toBe('<secret>');
    }
    expect(JSON.parse(written('x', { keyId: 'k1', run: 'r' }))).toMatchObject({
      keyId: 'k1',
      run: 'r',
    });
  });

  it('takes out the secrets of the settings, wherever they stand', () => {
    const secret = 'Zq0pLm8vXw2RtYu1Io+/=';
    expect(written(`said ${secret}!`, { a: `x${secret}x` }, [secret])).not.toContain(secret);
    const line = written('x', { text: JSON.stringify({ pem }) }, [pem]);
    expect(line).not.toContain(pem.split('\n')[1]);
  });

  it('says of an error its words and those of its cause, not what else it carries', () => {
    const cause = Object.assign(new Error('refused'), { request: { headers: 'hidden' } });
    const error = new DeployError('CLOUD_UNAVAILABLE', 'asking GitHub', { cause });
    expect(errorFacts(error)).toEqual({
      code: 'CLOUD_UNAVAILABLE',
      error: 'asking GitHub',
      cause: 'refused',
    });
    expect(errorFacts(new TypeError('x is undefined'))).toEqual({
      code: 'INTERNAL',
      error: 'TypeError: x is undefined',
    });
  });
});
