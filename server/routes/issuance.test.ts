import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { issuedEvent, issueForTest, openTestIntake, signedHeaders } from '../intake/test-intake.ts';
import type { TestIntake } from '../intake/test-intake.ts';

let intake: TestIntake;
beforeEach(async () => {
  intake = await openTestIntake();
});
afterEach(async () => {
  await intake.close();
});

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly localPort: number | undefined;
}

/** One request over the connections that an agent keeps. */
function send(
  agent: Agent,
  chunks: readonly string[],
  headers: Record<string, string> = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${intake.address}/webhooks/issuance`,
      { method: 'POST', agent, headers },
      (response) => {
        const localPort = response.socket.localPort;
        response.resume();
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, localPort }),
        );
      },
    );
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

it('a sender of too much can go on sending, on a connection of its own', async () => {
  await intake.addSource();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify(issuedEvent(await issueForTest()));
  const length = { 'content-length': String(300_000) };
  const refused = await send(agent, ['x'.repeat(300_000)], length);
  expect([refused.status, refused.headers.connection]).toEqual([413, 'close']);
  const next = await send(agent, [body], signedHeaders(body, intake.server.clock.now()));
  expect(next.status).toBe(202);
  agent.destroy();
});

it('a body of unknown length is cut off at the limit too', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const many = Array.from({ length: 30 }, () => 'x'.repeat(10_000));
  const refused = await send(agent, many);
  expect([refused.status, refused.headers.connection]).toEqual([413, 'close']);
  agent.destroy();
});

it('a body in pieces is a body', async () => {
  await intake.addSource();
  const agent = new Agent();
  const body = JSON.stringify(issuedEvent(await issueForTest()));
  const pieces = body.match(/[\s\S]{1,100}/gu) ?? [];
  const taken = await send(agent, pieces, signedHeaders(body, intake.server.clock.now()));
  expect(taken.status).toBe(202);
});

it('connections are kept for the next delivery', async () => {
  await intake.addSource();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify(issuedEvent(await issueForTest()));
  const first = await send(agent, [body], signedHeaders(body, intake.server.clock.now()));
  const second = await send(agent, [body], signedHeaders(body, intake.server.clock.now()));
  expect([first.status, second.status]).toEqual([202, 200]);
  expect(second.localPort).toBe(first.localPort);
  agent.destroy();
});

it('a sender that goes away in the middle leaves nothing behind', async () => {
  await intake.addSource();
  const { port } = new URL(intake.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    'POST /webhooks/issuance HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nhalf of it',
  );
  await new Promise((resolve) => {
    setTimeout(resolve, 50);
  });
  socket.destroy();
  const body = JSON.stringify(issuedEvent(await issueForTest()));
  const agent = new Agent();
  const taken = await send(agent, [body], signedHeaders(body, intake.server.clock.now()));
  expect(taken.status).toBe(202);
  expect(intake.rows('deliveries')).toHaveLength(1);
});

it('the address of a sender behind a trusted proxy is the one that the proxy tells', async () => {
  await intake.close();
  intake = await openTestIntake({ settings: { trustedProxies: ['127.0.0.1'] } });
  const fail = (from: string) =>
    intake.post('/webhooks/issuance', { body: 'x', headers: { 'x-forwarded-for': from } });
  for (let tried = 0; tried < 30; tried += 1) expect((await fail('192.0.2.1')).status).toBe(401);
  expect((await fail('192.0.2.1')).status).toBe(429);
  expect((await fail('192.0.2.2')).status).toBe(401);
  expect((await fail('2001:db8::1')).status).toBe(401);
});
