import type { Fault } from './faults.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The page of a list: becomes the `Link` header. */
  readonly page?: { readonly number: number; readonly last: number; readonly size: number };
}

const docs = 'https://docs.github.com/rest';

/** An answer that a route gives up with. */
export class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

export function errorAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, body: { message, documentation_url: docs, status: String(status) }, headers };
}

export const notFound = errorAnswer(404, 'Not Found');

export function invalid(errors: readonly Readonly<Record<string, string>>[]): Answer {
  return {
    status: 422,
    body: { message: 'Validation Failed', errors, documentation_url: docs, status: '422' },
  };
}

const secondaryLimit =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. ' +
  'If you reach out to GitHub Support for help, please include the request ID.';

export function secondaryLimitAnswer(status: number, retryAfterSeconds: number | null): Answer {
  const headers =
    retryAfterSeconds === null ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return errorAnswer(status, secondaryLimit, headers);
}

export function primaryLimitAnswer(resetAt: Date): Answer {
  return errorAnswer(403, 'API rate limit exceeded for installation ID 47110815.', {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(resetAt.getTime() / 1000)),
  });
}

/** What the client is answered; `undefined` where it gets no HTTP answer at all. */
export function faultAnswer(fault: Fault, now: Date): Answer | undefined {
  const { retryAfterSeconds: seconds = 1 } = fault;
  switch (fault.kind) {
    case 'reset':
    case 'hang':
      return undefined;
    case 'mangled':
      return { status: 200, body: { mangled: true } };
    case 'secondary-limit':
      return secondaryLimitAnswer(403, seconds);
    case 'secondary-limit-429':
      return secondaryLimitAnswer(429, seconds);
    case 'primary-limit':
      return primaryLimitAnswer(new Date(now.getTime() + (seconds ?? 1) * 1000));
    case '400':
      return errorAnswer(400, 'Problems parsing JSON');
    case '401':
      return errorAnswer(401, 'Bad credentials');
    case '403':
      return errorAnswer(403, 'Resource not accessible by integration');
    case '404':
      return notFound;
    case '410':
      return errorAnswer(410, 'Issues are disabled for this repo');
    case '422':
      return invalid([
        { resource: 'IssueComment', code: 'custom', field: 'body', message: 'was refused' },
      ]);
    case '500':
    case '502':
    case '503':
      return { ...errorAnswer(Number(fault.kind), 'Server Error') };
  }
}
