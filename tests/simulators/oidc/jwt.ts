import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A signing key of the issuer, or of somebody who would like to be it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

let made = 0;

export function createSigningKey(kid?: string): SigningKey {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  made += 1;
  return { kid: kid ?? `simulated-${made}`, ...pair };
}

/** What is wrong with a token on purpose. */
export type Forgery =
  /** `alg: none` and no signature. */
  | 'none'
  /** HS256 with the issuer's public key as the shared secret: the classic confusion. */
  | 'hs256'
  /** RS512 with the right key: a good signature of an algorithm that nobody agreed on. */
  | 'rs512'
  /** The payload was changed after it was signed. */
  | 'tampered';

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A JWS in compact form, made by hand so that it shares no code with what verifies it. */
export function compactJws(
  payload: Readonly<Record<string, unknown>>,
  key: SigningKey,
  forgery?: Forgery,
): string {
  const algorithms = { none: 'none', hs256: 'HS256', rs512: 'RS512', tampered: 'RS256' };
  const alg = forgery === undefined ? 'RS256' : algorithms[forgery];
  const header = part({ typ: 'JWT', alg, kid: key.kid });
  const input = `${header}.${part(payload)}`;
  switch (forgery) {
    case 'none':
      return `${input}.`;
    case 'hs256': {
      const secret = key.publicKey.export({ type: 'spki', format: 'pem' });
      return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
    }
    case 'rs512':
      return `${input}.${sign('sha512', Buffer.from(input), key.privateKey).toString('base64url')}`;
    case 'tampered':
    case undefined: {
      const signature = sign('sha256', Buffer.from(input), key.privateKey).toString('base64url');
      if (forgery === undefined) return `${input}.${signature}`;
      return `${header}.${part({ ...payload, repository_id: '1' })}.${signature}`;
    }
  }
}

/** The public half as a JSON Web Key Set lists it. */
export function publicJwk(key: SigningKey): Record<string, unknown> {
  return {
    ...key.publicKey.export({ format: 'jwk' }),
    kid: key.kid,
    use: 'sig',
    alg: 'RS256',
  };
}
