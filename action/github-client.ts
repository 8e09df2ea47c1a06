import { randomUUID } from 'node:crypto';

import { getOctokitOptions, GitHub as Octokit } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import { githubError, isPassing, type Doing } from './github-errors.ts';

export interface ClientOptions {
  readonly token: Secret;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  readonly clock: Clock;
  /** For one `run`: tries, and waits between them, but not what GitHub's limits ask to wait. */
  readonly deadlineMs?: number;
  /** The first wait after a failure of GitHub; the second is four times as long. */
  readonly backoffMs?: number;
  /** How long to wait at a secondary limit that does not say; GitHub's documentation asks for a minute. */
  readonly limitPauseSeconds?: number;
}

/** One request that failed, and how often it was sent before. */
type OnFailure = (error: Error, tries: number) => void;

/** `onFailure` hears of each single request, before the other plugins decide what to do about it. */
function clientClass(onFailure: OnFailure) {
  const listening: Parameters<typeof Octokit.plugin>[0] = (octokit) => {
    octokit.hook.error('request', (error, { request }) => {
      const tries = Number(request['retryCount'] ?? 0);
      onFailure(error, tries);
      throw error;
    });
  };
  return Octokit.plugin(listening, throttling, retry);
}
export type Client = InstanceType<ReturnType<typeof clientClass>>;

/** Asks GitHub something under a deadline and a cancel signal; rejects only with a `DeployError`. */
export type Run = <T>(
  doing: Doing,
  call: Call,
  ask: (octokit: Client, request: { readonly signal: AbortSignal }) => Promise<T>,
) => Promise<T>;

const mostRetries = 2;
/** A comment that is a minute late is better than none; a job that waits for an hour is not. */
const longestWaitsMs = 125_000;
const versionHeader = 'x-github-api-version';
const quiet = () => {};

/** An end that can be put off. */
function createDeadline(ms: number) {
  const controller = new AbortController();
  let endsAt = performance.now() + ms;
  const start = () => setTimeout(() => controller.abort(), endsAt - performance.now());
  let timer = start();
  return {
    signal: controller.signal,
    putOff(byMs: number): void {
      clearTimeout(timer);
      endsAt += byMs;
      timer = start();
    },
    clear(): void {
      clearTimeout(timer);
    },
  };
}
type Deadline = ReturnType<typeof createDeadline>;

/** An Enterprise Server may not know our version of the API; nothing was done then. */
function rejectsVersion(thrown: unknown): boolean {
  const error = z.object({ status: z.literal(400), message: z.string() }).safeParse(thrown);
  return error.success && /x-github-api-version/iu.test(error.data.message);
}

/**
 * Octokit with the limits of a workflow step: a rate limit is waited for, two minutes at most in all, a
 * failure of GitHub is tried again, each twice at most and said in the log, and what is not repeatable
 * only after an answer that says that nothing was done. After a cancel a timer of a retry may live on,
 * but sends nothing.
 */
export function createRun(options: ClientOptions): Run {
  const { clock, deadlineMs = 60_000, backoffMs = 1000, limitPauseSeconds = 60 } = options;
  // The throttle spaces writes by a second and new comments by three, per id.
  const id = randomUUID();
  let waitedMs = 0;
  let sendsVersion = true;

  function connect(doing: Doing, call: Call, deadline: Deadline): Client {
    const wait = (retryAfter: number, tries: number) => {
      const waitMs = retryAfter * 1000;
      if (tries >= mostRetries || waitedMs + waitMs > longestWaitsMs) return false;
      waitedMs += waitMs;
      deadline.putOff(waitMs);
      const facts = { doing: doing.words, seconds: retryAfter };
      call.log.info('waiting for a rate limit of GitHub', facts);
      return true;
    };
    const onFailure: OnFailure = (error, tries) => {
      const again = doing.repeatable && tries < mostRetries && !deadline.signal.aborted;
      if (!again || call.signal.aborted || !isPassing(error)) return;
      call.log.info('GitHub failed, asking again', {
        doing: doing.words,
        reason: error.message,
        seconds: ((tries + 1) ** 2 * backoffMs) / 1000,
      });
    };
    const octokit = new (clientClass(onFailure))(
      getOctokitOptions(options.token.reveal(), {
        baseUrl: options.apiUrl,
        userAgent: 'certferry',
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        throttle: {
          id,
          fallbackSecondaryRateRetryAfter: limitPauseSeconds,
          onRateLimit: (retryAfter, _options, _octokit, tries) => wait(retryAfter, tries),
          onSecondaryRateLimit: (retryAfter, _options, _octokit, tries) => wait(retryAfter, tries),
        },
        retry: {
          retries: doing.repeatable ? mostRetries : 0,
          retryAfterBaseValue: backoffMs,
          // 429 is the throttle's; a second layer would not wait as long as GitHub asks.
          doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
        },
      }),
    );
    octokit.hook.wrap('request', async (send, request) => {
      if (sendsVersion) request.headers[versionHeader] = '2022-11-28';
      try {
        return await send(request);
      } catch (thrown) {
        if (!sendsVersion || !rejectsVersion(thrown)) throw thrown;
        sendsVersion = false;
        call.log.info('GitHub does not know this version of its API, using its own');
        // The inner hooks are bound to this very object: another one would not reach them.
        const { [versionHeader]: _, ...headers } = request.headers;
        Object.assign(request, { headers });
        return await send(request);
      }
    });
    return octokit;
  }

  function errorOf(thrown: unknown, doing: Doing, call: Call, deadline: Deadline): DeployError {
    const cause = { cause: thrown };
    if (call.signal.aborted) {
      return new DeployError('CANCELLED', `${doing.words}: the run was cancelled`, cause);
    }
    if (!deadline.signal.aborted) return githubError(thrown, doing, clock.now());
    const code = doing.repeatable ? 'CLOUD_UNAVAILABLE' : 'OUTCOME_UNKNOWN';
    const words = `GitHub did not answer within ${deadlineMs / 1000} s`;
    return new DeployError(code, `${doing.words}: ${words}`, cause);
  }

  return async (doing, call, ask) => {
    const deadline = createDeadline(deadlineMs);
    const signal = AbortSignal.any([call.signal, deadline.signal]);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = () => {
      reject(new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await Promise.race([stopped, ask(connect(doing, call, deadline), { signal })]);
    } catch (thrown) {
      throw errorOf(thrown, doing, call, deadline);
    } finally {
      deadline.clear();
      signal.removeEventListener('abort', stop);
    }
  };
}
