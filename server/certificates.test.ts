import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { BundleReply } from '../shared/wire/receiver.ts';
import { createCertificates } from './certificates.ts';
import type { Entity, Repository } from './database/schema.ts';
import { issuedEvent, issueForTest, openTestIntake, testTime } from './intake/test-intake.ts';
import type { TestIntake } from './intake/test-intake.ts';
import type { Authenticate, Operation } from './oidc.ts';
import { problems } from './problem.ts';
import { certificateRoutes } from './routes/certificates.ts';

const day = 86_400_000;
const later = (days: number) => new Date(testTime.getTime() + days * day);

let intake: TestIntake;
let repository: Repository;
beforeEach(async () => {
  intake = await openTestIntake();
  repository = await intake.server.addRepository(intake.entity);
});
afterEach(async () => {
  await intake.close();
});

const certificates = () => createCertificates(intake.server.ports);
const reads = () => intake.server.ports.db.selectFrom('certificate_reads').selectAll().execute();
const fingerprint = async (name: string, of = repository) =>
  (await certificates().current(of, name))?.fingerprint;

async function otherSource(entity: Entity, more: { repository?: string } = {}) {
  const secret = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const config = { keys: [secret], allowed_domains: ['example.com'] };
  await intake.addSource({
    name: 'other',
    entity: entity.id,
    config,
    repository: more.repository ?? null,
  });
  return { secret };
}

describe('the certificate of a name', () => {
  it('is the one that began last among those that are valid now', async () => {
    await intake.addSource();
    const old = await issueForTest({ notBefore: later(-60), notAfter: later(200) });
    const young = await issueForTest({ notBefore: later(-1), notAfter: later(10) });
    const future = await issueForTest({ notBefore: later(0.9), notAfter: later(90) });
    for (const one of [young, old, future]) await intake.send(issuedEvent(one));
    expect(await fingerprint('www.example.com')).toBe(young.sha256);
    expect(await fingerprint('WWW.Example.com.')).toBe(young.sha256);
    intake.server.clock.set(later(1).toISOString());
    expect(await fingerprint('www.example.com')).toBe(future.sha256);
    intake.server.clock.set(later(100).toISOString());
    expect(await fingerprint('www.example.com')).toBe(old.sha256);
    intake.server.clock.set(later(201).toISOString());
    expect(await fingerprint('www.example.com')).toBeUndefined();
  });

  it('that begins with another ends later, and else has the greater fingerprint: always the same one', async () => {
    await intake.addSource();
    const short = await issueForTest({ notAfter: later(30) });
    const long = await issueForTest({ notAfter: later(60) });
    const twin = await issueForTest({ notAfter: later(60) });
    for (const one of [long, short, twin]) await intake.send(issuedEvent(one));
    const [greater] = [long.sha256, twin.sha256].sort().toReversed();
    expect(await fingerprint('www.example.com')).toBe(greater);
  });

  it('is not there for what is no name, or another name', async () => {
    await intake.addSource();
    await intake.send(issuedEvent(await issueForTest({ domains: ['*.example.com'] })));
    expect(await fingerprint('*.example.com')).toBeDefined();
    expect([
      await fingerprint('www.example.com'),
      await fingerprint('../x'),
      await fingerprint(''),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it('is never a revoked one', async () => {
    await intake.addSource();
    const old = await issueForTest({ notBefore: later(-60) });
    const young = await issueForTest();
    for (const one of [old, young]) await intake.send(issuedEvent(one));
    const data = { fingerprint_sha256: young.sha256.toUpperCase() };
    await intake.send({ type: 'certificate.revoked', data });
    expect(await fingerprint('www.example.com')).toBe(old.sha256);
  });
});

describe('who may use it', () => {
  it('every repository of its entity, and none of another', async () => {
    await intake.addSource();
    await intake.send(issuedEvent(await issueForTest()));
    const sibling = await intake.server.addRepository(intake.entity);
    const stranger = await intake.server.addRepository(await intake.server.addEntity());
    expect(await fingerprint('www.example.com', sibling)).toBeDefined();
    expect(await fingerprint('www.example.com', stranger)).toBeUndefined();
  });

  it.each([
    [1, true],
    [0, false],
  ])(
    'where it belongs to one repository, others only if the entity is verified: %i',
    async (verified, isShared) => {
      const entity = await intake.server.addEntity({ verified });
      const [own, sibling] = [
        await intake.server.addRepository(entity),
        await intake.server.addRepository(entity),
      ];
      const { secret } = await otherSource(entity, { repository: own.full_name });
      await intake.send(issuedEvent(await issueForTest()), { secret });
      expect(await fingerprint('www.example.com', own)).toBeDefined();
      expect((await fingerprint('www.example.com', sibling)) !== undefined).toBe(isShared);
    },
  );

  it('another entity that has shown its key, for which it counts as uploaded', async () => {
    await intake.addSource();
    const entity = await intake.server.addEntity();
    const stranger = await intake.server.addRepository(entity);
    const { secret } = await otherSource(entity);
    const event = issuedEvent(await issueForTest());
    await intake.send(event);
    expect(await fingerprint('www.example.com', stranger)).toBeUndefined();
    await intake.send(event, { secret });
    const held = await certificates().handOut(stranger, 'www.example.com', 1);
    expect([held?.type, held?.key === null]).toEqual(['uploaded', false]);
    expect((await certificates().current(repository, 'www.example.com'))?.type).toBe('issued');
    const third = await intake.server.addRepository(await intake.server.addEntity());
    expect(await fingerprint('www.example.com', third)).toBeUndefined();
  });
});

describe('GET /api/v1/certificates/:name', () => {
  const claims = { runId: 4711 } as Awaited<ReturnType<Authenticate>>['claims'];
  const asked: Operation[] = [];
  function get(path: string, allowed: readonly Operation[] = ['preview', 'bundle']) {
    const authenticate: Authenticate = async (_c, operation) => {
      asked.push(operation);
      if (!allowed.includes(operation)) throw problems.forbidden('not this event');
      return { claims, repository };
    };
    const routes = certificateRoutes(intake.server.ports, certificates(), authenticate);
    return intake.server.app([{ name: 'certificates', routes }]).request(path);
  }
  beforeEach(() => void asked.splice(0));

  it('gives the bundle to a run that deploys, and writes down that it did', async () => {
    await intake.addSource();
    const issued = await issueForTest();
    await intake.send(issuedEvent(issued));
    const reply = await get('/api/v1/certificates/www.example.com');
    expect(reply.status).toBe(200);
    expect(BundleReply.parse(await reply.json())).toEqual({
      fingerprint: issued.sha256,
      type: 'issued',
      chain: issued.chain,
      key: issued.key,
      sealedKey: null,
    });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(asked).toEqual(['bundle']);
    expect(await reads()).toMatchObject([
      { fingerprint: issued.sha256, repository_id: repository.id, github_run_id: 4711 },
    ]);
    expect(intake.server.lines.join('')).toContain('bundle handed out');
  });

  it('gives nothing to a run that is not allowed, and writes nothing down', async () => {
    await intake.addSource();
    await intake.send(issuedEvent(await issueForTest()));
    const reply = await get('/api/v1/certificates/www.example.com', ['preview']);
    expect([reply.status, (await reads()).length]).toEqual([403, 0]);
    expect(await reply.text()).not.toContain('BEGIN');
  });

  it('gives the public chain alone to a preview', async () => {
    await intake.addSource();
    const issued = await issueForTest();
    await intake.send(issuedEvent(issued));
    const reply = await get('/api/v1/certificates/www.example.com?part=chain', ['preview']);
    expect(BundleReply.parse(await reply.json())).toMatchObject({
      chain: issued.chain,
      key: null,
      sealedKey: null,
    });
    expect([asked, (await reads()).length]).toEqual([['preview'], 0]);
    expect((await get('/api/v1/certificates/www.example.com?part=key')).status).toBe(422);
  });

  it('answers 404 where there is none, also to names that need encoding', async () => {
    await intake.addSource();
    await intake.send(issuedEvent(await issueForTest({ domains: ['*.example.com'] })));
    expect((await get('/api/v1/certificates/www.example.com')).status).toBe(404);
    expect((await get('/api/v1/certificates/%2A.example.com')).status).toBe(200);
    expect((await get('/api/v1/certificates/..%2F..%2Fetc')).status).toBe(404);
  });

  it('says so when the key cannot be opened, and nothing of it', async () => {
    await intake.addSource();
    await intake.send(issuedEvent(await issueForTest()));
    await intake.server.ports.db.updateTable('certificates').set({ key_id: 'gone' }).execute();
    const reply = await get('/api/v1/certificates/www.example.com');
    expect(reply.status).toBe(500);
    expect(await reply.text()).not.toContain('BEGIN');
  });
});
