import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { Secret } from '../../core/secret.ts';
import { createCaller } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createAgents } from '../../runtime/proxy.ts';
import { expectFailure, keptLog } from '../test-kit.ts';
import { createAsk } from './client.ts';
import { createGate } from './gate.ts';

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One service on this machine that gives these answers, and a clock that jumps over every wait. */
async function open(answers: readonly Answer[]) {
  const seen: IncomingMessage[] = [];
  const server = createServer((message, response) => {
    const { status = 200, headers = {}, body } = answers[seen.length] ?? { body: {} };
    seen.push(message);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const waits: number[] = [];
  let now = Date.parse('2026-11-23T08:00:00Z');
  const clock: Clock = {
    now: () => new Date(now),
    sleep: (ms) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const identity = { accessKey: 'AK', secretKey: new Secret('SK') };
  const wire = {
    agents: createAgents({}),
    clock,
    gate: createGate(),
    identity: () => Promise.resolve(identity),
  };
  const limits = { concurrency: 4, perSecond: 1000, burst: 100 };
  const caller = createCaller({ clock, limits, deadlineMs: 5000, attempts: 3 });
  const ask = createAsk<'elb:listeners:list'>(
    wire,
    { origin, headers: { 'x-project-id': 'p' } },
    caller,
  );
  const call = { signal: new AbortController().signal, log: keptLog() };
  return {
    seen,
    waits,
    ask: async () =>
      await ask(
        {
          action: 'elb:listeners:list',
          doing: 'listing things',
          method: 'GET',
          path: '/v3/p/things',
          query: { limit: '2' },
        },
        z.object({ things: z.array(z.object({ id: z.string() })) }),
        call,
      ),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('waits as long as the cloud asks for, and signs each attempt anew', async () => {
  const throttled = { error_code: 'APIGW.0308', error_msg: 'slow down' };
  await using service = await open([
    { status: 429, headers: { 'retry-after': '7' }, body: throttled },
    { body: { things: [{ id: 'a' }] } },
  ]);
  expect(await service.ask()).toEqual({ things: [{ id: 'a' }] });
  expect(service.waits).toContain(7000);
  const dates = service.seen.map(({ headers }) => headers['x-sdk-date']);
  expect(dates).toEqual(['20261123T080000Z', '20261123T080007Z']);
  const [first, second] = service.seen.map(({ headers }) => headers.authorization);
  expect(first).toMatch(
    /^SDK-HMAC-SHA256 Access=AK, SignedHeaders=content-type;host;x-project-id;x-sdk-date, /u,
  );
  expect(second).not.toBe(first);
});

it('names the field of a reply that it does not know', async () => {
  await using service = await open([{ body: { things: [{ id: 'a' }, { id: 7 }] } }]);
  await expectFailure(
    service.ask(),
    'CLOUD_UNEXPECTED',
    /listing things: the reply to elb:listeners:list .*things\.1\.id/u,
  );
  expect(service.seen).toHaveLength(1);
});

it('gives up after some attempts, and says how many', async () => {
  const broken = { status: 503, body: { error_code: 'ELB.8906', error_msg: 'broken' } };
  await using service = await open([broken, broken, broken, broken]);
  await expectFailure(
    service.ask(),
    'CLOUD_UNAVAILABLE',
    /HTTP 503 ELB\.8906: broken.*tried 3 times/u,
  );
});
