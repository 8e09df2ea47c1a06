import { randomUUID } from 'node:crypto';

import { getOctokitOptions, GitHub as Octokit } from '@actions/github/lib/utils';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';

import { DeployError } from '../shared/core/errors.ts';
import type { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import { githubError, type Doing } from './github-errors.ts';

export interface ClientOptions {
  readonly token: Secret;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  readonly clock: Clock;
  /** For one `run`, tries and waits included. */
  readonly deadlineMs?: number;
  /** The first wait after a failure of GitHub; the second is four times as long. */
  readonly backoffMs?: number;
}

const Client = Octokit.plugin(throttling, retry);
export type Client = InstanceType<typeof Client>;

/** Asks GitHub something under a deadline and a cancel signal; rejects only with a `DeployError`. */
export type Run = <T>(
  doing: Doing,
  call: Call,
  ask: (octokit: Client, request: { readonly signal: AbortSignal }) => Promise<T>,
) => Promise<T>;

const mostRetries = 2;
const quiet = () => {};

/**
 * Octokit with the limits of a workflow step: a rate limit is waited for when the deadline allows it, a
 * failure of GitHub is tried again, each twice at most, and what is not repeatable only after an answer
 * that says that nothing was done. After a cancel a timer of a retry may live on, but sends nothing.
 */
export function createRun(options: ClientOptions): Run {
  const { clock, deadlineMs = 60_000, backoffMs = 1000 } = options;
  // The throttle spaces writes by a second and new comments by three, per id.
  const id = randomUUID();

  function connect(call: Call, repeatable: boolean): Client {
    const endsAt = clock.now().getTime() + deadlineMs;
    const wait = (retryAfter: number, tries: number) => {
      const fits = tries < mostRetries && clock.now().getTime() + retryAfter * 1000 < endsAt;
      if (fits) call.log.info('waiting for a rate limit of GitHub', { seconds: retryAfter });
      return fits;
    };
    const octokit = new Client(
      getOctokitOptions(options.token.reveal(), {
        baseUrl: options.apiUrl,
        userAgent: 'certferry',
        log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
        throttle: {
          id,
          onRateLimit: (retryAfter, _options, _octokit, tries) => wait(retryAfter, tries),
          onSecondaryRateLimit: (retryAfter, _options, _octokit, tries) => wait(retryAfter, tries),
        },
        retry: {
          retries: repeatable ? mostRetries : 0,
          retryAfterBaseValue: backoffMs,
          // 429 is the throttle's; a second layer would not wait as long as GitHub asks.
          doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
        },
      }),
    );
    octokit.hook.before('request', (request) => {
      request.headers['x-github-api-version'] = '2022-11-28';
    });
    return octokit;
  }

  function errorOf(thrown: unknown, doing: Doing, call: Call, deadline: AbortSignal): DeployError {
    const cause = { cause: thrown };
    if (call.signal.aborted) {
      return new DeployError('CANCELLED', `${doing.words}: the run was cancelled`, cause);
    }
    if (!deadline.aborted) return githubError(thrown, doing, clock.now());
    const code = doing.repeatable ? 'CLOUD_UNAVAILABLE' : 'OUTCOME_UNKNOWN';
    const words = `GitHub did not answer within ${deadlineMs / 1000} s`;
    return new DeployError(code, `${doing.words}: ${words}`, cause);
  }

  return async (doing, call, ask) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = AbortSignal.any([call.signal, deadline]);
    const { promise: stopped, reject } = Promise.withResolvers<never>();
    const stop = () => {
      reject(new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    try {
      return await Promise.race([stopped, ask(connect(call, doing.repeatable), { signal })]);
    } catch (thrown) {
      throw errorOf(thrown, doing, call, deadline);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
