import type { ZodType } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Caller, RunOptions } from '../../runtime/caller.ts';
import { isLoopback } from '../endpoint.ts';
import type { Call } from '../provider.ts';
import { parseReply } from '../reply.ts';
import { toDeployError } from './errors.ts';
import type { About } from './errors.ts';
import { plainFailure } from './failure.ts';

type Step<A, R> = (args: A) => Promise<R>;
/** A middleware that fits any operation of any client. */
type Middleware = <A, R>(next: Step<A, R>, context: object) => Step<A, R>;

interface Hardenable {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { step: 'initialize'; name: string; priority: 'high' },
    ): void;
    add(middleware: Middleware, options: { step: 'build'; name: string; priority: 'low' }): void;
    add(
      middleware: Middleware,
      options: { step: 'deserialize'; name: string; priority: 'low' },
    ): void;
  };
}

function property(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, key) : undefined;
}

/** `Retry-After` in seconds or as a date; undefined when the reply has none that can be read. */
export function retryAfterMs(header: unknown, now: Date): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  if (/^\d{1,6}$/u.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/**
 * Gives a client of the SDK three habits: plain http never leaves this machine, wherever the address
 * came from; a failed call throws public facts only; and `Retry-After` is kept.
 */
export function harden<C extends Hardenable>(client: C, now: () => Date): C {
  const waits = new WeakMap<object, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw plainFailure(error, waits.get(context));
      }
    },
    { step: 'initialize', name: 'certferryPlainFailure', priority: 'high' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = property(args, 'request');
      const hostname = String(property(request, 'hostname'));
      if (property(request, 'protocol') !== 'https:' && !isLoopback(hostname)) {
        throw new DeployError(
          'CONFIG_INVALID',
          `the endpoint ${hostname} is not https: private keys travel there, so nothing was sent`,
        );
      }
      return await next(args);
    },
    { step: 'build', name: 'certferryOnlyHttps', priority: 'low' },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const headers = property(property(result, 'response'), 'headers');
      const waitMs = retryAfterMs(property(headers, 'retry-after'), now());
      if (waitMs !== undefined) waits.set(context, waitMs);
      return result;
    },
    { step: 'deserialize', name: 'certferryRetryAfter', priority: 'low' },
  );
  return client;
}

export interface RequestOptions extends RunOptions, Omit<About, 'action'> {}

/** Sends the calls of one API: rate, retry, deadline, our errors, parsed replies. */
export type Ask<Action extends string> = <T>(
  action: Action,
  doing: string,
  schema: ZodType<T>,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<unknown>,
  call: Call,
  options?: RequestOptions,
) => Promise<T>;

/** `Action` is the list of what this product may call: its policy is printed from the same list. */
export function createAsk<Action extends string>(caller: Caller): Ask<Action> {
  return async (action, doing, schema, send, call, options = {}) =>
    await caller.run(
      doing,
      async (abortSignal) => {
        let reply: unknown;
        try {
          reply = await send({ abortSignal });
        } catch (thrown) {
          throw toDeployError(thrown, { action, ...options });
        }
        return parseReply(schema, reply, action);
      },
      call,
      options,
    );
}
