import { afterEach, beforeEach, expect, it } from 'vitest';

import { startHooks, startMail } from '../shared/notice/test-world.ts';
import type { HookServer, MailBox } from '../shared/notice/test-world.ts';
import { createJumpingClock } from '../shared/providers/memory/clock.ts';
import { createMemoryCloud } from '../shared/providers/memory/cloud.ts';
import { memoryProvider } from '../shared/providers/memory/index.ts';
import type { Call } from '../shared/providers/provider.ts';
import { silentLog } from '../shared/runtime/log.ts';
import { notifyFiles } from './notify.ts';
import { createRedactor } from './redact.ts';

const call: Call = { signal: new AbortController().signal, log: silentLog };
const clock = createJumpingClock();
const deployment = (contacts: string) => `version: 1
accounts:
  prod: { provider: memory, regions: [xx-north-1] }
${contacts}certificates:
  shop: { from: { env: { chain: SHOP_CHAIN, key: SHOP_KEY } } }
tasks:
  all: { accounts: [prod], certificates: [shop], targets: [{ product: memory/one }] }
`;
const contacts = `contacts:
  ops: { email: ops@example.com }
  oncall: { webhook: { env: ONCALL_URL }, format: slack }
`;

let hooks: HookServer;
let mail: MailBox;
beforeEach(async () => {
  hooks = await startHooks();
  mail = await startMail();
});
afterEach(async () => {
  await hooks.close();
  await mail.close();
});

async function notify(text: string, env: Readonly<Record<string, string>>) {
  const redactor = createRedactor();
  const door = {
    readFile: async () => await Promise.resolve(text),
    env: (name: string) => env[name],
    mask: redactor.add,
    idToken: undefined,
    proxy: {},
    session: 'test',
    clock,
    providers: [memoryProvider({ prod: createMemoryCloud({ clock }) })],
  };
  return await notifyFiles(
    ['certferry.yml'],
    door,
    { redact: redactor.text, timeoutMs: 2000 },
    call,
  );
}

it('sends a test to each contact and says so', async () => {
  const result = await notify(deployment(contacts), {
    ONCALL_URL: hooks.url('/secret-path').reveal(),
    CERTFERRY_SMTP_URL: mail.url.reveal(),
    CERTFERRY_MAIL_FROM: 'c@example.com',
  });
  expect(result).toEqual({
    exitCode: 0,
    text: `certferry.yml
  ✓ ops (mail): the mail server took the test
  ✓ oncall (slack): took the test
`,
  });
  expect(mail.mails).toHaveLength(1);
  expect(hooks.posted).toHaveLength(1);
});

it('says of each contact why it was not told, and shows no address', async () => {
  hooks.answer(404, hooks.url('/secret-path').reveal());
  const { text, exitCode } = await notify(deployment(contacts), {
    ONCALL_URL: hooks.url('/secret-path').reveal(),
  });
  expect(exitCode).toBe(1);
  expect(text).toContain('✗ ops (mail): mail takes CERTFERRY_SMTP_URL, which is not set');
  expect(text).toContain('✗ oncall (slack): the webhook answered 404');
  expect(text).not.toContain('secret-path');
});

it('is a configuration error where the file is wrong or names no contact', async () => {
  expect(await notify(deployment(''), {})).toMatchObject({
    exitCode: 3,
    text: expect.stringContaining('names no contact'),
  });
  expect(await notify('version: 1\n', {})).toMatchObject({ exitCode: 3 });
});
