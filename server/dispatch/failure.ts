import { z } from 'zod';

import { DeployError } from '../../shared/core/errors.ts';

/** What was asked of GitHub. */
export interface Doing {
  /** "starting certferry.yml of octo/shop" */
  readonly words: string;
  /** What the App or the token needs: "Actions: write". */
  readonly permission: string;
  /** True: without an answer nobody knows whether it was done. */
  readonly writes: boolean;
}

const HttpFailure = z.object({
  status: z.number(),
  message: z.string(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()),
      data: z.object({ message: z.string() }).optional().catch(undefined),
    })
    .optional(),
});
type HttpFailure = z.infer<typeof HttpFailure>;

const Caused = z.object({ cause: z.object({ code: z.string() }) });

/** The connection never stood: nothing can have been sent. */
const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function codeOf(thrown: unknown): string | undefined {
  for (let level = 0, one = thrown; level < 4; level += 1) {
    const caused = Caused.safeParse(one);
    if (caused.success) return caused.data.cause.code;
    one = one instanceof Error ? one.cause : undefined;
  }
  return undefined;
}

function seconds(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) ? undefined : Math.max(0, number);
}

/**
 * How long GitHub asks to wait; undefined when the answer is not about a limit.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function limitMs({ status, message, response }: HttpFailure, now: Date): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const retryAfter = seconds(headers['retry-after']);
  if (retryAfter !== undefined) return retryAfter * 1000;
  const reset = seconds(headers['x-ratelimit-reset']);
  if (String(headers['x-ratelimit-remaining']) === '0' && reset !== undefined) {
    return Math.max(1000, reset * 1000 - now.getTime());
  }
  return status === 429 || /rate limit/iu.test(message) ? 60_000 : undefined;
}

function refusal(status: number, said: string, doing: Doing): DeployError {
  const answer = `${status} ${said}`.slice(0, 300);
  if (status === 401) {
    return new DeployError(
      'CREDENTIALS_REJECTED',
      `${doing.words}: GitHub does not accept the App or the token of the receiver (${answer})`,
    );
  }
  if (status === 403) {
    return new DeployError(
      'PERMISSION_MISSING',
      `${doing.words}: GitHub forbids it (${answer}); the App or the token needs "${doing.permission}", and a policy of the repository or the organisation may keep others from starting workflows`,
    );
  }
  if (status === 404 || status === 410) {
    return new DeployError(
      'RESOURCE_GONE',
      `${doing.words}: GitHub does not find it (${answer}); the workflow must be on the default branch, and the App or the token must reach the repository with "${doing.permission}"`,
    );
  }
  return new DeployError('REFUSED', `${doing.words}: GitHub refused it (${answer})`);
}

/** Whatever a request to GitHub threw, as one of our errors. Headers and bodies are dropped. */
export function githubFailure(thrown: unknown, doing: Doing, now: Date): DeployError {
  if (thrown instanceof DeployError) return thrown;
  if (thrown instanceof z.ZodError) {
    const field = thrown.issues[0]?.path.join('.') ?? '';
    return new DeployError(
      'CLOUD_UNEXPECTED',
      `${doing.words}: the answer of GitHub does not parse at "${field}"`,
    );
  }
  const parsed = HttpFailure.safeParse(thrown);
  const failure = parsed.success ? parsed.data : undefined;
  if (failure?.response !== undefined) {
    const waitMs = limitMs(failure, now);
    if (waitMs !== undefined) {
      return new DeployError(
        'RATE_LIMITED',
        `${doing.words}: GitHub limits the requests of the receiver and asks to wait ${Math.ceil(waitMs / 1000)} s`,
        { retryAfterMs: waitMs },
      );
    }
    const said = failure.response.data?.message ?? 'without words';
    if (failure.status >= 400 && failure.status < 500) {
      return refusal(failure.status, said, doing);
    }
    return unanswered(doing, `an error (${failure.status} ${said.slice(0, 200)})`);
  }
  const code = codeOf(thrown);
  if (code !== undefined && unsent.includes(code)) {
    return new DeployError('CLOUD_UNAVAILABLE', `${doing.words}: GitHub is not reached (${code})`);
  }
  return unanswered(doing, `no answer (${code ?? 'the connection broke or took too long'})`);
}

function unanswered(doing: Doing, what: string): DeployError {
  return doing.writes
    ? new DeployError('OUTCOME_UNKNOWN', `${doing.words}: GitHub gave ${what}; it may be done`)
    : new DeployError('CLOUD_UNAVAILABLE', `${doing.words}: GitHub gave ${what}`);
}
