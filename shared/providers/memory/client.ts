import { z } from 'zod';
import type { ZodType } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call } from '../provider.ts';
import type { MemoryCloud, MemoryInput } from './cloud.ts';
import { MemoryFailure } from './failure.ts';
import type { Step } from './faults.ts';

/** One resource as the cloud describes it: only the fields that are read. */
export const Item = z.object({
  name: z.string(),
  domains: z.array(z.string()),
  slots: z.enum(['one', 'sni']),
  status: z.enum(['live', 'deploying']),
  settings: z.record(z.string(), z.string()),
  endpoints: z.array(z.object({ host: z.string(), port: z.number() })),
  reach: z.enum(['public', 'private']),
  lock: z.string(),
  bindings: z.array(
    z.object({
      slot: z.enum(['default', 'sni']),
      ref: z.string(),
      leaf: z.string().nullable(),
    }),
  ),
});
export type Item = z.infer<typeof Item>;

export const Page = z.object({ items: z.array(Item), next: z.number().nullable() });
/** A certificate object as the cloud describes it. */
export const Held = z.object({
  ref: z.string(),
  leaf: z.string(),
  managed: z.boolean(),
  storedAt: z.iso.datetime(),
});
export type Held = z.infer<typeof Held>;
export const HeldPage = z.object({ items: z.array(Held), next: z.number().nullable() });
export type HeldPage = z.infer<typeof HeldPage>;
export const Users = z.object({ users: z.array(z.string()) });

export const Imported = z.object({ ref: z.string() });
export const Accepted = z.strictObject({ accepted: z.literal(true) });

/** Sends one request: retries what was throttled, and turns the cloud's failures into ours. */
export type Ask = <T>(step: Step, input: MemoryInput, reply: ZodType<T>, call: Call) => Promise<T>;

const mostTries = 6;
/** Requests that cannot be sent again blindly: what came of them must be read. */
const once = new Set(['set', 'delete']);
/** How long one request may go unanswered. */
const requestMs = 30_000;

export function createAsk(cloud: MemoryCloud, clock: Clock): Ask {
  return async (step, input, reply, call) => {
    const { operation } = input;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const raw = await withDeadline(call.signal, clock, async (signal) => {
          try {
            return await cloud.request({ operation, step, input, signal });
          } catch (thrown) {
            // What was sent may have arrived, whether or not somebody still waits for the reply.
            if (!once.has(operation) || thrown instanceof MemoryFailure) throw thrown;
            throw new MemoryFailure('NoReply', 'it was sent, and then cancelled');
          }
        });
        return parsed(operation, raw, reply);
      } catch (thrown) {
        const error = translated(operation, thrown);
        if (error.code !== 'RATE_LIMITED' || attempt === mostTries) throw error;
        call.log.debug('throttled, trying again', { operation, attempt });
        await clock.sleep(100 * 2 ** attempt, call.signal);
      }
    }
  };
}

async function withDeadline<T>(
  stop: AbortSignal,
  clock: Clock,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const ended = new AbortController();
  const timer = clock.sleep(requestMs, ended.signal).then(
    () => late.abort(),
    // Cut short: the reply came in time.
    () => {},
  );
  try {
    return await request(AbortSignal.any([stop, late.signal]));
  } catch (thrown) {
    if (!late.signal.aborted || stop.aborted) throw thrown;
    throw new MemoryFailure('NoReply', `no reply within ${requestMs / 1_000} s`);
  } finally {
    ended.abort();
    await timer;
  }
}

function parsed<T>(operation: string, raw: unknown, reply: ZodType<T>): T {
  const result = reply.safeParse(raw);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join('.') ?? '';
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `memory ${operation}: the reply is not what it should be at "${path}"`,
  );
}

function translated(operation: string, thrown: unknown): DeployError {
  if (!(thrown instanceof MemoryFailure)) return DeployError.from(thrown);
  const because = (code: ConstructorParameters<typeof DeployError>[0], words = thrown.message) =>
    new DeployError(code, `memory ${operation}: ${words}`, { cause: thrown });
  switch (thrown.code) {
    case 'Throttled':
      return because('RATE_LIMITED');
    case 'Unauthenticated':
      return because('CREDENTIALS_REJECTED');
    case 'Denied':
      return because('PERMISSION_MISSING', `the credentials lack memory:${operation}`);
    case 'Unavailable':
      return because('CLOUD_UNAVAILABLE');
    case 'NotFound':
      return because('RESOURCE_GONE');
    case 'KeyMismatch':
      return because('CERTIFICATE_REJECTED');
    case 'NoReply':
      return because(once.has(operation) ? 'OUTCOME_UNKNOWN' : 'CLOUD_UNAVAILABLE');
    case 'InUse':
      return because('REFUSED');
  }
}
