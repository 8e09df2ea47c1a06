import { createServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';

import type { Issued } from '../../tests/pki.ts';

/** A real TLS server for tests, which shows what it is told to show. */
export interface TestListener extends AsyncDisposable {
  readonly port: number;
  /** Names asked for, in order; undefined: none. */
  readonly asked: readonly (string | undefined)[];
  readonly connections: () => number;
  /** The most connections that were open at once. */
  readonly busiest: () => number;
  /** What is shown from now on: one certificate, or one of each kind of key. */
  show(...certificates: readonly Issued[]): void;
}

export interface TestListenerOptions {
  readonly address?: string;
  readonly port?: number;
  /** Names that are known; for others the connection is closed. Undefined: every name is known. */
  readonly names?: readonly string[];
  readonly tls?: TlsOptions;
}

export async function listen(
  first: readonly Issued[],
  options: TestListenerOptions = {},
): Promise<TestListener> {
  const asked: (string | undefined)[] = [];
  let connections = 0;
  let open = 0;
  let busiest = 0;
  const server = createServer(
    {
      ...options.tls,
      cert: first.map((one) => one.chain),
      key: first.map((one) => one.key),
      SNICallback: (name, done) => {
        asked.push(name);
        // Without a context of its own the server's is used: one handed in here would lose all but one
        // of its certificates.
        if (options.names?.includes(name) !== false) done(null);
        else done(new Error('unknown name'));
      },
    },
    (socket) => {
      // The client leaves as soon as it has seen enough.
      socket.on('error', () => {});
      socket.end();
    },
  );
  server.on('connection', (socket) => {
    connections += 1;
    open += 1;
    busiest = Math.max(busiest, open);
    socket.once('close', () => {
      open -= 1;
    });
  });
  // A client that refuses, or that is refused, is what these tests are about.
  server.on('tlsClientError', () => {});
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options.port ?? 0, options.address ?? '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    asked,
    connections: () => connections,
    busiest: () => busiest,
    show: (...certificates) => {
      server.setSecureContext({
        ...options.tls,
        cert: certificates.map((one) => one.chain),
        key: certificates.map((one) => one.key),
      });
    },
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
