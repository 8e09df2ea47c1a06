import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { denies } from '../common/patterns.ts';
import { createHttpServer, type Reply, type Silence, type WireRequest } from '../common/server.ts';
import { AwsError, Malformed } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { accessDenied, expiredToken, logIn } from './login.ts';
import type { Context, Operation, Output } from './operation.ts';
import { findOperation } from './operations.ts';
import type { Pager } from './paging.ts';
import type { RateGate } from './rates.ts';
import { type RecordedRequest, redact, type Violation } from './recorder.ts';
import { errorReply, htmlReply, mangledReply, successReply } from './reply.ts';
import { route as findRoute, type Route } from './route.ts';
import { parseAuthorization } from './sigv4.ts';
import type { World } from './world.ts';

export interface ServerParts {
  readonly world: World;
  readonly pager: Pager;
  readonly faults: Faults;
  readonly rates: RateGate;
  readonly unreachable: ReadonlySet<string>;
  readonly requests: RecordedRequest[];
  readonly violations: Violation[];
}

const maxBody = 8 * 1024 * 1024;

function throttling(route: Route): AwsError {
  const code = route.service === 'acm' ? 'ThrottlingException' : 'Throttling';
  if (route.service === 'account')
    return new AwsError('TooManyRequestsException', 'Rate exceeded', 429);
  return new AwsError(code, 'Rate exceeded', 400);
}

function unknownOperation(route: Route): AwsError {
  switch (route.protocol) {
    case 'json-1.1':
    case 'rest-json':
      return new Malformed('UnknownOperationException', `Unknown operation ${route.operation}`);
    case 'query':
      return new Malformed('InvalidAction', `Could not find operation ${route.operation}`);
    case 'rest-xml':
      return new Malformed('InvalidArgument', `No operation answers ${route.operation}`, 404);
  }
}

/** What a fault answers in place of the operation; undefined: the operation itself goes on. */
function faultReply(
  fault: Fault,
  route: Route,
  operation: Operation | undefined,
  caller: string,
): AwsError | Reply | Silence | undefined {
  switch (fault.kind) {
    case 'throttle':
      return throttling(route);
    case 'http-503':
      return {
        status: 503,
        headers: { 'content-type': 'text/plain' },
        body: 'Service Unavailable',
      };
    case 'html':
      return htmlReply;
    case 'reset':
    case 'hang':
      return fault.kind;
    case 'access-denied':
      return accessDenied(
        { arn: caller },
        route.protocol,
        operation?.action ?? `${route.service}:${route.operation}`,
        '*',
      );
    case 'expired-token':
      return expiredToken(route.protocol);
    case 'error':
      return new AwsError(
        fault.code ?? 'InternalFailure',
        fault.message ?? 'An internal error occurred.',
        fault.status ?? 500,
      );
    case 'mangled':
    case 'lost':
    case 'delay':
    case 'meanwhile':
      return undefined;
  }
}

export function createApiServer(parts: ServerParts): Server {
  const { world, pager, faults, rates, unreachable, requests, violations } = parts;
  const busy = new Set<string>();

  function contextOf(request: WireRequest, route: Route, lost: boolean): Context {
    const now = world.now();
    const common = { world, pager, now, lost };
    if (
      route.service === 'sts' &&
      route.operation === 'AssumeRoleWithWebIdentity' &&
      !request.headers.has('authorization')
    ) {
      return { ...common, ...world.nobody(), authorise: () => undefined };
    }
    const login = logIn(world, request, route);
    return {
      ...common,
      caller: login.caller,
      account: login.account,
      region: world.regionOf(login.account, login.region),
      authorise(action, resource) {
        if (denies(login.caller.deny, action)) {
          throw accessDenied(login.caller, route.protocol, action, resource);
        }
      },
    };
  }

  function admit(operation: Operation, { account, region }: Context, route: Route): void {
    const admitted = rates.admits({
      service: route.service,
      operation: operation.name,
      writes: operation.writes,
      place: `${account.id}/${region.name}`,
      now: world.now(),
    });
    if (!admitted) throw throttling(route);
  }

  /** Runs at the end of the latency; a second one on the same object meanwhile is in conflict. */
  async function carryOut(operation: Operation, route: Route, context: Context): Promise<Output> {
    if (route.flaw !== undefined) throw route.flaw;
    const lock = operation.exclusive(route.params);
    if (lock !== undefined && busy.has(lock)) {
      throw new AwsError('ConflictException', `Another request is changing ${lock}.`);
    }
    if (lock !== undefined) busy.add(lock);
    try {
      if (world.settings.latencyMs > 0) await sleep(world.settings.latencyMs);
      return operation.run(route.params, context);
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
    const operation = findOperation(route.service, route.operation);
    const hit = faults.take({ ...record });
    const caller = parseAuthorization(request.headers.get('authorization'))?.accessKeyId;
    const arn = world.callers.get(caller ?? '')?.arn ?? 'anonymous';
    const asReply = (value: AwsError | Reply | Silence): Reply | Silence => {
      if (!(value instanceof AwsError)) return value;
      record.error = value.code;
      return errorReply(route, value, requestId);
    };
    for (const fault of hit) {
      if (fault.kind === 'meanwhile') fault.act?.();
      if (fault.kind === 'delay') await sleep(fault.delayMs ?? 0);
      const reply = faultReply(fault, route, operation, arn);
      if (reply !== undefined && fault.afterEffect !== true) return asReply(reply);
    }
    const lost = hit.some(({ kind }) => kind === 'lost');
    const context = contextOf(request, route, lost);
    if (operation === undefined) throw unknownOperation(route);
    admit(operation, context, route);
    const output = await carryOut(operation, route, context);
    for (const fault of hit) {
      const reply = faultReply(fault, route, operation, arn);
      if (reply !== undefined) return asReply(reply);
      if (fault.kind === 'mangled') return mangledReply(route, requestId);
    }
    return successReply(route, output, requestId);
  }

  async function respond(request: WireRequest, requestId: string): Promise<Reply | Silence> {
    const authorization = parseAuthorization(request.headers.get('authorization'));
    const away = authorization !== undefined && unreachable.has(authorization.region);
    const route = findRoute(request);
    if (route === undefined) {
      const operation = `${request.method} ${request.target}`;
      violations.push({ service: undefined, operation, message: 'no AWS API looks like this' });
      return { ...htmlReply, status: 404 };
    }
    const record: RecordedRequest = {
      service: route.service,
      operation: route.operation,
      region: authorization?.region,
      account: world.callers.get(authorization?.accessKeyId ?? '')?.account,
      params: redact(route.params),
      writes: findOperation(route.service, route.operation)?.writes ?? false,
      at: world.now(),
      error: undefined,
    };
    requests.push(record);
    if (away) {
      record.error = 'dropped';
      return 'reset';
    }
    try {
      const reply = await answer(request, route, record, requestId);
      if (typeof reply === 'string') record.error = 'dropped';
      return reply;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      record.error = error.code;
      if (error instanceof Malformed) {
        const { service, operation } = route;
        violations.push({ service, operation, message: error.message });
      }
      return errorReply(route, error, requestId);
    }
  }

  return createHttpServer((request) => respond(request, randomUUID()), {
    maxBody,
    onDefect: (defect) => violations.push(defect),
  });
}
