import { HTTPException } from 'hono/http-exception';

import { DeployError } from '../shared/core/errors.ts';
import type { AppContext } from './part.ts';
import { Problem, problems } from './problem.ts';
import type { ProblemDetails } from './problem.ts';

/** SQLite's words for "not now": locked for too long, or no room to write. */
const passing = /^SQLITE_(?:BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/u;

/** Whatever was thrown, as the problem that the caller is told. Its cause is for the log alone. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof DeployError && thrown.failure.who !== 'us') {
    const { advice, http } = thrown.failure;
    const status = http === 409 || http === 422 || http === 503 ? http : 502;
    const details = { status, code: thrown.code, title: advice, detail: thrown.message } as const;
    return new Problem(details, { cause: thrown });
  }
  if (thrown instanceof HTTPException) {
    const details = {
      status: 400,
      code: 'MALFORMED',
      title: 'The request does not parse',
    } as const;
    return new Problem(details, { cause: thrown });
  }
  if (thrown instanceof Error && 'code' in thrown && passing.test(String(thrown.code))) {
    const busy = problems.busy('the database is busy or full', { 'retry-after': '2' });
    return new Problem(busy.details, { cause: thrown });
  }
  return new Problem(problems.internal().details, { cause: thrown });
}

export function reply(
  c: AppContext,
  { status, code, title, detail, headers }: ProblemDetails,
): Response {
  const body = { type: 'about:blank', status, code, title, detail, requestId: c.get('requestId') };
  return c.body(JSON.stringify(body), status, {
    ...headers,
    'content-type': 'application/problem+json',
  });
}
