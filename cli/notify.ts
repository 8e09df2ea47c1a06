import type { Contact } from '../shared/core/deployment.ts';
import { Secret } from '../shared/core/secret.ts';
import type { Door } from '../shared/job/door.ts';
import { readDeployment } from '../shared/job/read-deployment.ts';
import { maskSecrets } from '../shared/job/secrets.ts';
import { chatBody } from '../shared/notice/chat.ts';
import { DeliveryError } from '../shared/notice/delivery.ts';
import { digestOf } from '../shared/notice/digest.ts';
import type { Digest } from '../shared/notice/digest.ts';
import { mailOf } from '../shared/notice/mail.ts';
import { sendMail } from '../shared/notice/send-mail.ts';
import { sendWebhook } from '../shared/notice/send-webhook.ts';
import type { Call } from '../shared/providers/provider.ts';
import { clean, sentenceCap } from '../shared/report/safe.ts';

/** Exit codes, as the help of the command says them. */
export const notifyExitCodes = `
Exit codes: 0 every contact took the test, 1 one did not, 3 the deployment file is wrong or names no
contact.`;

export interface NotifyOptions {
  /** Hides secrets on the way out. */
  readonly redact: (text: string) => string;
  readonly timeoutMs?: number;
}

/**
 * `certferry notify --test`: sends a test to every contact of the files, and says of each what happened.
 * Mail takes CERTFERRY_SMTP_URL and CERTFERRY_MAIL_FROM, as the receiver's does.
 */
export async function notifyFiles(
  files: readonly string[],
  door: Door,
  options: NotifyOptions,
  call: Call,
): Promise<{ readonly text: string; readonly exitCode: 0 | 1 | 3 }> {
  const lines: string[] = [];
  let exitCode: 0 | 1 | 3 = 0;
  for (const file of files) {
    lines.push(clean(file, sentenceCap));
    const read = await readDeployment(file, door, { pastTimes: 'accept' });
    if (!read.ok) {
      const problems = read.problems.map(
        ({ line, column, message }) => `  ✗ line ${line}, column ${column}: ${clean(message, 600)}`,
      );
      lines.push(...problems);
      exitCode = exitCode === 1 ? 1 : 3;
      continue;
    }
    const { deployment } = read;
    maskSecrets(deployment, door);
    if (deployment.contacts.length === 0) {
      lines.push('  ✗ the file names no contact; add one under "contacts"');
      exitCode = exitCode === 1 ? 1 : 3;
    }
    const digest = digestOf(
      { kind: 'test', by: 'certferry notify --test' },
      { repository: null, file, receiver: null },
    );
    const results = await Promise.all(
      deployment.contacts.map(async (contact) => await tell(contact, digest, door, options, call)),
    );
    for (const { told, words } of results) {
      lines.push(words);
      if (!told) exitCode = 1;
    }
  }
  return { text: options.redact(`${lines.join('\n')}\n`), exitCode };
}

async function tell(
  contact: Contact,
  digest: Digest,
  door: Door,
  options: NotifyOptions,
  { signal }: Call,
): Promise<{ readonly told: boolean; readonly words: string }> {
  const what = contact.kind === 'email' ? 'mail' : contact.format;
  const name = `${clean(contact.name)} (${what})`;
  try {
    await send(contact, digest, door, options, signal);
    const words = contact.kind === 'email' ? 'the mail server took the test' : 'took the test';
    return { told: true, words: `  ✓ ${name}: ${words}` };
  } catch (thrown) {
    if (!(thrown instanceof DeliveryError)) throw thrown;
    const again = thrown.kind === 'temporary' ? '; it may succeed later' : '';
    return { told: false, words: `  ✗ ${name}: ${thrown.message}${again}` };
  }
}

async function send(
  contact: Contact,
  digest: Digest,
  door: Door,
  { timeoutMs }: NotifyOptions,
  signal: AbortSignal,
): Promise<void> {
  const limits = timeoutMs === undefined ? {} : { timeoutMs };
  if (contact.kind === 'webhook') {
    const url = new Secret(needed(door, contact.url.env, 'the address of the webhook'));
    const { format } = contact;
    const body = chatBody(format, digest);
    await sendWebhook({ url, format, body }, { signal, reach: 'any', ...limits });
    return;
  }
  const url = needed(door, 'CERTFERRY_SMTP_URL', 'mail');
  door.mask(url);
  const password = URL.parse(url)?.password ?? '';
  if (password !== '') door.mask(password);
  const from = needed(door, 'CERTFERRY_MAIL_FROM', 'mail');
  const id = `test-${door.session}-${contact.name}`;
  const letter = { to: contact.email, mail: mailOf(digest), id };
  await sendMail({ url: new Secret(url), from, ...limits }, letter, signal);
}

/** The value of a variable that something takes. */
function needed({ env }: Door, name: string, use: string): string {
  const value = env(name)?.trim() ?? '';
  if (value === '') throw new DeliveryError('permanent', `${use} takes ${name}, which is not set`);
  return value;
}
