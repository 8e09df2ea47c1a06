import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { WireRequest } from '../common/server.ts';
import { withoutPort } from './hosts.ts';

/** The parts of an `Authorization` header of signature version 3. */
export interface Authorization {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const pattern =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d{2}-\d{2})\/([^/,\s]+)\/tc3_request,\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/u;

export function parseAuthorization(header: string | undefined): Authorization | undefined {
  const match = pattern.exec(header ?? '');
  if (match === null) return undefined;
  const [, secretId = '', date = '', service = '', headers = '', signature = ''] = match;
  return { secretId, date, service, signedHeaders: headers.split(';'), signature };
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** The signature that the secret gives, with this value for the host. */
export function sign(
  request: WireRequest,
  authorization: Pick<Authorization, 'date' | 'service' | 'signedHeaders'>,
  { secretKey, timestamp, host }: { secretKey: string; timestamp: string; host: string },
): string {
  const { date, service, signedHeaders } = authorization;
  const [path = '/', query = ''] = request.target.split('?', 2);
  const canonical = [
    request.method,
    path,
    query,
    ...signedHeaders.map((name) => {
      const value = name === 'host' ? host : (request.headers.get(name) ?? '');
      return `${name}:${value.trim().toLowerCase()}`;
    }),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n');
  const scope = `${date}/${service}/tc3_request`;
  const text = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n');
  const key = [date, service, 'tc3_request'].reduce<string | Buffer>(hmac, `TC3${secretKey}`);
  return hmac(key, text).toString('hex');
}

/**
 * True when the secret gives this signature. The Node SDK signs the host without its port while the
 * header on the wire has it; other clients sign what they send: both say the same place.
 */
export function signatureHolds(
  request: WireRequest,
  authorization: Authorization,
  secretKey: string,
): boolean {
  const timestamp = request.headers.get('x-tc-timestamp') ?? '';
  const header = request.headers.get('host') ?? '';
  const given = Buffer.from(authorization.signature, 'hex');
  return [withoutPort(header), header].some((host) => {
    const expected = sign(request, authorization, { secretKey, timestamp, host });
    return timingSafeEqual(Buffer.from(expected, 'hex'), given);
  });
}

/** UTC date of a timestamp in seconds. */
export function dateOf(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}
