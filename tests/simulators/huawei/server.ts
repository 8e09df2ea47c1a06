import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { denies } from '../common/patterns.ts';
import { createHttpServer, type Reply, type Silence, type WireRequest } from '../common/server.ts';
import { conflict } from './elb/operation.ts';
import { gatewayError, HuaweiError, Malformed, unknownApi } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { accessDenied, expiredToken, inServiceWords, logIn } from './login.ts';
import type { Caller } from './model.ts';
import { type Context, envelopeOf, type Operation, type Output, type Params } from './operation.ts';
import { checkProject, projectOf } from './project.ts';
import type { RateGate } from './rates.ts';
import { type RecordedRequest, redact, type Violation } from './recorder.ts';
import {
  errorReply,
  htmlReply,
  mangledReply,
  successReply,
  unavailableReply,
  withoutNulls,
} from './reply.ts';
import { type Route, route as findRoute } from './route.ts';
import { parseAuthorization } from './sdk-hmac.ts';
import type { TlsIdentity } from './tls-identity.ts';
import type { World } from './world.ts';

export interface ServerParts {
  readonly world: World;
  readonly faults: Faults;
  readonly rates: RateGate;
  readonly unreachable: ReadonlySet<string>;
  readonly requests: RecordedRequest[];
  readonly violations: Violation[];
  /** Given: the API itself speaks TLS. */
  readonly tls: TlsIdentity | undefined;
}

/** "The request body exceeds 12 MB." */
const maxBody = 12 * 1024 * 1024;

export function createApiServer(parts: ServerParts): Server {
  const { world, faults, rates, unreachable, requests, violations, tls } = parts;
  const busy = new Set<string>();

  function throttled(limit: string): HuaweiError {
    const message = `The throttling threshold has been reached: policy user over ratelimit,limit:${limit}`;
    return new HuaweiError('gateway', world.settings.throttleCode, message, 429);
  }

  /** What a fault answers in place of the operation; undefined: the operation itself goes on. */
  function faultReply(
    fault: Fault,
    operation: Operation,
  ): HuaweiError | Reply | Silence | undefined {
    const { service } = operation;
    switch (fault.kind) {
      case 'throttle':
        return throttled('0,time:1 second');
      case 'http-503':
        return unavailableReply;
      case 'html':
        return htmlReply;
      case 'reset':
      case 'hang':
        return fault.kind;
      case 'access-denied':
        return accessDenied(service, operation.actions[0] ?? operation.name, world.settings);
      case 'expired-token':
        return expiredToken();
      case 'error': {
        const { code = 'APIGW.0601', message = 'Internal server error.', status = 500 } = fault;
        const envelope = code.startsWith('APIG') ? 'gateway' : envelopeOf[service];
        return new HuaweiError(envelope, code, message, status);
      }
      case 'mangled':
      case 'job-fails':
      case 'lost':
      case 'delay':
      case 'meanwhile':
        return undefined;
    }
  }

  function authenticate(request: WireRequest, operation: Operation): Caller {
    if (operation.proof !== 'signature') return world.nobody;
    try {
      return logIn(world, request);
    } catch (error) {
      if (!(error instanceof HuaweiError)) throw error;
      throw world.settings.authenticationErrors === 'gateway'
        ? error
        : inServiceWords(error, operation.service);
    }
  }

  function contextOf(request: WireRequest, route: Route, hit: readonly Fault[]): Context {
    const { operation } = route;
    const caller = authenticate(request, operation);
    const now = world.now();
    const rate = rates.exceeded({
      api: `${operation.service}:${operation.name}`,
      account: caller.account.id,
      now,
    });
    if (rate !== undefined) throw throttled(`${rate.burst}`);
    const project = checkProject(world, { route, caller, headers: request.headers });
    for (const action of operation.actions) {
      if (denies(caller.deny, action)) {
        throw accessDenied(operation.service, action, world.settings);
      }
    }
    const job = hit.find(({ kind }) => kind === 'job-fails' || kind === 'lost');
    return {
      world,
      account: caller.account,
      caller,
      project,
      headers: request.headers,
      requestId: '',
      now,
      job: job === undefined ? 'works' : job.kind === 'lost' ? 'lost' : 'fails',
    };
  }

  /** Runs at the end of the latency; a second one on the same object meanwhile is in conflict. */
  async function carryOut(operation: Operation, params: Params, context: Context): Promise<Output> {
    const lock = operation.exclusive(params);
    if (lock !== undefined && busy.has(lock))
      throw conflict(`Another request is changing ${lock}.`);
    if (lock !== undefined) busy.add(lock);
    try {
      if (world.settings.latencyMs > 0) await sleep(world.settings.latencyMs);
      return operation.run(params, context);
    } finally {
      if (lock !== undefined) busy.delete(lock);
    }
  }

  async function answer(
    request: WireRequest,
    route: Route,
    record: RecordedRequest,
    requestId: string,
  ): Promise<Reply | Silence> {
    const { operation, params } = route;
    const hit = faults.take(record);
    const asReply = (value: HuaweiError | Reply | Silence): Reply | Silence => {
      if (!(value instanceof HuaweiError)) return value;
      record.error = value.code;
      return errorReply(value, requestId);
    };
    for (const fault of hit) {
      if (fault.kind === 'meanwhile') fault.act?.();
      if (fault.kind === 'delay') await sleep(fault.delayMs ?? 0);
      const reply = faultReply(fault, operation);
      if (reply !== undefined && fault.afterEffect !== true) return asReply(reply);
    }
    const context = { ...contextOf(request, route, hit), requestId };
    if (route.flaw !== undefined) throw route.flaw;
    const output = await carryOut(operation, params, context);
    for (const fault of hit) {
      const reply = faultReply(fault, operation);
      if (reply !== undefined) return asReply(reply);
      if (fault.kind === 'mangled') return mangledReply(requestId);
    }
    const { body } = output;
    const sparse = world.settings.absentValues === 'missing' && body !== undefined;
    return successReply(sparse ? { ...output, body: withoutNulls(body) } : output, requestId);
  }

  function isAway(route: Route, record: RecordedRequest): boolean {
    const place = [record.region, route.operation.service, record.host.replace(/:\d+$/u, '')];
    return place.some((name) => name !== undefined && unreachable.has(name));
  }

  async function respond(request: WireRequest, requestId: string): Promise<Reply | Silence> {
    const route = findRoute(request);
    const host = request.headers.get('host') ?? '';
    if (request.body.length > maxBody) {
      return errorReply(gatewayError('APIGW.0201', 'Request entity too large.'), requestId);
    }
    if (route === undefined) {
      const operation = `${request.method} ${host}${request.target}`;
      violations.push({ service: undefined, operation, message: 'no API looks like this' });
      return errorReply(unknownApi(), requestId);
    }
    const { operation, params } = route;
    const accessKey = parseAuthorization(request.headers.get('authorization'))?.accessKey;
    const record: RecordedRequest = {
      service: operation.service,
      operation: operation.name,
      method: request.method,
      target: request.target,
      host,
      region: route.region ?? projectOf(world, route)?.region,
      account: world.callers.get(accessKey ?? '')?.account.name,
      params: redact({ path: params.path, query: params.query, body: params.body }),
      writes: operation.writes,
      at: world.now(),
      status: undefined,
      error: undefined,
    };
    requests.push(record);
    if (isAway(route, record)) {
      record.error = 'dropped';
      return 'reset';
    }
    try {
      const reply = await answer(request, route, record, requestId);
      if (typeof reply === 'string') record.error = 'dropped';
      else record.status = reply.status;
      return reply;
    } catch (error) {
      if (!(error instanceof HuaweiError)) throw error;
      record.error = error.code;
      record.status = error.status;
      if (error instanceof Malformed) {
        const { service, name } = operation;
        violations.push({ service, operation: name, message: error.message });
      }
      return errorReply(error, requestId);
    }
  }

  return createHttpServer((request) => respond(request, randomUUID().replaceAll('-', '')), {
    tls,
    onDefect: (defect) => violations.push(defect),
  });
}
