import { createHash, createHmac } from 'node:crypto';

import type { Secret } from '../../core/secret.ts';

/** Who signs. The security token belongs to temporary credentials only. */
export interface Identity {
  readonly accessKey: string;
  readonly secretKey: Secret;
  readonly securityToken?: Secret;
  readonly expiresAt?: Date;
}

export type Query = Readonly<Record<string, string | readonly string[]>>;

export interface Unsigned {
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  /** `https://host` or `https://host:port`. */
  readonly origin: string;
  /** Starts with a slash; its segments are not encoded yet. */
  readonly path: string;
  readonly query: Query;
  /** Headers to be signed besides those that every request has. Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly what is sent; empty: no body. */
  readonly body: string;
}

/** What goes over the wire. */
export interface Signed {
  readonly method: Unsigned['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

/** RFC 3986: unreserved characters stay, every other byte becomes `%XX`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `20261123T080000Z` */
function stamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:]|\.\d{3}/gu, '');
}

function canonicalQuery(query: Query): string {
  return Object.entries(query)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, value]) => {
      const values = typeof value === 'string' ? [value] : [...value].sort();
      return values.map((one) => `${encode(key)}=${encode(one)}`);
    })
    .join('&');
}

/** The address without a signature. `*` stays as it is on the wire, as in the vendor's own SDK. */
export function urlOf({ origin, path, query }: Pick<Unsigned, 'origin' | 'path' | 'query'>) {
  const wire = path.split('/').map(encodeURIComponent).join('/');
  const search = canonicalQuery(query);
  return `${origin}${wire}${search === '' ? '' : `?${search}`}`;
}

/**
 * SDK-HMAC-SHA256. Like AWS Signature 4 without scope and key derivation, and with a slash at the end of
 * the canonical path, which is not sent. Signed anew for each attempt: the gateway bears 15 minutes.
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm-001.html
 */
export function sign(request: Unsigned, identity: Identity, now: Date): Signed {
  const { method, origin, path, query, body } = request;
  const date = stamp(now);
  const signed: Record<string, string> = {
    ...request.headers,
    'content-type': 'application/json',
    host: new URL(origin).host,
    'x-sdk-date': date,
  };
  if (identity.securityToken !== undefined) {
    signed['x-security-token'] = identity.securityToken.reveal();
  }
  const names = Object.keys(signed).sort();
  const encoded = path.split('/').map(encode).join('/');
  const canonical = [
    method,
    encoded.endsWith('/') ? encoded : `${encoded}/`,
    canonicalQuery(query),
    names.map((name) => `${name}:${signed[name]?.trim() ?? ''}\n`).join(''),
    names.join(';'),
    sha256(body),
  ].join('\n');
  const signature = createHmac('sha256', identity.secretKey.reveal())
    .update(['SDK-HMAC-SHA256', date, sha256(canonical)].join('\n'), 'utf8')
    .digest('hex');
  const authorization = `SDK-HMAC-SHA256 Access=${identity.accessKey}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return {
    method,
    url: urlOf(request),
    headers: { ...signed, accept: 'application/json', authorization },
    body,
  };
}
