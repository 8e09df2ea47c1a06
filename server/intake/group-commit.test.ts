import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openHandle } from '../database/open.ts';
import type { Handle } from '../database/open.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { createGroupCommit } from './group-commit.ts';

let server: TestServer;
let writer: Handle;
let other: Handle;

beforeEach(async () => {
  server = await openTestServer();
  writer = server.ports.openWriter();
  // The connection of another process.
  other = openHandle(join(server.folder, 'certferry.db'), { create: false });
});
afterEach(async () => {
  other.close();
  await server.close();
});

/** `without rowid`: the order of the key. */
const stored = () =>
  other
    .prepare<[], { readonly guid: string }>('select guid from github_deliveries order by guid')
    .all()
    .map(({ guid }) => guid);

function insert(guid: string): void {
  writer.prepare("insert into github_deliveries values (?, 'x', 'x', 'x')").run(guid);
}

/** Commits that another connection has seen. */
const version = () => other.pragma('data_version', { simple: true });

describe('a group commit', () => {
  it('is synced to the disk: a kill shows no difference, a power cut does', () => {
    createGroupCommit(writer);
    expect(writer.pragma('synchronous', { simple: true })).toBe(2);
    expect(writer.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('commits everything that was submitted in one turn as one transaction', async () => {
    const commits = createGroupCommit(writer);
    const before = version();
    const versions: unknown[] = [];
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        commits
          .submit(() => {
            insert(`row ${index}`);
            return index;
          })
          .then((value) => {
            versions.push(version());
            expect(stored()).toContain(`row ${value}`);
          }),
      ),
    );
    expect(stored()).toHaveLength(40);
    expect(new Set(versions).size).toBe(1);
    expect(versions[0]).not.toBe(before);
  });

  it('shows nothing before its commit, and resolves only after it', async () => {
    const commits = createGroupCommit(writer);
    let during: readonly string[] = [];
    const done = commits.submit(() => {
      insert('one');
      during = stored();
    });
    expect(stored()).toEqual([]);
    await done;
    expect(during).toEqual([]);
    expect(stored()).toEqual(['one']);
  });

  it('undoes what throws, and nothing of its neighbours', async () => {
    const commits = createGroupCommit(writer);
    const results = await Promise.allSettled([
      commits.submit(() => insert('a')),
      commits.submit((_transaction, begin) => {
        begin();
        insert('b');
        throw new Error('no');
      }),
      commits.submit(() => insert('a')),
      commits.submit(() => insert('c')),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(stored()).toEqual(['a', 'c']);
  });

  it('tells when others have written since, and only then', async () => {
    let told = 0;
    const commits = createGroupCommit(writer, { onOthersWrote: () => (told += 1) });
    await commits.submit(() => insert('a'));
    expect(told).toBe(1);
    await commits.submit(() => insert('b'));
    expect(told).toBe(1);
    other.prepare("insert into github_deliveries values ('c', 'x', 'x', 'x')").run();
    await commits.submit(() => insert('d'));
    expect(told).toBe(2);
  });

  it('lets work ask the same transaction through kysely, and ends within its turn all the same', async () => {
    const commits = createGroupCommit(writer);
    const done = commits.submit(async (transaction) => {
      insert('one');
      await transaction
        .insertInto('github_deliveries')
        .values({ guid: 'two', event: 'x', outcome: 'x', received_at: 'x' })
        .execute();
      return await transaction
        .selectFrom('github_deliveries')
        .select('guid')
        .orderBy('guid')
        .execute();
    });
    let isOpenLater: boolean | undefined;
    setImmediate(() =>
      setImmediate(() => {
        isOpenLater = writer.inTransaction;
      }),
    );
    await expect(done).resolves.toEqual([{ guid: 'one' }, { guid: 'two' }]);
    await turn();
    await turn();
    expect(isOpenLater).toBe(false);
    expect(stored()).toEqual(['one', 'two']);
  });

  it('takes its turns with the other connection of this process without either waiting', async () => {
    const commits = createGroupCommit(writer);
    const began = performance.now();
    await Promise.all([
      ...Array.from({ length: 50 }, (_, index) => commits.submit(() => insert(`group ${index}`))),
      ...Array.from({ length: 50 }, async (_, index) => {
        await server.ports.db.transaction().execute(async (transaction) => {
          await transaction
            .insertInto('github_deliveries')
            .values({ guid: `kysely ${index}`, event: 'x', outcome: 'x', received_at: 'x' })
            .execute();
        });
      }),
    ]);
    expect(stored()).toHaveLength(100);
    expect(performance.now() - began).toBeLessThan(4000);
  });

  it('waits for the lock of another process without stopping this one', async () => {
    const commits = createGroupCommit(writer);
    other.exec('begin immediate');
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    setTimeout(() => other.exec('commit'), 150);
    await commits.submit(() => insert('late'));
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
    expect(stored()).toEqual(['late']);
  });

  it('gives up when the lock is not had in time, and works again afterwards', async () => {
    const commits = createGroupCommit(writer, { patienceMs: 60 });
    other.exec('begin immediate');
    await expect(commits.submit(() => insert('never'))).rejects.toMatchObject({
      code: 'SQLITE_BUSY',
    });
    other.exec('commit');
    await commits.submit(() => insert('then'));
    expect(stored()).toEqual(['then']);
  });

  it('fails everybody when the disk is full, stores nothing, and recovers', async () => {
    const commits = createGroupCommit(writer);
    await commits.submit(() => insert('before'));
    const pages = writer.pragma('page_count', { simple: true });
    writer.pragma(`max_page_count = ${String(pages)}`);
    const big = 'x'.repeat(200_000);
    const results = await Promise.allSettled([
      commits.submit(() => insert('small')),
      commits.submit(() => insert(big)),
      commits.submit(() => insert('after')),
    ]);
    expect(
      results.map((one) =>
        one.status === 'rejected' ? (one.reason as { code: string }).code : one.status,
      ),
    ).toContain('SQLITE_FULL');
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(stored()).toHaveLength(1 + kept);
    writer.pragma('max_page_count = 100000');
    await commits.submit(() => insert('again'));
    expect(stored()).toContain('again');
  });

  it('drains: everything that was submitted has ended', async () => {
    const commits = createGroupCommit(writer);
    await commits.drain();
    const ended: number[] = [];
    for (let index = 0; index < 600; index += 1) {
      void commits.submit(() => insert(`row ${index}`)).then(() => ended.push(index));
    }
    await commits.drain();
    expect(stored()).toHaveLength(600);
    await turn();
    expect(ended).toHaveLength(600);
  });
});
