import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { type ClientHello, parseClientHello } from './client-hello.ts';
import { type Identity, secureContext } from './identity.ts';

/** One finished choice, in the order of the connections. */
export interface Handshake {
  readonly servername: string | undefined;
  /** Leaf presented; undefined when nothing was. */
  readonly sha256: string | undefined;
}

export interface TlsFrontOptions {
  /**
   * Asked for each connection, so it may answer differently each time. Undefined: the handshake
   * fails with an alert. `reset`: so does the connection.
   */
  readonly select: (
    servername: string | undefined,
    offered: ClientHello,
  ) => Identity | 'reset' | undefined;
  /** True: connections are reset before anything is read. */
  readonly refuses?: () => boolean;
  /** True: the client must present a certificate, any certificate. */
  readonly demandsClientCertificate?: () => boolean;
  readonly host?: string;
  readonly port?: number;
}

/** A real TLS endpoint on loopback. */
export interface TlsFront {
  readonly host: string;
  readonly port: number;
  readonly handshakes: readonly Handshake[];
  close(): Promise<void>;
}

/** Fatal alert `handshake_failure`, RFC 8446 section 6. */
const handshakeFailure = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28]);
const reply =
  'HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\ncache-control: no-store\r\n\r\n';

function handOver(socket: Socket, identity: Identity, demandsClientCertificate: boolean): void {
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext: secureContext(identity),
    requestCert: demandsClientCertificate,
    rejectUnauthorized: demandsClientCertificate,
  });
  // A client that only looks at the certificate goes away at any moment: that is its right.
  secure.on('error', () => secure.destroy());
  secure.on('data', () => secure.end(reply));
  secure.on('end', () => secure.end());
}

/**
 * Reads the ClientHello first, then asks `select`: unlike an SNICallback this also decides for
 * clients without SNI, and by what the client can verify.
 */
export async function createTlsFront(options: TlsFrontOptions): Promise<TlsFront> {
  const host = options.host ?? '127.0.0.1';
  const handshakes: Handshake[] = [];
  const open = new Set<Socket>();

  function welcome(socket: Socket): void {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    if (options.refuses?.() === true) {
      socket.resetAndDestroy();
      return;
    }
    let seen = Buffer.alloc(0);
    const onReadable = () => {
      const chunk: unknown = socket.read();
      if (!(chunk instanceof Buffer)) return;
      seen = Buffer.concat([seen, chunk]);
      const hello = parseClientHello(seen);
      if (hello === 'incomplete') return;
      socket.off('readable', onReadable);
      if (hello === 'not-tls') {
        socket.destroy();
        return;
      }
      const identity = options.select(hello.servername, hello);
      if (identity === 'reset') {
        socket.resetAndDestroy();
        return;
      }
      handshakes.push({ servername: hello.servername, sha256: identity?.sha256 });
      if (identity === undefined) {
        socket.end(handshakeFailure);
        return;
      }
      socket.unshift(seen);
      handOver(socket, identity, options.demandsClientCertificate?.() === true);
    };
    socket.on('readable', onReadable);
  }

  const server: Server = createServer(welcome);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');

  return {
    host,
    port: address.port,
    handshakes,
    close: () =>
      new Promise((resolve, reject) => {
        for (const socket of open) socket.destroy();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
