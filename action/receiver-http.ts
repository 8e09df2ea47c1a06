import { z } from 'zod';

import { DeployError, type FailureCode } from '../shared/core/errors.ts';
import type { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import { createCaller } from '../shared/runtime/caller.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import { ProblemReply } from '../shared/wire/receiver.ts';
import { createTokens, type IdToken } from './receiver-token.ts';

export interface HttpOptions {
  /** Address of the receiver, as the deployment file names it. */
  readonly url: string;
  readonly idToken: IdToken;
  readonly clock: Clock;
  /** Goes over the words of the receiver before they are shown. */
  readonly redact?: (text: string) => string;
  readonly fetch?: typeof fetch;
  readonly deadlineMs?: number;
  readonly attempts?: number;
  readonly random?: () => number;
}

export interface Asking<T extends z.ZodType> {
  /** What is being done, in front of every message. */
  readonly doing: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly reply: T;
  /** With a token that nobody has used before: the receiver takes it once. */
  readonly once?: boolean;
}

/** One request to the receiver; safe to send twice, so it is repeated where that makes sense. */
export type Ask = <T extends z.ZodType>(asking: Asking<T>, call: Call) => Promise<z.output<T>>;

const defaultDeadlineMs = 15_000;
/** A receiver that is being started again is away for a while: all of them take about a minute. */
const defaultAttempts = 8;
const longestWords = 500;

/** The receiver's own stable code of a refusal; undefined where the error is of another kind. */
export function problemCode(error: DeployError): string | undefined {
  return z.object({ problem: z.string() }).safeParse(error.cause).data?.problem;
}

const byStatus: Readonly<Record<number, FailureCode>> = {
  401: 'CREDENTIALS_REJECTED',
  403: 'PERMISSION_MISSING',
  404: 'RESOURCE_GONE',
  409: 'REFUSED',
  410: 'REFUSED',
  413: 'REFUSED',
  429: 'RATE_LIMITED',
};

function codeOf(status: number, problem: string | undefined): FailureCode {
  if (problem === 'QUOTA_EXHAUSTED') return 'QUOTA_EXHAUSTED';
  return byStatus[status] ?? (status >= 500 ? 'CLOUD_UNAVAILABLE' : 'INTERNAL');
}

function waitMs(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** The address without a slash at its end; throws `CONFIG_INVALID` where it could leak a token. */
function baseOf(url: string): URL {
  const base = URL.parse(url);
  const local = base !== null && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base === null || !(base.protocol === 'https:' || (base.protocol === 'http:' && local))) {
    throw new DeployError('CONFIG_INVALID', 'the address of the receiver must be https://…');
  }
  return base;
}

/**
 * HTTP to the receiver: the job's OIDC token, a deadline for each attempt, a bounded number of repeats,
 * and every failure as one of our errors. Follows no redirect, so that the token goes nowhere else.
 */
export function createAsk(options: HttpOptions): Ask {
  const { idToken, clock, deadlineMs = defaultDeadlineMs, attempts = defaultAttempts } = options;
  const { redact = (text: string) => text, fetch: send = fetch } = options;
  const base = baseOf(options.url);
  const root = `${base.origin}${base.pathname.replace(/\/+$/u, '')}/api/v1`;
  const tokens = createTokens(idToken, base.origin, clock);
  const words = (text: string) =>
    redact(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')).slice(0, longestWords);
  const caller = createCaller({
    clock,
    limits: { concurrency: 8, perSecond: 50, burst: 25 },
    attempts,
    deadlineMs,
    // fetch says "fetch failed" and hides why in its cause.
    toError: (thrown) => new DeployError('CLOUD_UNAVAILABLE', `no answer (${reasonOf(thrown)})`),
    ...(options.random === undefined ? {} : { random: options.random }),
  });

  async function failure(response: Response): Promise<DeployError> {
    const text = await response.text();
    let problem: z.infer<typeof ProblemReply> | undefined;
    try {
      problem = ProblemReply.safeParse(JSON.parse(text)).data;
    } catch {
      // A proxy in between answers in HTML: the status has to do.
    }
    const said =
      problem === undefined ? '' : ` ${problem.code}: ${problem.detail ?? problem.title}`;
    return new DeployError(
      codeOf(response.status, problem?.code),
      words(`the receiver answered ${response.status}${said}`),
      { cause: { problem: problem?.code }, retryAfterMs: waitMs(response) },
    );
  }

  async function once(asking: Asking<z.ZodType>, signal: AbortSignal, token: Secret) {
    const { method, path, body } = asking;
    return await send(`${root}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.reveal()}`,
        'user-agent': 'certferry-action',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal,
    });
  }

  async function attempt(asking: Asking<z.ZodType>, signal: AbortSignal): Promise<unknown> {
    const token = await (asking.once === true ? tokens.fresh(signal) : tokens.current(signal));
    let response = await once(asking, signal, token);
    if (response.status === 401 && asking.once !== true) {
      // It may have grown old on the way, by the receiver's clock: another one decides.
      await response.body?.cancel();
      tokens.drop(token);
      response = await once(asking, signal, await tokens.current(signal));
    }
    if (!response.ok) throw await failure(response);
    return response.status === 204 ? undefined : await readJson(response);
  }

  async function readJson(response: Response): Promise<unknown> {
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      throw new DeployError('CLOUD_UNEXPECTED', 'the answer of the receiver is not JSON');
    }
  }

  return async (asking, call) => {
    return await caller.run(
      `${asking.doing} (receiver ${base.host})`,
      async (signal) => {
        const parsed = asking.reply.safeParse(await attempt(asking, signal));
        if (parsed.success) return parsed.data;
        const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
        throw new DeployError(
          'CLOUD_UNEXPECTED',
          `the answer of the receiver does not parse at "${field}"; Action and receiver may be of different versions`,
        );
      },
      call,
    );
  };
}

function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const code = z.object({ code: z.string() }).safeParse(cause).data?.code;
  return code ?? (cause instanceof Error ? cause.message : String(cause));
}
