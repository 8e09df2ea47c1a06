import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call, Connection } from '../provider.ts';
import type { Ask } from './client.ts';
import type { LoginAction } from './policy.ts';
import type { Identity } from './signer.ts';
import type { HuaweiSettings } from './spec.ts';

/** Finds credentials, as often as they are asked for. */
export type Source = (call: Call) => Promise<Identity>;

const Issued = z.object({
  credentials: z.object({
    access_key_id: z.string().min(1),
    secret_access_key: z.string().min(1),
    security_token: z.string().min(1),
    expiration: z.string(),
  }),
});

/** The least that every agency allows for a session is an hour. */
const sessionSeconds = 3600;
const renewAheadMs = 300_000;

/** `2026-11-23T09:00:00.123000Z`: microseconds are more than a Date takes everywhere. */
function readTime(text: string): Date {
  const at = new Date(text.replace(/(\.\d{3})\d*Z$/u, '$1Z'));
  if (!Number.isNaN(at.getTime())) return at;
  throw new DeployError('CLOUD_UNEXPECTED', 'the session ends at a time that cannot be read');
}

/** Asks once, then again shortly before the answer expires. A failure is not kept. */
function remembered(source: Source, clock: Clock): Source {
  let known: Identity | undefined;
  let pending: Promise<Identity> | undefined;
  return async (call) => {
    const endsAt = known?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime()) return known;
    pending ??= source(call).finally(() => {
      pending = undefined;
    });
    known = await pending;
    return known;
  };
}

function fromSecrets(
  { access_key, secret_key, security_token }: NonNullable<HuaweiSettings['credentials']>,
  connection: Connection,
): Source {
  const identity: Identity = {
    accessKey: connection.secret(access_key).reveal().trim(),
    secretKey: new Secret(connection.secret(secret_key).reveal().trim()),
    ...(security_token === undefined ? {} : { securityToken: connection.secret(security_token) }),
  };
  return () => Promise.resolve(identity);
}

/** https://support.huaweicloud.com/intl/en-us/api-iam5/AssumeAgencyWithOIDC.html */
function fromOidc(
  { provider_urn, agency_urn, audience }: NonNullable<HuaweiSettings['oidc']>,
  connection: Connection,
  ask: Ask<LoginAction>,
): Source {
  const { idToken } = connection;
  if (idToken === undefined) {
    throw new DeployError(
      'CREDENTIALS_REJECTED',
      'oidc works only in a GitHub Actions job with "permissions: id-token: write"',
    );
  }
  return remembered(async (call) => {
    const token = await idToken(audience ?? 'sts.myhuaweicloud.com', call.signal);
    const { credentials } = await ask(
      {
        action: 'sts:agencies:assumeWithOIDC',
        doing: `taking on agency ${agency_urn} with the OIDC token of this run`,
        method: 'POST',
        path: '/v5/agencies/assume-with-oidc',
        body: {
          provider_urn,
          agency_urn,
          agency_session_name: connection.session,
          duration_seconds: sessionSeconds,
          id_token: token.reveal(),
        },
      },
      Issued,
      call,
    );
    connection.mask(credentials.secret_access_key);
    connection.mask(credentials.security_token);
    return {
      accessKey: credentials.access_key_id,
      secretKey: new Secret(credentials.secret_access_key),
      securityToken: new Secret(credentials.security_token),
      expiresAt: readTime(credentials.expiration),
    };
  }, connection.clock);
}

/** The login that the account's settings describe, renewed before it expires. */
export function credentialSource(
  { credentials, oidc }: HuaweiSettings,
  connection: Connection,
  ask: Ask<LoginAction>,
): Source {
  if (credentials !== undefined) return fromSecrets(credentials, connection);
  if (oidc !== undefined) return fromOidc(oidc, connection, ask);
  throw new DeployError('INTERNAL', 'the settings were accepted without any way to log in');
}
