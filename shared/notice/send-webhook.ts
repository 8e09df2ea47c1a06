import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

import type { ContactFormat } from '../core/deployment.ts';
import type { Secret } from '../core/secret.ts';
import { hostOf, isLoopbackHost, isPublicAddress } from '../runtime/addresses.ts';
import type { Reach } from '../runtime/addresses.ts';
import { DeliveryError } from './delivery.ts';
import { judgeReply } from './webhook-reply.ts';

export interface WebhookMessage {
  /** Whoever has it can post: it appears in no error. */
  readonly url: Secret;
  readonly format: ContactFormat;
  /** JSON. */
  readonly body: string;
}

export interface WebhookOptions {
  readonly signal: AbortSignal;
  readonly reach: Reach;
  readonly timeoutMs?: number;
}

const timeoutMs = 15_000;
const mostReplyBytes = 16_384;

class RefusedAddress extends Error {}

/**
 * Posts a message once. Resolves when the other side said that it took it; rejects with a
 * `DeliveryError`. Follows no redirect. The address that a name resolves to is judged as the connection
 * is made, so a name that resolves to another one a moment later changes nothing.
 */
export async function sendWebhook(
  { url: secret, format, body }: WebhookMessage,
  options: WebhookOptions,
): Promise<void> {
  const url = judged(secret, options.reach);
  const deadline = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  try {
    const reply = await post(url, body, { signal, reach: options.reach });
    judgeReply(format, reply);
  } catch (thrown) {
    if (thrown instanceof DeliveryError) throw thrown;
    if (options.signal.aborted) throw new DeliveryError('temporary', 'sending was interrupted');
    if (deadline.aborted)
      throw new DeliveryError('temporary', 'the webhook did not answer in time');
    if (thrown instanceof RefusedAddress) throw new DeliveryError('permanent', refusal);
    throw new DeliveryError('temporary', `the webhook could not be reached (${codeOf(thrown)})`);
  }
}

const refusal =
  'the webhook is at a private or local address, which is refused; CERTFERRY_WEBHOOK_ADDRESSES=any allows it';

function judged(secret: Secret, reach: Reach): URL {
  const url = URL.parse(secret.reveal());
  if (url === null) throw new DeliveryError('permanent', 'the webhook has no valid address');
  const host = hostOf(url);
  const loopback = url.protocol === 'http:' && isLoopbackHost(host);
  if (url.protocol !== 'https:' && !loopback) {
    throw new DeliveryError('permanent', 'the address of the webhook has to begin with https://');
  }
  const local = isLoopbackHost(host) || (isIP(host) > 0 && !isPublicAddress(host));
  if (local && reach === 'public') throw new DeliveryError('permanent', refusal);
  return url;
}

export interface WebhookReply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
}

async function post(
  url: URL,
  body: string,
  { signal, reach }: { readonly signal: AbortSignal; readonly reach: Reach },
): Promise<WebhookReply> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return await new Promise<WebhookReply>((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        // A connection of its own: one that is kept would not be judged again.
        agent: false,
        signal,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'certferry',
          accept: 'application/json, text/plain;q=0.5',
        },
        ...(reach === 'public' ? { lookup: publicOnly } : {}),
      },
      (response) => {
        readReply(response).then(resolve, reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** As much of the answer as is needed to tell success from failure. */
async function readReply(response: IncomingMessage): Promise<WebhookReply> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) continue;
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostReplyBytes) break;
  }
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8').slice(0, mostReplyBytes),
    retryAfter: response.headers['retry-after'],
  };
}

/** Resolves a name, and fails where any of its addresses is not public. */
const publicOnly: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error !== null || first === undefined) {
      callback(error ?? new Error('the name has no address'), '', 0);
    } else if (!found.every(({ address }) => isPublicAddress(address))) {
      callback(new RefusedAddress('not public'), '', 0);
    } else if (options.all === true) {
      callback(null, found);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

/** `ECONNREFUSED`, `ENOTFOUND`: never the message, which holds the address. */
function codeOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return codeOf(thrown.errors[0]);
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{2,60}$/u.test(code) ? code : 'connection failed';
}
