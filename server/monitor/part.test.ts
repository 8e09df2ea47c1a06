import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener } from '../../shared/tls/test-listener.ts';
import { issue } from '../../tests/pki.ts';
import { createAuthenticate } from '../oidc.ts';
import type { Part } from '../part.ts';
import { monitorPart } from './part.ts';
import { holdMs } from './tell.ts';
import type { MonitorEvent } from './tell.ts';
import { openWatch } from './test-watch.ts';
import type { TestWatch } from './test-watch.ts';

let watch: TestWatch;
let listener: TestListener;
let parts: readonly Part[];
let events: MonitorEvent[];

beforeEach(async () => {
  watch = await openWatch();
  const wrong = await issue(watch.root, { domains: ['other.example.org'] });
  listener = await listen([wrong]);
  watch.names.set('www.example.com', '127.0.0.1');
  events = [];
  parts = monitorPart(watch.server.ports, {
    authenticate: createAuthenticate(watch.server.ports),
    dns: watch.names,
    tell: async (_, event) => void events.push(event),
  });
});
afterEach(async () => {
  await listener[Symbol.asyncDispose]();
  await watch.close();
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it never came to that');
}

const gauges = async () =>
  (await watch.server.ports.metrics.render())
    .split('\n')
    .filter((line) => line.startsWith('certferry_monitor'));

describe('the part', () => {
  it('asks what is due, tells of what is wrong, counts, and ends when it is told to', async () => {
    await watch.register({ monitor: [{ host: 'www.example.com', port: listener.port }] });
    expect(await gauges()).toEqual(['certferry_monitor_endpoints{state="new"} 1']);
    for (const part of parts) part.start?.();
    await until(async () => (await watch.alarms()).length > 0);
    await until(async () => (await watch.endpoint('www.example.com')).probing_until === null);
    watch.clock.advance(holdMs / 1000);
    await until(async () => events.length > 0);
    for (const part of parts) await part.stop?.();

    expect(events).toMatchObject([
      {
        kind: 'wrong-name',
        level: 'alarm',
        task: null,
        hosts: [`www.example.com:${listener.port}`],
        deployed: null,
        words: expect.stringContaining('does not cover this name but other.example.org'),
      },
    ]);
    expect((await gauges()).join('\n')).toMatch(
      /endpoints\{state="alarm"\} 1\n.*expiry_seconds \d+/u,
    );
    expect(await gauges()).toContain('certferry_monitor_alarms{kind="wrong-name",state="open"} 1');
    const asked = listener.connections();
    watch.clock.advance(100_000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(listener.connections()).toBe(asked);
  });
});
