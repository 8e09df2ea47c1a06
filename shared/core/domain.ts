import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

import type { Domain } from './model.ts';

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/u;

/**
 * A DNS name, perhaps with `*.` in front, as lower-case A-labels without a trailing dot.
 * IDN is converted. Undefined for anything else: an IP address, an empty label, a partial wildcard
 * such as `w*.example.com` (RFC 9525 allows only the whole left-most label), a name over 253 characters.
 */
export function parseDomain(text: string): Domain | undefined {
  const lower = text.trim().toLowerCase().replace(/\.$/u, '');
  const wildcard = lower.startsWith('*.');
  const base = wildcard ? lower.slice(2) : lower;
  // domainToASCII percent-decodes, and answers '' for bad input; only plain names may reach it.
  // eslint-disable-next-line no-control-regex -- ASCII is the question here
  const ascii = /^[\u0000-\u007f]*$/u.test(base) ? base : domainToASCII(base);
  if (ascii === '' || ascii.length > 253 || isIP(ascii) !== 0) return undefined;
  const labels = ascii.split('.');
  if (labels.length < 2 || !labels.every((part) => label.test(part))) return undefined;
  // A last label of digits would be read as an IPv4 address by URL parsers and resolvers.
  if (/^\d+$/u.test(labels.at(-1) ?? '')) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place that makes a Domain
  return `${wildcard ? '*.' : ''}${ascii}` as Domain;
}

export function isWildcard(domain: Domain): boolean {
  return domain.startsWith('*.');
}

/**
 * RFC 9525: equal names, or `*.base` for exactly one label in front of `base`: never `base` itself,
 * never two labels. A wildcard name is covered only by the same wildcard.
 */
export function covers(san: Domain, name: Domain): boolean {
  if (san === name) return true;
  return isWildcard(san) && !isWildcard(name) && san.slice(1) === name.slice(name.indexOf('.'));
}

/** The names of `sans` that would have to be looked up to cover `name`: itself, then its wildcard. */
export function coveringKeys(name: Domain): readonly string[] {
  return isWildcard(name) ? [name] : [name, `*${name.slice(name.indexOf('.'))}`];
}
