import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Entity, Repository } from './database/schema.ts';
import { auditLedger } from './ledger-audit.ts';
import type { Ledger, RunOfFile } from './ledger.ts';
import { openTestServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

let server: TestServer;
let ledger: Ledger;
let entity: Entity;
let repository: Repository;

beforeEach(async () => {
  server = await openTestServer();
  ledger = server.ports.ledger;
  entity = await server.addEntity();
  repository = await server.addRepository(entity);
  await ledger.grant(entity.id, { amount: 5, key: 'first', reason: 'order 1' });
});

afterEach(async () => {
  expect(await auditLedger(server.ports.db)).toEqual([]);
  await server.close();
});

const uploaded = 'a'.repeat(64);
const edit = (changeId: string, fingerprint = uploaded) => ({
  changeId,
  resource: `tencent/cdn:prod/${changeId}`,
  fingerprint,
});
const run = (changed: Partial<RunOfFile> = {}): RunOfFile => ({
  repository,
  githubRunId: 100,
  attempt: 1,
  file: '.github/certferry.yml',
  ...changed,
});
const balance = async () => await ledger.balance(entity.id);

let certificates = 0;
async function store(
  owner: Entity,
  type: 'issued' | 'uploaded' | 'private-ca',
  repositoryId: string | null = null,
): Promise<string> {
  const number = (certificates += 1);
  const fingerprint = number.toString(16).padStart(64, 'c');
  const created_at = '2026-11-25T10:00:00.000Z';
  await server.ports.db
    .insertInto('sources')
    .values({
      id: `source-${number}`,
      name: `source ${number}`,
      kind: 'standard',
      entity_id: owner.id,
      repository_id: repositoryId,
      config: '{}',
      key_mode: 'never',
      certificate_type: type,
      created_at,
      disabled_at: null,
    })
    .execute();
  await server.ports.db
    .insertInto('certificates')
    .values({
      fingerprint,
      entity_id: owner.id,
      source_id: `source-${number}`,
      name: 'www',
      type,
      facts: '{}',
      chain_pem: '',
      not_before: created_at,
      not_after: created_at,
      key_form: 'none',
      key_data: null,
      key_id: null,
      received_at: created_at,
    })
    .execute();
  return fingerprint;
}

describe('a grant', () => {
  it('adds to the balance, once for its key', async () => {
    const grant = { amount: 7, key: 'order-2', reason: 'order 2' };
    expect(await ledger.grant(entity.id, grant)).toEqual({ balance: 12, added: true });
    expect(await ledger.grant(entity.id, grant)).toEqual({ balance: 12, added: false });
  });

  it('is refused under a key that meant something else', async () => {
    const other = await server.addEntity();
    const again = { amount: 5, key: 'first', reason: '' };
    await expect(ledger.grant(other.id, again)).rejects.toMatchObject({ details: { status: 409 } });
    await expect(ledger.grant(entity.id, { ...again, amount: 6 })).rejects.toMatchObject({
      details: { code: 'CONFLICT' },
    });
  });
});

describe('a reservation', () => {
  it('takes one for each resource with an uploaded certificate, before the cloud is called', async () => {
    expect(await ledger.reserve(run(), [edit('c1'), edit('c2')], 600)).toEqual({
      balance: 3,
      consumed: ['c1', 'c2'],
    });
  });

  it('is the same when it is asked for again, whether or not the answer arrived', async () => {
    const first = await ledger.reserve(run(), [edit('c1'), edit('c2')], 600);
    expect(await ledger.reserve(run(), [edit('c1'), edit('c2')], 600)).toEqual(first);
    expect(await ledger.reserve(run(), [edit('c2'), edit('c3')], 600)).toEqual({
      balance: 2,
      consumed: ['c2', 'c3'],
    });
  });

  it('takes nothing at all where the balance does not suffice', async () => {
    const six = Array.from({ length: 6 }, (_, index) => edit(`c${index}`));
    await expect(ledger.reserve(run(), six, 600)).rejects.toMatchObject({
      details: {
        status: 409,
        code: 'QUOTA_EXHAUSTED',
        detail: expect.stringContaining('6 to consume, 5 left'),
      },
    });
    expect(await balance()).toBe(5);
    expect((await ledger.statement(entity.id)).entries).toHaveLength(1);
  });

  it('takes the last one, and then no more', async () => {
    await ledger.reserve(
      run(),
      ['a', 'b', 'c', 'd', 'e'].map((id) => edit(id)),
      600,
    );
    expect(await balance()).toBe(0);
    await expect(ledger.reserve(run(), [edit('f')], 600)).rejects.toMatchObject({
      details: { code: 'QUOTA_EXHAUSTED' },
    });
    const free = await store(entity, 'issued');
    expect(await ledger.reserve(run(), [edit('g', free)], 600)).toEqual({
      balance: 0,
      consumed: [],
    });
  });

  it('is refused for a change that means two things', async () => {
    const twice = [edit('c1'), { ...edit('c1'), resource: 'other' }];
    await expect(ledger.reserve(run(), twice, 600)).rejects.toMatchObject({
      details: { status: 422 },
    });
    await ledger.reserve(run(), [edit('c1')], 600);
    await expect(ledger.reserve(run(), [edit('c1', 'b'.repeat(64))], 600)).rejects.toMatchObject({
      details: { code: 'CONFLICT' },
    });
  });

  it('is refused for a repository that is not registered, or disabled', async () => {
    const nobody = { ...run(), repository: { id: 'nobody', github_id: 1 } };
    await expect(ledger.reserve(nobody, [edit('c')], 60)).rejects.toMatchObject({
      details: { code: 'FORBIDDEN' },
    });
    const disabled = await server.addRepository(entity, { disabled_at: '2026-01-01' });
    await expect(
      ledger.reserve(run({ repository: disabled }), [edit('c')], 60),
    ).rejects.toMatchObject({ details: { code: 'FORBIDDEN' } });
  });

  it('costs again in another run, in a re-run, and for another file', async () => {
    await ledger.reserve(run(), [edit('c1')], 600);
    await ledger.reserve(run({ githubRunId: 101 }), [edit('c1')], 600);
    await ledger.reserve(run({ attempt: 2 }), [edit('c1')], 600);
    await ledger.reserve(run({ file: 'other.yml' }), [edit('c1')], 600);
    expect(await balance()).toBe(1);
  });

  it('of many edits is one', async () => {
    await ledger.grant(entity.id, { amount: 1300, key: 'many', reason: '' });
    const many = Array.from({ length: 1300 }, (_, index) => edit(`m${index}`));
    const { balance: left, consumed } = await ledger.reserve(run(), many, 600);
    expect([left, consumed.length]).toEqual([5, 1300]);
    const outcomes = many.map(({ changeId }) => ({ changeId, success: false }));
    expect(await ledger.settle(run(), outcomes, true)).toEqual({
      balance: 1305,
      consumed: 0,
      refunded: 1300,
    });
  });
});

describe('settling', () => {
  beforeEach(async () => {
    await ledger.reserve(run(), [edit('c1'), edit('c2'), edit('c3')], 600);
  });

  it('refunds what failed, resource by resource', async () => {
    const outcomes = [
      { changeId: 'c1', success: true },
      { changeId: 'c2', success: false },
    ];
    expect(await ledger.settle(run(), outcomes, false)).toEqual({
      balance: 3,
      consumed: 2,
      refunded: 1,
    });
  });

  it('is the same when it is told again, and its first word counts', async () => {
    const told = { changeId: 'c1', success: false };
    const first = await ledger.settle(run(), [told], false);
    expect(await ledger.settle(run(), [told], false)).toEqual(first);
    expect(await ledger.settle(run(), [{ changeId: 'c1', success: true }], false)).toEqual(first);
    await ledger.settle(run(), [{ changeId: 'c2', success: true }], false);
    expect(await ledger.settle(run(), [{ changeId: 'c2', success: false }], false)).toEqual(first);
  });

  it('refunds what is still open when the run is done', async () => {
    const outcomes = [{ changeId: 'c1', success: true }];
    expect(await ledger.settle(run(), outcomes, true)).toEqual({
      balance: 4,
      consumed: 1,
      refunded: 2,
    });
    await expect(ledger.reserve(run(), [edit('c9')], 600)).rejects.toMatchObject({
      details: { code: 'RUN_SETTLED' },
    });
  });

  it('of a change that failed is final: the run cannot take it again', async () => {
    await ledger.settle(run(), [{ changeId: 'c1', success: false }], false);
    await expect(ledger.reserve(run(), [edit('c1')], 600)).rejects.toMatchObject({
      details: { code: 'CHANGE_SETTLED' },
    });
    expect(await ledger.reserve(run({ githubRunId: 101 }), [edit('c1')], 600)).toMatchObject({
      consumed: ['c1'],
    });
  });

  it('of what nobody reserved changes nothing', async () => {
    const before = await balance();
    await ledger.settle(run(), [{ changeId: 'unknown', success: false }], false);
    expect(await ledger.settle(run({ githubRunId: 999 }), [], true)).toEqual({
      balance: before,
      consumed: 0,
      refunded: 0,
    });
  });

  it('never refunds a success, so a rollback by hand in another run refunds nothing', async () => {
    const all = ['c1', 'c2', 'c3'].map((changeId) => ({ changeId, success: true }));
    await ledger.settle(run(), all, true);
    await ledger.settle(
      run(),
      all.map((outcome) => ({ ...outcome, success: false })),
      true,
    );
    expect(await ledger.refundRun({ repositoryId: repository.id, githubRunId: 100 })).toBe(0);
    server.clock.advance(86_400);
    expect(await ledger.expireLeases()).toBe(0);
    expect(await balance()).toBe(2);
  });
});

describe('a run that says no more', () => {
  beforeEach(async () => {
    await ledger.reserve(run(), [edit('c1'), edit('c2')], 600);
    await ledger.settle(run(), [{ changeId: 'c1', success: true }], false);
  });

  it('is refunded what it left open when its lease ends, not before', async () => {
    server.clock.advance(599);
    expect(await ledger.expireLeases()).toBe(0);
    server.clock.advance(1);
    expect(await ledger.expireLeases()).toBe(1);
    expect(await ledger.expireLeases()).toBe(0);
    expect(await balance()).toBe(4);
  });

  it('keeps its lease while it asks for more, and a shorter wish does not shorten it', async () => {
    server.clock.advance(500);
    await ledger.reserve(run(), [edit('c3')], 600);
    await ledger.reserve(run(), [edit('c4')], 60);
    server.clock.advance(599);
    expect(await ledger.expireLeases()).toBe(0);
    server.clock.advance(1);
    expect(await ledger.expireLeases()).toBe(3);
  });

  it('is refunded at once when GitHub says that it is completed', async () => {
    const over = { repositoryId: repository.id, githubRunId: 100, attempt: 1 };
    expect(await ledger.refundRun(over)).toBe(1);
    expect(await ledger.refundRun(over)).toBe(0);
    expect(await balance()).toBe(4);
  });

  it('does not lose a re-run its quota when the word about the first attempt comes late', async () => {
    const second = run({ attempt: 2 });
    await ledger.reserve(second, [edit('c2')], 600);
    const late = { repositoryId: repository.id, githubRunId: 100, attempt: 1 };
    expect(await ledger.refundRun(late)).toBe(1);
    expect(await ledger.refundRun(late)).toBe(0);
    expect(await ledger.settle(second, [{ changeId: 'c2', success: true }], true)).toEqual({
      balance: 3,
      consumed: 1,
      refunded: 0,
    });
  });

  it('is refunded every attempt up to the one that is over', async () => {
    await ledger.reserve(run({ attempt: 2 }), [edit('c2')], 600);
    const over = { repositoryId: repository.id, githubRunId: 100, attempt: 2 };
    expect(await ledger.refundRun(over)).toBe(2);
  });

  it('pays after all when it proves a change after its lease, once', async () => {
    server.clock.advance(600);
    await ledger.expireLeases();
    const outcomes = [{ changeId: 'c2', success: true }];
    const settled = { balance: 3, consumed: 2, refunded: 0 };
    expect(await ledger.settle(run(), outcomes, false)).toEqual(settled);
    expect(await ledger.settle(run(), outcomes, true)).toEqual(settled);
  });

  it('cannot pay late what is no longer there: the balance stays at zero and the log says so', async () => {
    server.clock.advance(600);
    await ledger.expireLeases();
    await ledger.reserve(
      run({ githubRunId: 101 }),
      ['a', 'b', 'c', 'd'].map((id) => edit(id)),
      60,
    );
    const outcomes = [{ changeId: 'c2', success: true }];
    expect(await ledger.settle(run(), outcomes, true)).toMatchObject({ balance: 0, consumed: 1 });
    expect(server.lines.join('')).toContain('deployed after its lease, not paid');
  });

  it('that comes back after its lease may go on with other changes', async () => {
    server.clock.advance(600);
    await ledger.expireLeases();
    await expect(ledger.reserve(run(), [edit('c2')], 600)).rejects.toMatchObject({
      details: { code: 'LEASE_ENDED' },
    });
    expect(await ledger.reserve(run(), [edit('c3')], 600)).toMatchObject({ consumed: ['c3'] });
    server.clock.advance(600);
    expect(await ledger.expireLeases()).toBe(1);
  });

  it('is remembered over a restart', async () => {
    server = await server.reopen();
    ledger = server.ports.ledger;
    server.clock.advance(600);
    expect(await ledger.expireLeases()).toBe(1);
    expect(await balance()).toBe(4);
  });
});

describe('what a certificate counts as', () => {
  it('is what the receiver knows of its fingerprint', async () => {
    const issued = await store(entity, 'issued');
    const privateCa = await store(entity, 'private-ca');
    const edits = [edit('c1', issued), edit('c2', privateCa), edit('c3', uploaded)];
    expect(await ledger.quote(repository.id, edits)).toEqual({
      balance: 5,
      toConsume: 2,
      certificates: [
        {
          fingerprint: issued,
          type: 'issued',
          allowed: true,
          reason: expect.any(String),
          cost: 0,
        },
        {
          fingerprint: privateCa,
          type: 'private-ca',
          allowed: true,
          reason: expect.any(String),
          cost: 1,
        },
        { fingerprint: uploaded, type: 'uploaded', allowed: true, reason: null, cost: 1 },
      ],
    });
    expect(await ledger.reserve(run(), edits, 60)).toMatchObject({ consumed: ['c2', 'c3'] });
  });

  it('stays what it was when the change was reserved', async () => {
    const edits = [edit('c1', uploaded)];
    await ledger.reserve(run(), edits, 60);
    await server.ports.db.updateTable('entities').set({ private_ca_consumes: 0 }).execute();
    expect(await ledger.reserve(run(), edits, 60)).toEqual({ balance: 4, consumed: ['c1'] });
  });

  it('is free for a repository of a verified entity that another one shares with it', async () => {
    const other = await server.addRepository(entity);
    const shared = await store(entity, 'uploaded', other.id);
    expect(await ledger.reserve(run(), [edit('c1', shared)], 60)).toMatchObject({ consumed: [] });
    const own = run({ repository: other });
    expect(await ledger.reserve(own, [edit('c1', shared)], 60)).toMatchObject({ consumed: ['c1'] });
  });

  it('is refused when it is of another entity, and then nothing is taken', async () => {
    const stranger = await store(await server.addEntity(), 'issued');
    const edits = [edit('c1'), edit('c2', stranger)];
    expect(await ledger.quote(repository.id, edits)).toMatchObject({
      toConsume: 1,
      certificates: [{ allowed: true }, { allowed: false }],
    });
    await expect(ledger.reserve(run(), edits, 60)).rejects.toMatchObject({
      details: {
        status: 409,
        code: 'REFUSED',
        detail: expect.stringContaining('download it there, upload it here'),
      },
    });
    expect(await balance()).toBe(5);
  });

  it('is uploaded once it was uploaded here, though it is of another entity', async () => {
    const stranger = await store(await server.addEntity(), 'issued');
    await server.ports.db
      .insertInto('certificate_copies')
      .values({ fingerprint: stranger, entity_id: entity.id, reason: 'by hand', created_at: '' })
      .execute();
    expect(await ledger.reserve(run(), [edit('c1', stranger)], 60)).toMatchObject({
      consumed: ['c1'],
    });
  });

  it('is asked without writing anything', async () => {
    const handle = server.store.openWriter();
    const version = () => handle.pragma('data_version', { simple: true });
    const before = version();
    await ledger.quote(repository.id, [edit('c1')]);
    await ledger.statement(entity.id);
    expect(version()).toBe(before);
    await ledger.reserve(run(), [edit('c1')], 60);
    expect(version()).not.toBe(before);
  });
});

describe('the statement', () => {
  it('sums to the balance, whichever part of it is shown', async () => {
    await ledger.reserve(run(), [edit('c1'), edit('c2')], 60);
    await ledger.settle(run(), [{ changeId: 'c1', success: false }], false);
    const all = await ledger.statement(entity.id);
    expect(all).toMatchObject({ opening: 0, closing: 4 });
    expect(
      all.entries.map(({ kind, amount, balance_after: after }) => [kind, amount, after]),
    ).toEqual([
      ['grant', 5, 5],
      ['consume', -1, 4],
      ['consume', -1, 3],
      ['refund', 1, 4],
    ]);
    const newest = await ledger.statement(entity.id, { limit: 2 });
    expect([newest.opening, newest.closing, newest.entries.length]).toEqual([4, 4, 2]);
    const [first] = newest.entries;
    const older = await ledger.statement(entity.id, { limit: 2, before: first?.id ?? 0 });
    expect([older.opening, older.closing]).toEqual([0, newest.opening]);
  });

  it('of an entity without entries is empty', async () => {
    const other = await server.addEntity();
    expect(await ledger.statement(other.id)).toEqual({ opening: 0, entries: [], closing: 0 });
  });
});
