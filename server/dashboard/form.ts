import { readBody } from '../body.ts';
import type { AppContext } from '../part.ts';
import { problems } from '../problem.ts';

/** The longest thing that anybody has to send is a token. */
const mostBytes = 8192;

/** What a form of a page was filled in with. Throws 413 and 415. */
export async function readForm(c: AppContext): Promise<URLSearchParams> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/iu.test(type)) {
    throw problems.wrongType('send the form as a browser does');
  }
  const body = await readBody(c, mostBytes);
  return new URLSearchParams(body.toString('utf8'));
}
