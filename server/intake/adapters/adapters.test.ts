import { createHash, createHmac } from 'node:crypto';

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';

import type { Issued } from '../../../tests/pki.ts';
import { issueForTest, openTestIntake, testRoot, testTime } from '../test-intake.ts';
import type { PostInit, Reply, TestIntake } from '../test-intake.ts';

let intake: TestIntake | undefined;
async function open(): Promise<TestIntake> {
  intake = await openTestIntake();
  return intake;
}
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

const token = 'a-token-of-at-least-32-characters-4711';
const allowed_domains = ['example.com'];
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const seconds = Math.floor(testTime.getTime() / 1000);

/** A source of a kind, and how its sender would send a certificate to it. */
interface Sender {
  readonly kind: string;
  readonly config: Record<string, unknown>;
  readonly request: (issued: Issued, at: number) => PostInit;
  /** The same with what proves the sender spoilt. */
  readonly tampered: (issued: Issued, at: number) => PostInit;
  readonly carriesKey: boolean;
}

const json = (body: unknown, headers: Record<string, string> = {}): PostInit => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});

const certimate = ({ chain, key }: Issued) => ({ name: 'x', cert: chain, privkey: key });
const withToken = (name: string, init: PostInit, value = token): PostInit => ({
  ...init,
  headers: { ...init.headers, [name]: value },
});
const ohttps = ({ chain, key }: Issued, at: number, secret = token) => {
  const timestamp = at * 1000;
  const payload = {
    certificateName: 'cert-1',
    certificateDomains: ['www.example.com'],
    certificateCertKey: key,
    certificateFullchainCerts: chain,
    certificateExpireAt: 1,
  };
  return json({ timestamp, payload, sign: md5(`${timestamp}:${secret}`) });
};
const certeasy = ({ chain, key }: Issued, at: number, secret = token) =>
  json({
    timestamp: String(at),
    payload: { fullchain: chain, key, name: 'cert-cloud-1' },
    sign: md5(`${at}${md5(secret)}`),
  });
const zsite = ({ chain, key }: Issued, at: number, secret = token, form = false): PostInit => {
  const fields = {
    ssl: 'x',
    task: 'y',
    certificate: chain,
    certificateServer: 'z',
    key,
    notAfter: '',
  };
  const headers = {
    'z-timestamp': String(at),
    'z-token': createHmac('sha256', secret).update(String(at)).digest('hex'),
  };
  if (!form) return json(fields, headers);
  const type = 'application/x-www-form-urlencoded';
  return {
    body: new URLSearchParams(fields).toString(),
    headers: { ...headers, 'content-type': type },
  };
};
const digicertEvent = ({ chain }: Issued, root: string) => ({
  event: 'certificate_issued',
  data: {
    order_id: 1,
    certificate_id: 2,
    certificate_chain: [...chain.split(/(?<=-----END CERTIFICATE-----\n)/u), root]
      .filter((pem) => pem !== '')
      .map((pem) => ({ subject_common_name: 'x', pem: pem.replaceAll('\n', '\r\n') })),
  },
});
const basic = (password: string) => `Basic ${Buffer.from(`push:${password}`).toString('base64')}`;
const sectigoForm = ({ leaf, chain }: Issued, password: string): PostInit => ({
  body: new URLSearchParams({
    orderNumber: '1',
    certificateID: '77',
    eventType: 'Certificate',
    status: 'Issued',
    certificate: leaf,
    caCertificate: chain.slice(leaf.length),
  }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: basic(password) },
});
const cloudEvent = ({ chain, key }: Issued, more: Record<string, unknown> = {}) => ({
  specversion: '1.0',
  id: 'event-1',
  source: '/ca/one',
  type: 'org.example.certificate.issued',
  time: testTime.toISOString(),
  data: { chain_pem: chain, private_key_pem: key },
  ...more,
});
const structured = 'application/cloudevents+json';

const root = (await testRoot()).pem;

const senders: readonly Sender[] = [
  {
    kind: 'templated',
    config: { tokens: [token] },
    request: (issued) => withToken('x-certferry-token', json(certimate(issued))),
    tampered: (issued) => withToken('x-certferry-token', json(certimate(issued)), `${token}x`),
    carriesKey: true,
  },
  {
    kind: 'cloudevents',
    config: { tokens: [token] },
    request: (issued) =>
      withToken(
        'authorization',
        json(cloudEvent(issued), { 'content-type': structured }),
        `Bearer ${token}`,
      ),
    tampered: (issued) =>
      withToken(
        'authorization',
        json(cloudEvent(issued), { 'content-type': structured }),
        `Bearer x${token}`,
      ),
    carriesKey: true,
  },
  {
    kind: 'digicert',
    config: { tokens: [token] },
    request: (issued) => withToken('x-webhook-key', json(digicertEvent(issued, root))),
    tampered: (issued) => json(digicertEvent(issued, root)),
    carriesKey: false,
  },
  {
    kind: 'sectigo',
    config: { user: 'push', passwords: [token], addresses: ['127.0.0.1'] },
    request: (issued) => sectigoForm(issued, token),
    tampered: (issued) => sectigoForm(issued, 'wrong'),
    carriesKey: false,
  },
  {
    kind: 'ohttps',
    config: { tokens: [token] },
    request: (issued, at) => ohttps(issued, at),
    tampered: (issued, at) => ohttps(issued, at, 'another-token-0000'),
    carriesKey: true,
  },
  {
    kind: 'certeasy',
    config: { tokens: [token] },
    request: (issued, at) => certeasy(issued, at),
    tampered: (issued, at) => certeasy(issued, at, 'another-token-0000'),
    carriesKey: true,
  },
  {
    kind: 'zsite',
    config: { tokens: [token] },
    request: (issued, at) => zsite(issued, at),
    tampered: (issued, at) => zsite(issued, at, 'another-token-0000'),
    carriesKey: true,
  },
];

describe.each(senders)(
  'a source of the kind $kind',
  ({ kind, config, request, tampered, carriesKey }) => {
    const keyMode = carriesKey ? ('encrypted' as const) : ('never' as const);

    it('brings a certificate', async () => {
      const { addSource, post, rows, arrivals } = await open();
      const path = await addSource({
        name: 'vendor',
        kind,
        keyMode,
        config: { ...config, allowed_domains },
      });
      const issued = await issueForTest();
      const reply = await post(path, request(issued, seconds));
      expect(reply.status).toBeLessThan(300);
      expect(rows('certificates')).toMatchObject([
        {
          fingerprint: issued.sha256,
          chain_pem: issued.chain,
          key_form: carriesKey ? 'encrypted' : 'none',
        },
      ]);
      expect(arrivals.map(({ fingerprint }) => fingerprint)).toEqual([issued.sha256]);
      const event = JSON.parse(String(rows('deliveries')[0]?.['event'])) as { source: unknown };
      expect(event.source).toMatchObject({ name: 'vendor', kind, auth: 'weak' });
    });

    it('is answered from the store when it sends the same again', async () => {
      const { addSource, post, rows, arrivals } = await open();
      const path = await addSource({
        name: 'vendor',
        kind,
        keyMode,
        config: { ...config, allowed_domains },
      });
      const issued = await issueForTest();
      const sent = request(issued, seconds);
      const replies = [await post(path, sent), await post(path, sent)];
      expect(replies.every(({ status }) => status < 300)).toBe(true);
      expect([rows('deliveries').length, arrivals.length]).toEqual([1, 1]);
    });

    it('is believed only with its own proof, at its secret address', async () => {
      const { addSource, post, rows } = await open();
      const path = await addSource({
        name: 'vendor',
        kind,
        keyMode,
        config: { ...config, allowed_domains },
      });
      expect(path).toMatch(/^\/webhooks\/issuance\/vendor\.[\w-]{24}$/u);
      const issued = await issueForTest();
      const replies: Reply[] = [await post(path, tampered(issued, seconds))];
      for (const wrong of [path.replace(/\..*/u, ''), `${path}x`, `${path}.${token}`]) {
        replies.push(await post(wrong, request(issued, seconds)));
      }
      expect(replies.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
      expect(rows('certificates')).toEqual([]);
    });

    it('cannot bring certificates for other names', async () => {
      const { addSource, post, rows } = await open();
      const path = await addSource({
        name: 'vendor',
        kind,
        keyMode,
        config: { ...config, allowed_domains },
      });
      const reply = await post(
        path,
        request(await issueForTest({ domains: ['other.org'] }), seconds),
      );
      expect([reply.status, reply.json['code']]).toEqual([422, 'name_not_allowed']);
      expect(rows('certificates')).toEqual([]);
    });

    it('shows in a dry run what it would bring', async () => {
      const { addSource, post, rows } = await open();
      const path = await addSource({
        name: 'vendor',
        kind,
        keyMode,
        config: { ...config, allowed_domains },
      });
      const issued = await issueForTest();
      const reply = await post(`${path}/test`, request(issued, seconds));
      expect(reply.json).toMatchObject({ test: true, answer: { status: 202 } });
      expect(rows('deliveries')).toEqual([]);
    });
  },
);

/** The same value with whatever stands at one of its places put in place of something else. */
function changed(value: unknown, place: number, put: unknown): unknown {
  let left = place;
  const go = (one: unknown): unknown => {
    left -= 1;
    if (left === 0) return put;
    if (Array.isArray(one)) return one.map(go);
    if (typeof one !== 'object' || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, go(inner)]));
  };
  return go(value);
}

describe('nonsense from a sender who is proven', () => {
  it.each(senders.filter(({ kind }) => kind !== 'sectigo'))(
    'of the kind $kind is refused or ignored, and never a failure of ours',
    async ({ kind, config, request }) => {
      const { addSource, post, server } = await open();
      const rate = { per_minute: 1_000_000, burst: 1_000_000 };
      const path = await addSource({
        name: 'vendor',
        kind,
        config: { ...config, rate, allowed_domains },
      });
      const good = request(await issueForTest(), seconds);
      const value: unknown = JSON.parse(String(good.body));
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 16 }),
          fc.jsonValue({ maxDepth: 3 }),
          async (place, put) => {
            const body = JSON.stringify(changed(value, place, put));
            const reply = await post(path, { ...good, body });
            expect([200, 202, 400, 401, 409, 422, 429]).toContain(reply.status);
            if (reply.status === 401) server.clock.advance(2);
          },
        ),
        { numRuns: 60 },
      );
      expect(server.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    },
  );
});

describe('senders whose signature covers a timestamp only', () => {
  it('make the documented signatures', () => {
    expect(md5('1700000000000:tok')).toBe('d24fbbd5ff59f005fcad850462663bf6');
    const documented = zsite(
      { chain: '', key: '' } as Issued,
      1_735_982_969,
      'PQtlT8KNRayprpu621X7hICZE84U9LuC',
    );
    expect(documented.headers?.['z-token']).toBe(
      '792c41a4189b8dc00bee53efd63d49c4017751022e50a83515c5cb2fde0aff77',
    );
  });

  it.each([
    ['ohttps', ohttps],
    ['certeasy', certeasy],
    ['zsite', zsite],
  ] as const)('%s is believed within five minutes', async (kind, request) => {
    const { addSource, post } = await open();
    const path = await addSource({
      name: 'vendor',
      kind,
      config: { tokens: [token], allowed_domains },
    });
    const now = seconds + 3;
    const at = async (time: number) =>
      (await post(path, request(await issueForTest(), time))).status;
    expect([await at(now - 301), await at(now + 301)]).toEqual([401, 401]);
    expect(await at(now - 300)).toBeLessThan(300);
  });

  it('get the words that they wait for', async () => {
    const { addSource, post } = await open();
    const issued = await issueForTest();
    const config = { tokens: [token], allowed_domains };
    const first = await addSource({ name: 'a', kind: 'certeasy', config });
    const reply = await post(first, certeasy(issued, seconds));
    expect([reply.status, reply.text]).toEqual([200, 'success']);
    const second = await addSource({ name: 'b', kind: 'ohttps', config });
    expect((await post(second, ohttps(issued, seconds))).json).toMatchObject({ success: true });
  });

  it('may send a form where that is documented', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({
      name: 'a',
      kind: 'zsite',
      config: { tokens: [token], allowed_domains },
    });
    const issued = await issueForTest();
    expect((await post(path, zsite(issued, seconds, token, true))).status).toBe(202);
    expect(rows('certificates')).toMatchObject([
      { fingerprint: issued.sha256, key_form: 'encrypted' },
    ]);
  });
});

describe('a template of the user', () => {
  const config = {
    tokens: [token],
    allowed_domains,
    header: 'authorization',
    fields: { chain: 'data.server', intermediates: 'data.ca', key: 'data.secret.key' },
  };
  const auth = { authorization: `Bearer ${token}` };

  it('has its fields where the source says, in parts if need be', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'a', kind: 'templated', config });
    const { leaf, chain, key } = await issueForTest();
    const body = { data: { server: leaf, ca: chain.slice(leaf.length), secret: { key } } };
    expect((await post(path, json(body, auth))).status).toBe(202);
    expect(rows('certificates')).toMatchObject([{ chain_pem: chain, key_form: 'encrypted' }]);
  });

  it('may be a form of either kind', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({
      name: 'a',
      kind: 'templated',
      config: { tokens: [token], allowed_domains },
    });
    const [one, other] = [await issueForTest(), await issueForTest()];
    const headers = { 'x-certferry-token': token };
    const form = new URLSearchParams(certimate(one)).toString();
    const type = 'application/x-www-form-urlencoded';
    expect(
      (await post(path, { body: form, headers: { ...headers, 'content-type': type } })).status,
    ).toBe(202);
    const data = new FormData();
    for (const [name, value] of Object.entries(certimate(other))) data.set(name, value);
    const encoded = new Response(data);
    const body = new Uint8Array(await encoded.arrayBuffer());
    const multipart = { ...headers, 'content-type': encoded.headers.get('content-type') ?? '' };
    expect((await post(path, { body, headers: multipart })).status).toBe(202);
    expect(rows('certificates')).toHaveLength(2);
  });

  it('without its certificate is refused, and a field that comes twice too', async () => {
    const { addSource, post } = await open();
    const path = await addSource({
      name: 'a',
      kind: 'templated',
      config: { tokens: [token], allowed_domains },
    });
    const headers = {
      'x-certferry-token': token,
      'content-type': 'application/x-www-form-urlencoded',
    };
    expect((await post(path, { body: 'privkey=x', headers })).json['code']).toBe('INVALID');
    expect((await post(path, { body: 'cert=x&cert=y', headers })).json['code']).toBe('MALFORMED');
    const multipart = { ...headers, 'content-type': 'multipart/form-data; boundary=x' };
    expect((await post(path, { body: 'no form', headers: multipart })).json['code']).toBe(
      'MALFORMED',
    );
  });

  it('is never taken from an address: GET is refused', async () => {
    const { addSource, post } = await open();
    const path = await addSource({
      name: 'a',
      kind: 'templated',
      config: { tokens: [token], allowed_domains },
    });
    const reply = await post(`${path}?cert=x&privkey=y`, {
      method: 'GET',
      headers: { 'x-certferry-token': token },
    });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('of a source that keeps keys deploys nothing without one: anybody has the certificate', async () => {
    const { addSource, post, arrivals } = await open();
    const path = await addSource({
      name: 'a',
      kind: 'templated',
      config: { tokens: [token], allowed_domains },
    });
    const { chain } = await issueForTest();
    const reply = await post(path, withToken('x-certferry-token', json({ cert: chain })));
    expect([reply.status, reply.json['deploys'], arrivals.length]).toEqual([202, false, 0]);
  });
});

describe('CloudEvents', () => {
  const auth = { authorization: `Bearer ${token}` };
  const config = { tokens: [token], allowed_domains };
  const binary = (issued: Issued, more: Record<string, string> = {}): PostInit =>
    json(
      { chain_pem: issued.chain, private_key_pem: issued.key },
      {
        ...auth,
        'ce-id': 'event-1',
        'ce-source': '/ca/one',
        'ce-specversion': '1.0',
        'ce-type': 'certificate.issued',
        ...more,
      },
    );

  it('are the same in the structured and in the binary form', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const issued = await issueForTest();
    expect((await post(path, binary(issued))).status).toBe(202);
    const other = await post(
      path,
      json(cloudEvent(await issueForTest()), { ...auth, 'content-type': structured }),
    );
    expect([other.status, other.json['code']]).toEqual([409, 'CONFLICT']);
    expect(rows('deliveries')).toHaveLength(1);
  });

  it('may carry a bare PEM bundle, and attributes that are percent-encoded', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const issued = await issueForTest();
    const headers = {
      ...binary(issued, { 'ce-source': '/ca/%E2%82%AC' }).headers,
      'content-type': 'application/x-pem-file',
    };
    expect((await post(path, { body: issued.chain + issued.key, headers })).status).toBe(202);
    expect(rows('certificates')).toMatchObject([{ key_form: 'encrypted' }]);
    const broken = { ...headers, 'ce-id': '%E2%82' };
    expect((await post(path, { body: issued.chain, headers: broken })).status).toBe(400);
  });

  it('come in batches: one that is refused stops no other', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const good = [await issueForTest(), await issueForTest()];
    const bad = await issueForTest({ domains: ['other.org'] });
    const events = [good[0], bad, good[1]].map((issued, index) =>
      cloudEvent(issued as Issued, { id: `event-${index}` }),
    );
    const type = { ...auth, 'content-type': 'application/cloudevents-batch+json' };
    const reply = await post(path, json(events, type));
    expect(reply.status).toBe(202);
    expect(reply.json['results']).toMatchObject([
      { fingerprint: good[0]?.sha256 },
      { refused: 'name_not_allowed' },
      { fingerprint: good[1]?.sha256 },
    ]);
    expect(rows('certificates')).toHaveLength(2);
    const again = await post(path, json(events, type));
    expect([again.status, rows('deliveries').length]).toEqual([200, 2]);
    expect((await post(path, json([events[1]], type))).status).toBe(422);
    expect((await post(path, json([], type))).json).toEqual({ results: [] });
    const many = Array.from({ length: 51 }, () => events[1]);
    expect((await post(path, json(many, type))).status).toBe(422);
  });

  it('may have their time in milliseconds and a version of their own, as Tencent writes them', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const event = cloudEvent(await issueForTest(), {
      time: testTime.getTime(),
      specversion: '1.0.2',
      region: 'ap-guangzhou',
    });
    expect((await post(path, json(event, { ...auth, 'content-type': structured }))).status).toBe(
      202,
    );
    expect(JSON.parse(String(rows('deliveries')[0]?.['event']))).toMatchObject({
      timestamp: testTime.toISOString(),
    });
  });

  it('of Infisical are verified by its signature and recorded as hearsay', async () => {
    const { addSource, post, rows, arrivals } = await open();
    const secret = 'infisical-secret-0815';
    const path = await addSource({
      name: 'bus',
      kind: 'cloudevents',
      config: { infisical_secrets: [secret], allowed_domains },
    });
    const body = JSON.stringify({
      specversion: '1.0',
      id: 'alert-1',
      source: '/projects/p/alerts/a',
      type: 'com.infisical.pki.certificate.renewal',
      time: testTime.toISOString(),
      data: {
        certificates: [
          {
            id: 'c-1',
            serialNumber: '0a',
            commonName: 'www.example.com',
            san: ['www.example.com'],
            notAfter: '2027-01-01T00:00:00Z',
          },
        ],
      },
    });
    const sign = (time: number) =>
      `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`;
    const send = (signature: string) =>
      post(path, {
        body,
        headers: { 'content-type': 'application/json', 'x-infisical-signature': signature },
      });
    const now = testTime.getTime() + 3000;
    expect((await send(sign(now - 301_000))).status).toBe(401);
    expect((await send(sign(now).replace(/.$/u, '0'))).status).toBe(401);
    expect((await send(sign(now))).status).toBe(202);
    const [delivery] = rows('deliveries');
    expect(JSON.parse(String(delivery?.['event']))).toMatchObject({
      type: 'certificate.renewed',
      data: {
        certificate: { verified: false, subject: 'www.example.com', serial: '0a' },
        material: { ref: 'c-1' },
      },
    });
    expect(arrivals).toEqual([]);
  });

  it('of other things are ignored, and a listener that ends soon is recorded', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const send = (type: string, id: string) =>
      post(
        path,
        json(
          { specversion: '1.0', id, source: 's', type, data: {} },
          { ...auth, 'content-type': structured },
        ),
      );
    expect((await send('ecs:Disk:ConvertToPostpaid', '1')).json['ignored']).toBeDefined();
    expect((await send('slb:CloudMonitor:CertKeyExpired30', '2')).status).toBe(202);
    expect((await send('certificate.nonsense', '3')).json['ignored']).toBeDefined();
    expect(rows('deliveries').map((row) => row['event'] === null)).toEqual([true, false, true]);
  });

  it('of a weak sender cannot revoke', async () => {
    const { addSource, post, server } = await open();
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const data = { fingerprint_sha256: 'a'.repeat(64) };
    const event = { specversion: '1.0', id: '1', source: 's', type: 'certificate.revoked', data };
    expect((await post(path, json(event, { ...auth, 'content-type': structured }))).status).toBe(
      202,
    );
    expect(
      await server.ports.db.selectFrom('certificate_revocations').selectAll().execute(),
    ).toEqual([]);
  });

  it('are preceded by a handshake, which other kinds take no part in', async () => {
    const { addSource, post } = await open();
    const bus = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const other = await addSource({
      name: 'other',
      kind: 'templated',
      config: { tokens: [token] },
    });
    const ask = (path: string, headers: Record<string, string>) =>
      post(path, { method: 'OPTIONS', headers });
    const origin = {
      'webhook-request-origin': 'eventemitter.example.com',
      'webhook-request-rate': '120',
    };
    const reply = await ask(bus, origin);
    expect([
      reply.status,
      reply.headers.get('webhook-allowed-origin'),
      reply.headers.get('webhook-allowed-rate'),
    ]).toEqual([200, '*', '60']);
    const refused = [
      await ask(bus, {}),
      await ask(other, origin),
      await ask('/webhooks/issuance/bus', origin),
    ];
    expect(refused.map(({ status }) => status)).toEqual([405, 405, 405]);
  });
});

describe('AWS EventBridge', () => {
  const acm = (more: Record<string, unknown> = {}, detail: Record<string, unknown> = {}) => ({
    version: '0',
    id: 'event-1',
    'detail-type': 'ACM Certificate Available',
    source: 'aws.acm',
    account: '123456789012',
    time: testTime.toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:acm:us-east-1:123456789012:certificate/1'],
    detail: {
      Action: 'ISSUANCE',
      CertificateType: 'AMAZON_ISSUED',
      CommonName: 'www.example.com',
      InUse: 'TRUE',
      ...detail,
    },
    ...more,
  });

  async function send(event: unknown) {
    const world = await open();
    const path = await world.addSource({
      name: 'acm',
      kind: 'aws-eventbridge',
      config: { tokens: [token], allowed_domains },
    });
    return {
      ...world,
      path,
      reply: await world.post(path, withToken('x-certferry-token', json(event))),
    };
  }

  it('tells of a certificate, which starts nothing: it does not come along', async () => {
    const { reply, rows, arrivals, path, post } = await send(acm());
    expect(reply.status).toBe(202);
    expect(JSON.parse(String(rows('deliveries')[0]?.['event']))).toMatchObject({
      type: 'certificate.issued',
      data: {
        certificate: { verified: false, subject: 'www.example.com' },
        material: { chain: 'none', ref: 'arn:aws:acm:us-east-1:123456789012:certificate/1' },
      },
    });
    expect(arrivals).toEqual([]);
    const again = await post(path, withToken('x-certferry-token', json(acm())));
    expect([again.status, again.json['duplicate']]).toEqual([200, true]);
    expect(
      (await post(path, withToken('x-certferry-token', json(acm()), 'x'.repeat(40)))).status,
    ).toBe(401);
  });

  it.each(['IMPORT', 'REIMPORT'])(
    'a certificate that came there by %s is no news',
    async (Action) => {
      const { reply, arrivals } = await send(acm({}, { Action, CertificateType: 'IMPORTED' }));
      expect(reply.status).toBe(200);
      expect(reply.json['ignored']).toMatch(/imported/u);
      expect(arrivals).toEqual([]);
    },
  );

  it.each([
    ['ACM Certificate Approaching Expiration', 'certificate.expiring'],
    ['ACM Certificate Revoked', 'certificate.revoked'],
  ])('%s is recorded as %s', async (type, recorded) => {
    const { reply, rows } = await send(acm({ 'detail-type': type }, { Action: undefined }));
    expect(reply.status).toBe(202);
    expect(JSON.parse(String(rows('deliveries')[0]?.['event']))).toMatchObject({ type: recorded });
  });

  it.each([{ source: 'aws.ec2' }, { 'detail-type': 'ACM Certificate Rotated' }])(
    'anything else is ignored: %j',
    async (more) => {
      const { reply } = await send(acm(more));
      expect([reply.status, typeof reply.json['ignored']]).toEqual([200, 'string']);
    },
  );
});

describe('DigiCert and Sectigo', () => {
  it('DigiCert: the chain comes with Windows line ends and its root, which is left out', async () => {
    const { addSource, post, rows } = await open();
    const path = await addSource({
      name: 'dc',
      kind: 'digicert',
      keyMode: 'never',
      config: { tokens: [token], allowed_domains },
    });
    const issued = await issueForTest();
    const reply = await post(path, withToken('x-webhook-key', json(digicertEvent(issued, root))));
    expect(reply.json['warnings']).toEqual(['root_included']);
    expect(rows('certificates')).toMatchObject([{ chain_pem: issued.chain }]);
  });

  it('DigiCert: without a chain it is hearsay, and what sets the webhook up is answered with success', async () => {
    const { addSource, post, arrivals } = await open();
    const path = await addSource({
      name: 'dc',
      kind: 'digicert',
      keyMode: 'never',
      config: { tokens: [token], allowed_domains },
    });
    const send = (event: unknown) => post(path, withToken('x-webhook-key', json(event)));
    expect(
      (await send({ event: 'certificate_issued', data: { order_id: 1, certificate_id: 2 } }))
        .status,
    ).toBe(202);
    expect(
      (await send({ event: 'certificate_revoked', data: { order_id: 1, certificate_id: 2 } }))
        .status,
    ).toBe(202);
    expect((await send({ event: 'domain_revalidation_notice' })).json['ignored']).toBeDefined();
    expect(arrivals).toEqual([]);
  });

  it('Sectigo: a GET only tells, and comes from where Sectigo is', async () => {
    const { addSource, post, rows, arrivals } = await open();
    const config = { user: 'push', passwords: [token], allowed_domains };
    const near = await addSource({
      name: 'near',
      kind: 'sectigo',
      keyMode: 'never',
      config: { ...config, addresses: ['127.0.0.0/8'] },
    });
    const far = await addSource({ name: 'far', kind: 'sectigo', keyMode: 'never', config });
    const query =
      '?orderNumber=1&certificateID=77&eventType=Certificate&status=Issued&statusCode=2';
    const get = (path: string, password = token) =>
      post(path + query, { method: 'GET', headers: { authorization: basic(password) } });
    expect((await get(near)).status).toBe(202);
    expect((await get(near)).json['duplicate']).toBe(true);
    expect([(await get(near, 'wrong')).status, (await get(far)).status]).toEqual([401, 401]);
    expect([rows('deliveries').length, arrivals.length]).toEqual([1, 0]);
    const validated = await post(`${near}?eventType=DCV&certificateID=77`, {
      method: 'GET',
      headers: { authorization: basic(token) },
    });
    expect(validated.json['ignored']).toBeDefined();
  });
});
