import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { systemClock } from './clock.ts';
import { createLog } from './log.ts';
import type { AppEnv, Part } from './part.ts';
import { startReceiver, StartError } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import type { Settings } from './settings.ts';
import { testSettings } from './test-server.ts';

let folder: string;
let lines: string[];
let events: string[];
let receiver: Receiver | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-receiver-'));
  lines = [];
  events = [];
});
afterEach(async () => {
  await receiver?.stop();
  receiver = undefined;
  rmSync(folder, { recursive: true });
});

const recorded = (name: string, routes?: Hono<AppEnv>): Part => ({
  name,
  ...(routes === undefined ? {} : { routes }),
  start: () => void events.push(`${name} started`),
  stop: async () => void events.push(`${name} stopped`),
});

async function start(parts: readonly Part[], settings: Partial<Settings> = {}): Promise<Receiver> {
  const log = createLog({ level: 'info', stream: { write: (line) => void lines.push(line) } });
  receiver = await startReceiver(
    { ...testSettings, dataFolder: folder, ...settings },
    { clock: systemClock, log, parts: () => parts, folderWaitMs: 200 },
  );
  return receiver;
}

describe('the receiver', () => {
  it('starts its parts in order, then listens, and stops them in the opposite order', async () => {
    const { address } = await start([recorded('one'), recorded('two')]);
    expect(events).toEqual(['one started', 'two started']);
    expect((await fetch(`${address}/nowhere`)).status).toBe(404);
    await receiver?.stop();
    expect(events.slice(2)).toEqual(['two stopped', 'one stopped']);
    await expect(fetch(address)).rejects.toThrow();
  });

  it('answers what is under way before it stops, and takes nothing new', async () => {
    const release = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const routes = new Hono<AppEnv>();
    routes.get('/slow', async (c) => {
      entered.resolve();
      await release.promise;
      events.push('answered');
      return c.text('done');
    });
    const slow = await start([recorded('slow', routes)]);
    const { address } = slow;
    const idle = await fetch(`${address}/nowhere`);
    await idle.text();
    const answer = fetch(`${address}/slow`);
    await entered.promise;
    const stopped = slow.stop();
    await new Promise((resolve) => setTimeout(resolve, 120));
    await expect(fetch(`${address}/nowhere`)).rejects.toThrow();
    release.resolve();
    expect(await (await answer).text()).toBe('done');
    await stopped;
    expect(events).toEqual(['slow started', 'answered', 'slow stopped']);
  });

  it('lets only one process have its folder', async () => {
    await start([]);
    const first = receiver;
    await expect(start([])).rejects.toThrow(`another receiver runs with the folder ${folder}`);
    await first?.stop();
    await expect(start([])).resolves.toBeDefined();
  });

  it('says that its port is taken, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start([recorded('one')], { port })).rejects.toThrow(StartError);
    await expect(start([recorded('one')], { port })).rejects.toThrow(
      `cannot listen on 127.0.0.1:${port}: EADDRINUSE`,
    );
    expect(events.at(-1)).toBe('one stopped');
    other.close();
    await expect(start([])).resolves.toBeDefined();
  });

  it('puts the standing headers on every answer, also on one that a route made by hand', async () => {
    const routes = new Hono<AppEnv>();
    routes.get('/hand', () => new Response('x', { status: 201, headers: { 'x-own': '1' } }));
    routes.get('/page', (c) => c.html('<p>', 200, { 'content-security-policy': "img-src 'self'" }));
    const { address } = await start([recorded('pages', routes)]);
    for (const path of ['/hand', '/page', '/nowhere']) {
      const { headers } = await fetch(`${address}${path}`, {
        headers: { 'x-request-id': 'trace-0815' },
      });
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
        'x-request-id': 'trace-0815',
        'content-security-policy':
          path === '/page' ? "img-src 'self'" : "default-src 'none'; frame-ancestors 'none'",
      });
    }
    expect((await fetch(`${address}/hand`)).headers.get('x-own')).toBe('1');
  });

  it('closes the connection of a sender of too much, so that the rest is no request', async () => {
    const routes = new Hono<AppEnv>();
    const { readBody } = await import('./body.ts');
    routes.post('/small', async (c) => c.text(String((await readBody(c, 1000)).length)));
    const { address } = await start([recorded('small', routes)]);
    const send = async (size: number) =>
      await fetch(`${address}/small`, { method: 'POST', body: Buffer.alloc(size) });
    const refused = await send(300_000);
    expect([refused.status, refused.headers.get('connection')]).toEqual([413, 'close']);
    expect(await (await send(1000)).text()).toBe('1000');
  });
});
