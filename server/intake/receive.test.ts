import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, describe, expect, it } from 'vitest';

import { openHandle } from '../database/open.ts';
import type { Handle } from '../database/open.ts';
import {
  issuedEvent,
  issueForTest,
  openTestIntake,
  signedHeaders,
  testRoot,
  testSecret,
  testTime,
} from './test-intake.ts';
import type { TestIntake, TestIntakeOptions } from './test-intake.ts';

let intake: TestIntake | undefined;
async function open(options?: TestIntakeOptions): Promise<TestIntake> {
  intake = await openTestIntake(options);
  return intake;
}
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

const day = 86_400_000;
const later = (days: number) => new Date(testTime.getTime() + days * day);

describe('a signed delivery', () => {
  it('is stored, announced and answered with what became of it', async () => {
    const { addSource, send, rows, arrivals, entity } = await open();
    await addSource();
    const issued = await issueForTest();
    const reply = await send(issuedEvent(issued), { id: 'msg_1' });
    expect(reply.status).toBe(202);
    expect(reply.json).toEqual({
      id: expect.stringMatching(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/u) as unknown,
      fingerprint: issued.sha256,
      duplicate: false,
      name: 'www.example.com',
      current: true,
      deploys: true,
      key: 'stored',
      warnings: ['chain_incomplete'],
    });
    expect(arrivals).toEqual([
      { fingerprint: issued.sha256, name: 'www.example.com', entityId: entity.id },
    ]);
    const [delivery] = rows('deliveries');
    expect(delivery).toMatchObject({
      delivery_id: 'msg_1',
      status: 202,
      fingerprint: issued.sha256,
    });
    expect(JSON.parse(String(delivery?.['event']))).toMatchObject({
      type: 'certificate.issued',
      source: { name: 'main', kind: 'standard', auth: 'strong', delivery_id: 'msg_1' },
      timestamp: testTime.toISOString(),
      data: {
        certificate: {
          verified: true,
          fingerprint_sha256: issued.sha256,
          sans: ['www.example.com'],
        },
        kind: 'issued',
        lineage: 'www.example.com',
        material: { chain: 'stored', private_key: 'stored' },
      },
    });
    expect(rows('certificates')).toMatchObject([
      { name: 'www.example.com', type: 'issued', key_form: 'encrypted', chain_pem: issued.chain },
    ]);
  });

  it.each(['application/x-pem-file', 'application/pem-certificate-chain; charset=utf-8'])(
    'may be a bare PEM bundle as %s',
    async (type) => {
      const { addSource, send, rows } = await open();
      await addSource();
      const issued = await issueForTest({ domains: ['a.example.com', 'b.example.com'] });
      const body = `Lineage: shop.example.com\n${issued.chain}${issued.key}`;
      const reply = await send(body, { type });
      expect([reply.status, reply.json['name'], reply.json['key']]).toEqual([
        202,
        'shop.example.com',
        'stored',
      ]);
      expect(rows('certificates')).toMatchObject([{ fingerprint: issued.sha256 }]);
    },
  );

  it('is found by whichever source signed it, or by the one it names', async () => {
    const { addSource, send, rows } = await open();
    const keys = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);
    for (const [index, key] of keys.entries()) {
      await addSource({
        name: `source-${index}`,
        config: { keys: [key], allowed_domains: ['example.com'] },
      });
    }
    const event = issuedEvent(await issueForTest());
    const sent = await send(event, { secret: keys[1] ?? '' });
    expect(sent.status).toBe(202);
    const named = await send(event, {
      secret: keys[0] ?? '',
      path: '/webhooks/issuance?source=source-0',
    });
    expect(named.status).toBe(200);
    const wrong = await send(event, {
      secret: keys[0] ?? '',
      path: '/webhooks/issuance?source=source-1',
    });
    expect(wrong.status).toBe(401);
    const byPath = await send(event, {
      secret: keys[0] ?? '',
      path: '/webhooks/issuance/source-0',
    });
    expect(byPath.status).toBe(200);
    expect(rows('deliveries')).toHaveLength(3);
  });

  it('may be signed with the old or the new key during a rotation', async () => {
    const { addSource, send } = await open();
    const young = `whsec_${Buffer.alloc(48, 9).toString('base64')}`;
    await addSource({ config: { keys: [testSecret, young], allowed_domains: ['example.com'] } });
    const event = issuedEvent(await issueForTest());
    const answers = [await send(event), await send(event, { secret: young })];
    expect(answers.map(({ status }) => status)).toEqual([202, 200]);
  });
});

describe('what is not proven', () => {
  it('gets one and the same answer, whatever was wrong', async () => {
    const { addSource, post, rows, server } = await open();
    await addSource();
    const body = JSON.stringify(issuedEvent(await issueForTest()));
    const now = server.clock.now();
    const headers = signedHeaders(body, now);
    const other = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
    const cases: Record<string, Record<string, string>> = {
      'another secret': signedHeaders(body, now, { secret: other }),
      'a body that was changed': { ...signedHeaders(`${body} `, now) },
      'no signature': Object.fromEntries(
        Object.entries(headers).filter(([name]) => name !== 'webhook-signature'),
      ),
      'an old timestamp': signedHeaders(body, now, { late: -301 }),
      'a timestamp ahead': signedHeaders(body, now, { late: 301 }),
      'an id that was changed': { ...headers, 'webhook-id': 'msg_other' },
    };
    const answers = [];
    for (const [, sent] of Object.entries(cases)) {
      answers.push(await post('/webhooks/issuance', { body, headers: sent }));
    }
    for (const path of ['nobody', 'main', 'main.token', 'nobody.at.all', 'nobody/test']) {
      answers.push(await post(`/webhooks/issuance/${path}`, { body }));
    }
    const texts = answers.map(({ text }) => text.replace(/"requestId":"[^"]*"/u, ''));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(new Set(texts).size).toBe(1);
    expect(rows('deliveries')).toEqual([]);
  });

  it.each([-300, 300])('includes nothing that is only %i seconds away', async (late) => {
    const { addSource, send } = await open();
    await addSource();
    const reply = await send(issuedEvent(await issueForTest()), { late });
    expect(reply.status).toBe(202);
  });

  it('may be tried thirty times from one address, then has to wait', async () => {
    const { addSource, post, send, server } = await open();
    await addSource();
    const tries = await Promise.all(
      Array.from({ length: 30 }, () => post('/webhooks/issuance', { body: 'x' })),
    );
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([401]));
    const more = await post('/webhooks/issuance', { body: 'x' });
    expect([more.status, more.json['code'], Number(more.headers.get('retry-after'))]).toEqual([
      429,
      'TOO_MANY_REQUESTS',
      2,
    ]);
    // A sender that is genuine waits too, for as long as its address is under suspicion.
    const event = issuedEvent(await issueForTest());
    expect((await send(event)).status).toBe(429);
    server.clock.advance(2);
    expect((await send(event)).status).toBe(202);
  });

  it('is not parsed: a body that is no JSON is refused for its signature', async () => {
    const { addSource, post } = await open();
    await addSource();
    const reply = await post('/webhooks/issuance', {
      body: '{"type":',
      headers: {
        'content-type': 'application/json',
        'webhook-id': 'a',
        'webhook-timestamp': '1',
        'webhook-signature': 'v1,AAAA',
      },
    });
    expect(reply.status).toBe(401);
  });
});

describe('what is proven and not right', () => {
  it.each([
    ['a body that is no JSON', '{"type":', 400, 'MALFORMED'],
    ['JSON that is nested too deeply', `{"a":${'['.repeat(9)}${']'.repeat(9)}}`, 400, 'MALFORMED'],
    ['another schema', '{"kind":"x"}', 422, 'INVALID'],
    [
      'a certificate that is missing',
      '{"type":"certificate.issued","data":{}}',
      422,
      'no_certificate',
    ],
    ['a name that is no domain', undefined, 422, 'INVALID'],
  ])('%s is answered with %3$i %4$s and stores nothing', async (_words, text, status, code) => {
    const { addSource, send, rows } = await open();
    await addSource();
    const body =
      text ?? JSON.stringify(issuedEvent(await issueForTest(), { lineage: 'not a domain' }));
    const reply = await send(body);
    expect([reply.status, reply.json['code']]).toEqual([status, code]);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(rows('deliveries')).toEqual([]);
  });

  it.each(['text/plain', 'application/xml', 'application/cloudevents+json', ''])(
    'the content type %j is answered with 415',
    async (type) => {
      const { addSource, send } = await open();
      await addSource();
      const reply = await send(issuedEvent(await issueForTest()), { type });
      expect([reply.status, reply.json['code']]).toEqual([415, 'WRONG_TYPE']);
    },
  );

  it('a content encoding is answered with 415, whoever sends it', async () => {
    const { addSource, post, server } = await open();
    await addSource();
    const body = JSON.stringify(issuedEvent(await issueForTest()));
    const headers = { ...signedHeaders(body, server.clock.now()), 'content-encoding': 'gzip' };
    expect((await post('/webhooks/issuance', { body, headers })).status).toBe(415);
  });

  it('more than 64 header lines are answered with 400', async () => {
    const { post } = await open();
    const headers = Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [`x-${index}`, 'y']),
    );
    expect((await post('/webhooks/issuance', { body: 'x', headers })).status).toBe(400);
  });

  it('an event of no certificate is answered with 200 and ignored, and remembered', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource();
    const reply = await send({ type: 'quota.low', data: {} }, { id: 'msg_1' });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ ignored: 'the event type is not one of certificates' });
    expect((await send({ type: 'quota.low', data: {} }, { id: 'msg_1' })).json).toMatchObject({
      duplicate: true,
    });
    expect([rows('deliveries').length, arrivals.length]).toEqual([1, 0]);
  });

  it('the answer repeats nothing of what was sent', async () => {
    const { addSource, send } = await open();
    await addSource();
    const marker = 'xyzzy-7301';
    const bodies = [
      marker,
      JSON.stringify({ type: marker, data: marker }),
      JSON.stringify({ type: 'certificate.issued', data: { chain_pem: marker, [marker]: 1 } }),
      JSON.stringify(issuedEvent(await issueForTest(), { lineage: marker })),
      JSON.stringify(issuedEvent(await issueForTest({ domains: [`${marker}.test.org`] }))),
    ];
    for (const body of bodies) {
      const reply = await send(body);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.text).not.toContain(marker);
    }
  });
});

describe('a body that is too large', () => {
  it('is refused by its length alone, and the sender is told to close', async () => {
    const { post } = await open();
    const reply = await post('/webhooks/issuance', { body: 'x'.repeat(262_145) });
    expect([reply.status, reply.headers.get('connection')]).toEqual([413, 'close']);
  });

  it('may be as large as 256 KiB', async () => {
    const { post } = await open();
    expect((await post('/webhooks/issuance', { body: 'x'.repeat(262_144) })).status).toBe(401);
  });
});

describe('a delivery that comes again', () => {
  it('is answered from the store, and starts nothing', async () => {
    const { addSource, send, rows, arrivals, server } = await open();
    await addSource();
    const event = issuedEvent(await issueForTest());
    const first = await send(event, { id: 'msg_1' });
    server.clock.advance(3600);
    const again = await send(event, { id: 'msg_1' });
    expect([first.status, again.status]).toEqual([202, 200]);
    expect(again.json).toEqual({ ...first.json, duplicate: true });
    expect([rows('deliveries').length, arrivals.length]).toEqual([1, 1]);
  });

  it('is answered as it was, also when it would be refused today', async () => {
    const { addSource, send, server } = await open();
    await addSource();
    const event = issuedEvent(await issueForTest({ notAfter: later(1) }));
    const first = await send(event, { id: 'msg_1' });
    server.clock.set(later(2).toISOString());
    expect((await send(event, { id: 'msg_1' })).json).toEqual({ ...first.json, duplicate: true });
    expect((await send(event, { id: 'msg_2' })).json['code']).toBe('expired');
  });

  it('as another one is judged anew: a certificate that was read may have expired since', async () => {
    const { addSource, send, server } = await open();
    await addSource();
    const { chain } = await issueForTest({ notAfter: new Date(testTime.getTime() + 30_000) });
    const event = { type: 'certificate.issued', data: { chain_pem: chain } };
    expect((await send(event)).status).toBe(202);
    server.clock.advance(90);
    expect((await send(event)).json['code']).toBe('expired');
  });

  it('with another body is answered with 409 and stores nothing', async () => {
    const { addSource, send, rows, server } = await open();
    await addSource();
    await send(issuedEvent(await issueForTest()), { id: 'msg_1' });
    const other = await send(issuedEvent(await issueForTest()), { id: 'msg_1' });
    expect([other.status, other.json['code']]).toEqual([409, 'CONFLICT']);
    expect((await send('no json', { id: 'msg_1' })).status).toBe(409);
    expect([rows('deliveries').length, rows('certificates').length]).toEqual([1, 1]);
    expect(server.lines.filter((line) => line.includes('delivery refused'))).toHaveLength(2);
  });

  it('many times at once is stored once and announced once', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource({
      config: {
        keys: [testSecret],
        allowed_domains: ['example.com'],
        rate: { per_minute: 6000, burst: 100 },
      },
    });
    const event = issuedEvent(await issueForTest());
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => send(event, { id: 'msg_1' })),
    );
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(29);
    expect(new Set(replies.map(({ json }) => json['id'])).size).toBe(1);
    expect([rows('deliveries').length, arrivals.length]).toEqual([1, 1]);
  });

  it('under another id, or from another source, is a delivery and no deployment', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource();
    const second = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    await addSource({
      name: 'second',
      config: { keys: [second], allowed_domains: ['example.com'] },
    });
    const event = issuedEvent(await issueForTest());
    await send(event);
    const again = await send(event);
    const elsewhere = await send(event, { secret: second });
    expect([again.status, again.json['duplicate'], elsewhere.status]).toEqual([200, true, 200]);
    expect([rows('deliveries').length, rows('certificates').length, arrivals.length]).toEqual([
      3, 1, 1,
    ]);
  });
});

describe('certificates of one name', () => {
  it('follow each other by their own dates, not by when they came', async () => {
    const { addSource, send, arrivals, rows } = await open();
    await addSource();
    const old = await issueForTest({ notBefore: later(-60), notAfter: later(30) });
    const young = await issueForTest({ notBefore: later(-1), notAfter: later(89) });
    const middle = await issueForTest({ notBefore: later(-30), notAfter: later(60) });
    const replies = [];
    for (const one of [old, young, middle]) replies.push(await send(issuedEvent(one)));
    expect(replies.map(({ json }) => [json['current'], json['deploys']])).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
    expect(arrivals.map(({ fingerprint }) => fingerprint)).toEqual([old.sha256, young.sha256]);
    const events = rows('deliveries').map(
      (row) => JSON.parse(String(row['event'])) as { type: string; data: Record<string, unknown> },
    );
    expect(events.map(({ type }) => type)).toEqual([
      'certificate.issued',
      'certificate.renewed',
      'certificate.renewed',
    ]);
    expect(events[1]?.data['replaces_fingerprint_sha256']).toBe(old.sha256);
  });

  it('keep the name that was chosen for them once, as long as they name the same', async () => {
    const { addSource, send } = await open();
    await addSource();
    const domains = ['b.example.com', 'a.example.com'];
    const first = await send(
      issuedEvent(await issueForTest({ domains }), { lineage: 'Shop.Example.com' }),
    );
    const renewed = await send(issuedEvent(await issueForTest({ domains: domains.toReversed() })));
    const other = await send(issuedEvent(await issueForTest({ domains: ['a.example.com'] })));
    expect([first, renewed, other].map(({ json }) => json['name'])).toEqual([
      'shop.example.com',
      'shop.example.com',
      'a.example.com',
    ]);
  });

  it('that come before their time are stored, and announced when it has come', async () => {
    const { addSource, send, arrivals } = await open();
    await addSource();
    const soon = await issueForTest({ notBefore: later(0.5) });
    const reply = await send(issuedEvent(soon));
    expect(reply.json).toMatchObject({ deploys: false, deploysAt: later(0.5).toISOString() });
    expect(reply.json['warnings']).toContain('not_yet_valid');
    expect(arrivals).toEqual([]);
  });

  it('with addresses only need a name', async () => {
    const { addSource, send } = await open();
    await addSource({ config: { keys: [testSecret], allowed_domains: ['192.0.2.0/24'] } });
    const address = await issueForTest({
      domains: [],
      ips: ['192.0.2.7'],
      commonName: '192.0.2.7',
    });
    expect((await send(issuedEvent(address))).status).toBe(422);
    const named = await send(issuedEvent(address, { lineage: 'edge.internal' }));
    expect([named.status, named.json['name']]).toEqual([202, 'edge.internal']);
  });
});

describe('what a source may do', () => {
  it('it may not bring certificates for other names', async () => {
    const { addSource, send, rows } = await open();
    await addSource();
    const reply = await send(
      issuedEvent(await issueForTest({ domains: ['www.example.com', 'other.org'] })),
    );
    expect([reply.status, reply.json['code']]).toEqual([422, 'name_not_allowed']);
    expect(rows('certificates')).toEqual([]);
  });

  it('without allowed domains it stores, and deploys nothing', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource({ config: { keys: [testSecret] } });
    const reply = await send(issuedEvent(await issueForTest({ domains: ['other.org'] })));
    expect([reply.status, reply.json['deploys']]).toEqual([202, false]);
    expect(reply.json['warnings']).toContain('no_allowed_domains');
    expect([rows('certificates').length, arrivals.length]).toEqual([1, 0]);
  });

  it('what its certificates count as is said by its configuration, not by its events', async () => {
    const { addSource, send, rows } = await open();
    await addSource({ certificateType: 'uploaded' });
    await send({
      ...issuedEvent(await issueForTest()),
      data: { ...(issuedEvent(await issueForTest())['data'] as object), kind: 'issued' },
    });
    expect(rows('certificates')).toMatchObject([{ type: 'uploaded' }]);
  });

  it('an issuance that was verified makes an uploaded certificate an issued one', async () => {
    const { addSource, send, rows } = await open();
    const second = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    await addSource({ certificateType: 'uploaded' });
    await addSource({
      name: 'second',
      config: { keys: [second], allowed_domains: ['example.com'] },
    });
    const event = issuedEvent(await issueForTest());
    await send(event);
    await send(event, { secret: second });
    expect(rows('certificates')).toMatchObject([{ type: 'issued' }]);
    await send(event);
    expect(rows('certificates')).toMatchObject([{ type: 'issued' }]);
  });

  it('may be asked sixty times a minute, twenty at once, each source on its own', async () => {
    const { addSource, send, server } = await open();
    const second = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    await addSource();
    await addSource({
      name: 'second',
      config: { keys: [second], allowed_domains: ['example.com'] },
    });
    const event = issuedEvent(await issueForTest());
    for (let sent = 0; sent < 20; sent += 1) expect((await send(event)).status).toBeLessThan(300);
    const over = await send(event);
    expect([over.status, over.headers.get('retry-after')]).toEqual([429, '1']);
    expect((await send(event, { secret: second })).status).toBe(200);
    server.clock.advance(1);
    expect((await send(event)).status).toBe(200);
    expect((await send(event)).status).toBe(429);
  });

  it('is told to stop once the operator has switched it off, and nobody else is told so', async () => {
    const { addSource, send, post, server } = await open();
    await addSource();
    await server.ports.db.updateTable('sources').set({ disabled_at: 'x' }).execute();
    server.clock.advance(3);
    const event = issuedEvent(await issueForTest());
    expect((await send(event)).status).toBe(410);
    expect((await post('/webhooks/issuance/main', { body: '{}' })).status).toBe(401);
  });

  it('a revocation takes a certificate out of use, for its own entity', async () => {
    const { addSource, send, arrivals } = await open();
    await addSource();
    const issued = await issueForTest();
    const revoked = { type: 'certificate.revoked', data: { fingerprint_sha256: issued.sha256 } };
    expect((await send(revoked)).status).toBe(202);
    const reply = await send(issuedEvent(issued));
    expect([reply.json['current'], arrivals.length]).toEqual([false, 0]);
    expect((await send({ type: 'certificate.revoked', data: {} })).status).toBe(422);
  });
});

describe('private keys', () => {
  it('are dropped by a source that keeps none, and that is said', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource({ keyMode: 'never' });
    const reply = await send(issuedEvent(await issueForTest()));
    expect([reply.json['key'], reply.json['deploys']]).toEqual(['dropped', true]);
    expect(rows('certificates')).toMatchObject([{ key_form: 'none', key_data: null }]);
    expect(arrivals).toHaveLength(1);
  });

  it('that come later complete the certificate, and start its deployment then', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource();
    const issued = await issueForTest();
    const first = await send({ ...issuedEvent(issued), data: { chain_pem: issued.chain } });
    const second = await send(issuedEvent(issued));
    const third = await send(issuedEvent(issued));
    expect([first, second, third].map(({ status, json }) => [status, json['key'] ?? null])).toEqual(
      [
        [202, 'none'],
        [202, 'stored'],
        [200, null],
      ],
    );
    expect(rows('certificates')).toMatchObject([{ key_form: 'encrypted' }]);
    expect(arrivals).toHaveLength(2);
  });

  it('that do not fit are refused with the certificate', async () => {
    const { addSource, send, rows } = await open();
    await addSource();
    const [one, other] = [await issueForTest(), await issueForTest()];
    const reply = await send(issuedEvent({ ...one, key: other.key }));
    expect([reply.status, reply.json['code']]).toEqual([422, 'key_mismatch']);
    expect(rows('certificates')).toEqual([]);
  });

  it('complete a chain that ended too early when it is sent again as a whole', async () => {
    const { addSource, send, rows } = await open();
    await addSource();
    const issued = await issueForTest();
    await send({ ...issuedEvent(issued), data: { chain_pem: issued.leaf } });
    const root = (await testRoot()).pem;
    const reply = await send({ ...issuedEvent(issued), data: { chain_pem: issued.chain + root } });
    expect(reply.status).toBe(202);
    expect(rows('certificates')).toMatchObject([{ chain_pem: issued.chain }]);
  });
});

describe('a certificate of somebody else', () => {
  async function two() {
    const world = await open();
    const other = await world.server.addEntity();
    const secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    await world.addSource();
    await world.addSource({
      name: 'other',
      entity: other.id,
      config: { keys: [secret], allowed_domains: ['example.com'] },
    });
    return { ...world, other, secret };
  }

  it('is not taken from who cannot show its key', async () => {
    const { send, secret, arrivals } = await two();
    const issued = await issueForTest();
    await send(issuedEvent(issued));
    const reply = await send(
      { ...issuedEvent(issued), data: { chain_pem: issued.chain } },
      { secret },
    );
    expect([reply.status, reply.json['code']]).toEqual([409, 'OTHER_OWNER']);
    expect(arrivals).toHaveLength(1);
  });

  it('is a copy in the hands of who shows its key', async () => {
    const { send, secret, other, arrivals, server } = await two();
    const issued = await issueForTest();
    await send(issuedEvent(issued));
    expect((await send(issuedEvent(issued), { secret })).status).toBe(202);
    expect((await send(issuedEvent(issued), { secret })).status).toBe(200);
    const copies = await server.ports.db.selectFrom('certificate_copies').selectAll().execute();
    expect(copies).toMatchObject([{ fingerprint: issued.sha256, entity_id: other.id }]);
    expect(arrivals.map(({ entityId }) => entityId)).toEqual([
      expect.anything() as unknown,
      other.id,
    ]);
  });

  it('cannot be revoked by them', async () => {
    const { send, secret } = await two();
    const issued = await issueForTest();
    await send(
      { type: 'certificate.revoked', data: { fingerprint_sha256: issued.sha256 } },
      { secret },
    );
    expect((await send(issuedEvent(issued))).json['current']).toBe(true);
  });
});

describe('when the database cannot be written', () => {
  it('the sender is asked to come again, and what it sends then is stored', async () => {
    const world = await open({ intake: { patienceMs: 50 } });
    const { addSource, send, rows, server } = world;
    await addSource();
    const other = openHandle(join(server.folder, 'certferry.db'), { create: false });
    other.exec('begin immediate');
    const event = issuedEvent(await issueForTest());
    const reply = await send(event, { id: 'msg_1' });
    expect([reply.status, reply.json['code'], reply.headers.get('retry-after')]).toEqual([
      503,
      'BUSY',
      '2',
    ]);
    other.exec('rollback');
    other.close();
    expect((await send(event, { id: 'msg_1' })).status).toBe(202);
    expect(rows('deliveries')).toHaveLength(1);
  });

  it('the same when the disk is full, and nothing is half stored', async () => {
    let writer: Handle | undefined;
    const { addSource, send, rows } = await open({ onWriter: (handle) => (writer = handle) });
    await addSource();
    const pages = Number(writer?.pragma('page_count', { simple: true }));
    writer?.pragma(`max_page_count = ${pages}`);
    const replies = [];
    for (let sent = 0; sent < 15; sent += 1) {
      replies.push(await send(issuedEvent(await issueForTest()), { id: `msg_${sent}` }));
    }
    const full = replies.filter(({ status }) => status === 503);
    expect(full.length).toBeGreaterThan(0);
    expect(full.every(({ headers }) => headers.has('retry-after'))).toBe(true);
    const stored = replies.filter(({ status }) => status === 202).length;
    expect([rows('deliveries').length, rows('certificates').length]).toEqual([stored, stored]);
  });

  it('too many requests at once are asked to come again', async () => {
    const { addSource, send, server } = await open({ intake: { mostInFlight: 2 } });
    await addSource();
    const event = issuedEvent(await issueForTest());
    const other = openHandle(join(server.folder, 'certferry.db'), { create: false });
    other.exec('begin immediate');
    const waiting = [send(event), send(event)];
    await delay(100);
    const more = await send(event);
    expect([more.status, more.json['code'], more.headers.get('retry-after')]).toEqual([
      503,
      'BUSY',
      '1',
    ]);
    other.exec('rollback');
    other.close();
    const replies = await Promise.all(waiting);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 202]));
    expect((await send(event)).status).toBe(200);
  });
});

describe('when the outbox cannot be written', () => {
  it('nothing of the delivery is stored, its neighbours are, and it can be sent again', async () => {
    let isBroken = true;
    const { addSource, send, rows } = await open({
      intake: {
        certificateArrived: async (_transaction, { name }) => {
          if (isBroken && name.startsWith('a')) throw new Error('no outbox');
        },
      },
    });
    await addSource();
    const [a, b] = [
      await issueForTest({ domains: ['a.example.com'] }),
      await issueForTest({ domains: ['b.example.com'] }),
    ];
    const [first, second] = await Promise.all([
      send(issuedEvent(a), { id: 'a' }),
      send(issuedEvent(b)),
    ]);
    expect([first?.status, second?.status]).toEqual([500, 202]);
    expect(rows('certificates')).toMatchObject([{ fingerprint: b.sha256 }]);
    expect(rows('deliveries')).toMatchObject([{ fingerprint: b.sha256 }]);
    isBroken = false;
    expect((await send(issuedEvent(a), { id: 'a' })).status).toBe(202);
  });

  it('a batch is to be sent again as a whole', async () => {
    let isBroken = true;
    const { addSource, post, rows } = await open({
      intake: {
        certificateArrived: async (_transaction, { name }) => {
          if (isBroken && name.startsWith('a')) throw new Error('no outbox');
        },
      },
    });
    const token = 'a-token-of-at-least-32-characters-4711';
    const config = { tokens: [token], allowed_domains: ['example.com'] };
    const path = await addSource({ name: 'bus', kind: 'cloudevents', config });
    const events = [];
    for (const name of ['a', 'b']) {
      const { chain, key } = await issueForTest({ domains: [`${name}.example.com`] });
      const data = { chain_pem: chain, private_key_pem: key };
      events.push({ specversion: '1.0', id: name, source: 's', type: 'certificate.issued', data });
    }
    const type = 'application/cloudevents-batch+json';
    const headers = { 'content-type': type, authorization: `Bearer ${token}` };
    const body = JSON.stringify(events);
    expect((await post(path, { body, headers })).status).toBe(500);
    expect(rows('certificates')).toMatchObject([{ name: 'b.example.com' }]);
    isBroken = false;
    expect((await post(path, { body, headers })).status).toBe(202);
    expect(rows('certificates')).toHaveLength(2);
  });
});

describe('a dry run', () => {
  it('shows the event and the answer, and stores nothing', async () => {
    const { addSource, send, rows, arrivals } = await open();
    await addSource();
    const issued = await issueForTest();
    const reply = await send(issuedEvent(issued), { path: '/webhooks/issuance/main/test' });
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      test: true,
      event: {
        type: 'certificate.issued',
        data: { certificate: { fingerprint_sha256: issued.sha256 } },
      },
      answer: { status: 202, body: { deploys: true, key: 'stored' } },
    });
    expect(reply.text).not.toContain('PRIVATE KEY');
    expect([rows('deliveries').length, rows('certificates').length, arrivals.length]).toEqual([
      0, 0, 0,
    ]);
  });

  it('refuses what would be refused', async () => {
    const { addSource, send } = await open();
    await addSource();
    const issued = await issueForTest({ domains: ['other.org'] });
    const path = '/webhooks/issuance/main/test';
    expect((await send(issuedEvent(issued), { path })).json['code']).toBe('name_not_allowed');
    expect((await send(issuedEvent(issued), { path, late: 900 })).status).toBe(401);
  });
});

it('takes only POST at its own door', async () => {
  const { post } = await open();
  const answers = await Promise.all(
    ['GET', 'PUT', 'DELETE', 'OPTIONS'].map((method) => post('/webhooks/issuance', { method })),
  );
  expect(answers.map(({ status }) => status)).toEqual([405, 405, 405, 405]);
  const named = await Promise.all(
    ['GET', 'OPTIONS'].map((method) => post('/webhooks/issuance/anything', { method })),
  );
  expect(named.map(({ status }) => status)).toEqual([405, 405]);
});
