import { afterEach, describe, expect, it } from 'vitest';

import type { Call } from '../../../shared/providers/provider.ts';
import type { Issued } from '../../../tests/pki.ts';
import { openAlibaba } from '../../../tests/simulators/alibaba/alibaba.ts';
import type { Alibaba, AlibabaOptions } from '../../../tests/simulators/alibaba/alibaba.ts';
import { systemClock } from '../../clock.ts';
import type { Clock } from '../../clock.ts';
import { createGroupCommit } from '../group-commit.ts';
import { createPrepare } from '../prepare.ts';
import { createSources } from '../sources.ts';
import { createIntakeStore } from '../store.ts';
import { issueForTest, openTestIntake, testTime } from '../test-intake.ts';
import type { TestIntake } from '../test-intake.ts';
import { createCasPoll } from './poll.ts';
import { createCasTurn } from './schedule.ts';

const key = {
  accessKeyId: 'LTAI5tSimulator00001',
  accessKeySecret: 'secret-of-the-simulator-000001',
};

let intake: TestIntake | undefined;
let alibaba: Alibaba | undefined;
afterEach(async () => {
  await intake?.close();
  await alibaba?.close();
  intake = alibaba = undefined;
});

/** Time that jumps ahead whenever somebody sleeps: the pace of calls costs the tests nothing. */
function jumpingClock(): Clock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    sleep: async (ms, signal) => {
      ahead += ms;
      await systemClock.sleep(1, signal);
    },
  };
}

interface OpenOptions {
  readonly config?: Record<string, unknown>;
  readonly keyMode?: 'never' | 'encrypted';
  readonly simulator?: Partial<AlibabaOptions>;
  readonly clock?: Clock;
}

async function open({
  config = {},
  keyMode = 'encrypted',
  simulator = {},
  clock = jumpingClock(),
}: OpenOptions = {}) {
  const world = await openTestIntake();
  const cloud = await openAlibaba({ ...key, perSecond: 1000, ...simulator });
  intake = world;
  alibaba = cloud;
  await world.addSource({
    name: 'cas',
    kind: 'alibaba-cas',
    keyMode,
    config: {
      access_key_id: key.accessKeyId,
      access_key_secret: key.accessKeySecret,
      endpoint: cloud.address,
      allowed_domains: ['example.com'],
      ...config,
    },
  });
  const { ports } = world.server;
  const writer = ports.openWriter();
  const arrived: string[] = [];
  const store = createIntakeStore(writer, createGroupCommit(writer), async (_transaction, one) => {
    arrived.push(one.fingerprint);
  });
  const sources = createSources(writer, ports, {
    fetchText: () => Promise.reject(new Error('no')),
  });
  const prepare = createPrepare({
    keyring: ports.keyring,
    clock: ports.clock,
    isRootSubject: () => false,
  });
  const stop = new AbortController();
  const call: Call = { signal: stop.signal, log: ports.log };
  const poll = createCasPoll({ store, prepare, clock });
  const find = () => {
    const source = sources.find('cas');
    if (source === undefined) throw new Error('the source is not there');
    return source;
  };
  return {
    ...world,
    cloud,
    arrived,
    sources,
    poll,
    call,
    stop,
    find,
    ask: () => poll(find(), call),
  };
}

let ids = 1000;
function put(
  { certificates }: Alibaba,
  issued: Issued,
  more: Record<string, unknown> = {},
): number {
  const id = (ids += 1);
  certificates.push({
    id,
    name: `cert-${id}`,
    chain: issued.chain,
    key: issued.key,
    upload: false,
    ...more,
  });
  return id;
}

const details = ({ requests }: Alibaba) =>
  requests.filter(({ operation }) => operation === 'GetUserCertificateDetail').length;

describe('an account of Alibaba Cloud', () => {
  it('is asked for what is new, with its key, and each is fetched once', async () => {
    const { cloud, ask, arrived, rows } = await open();
    const issued = await issueForTest();
    put(cloud, issued);
    expect(await ask()).toEqual({ listed: 1, stored: 1, refused: 0 });
    expect(rows('certificates')).toMatchObject([
      {
        fingerprint: issued.sha256,
        name: 'www.example.com',
        type: 'issued',
        chain_pem: issued.chain,
        key_form: 'encrypted',
      },
    ]);
    expect(arrived).toEqual([issued.sha256]);
    expect(await ask()).toEqual({ listed: 1, stored: 0, refused: 0 });
    expect([details(cloud), arrived.length, cloud.violations.length]).toEqual([1, 1, 0]);
    const renewed = await issueForTest({ notBefore: testTime });
    put(cloud, renewed);
    expect(await ask()).toEqual({ listed: 2, stored: 1, refused: 0 });
    expect(arrived).toEqual([issued.sha256, renewed.sha256]);
  });

  it('is read to its last page', async () => {
    const { cloud, ask } = await open();
    const issued = await Promise.all(
      Array.from({ length: 103 }, (_, index) =>
        issueForTest({ domains: [`www-${index}.example.com`] }),
      ),
    );
    for (const one of issued) put(cloud, one);
    expect(await ask()).toEqual({ listed: 103, stored: 103, refused: 0 });
    const pages = cloud.requests.filter(
      ({ operation }) => operation === 'ListUserCertificateOrder',
    );
    expect(pages.map(({ query }) => query['CurrentPage'])).toEqual(['1', '2', '3']);
  });

  it('keeps to itself what somebody put there, what has expired, and what is of another group', async () => {
    const { cloud, ask, rows } = await open({ config: { resource_group: 'rg-abc' } });
    put(cloud, await issueForTest(), { upload: true, resourceGroup: 'rg-abc' });
    put(cloud, await issueForTest(), { status: 'EXPIRED', resourceGroup: 'rg-abc' });
    put(cloud, await issueForTest());
    put(cloud, await issueForTest({ domains: ['in.example.com'] }), { resourceGroup: 'rg-abc' });
    expect(await ask()).toEqual({ listed: 2, stored: 1, refused: 0 });
    expect(rows('certificates')).toMatchObject([{ name: 'in.example.com' }]);
    expect(details(cloud)).toBe(1);
  });

  it('may hold what the source may not bring, which is fetched once and told', async () => {
    const { cloud, ask, rows, server } = await open();
    put(cloud, await issueForTest({ domains: ['other.org'] }));
    put(cloud, await issueForTest(), { chain: null, key: null });
    const good = await issueForTest();
    put(cloud, good);
    expect(await ask()).toEqual({ listed: 3, stored: 1, refused: 2 });
    expect(await ask()).toEqual({ listed: 3, stored: 0, refused: 2 });
    expect(details(cloud)).toBe(3);
    expect(rows('certificates')).toMatchObject([{ fingerprint: good.sha256 }]);
    expect(server.lines.filter((line) => line.includes('name_not_allowed'))).toHaveLength(1);
  });

  it('that holds nothing is asked once', async () => {
    const { cloud, ask } = await open();
    expect(await ask()).toEqual({ listed: 0, stored: 0, refused: 0 });
    expect(cloud.requests).toHaveLength(1);
  });

  it('leaves its keys there where the source keeps none', async () => {
    const { cloud, ask, rows } = await open({ keyMode: 'never' });
    put(cloud, await issueForTest());
    await ask();
    expect(rows('certificates')).toMatchObject([{ key_form: 'none' }]);
  });
});

describe('a service in trouble', () => {
  it('is asked again when it throttles, fails or breaks off', async () => {
    const { cloud, ask } = await open({ simulator: { perSecond: 4 }, clock: systemClock });
    for (let index = 0; index < 6; index += 1) {
      put(cloud, await issueForTest({ domains: [`www-${index}.example.com`] }));
    }
    cloud.faults.add({ kind: 'http-503', operation: 'ListUserCertificateOrder', times: 1 });
    cloud.faults.add({ kind: 'reset', operation: 'GetUserCertificateDetail', times: 1 });
    cloud.faults.add({ kind: 'throttle', operation: 'GetUserCertificateDetail', times: 2 });
    expect(await ask()).toEqual({ listed: 6, stored: 6, refused: 0 });
    expect(cloud.requests.some(({ error }) => error === 'Throttling.User')).toBe(true);
  });

  it('with one certificate stops no other, and the next round takes it', async () => {
    const { cloud, ask, server } = await open();
    const bad = put(cloud, await issueForTest({ domains: ['a.example.com'] }));
    put(cloud, await issueForTest({ domains: ['b.example.com'] }));
    cloud.faults.add({
      kind: 'mangled',
      operation: 'GetUserCertificateDetail',
      match: ({ CertId }) => CertId === String(bad),
    });
    expect(await ask()).toEqual({ listed: 2, stored: 1, refused: 0 });
    expect(server.lines.join('')).toContain('CLOUD_UNEXPECTED');
    cloud.faults.clear();
    expect(await ask()).toEqual({ listed: 2, stored: 1, refused: 0 });
  });

  it('whose list does not parse is an error that names the field', async () => {
    const { cloud, ask } = await open();
    cloud.faults.add({ kind: 'mangled', operation: 'ListUserCertificateOrder' });
    await expect(ask()).rejects.toMatchObject({
      code: 'CLOUD_UNEXPECTED',
      message: expect.stringContaining('otalCount') as unknown,
    });
  });

  it.each([
    ['a wrong secret', { access_key_secret: 'another-secret-of-nobody' }, 'CREDENTIALS_REJECTED'],
    ['an unknown key', { access_key_id: 'LTAI5tSomebodyElse01' }, 'CREDENTIALS_REJECTED'],
  ])('refuses %s in a way that is told apart', async (_words, config, code) => {
    const { ask } = await open({ config });
    const error: unknown = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('another-secret');
  });

  it('refuses what the key may not do, which is another thing', async () => {
    const { cloud, ask } = await open();
    put(cloud, await issueForTest());
    cloud.denied.add('GetUserCertificateDetail');
    await expect(ask()).rejects.toMatchObject({ code: 'PERMISSION_MISSING' });
    cloud.denied.add('ListUserCertificateOrder');
    await expect(ask()).rejects.toMatchObject({ code: 'PERMISSION_MISSING' });
  });

  it('is left at once when the receiver stops', async () => {
    const { cloud, ask, stop } = await open();
    cloud.faults.add({ kind: 'hang' });
    const asking = ask();
    setTimeout(() => stop.abort(), 50);
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('shows no key in what is logged or thrown', async () => {
    const { cloud, ask, server } = await open();
    const issued = await issueForTest({ domains: ['other.org'] });
    put(cloud, issued);
    await ask();
    const text = server.lines.join('\n');
    const [, line = ''] = issued.key.split('\n');
    expect(text).toContain('certificate refused');
    for (const secret of [line, key.accessKeySecret, 'PRIVATE KEY'])
      expect(text).not.toContain(secret);
  });
});

describe('the schedule', () => {
  it('asks every account at the start and then at its own times, unless it is switched off', async () => {
    const { cloud, sources, poll, call, server, addSource } = await open({
      config: { every_minutes: 60 },
    });
    await addSource({
      name: 'broken',
      kind: 'alibaba-cas',
      config: {
        access_key_id: 'LTAI5tSomebodyElse01',
        access_key_secret: key.accessKeySecret,
        endpoint: cloud.address,
        every_minutes: 1440,
      },
    });
    const turn = createCasTurn({ sources, poll, clock: server.clock });
    const asked = async (): Promise<number> => {
      const before = cloud.requests.length;
      await turn(call);
      return cloud.requests.length - before;
    };
    expect(await asked()).toBe(2);
    server.clock.advance(59 * 60);
    expect(await asked()).toBe(0);
    server.clock.advance(61);
    expect(await asked()).toBe(1);
    server.clock.advance(86_400);
    expect(await asked()).toBe(2);
    expect(server.lines.filter((line) => line.includes('account not read'))).toHaveLength(2);
    await server.ports.db.updateTable('sources').set({ disabled_at: 'x' }).execute();
    server.clock.advance(86_400);
    expect(await asked()).toBe(0);
  });

  it('is part of the receiver from its start to its stop', async () => {
    const { cloud, part, rows } = await open();
    put(cloud, await issueForTest());
    part.start?.();
    for (let tried = 0; tried < 100 && rows('certificates').length === 0; tried += 1) {
      await systemClock.sleep(20);
    }
    expect(rows('certificates')).toHaveLength(1);
  });
});
