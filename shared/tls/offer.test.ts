import { createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { handshake } from './handshake.ts';
import type { Offer } from './offer.ts';

/** The first bytes that a client sends with an offer. */
async function helloOf(offer: Offer): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (bytes) => {
      resolve(bytes);
      socket.destroy();
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { signal } = new AbortController();
  await handshake({ host: '127.0.0.1', port: address.port, offer, timeoutMs: 2_000, signal });
  server.close();
  return await promise;
}

/** Code points of the extension signature_algorithms (13), found by its own length: RFC 8446, 4.2.3. */
function signatureAlgorithms(hello: Buffer): readonly number[] {
  for (let at = 0; at + 6 < hello.length; at += 1) {
    const whole = hello.readUInt16BE(at + 2);
    const list = hello.readUInt16BE(at + 4);
    if (hello.readUInt16BE(at) !== 13 || whole !== list + 2 || list % 2 !== 0) continue;
    if (at + 6 + list > hello.length) continue;
    return Array.from({ length: list / 2 }, (_, index) => hello.readUInt16BE(at + 6 + 2 * index));
  }
  throw new Error('no signature algorithms in this hello');
}

const rsaPkcs1 = [0x0401, 0x0501, 0x0601];
const rsaPss = [0x0804, 0x0805, 0x0806];
const ecdsa = [0x0403, 0x0503, 0x0603];

describe('what a client offers', () => {
  it('is both kinds of key, like a browser', async () => {
    const offered = signatureAlgorithms(await helloOf('any'));
    expect(offered).toEqual(expect.arrayContaining([...ecdsa, ...rsaPss, ...rsaPkcs1]));
  });

  it('is RSA alone', async () => {
    expect(signatureAlgorithms(await helloOf('rsa'))).toEqual([...rsaPss, ...rsaPkcs1]);
  });

  it('is ECDSA alone, below an RSA authority too', async () => {
    // PKCS#1 signs certificates, never a TLS 1.3 handshake; PSS would let an RSA leaf in.
    expect(signatureAlgorithms(await helloOf('ecdsa'))).toEqual([...ecdsa, ...rsaPkcs1]);
  });
});
