import { isIP } from 'node:net';

import { isWildcard, parseDomain } from '../core/domain.ts';
import type { Domain, Endpoint } from '../core/model.ts';

/** A value that was understood, or what is wrong with it in words that do not repeat it. */
export type Read<T> = { readonly value: T } | { readonly wrong: string };

export const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/u;
export const nameRule =
  'a name has 1 to 64 letters, digits, ".", "_" or "-" and starts with a letter or digit';

/** The reserved names are set by the runner and hold its own tokens. */
export const envPattern =
  /^(?![Gg][Ii][Tt][Hh][Uu][Bb]_|[Aa][Cc][Tt][Ii][Oo][Nn][Ss]_|[Rr][Uu][Nn][Nn][Ee][Rr]_)[A-Za-z_][A-Za-z0-9_]*$/u;
const envRule =
  'expected the name of an environment variable: letters, digits and "_", not starting with ' +
  'a digit, GITHUB_, ACTIONS_ or RUNNER_';
const pastedRule =
  'this looks like a secret, not like the name of one: store it as an Actions secret, hand it to ' +
  'the step as an environment variable and write the name of that variable here';

/** A long run of small and capital letters and digits is no name that a person gave. */
function looksPasted(text: string): boolean {
  return [/^[A-Za-z0-9]{20,}$/u, /[a-z]/u, /[A-Z]/u, /\d/u].every((sign) => sign.test(text));
}

/** The name of an environment variable. */
export function readEnvName(text: string): Read<string> {
  if (!envPattern.test(text)) return { wrong: envRule };
  return looksPasted(text) ? { wrong: pastedRule } : { value: text };
}

export const regionPattern = /^[a-z]{2,8}(?:-[a-z0-9]{1,20}){1,4}(?<!\d[a-z])$/u;
export const regionRule = 'expected the id of a region, such as us-east-1 or ap-guangzhou';

/** A path inside the repository, with forward slashes and without `./` in front. */
export function readRepositoryPath(text: string): Read<string> {
  const path = text.replace(/^(?:\.\/+)+/u, '');
  if (path === '') return { wrong: 'expected the path of a file in the repository' };
  if (/\p{C}/u.test(path)) return { wrong: 'the path holds an invisible character' };
  if (path.includes('\\')) return { wrong: 'paths are written with forward slashes' };
  if (/^\/|^~|^[A-Za-z]:/u.test(path)) {
    return { wrong: 'expected a path relative to the root of the repository' };
  }
  const parts = path.split('/');
  if (parts.includes('..')) return { wrong: 'the path may not leave the repository' };
  // A checkout keeps its token there.
  if (parts[0]?.toLowerCase() === '.git') return { wrong: 'the path may not lead into .git' };
  if (parts.some((part) => part === '' || part === '.')) {
    return { wrong: 'expected the path of a file, without empty parts' };
  }
  return { value: path };
}

/** A name of one label, as inside a private network; a number would be read as an address. */
const bareHost = /^(?!\d+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/u;

function readHost(text: string): string | undefined {
  if (isIP(text) === 4 || bareHost.test(text)) return text;
  const domain = parseDomain(text);
  return domain === undefined || isWildcard(domain) ? undefined : domain;
}

/** `host:port`; an IPv6 address stands in brackets. The port may be left out where one is given. */
export function readEndpoint(text: string, usualPort?: number): Read<Endpoint> {
  const wrong = 'expected a host and a port, such as 127.0.0.1:8443 or [::1]:443';
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/u.exec(text);
  const [, six, other, digits] = match ?? [];
  const port = digits === undefined ? usualPort : Number(digits);
  if (port === undefined || port < 1 || port > 65_535) return { wrong };
  if (six !== undefined) return isIP(six) === 6 ? { value: { host: six, port } } : { wrong };
  const host = other === undefined ? undefined : readHost(other);
  return host === undefined ? { wrong } : { value: { host, port } };
}

/**
 * One entry of include or exclude: a domain as lower-case A-labels, else an id as it was written.
 * Ids are printable ASCII: ARNs, listener ids, names, perhaps with `*`.
 */
export function readSelector(text: string): Read<string> {
  const domain = parseDomain(text);
  if (domain !== undefined) return { value: domain };
  if (text.includes('://')) return { wrong: 'expected a domain or an id, not an address' };
  if (/^[!-~]{1,1024}$/u.test(text)) return { value: text };
  return { wrong: 'this is neither a domain nor the id of a resource' };
}

export function readDomain(text: string): Read<Domain> {
  const domain = parseDomain(text);
  return domain === undefined
    ? { wrong: 'expected a domain such as www.example.com' }
    : { value: domain };
}

/** An address of a receiver: https, or http on this machine. */
export function readReceiverUrl(text: string): Read<string> {
  const wrong = 'expected an https address such as https://certs.example.com';
  // URL itself would drop blanks and line feeds without a word.
  if (!/^[!-~]{1,2048}$/u.test(text) || !URL.canParse(text)) return { wrong };
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    return { wrong: 'the address may hold no user name and no password' };
  }
  if (url.search !== '' || url.hash !== '') return { wrong };
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return url.protocol === 'https:' || (url.protocol === 'http:' && local)
    ? { value: text }
    : { wrong };
}

const timePattern =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/u;

/** A moment with its offset (RFC 3339, seconds optional); not before `now` where that is given. */
export function readTime(text: string, now: Date | undefined): Read<Date> {
  const match = timePattern.exec(text);
  if (match === null) return { wrong: 'expected a time such as 2030-12-01T02:00:00+08:00' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const offset = match[7];
  if (offset === undefined) {
    return {
      wrong: 'a time needs its offset from UTC: write Z or, for example, +08:00 at its end',
    };
  }
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const real =
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59;
  if (!real) return { wrong: 'there is no such date or time' };
  const [offsetHours = 0, offsetMinutes = 0] =
    offset === 'Z' ? [0, 0] : offset.slice(1).split(':').map(Number);
  if (offsetMinutes > 59 || offsetHours * 60 + offsetMinutes > 14 * 60) {
    return { wrong: 'there is no such offset from UTC' };
  }
  const moment = new Date(text);
  if (now !== undefined && moment.getTime() <= now.getTime()) {
    return { wrong: 'this time is in the past' };
  }
  return { value: moment };
}
