import { isSigned, parseIdToken } from '../common/id-token.ts';
import { fits } from '../common/patterns.ts';
import { TencentError } from './errors.ts';
import type { Role } from './model.ts';

const invalidToken = (message: string) =>
  new TencentError('InvalidParameter.WebIdentityTokenError', message);

/** Throws unless this role lets the bearer of the token in. `now` in milliseconds. */
export function checkWebIdentity(token: string, providerId: string, role: Role, now: number): void {
  const { trust } = role;
  const parsed = parseIdToken(token);
  if (parsed === undefined) throw invalidToken('The token is not a JWT.');
  const { iss, aud, sub, exp } = parsed.claims;
  if (trust === undefined || trust.providerId !== providerId) {
    throw new TencentError('UnauthorizedOperation', 'The identity provider is not trusted.');
  }
  if (trust.keys !== undefined && !isSigned(token, trust.keys)) {
    throw invalidToken('The signature of the token could not be verified.');
  }
  if (iss !== trust.issuer) throw invalidToken('The issuer of the token is another.');
  if (typeof exp !== 'number' || exp * 1000 <= now) throw invalidToken('The token has expired.');
  if (![aud].flat().includes(trust.audience)) {
    throw invalidToken('The audience of the token is another.');
  }
  if (!trust.subjects.some((subject) => fits(subject, String(sub)))) {
    throw new TencentError('UnauthorizedOperation', 'The role does not trust this subject.');
  }
}
