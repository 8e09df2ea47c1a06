import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { WireRequest } from '../common/server.ts';

/** The parts of an `Authorization` header of Signature Version 4. */
export interface Authorization {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const pattern =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/u;

export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match = pattern.exec(header ?? '');
  if (match === null) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', headers = '', signature = ''] =
    match;
  return { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature };
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byText([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : Number(a > b);
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  return query
    .split('&')
    .map((pair): readonly [string, string] => {
      const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
      const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
      return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))];
    })
    .sort((a, b) => byText(a, b) || byText([a[1], ''], [b[1], '']))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Why a signature is not the one that the secret gives; undefined: it is. */
export function findFlaw(
  request: WireRequest,
  authorization: Authorization,
  secret: string,
  now: number,
): string | undefined {
  const { headers } = request;
  const { date, region, service, signedHeaders, signature } = authorization;
  const time = headers.get('x-amz-date') ?? '';
  if (!/^\d{8}T\d{6}Z$/u.test(time) || !time.startsWith(date)) {
    return 'Date in Credential scope does not match the date of the request.';
  }
  const at = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, '$1-$2-$3T$4:$5:$6Z'));
  if (Math.abs(at - now) > 5 * 60_000) return `Signature expired: ${time} is too far from now.`;
  const mustSign = ['host', ...headers.keys().filter((name) => name.startsWith('x-amz-'))];
  const unsigned = mustSign.filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) return `These headers must be signed: ${unsigned.join(', ')}.`;
  const payload = sha256(request.body);
  const claimed = headers.get('x-amz-content-sha256');
  if (claimed !== undefined && claimed !== payload) {
    return 'The provided x-amz-content-sha256 header does not match what was computed.';
  }
  const [path = '/', query = ''] = request.target.split('?', 2);
  const canonical = [
    request.method,
    path.split('/').map(encode).join('/'),
    canonicalQuery(query),
    ...signedHeaders.map(
      (name) => `${name}:${(headers.get(name) ?? '').trim().replaceAll(/\s+/gu, ' ')}`,
    ),
    '',
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${secret}`,
  );
  const expected = hmac(key, text);
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
    ? undefined
    : 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
}
