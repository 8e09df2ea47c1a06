import { isSigned, type OidcTrust, parseIdToken } from '../common/id-token.ts';
import { fits } from '../common/patterns.ts';

export interface Claims {
  readonly sub: string;
  readonly aud: string;
}

/** The claims of a token that this trust lets in, or why it does not. */
export function readIdToken(token: string, trust: OidcTrust, now: number): Claims | string {
  const parsed = parseIdToken(token);
  if (parsed === undefined) return 'The id token is not a JSON Web Token.';
  if (trust.keys !== undefined && !isSigned(token, trust.keys)) {
    return 'The signature of the id token is not valid.';
  }
  const { iss, aud, sub, exp } = parsed.claims;
  if (iss !== trust.issuer) return 'The issuer of the id token is not the one of the provider.';
  if (typeof exp !== 'number' || exp * 1000 <= now) return 'The id token is expired.';
  const audiences = [aud].flat().map(String);
  if (!audiences.includes(trust.audience)) return 'The audience of the id token does not match.';
  if (typeof sub !== 'string' || !trust.subjects.some((subject) => fits(subject, sub))) {
    return 'The subject of the id token is not trusted.';
  }
  return { sub, aud: trust.audience };
}
