import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** RFC 9457. `code` is stable: scripts and the Action decide by it. */
export interface ProblemDetails {
  readonly status: ContentfulStatusCode;
  /** Upper case with underscores, like the failure table's; lower case for certificate checks. */
  readonly code: string;
  /** The same words for every problem of this code. */
  readonly title: string;
  /** What was wrong this time. Never what was sent, never a secret. */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a route to answer with `application/problem+json`; `createApp` turns it into the reply. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly details: ProblemDetails;

  constructor(details: ProblemDetails, options: { readonly cause?: unknown } = {}) {
    super(details.detail ?? details.title, options);
    this.details = details;
  }
}

const make =
  (status: ContentfulStatusCode, code: string, title: string) =>
  (detail?: string, headers?: Readonly<Record<string, string>>): Problem =>
    new Problem({
      status,
      code,
      title,
      ...(detail === undefined ? {} : { detail }),
      ...(headers === undefined ? {} : { headers }),
    });

/** Problems that more than one part answers with: `throw problems.forbidden('…')`. */
export const problems = {
  malformed: make(400, 'MALFORMED', 'The request does not parse'),
  unauthenticated: make(401, 'UNAUTHENTICATED', 'The request does not prove who sent it'),
  forbidden: make(403, 'FORBIDDEN', 'This is not allowed'),
  notFound: make(404, 'NOT_FOUND', 'There is nothing here'),
  methodNotAllowed: make(405, 'METHOD_NOT_ALLOWED', 'This method is not for this address'),
  conflict: make(409, 'CONFLICT', 'It contradicts what is stored'),
  gone: make(410, 'GONE', 'This was switched off'),
  tooLarge: make(413, 'TOO_LARGE', 'The body is too large'),
  wrongType: make(415, 'WRONG_TYPE', 'The content type is not supported'),
  invalid: make(422, 'INVALID', 'The request does not fit its schema'),
  tooMany: make(429, 'TOO_MANY_REQUESTS', 'Too many requests'),
  internal: make(500, 'INTERNAL', 'The receiver failed'),
  busy: make(503, 'BUSY', 'The receiver cannot do this now'),
} as const;
