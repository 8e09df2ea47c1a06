import { createPublicKey, verify } from 'node:crypto';

import { TencentError } from './errors.ts';
import type { Role, WebIdentityTrust } from './model.ts';

const invalidToken = (message: string) =>
  new TencentError('InvalidParameter.WebIdentityTokenError', message);

function parsePart(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidToken('The token is not a JWT.');
}

function checkSignature(token: string, keys: NonNullable<WebIdentityTrust['keys']>): void {
  const [header = '', body = '', signature = ''] = token.split('.');
  const { kid, alg } = parsePart(header);
  const key = keys.find((candidate) => candidate.kid === kid) ?? keys[0];
  const holds =
    key !== undefined &&
    (alg === 'RS256' || alg === 'ES256') &&
    verify(
      'sha256',
      Buffer.from(`${header}.${body}`),
      { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  if (!holds) throw invalidToken('The signature of the token could not be verified.');
}

function fits(pattern: string, subject: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(subject);
}

/** Throws unless this role lets the bearer of the token in. `now` in milliseconds. */
export function checkWebIdentity(token: string, providerId: string, role: Role, now: number): void {
  const { trust } = role;
  if (token.split('.').length !== 3) throw invalidToken('The token is not a JWT.');
  const { iss, aud, sub, exp } = parsePart(token.split('.')[1] ?? '');
  if (trust === undefined || trust.providerId !== providerId) {
    throw new TencentError('UnauthorizedOperation', 'The identity provider is not trusted.');
  }
  if (trust.keys !== undefined) checkSignature(token, trust.keys);
  if (iss !== trust.issuer) throw invalidToken('The issuer of the token is another.');
  if (typeof exp !== 'number' || exp * 1000 <= now) throw invalidToken('The token has expired.');
  if (![aud].flat().includes(trust.audience)) {
    throw invalidToken('The audience of the token is another.');
  }
  if (!trust.subjects.some((subject) => fits(subject, String(sub)))) {
    throw new TencentError('UnauthorizedOperation', 'The role does not trust this subject.');
  }
}
