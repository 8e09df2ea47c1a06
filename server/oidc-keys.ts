import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

import type { Clock } from './clock.ts';

export interface KeysOptions {
  /** `https://token.actions.githubusercontent.com`, on Enterprise Server `https://HOST/_services/token`. */
  readonly issuer: string;
  readonly clock: Clock;
  /** How long an unknown key id causes no second look. */
  readonly cooldownMs?: number;
  readonly timeoutMs?: number;
}

/** The issuer could not be asked: nobody is refused for that, they are told to come again. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });

/** After a failure nobody asks the issuer for so long: a flood must not become one of ours. */
const failureCooldownMs = 5_000;
const cacheMs = 600_000;

/** Keys over a connection that others can read or write would prove nothing. */
function isTrustworthy(keys: string, issuer: string): boolean {
  if (!URL.canParse(keys)) return false;
  const { protocol, origin } = new URL(keys);
  return protocol === 'https:' || origin === new URL(issuer).origin;
}

async function discover(issuer: string, timeoutMs: number): Promise<URL> {
  const response = await fetch(`${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status !== 200) throw new Error(`discovery was answered ${response.status}`);
  const document = Discovery.parse(await response.json());
  // OpenID Connect Discovery 1.0, 4.3: the two must be the same, to the character.
  if (document.issuer !== issuer) throw new Error('discovery names another issuer');
  if (!isTrustworthy(document.jwks_uri, issuer)) throw new Error('jwks_uri is not https');
  return new URL(document.jwks_uri);
}

/**
 * The issuer's signing keys. Where they are is asked once; they are read again every ten minutes, and
 * for a key id that is not among them, at most once per cooldown. Throws `IssuerUnavailable` when the
 * issuer gives no keys, and what jose throws when it does.
 */
export function createIssuerKeys(options: KeysOptions): JWTVerifyGetKey {
  const { issuer, clock, cooldownMs = 30_000, timeoutMs = 3_000 } = options;
  let found: Promise<JWTVerifyGetKey> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  async function find(): Promise<JWTVerifyGetKey> {
    const url = await discover(issuer, timeoutMs);
    return createRemoteJWKSet(url, {
      cooldownDuration: cooldownMs,
      cacheMaxAge: cacheMs,
      timeoutDuration: timeoutMs,
    });
  }

  return async (header, token) => {
    if (clock.now().getTime() - failedAt < failureCooldownMs) {
      throw new IssuerUnavailable('the issuer could not be asked a moment ago');
    }
    try {
      found ??= find();
      const keys = await found;
      return await keys(header, token);
    } catch (thrown) {
      if (
        thrown instanceof errors.JWKSNoMatchingKey ||
        thrown instanceof errors.JWKSMultipleMatchingKeys ||
        thrown instanceof errors.JOSENotSupported
      ) {
        throw thrown;
      }
      // A discovery that failed is asked for again; keys that failed keep their address.
      if (!(thrown instanceof errors.JOSEError)) found = undefined;
      failedAt = clock.now().getTime();
      throw new IssuerUnavailable('the keys of the issuer could not be read', { cause: thrown });
    }
  };
}
