import { isIPv4 } from 'node:net';

/** A name or address that never leaves this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '').toLowerCase();
  const named = host === 'localhost' || host.endsWith('.localhost');
  return named || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Private keys travel to these addresses: https, or plain http that stays on this machine. */
export function isSafeEndpoint(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(address);
  if ([username, password, search, hash].some((part) => part !== '')) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** The same without a path, for clouds that sign the whole path: a prefix would have to be signed too. */
export function isSafeOrigin(address: string): boolean {
  return isSafeEndpoint(address) && new URL(address).pathname === '/';
}
