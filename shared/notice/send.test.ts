import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ContactFormat } from '../core/deployment.ts';
import { Secret } from '../core/secret.ts';
import { DeliveryError } from './delivery.ts';
import { digestOf } from './digest.ts';
import { mailOf } from './mail.ts';
import { sendMail } from './send-mail.ts';
import { sendWebhook } from './send-webhook.ts';
import { startHooks, startMail } from './test-world.ts';
import type { HookServer, MailBox } from './test-world.ts';

const going = new AbortController().signal;
const where = { repository: 'acme/certs', file: 'certferry.yml', receiver: null };
const mail = mailOf(digestOf({ kind: 'test', by: 'tests' }, where));

async function errorOf(work: Promise<void>): Promise<DeliveryError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof DeliveryError) return thrown;
  throw new Error(`expected a DeliveryError, had ${String(thrown)}`);
}

describe('mail', () => {
  let box: MailBox;
  beforeEach(async () => {
    box = await startMail();
  });
  afterEach(async () => {
    await box.close();
  });
  const send = async (url = box.url) =>
    await sendMail(
      { url, from: 'Certferry <c@example.com>', timeoutMs: 2000 },
      { to: 'ops@example.com', mail, id: 'n1' },
      going,
    );

  it('is handed over with a login, as text and as HTML', async () => {
    await send();
    expect(box.mails).toMatchObject([
      { subject: mail.subject, messageId: '<n1@certferry>', text: mail.text },
    ]);
    expect(box.mails[0]?.html).toContain('<!doctype html>');
  });

  it.each([
    [451, 'temporary'],
    [550, 'permanent'],
  ] as const)('refused with %i is a %s failure', async (code, kind) => {
    box.refuse(code);
    const error = await errorOf(send());
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`${code}`);
  });

  it('with a wrong login is a temporary failure that shows no password', async () => {
    const url = new Secret(box.url.reveal().replace(/:[^:@/]+@/u, ':wrong-4711-password@'));
    const error = await errorOf(send(url));
    expect(error.kind).toBe('temporary');
    expect(error.message).toContain('login');
    expect(error.message).not.toContain('wrong-4711-password');
  });

  it('to a server that is not there is a temporary failure', async () => {
    const error = await errorOf(send(new Secret('smtp://127.0.0.1:1')));
    expect(error).toMatchObject({ kind: 'temporary', message: expect.stringContaining('reached') });
  });
});

describe('a webhook', () => {
  let hooks: HookServer;
  beforeEach(async () => {
    hooks = await startHooks();
  });
  afterEach(async () => {
    await hooks.close();
  });
  const send = async (
    format: ContactFormat,
    url = hooks.url('/secret'),
    reach: 'any' | 'public' = 'any',
  ) =>
    await sendWebhook({ url, format, body: '{"a":1}' }, { signal: going, reach, timeoutMs: 300 });

  it.each<[ContactFormat, string]>([
    ['generic', ''],
    ['slack', 'ok'],
    ['dingtalk', '{"errcode":0,"errmsg":"ok"}'],
    ['feishu', '{"code":0,"msg":"success"}'],
    ['feishu', '{"StatusCode":0,"StatusMessage":"success"}'],
    ['wecom', '{"errcode":0,"errmsg":"ok"}'],
  ])('of %s has taken what it answers %s to', async (format, body) => {
    hooks.answer(200, body);
    await send(format);
    expect(hooks.posted).toEqual([
      { path: '/secret', body: '{"a":1}', contentType: 'application/json; charset=utf-8' },
    ]);
  });

  it.each<[ContactFormat, string, 'temporary' | 'permanent']>([
    ['dingtalk', '{"errcode":310000,"errmsg":"keywords not in content"}', 'permanent'],
    ['dingtalk', '{"errcode":130101,"errmsg":"send too fast"}', 'temporary'],
    ['feishu', '{"code":19024,"msg":"Key Words Not Found"}', 'permanent'],
    ['feishu', '{"code":11232,"msg":"frequency limited"}', 'temporary'],
    ['wecom', '{"errcode":93000,"errmsg":"invalid webhook url"}', 'permanent'],
    ['wecom', '{"errcode":45009,"errmsg":"api freq out of limit"}', 'temporary'],
    ['wecom', '<html>', 'permanent'],
  ])('of %s that answers 200 with %s has not', async (format, body, kind) => {
    hooks.answer(200, body);
    expect((await errorOf(send(format))).kind).toBe(kind);
  });

  it.each([
    [302, 'permanent'],
    [404, 'permanent'],
    [429, 'temporary'],
    [500, 'temporary'],
  ] as const)('that answers %i is a %s failure', async (status, kind) => {
    hooks.answer(status, hooks.url('/secret').reveal(), {
      location: hooks.url('/elsewhere').reveal(),
      'retry-after': '120',
    });
    const error = await errorOf(send('slack'));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`${status}`);
    expect(error.message).not.toContain('secret');
    if (kind === 'temporary') expect(error.retryAfterMs).toBe(120_000);
    expect(hooks.posted).toHaveLength(1);
  });

  it('that does not answer is given up in time', async () => {
    hooks.hang();
    expect(await errorOf(send('slack'))).toMatchObject({ kind: 'temporary' });
  });

  it.each(['http://hooks.example.com/secret', 'ftp://127.0.0.1/secret', 'nonsense secret'])(
    'at %s is refused',
    async (address) => {
      const error = await errorOf(send('slack', new Secret(address)));
      expect(error.kind).toBe('permanent');
      expect(error.message).not.toContain('secret');
    },
  );

  it.each([
    'https://127.0.0.1/secret',
    'https://0x7f000001/secret',
    'https://[::1]/secret',
    'https://[::ffff:10.0.0.1]/secret',
    'https://169.254.169.254/secret',
    'https://10.0.0.8/secret',
    'https://localhost/secret',
  ])('at %s is refused where only public ones are allowed', async (address) => {
    const error = await errorOf(send('slack', new Secret(address), 'public'));
    expect(error.kind).toBe('permanent');
    expect(error.message).toContain('private or local');
    expect(error.message).not.toContain('secret');
  });
});
