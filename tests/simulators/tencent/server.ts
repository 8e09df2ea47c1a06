import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';

import { createHttpServer, type Reply, type Silence, type WireRequest } from '../common/server.ts';
import { answerTo, type AnswerParts } from './answer.ts';
import { withoutPort } from './hosts.ts';
import { findOperation } from './operations.ts';
import { type RecordedRequest, redact, type Violation } from './recorder.ts';
import { errorReply } from './reply.ts';
import { route as findRoute } from './route.ts';
import { parseAuthorization } from './tc3.ts';

export interface ServerParts extends AnswerParts {
  readonly unreachable: ReadonlySet<string>;
  readonly requests: RecordedRequest[];
  readonly violations: Violation[];
  /** Given: the API itself speaks TLS. */
  readonly tls: { readonly chain: string; readonly key: string } | undefined;
}

/** "POST with TC3-HMAC-SHA256: at most 10 MB". https://cloud.tencent.com/document/product/1278/46710 */
const maxBody = 10 * 1024 * 1024;

export function createApiServer(parts: ServerParts): Server {
  const { world, unreachable, requests, violations, tls } = parts;

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

  return createHttpServer((request) => respond(request, randomUUID()), {
    maxBody,
    tls: tls === undefined ? undefined : { cert: tls.chain, key: tls.key },
    onDefect: (defect) => violations.push(defect),
  });
}
