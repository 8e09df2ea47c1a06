import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';

import { answerTo, type AnswerParts } from './answer.ts';
import { withoutPort } from './hosts.ts';
import { findOperation } from './operations.ts';
import { type RecordedRequest, redact, type Violation } from './recorder.ts';
import { errorReply, type Reply, type Silence } from './reply.ts';
import { route as findRoute } from './route.ts';
import { parseAuthorization, type WireRequest } from './tc3.ts';

export interface ServerParts extends AnswerParts {
  readonly unreachable: ReadonlySet<string>;
  readonly requests: RecordedRequest[];
  readonly violations: Violation[];
  /** Given: the API itself speaks TLS. */
  readonly tls: { readonly chain: string; readonly key: string } | undefined;
}

/** "POST with TC3-HMAC-SHA256: at most 10 MB". https://cloud.tencent.com/document/product/1278/46710 */
const maxBody = 10 * 1024 * 1024;

async function readRequest(message: IncomingMessage): Promise<WireRequest> {
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

export function createApiServer(parts: ServerParts): Server {
  const { world, unreachable, requests, violations } = parts;
  const accepted = new Map<number, Socket>();

  async function respond(request: WireRequest, requestId: string): Promise<Reply | Silence> {
    const host = withoutPort(request.headers.get('host') ?? '');
    const route = findRoute(request);
    if (route === undefined) {
      const operation = request.headers.get('x-tc-action') ?? `${request.method} ${request.target}`;
      violations.push({ service: undefined, operation, message: `${host} is no host of the API` });
      const code = 'NoSuchProduct';
      return errorReply({ code, message: 'The specified product does not exist.' }, requestId);
    }
    const secretId = parseAuthorization(request.headers.get('authorization'))?.secretId;
    const record: RecordedRequest = {
      service: route.service,
      operation: route.action,
      region: route.region === '' ? undefined : route.region,
      account: world.callers.get(secretId ?? '')?.account.uin,
      host,
      params: redact(route.params),
      writes: findOperation(route.service, route.action)?.writes ?? false,
      at: world.now(),
      error: undefined,
    };
    requests.push(record);
    if ([route.service, route.region, host].some((place) => unreachable.has(place))) {
      record.error = 'dropped';
      return 'reset';
    }
    const answer = await answerTo(parts, { request, route, record, requestId });
    record.error = answer.error;
    if (answer.violation !== undefined) {
      const message = answer.violation;
      violations.push({ service: route.service, operation: route.action, message });
    }
    return answer.reply;
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await respond(await readRequest(message), randomUUID());
    if (reply === 'hang') return;
    if (reply === 'reset') {
      // Only a plain socket can be reset: below TLS that is the one the server accepted.
      accepted.get(message.socket.remotePort ?? 0)?.resetAndDestroy();
      return;
    }
    response.writeHead(reply.status, {
      'content-type': reply.type,
      'content-length': String(Buffer.byteLength(reply.body)),
    });
    response.end(reply.body);
  }

  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    handle(message, response).catch((error: unknown) => {
      // A client that went away is its own business; a defect of the simulator must be seen.
      if (!message.destroyed || !(error instanceof Error && 'code' in error)) {
        violations.push({
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
  const options = { keepAliveTimeout: 120_000 };
  const server =
    parts.tls === undefined
      ? createServer(options, listener)
      : createTlsServer({ ...options, cert: parts.tls.chain, key: parts.tls.key }, listener);
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    accepted.set(port, socket);
    socket.once('close', () => accepted.delete(port));
  });
  return server;
}
