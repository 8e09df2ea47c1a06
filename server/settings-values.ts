import { createPrivateKey } from 'node:crypto';
import { isIP } from 'node:net';

import { z } from 'zod';

import { Secret } from '../shared/core/secret.ts';
import { keyIdOf } from './keyring.ts';
import type { MasterKey } from './keyring.ts';

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);

export const address = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const plain = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (url === null || !(url.protocol === 'https:' || plain)) {
    context.addIssue('must be an https:// address (http:// only on loopback)');
    return z.NEVER;
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    context.addIssue('must be a plain address without login, query or fragment');
    return z.NEVER;
  }
  return url.href.replace(/\/+$/u, '');
});
export const origin = address.refine(
  (url) => URL.parse(url)?.pathname === '/',
  'must have no path',
);

export const integer = z
  .string()
  .regex(/^\d{1,15}$/u, 'must be a whole number')
  .transform(Number);
export const port = integer.refine((value) => value <= 65_535, 'must be at most 65535');

const range = (text: string) => {
  const [ip = '', bits, more] = text.split('/');
  const family = isIP(ip);
  if (family === 0 || more !== undefined) return false;
  return (
    bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
};
export const proxies = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .refine((parts) => parts.every(range), 'must be IP addresses or ranges, with commas between');

/** What people leave in by mistake: a word alone, or a phrase anywhere. Random texts hold neither. */
const placeholderWord =
  /^(?:secret|password|passw0rd|token|operatortoken|test|todo|example|placeholder|none|null)\d*$/u;
const placeholderPhrase =
  /changeme|changethis|changeit|replaceme|replacethis|placeholder|(?:your|my|example|some)(?:own|long|random)*(?:secret|token|key|password)|^<.*>$/u;

const isPlaceholder = (text: string): boolean => {
  const bare = text.toLowerCase().replaceAll(/[-_ .]/gu, '');
  return (
    placeholderWord.test(bare) ||
    placeholderPhrase.test(bare) ||
    new Set(text.slice(0, 100)).size < 6
  );
};

const minimumCharacters = 24;
export const token = z.string().superRefine((text, context) => {
  if (isPlaceholder(text)) context.addIssue('is a placeholder, not a secret');
  else if (text.length < minimumCharacters) {
    context.addIssue(`is too short: at least ${minimumCharacters} characters`);
  } else if (/\s/u.test(text)) context.addIssue('must not hold white space');
});

export const pem = z.string().superRefine((text, context) => {
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType !== 'rsa') context.addIssue('must be the RSA key of a GitHub App');
  } catch {
    // Why is not said: the words of OpenSSL may quote what was given.
    context.addIssue('is not a private key in PEM');
  }
});

export const masterKeys = z.string().transform((text, context): readonly MasterKey[] => {
  const keys: MasterKey[] = [];
  for (const [index, part] of text.split(',').entries()) {
    const [, name, base64 = ''] =
      /^(?:([\w.-]{1,64}):)?([A-Za-z0-9+/=]+)$/u.exec(part.trim()) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    const which = index === 0 ? '' : ` (key ${index + 1})`;
    if (bytes.length !== 32 || bytes.toString('base64') !== base64) {
      context.addIssue(
        `must be 32 random bytes in base64, or "id:base64" with commas between${which}`,
      );
      return z.NEVER;
    }
    if (new Set(bytes).size < 16) {
      context.addIssue(`is a placeholder, not a secret${which}`);
      return z.NEVER;
    }
    const id = name ?? keyIdOf(bytes);
    if (keys.some((other) => other.id === id)) {
      context.addIssue(`holds the key id "${id}" twice`);
      return z.NEVER;
    }
    keys.push({ id, key: new Secret(base64) });
  }
  return keys;
});

export const logLevel = z
  .string()
  .pipe(z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error'));

/** `smtp://user:password@host:587` or `smtps://…`. The words of a problem hold none of it. */
export const smtpUrl = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const isPlain = url !== null && /^\/?$/u.test(url.pathname) && url.search + url.hash === '';
  if (url === null || !/^smtps?:$/u.test(url.protocol) || url.hostname === '' || !isPlain) {
    context.addIssue('must be smtp://user:password@host:587 or smtps://user:password@host:465');
    return z.NEVER;
  }
  if ((url.username === '') !== (url.password === '') || !isEncoded(url.username + url.password)) {
    context.addIssue('has half a login: user and password, percent-encoded, or neither');
    return z.NEVER;
  }
  return text;
});

function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export const mailbox = z.email('must be one e-mail address').max(254, 'is too long');

/** An address, perhaps with a name: `Certferry <certs@example.com>`. */
export const sender = z
  .string()
  .refine(
    (text) => mailbox.safeParse(/^[^<>"\r\n]{1,100} <([^<>]+)>$/u.exec(text)?.[1] ?? text).success,
    'must be an e-mail address, or "Name <address>"',
  );

export const webhookAddresses = z.string().pipe(z.enum(['public', 'any'], 'must be public or any'));
