import { hashToken, isToken } from '../tokens.ts';
import type { TokenHash } from '../tokens.ts';

/** Whether a text is one of several secrets. Takes the same time whichever it is, or none. */
export function createTokenCheck(
  tokens: readonly string[],
): (given: string | undefined) => boolean {
  const wanted: readonly TokenHash[] = tokens.map(hashToken);
  return (given = '') =>
    wanted.map((one) => isToken(given, one)).reduce((any, one) => any || one, false);
}
