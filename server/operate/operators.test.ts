import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { identify } from '../dashboard/operators.ts';
import { createSessions } from '../dashboard/sessions.ts';
import { operate } from '../operate.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';

let server: TestServer;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certferry-operators-'));
  server = await openTestServer({ folder });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A command, beside the receiver that has the database open. */
async function run(...argv: readonly string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await operate(['operator', ...argv], {
    environment: {
      variable: (name) => (name === 'CERTFERRY_DATA' ? folder : undefined),
      readFile: (path) => readFileSync(path, 'utf8'),
    },
    clock: server.clock,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { code, out: out.join(''), err: err.join('') };
}

const tokenIn = (text: string): string => /cfo_[\w-]{43}/u.exec(text)?.[0] ?? '';

describe('operate operator', () => {
  it('adds somebody who may sign in, and shows the token once', async () => {
    const { code, out } = await run('add', 'maria');
    expect(code).toBe(0);
    const token = tokenIn(out);
    const { db, settings } = server.ports;
    expect(await identify(db, token, settings.operatorToken)).toMatchObject({
      name: 'maria',
      role: 'operator',
    });
    const { out: list } = await run('list');
    expect(list).toMatch(/maria +operator +2026-11-25T10:00:00.000Z +never/u);
    expect(list).not.toContain(token);
  });

  it('adds somebody who may only look', async () => {
    const { out } = await run('add', 'auditor', '--role', 'viewer');
    const { db, settings } = server.ports;
    const found = await identify(db, tokenIn(out), settings.operatorToken);
    expect(found?.role).toBe('viewer');
    expect((await run('add', 'x', '--role', 'king')).code).toBe(3);
  });

  it('removes somebody with the sessions, at once', async () => {
    const token = tokenIn((await run('add', 'maria')).out);
    const { db, settings } = server.ports;
    const identity = await identify(db, token, settings.operatorToken);
    if (identity === undefined) throw new Error('she may sign in');
    const sessions = createSessions(server.ports);
    const cookie = await sessions.begin(identity);
    expect((await sessions.find(cookie))?.name).toBe('maria');
    expect(await run('remove', 'maria')).toMatchObject({ code: 0 });
    expect(await sessions.find(cookie)).toBeUndefined();
    expect(await identify(db, token, settings.operatorToken)).toBeUndefined();
    expect(await db.selectFrom('operator_sessions').selectAll().execute()).toEqual([]);
  });

  it('says what is wrong', async () => {
    await run('add', 'maria');
    expect(await run('add', 'maria')).toMatchObject({ code: 1, err: '"maria" is there already\n' });
    expect((await run('add', 'two words')).err).toContain('a name has 1 to 64 letters');
    expect(await run('remove', 'jan')).toMatchObject({
      code: 1,
      err: 'there is no operator "jan"\n',
    });
  });
});

describe('sessions', () => {
  it('that have expired are forgotten', async () => {
    const sessions = createSessions(server.ports);
    const identity = { operatorId: null, name: 'x', role: 'operator' } as const;
    await sessions.begin(identity);
    server.clock.advance(3600);
    const cookie = await sessions.begin(identity);
    server.clock.advance(3600);
    expect(await sessions.prune()).toBe(1);
    expect(await sessions.find(cookie)).toBeDefined();
  });
});
