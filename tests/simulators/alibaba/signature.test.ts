import { createHash, createHmac, randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openAlibaba, type Alibaba } from './alibaba.ts';

const key = {
  accessKeyId: 'LTAI5tSimulator00001',
  accessKeySecret: 'secret-of-the-simulator-000001',
};

let alibaba: Alibaba;
beforeEach(async () => {
  alibaba = await openAlibaba(key);
});
afterEach(async () => {
  await alibaba.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Spoilt {
  readonly secret?: string;
  readonly id?: string;
  readonly date?: string;
  readonly nonce?: string;
  /** Changes the query after it was signed. */
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly unsigned?: string;
}

/** A request signed as the documentation says, with nothing of the SDK and nothing of the simulator. */
async function send(
  spoilt: Spoilt = {},
): Promise<{ readonly status: number; readonly Code?: string }> {
  const query = 'CurrentPage=1&OrderType=CERT&ShowSize=50';
  const headers: Record<string, string> = {
    host: new URL(alibaba.address).host,
    'x-acs-action': 'ListUserCertificateOrder',
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': spoilt.date ?? new Date().toISOString().replace(/\.\d+Z/u, 'Z'),
    'x-acs-signature-nonce': spoilt.nonce ?? randomUUID(),
    'x-acs-version': '2020-04-07',
  };
  const names = Object.keys(headers).filter((name) => name !== spoilt.unsigned);
  const canonical = [
    'POST',
    '/',
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    sha256(''),
  ].join('\n');
  const signature = createHmac('sha256', spoilt.secret ?? key.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${spoilt.id ?? key.accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  const sent: Record<string, string> = { ...headers, authorization, ...spoilt.headers };
  delete sent['host'];
  const response = await fetch(`${alibaba.address}/?${spoilt.query ?? query}`, {
    method: 'POST',
    headers: sent,
  });
  return { status: response.status, ...((await response.json()) as { readonly Code?: string }) };
}

describe('a request', () => {
  it('is answered when it is signed with the secret of its key', async () => {
    expect(await send()).toMatchObject({ status: 200, TotalCount: 0, CertificateOrderList: [] });
    expect(alibaba.violations).toEqual([]);
  });

  const far = new Date(Date.now() - 16 * 60_000).toISOString().replace(/\.\d+Z/u, 'Z');
  it.each<[string, Spoilt, string]>([
    ['another secret', { secret: 'another' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { id: 'LTAI5tSomebodyElse01' }, 'InvalidAccessKeyId.NotFound'],
    ['an old date', { date: far }, 'InvalidTimeStamp.Expired'],
    ['a date in another form', { date: '25 November' }, 'InvalidTimeStamp.Format'],
    [
      'a query that was changed',
      { query: 'CurrentPage=2&OrderType=CERT&ShowSize=50' },
      'SignatureDoesNotMatch',
    ],
    [
      'a header that was changed',
      { headers: { 'x-acs-version': '2018-07-13' } },
      'SignatureDoesNotMatch',
    ],
    ['a header that was not signed', { unsigned: 'x-acs-action' }, 'IncompleteSignature'],
    ['a header that was added', { headers: { 'x-acs-extra': '1' } }, 'IncompleteSignature'],
    [
      'another body hash',
      { headers: { 'x-acs-content-sha256': sha256('x') } },
      'IncompleteSignature',
    ],
    ['no signature', { headers: { authorization: '' } }, 'MissingAccessKeyId'],
  ])('is refused with %s', async (_words, spoilt, code) => {
    expect((await send(spoilt)).Code).toBe(code);
  });

  it('is refused when its nonce comes again', async () => {
    expect((await send({ nonce: 'once' })).status).toBe(200);
    expect((await send({ nonce: 'once' })).Code).toBe('SignatureNonceUsed');
  });

  it('is throttled beyond ten a second', async () => {
    const replies = await Promise.all(Array.from({ length: 15 }, () => send()));
    const throttled = replies.filter(({ Code }) => Code === 'Throttling.User').length;
    expect(throttled).toBeGreaterThanOrEqual(4);
    expect(replies.length - throttled).toBeGreaterThanOrEqual(10);
  });
});
