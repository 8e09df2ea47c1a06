import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fingerprint, openStage, type Stage } from './dispatch/test-stage.ts';
import { createGroupCommit } from './intake/group-commit.ts';
import { createCertificateArrived } from './tasks-arrival.ts';
import { taskDigest } from './tasks.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

const at = '2026-12-01T02:00:00+08:00';

describe('the digest of a task', () => {
  const task = {
    name: 'shop',
    certificates: ['a.example.com', 'b.example.com'],
    deployAt: at,
    extend: false,
    contacts: [],
  };

  it('does not depend on the order of certificates or on the zone of a time', () => {
    expect(
      taskDigest({
        ...task,
        certificates: ['b.example.com', 'a.example.com'],
        deployAt: '2026-11-30T18:00:00Z',
      }),
    ).toBe(taskDigest(task));
  });

  it('depends on all that a task means', () => {
    const others = [
      { ...task, name: 'shop2' },
      { ...task, certificates: ['a.example.com'] },
      { ...task, deployAt: null },
      { ...task, deployAt: '2026-12-01T02:00:01+08:00' },
      { ...task, extend: true },
    ];
    const digests = new Set([task, ...others].map(taskDigest));
    expect(digests.size).toBe(6);
  });
});

describe('a push to the default branch', () => {
  it('registers what is deployed at once and what waits, with the moment in UTC', async () => {
    const reply = await stage.register([{ name: 'now' }, { name: 'later', deployAt: at }]);
    expect(reply.tasks.map(({ name, state }) => [name, state])).toEqual([
      ['now', 'processing'],
      ['later', 'pending'],
    ]);
    expect((await stage.task('later')).deploy_at).toBe('2026-11-30T18:00:00.000Z');
  });

  it('leaves what did not change as it is', async () => {
    await stage.register([{ name: 'shop' }, { name: 'docs' }]);
    await stage.server.ports.db.updateTable('tasks').set({ state: 'success' }).execute();
    const before = await stage.task('shop');
    stage.clock.advance(60);
    const reply = await stage.register([
      { name: 'shop' },
      { name: 'docs', certificates: ['docs.example.com'] },
    ]);
    expect(reply.tasks.map(({ name, state }) => [name, state])).toEqual([
      ['shop', 'success'],
      ['docs', 'processing'],
    ]);
    expect(await stage.task('shop')).toMatchObject({
      id: before.id,
      registered_at: before.registered_at,
      state: 'success',
    });
  });

  it('may be told twice', async () => {
    const first = await stage.register([{ name: 'shop' }], { runId: 7 });
    const second = await stage.register([{ name: 'shop' }], { runId: 7 });
    expect(second).toEqual(first);
  });

  it('cancels what is gone, with all that still waited for it', async () => {
    await stage.register([{ name: 'shop' }, { name: 'docs', certificates: ['docs.example.com'] }]);
    await stage.arrive('www.example.com', fingerprint('1'));
    await stage.arrive('docs.example.com', fingerprint('2'));
    const reply = await stage.register([{ name: 'docs', certificates: ['docs.example.com'] }]);
    expect(reply.cancelled).toEqual(['shop']);
    expect((await stage.task('shop')).state).toBe('cancelled');
    stage.clock.advance(31);
    await stage.pump();
    expect(stage.runs()).toHaveLength(1);
    expect(stage.runs()[0]?.inputs['task']).toBe('docs');
    expect(await stage.arrive('www.example.com', fingerprint('3'))).toBe(0);
  });

  it('does not touch tasks of another file or repository', async () => {
    await stage.register([{ name: 'shop' }]);
    await stage.register([{ name: 'shop' }], { file: 'other.yml' });
    const other = await stage.server.addRepository(stage.entity);
    await stage.register([{ name: 'shop' }], { repository: other });
    expect((await stage.register([])).cancelled).toEqual(['shop']);
    const live = await stage.server.ports.db
      .selectFrom('tasks')
      .select('id')
      .where('cancelled_at', 'is', null)
      .execute();
    expect(live).toHaveLength(2);
  });

  it('that is older than the one before changes nothing', async () => {
    await stage.register([{ name: 'new' }], { runId: 9 });
    const reply = await stage.register([{ name: 'old' }], { runId: 8 });
    expect(reply).toMatchObject({ superseded: true, cancelled: [] });
    expect(reply.tasks.map(({ name }) => name)).toEqual(['new']);
    await stage.register([], { runId: 10 });
    expect(await stage.register([{ name: 'old' }], { runId: 8 })).toMatchObject({
      superseded: true,
      tasks: [],
    });
  });

  it('begins anew with a task of a name that was gone', async () => {
    const [first] = (await stage.register([{ name: 'shop' }])).tasks;
    await stage.register([]);
    const [second] = (await stage.register([{ name: 'shop' }])).tasks;
    expect(second?.id).not.toBe(first?.id);
  });

  it('is refused when two tasks have one name', async () => {
    await expect(stage.register([{ name: 'shop' }, { name: 'shop' }])).rejects.toThrow('same name');
  });

  it('is stored as a whole or not at all', async () => {
    await expect(
      stage.register([{ name: 'shop' }, { name: 'bad', deployAt: 'never' }]),
    ).rejects.toThrow();
    expect(await stage.server.ports.db.selectFrom('tasks').selectAll().execute()).toEqual([]);
  });
});

describe('a certificate that arrives', () => {
  it('asks for a run of every task that uses its name, in every repository of the entity', async () => {
    const second = await stage.server.addRepository(stage.entity);
    const foreign = await stage.server.addRepository(await stage.server.addEntity());
    await stage.register([{ name: 'a' }, { name: 'b', certificates: ['other.example.com'] }]);
    await stage.register([{ name: 'c' }], { file: 'more.yml' });
    await stage.register([{ name: 'd' }], { repository: second });
    await stage.register([{ name: 'e' }], { repository: foreign });
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(3);
    const rows = await stage.dispatches();
    expect(rows.map((row) => row.repository_id).sort()).toEqual(
      [stage.repository.id, stage.repository.id, second.id].sort(),
    );
    expect(rows.every((row) => row.due_at === '2026-11-25T10:00:30.000Z')).toBe(true);
  });

  it('asks once, however often it is told', async () => {
    await stage.register([{ name: 'a' }]);
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(1);
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(0);
    expect(await stage.arrive('www.example.com', fingerprint('2'))).toBe(1);
  });

  it('asks within the group commit of the intake, whose transaction awaits nothing else', async () => {
    await stage.register([{ name: 'a' }, { name: 'b' }]);
    const commits = createGroupCommit(stage.server.ports.openWriter());
    const arrived = createCertificateArrived({ clock: stage.clock, debounceMs: 30_000 });
    await Promise.all(
      ['1', '2', '1'].map((text) =>
        commits.submit((trx) =>
          arrived(trx, {
            fingerprint: fingerprint(text),
            name: 'www.example.com',
            entityId: stage.entity.id,
          }),
        ),
      ),
    );
    expect(await stage.dispatches()).toHaveLength(4);
  });

  it('does not start a task before its time', async () => {
    await stage.register([{ name: 'a', deployAt: '2026-11-25T12:00:00Z' }]);
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(0);
    await stage.server.ports.db.updateTable('tasks').set({ state: 'success' }).execute();
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(1);
  });

  it('starts nothing in a repository that is switched off', async () => {
    await stage.register([{ name: 'a' }]);
    const db = stage.server.ports.db;
    await db.updateTable('repositories').set({ disabled_at: '2026-11-25T00:00:00Z' }).execute();
    expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(0);
  });

  it.each([
    [1, 2],
    [0, 1],
  ])(
    'of one repository reaches others where the entity is verified (%i)',
    async (verified, runs) => {
      const { db } = stage.server.ports;
      await db.updateTable('entities').set({ verified }).execute();
      const second = await stage.server.addRepository(stage.entity);
      await stage.register([{ name: 'a' }]);
      await stage.register([{ name: 'b' }], { repository: second });
      const now = stage.clock.now().toISOString();
      await db
        .insertInto('sources')
        .values({
          id: 's1',
          name: 'ca',
          kind: 'standard',
          entity_id: stage.entity.id,
          repository_id: second.id,
          config: '{}',
          key_mode: 'never',
          certificate_type: 'issued',
          created_at: now,
        })
        .execute();
      await db
        .insertInto('certificates')
        .values({
          fingerprint: fingerprint('1'),
          entity_id: stage.entity.id,
          source_id: 's1',
          name: 'www.example.com',
          type: 'issued',
          facts: '{}',
          chain_pem: '',
          not_before: now,
          not_after: now,
          key_form: 'none',
          received_at: now,
        })
        .execute();
      expect(await stage.arrive('www.example.com', fingerprint('1'))).toBe(runs);
      const rows = await stage.dispatches();
      expect(rows.some((row) => row.repository_id === second.id)).toBe(true);
    },
  );
});
