import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createAdaptorServer } from '@hono/node-server';

import { createApp } from './app.ts';
import type { Clock } from './clock.ts';
import { openDatabase } from './database/open.ts';
import { databasePath, holdFolder, makeFolder } from './folder.ts';
import { watchProcess, watchStore } from './gauges.ts';
import { createKeyring } from './keyring.ts';
import { createLedger } from './ledger.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { Part } from './part.ts';
import { createParts } from './parts.ts';
import type { Ports } from './ports.ts';
import type { Settings } from './settings.ts';

export interface Receiver {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly address: string;
  /** Takes no more requests, ends those that are under way, stops the parts, closes the database. */
  stop(): Promise<void>;
}

/** Something the operator can mend, in words: another receiver has the folder, the port is taken. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** How long another receiver may take to leave the folder: that of a restart. */
const folderWaitMs = 15_000;

/** How long requests may take to end once the receiver is told to stop. */
const drainMs = 20_000;

/**
 * Brings the tables up to date, starts every part, then listens. Rejects with everything undone that
 * had been begun.
 */
export async function startReceiver(
  settings: Settings,
  world: {
    readonly clock: Clock;
    readonly log: Log;
    readonly parts?: (ports: Ports) => readonly Part[];
    readonly folderWaitMs?: number;
  },
): Promise<Receiver> {
  const { clock, log, parts: choose = createParts } = world;
  await using undo = new AsyncDisposableStack();

  makeFolder(settings.dataFolder);
  const waitMs = world.folderWaitMs ?? folderWaitMs;
  const hold = await holdFolder(settings.dataFolder, { clock, waitMs });
  if (hold === undefined) {
    throw new StartError(`another receiver runs with the folder ${settings.dataFolder}`);
  }
  undo.defer(() => hold.release());

  const store = openDatabase(databasePath(settings.dataFolder), {
    onLongTransaction: () => log.error('a transaction awaited something other than the database'),
  });
  undo.defer(async () => await store.close());
  const migrations = await store.migrate();
  if (migrations.length > 0)
    log.info('tables brought up to date', { migrations: migrations.join(' ') });

  const { db } = store;
  const ports: Ports = {
    db,
    openWriter: () => store.openWriter(),
    ready: async () => await store.ready(),
    clock,
    log,
    settings,
    keyring: createKeyring(settings.masterKeys),
    ledger: createLedger({ db, clock, log }),
    metrics: createMetrics(),
  };
  watchProcess(ports.metrics);
  watchStore(ports, store.path);

  const parts = choose(ports);
  const server = createServer(createApp(ports, parts).fetch);
  for (const part of parts) {
    part.start?.();
    undo.defer(async () => await part.stop?.());
  }
  const address = await listen(server, settings);
  undo.defer(async () => await drain(server, clock));
  log.info('listening', { address, url: settings.url, keys: ports.keyring.ids.join(' ') });

  const rest = undo.move();
  return { address, stop: async () => await rest.disposeAsync() };
}

function createServer(
  fetch: (request: Request, env: object) => Response | Promise<Response>,
): Server {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Longer than proxies keep an idle connection, or they would send into one that is closing.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: 16_384,
    },
  });
  if (!('maxRequestsPerSocket' in server)) throw new Error('the server speaks HTTP/1.1');
  server.maxRequestsPerSocket = 10_000;
  server.maxConnections = 2000;
  return server;
}

async function listen(server: Server, { host, port }: Settings): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new StartError(`cannot listen on ${host}:${port}: ${cause.code ?? cause.message}`, {
          cause,
        }),
      );
    });
    server.listen(port, host, resolve);
  });
  return addressOf(server.address());
}

function addressOf(found: string | AddressInfo | null): string {
  if (found === null || typeof found === 'string') throw new Error('the server has no port');
  const { address, port, family } = found;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Resolves when every connection is closed: idle ones at once, the others after their answer. */
async function drain(server: Server, clock: Clock): Promise<void> {
  const closed = new AbortController();
  const closing = new Promise<void>((resolve) => {
    server.close(() => {
      closed.abort();
      resolve();
    });
  });
  const until = clock.now().getTime() + drainMs;
  while (!closed.signal.aborted && clock.now().getTime() < until) {
    server.closeIdleConnections();
    await Promise.race([closing, clock.sleep(50)]);
  }
  server.closeAllConnections();
  await closing;
}
