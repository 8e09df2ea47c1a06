import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions as TlsOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import type { Violation } from './recorder.ts';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Bytes of an answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No bytes at all: the connection is reset, or stays open for ever. */
export type Silence = 'reset' | 'hang';

async function readRequest(message: IncomingMessage, maxBody: number): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    if (!(chunk instanceof Buffer)) continue;
    length += chunk.length;
    if (length > maxBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return {
    method: message.method ?? '',
    target: message.url ?? '/',
    headers: new Map(
      Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: Buffer.concat(chunks),
  };
}

/** A server of one cloud's API. */
export function createHttpServer(
  respond: (request: WireRequest) => Promise<Reply | Silence>,
  options: {
    /** Whoever sends more meets a defect; unset: `respond` refuses in the words of the cloud. */
    readonly maxBody?: number;
    /** Given: the API itself speaks TLS. */
    readonly tls?: Pick<TlsOptions, 'cert' | 'key' | 'SNICallback'> | undefined;
    /** Told what goes wrong inside the simulator itself. */
    readonly onDefect: (defect: Violation<never>) => void;
  },
): Server {
  const { maxBody = Infinity, tls, onDefect } = options;
  const accepted = new Map<number, Socket>();

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await respond(await readRequest(message, maxBody));
    if (reply === 'hang') return;
    if (reply === 'reset') {
      // Only a plain socket can be reset: below TLS that is the one the server accepted.
      accepted.get(message.socket.remotePort ?? 0)?.resetAndDestroy();
      return;
    }
    const length = { 'content-length': String(Buffer.byteLength(reply.body)) };
    response.writeHead(reply.status, {
      ...reply.headers,
      ...(reply.status === 204 ? {} : length),
    });
    response.end(reply.body);
  }

  const listener: RequestListener = (message, response) => {
    handle(message, response).catch((error: unknown) => {
      // A client that went away is its own business; a defect of the simulator must be seen.
      if (!message.destroyed || !(error instanceof Error && 'code' in error)) {
        onDefect({
          service: undefined,
          operation: `${message.method} ${message.url}`,
          message: `the simulator failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        });
      }
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
  // Longer than clients keep idle connections, so that none is closed under a request.
  const lasting = { keepAliveTimeout: 120_000 };
  const server =
    tls === undefined
      ? createServer(lasting, listener)
      : createTlsServer({ ...lasting, ...tls }, listener);
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    accepted.set(port, socket);
    socket.once('close', () => accepted.delete(port));
  });
  return server;
}

/** Answers on loopback from now on, at a free port unless one is asked for. Resolves with the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on TCP has such an address
  return (server.address() as AddressInfo).port;
}

/** Ends every connection, requests under way included. */
export async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
