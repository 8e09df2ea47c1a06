import { isSigned, parseIdToken, type OidcTrust } from '../common/id-token.ts';
import { fits } from '../common/patterns.ts';
import { AwsError } from './errors.ts';
import type { Role } from './model.ts';

export interface Claims {
  readonly iss: string;
  readonly aud: readonly string[];
  readonly sub: string;
  readonly exp: number;
}

const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', message, 400);
const notAuthorised = () =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);

function readClaims(token: string, trust: OidcTrust | undefined): Claims {
  const parsed = parseIdToken(token);
  if (parsed === undefined) throw invalidToken('The ID Token provided is not a valid JWT');
  const { iss, aud, sub, exp } = parsed.claims;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof exp !== 'number') {
    throw invalidToken('Missing a required claim');
  }
  if (trust?.keys !== undefined && !isSigned(token, trust.keys)) {
    throw invalidToken("Couldn't verify the signature of the token");
  }
  return { iss, sub, exp, aud: [aud].flat().map(String) };
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
