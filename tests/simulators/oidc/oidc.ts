import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { listen, stop } from '../common/server.ts';
import { jobClaims, type Job } from './claims.ts';
import { compactJws, createSigningKey, publicJwk, type Forgery, type SigningKey } from './jwt.ts';

export interface TokenOptions {
  readonly audience: string;
  readonly job?: Job;
  /** Replaces claims; undefined takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly forgery?: Forgery;
  /** Signed by another key than the issuer's newest. */
  readonly key?: SigningKey;
}

/** What goes wrong with the issuer itself. */
export type Trouble =
  | 'none'
  /** Every request is answered 503. */
  | 'down'
  /** Discovery names another issuer. */
  | 'impostor'
  /** Discovery points to keys on another, plain host. */
  | 'plain-keys'
  /** No answer to whoever asks for the keys. */
  | 'keys-hang'
  /** Discovery is not JSON. */
  | 'mangled';

/** GitHub's OIDC issuer and the runner's token endpoint, on loopback. */
export interface OidcSimulator {
  readonly issuer: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  readonly dials: { trouble: Trouble };
  /** The key that tokens are signed with now. */
  readonly key: SigningKey;
  token(options: TokenOptions): string;
  /** From now on another key signs. `keepOld`: the old one is still listed, as GitHub does for a while. */
  rotate(options?: { readonly keepOld?: boolean }): SigningKey;
  /** What the runner sets in the environment of a job with `id-token: write`. */
  runner(
    job?: Job,
  ): Readonly<Record<'ACTIONS_ID_TOKEN_REQUEST_URL' | 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', string>>;
  /** Tokens that the runner's endpoint gave out, by audience, in order. */
  readonly issued: readonly { readonly audience: string; readonly token: string }[];
  close(): Promise<void>;
}

export interface OidcOptions {
  readonly now?: () => Date;
  /** Below the origin, as on GitHub Enterprise Server: `/_services/token`. */
  readonly path?: string;
  /** Audience of a token that is asked for without one: the address of the owner. */
  readonly defaultAudience?: string;
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export async function startOidc(options: OidcOptions = {}): Promise<OidcSimulator> {
  const now = options.now ?? (() => new Date());
  const base = options.path ?? '';
  const requests: string[] = [];
  const issued: { audience: string; token: string }[] = [];
  const jobs = new Map<string, { readonly job: Job; readonly secret: string }>();
  const dials: { trouble: Trouble } = { trouble: 'none' };
  let current = createSigningKey();
  let listed = [current];
  const place = { origin: '' };
  const issuer = () => `${place.origin}${base}`;

  function token({ audience, job = {}, claims = {}, forgery, key = current }: TokenOptions) {
    const all = { ...jobClaims(job, { issuer: issuer(), audience, now: now() }), ...claims };
    return compactJws(all, key, forgery);
  }

  function discovery(response: ServerResponse): void {
    if (dials.trouble === 'mangled') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
      return;
    }
    const keys =
      dials.trouble === 'plain-keys' ? 'http://keys.example.test' : `${issuer()}/.well-known`;
    json(response, 200, {
      issuer: dials.trouble === 'impostor' ? 'https://token.example.test' : issuer(),
      jwks_uri: `${keys}/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'repository_id'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    });
  }

  /** The address carries a query already: clients append `&audience=`. */
  function giveToken(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const known = jobs.get(url.pathname.slice('/runner/'.length));
    const authorization = request.headers.authorization?.toLowerCase() ?? '';
    if (known === undefined || authorization !== `bearer ${known.secret}`) {
      json(response, 401, { message: 'the request token is not valid' });
      return;
    }
    const audience =
      url.searchParams.get('audience') ?? options.defaultAudience ?? 'https://github.com/octo';
    const value = token({ audience, job: known.job });
    issued.push({ audience, token: value });
    json(response, 200, { count: value.length, value });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', place.origin);
    requests.push(url.pathname);
    if (dials.trouble === 'down') {
      json(response, 503, { message: 'unavailable' });
    } else if (url.pathname === `${base}/.well-known/openid-configuration`) {
      discovery(response);
    } else if (url.pathname === `${base}/.well-known/jwks`) {
      if (dials.trouble === 'keys-hang') return;
      json(response, 200, { keys: listed.map(publicJwk) });
    } else if (url.pathname.startsWith('/runner/')) {
      giveToken(request, response, url);
    } else {
      json(response, 404, { message: 'not found' });
    }
  });
  place.origin = `http://127.0.0.1:${await listen(server)}`;

  return {
    issuer: issuer(),
    requests,
    issued,
    dials,
    get key() {
      return current;
    },
    token,
    rotate({ keepOld = true } = {}) {
      current = createSigningKey();
      listed = keepOld ? [current, ...listed] : [current];
      return current;
    },
    runner(job = {}) {
      const id = randomBytes(8).toString('hex');
      const secret = randomBytes(24).toString('base64url').toLowerCase();
      jobs.set(id, { job, secret });
      return {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${place.origin}/runner/${id}?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret,
      };
    },
    close: () => stop(server),
  };
}
