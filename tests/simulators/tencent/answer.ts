import { setTimeout as sleep } from 'node:timers/promises';

import { denies } from '../common/patterns.ts';
import { type Reply, type Silence } from '../common/server.ts';
import type { WireRequest } from '../common/server.ts';
import { findReplyFlaw } from './check.ts';
import { Malformed, TencentError } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import { accessDenied, expiredToken, logIn, throttled } from './login.ts';
import type { Caller } from './model.ts';
import type { Context, Mishap, Operation } from './operation.ts';
import { findOperation } from './operations.ts';
import type { RateGate } from './rates.ts';
import type { RecordedRequest } from './recorder.ts';
import {
  emptyReply,
  errorReply,
  htmlReply,
  mangledReply,
  successReply,
  truncatedReply,
  unavailableReply,
} from './reply.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

export interface AnswerParts {
  readonly world: World;
  readonly faults: Faults;
  readonly rates: RateGate;
}

export interface Asked {
  readonly request: WireRequest;
  readonly route: Route;
  readonly record: RecordedRequest;
  readonly requestId: string;
}

export interface Answer {
  readonly reply: Reply | Silence;
  /** As it is recorded. */
  readonly error: string | undefined;
  readonly violation: string | undefined;
}

/** What a fault answers in place of the operation; undefined: the operation itself goes on. */
function faultReply(
  fault: Fault,
  { route }: Asked,
  { settings }: World,
): TencentError | Reply | Silence | undefined {
  const operation = { service: route.service, name: route.action };
  switch (fault.kind) {
    case 'throttle':
      return throttled(operation, settings);
    case 'http-503':
      return unavailableReply;
    case 'html':
      return htmlReply;
    case 'empty':
      return emptyReply;
    case 'reset':
    case 'hang':
      return fault.kind;
    case 'access-denied':
      return accessDenied(operation, '*', settings);
    case 'expired-token':
      return expiredToken();
    case 'error':
      return new TencentError(fault.code ?? 'InternalError', fault.message ?? 'Internal error.');
    case 'truncated':
    case 'mangled':
    case 'lost':
    case 'job-fails':
    case 'job-hangs':
    case 'delay':
    case 'meanwhile':
      return undefined;
  }
}

function mishapOf(faults: readonly Fault[]): Mishap | undefined {
  for (const { kind, message, afterEffect } of faults) {
    if (kind === 'lost') return { kind };
    if (kind === 'job-hangs') return { kind: 'hangs' };
    if (kind === 'job-fails') {
      return { kind: 'fails', message: message ?? '', applied: afterEffect ?? false };
    }
  }
  return undefined;
}

/** Only the caller of the OIDC log-in may come without a signature, and it must. */
function callerOf(world: World, { request, route }: Asked): Caller {
  const isOidcLogin = route.service === 'sts' && route.action === 'AssumeRoleWithWebIdentity';
  if (isOidcLogin && request.headers.get('authorization') === 'SKIP') return world.nobody();
  return logIn(world, request, route);
}

function checkRegion({ route }: Asked, { needsRegion }: Operation, caller: Caller): void {
  if (needsRegion && route.region === '') {
    throw new Malformed('MissingParameter', 'The request is missing the header X-TC-Region.');
  }
  const { account } = caller;
  const known =
    route.service === 'waf'
      ? ['ap-guangzhou', 'ap-seoul'].includes(route.region)
      : route.service !== 'clb' || account.regions.has(route.region);
  if (!known) {
    throw new TencentError('UnsupportedRegion', `The region ${route.region} is not supported.`);
  }
}

/**
 * The order of the checks is a choice: headers, action, signature, permission, rate, region,
 * parameters, and only then the resource.
 */
async function carryOut(
  { world, rates }: AnswerParts,
  asked: Asked,
  mishap: Mishap | undefined,
): Promise<object> {
  const { route, requestId } = asked;
  if (route.flaw !== undefined) throw route.flaw;
  const operation = findOperation(route.service, route.action);
  const id = `${route.service}:${route.action}`;
  if (world.settings.unavailable.has(id)) {
    throw new TencentError('InvalidAction', `The action ${route.action} is not found.`);
  }
  const caller = callerOf(world, asked);
  if (operation === undefined) {
    throw new Malformed('UnsupportedOperation', `The simulator does not know ${id}.`);
  }
  const { account } = caller;
  const place = { account, region: route.region };
  if (operation.action !== undefined && denies(caller.deny, operation.action)) {
    throw accessDenied(operation, operation.resource(route.params, place), world.settings);
  }
  const { service, action } = route;
  if (!rates.admits({ service, action, account: account.uin, now: world.now() })) {
    throw throttled(operation, world.settings);
  }
  checkRegion(asked, operation, caller);
  if (world.settings.latencyMs > 0) await sleep(world.settings.latencyMs);
  const context: Context = { ...place, world, caller, now: world.now(), requestId, mishap };
  const output = operation.run(route.params, context);
  const flaw = findReplyFlaw(service, action, output);
  if (flaw !== undefined) throw new Error(`this reply does not fit the typings: ${flaw}`);
  return output;
}

async function attempt(parts: AnswerParts, asked: Asked): Promise<TencentError | Reply | Silence> {
  const hit = parts.faults.take(asked.record);
  for (const fault of hit) {
    if (fault.kind === 'meanwhile') fault.act?.();
    if (fault.kind === 'delay') await sleep(fault.delayMs ?? 0);
    const reply = faultReply(fault, asked, parts.world);
    if (reply !== undefined && fault.afterEffect !== true) return reply;
  }
  const output = await carryOut(parts, asked, mishapOf(hit));
  const success = successReply(output, asked.requestId);
  for (const fault of hit) {
    const reply = faultReply(fault, asked, parts.world);
    if (reply !== undefined) return reply;
    if (fault.kind === 'mangled') return mangledReply;
    if (fault.kind === 'truncated') return truncatedReply(success);
  }
  return success;
}

export async function answerTo(parts: AnswerParts, asked: Asked): Promise<Answer> {
  try {
    const outcome = await attempt(parts, asked);
    if (outcome instanceof TencentError) throw outcome;
    const error = typeof outcome === 'string' ? 'dropped' : undefined;
    return { reply: outcome, error, violation: undefined };
  } catch (error) {
    if (!(error instanceof TencentError)) throw error;
    return {
      reply: errorReply(error, asked.requestId),
      error: error.code,
      violation: error instanceof Malformed ? error.message : undefined,
    };
  }
}
