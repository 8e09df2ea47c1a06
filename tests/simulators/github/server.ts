import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import { errorAnswer, type Answer } from './answers.ts';
import type { IncomingCall, OperationId } from './contract.ts';
import { replyTo, type Engine, type Seen } from './pipeline.ts';
import { fullName, type World } from './world.ts';

/** `/repositories/{id}/…` is how GitHub's own `Link` headers name a repository. */
function canonicalPath(world: World, path: string): string {
  const [, id, rest = ''] = /^\/repositories\/(\d+)(\/.*)?$/u.exec(path) ?? [];
  const known = [...world.repositories.values()].find((repository) => String(repository.id) === id);
  const named = known === undefined ? path : `/repos/${fullName(known)}${rest}`;
  // Paths of files may come with their slashes unescaped.
  const [, front, file] = /^(\/repos\/[^/]+\/[^/]+\/contents\/)(.+)$/u.exec(named) ?? [];
  return front === undefined || file === undefined ? named : front + file.replaceAll('/', '%2F');
}
function send(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>>,
): void {
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
    ...answer.headers,
  });
  response.end(body);
}

function sendBlob(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): number {
  const [, , repositoryId, file = ''] = path.split('/');
  if (request.headers.authorization !== undefined) {
    const message = 'a GitHub token was sent to the storage host';
    engine.violations.push({ operation: 'blob', where: 'headers', message });
  }
  const repository = [...engine.world.repositories.values()].find(
    ({ id }) => String(id) === repositoryId,
  );
  const artifact = repository?.artifacts.get(Number(file.replace('.zip', '')));
  const status = artifact === undefined ? 404 : 200;
  response.writeHead(status, { 'content-type': 'application/zip' }).end(artifact?.zip ?? '');
  return status;
}

async function answerRequest(
  engine: Engine,
  prefix: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await text(request);
  const [rawPath = '', query = ''] = (request.url ?? '').split('?');
  const below = rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) : rawPath;
  const path = canonicalPath(engine.world, below);
  const method = request.method ?? 'GET';
  let body: unknown;
  try {
    body = raw === '' ? undefined : JSON.parse(raw);
  } catch {
    send(response, errorAnswer(400, 'Problems parsing JSON'), {});
    return;
  }
  const call: IncomingCall = { method, path, query, body };
  const blob = below.startsWith('/_blobs/');
  const operation =
    blob || (prefix !== '' && below === rawPath) ? undefined : engine.contract.match(call);
  const seen: Seen = {
    method,
    path,
    query,
    operation: blob ? 'blob' : ((operation?.id ?? 'unknown') as OperationId | 'unknown'),
    headers: {
      ...request.headers,
      ...(request.headers.authorization === undefined ? {} : { authorization: '<secret>' }),
    },
    body,
    at: engine.world.now(),
    status: 0,
  };
  engine.requests.push(seen);
  if (blob) {
    seen.status = sendBlob(engine, request, response, below);
    return;
  }
  if (engine.dials.latencyMs > 0) await delay(engine.dials.latencyMs);
  const { answer, token, fault } = await replyTo(engine, call, operation, request.headers);
  if (answer === undefined) {
    if (fault?.kind === 'reset') request.socket.destroy();
    return;
  }
  seen.status = answer.status;
  send(response, answer, {
    'x-github-request-id': `SIM:${engine.requests.length}`,
    'x-github-media-type': 'github.v3; format=json',
    'x-github-api-version-selected': String(
      request.headers['x-github-api-version'] ?? engine.dials.apiVersions[0],
    ),
    ...(token === undefined ? {} : engine.limits.headers(token, engine.world.now())),
  });
}

export interface Listening {
  readonly origin: string;
  close(): Promise<void>;
}

export async function listen(engine: Engine, prefix: string): Promise<Listening> {
  const server = createServer((request, response) => {
    answerRequest(engine, prefix, request, response).catch((error: unknown) => {
      engine.violations.push({ operation: 'simulator', where: 'response', message: String(error) });
      if (response.headersSent) response.destroy();
      else send(response, errorAnswer(500, 'The simulator failed'), {});
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => {
        server.close(() => {
          done();
        });
      });
    },
  };
}
