import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

import type { Context } from 'hono';

/**
 * Who sent a request: the peer of the socket, or, while the peer is a trusted proxy, the last address
 * of `X-Forwarded-For` that is not one too. What a client writes in front of that is not believed.
 */
export function createClientAddress(trustedProxies: readonly string[]): (c: Context) => string {
  const trusted = new BlockList();
  for (const text of trustedProxies) {
    const [address = '', bits] = text.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (c) => {
    const peer = plain(peerOf(c));
    if (!isTrusted(peer)) return peer;
    const hops = (c.req.header('x-forwarded-for') ?? '')
      .split(',')
      .map((hop) => plain(hop.trim()))
      .filter((hop) => isIP(hop) !== 0);
    return hops.findLast((hop) => !isTrusted(hop)) ?? hops[0] ?? peer;
  };
}

/** Undefined without a socket: a request that a test made by hand. */
function peerOf(c: Context): string {
  const env: { readonly incoming?: IncomingMessage } | undefined = c.env;
  return env?.incoming?.socket.remoteAddress ?? 'unknown';
}

/** An IPv4 address that a dual-stack socket shows as IPv6 is the IPv4 address. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/iu, '');
