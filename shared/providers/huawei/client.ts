import type { ZodType } from 'zod';

import type { Json } from '../../core/model.ts';
import type { Caller, RunOptions } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Agents } from '../../runtime/proxy.ts';
import type { Call } from '../provider.ts';
import { parseReply } from '../reply.ts';
import { toDeployError } from './errors.ts';
import type { About } from './errors.ts';
import { HuaweiFailure } from './failure.ts';
import type { Gate } from './gate.ts';
import { exchange } from './http.ts';
import { complaintOf, readBody, requestIdOf, retryAfterMs } from './reply.ts';
import { sign, urlOf } from './signer.ts';
import type { Identity, Query, Signed, Unsigned } from './signer.ts';

/** One call, with what is being done in words: "reading listener x". */
export interface ApiRequest<Action extends string> {
  readonly action: Action;
  readonly doing: string;
  readonly method: Unsigned['method'];
  readonly path: string;
  readonly query?: Query;
  readonly body?: Json;
}

export interface RequestOptions extends RunOptions, Omit<About, 'action'> {}

/** Sends the calls of one service: rate, retry, deadline, our errors, parsed replies. */
export type Ask<Action extends string> = <T>(
  request: ApiRequest<Action>,
  schema: ZodType<T>,
  call: Call,
  options?: RequestOptions,
) => Promise<T>;

/** How to reach Huawei Cloud: what all services of one account share. */
export interface Wire {
  readonly agents: Agents;
  readonly clock: Clock;
  readonly gate: Gate;
  /** Undefined: the calls go out unsigned. */
  readonly identity: ((call: Call) => Promise<Identity>) | undefined;
}

export interface Address {
  readonly origin: string;
  /** Headers that every call of the service carries, signed. */
  readonly headers: Readonly<Record<string, string>>;
}

/** `Action` is the list of what this product may call: its policy is printed from the same list. */
export function createAsk<Action extends string>(
  wire: Wire,
  { origin, headers }: Address,
  caller: Caller,
): Ask<Action> {
  async function signed(unsigned: Unsigned, call: Call): Promise<Signed> {
    if (wire.identity === undefined) {
      const plain = { ...unsigned.headers, 'content-type': 'application/json' };
      const accept = { accept: 'application/json' };
      const { method, body } = unsigned;
      return { method, url: urlOf(unsigned), headers: { ...plain, ...accept }, body };
    }
    return sign(unsigned, await wire.identity(call), wire.clock.now());
  }

  async function send(unsigned: Unsigned, about: About, call: Call): Promise<unknown> {
    try {
      const reply = await exchange(await signed(unsigned, call), wire.agents, call.signal);
      const { status } = reply;
      const body = readBody(reply.text);
      const complaint = complaintOf(status, body);
      if (body !== undefined && complaint === undefined) return body;
      throw new HuaweiFailure({
        status,
        message: complaint?.message ?? '',
        wireCode: complaint?.code === '' ? undefined : complaint?.code,
        requestId: requestIdOf(reply, body),
        retryAfterMs: retryAfterMs(reply.headers['retry-after'], wire.clock.now()),
      });
    } catch (thrown) {
      throw toDeployError(thrown, about);
    }
  }

  return async ({ action, doing, method, path, query = {}, body }, schema, call, options = {}) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const unsigned: Unsigned = { method, origin, path, query, headers, body: text };
    const about = { action, brings: options.brings };
    return await caller.run(
      doing,
      async (signal) => {
        const reply = await wire.gate.pass(() => send(unsigned, about, { ...call, signal }));
        return parseReply(schema, reply, action);
      },
      call,
      options,
    );
  };
}
