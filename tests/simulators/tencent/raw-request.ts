import { request as httpRequest } from 'node:http';

import type { AccessKey } from './builders/login.ts';
import { type Service, versions } from './hosts.ts';
import { dateOf, sign } from './tc3.ts';
import type { Tencent } from './tencent.ts';

export interface RawRequest {
  readonly service: Service;
  readonly action: string;
  readonly params?: unknown;
  readonly region?: string;
  /** Default: the service's own. */
  readonly host?: string;
  /** What is changed after everything was signed. Undefined removes a header. */
  readonly after?: {
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly body?: string;
  };
  /** What differs before signing. */
  readonly version?: string;
  readonly timestamp?: number;
  readonly date?: string;
  readonly scope?: string;
  readonly signedHeaders?: readonly string[];
  readonly contentType?: string;
  readonly method?: string;
}

export interface RawReply {
  readonly status: number;
  readonly text: string;
  /** Undefined: success. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
}

interface Envelope {
  readonly Response?: {
    readonly Error?: { readonly Code: string; readonly Message: string };
    readonly RequestId?: string;
  };
}

function send(
  port: number,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: string },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, headers, setHost: false, agent: false };
    const request = httpRequest(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** One request that may be wrong in any way that an SDK would not let it be. */
export async function rawRequest(
  cloud: Pick<Tencent, 'port'>,
  key: Pick<AccessKey, 'secretId' | 'secretKey' | 'token'>,
  asked: RawRequest,
): Promise<RawReply> {
  const { service, action, params = {}, after = {}, method = 'POST' } = asked;
  const host = `${asked.host ?? `${service}.tencentcloudapi.com`}:${cloud.port}`;
  const timestamp = asked.timestamp ?? Math.floor(Date.now() / 1000);
  const body = JSON.stringify(params);
  const headers: Record<string, string> = {
    host,
    'content-type': asked.contentType ?? 'application/json',
    'x-tc-action': action,
    'x-tc-version': asked.version ?? versions[service],
    'x-tc-timestamp': String(timestamp),
    ...(asked.region === undefined ? {} : { 'x-tc-region': asked.region }),
    ...(key.token === undefined ? {} : { 'x-tc-token': key.token }),
  };
  const signedHeaders = asked.signedHeaders ?? ['content-type', 'host'];
  const date = asked.date ?? dateOf(timestamp);
  const scope = asked.scope ?? service;
  const signature = sign(
    { method, target: '/', headers: new Map(Object.entries(headers)), body: Buffer.from(body) },
    { date, service: scope, signedHeaders },
    { secretKey: key.secretKey, timestamp: String(timestamp), host },
  );
  headers['authorization'] =
    `TC3-HMAC-SHA256 Credential=${key.secretId}/${date}/${scope}/tc3_request, ` +
    `SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  for (const [name, value] of Object.entries(after.headers ?? {})) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  const reply = await send(cloud.port, { method, headers, body: after.body ?? body });
  const parsed = JSON.parse(reply.text) as Envelope;
  const { Error: error, RequestId: requestId } = parsed.Response ?? {};
  return { ...reply, code: error?.Code, message: error?.Message, requestId };
}
