import type { ZodType } from 'zod';

import type { Caller, RunOptions } from '../../runtime/caller.ts';
import type { Call } from '../provider.ts';
import { parseReply } from '../reply.ts';
import { toDeployError, wireCode } from './errors.ts';
import { withoutKeys } from './strip.ts';
import type { SdkClient } from './wiring.ts';

/** One call: what it needs in CAM is its name as well. */
export interface Question<Action extends string, T> {
  readonly action: Action;
  /** "reading listener x": leads every message. */
  readonly doing: string;
  readonly schema: ZodType<T>;
  readonly body: object;
}

/** Sends the calls of one service in one region: rate, retry, deadline, our errors, parsed replies. */
export type Ask<Action extends string> = <T>(
  question: Question<Action, T>,
  call: Call,
  options?: RunOptions,
) => Promise<T>;

/** How a login is used for one service in one region. */
export interface AskParts {
  readonly client: SdkClient;
  readonly region: string;
  readonly caller: (action: string) => Caller;
  /** Makes sure that there are credentials; they may have to be asked for. */
  readonly ready: (call: Call) => Promise<void>;
  /** Credentials that were asked for are dropped; false: there are none to replace them. */
  readonly renew: () => boolean;
  /** For the one call that brings the credentials. */
  readonly unsigned?: boolean;
}

/** `Action` is the list of what this product may call: its policy is printed from the same list. */
export function createAsk<Action extends string>(parts: AskParts): Ask<Action> {
  const { client, region, caller, ready, renew, unsigned = false } = parts;

  return async ({ action, doing, schema, body }, call, options) => {
    const name = action.slice(action.indexOf(':') + 1);
    let renewed = false;
    const send = async (signal: AbortSignal): Promise<unknown> => {
      try {
        return await client.request(name, body, { signal, ...(unsigned && { skipSign: true }) });
      } catch (thrown) {
        const error = toDeployError(thrown, { action, region });
        // A token may end before its time, once.
        if (renewed || wireCode(error) !== 'AuthFailure.TokenFailure' || !renew()) throw error;
        renewed = true;
        await ready({ ...call, signal });
        return await send(signal);
      }
    };
    await ready(call);
    return await caller(action).run(
      doing,
      async (signal) => parseReply(schema, withoutKeys(await send(signal)), action),
      call,
      options,
    );
  };
}
