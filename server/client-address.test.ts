import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';

import { createClientAddress } from './client-address.ts';

async function addressFor(
  peer: string,
  forwarded: string | undefined,
  trusted: readonly string[],
): Promise<string> {
  const client = createClientAddress(trusted);
  const app = new Hono().get('/', (c) => c.text(client(c)));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const env = { incoming: { socket: { remoteAddress: peer } } };
  return await (await app.request('/', { headers }, env)).text();
}

describe('the address of a client', () => {
  const proxies = ['10.0.0.0/8', 'fd00::/8', '192.0.2.7'];

  it.each([
    ['the peer, without a proxy', '198.51.100.1', '203.0.113.9', [], '198.51.100.1'],
    [
      'the peer, when the peer is not trusted',
      '198.51.100.1',
      '203.0.113.9',
      proxies,
      '198.51.100.1',
    ],
    ['the one that the proxy adds', '10.1.2.3', '203.0.113.9', proxies, '203.0.113.9'],
    [
      'the one behind several proxies',
      '10.1.2.3',
      '203.0.113.9, 192.0.2.7',
      proxies,
      '203.0.113.9',
    ],
    [
      'not what a client writes in front',
      '10.1.2.3',
      '1.1.1.1, 203.0.113.9',
      proxies,
      '203.0.113.9',
    ],
    ['the proxy, when it says nothing', '10.1.2.3', undefined, proxies, '10.1.2.3'],
    ['the proxy, when it says nonsense', '10.1.2.3', 'me, "you"', proxies, '10.1.2.3'],
    ['IPv4 though the socket shows IPv6', '::ffff:10.1.2.3', '203.0.113.9', proxies, '203.0.113.9'],
    ['IPv6', 'fd00::1', '2001:db8::5', proxies, '2001:db8::5'],
  ])('is %s', async (_, peer, forwarded, trusted, expected) => {
    expect(await addressFor(peer, forwarded, trusted)).toBe(expected);
  });
});
