import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a bearer token: kept in memory instead of the token itself. */
export type TokenHash = Buffer;

export const hashToken = (token: string): TokenHash => createHash('sha256').update(token).digest();

/** Takes the same time wherever the two differ, and whatever the length. */
export const isToken = (given: string, wanted: TokenHash): boolean =>
  timingSafeEqual(hashToken(given), wanted);

/** The credential of an `Authorization: Bearer …` header; undefined where it is none. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer +([^\s]+) *$/iu.exec(header)?.[1];
}
