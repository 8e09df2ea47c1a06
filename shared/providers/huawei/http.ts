import http from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import https from 'node:https';

import { DeployError } from '../../core/errors.ts';
import type { Agents } from '../../runtime/proxy.ts';
import { isLoopback } from '../endpoint.ts';
import { HuaweiFailure } from './failure.ts';
import type { Signed } from './signer.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** More than any documented page holds; a body without end must not fill the memory. */
const largestBody = 64 * 1024 * 1024;

function property(of: unknown, key: string): string | undefined {
  const value: unknown = typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** A connection that failed. Node's own message names hosts and ports, never what was sent. */
function broken(thrown: unknown): HuaweiFailure {
  const message = property(thrown, 'message') ?? '';
  const wireCode = property(thrown, 'code') ?? 'ECONNRESET';
  return new HuaweiFailure({ wireCode, message: message === '' ? wireCode : message });
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Without an encoding the stream gives bytes.
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > largestBody) {
      response.destroy();
      throw new DeployError('CLOUD_UNEXPECTED', `a reply of more than ${largestBody} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * One exchange over the connections that are kept alive. Ends when the signal is aborted. Plain http
 * never leaves this machine, and a redirection is a reply like any other: signed requests are not
 * sent on to whoever asks for them.
 */
export async function exchange(
  { method, url, headers, body }: Signed,
  agents: Agents,
  signal: AbortSignal,
): Promise<HttpReply> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    throw new DeployError(
      'CONFIG_INVALID',
      `the endpoint ${hostname} is not https: private keys travel there, so nothing was sent`,
    );
  }
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const options = {
    method,
    signal,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  };
  const request =
    protocol === 'https:'
      ? https.request(url, { ...options, agent: agents.https })
      : http.request(url, { ...options, agent: agents.http });
  request.on('response', resolve);
  request.on('error', reject);
  request.end(body);
  try {
    const response = await promise;
    const text = await readBody(response);
    return { status: response.statusCode ?? 0, headers: response.headers, text };
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    throw thrown instanceof DeployError ? thrown : broken(thrown);
  }
}
