import { createHash, createHmac, randomUUID } from 'node:crypto';

import type { Issued } from '../pki.ts';

/** A source of issuance events as the operator's command line made it. */
export interface SourceOfEvents {
  /** Below the receiver's own address. */
  readonly path: string;
  readonly secret: string;
}

/** What `source add` printed. */
export function parseSource(printed: string): SourceOfEvents {
  const path = /^address: (\S+)/mu.exec(printed)?.[1];
  const secret = /^secret, shown only now: (\S+)$/mu.exec(printed)?.[1];
  if (path === undefined || secret === undefined) throw new Error('no source was added');
  return { path, secret };
}

export interface SendOptions {
  /** The same for every try to send one event. */
  readonly id?: string;
  readonly type?: string;
  /** When it happened: a part of what is sent. */
  readonly at?: Date;
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

async function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<Answered> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The canonical event, signed as https://www.standardwebhooks.com says. */
export async function sendStandard(
  receiverUrl: string,
  { path, secret }: SourceOfEvents,
  issued: Issued,
  options: SendOptions = {},
): Promise<Answered> {
  const { id = `msg_${randomUUID()}`, type = 'certificate.renewed', at = new Date() } = options;
  const seconds = String(Math.floor(Date.now() / 1000));
  const data = { chain_pem: issued.chain, private_key_pem: issued.key };
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const key = Buffer.from(secret.replace(/^whsec_/u, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  };
  return await post(`${receiverUrl}${path}`, headers, body);
}

/** What OHTTPS sends when it has renewed a certificate: an MD5 of time and token is its signature. */
export async function sendOhttps(
  receiverUrl: string,
  { path, secret }: SourceOfEvents,
  issued: Issued,
): Promise<Answered> {
  const timestamp = Date.now();
  const body = JSON.stringify({
    timestamp,
    sign: createHash('md5').update(`${timestamp}:${secret}`).digest('hex'),
    payload: {
      certificateName: 'cert-stage',
      certificateDomains: ['shop.example.com'],
      certificateFullchainCerts: issued.chain,
      certificateCertKey: issued.key,
      certificateExpireAt: issued.notAfter.getTime(),
    },
  });
  return await post(`${receiverUrl}${path}`, {}, body);
}
