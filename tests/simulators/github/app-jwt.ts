import { verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { errorAnswer, Refused } from './answers.ts';
import type { App, AppBook } from './apps.ts';

/** Clocks differ by so much, and the life of a JWT is ten minutes at most. */
const skewSeconds = 60;
const longestSeconds = 600;

function refused(message: string, status = 401): Refused {
  return new Refused(errorAnswer(status, message));
}

function part(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return {};
    throw thrown;
  }
}

/**
 * The App that made this JWT. Throws GitHub's refusal where it is not one of RS256, not signed by the
 * App, not valid now, or valid for too long.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function appOfJwt(
  book: Pick<AppBook, 'apps'>,
  headers: IncomingHttpHeaders,
  now: Date,
): App {
  const [, header = '', payload = '', signature = ''] =
    /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/iu.exec(headers.authorization ?? '') ?? [];
  const undecoded = 'A JSON web token could not be decoded';
  if (header === '' || part(header)['alg'] !== 'RS256') throw refused(undecoded);
  const { iss, iat, exp } = part(payload);
  const issuer = Number(iss);
  if (!Number.isInteger(issuer)) {
    throw refused("'Issuer' claim ('iss') must be an Integer");
  }
  const app = book.apps.get(issuer);
  if (app === undefined) throw refused('Integration not found', 404);
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) throw refused(undecoded);
  const seconds = now.getTime() / 1000;
  if (typeof iat !== 'number' || iat > seconds + skewSeconds) {
    throw refused(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== 'number' || exp < seconds) {
    throw refused(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + longestSeconds || exp - iat > longestSeconds + skewSeconds) {
    throw refused("'Expiration time' claim ('exp') is too far in the future");
  }
  return app;
}
