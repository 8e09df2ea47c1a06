import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { findFlaw, parseAuthorization, type WireRequest } from './acs3.ts';
import { type CasCertificate, detail, list, NotInList, type Query, WrongParameter } from './cas.ts';
import { type Fault, type Faults, createFaults } from './faults.ts';

export interface AlibabaOptions {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Requests that are let through at once and per second; the service's own limit is 10. */
  readonly perSecond?: number;
  readonly now?: () => number;
}

/** One request as a test may look at it. Holds no key. */
export interface RecordedRequest {
  readonly operation: string;
  readonly query: Query;
  /** Wire code of the error answered, `dropped` without an answer; undefined: success. */
  error: string | undefined;
}

/** Alibaba Cloud's certificate service on loopback. */
export interface Alibaba {
  /** `http://127.0.0.1:port` */
  readonly address: string;
  /** What the account holds, in the order of the list. */
  readonly certificates: CasCertificate[];
  readonly requests: readonly RecordedRequest[];
  /** Requests that the documented API does not know. A correct client causes none. */
  readonly violations: readonly string[];
  readonly faults: Faults;
  /** Operations that the RAM user of the key may not call. */
  readonly denied: Set<string>;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const operations: Readonly<
  Record<string, (query: Query, held: readonly CasCertificate[]) => unknown>
> = { ListUserCertificateOrder: list, GetUserCertificateDetail: detail };

/** Opens a simulator that checks signatures, pages, throttles, and fails when told to. */
export async function openAlibaba(options: AlibabaOptions): Promise<Alibaba> {
  const { perSecond = 10, now = Date.now } = options;
  const certificates: CasCertificate[] = [];
  const requests: RecordedRequest[] = [];
  const violations: string[] = [];
  const denied = new Set<string>();
  const faults = createFaults();
  const nonces = new Map<string, number>();
  let bucket = { tokens: perSecond, at: performance.now() };

  function isThrottled(): boolean {
    const at = performance.now();
    const tokens = Math.min(perSecond, bucket.tokens + ((at - bucket.at) / 1000) * perSecond);
    bucket = { tokens: tokens < 1 ? tokens : tokens - 1, at };
    return tokens < 1;
  }

  const failure = (status: number, code: string, message: string): Reply => ({
    status,
    body: { RequestId: randomUUID(), HostId: 'cas.aliyuncs.com', Code: code, Message: message },
  });

  function answer(request: WireRequest, record: RecordedRequest): Reply {
    const { operation, query } = record;
    const authorization = parseAuthorization(request.headers.get('authorization'));
    if (authorization === undefined) {
      violations.push(`${operation}: not signed as version 3 says`);
      return failure(400, 'MissingAccessKeyId', 'AccessKeyId is mandatory for this action.');
    }
    if (authorization.accessKeyId !== options.accessKeyId) {
      return failure(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    }
    const world = { now: now(), nonces };
    const flaw = findFlaw(request, authorization, options.accessKeySecret, world);
    if (flaw !== undefined) return failure(400, flaw.code, flaw.message);
    const run = operations[operation];
    if (run === undefined || request.headers.get('x-acs-version') !== '2020-04-07') {
      violations.push(`${operation}: no operation of this version`);
      return failure(404, 'InvalidAction.NotFound', 'The specified action is not found.');
    }
    if (isThrottled()) {
      return failure(400, 'Throttling.User', 'Request was denied due to user flow control.');
    }
    if (denied.has(operation)) {
      return failure(403, 'Forbidden.RAM', 'User not authorized to operate on the resource.');
    }
    try {
      const result = run(query, certificates);
      return { status: 200, body: { RequestId: randomUUID(), ...(result as object) } };
    } catch (error) {
      if (error instanceof NotInList) return failure(404, 'NotFound', error.message);
      if (!(error instanceof WrongParameter)) throw error;
      violations.push(`${operation}: ${error.message}`);
      return failure(400, 'IllegalParameter', error.message);
    }
  }

  /** Undefined: dropped without an answer. */
  function disturbed(fault: Fault | undefined, reply: () => Reply): Reply | 'reset' | 'hang' {
    switch (fault?.kind) {
      case undefined:
        return reply();
      case 'throttle':
        return failure(400, 'Throttling.User', 'Request was denied due to user flow control.');
      case 'http-503':
        return failure(
          503,
          'ServiceUnavailable',
          'The request has failed due to a temporary failure.',
        );
      case 'mangled':
        return { status: 200, body: { RequestId: randomUUID(), TotalCount: 'many', Cert: 7 } };
      case 'reset':
      case 'hang':
        return fault.kind;
    }
  }

  async function handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(message);
    const query = Object.fromEntries(new URL(request.target, 'http://x').searchParams);
    const operation = request.headers.get('x-acs-action') ?? '';
    const record: RecordedRequest = { operation, query, error: undefined };
    requests.push(record);
    const reply = disturbed(faults.take(operation, query), () => answer(request, record));
    if (reply === 'hang' || reply === 'reset') {
      record.error = 'dropped';
      if (reply === 'reset') message.socket.resetAndDestroy();
      return;
    }
    const { Code: code } = reply.body as { readonly Code?: string };
    record.error = code;
    response.writeHead(reply.status, { 'content-type': 'application/json;charset=utf-8' });
    response.end(JSON.stringify(reply.body));
  }

  const server = createServer({ keepAliveTimeout: 120_000 }, (message, response) => {
    handle(message, response).catch((error: unknown) => {
      violations.push(`the simulator failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    certificates,
    requests,
    violations,
    faults,
    denied,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function read(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (chunk instanceof Buffer) chunks.push(chunk);
  return {
    method: message.method ?? '',
    target: message.url ?? '/',
    headers: new Map(
      Object.entries(message.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    ),
    body: Buffer.concat(chunks),
  };
}
