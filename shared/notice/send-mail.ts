import { createTransport } from 'nodemailer';
import { z } from 'zod';

import type { Secret } from '../core/secret.ts';
import { clean } from '../report/safe.ts';
import { hostOf, isLoopbackHost } from '../runtime/addresses.ts';
import { DeliveryError } from './delivery.ts';
import type { Mail } from './mail.ts';

/** Where mail is handed over, and as whom. */
export interface MailServer {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. */
  readonly url: Secret;
  readonly from: string;
  readonly timeoutMs?: number;
}

export interface Letter {
  readonly to: string;
  readonly mail: Mail;
  /** The same for every attempt: what was delivered and not acknowledged can be recognised. */
  readonly id: string;
}

/** What nodemailer says of a failure beside its message. */
const Failed = z
  .object({
    code: z.string().optional().catch(undefined),
    responseCode: z.number().optional().catch(undefined),
    response: z.string().optional().catch(undefined),
  })
  .catch({});

const defaultTimeoutMs = 20_000;

/** What of an SMTP address nodemailer is told; a login never goes out without TLS but to this machine. */
function transportOptions(url: URL) {
  const secure = url.protocol === 'smtps:';
  const host = hostOf(url);
  const login =
    url.username === ''
      ? undefined
      : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) };
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && login !== undefined && !isLoopbackHost(host),
    ...(login === undefined ? {} : { auth: login }),
  };
}

/** Hands a mail over once. Rejects with a `DeliveryError`. */
export async function sendMail(
  { url: secret, from, timeoutMs = defaultTimeoutMs }: MailServer,
  { to, mail, id }: Letter,
  signal: AbortSignal,
): Promise<void> {
  const url = URL.parse(secret.reveal());
  if (url === null) throw new DeliveryError('permanent', 'CERTFERRY_SMTP_URL is not an address');
  const options = transportOptions(url);
  const transport = createTransport({
    ...options,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs * 3)]);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => {
    transport.close();
    reject(new DeliveryError('temporary', 'the mail server did not take the mail in time'));
  };
  ending.addEventListener('abort', end, { once: true });
  try {
    signal.throwIfAborted();
    const sending = transport.sendMail({
      from,
      // An object: an address with signs in it is one address, never a list.
      to: { name: '', address: to },
      ...mail,
      messageId: `<${id}@certferry>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
    await Promise.race([sending, ended]);
  } catch (thrown) {
    if (signal.aborted) throw new DeliveryError('temporary', 'sending was interrupted');
    throw asDeliveryError(thrown, options.auth?.pass ?? '');
  } finally {
    ending.removeEventListener('abort', end);
    transport.close();
  }
}

/**
 * Said of this mail for good: the server refused its sender, recipient or content with a 5xx. A refused
 * login or a server that is not there concerns all mail and is mended meanwhile.
 */
function asDeliveryError(thrown: unknown, password: string): DeliveryError {
  if (thrown instanceof DeliveryError) return thrown;
  const { code, responseCode: status, response } = Failed.parse(thrown);
  if (code === 'EAUTH') {
    const words = status === undefined ? '' : ` (${status})`;
    return new DeliveryError('temporary', `the mail server refused the login${words}`);
  }
  if (status !== undefined && response !== undefined) {
    const isFinal =
      status >= 500 && status !== 530 && (code === 'EENVELOPE' || code === 'EMESSAGE');
    const said = clean(withoutSecret(response, password), 200);
    return new DeliveryError(isFinal ? 'permanent' : 'temporary', `the mail server said: ${said}`);
  }
  const why = code !== undefined && /^[A-Z0-9_]{2,40}$/u.test(code) ? code : 'unknown reason';
  const words =
    why === 'ETLS'
      ? 'the mail server offers no usable TLS'
      : 'the mail server could not be reached';
  return new DeliveryError('temporary', `${words} (${why})`);
}

/** Should a server repeat the login, in clear or as it was sent. */
function withoutSecret(text: string, password: string): string {
  if (password === '') return text;
  const encoded = Buffer.from(password).toString('base64');
  return text.replaceAll(password, '<secret>').replaceAll(encoded, '<secret>');
}
