import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { migrations } from './migrations/index.ts';
import { immediate, openDatabase, openHandle, unsuitableNode } from './open.ts';
import type { Store } from './open.ts';

const run = promisify(execFile);
let folder: string;
let path: string;
let store: Store;
let longTransactions: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-database-'));
  path = join(folder, 'certferry.db');
  longTransactions = 0;
  store = openDatabase(path, { onLongTransaction: () => (longTransactions += 1) });
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const entity = (id: string, extra: Record<string, unknown> = {}) => ({
  id,
  name: id,
  verified: 1,
  private_ca_consumes: 1,
  created_at: '2026-11-25T10:00:00.000Z',
  ...extra,
});

describe('a connection', () => {
  it.each([
    ['of the queries', () => store.openWriter()],
    ['opened by hand', () => openHandle(path)],
  ])('%s syncs every commit, checks references and overwrites what is deleted', (_, open) => {
    const handle = open();
    const read = (pragma: string) => handle.pragma(pragma, { simple: true });
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    expect(read('secure_delete')).toBe(1);
    expect(read('busy_timeout')).toBe(5000);
    handle.close();
  });

  it('is private to its owner, with its log', () => {
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('opens no file that is not there when it may not make one', () => {
    expect(() => openDatabase(join(folder, 'other.db'), { create: false })).toThrow(
      /unable to open/u,
    );
  });
});

describe('the tables', () => {
  it('refuse a text in a column of numbers', async () => {
    const row = entity('a', { verified: 'yes' });
    await expect(
      store.db
        .insertInto('entities')
        .values(row as never)
        .execute(),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^SQLITE_CONSTRAINT/u),
    });
  });

  it('refuse a row that points at nothing', async () => {
    const row = {
      id: 'r',
      github_id: 1,
      owner_id: 1,
      full_name: 'a/b',
      entity_id: 'nobody',
      workflow: 'w',
      default_branch: 'main',
      environment: null,
      job_workflow_ref: null,
      created_at: '',
      disabled_at: null,
    };
    await expect(store.db.insertInto('repositories').values(row).execute()).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    });
  });

  it('are all STRICT, but for those of the migrations', () => {
    const handle = store.openWriter();
    const loose = handle
      .prepare(
        "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0",
      )
      .pluck()
      .all();
    expect(loose.filter((name) => !/^(?:sqlite_|kysely_)/u.test(String(name)))).toEqual([]);
  });
});

describe('migrations', () => {
  it('are done once, and then nothing is pending', async () => {
    expect(await store.pending()).toEqual([]);
    expect(await store.migrate()).toEqual([]);
    await expect(store.ready()).resolves.toBeUndefined();
  });

  it('are pending in an empty file, which is then not ready', async () => {
    const empty = openDatabase(join(folder, 'empty.db'));
    expect(await empty.pending()).toEqual(Object.keys(migrations));
    await expect(empty.ready()).rejects.toThrow('migrations are missing: 0001-tables');
    await empty.close();
  });

  it('leave nothing behind when one fails half-way', async () => {
    const other = join(folder, 'half.db');
    const handle = openHandle(other);
    handle.exec('create table tasks (id text)');
    const half = openDatabase(other);
    await expect(half.migrate()).rejects.toThrow('could not be brought up to date');
    const tables = handle
      .prepare("select name from sqlite_schema where type = 'table'")
      .pluck()
      .all();
    expect(tables).not.toContain('entities');
    expect(tables).toContain('tasks');
    handle.close();
    await half.close();
  });

  it('are done by one of two processes that start together, and both go on', async () => {
    const other = join(folder, 'both.db');
    const script = `
      import { openDatabase } from '${join(import.meta.dirname, 'open.ts')}';
      const store = openDatabase('${other}');
      const done = await store.migrate();
      await store.ready();
      await store.close();
      process.stdout.write(String(done.length));`;
    const child = async () => await run(process.execPath, ['--input-type=module', '-e', script]);
    const results = await Promise.all([child(), child()]);
    expect(results.map(({ stdout }) => stdout).sort()).toEqual([
      '0',
      String(Object.keys(migrations).length),
    ]);
  });

  it('do not touch the database of another program', async () => {
    const other = join(folder, 'foreign.db');
    const handle = openHandle(other);
    handle.pragma('application_id = 42');
    const foreign = openDatabase(other);
    await expect(foreign.migrate()).rejects.toThrow('the database of another program');
    handle.close();
    await foreign.close();
  });
});

describe('a transaction', () => {
  it('holds the write lock from its beginning', async () => {
    const other = openHandle(path, { timeoutMs: 0 });
    await immediate(store.db, async (transaction) => {
      await transaction.selectFrom('entities').selectAll().execute();
      expect(() => other.exec('begin immediate')).toThrow('database is locked');
    });
    other.exec('begin immediate');
    other.exec('rollback');
    other.close();
  });

  it('only reads where it says so, and lets others write', async () => {
    const other = openHandle(path, { timeoutMs: 0 });
    const read = store.db.transaction().setAccessMode('read only');
    await read.execute(async (transaction) => {
      const before = await transaction.selectFrom('entities').selectAll().execute();
      other.exec("insert into entities values ('x', 'x', 1, 1, '')");
      expect(await transaction.selectFrom('entities').selectAll().execute()).toEqual(before);
    });
    other.close();
  });

  it('is undone when its work rejects', async () => {
    const failing = immediate(store.db, async (transaction) => {
      await transaction.insertInto('entities').values(entity('a')).execute();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.db.selectFrom('entities').selectAll().execute()).toEqual([]);
  });

  it('takes turns with every other one, so that none is lost', async () => {
    await store.db
      .insertInto('entities')
      .values(entity('a', { name: '0' }))
      .execute();
    const raise = async () =>
      await immediate(store.db, async (transaction) => {
        const { name } = await transaction
          .selectFrom('entities')
          .select('name')
          .executeTakeFirstOrThrow();
        await transaction
          .updateTable('entities')
          .set({ name: String(Number(name) + 1) })
          .execute();
      });
    await Promise.all(Array.from({ length: 50 }, raise));
    const { name } = await store.db.selectFrom('entities').select('name').executeTakeFirstOrThrow();
    expect(name).toBe('50');
  });

  it('is never open at the next turn of the event loop, so a writer need not wait', async () => {
    const writer = store.openWriter();
    const insert = writer.prepare("insert into entities values (?, ?, 1, 1, '')");
    let written = 0;
    const write = () => {
      writer.transaction(() => insert.run(`w${written}`, `w${written}`)).immediate();
      written += 1;
    };
    const start = performance.now();
    await Promise.all([
      ...Array.from({ length: 100 }, async (_, index) => {
        await immediate(store.db, async (transaction) => {
          for (const part of ['a', 'b', 'c']) {
            await transaction
              .insertInto('entities')
              .values(entity(`${part}${index}`))
              .execute();
          }
        });
      }),
      ...Array.from(
        { length: 100 },
        async () =>
          await new Promise<void>((resolve, reject) => {
            setImmediate(() => {
              try {
                write();
                resolve();
              } catch (error) {
                reject(error instanceof Error ? error : new Error(String(error)));
              }
            });
          }),
      ),
    ]);
    expect(written).toBe(100);
    expect(longTransactions).toBe(0);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it('that awaits more than the database is told of', async () => {
    await immediate(store.db, async () => await new Promise((resolve) => setTimeout(resolve, 20)));
    expect(longTransactions).toBe(1);
  });
});

describe('the ledger table, whoever writes', () => {
  const insert = (values: string) => () =>
    store.openWriter().exec(
      `insert into ledger_entries (entity_id, kind, amount, balance_after, run_key, change_id, reason,
        created_at) values ${values}`,
    );

  beforeEach(async () => {
    await store.db.insertInto('entities').values(entity('a')).execute();
    insert("('a', 'grant', 2, 2, 'grant/1', '', '', '')")();
  });

  it('takes an entry that continues the balance', () => {
    expect(insert("('a', 'consume', -1, 1, 'r', 'c', '', '')")).not.toThrow();
  });

  it.each([
    ['below zero', "('a', 'consume', -3, -1, 'r', 'c', '', '')", 'CHECK'],
    ['that does not add up', "('a', 'consume', -1, 2, 'r', 'c', '', '')", 'does not continue'],
    ['a second time', "('a', 'grant', 2, 4, 'grant/1', '', '', '')", 'UNIQUE'],
    ['that consumes upwards', "('a', 'consume', 1, 3, 'r', 'c', '', '')", 'CHECK'],
    ['that grants nothing', "('a', 'grant', 0, 2, 'g', '', '', '')", 'CHECK'],
  ])('refuses an entry %s', (_, values, words) => {
    expect(insert(values)).toThrow(words);
  });

  it.each(['update ledger_entries set reason = 1', 'delete from ledger_entries'])(
    'refuses to %s',
    (statement) => {
      expect(() => store.openWriter().exec(statement)).toThrow('only appended to');
    },
  );
});

describe('the version of Node', () => {
  it.each(['20.20.2', '18.0.0', '21.7.3'])('%s is refused with a sentence', (version) => {
    expect(unsuitableNode(version)).toMatch(/needs Node 24 .* this is Node \d/u);
  });

  it.each(['22.12.0', '24.21.0', '26.1.0'])('%s is taken', (version) => {
    expect(unsuitableNode(version)).toBeUndefined();
  });
});
