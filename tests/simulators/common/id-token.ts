import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';

/** Whom a role lets in by OIDC. */
export interface OidcTrust {
  readonly issuer: string;
  readonly audience: string;
  /** Exact values of `sub`, or patterns with `*`. */
  readonly subjects: readonly string[];
  /** Public keys of the issuer; when given, the token's signature is verified as well. */
  readonly keys?: readonly (JsonWebKey & { readonly kid?: string })[];
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

/** Header and claims of a token, unverified; undefined when it is no JWT. */
export function parseIdToken(token: string) {
  const [head = '', payload = '', ...rest] = token.split('.');
  const header = parsePart(head);
  const claims = parsePart(payload);
  if (rest.length !== 1 || header === undefined || claims === undefined) return undefined;
  return { header, claims };
}

/** Whether one of these keys signed it; the first one where the token names none of them. */
export function isSigned(token: string, keys: NonNullable<OidcTrust['keys']>): boolean {
  const { kid, alg } = parseIdToken(token)?.header ?? {};
  const key = keys.find((candidate) => candidate.kid === kid) ?? keys[0];
  if (key === undefined || (alg !== 'RS256' && alg !== 'ES256')) return false;
  const dot = token.lastIndexOf('.');
  return verify(
    'sha256',
    Buffer.from(token.slice(0, dot)),
    { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(token.slice(dot + 1), 'base64url'),
  );
}
