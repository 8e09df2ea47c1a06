import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Secret } from '../../shared/core/secret.ts';
import { startHooks, startMail } from '../../shared/notice/test-world.ts';
import type { HookServer, MailBox } from '../../shared/notice/test-world.ts';
import type { ContactWire } from '../../shared/wire/receiver.ts';
import { immediate } from '../database/open.ts';
import type { Repository } from '../database/schema.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { createKeyring } from '../keyring.ts';
import { countByKey, rotateKeys } from '../rotate-keys.ts';
import { saveRun } from '../runs.ts';
import { registerTasks } from '../tasks.ts';
import { openTestServer, testSettings } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { registerOperator } from './contacts.ts';
import { createCourier } from './courier.ts';
import type { Courier } from './courier.ts';
import { enqueueRun } from './enqueue-run.ts';
import { enqueueNotice } from './enqueue.ts';
import { createGivenUpNotice } from './given-up.ts';
import { listNotices, retryNotice } from './list.ts';
import { noticesPart } from './part.ts';
import { pauseMs } from './queue.ts';

const file = '.github/certferry.yml';
const going = new AbortController().signal;
let hooks: HookServer;
let mail: MailBox;
let server: TestServer;
let repository: Repository;
let courier: Courier;
let pushes: number;

beforeEach(async () => {
  pushes = 0;
  hooks = await startHooks();
  mail = await startMail();
  const from = 'Certferry <certferry@example.com>';
  const notices = {
    mail: { url: mail.url, from },
    operator: 'op@example.com',
    webhooks: 'any',
  } as const;
  server = await openTestServer({ settings: { notices } });
  repository = await server.addRepository(await server.addEntity());
  // Long enough for a login by mail on a busy machine; one test waits for it.
  courier = createCourier(server.ports, { timeoutMs: 2_000 });
  await immediate(server.ports.db, (trx) =>
    registerOperator(trx, 'op@example.com', server.clock.now().toISOString()),
  );
});
afterEach(async () => {
  await courier.idle();
  await server.close();
  await hooks.close();
  await mail.close();
});

const ops: ContactWire = { name: 'ops', kind: 'email', email: 'ops@example.com' };
const chat = (format: 'generic' | 'slack' = 'slack', path = '/T0/secret-path'): ContactWire => ({
  name: 'chat',
  kind: 'webhook',
  url: hooks.url(path).reveal(),
  format,
});

async function register(
  contacts: readonly ContactWire[],
  tasks: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  pushes += 1;
  await registerTasks(
    server.ports,
    { repository, runId: pushes },
    {
      file,
      commit: 'c'.repeat(40),
      tasks: Object.entries(tasks).map(([name, names]) => ({
        name,
        certificates: ['www.example.com'],
        deployAt: null,
        extend: false,
        contacts: [...names],
      })),
      contacts: [...contacts],
      monitor: [],
    },
  );
}

const testNotice = async (task: string | null, dedupKey = 'one') =>
  await immediate(server.ports.db, (trx) =>
    enqueueNotice(trx, {
      dedupKey,
      repositoryId: repository.id,
      file,
      task,
      about: { kind: 'test', by: 'the tests' },
      now: server.clock.now(),
    }),
  );

async function send(): Promise<void> {
  await courier.dispatch(going);
  await courier.idle();
}

const rows = async () =>
  (await listNotices(server.ports.db, { filter: 'all', cursor: undefined })).rows;
const states = async () =>
  Object.fromEntries((await rows()).map((row) => [row.contact, row.state]));
const to = () =>
  mail.mails.map(({ to: receiver }) => (Array.isArray(receiver) ? '' : (receiver?.text ?? '')));

describe('notices', () => {
  it('reach the contacts of a task by mail and chat, each once however often they are written', async () => {
    await register([ops, chat()], { shop: ['ops', 'chat'], other: [] });
    await testNotice('shop');
    await testNotice('shop');
    await send();
    await send();
    expect(to()).toEqual(['ops@example.com']);
    expect(hooks.posted.map(({ path }) => path)).toEqual(['/T0/secret-path']);
    expect(await states()).toEqual({ ops: 'sent', chat: 'sent' });
  });

  it('go to all contacts of the file without a task, and to the operator where there is none', async () => {
    await register([ops, chat()], { shop: ['ops'], other: [] });
    await testNotice(null, 'file');
    await testNotice('other', 'task');
    await send();
    expect([...to()].sort()).toEqual(['op@example.com', 'ops@example.com']);
    expect(hooks.posted).toHaveLength(1);
  });

  it('tell nobody where nobody is to be told', async () => {
    await immediate(server.ports.db, (trx) =>
      registerOperator(trx, undefined, server.clock.now().toISOString()),
    );
    await register([], { shop: [] });
    await testNotice('shop');
    expect(await rows()).toEqual([]);
  });

  it('are tried again after a temporary refusal of the mail server, and arrive', async () => {
    await register([ops], { shop: ['ops'] });
    await testNotice('shop');
    mail.refuse(451);
    await send();
    expect(await rows()).toMatchObject([
      { state: 'waiting', attempts: 1, last_error: expect.stringContaining('451') },
    ]);
    await send();
    expect(mail.mails).toEqual([]);
    server.clock.advance(31);
    await send();
    expect(mail.mails).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }]);
  });

  it('fail at once where the mail server refuses for good, and are sent again by hand', async () => {
    await register([ops], { shop: ['ops'] });
    await testNotice('shop');
    mail.refuse(550);
    await send();
    const [failed] = await rows();
    expect(failed).toMatchObject({ state: 'failed', last_error: expect.stringContaining('550') });
    expect(await retryNotice(server.ports, failed?.id ?? '')).toEqual({ retried: true });
    await send();
    expect(await states()).toEqual({ ops: 'sent' });
    expect(await retryNotice(server.ports, failed?.id ?? '')).toMatchObject({ retried: false });
  });

  it('are tried for a day with growing pauses, and then have failed', async () => {
    await register([chat()], { shop: ['chat'] });
    await testNotice('shop');
    hooks.answer(503);
    let rounds = 0;
    for (; rounds < 100 && (await states())['chat'] === 'waiting'; rounds += 1) {
      await send();
      const [row] = await rows();
      server.clock.set(row?.due_at ?? '');
    }
    expect(await states()).toEqual({ chat: 'failed' });
    expect(hooks.posted).toHaveLength(rounds);
    expect(rounds).toBeGreaterThan(10);
    expect(rounds).toBeLessThan(30);
    expect([1, 2, 3, 20].map(pauseMs)).toEqual([30_000, 60_000, 120_000, 7_200_000]);
  });

  it('reach others while one contact does not answer', async () => {
    await register([ops, chat()], { shop: ['chat', 'ops'] });
    hooks.hang();
    await testNotice('shop');
    await testNotice('shop', 'two');
    await send();
    expect(mail.mails).toHaveLength(2);
    // The second waits with the first: the contact is not asked twice in vain.
    expect(hooks.posted).toHaveLength(1);
    expect(await states()).toEqual({ ops: 'sent', chat: 'waiting' });
  });

  it('end with their contact, whose address is forgotten', async () => {
    await register([chat()], { shop: ['chat'] });
    await testNotice('shop');
    await register([ops], { shop: ['ops'] });
    await send();
    expect(hooks.posted).toEqual([]);
    expect(await rows()).toMatchObject([{ state: 'failed', contact: 'chat' }]);
    const { address } = await server.ports.db
      .selectFrom('contacts')
      .where('name', '=', 'chat')
      .select('address')
      .executeTakeFirstOrThrow();
    expect(address).toBeNull();
    await register([chat()], { shop: ['chat'] });
    await testNotice('shop', 'later');
    await send();
    expect(hooks.posted).toHaveLength(1);
  });

  it('show the address of a webhook and the password of the mail server nowhere', async () => {
    await register([chat('generic'), ops], { shop: ['chat', 'ops'] });
    hooks.answer(404, `no such hook: ${hooks.url('/T0/secret-path').reveal()}`);
    await testNotice('shop');
    await send();
    const kept = JSON.stringify([
      server.lines,
      await server.ports.db.selectFrom('notices').selectAll().execute(),
      await server.ports.db.selectFrom('contacts').selectAll().execute(),
    ]);
    expect(await states()).toEqual({ chat: 'failed', ops: 'sent' });
    expect(kept).not.toContain('secret-path');
    expect(kept).not.toContain(mail.password);
    expect(kept).toContain('sealed:k1:');
  });

  it('refuse a webhook on this machine unless the settings allow it', async () => {
    const strict = createCourier({
      ...server.ports,
      settings: {
        ...server.ports.settings,
        notices: { mail: undefined, operator: undefined, webhooks: 'public' },
      },
    });
    await register([chat()], { shop: ['chat'] });
    await testNotice('shop');
    await strict.dispatch(going);
    await strict.idle();
    expect(hooks.posted).toEqual([]);
    expect(await rows()).toMatchObject([
      { state: 'failed', last_error: expect.stringContaining('CERTFERRY_WEBHOOK_ADDRESSES') },
    ]);
  });

  it('still find a webhook after its address was sealed with a new key', async () => {
    await register([chat()], { shop: ['chat'] });
    const next = { id: 'k2', key: new Secret(Buffer.alloc(32, 9).toString('base64')) };
    const keyring = createKeyring([next, ...testSettings.masterKeys]);
    expect(await rotateKeys(server.ports.db, keyring)).toMatchObject({ contacts: 1 });
    expect(await countByKey(server.ports.db)).toEqual(new Map([['k2', 1]]));
    await testNotice('shop');
    const rotated = createCourier({ ...server.ports, keyring: createKeyring([next]) });
    await rotated.dispatch(going);
    await rotated.idle();
    expect(await states()).toEqual({ chat: 'sent' });
  });
});

describe('the digest of a run', () => {
  const report = reportWith(
    [
      { name: 'shop', state: 'success', changes: [{ resource: 'a', status: 'success' }] },
      {
        name: 'other',
        state: 'error',
        changes: [{ resource: 'b', status: 'rolled-back', error: 'VERIFY_FAILED' }],
      },
    ],
    { verdict: 'partial', run: 'https://github.com/acme/certs/actions/runs/7' },
  );
  const counted = {
    ...report,
    tasks: report.tasks.map((task) =>
      task.name === 'other' ? { ...task, counts: { ...task.counts, error: 1 } } : task,
    ),
  };
  const run = async (attempt: number, given = counted) =>
    await immediate(server.ports.db, (trx) =>
      enqueueRun(trx, {
        id: '1/7/file',
        attempt,
        repositoryId: repository.id,
        report: given,
        now: server.clock.now(),
      }),
    );

  it('tells each contact of its own tasks, once per attempt', async () => {
    await register([ops, chat('generic')], { shop: ['ops', 'chat'], other: ['chat'] });
    await run(1);
    await run(1);
    await send();
    expect(mail.mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('Certferry: Deployed: shop'),
    ]);
    expect(mail.mails[0]?.text).not.toContain('VERIFY_FAILED');
    const [posted] = hooks.posted;
    expect(hooks.posted).toHaveLength(1);
    expect(posted?.body).toContain('Partly deployed');
    expect(posted?.body).toContain('VERIFY_FAILED');
    expect(posted?.body).toContain('https://github.com/acme/certs/actions/runs/7');
    await run(2);
    await send();
    expect(hooks.posted).toHaveLength(2);
  });

  it('is written with the report itself, and sent by the part of the receiver', async () => {
    await register([chat()], { shop: ['chat'], other: ['chat'] });
    const claims = {
      jti: 'j',
      expiresAt: new Date(0),
      repositoryId: repository.github_id,
      ownerId: repository.owner_id,
      repository: repository.full_name,
      event: 'push',
      ref: 'refs/heads/main',
      sha: 'c'.repeat(40),
      runId: 900,
      attempt: 1,
      environment: null,
      jobWorkflowRef: null,
    };
    const save = async () =>
      await saveRun(server.ports, { repository, claims }, { dispatchId: null, report: counted });
    await save();
    await save();
    expect(await states()).toEqual({ chat: 'waiting' });
    const parts = noticesPart(server.ports);
    for (const part of parts) part.start?.();
    await expect.poll(states, { timeout: 5000 }).toEqual({ chat: 'sent' });
    for (const part of parts) await part.stop?.();
    expect(hooks.posted).toHaveLength(1);
  });

  it('is not sent of a run that had nothing to do, or that waits', async () => {
    await register([ops], { shop: ['ops'], other: ['ops'] });
    for (const verdict of ['unchanged', 'scheduled'] as const)
      await run(1, { ...counted, verdict });
    await run(1, { ...counted, mode: 'preview', verdict: 'ready' });
    expect(await rows()).toEqual([]);
  });
});

it('contacts are told once of a dispatch that was given up', async () => {
  await register([ops], { shop: ['ops'], other: ['ops'] });
  const tasks = await server.ports.db.selectFrom('tasks').select('id').execute();
  const onGivenUp = createGivenUpNotice(server.clock);
  for (let time = 0; time < 2; time += 1) {
    await immediate(server.ports.db, (trx) =>
      onGivenUp(trx, {
        dispatchId: null,
        repositoryId: repository.id,
        taskIds: tasks.map(({ id }) => id),
        why: 'its time was long past',
      }),
    );
  }
  await send();
  expect(mail.mails.map(({ text }) => text)).toEqual([
    expect.stringContaining('its time was long past'),
  ]);
});
