import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';

/** What was asked of GitHub, for the words of an error. */
export interface Doing {
  /** "reading pull request #7" */
  readonly words: string;
  /** What the token needs, as a workflow's `permissions` says it: "pull-requests: write". */
  readonly permission: string;
  /** False: sending it again could do it twice. */
  readonly repeatable: boolean;
}

const HttpFailure = z.object({
  status: z.number(),
  message: z.string(),
  response: z
    .object({
      headers: z.record(z.string(), z.unknown()),
      data: z
        .object({
          message: z.string(),
          errors: z
            .array(z.object({ message: z.string() }))
            .optional()
            .catch(undefined),
        })
        .optional()
        .catch(undefined),
    })
    .optional(),
});
type HttpFailure = z.infer<typeof HttpFailure>;

function seconds(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || !Number.isFinite(number) ? undefined : number;
}

/** How long GitHub asks to wait; undefined when the answer is not about a limit. */
function limitMs({ status, message, response }: HttpFailure, now: Date): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const headers = response?.headers ?? {};
  const retryAfter = seconds(headers['retry-after']);
  if (retryAfter !== undefined) return retryAfter * 1000;
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = seconds(headers['x-ratelimit-reset']);
    return Math.max(0, (reset ?? 0) * 1000 - now.getTime());
  }
  return status === 429 || /rate limit/iu.test(message) ? 60_000 : undefined;
}

function refusal(failure: HttpFailure, said: string, doing: Doing): DeployError {
  const { status } = failure;
  const needs = `"${doing.permission}"`;
  if (status === 401) {
    return new DeployError(
      'CREDENTIALS_REJECTED',
      `${doing.words}: GitHub does not accept the token (401 ${said}); check the input "github-token"`,
    );
  }
  if (status === 403 && /not accessible/iu.test(said)) {
    return new DeployError(
      'PERMISSION_MISSING',
      `${doing.words}: the token lacks a permission (403 ${said}); add ${needs} to the permissions of the job. Runs of forks and of Dependabot never get it`,
    );
  }
  if (status === 403 && /\blocked\b/iu.test(said)) {
    return new DeployError(
      'REFUSED',
      `${doing.words}: the conversation is locked (403 ${said}); unlock it and run again to have it written`,
    );
  }
  if (status === 404 || status === 410) {
    return new DeployError(
      'RESOURCE_GONE',
      `${doing.words}: GitHub does not find it (${status} ${said}); it was deleted, or the token lacks ${needs}`,
    );
  }
  return new DeployError('REFUSED', `${doing.words}: GitHub refused it (${status} ${said})`);
}

/** A failure of GitHub itself or of the way to it, which may be over soon. */
export function isPassing(thrown: unknown): boolean {
  const parsed = HttpFailure.safeParse(thrown);
  return parsed.success && parsed.data.status >= 500;
}

/** Whatever Octokit threw, as one of our errors with words. Headers and bodies are dropped. */
export function githubError(thrown: unknown, doing: Doing, now: Date): DeployError {
  if (thrown instanceof DeployError) return thrown;
  const parsed = HttpFailure.safeParse(thrown);
  if (!parsed.success) return DeployError.from(thrown).during(doing.words);
  const failure = parsed.data;
  const { message = failure.message, errors = [] } = failure.response?.data ?? {};
  // "Validation Failed" alone says nothing; what failed is in the list.
  const said = [message, ...errors.map((error) => error.message)].join(': ');
  const waitMs = limitMs(failure, now);
  if (waitMs !== undefined) {
    const wait = `it asks to wait ${Math.ceil(waitMs / 1000)} s`;
    return new DeployError(
      'RATE_LIMITED',
      `${doing.words}: GitHub limits the requests of this token (${failure.status}); ${wait}`,
      { retryAfterMs: waitMs },
    );
  }
  if (failure.status < 500) return refusal(failure, said, doing);
  // Octokit also calls a broken connection 500, then without a response.
  const what =
    failure.response === undefined ? `no answer (${said})` : `an error (${failure.status} ${said})`;
  return doing.repeatable
    ? new DeployError('CLOUD_UNAVAILABLE', `${doing.words}: GitHub gave ${what}`)
    : new DeployError(
        'OUTCOME_UNKNOWN',
        `${doing.words}: GitHub gave ${what}; it may have been done`,
      );
}
