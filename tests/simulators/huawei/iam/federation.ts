import { z } from 'zod';

import { ids } from '../ids.ts';
import { noQuery } from '../input.ts';
import { readIdToken } from '../oidc.ts';
import type { Operation } from '../operation.ts';
import { iamError, iamOperation } from './operation.ts';

const unscopedTokenMs = 24 * 3_600_000;
/** A session of the old federation ends after at most this, and is refused below the least. */
const session = { least: 900, most: 86_400 };

/** The older way from an OIDC token to temporary keys, first half: an unscoped token in a header. */
const authenticate = iamOperation({
  name: 'KeystoneCreateTokenByIdToken',
  method: 'POST',
  path: '/v3/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol}/auth',
  proof: 'none',
  query: noQuery,
  body: z.strictObject({}).optional(),
  run({ path }, { world, headers, now }) {
    const bearer = /^Bearer (\S+)$/u.exec(headers.get('authorization') ?? '')?.[1];
    const found = [...world.accounts.values()]
      .map((account) => ({
        account,
        provider: account.identityProviders.get(path['idp_id'] ?? ''),
      }))
      .find(({ provider }) => provider !== undefined);
    const unauthorised = (reason: string) =>
      iamError(401, `The request you have made requires authentication: ${reason}`);
    if (bearer === undefined) throw unauthorised('no bearer token.');
    if (found?.provider === undefined || path['protocol'] !== 'oidc') {
      throw iamError(404, `Could not find identity provider: ${path['idp_id'] ?? ''}.`);
    }
    const claims = readIdToken(bearer, found.provider.trust, now);
    if (typeof claims === 'string') throw unauthorised(claims);
    const token = ids.token();
    const expiresAt = now + unscopedTokenMs;
    const { deny } = found.provider;
    const caller = { ...world.nobody, account: found.account, deny };
    world.unscopedTokens.set(token, { caller, expiresAt });
    return {
      status: 201,
      headers: { 'x-subject-token': token },
      body: {
        token: {
          methods: ['mapped'],
          expires_at: new Date(expiresAt).toISOString().replace('Z', '000Z'),
          user: { id: ids.hex32(), name: claims.sub, domain: { id: found.account.id } },
        },
      },
    };
  },
});

/** Second half: temporary keys for that token. */
const createSecurityTokens = iamOperation({
  name: 'CreateTemporaryAccessKeyByToken',
  method: 'POST',
  path: '/v3.0/OS-CREDENTIAL/securitytokens',
  proof: 'token',
  query: noQuery,
  body: z.strictObject({
    auth: z.strictObject({
      identity: z.strictObject({
        methods: z.tuple([z.literal('token')]),
        token: z
          .strictObject({
            id: z.string().optional(),
            duration_seconds: z.int().min(session.least).max(session.most).optional(),
          })
          .optional(),
      }),
    }),
  }),
  run({ body }, { world, headers, now }) {
    const { token } = body.auth.identity;
    const known = world.unscopedTokens.get(token?.id ?? headers.get('x-auth-token') ?? '');
    if (known === undefined || known.expiresAt <= now) {
      throw iamError(401, 'The request you have made requires authentication.');
    }
    const expiresAt = now + (token?.duration_seconds ?? session.least) * 1000;
    const { account, deny } = known.caller;
    const made = { token: ids.token(), expiresAt };
    const caller = world.createCaller(account, { session: made, deny });
    return {
      status: 201,
      body: {
        credential: {
          access: caller.accessKey,
          secret: caller.secretKey,
          securitytoken: made.token,
          expires_at: new Date(expiresAt).toISOString().replace('Z', '000Z'),
        },
      },
    };
  },
});

export const federationOperations: readonly Operation[] = [authenticate, createSecurityTokens];
