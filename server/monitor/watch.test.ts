import { createSocket } from 'node:dgram';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener } from '../../shared/tls/test-listener.ts';
import { issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { acknowledgeAlarm, listAlarms } from './alarms.ts';
import { listEndpoints, listProbes } from './endpoints.ts';
import { dayMs } from './ladder.ts';
import { lookNow } from './look.ts';
import { createProbe } from './probe.ts';
import { tellPending } from './tell.ts';
import { openWatch } from './test-watch.ts';
import type { TestWatch } from './test-watch.ts';

const www = 'www.example.com';
let watch: TestWatch;
let listener: TestListener;
let old: Issued;
let fresh: Issued;

const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * dayMs);

beforeEach(async () => {
  watch = await openWatch();
  old = await issue(watch.root, { domains: [www, '*.example.com'], notBefore: inDays(-30) });
  fresh = await issue(watch.root, { domains: [www, '*.example.com'], notBefore: inDays(-1) });
  listener = await listen([old]);
  watch.port = listener.port;
  watch.names.set(www, '127.0.0.1');
});
afterEach(async () => {
  await listener[Symbol.asyncDispose]();
  await watch.close();
});

const kinds = async () => (await watch.alarms()).map(({ kind, state }) => `${kind} ${state}`);
const told = async () => (await watch.notices()).map(({ about }) => about.kind);

/** What was deployed yesterday, and is served. */
async function deployedYesterday(domains: readonly string[] = [www]): Promise<void> {
  await watch.register();
  await watch.report([{ certificate: old, domains }]);
  await watch.pass(24, 1);
}

describe('a deployed domain', () => {
  it('is asked every day, and nothing is said while it serves what was deployed', async () => {
    await deployedYesterday();
    const { served_at: first } = await watch.endpoint(www);
    expect(listener.asked).toContain(www);
    await watch.pass(48, 1);
    const later = await watch.endpoint(www);
    expect(later).toMatchObject({ state: 'ok', fingerprint: old.sha256, failures: 0 });
    expect(Date.parse(later.served_at ?? '') - Date.parse(first ?? '')).toBe(2 * dayMs);
    expect([await watch.alarms(), await watch.notices()]).toEqual([[], []]);
  });

  it('that is renewed while edges serve the old certificate for minutes raises no alarm', async () => {
    await deployedYesterday();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.pass(0.75, 0.25);
    expect((await watch.endpoint(www)).state).toBe('settling');
    listener.show(fresh);
    await watch.pass(24);
    expect(await watch.endpoint(www)).toMatchObject({ state: 'ok', fingerprint: fresh.sha256 });
    expect([await watch.alarms(), await watch.notices()]).toEqual([[], []]);
  });

  it('that still serves the old one after an hour raises exactly one, which resolves itself', async () => {
    await deployedYesterday();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.pass(1);
    expect(await kinds()).toEqual(['not-deployed open']);
    await watch.pass(30, 0.5);
    expect(await kinds()).toEqual(['not-deployed open']);
    expect(await watch.notices()).toMatchObject([
      {
        task: 'shop',
        about: {
          kind: 'not-deployed',
          host: www,
          deployed: { fingerprint: fresh.sha256 },
          served: { fingerprint: old.sha256 },
        },
      },
    ]);
    listener.show(fresh);
    await watch.pass(1);
    expect(await kinds()).toEqual(['not-deployed resolved']);
    expect(await told()).toHaveLength(1);
  });

  it('stays quiet once an alarm is acknowledged, until something else is served', async () => {
    await deployedYesterday();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.pass(2, 0.5);
    const [alarm] = await listAlarms(watch.server.ports.db);
    expect(alarm).toMatchObject({ host: www, port: 443, state: 'open' });
    expect(await acknowledgeAlarm(watch.server.ports, alarm?.id ?? '', 'kim')).toBe(true);
    expect(await acknowledgeAlarm(watch.server.ports, alarm?.id ?? '', 'kim')).toBe(false);
    await watch.pass(72, 1);
    expect(await kinds()).toEqual(['not-deployed acknowledged']);
    expect(await told()).toHaveLength(1);

    listener.show(await issue(watch.root, { domains: [www], notBefore: inDays(-40) }));
    await watch.pass(2);
    expect(await kinds()).toEqual(['not-deployed open']);
    expect(await told()).toHaveLength(2);
  });

  it('that was rolled back by hand is right with the old certificate again', async () => {
    await deployedYesterday();
    const change = { certificate: fresh, old, domains: [www] };
    await watch.report([change]);
    await watch.report([{ ...change, status: 'rolled-back' }], { mode: 'rollback' });
    await watch.pass(24, 1);
    expect((await watch.endpoint(www)).state).toBe('ok');
    listener.show(fresh);
    await watch.pass(24, 1);
    expect(await kinds()).toEqual(['not-deployed open']);
  });

  it('is asked no more when its task is cancelled, or its repository switched off', async () => {
    await deployedYesterday();
    listener.show(fresh);
    await watch.register({ tasks: ['other'] });
    expect((await watch.endpoint(www)).retired_at).not.toBeNull();
    expect(await watch.look()).toBe(0);

    await watch.register();
    expect((await watch.endpoint(www)).retired_at).toBeNull();
    await watch.server.ports.db
      .updateTable('repositories')
      .set({ disabled_at: watch.clock.now().toISOString() })
      .execute();
    await watch.sweep();
    expect(await listEndpoints(watch.server.ports.db)).toEqual([]);
  });

  it('is let go when a merged run no longer speaks of it, but not when it lost its HTTPS', async () => {
    await deployedYesterday();
    const resource = 'tencent/cdn:prod/www';
    await watch.report([], { unmatched: [{ resource, reason: 'it serves no HTTPS today' }] });
    expect(await listEndpoints(watch.server.ports.db)).toHaveLength(1);
    await watch.report([], { event: 'workflow_dispatch' });
    expect(await listEndpoints(watch.server.ports.db)).toHaveLength(1);
    await watch.report([], { unmatched: [{ resource, reason: 'excluded by "www"' }] });
    expect(await listEndpoints(watch.server.ports.db)).toEqual([]);
  });

  it('is as the report that ended last says, in whatever order they come', async () => {
    await watch.register();
    const early = watch.clock.now().toISOString();
    watch.clock.advance(60);
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.report([{ certificate: old, domains: [www] }], { finishedAt: early });
    const rows = await watch.server.ports.db.selectFrom('deployed').selectAll().execute();
    expect(rows.map(({ fingerprint }) => fingerprint)).toEqual([fresh.sha256]);
  });
});

describe('an endpoint', () => {
  it('below a wildcard is asked by a name that nobody knows; without one nobody is missed', async () => {
    await watch.register();
    await watch.report([{ certificate: old, domains: ['*.example.com'] }]);
    watch.names.set('*.example.com', '127.0.0.1');
    await watch.pass(1);
    expect(listener.asked).toContain('certferry-random.example.com');
    expect((await watch.endpoint('*.example.com')).state).toBe('ok');
    watch.names.fail('*.example.com', 'ENOTFOUND');
    await watch.pass(48, 1);
    expect(await watch.endpoint('*.example.com')).toMatchObject({
      state: 'skipped',
      words: expect.stringContaining('DNS has no name below it'),
    });
    expect(await watch.alarms()).toEqual([]);
  });

  it('with several addresses is wrong when one of them is, IPv6 among them', async () => {
    const hasIPv6 = await new Promise<boolean>((resolve) => {
      const socket = createSocket('udp6');
      socket.once('error', () => resolve(false));
      socket.bind(0, '::1', () => socket.close(() => resolve(true)));
    });
    const address = hasIPv6 ? '::1' : '127.0.0.2';
    await using second = await listen([fresh], { address, port: listener.port });
    watch.names.set(www, '127.0.0.1', address);
    await watch.register();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.pass(2);
    const [alarm] = await watch.alarms();
    expect(alarm?.words).toContain(`127.0.0.1:${listener.port} serves`);
    expect(alarm?.words).not.toContain(address);
    const { id } = await watch.endpoint(www);
    const probes = await listProbes(watch.server.ports.db, id);
    expect(probes[0]?.chain).toBe('trusted');
    expect(new Set(probes.map((one) => one.fingerprint))).toEqual(
      new Set([old.sha256, fresh.sha256]),
    );
    expect(second.asked).toContain(www);
  });

  it('that gives no answer is asked again soon, and is an alarm the second time', async () => {
    await deployedYesterday();
    watch.names.fail(www, 'EAI_AGAIN');
    const { due_at: due } = await watch.endpoint(www);
    watch.clock.set(due);
    await watch.look();
    expect(await watch.endpoint(www)).toMatchObject({ state: 'silent', failures: 1 });
    expect(await watch.alarms()).toEqual([]);
    await watch.pass(0.5);
    expect(await kinds()).toEqual(['unreachable open']);
    watch.names.set(www, '127.0.0.1');
    await watch.pass(2);
    expect(await kinds()).toEqual(['unreachable resolved']);
  });

  it('that was never reached from here is no alarm, unless the file lists it', async () => {
    await watch.register({ monitor: [{ host: 'listed.example.org', port: 8443 }] });
    await watch.report([{ certificate: old, domains: ['private.example.org'] }]);
    await watch.pass(2);
    expect(await kinds()).toEqual(['unreachable open']);
    const endpoints = await listEndpoints(watch.server.ports.db);
    expect(endpoints.map(({ host, port, state }) => [host, port, state])).toEqual([
      ['listed.example.org', 8443, 'unreachable'],
      ['private.example.org', 443, 'unreachable'],
    ]);
    expect(endpoints.map(({ reasons }) => reasons.map(({ task }) => task))).toEqual([
      [null],
      ['shop'],
    ]);
  });

  it('of a file is watched as long as the file lists it', async () => {
    const monitor = [{ host: 'WWW.Example.com.', port: listener.port }];
    await watch.register({ monitor });
    await watch.register({ monitor });
    await watch.pass(0.5);
    expect(await watch.endpoint(www)).toMatchObject({ state: 'ok', port: listener.port });
    await watch.register();
    expect(await listEndpoints(watch.server.ports.db)).toEqual([]);
  });

  it('is asked at once for a person, by one at a time', async () => {
    await deployedYesterday();
    const { id } = await watch.endpoint(www);
    const gate = Promise.withResolvers<void>();
    const inner = createProbe({ dns: watch.names });
    const looking = {
      probe: async (_: unknown, signal: AbortSignal) => {
        await gate.promise;
        return await inner({ host: www, port: listener.port, keys: [] }, signal);
      },
      graceMs: 0,
      chance: () => 1,
    };
    const { signal } = new AbortController();
    const first = lookNow(watch.server.ports, id, looking, signal);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await lookNow(watch.server.ports, id, looking, signal)).toBe('busy');
    gate.resolve();
    expect(await first).toBe('looked');
    expect(await lookNow(watch.server.ports, 'none', looking, signal)).toBe('unknown');
  });

  it('stays due when the receiver is told to stop while it is asked', async () => {
    await deployedYesterday();
    const { id } = await watch.endpoint(www);
    const stop = new AbortController();
    const looking = {
      probe: async (_: unknown, signal: AbortSignal) => {
        stop.abort();
        return await createProbe({ dns: watch.names })({ host: www, port: 1, keys: [] }, signal);
      },
      graceMs: 0,
      chance: () => 1,
    };
    const before = await watch.endpoint(www);
    await lookNow(watch.server.ports, id, looking, stop.signal);
    expect(await watch.endpoint(www)).toEqual({ ...before, probing_until: null });
  });
});

describe('a certificate that ends', () => {
  it('is spoken of at each rung once, and a renewal ends that', async () => {
    old = await issue(watch.root, {
      domains: [www],
      notBefore: inDays(-30),
      notAfter: inDays(17),
    });
    listener.show(old);
    await deployedYesterday();
    await watch.pass(24 * 17, 6);
    const notices = (await watch.notices()).map(({ about }) => about);
    expect(notices.map(({ kind }) => kind)).toEqual(Array(5).fill('expiry'));
    expect(notices).toMatchObject([10, 6, 2, 0, -1].map((daysLeft) => ({ daysLeft })));
    expect(await kinds()).toEqual(['expiring resolved', 'expired open']);

    listener.show(fresh);
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    await watch.pass(2);
    expect(await kinds()).toEqual(['expiring resolved', 'expired resolved']);
    expect(await told()).toHaveLength(5);
  });

  it('on many hosts is one notice', async () => {
    old = await issue(watch.root, {
      domains: ['*.example.com'],
      notBefore: inDays(-30),
      notAfter: inDays(5),
    });
    listener.show(old);
    watch.names.set('*.example.com', '127.0.0.1');
    const domains = Array.from({ length: 12 }, (_, index) => `d${index}.example.com`);
    await watch.register();
    await watch.report([{ certificate: old, domains }]);
    await watch.pass(1);
    expect(await watch.alarms()).toHaveLength(12);
    expect(await watch.notices()).toMatchObject([
      { about: { kind: 'expiry', hosts: [...domains].sort(), certificate: 'shop' } },
    ]);
  });

  it('is told exactly once where the process dies between the handshake and the notice', async () => {
    await deployedYesterday();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    watch.clock.advance(3700);
    await watch.look();
    expect(await kinds()).toEqual(['not-deployed open']);
    await watch.restart();
    watch.clock.advance(700);
    expect(await watch.tell()).toBe(1);
    await watch.restart();
    expect(await watch.tell()).toBe(0);
    await watch.pass(2);
    expect(await told()).toHaveLength(1);
  });

  it('is still to be told where telling failed', async () => {
    await deployedYesterday();
    await watch.report([{ certificate: fresh, old, domains: [www] }]);
    watch.clock.advance(3700);
    await watch.look();
    watch.clock.advance(700);
    const failing = tellPending(watch.server.ports, async () => {
      throw new Error('not today');
    });
    await expect(failing).rejects.toThrow('not today');
    expect(await watch.tell()).toBe(1);
    expect(await told()).toHaveLength(1);
  });
});
