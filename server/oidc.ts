import { timestamp } from './clock.ts';
import type { Repository } from './database/schema.ts';
import { refuse, unknownRepository, type Operation } from './oidc-rules.ts';
import { createTokenVerifier, refusedToken, type Claims, type VerifyToken } from './oidc-token.ts';
import type { AppContext } from './part.ts';
import type { Ports } from './ports.ts';
import { Problem } from './problem.ts';
import { bearerOf } from './tokens.ts';

export type { Operation } from './oidc-rules.ts';
export type { Claims } from './oidc-token.ts';

/** A workflow run that proved who it is, and that it may do what it asks for. */
export interface Caller {
  readonly claims: Claims;
  readonly repository: Repository;
}

/** Who asks; throws a `Problem` where that is not proven, or not allowed. First thing in a route. */
export type Authenticate = (c: AppContext, operation: Operation) => Promise<Caller>;

/**
 * Lets through only workflow runs of registered repositories that may do what they ask for. Every other
 * request is answered 401 or 403 with a stable code and leaves nothing but a counter; a token for a
 * bundle is used up by the one request that it was good for.
 */
export function createAuthenticate(
  ports: Pick<Ports, 'db' | 'clock' | 'settings' | 'metrics'>,
  verify: VerifyToken = createTokenVerifier({
    issuer: ports.settings.oidcIssuer,
    audience: ports.settings.url,
    clock: ports.clock,
  }),
): Authenticate {
  const { db, metrics } = ports;
  const refusals = metrics.counter(
    'certferry_oidc_refusals_total',
    'Requests of workflow runs that were refused, by code.',
  );

  async function identify(header: string | undefined, operation: Operation): Promise<Caller> {
    const token = bearerOf(header);
    if (token === undefined) {
      throw refusedToken('TOKEN_MISSING', 'send the OIDC token of the job as a bearer token');
    }
    const claims = await verify(token);
    const repository = await db
      .selectFrom('repositories')
      .selectAll()
      .where('github_id', '=', claims.repositoryId)
      .executeTakeFirst();
    if (repository === undefined) throw unknownRepository();
    const refusal = refuse(operation, claims, repository);
    if (refusal !== undefined) throw refusal;
    if (operation === 'bundle') await burn(claims);
    return { claims, repository: await rename(repository, claims.repository) };
  }

  /** One row per token: whoever inserts it first has used it. */
  async function burn({ jti, expiresAt }: Claims): Promise<void> {
    // A token is accepted for a minute after its end, by a clock that is behind.
    const expires = new Date(expiresAt.getTime() + 120_000).toISOString();
    const { numInsertedOrUpdatedRows: inserted } = await db
      .insertInto('used_tokens')
      .values({ jti, expires_at: expires })
      .onConflict((conflict) => conflict.column('jti').doNothing())
      .executeTakeFirstOrThrow();
    if (inserted !== 1n) {
      throw refusedToken('TOKEN_USED', 'it was used for a bundle before; ask for a new one');
    }
  }

  /** A repository that was renamed is dispatched under its new name. */
  async function rename(repository: Repository, name: string): Promise<Repository> {
    if (repository.full_name === name || !/^[\w.-]+\/[\w.-]+$/u.test(name)) return repository;
    await db
      .updateTable('repositories')
      .set({ full_name: name })
      .where('id', '=', repository.id)
      .execute();
    return { ...repository, full_name: name };
  }

  return async (c, operation) => {
    try {
      return await identify(c.req.header('authorization'), operation);
    } catch (thrown) {
      if (thrown instanceof Problem) refusals.add({ code: thrown.details.code });
      throw thrown;
    }
  };
}

/** Tokens that can no longer be used anyhow are forgotten. Resolves to their number. */
export async function forgetUsedTokens({
  db,
  clock,
}: Pick<Ports, 'db' | 'clock'>): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('used_tokens')
    .where('expires_at', '<', timestamp(clock))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
