import { connect, type ConnectionOptions } from 'node:tls';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import { createTlsFront, type TlsFront } from './front.ts';
import { servedLeaf } from './handshake.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createPropagation } from './propagation.ts';
import { ecdsaFirst, selectBySni, strongerFirst } from './select.ts';

describe('a TLS front', () => {
  let rsa: Issued;
  let ecdsa: Issued;
  let other: Issued;
  let fallback: Identity;
  let list: Identity[];
  let front: TlsFront;
  let refuses = false;
  let demands = false;

  beforeAll(async () => {
    const root = await createRoot('Front root');
    [rsa, ecdsa, other] = await Promise.all([
      issue(root, { domains: ['shop.example.com'], key: 'rsa-2048' }),
      issue(root, { domains: ['*.example.com'] }),
      issue(root, { domains: ['other.example.org'] }),
    ]);
    fallback = createIdentity(other.chain, other.key);
    list = [createIdentity(rsa.chain, rsa.key), createIdentity(ecdsa.chain, ecdsa.key)];
    front = await createTlsFront({
      select: (servername, { keyTypes }) => {
        if (servername === 'nothing.example.net') return undefined;
        return selectBySni({ servername, keyTypes }, { fallback, list });
      },
      refuses: () => refuses,
      demandsClientCertificate: () => demands,
    });
  });
  afterAll(() => front.close());

  it('prefers ECDSA for a client that offers both', async () => {
    expect(await servedLeaf(front.port, { servername: 'shop.example.com' })).toBe(ecdsa.sha256);
  });

  it('serves RSA to a TLS 1.3 client whose signature algorithms are RSA only', async () => {
    const sigalgs = 'rsa_pss_rsae_sha256';
    expect(await servedLeaf(front.port, { servername: 'shop.example.com', sigalgs })).toBe(
      rsa.sha256,
    );
  });

  it('serves RSA to a TLS 1.2 client whose cipher suites are RSA only', async () => {
    const options: ConnectionOptions = {
      servername: 'shop.example.com',
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256',
    };
    expect(await servedLeaf(front.port, options)).toBe(rsa.sha256);
  });

  it('falls back without SNI and for a name that nothing covers', async () => {
    expect(await servedLeaf(front.port)).toBe(other.sha256);
    expect(await servedLeaf(front.port, { servername: 'a.b.example.com' })).toBe(other.sha256);
  });

  it('ends the handshake with an alert when there is nothing to serve', async () => {
    const handshake = servedLeaf(front.port, { servername: 'nothing.example.net' });
    await expect(handshake).rejects.toThrow(/handshake failure/u);
  });

  it('resets connections while it refuses', async () => {
    refuses = true;
    await expect(servedLeaf(front.port, { servername: 'shop.example.com' })).rejects.toThrow();
    refuses = false;
    expect(await servedLeaf(front.port, { servername: 'shop.example.com' })).toBe(ecdsa.sha256);
  });

  it('shows its certificate, then an alert, to a client without one when it demands one', async () => {
    demands = true;
    const error = await new Promise<Error>((resolve, reject) => {
      const socket = connect({
        host: '127.0.0.1',
        port: front.port,
        servername: 'shop.example.com',
        rejectUnauthorized: false,
      });
      let leaf = '';
      socket.once('secureConnect', () => {
        leaf = socket.getPeerCertificate().fingerprint256.replaceAll(':', '').toLowerCase();
      });
      socket.once('error', (reason) => {
        if (leaf === ecdsa.sha256) resolve(reason);
        else reject(new Error(`saw ${leaf}`));
      });
    });
    expect(error).toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
    demands = false;
  });

  it('prefers the stronger certificate, whatever its key type, in the NLB order', () => {
    const [a, b] = list;
    expect(strongerFirst(a!, b!)).toBeLessThan(0);
    expect(ecdsaFirst(a!, b!)).toBeGreaterThan(0);
  });

  it('keeps a record of what it presented', () => {
    expect(front.handshakes[0]).toEqual({
      servername: 'shop.example.com',
      sha256: ecdsa.sha256,
    });
  });
});

describe('a propagation', () => {
  it('serves the old value until the delay has passed', () => {
    let now = 0;
    const value = createPropagation('old', { delayMs: () => 100, now: () => now });
    value.announce('new');
    expect(value.served()).toBe('old');
    now = 99;
    expect(value.served()).toBe('old');
    now = 100;
    expect(value.served()).toBe('new');
  });

  it('arrives at the last of several announcements', () => {
    let now = 0;
    const value = createPropagation('a', { delayMs: () => 100, now: () => now });
    value.announce('b');
    now = 50;
    value.announce('c');
    now = 120;
    expect(value.served()).toBe('b');
    now = 150;
    expect(value.served()).toBe('c');
  });

  it('stays with what it served when it got stuck, and catches up afterwards', () => {
    const value = createPropagation('old', { delayMs: () => 0, now: () => 0 });
    value.fault({ kind: 'stuck' });
    value.announce('new');
    expect(value.served()).toBe('old');
    value.fault(undefined);
    expect(value.served()).toBe('new');
  });

  it('alternates between old and new while it flips', () => {
    let now = 0;
    const value = createPropagation('old', { delayMs: () => 10, now: () => now });
    value.fault({ kind: 'flip', forMs: 100 });
    value.announce('new');
    expect(value.served()).toBe('old');
    now = 10;
    expect([value.served(), value.served(), value.served()]).toEqual(['old', 'new', 'old']);
    now = 110;
    expect([value.served(), value.served()]).toEqual(['new', 'new']);
  });
});
