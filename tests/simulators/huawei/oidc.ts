import { createPublicKey, verify } from 'node:crypto';

import type { OidcTrust } from './model.ts';

export interface Claims {
  readonly sub: string;
  readonly aud: string;
}

function parsePart(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const digests: Readonly<Record<string, string>> = { RS256: 'sha256', ES256: 'sha256' };

function isSigned(
  token: string,
  header: Record<string, unknown>,
  keys: NonNullable<OidcTrust['keys']>,
): boolean {
  const dot = token.lastIndexOf('.');
  const key = keys.find(({ kid }) => kid === header['kid']) ?? keys[0];
  const digest = digests[String(header['alg'])];
  if (key === undefined || digest === undefined) return false;
  return verify(
    digest,
    Buffer.from(token.slice(0, dot)),
    { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(token.slice(dot + 1), 'base64url'),
  );
}

function fits(pattern: string, subject: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(subject);
}

/** The claims of a token that this trust lets in, or why it does not. */
export function readIdToken(token: string, trust: OidcTrust, now: number): Claims | string {
  const parts = token.split('.');
  const header = parsePart(parts[0] ?? '');
  const body = parsePart(parts[1] ?? '');
  if (parts.length !== 3 || header === undefined || body === undefined) {
    return 'The id token is not a JSON Web Token.';
  }
  if (trust.keys !== undefined && !isSigned(token, header, trust.keys)) {
    return 'The signature of the id token is not valid.';
  }
  const { iss, aud, sub, exp } = body;
  if (iss !== trust.issuer) return 'The issuer of the id token is not the one of the provider.';
  if (typeof exp !== 'number' || exp * 1000 <= now) return 'The id token is expired.';
  const audiences = [aud].flat().map(String);
  if (!audiences.includes(trust.audience)) return 'The audience of the id token does not match.';
  if (typeof sub !== 'string' || !trust.subjects.some((subject) => fits(subject, sub))) {
    return 'The subject of the id token is not trusted.';
  }
  return { sub, aud: trust.audience };
}
