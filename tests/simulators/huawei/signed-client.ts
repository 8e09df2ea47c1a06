import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { stringify } from 'node:querystring';

import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';

import type { AccessKey } from './builders/login.ts';
import type { Huawei } from './huawei.ts';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: object;
  /** Signed as well. Default: the address of the simulator. */
  readonly host?: string;
  /** Signed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Changes what was signed, before it is sent. */
  readonly tamper?: (wire: {
    target: string;
    headers: Record<string, string>;
    body: string;
  }) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Undefined when there is no body or it is no JSON. */
  readonly json: Record<string, unknown>;
}

/** Sends bytes as they are. */
export function transmit(
  huawei: Pick<Huawei, 'port' | 'authority'>,
  wire: {
    readonly method: string;
    readonly target: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  },
): Promise<Answer> {
  const host = wire.headers['host'] ?? '';
  const options = {
    host: '127.0.0.1',
    port: huawei.port,
    method: wire.method,
    path: wire.target,
    headers: { ...wire.headers, 'content-length': String(Buffer.byteLength(wire.body)) },
    agent: false,
  } as const;
  const servername = host.replace(/:\d+$/u, '');
  const secure = { ca: huawei.authority, ...(/^[\d.]+$/u.test(servername) ? {} : { servername }) };
  return new Promise((resolve, reject) => {
    const request =
      huawei.authority === undefined
        ? plainRequest(options)
        : secureRequest({ ...options, ...secure });
    request.once('error', reject);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const isJson = response.headers['content-type'] === 'application/json' && text !== '';
        const json = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    request.end(wire.body);
  });
}

/** The headers of a request as the vendor's own SDK signs it. */
export function signedHeaders(
  key: Pick<AccessKey, 'accessKey' | 'secretKey' | 'securityToken'>,
  ask: Ask & { readonly host: string },
): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...ask.headers };
  if (key.securityToken !== undefined) headers['X-Security-Token'] = key.securityToken;
  const signed: Record<string, string> = AKSKSigner.sign(
    {
      endpoint: `https://${ask.host}${ask.path}`,
      method: ask.method ?? 'GET',
      queryParams: Object.fromEntries(
        Object.entries(ask.query ?? {}).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : [...value],
        ]),
      ),
      headers,
      data: ask.body,
    },
    new GlobalCredentials({ ak: key.accessKey, sk: key.secretKey }),
  );
  return Object.fromEntries(
    Object.entries(signed).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/** One request, signed by the vendor's own SDK and sent without any of its retries. */
export function send(
  huawei: Pick<Huawei, 'port' | 'authority'>,
  key: Pick<AccessKey, 'accessKey' | 'secretKey' | 'securityToken'>,
  ask: Ask,
): Promise<Answer> {
  const host = ask.host ?? `127.0.0.1:${huawei.port}`;
  const query = stringify(ask.query);
  const wire = {
    method: ask.method ?? 'GET',
    target: query === '' ? ask.path : `${ask.path}?${query}`,
    headers: signedHeaders(key, { ...ask, host }),
    body: ask.body === undefined ? '' : JSON.stringify(ask.body),
  };
  ask.tamper?.(wire);
  return transmit(huawei, wire);
}
