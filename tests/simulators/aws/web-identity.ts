import { createPublicKey, verify } from 'node:crypto';

import { AwsError } from './errors.ts';
import type { Role, WebIdentityTrust } from './model.ts';

export interface Claims {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly sub: string;
  readonly exp: number;
}

const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', message, 400);
const notAuthorised = () =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);

function parsePart(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw invalidToken('The ID Token provided is not a valid JWT');
}

const digests: Readonly<Record<string, string>> = { RS256: 'sha256', ES256: 'sha256' };

function checkSignature(
  token: string,
  header: Record<string, unknown>,
  keys: NonNullable<WebIdentityTrust['keys']>,
): void {
  const dot = token.lastIndexOf('.');
  const signed = Buffer.from(token.slice(0, dot));
  const signature = Buffer.from(token.slice(dot + 1), 'base64url');
  const key = keys.find((candidate) => candidate.kid === header['kid']) ?? keys[0];
  const digest = digests[String(header['alg'])];
  const holds =
    key !== undefined &&
    digest !== undefined &&
    verify(
      digest,
      signed,
      { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
      signature,
    );
  if (!holds) throw invalidToken("Couldn't verify the signature of the token");
}

function readClaims(token: string, trust: WebIdentityTrust | undefined): Claims {
  const parts = token.split('.');
  if (parts.length !== 3) throw invalidToken('The ID Token provided is not a valid JWT');
  const header = parsePart(parts[0] ?? '');
  const body = parsePart(parts[1] ?? '');
  const { iss, aud, sub, exp } = body;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') {
    throw invalidToken('Missing a required claim');
  }
  if (trust?.keys !== undefined) checkSignature(token, header, trust.keys);
  return { iss, sub, exp, aud: [aud].flat().map(String) };
}

function fits(pattern: string, subject: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[$()+.?[\\\]^{|}]/gu, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(subject);
}

/** The claims of a token that this role lets in; throws what STS answers to any other. */
export function checkWebIdentity(token: string, role: Role | undefined, now: number): Claims {
  const trust = role?.trust;
  const claims = readClaims(token, trust);
  if (role === undefined || trust === undefined) throw notAuthorised();
  if (claims.iss !== trust.issuer) {
    throw invalidToken(`No OpenIDConnect provider found in your account for ${claims.iss}`);
  }
  if (claims.exp * 1000 <= now) {
    throw new AwsError('ExpiredTokenException', 'Token expired', 400);
  }
  if (!claims.aud.includes(trust.audience)) throw invalidToken('Incorrect token audience');
  if (!trust.subjects.some((subject) => fits(subject, claims.sub))) throw notAuthorised();
  return claims;
}
