import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The parts of an `Authorization` header of signature version 3. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const pattern =
  /^ACS3-HMAC-SHA256 Credential=([\w.-]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})$/u;

export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match = pattern.exec(header ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', headers = '', signature = ''] = match;
  return { accessKeyId, signedHeaders: headers.split(';'), signature };
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** RFC 3986: what encodeURIComponent leaves, and `!'()*` too. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Requests may be this old, and no nonce may come twice within it. */
const windowMs = 15 * 60_000;

export interface Flaw {
  readonly code: string;
  readonly message: string;
}

/**
 * Why a request is not signed with this secret; undefined: it is.
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function findFlaw(
  request: WireRequest,
  { signedHeaders, signature }: Authorization,
  secret: string,
  world: { readonly now: number; readonly nonces: Map<string, number> },
): Flaw | undefined {
  const { headers, method, target, body } = request;
  const date = headers.get('x-acs-date') ?? '';
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u.test(date)) {
    return {
      code: 'InvalidTimeStamp.Format',
      message: 'Specified time stamp is not well formatted.',
    };
  }
  if (Math.abs(Date.parse(date) - world.now) > windowMs) {
    return { code: 'InvalidTimeStamp.Expired', message: 'Specified time stamp is expired.' };
  }
  const nonce = headers.get('x-acs-signature-nonce') ?? '';
  if (nonce === '') return { code: 'MissingSignatureNonce', message: 'The nonce is mandatory.' };
  if (world.nonces.has(nonce)) {
    return { code: 'SignatureNonceUsed', message: 'Specified signature nonce was used already.' };
  }
  const must = ['host', ...headers.keys().filter((name) => name.startsWith('x-acs-'))];
  const unsigned = must.filter((name) => !signedHeaders.includes(name));
  const payload = sha256(body);
  if (unsigned.length > 0 || headers.get('x-acs-content-sha256') !== payload) {
    return { code: 'IncompleteSignature', message: 'Not everything that must be signed is.' };
  }
  const [path = '/', query = ''] = target.split('?', 2);
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(headers.get(name) ?? '').trim()}`),
    '',
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const wanted = createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest();
  if (!timingSafeEqual(wanted, Buffer.from(signature, 'hex'))) {
    return {
      code: 'SignatureDoesNotMatch',
      message: 'Specified signature is not matched with our calculation.',
    };
  }
  world.nonces.set(nonce, world.now);
  return undefined;
}
