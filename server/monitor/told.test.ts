import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { NoticeFacts } from '../../shared/notice/facts.ts';
import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener } from '../../shared/tls/test-listener.ts';
import { createRoot, issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { acknowledgeAlarm, listAlarms } from './alarms.ts';
import { dayMs } from './ladder.ts';
import { openWatch } from './test-watch.ts';
import type { TestWatch } from './test-watch.ts';

const www = 'www.example.com';
let watch: TestWatch;
let listener: TestListener;
let good: Issued;

const inDays = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 + days * dayMs);

beforeEach(async () => {
  watch = await openWatch();
  good = await issue(watch.root, { domains: [www, '*.example.com'], notBefore: inDays(-30) });
  listener = await listen([good]);
  watch.port = listener.port;
  watch.names.set(www, '127.0.0.1');
});
afterEach(async () => {
  await listener[Symbol.asyncDispose]();
  await watch.close();
});

const abouts = async () => (await watch.notices()).map(({ about }) => about);
const host = () => `${www}:${listener.port}`;

/** A host that only the file lists; its contacts are those of the file. */
async function watched(): Promise<void> {
  await watch.register({ monitor: [{ host: www, port: listener.port }] });
  await watch.pass(1);
  expect(await abouts()).toEqual([]);
}

describe('a host that only stands under "monitor:"', () => {
  it.each<[Extract<NoticeFacts, { kind: 'endpoint' }>['problem'], () => Promise<Issued>, string]>([
    [
      'wrong-name',
      async () => await issue(watch.root, { domains: ['other.example.org'] }),
      'does not cover this name but other.example.org',
    ],
    [
      'chain',
      async () => await issue(await createRoot('Unknown'), { domains: [www] }),
      'the certificate without the intermediates',
    ],
    [
      'not-yet-valid',
      async () =>
        await issue(watch.root, { domains: [www], notBefore: inDays(30), notAfter: inDays(90) }),
      'which is not valid before',
    ],
  ])('tells the contacts of the file of %s, once', async (problem, make, why) => {
    await watched();
    const wrong = await make();
    listener.show(wrong);
    await watch.pass(24 * 3, 6);
    const [first, ...more] = await watch.notices();
    expect(first).toMatchObject({
      task: null,
      about: {
        kind: 'endpoint',
        problem,
        total: 1,
        places: [{ host: host(), why: expect.stringContaining(why) }],
        resource: null,
        served: { fingerprint: wrong.sha256 },
      },
    });
    // Whatever else becomes of it, the same thing is not told twice.
    expect(more.filter(({ about }) => about.kind === 'endpoint')).toEqual([]);
    listener.show(good);
    await watch.pass(24, 6);
    expect((await watch.alarms()).every(({ state }) => state === 'resolved')).toBe(true);
  });

  it('tells of silence from the second time on, once, and is quiet after it was acknowledged', async () => {
    await watched();
    watch.names.fail(www, 'ENOTFOUND');
    await watch.pass(24 * 2, 6);
    expect(await abouts()).toMatchObject([
      { kind: 'endpoint', problem: 'unreachable', places: [{ host: host() }], served: null },
    ]);
    const [alarm] = await listAlarms(watch.server.ports.db);
    expect(await acknowledgeAlarm(watch.server.ports, alarm?.id ?? '', 'kim')).toBe(true);
    await watch.pass(24 * 3, 6);
    expect(await abouts()).toHaveLength(1);
    expect((await watch.alarms()).map(({ state }) => state)).toEqual(['acknowledged']);
  });

  it('and many others of the file that are silent at once are one notice', async () => {
    const hosts = Array.from({ length: 12 }, (_, index) => `h${index}.example.org`);
    await watch.register({ monitor: hosts.map((one) => ({ host: one, port: 443 })) });
    await watch.pass(4);
    expect(await abouts()).toMatchObject([
      { kind: 'endpoint', problem: 'unreachable', total: 12, resource: null },
    ]);
    const [about] = await abouts();
    const places = about?.kind === 'endpoint' ? about.places : [];
    expect(places.map((one) => one.host)).toEqual(hosts.toSorted());
    expect(places.every(({ why }) => why.includes('has no address'))).toBe(true);
  });
});

describe('a deployed domain', () => {
  it('that gives no answer tells the contacts of its task, with the resource', async () => {
    await watch.register();
    await watch.report([{ certificate: good, domains: [www] }]);
    await watch.pass(24, 2);
    watch.names.fail(www, 'EAI_AGAIN');
    await watch.pass(48, 6);
    expect(await watch.notices()).toMatchObject([
      {
        task: 'shop',
        about: {
          kind: 'endpoint',
          problem: 'unreachable',
          places: [{ host: www, why: expect.stringContaining('EAI_AGAIN') }],
          resource: 'tencent/cdn:prod/www',
        },
      },
    ]);
  });

  it('that somebody else has renewed is told of in words of its own', async () => {
    await watch.register();
    await watch.report([{ certificate: good, domains: [www] }]);
    await watch.pass(24, 2);
    const newer = await issue(watch.root, { domains: [www] });
    listener.show(newer);
    await watch.pass(48, 6);
    expect(await watch.notices()).toMatchObject([
      {
        task: 'shop',
        about: {
          kind: 'newer',
          hosts: [www],
          resource: 'tencent/cdn:prod/www',
          deployed: { fingerprint: good.sha256 },
          served: { fingerprint: newer.sha256, notAfter: newer.notAfter.toISOString() },
        },
      },
    ]);
  });
});
