import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { WireRequest } from '../common/server.ts';

/** The parts of an `Authorization` header of SDK-HMAC-SHA256. */
export interface Authorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const pattern =
  /^SDK-HMAC-SHA256 Access=([^,\s]+), ?SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})$/u;

export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match = pattern.exec(header ?? '');
  if (match === null) return undefined;
  const [, accessKey = '', headers = '', signature = ''] = match;
  return { accessKey, signedHeaders: headers.split(';'), signature };
}

function sha256(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Everything but the unreserved characters of RFC 3986, upper-case hex. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A segment that does not decode is signed as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}

/** Each segment encoded once, and a slash at the end that the request line does not have. */
function canonicalUri(path: string): string {
  const encoded = path.split('/').map((segment) => encode(decode(segment)));
  const uri = encoded.join('/');
  return uri.endsWith('/') ? uri : `${uri}/`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Name and value pairs of a query, decoded; `+` is a plus sign here, not a space. */
export function parseQuery(query: string): (readonly [string, string])[] {
  if (query === '') return [];
  return query.split('&').map((pair) => {
    const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
    return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))] as const;
  });
}

function canonicalQuery(query: string): string {
  return parseQuery(query)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

const unsignedPayload = 'UNSIGNED-PAYLOAD';

/**
 * The request in canonical form, built from what was received.
 * https://support.huaweicloud.com/devg-apisign/api-sign-algorithm-001.html
 */
export function canonicalRequest(request: WireRequest, signedHeaders: readonly string[]): string {
  const [path = '/', query = ''] = request.target.split('?', 2);
  return [
    request.method,
    canonicalUri(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(request.headers.get(name) ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    request.headers.get('x-sdk-content-sha256') === unsignedPayload
      ? unsignedPayload
      : sha256(request.body),
  ].join('\n');
}

export function stringToSign(request: WireRequest, signedHeaders: readonly string[]): string {
  const date = request.headers.get('x-sdk-date') ?? '';
  return ['SDK-HMAC-SHA256', date, sha256(canonicalRequest(request, signedHeaders))].join('\n');
}

export function signatureOf(
  request: WireRequest,
  signedHeaders: readonly string[],
  secret: string,
): string {
  const text = stringToSign(request, signedHeaders);
  return createHmac('sha256', secret).update(text).digest('hex');
}

const windowMs = 15 * 60_000;
/** Whoever leaves one of these unsigned could have it changed on the way. */
const mustSign = ['host', 'x-sdk-date', 'x-security-token', 'x-project-id', 'x-domain-id'];

/** Why a request is not the one that the owner of the secret signed; undefined: it is. */
export function findFlaw(
  request: WireRequest,
  authorization: Authorization,
  secret: string,
  now: number,
): string | undefined {
  const { headers } = request;
  const { signedHeaders, signature } = authorization;
  const date = headers.get('x-sdk-date') ?? '';
  if (!/^\d{8}T\d{6}Z$/u.test(date)) return 'x-sdk-date format is incorrect';
  const at = Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - now) <= windowMs)) return `x-sdk-date ${date} is expired`;
  const unsigned = ['host', 'x-sdk-date', ...mustSign.filter((name) => headers.has(name))].filter(
    (name) => !signedHeaders.includes(name),
  );
  if (unsigned.length > 0) return `header ${unsigned.join(',')} is not signed`;
  const sorted = [...signedHeaders].sort(compare);
  if (sorted.join(';') !== signedHeaders.join(';')) return 'signedHeaders is not sorted';
  const absent = signedHeaders.filter((name) => !headers.has(name));
  if (absent.length > 0) return `signed header ${absent.join(',')} is missing`;
  const claimed = headers.get('x-sdk-content-sha256') ?? sha256(request.body);
  if (claimed !== unsignedPayload && claimed !== sha256(request.body)) {
    return 'x-sdk-content-sha256 does not match the body';
  }
  const expected = Buffer.from(signatureOf(request, signedHeaders, secret), 'hex');
  if (timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return undefined;
  // The gateway shows what it computed, headers and their values included.
  const shown = canonicalRequest(request, signedHeaders).replaceAll('\n', '|');
  return `verify aksk signature fail, canonical_request:${shown}`;
}
