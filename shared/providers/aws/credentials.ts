import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { Call, Connection } from '../provider.ts';
import type { Ask } from './client.ts';
import { plainFailure } from './failure.ts';
import { partitionOf } from './partition.ts';
import type { LoginAction } from './policy.ts';
import type { AwsSettings } from './spec.ts';
import { clientMaker, requestHandler } from './wiring.ts';
import type { Identity, Wiring } from './wiring.ts';

/** Finds credentials, as often as they are asked for. */
export type Source = (call: Call) => Promise<Identity>;

const Issued = z.object({
  Credentials: z.object({
    AccessKeyId: z.string(),
    SecretAccessKey: z.string(),
    SessionToken: z.string(),
    Expiration: z.date(),
  }),
});

const howToLogIn =
  'run aws-actions/configure-aws-credentials in an earlier step, or give the account "oidc" or "credentials"';

/** Session length. A role that was assumed by a role may not ask for more. */
const sessionSeconds = 3600;
const renewAheadMs = 300_000;

/** Asks once, then again shortly before the answer expires. A failure is not kept. */
function remembered(source: Source, clock: Clock): Source {
  let known: Identity | undefined;
  let pending: Promise<Identity> | undefined;
  return async (call) => {
    const endsAt = known?.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime()) return known;
    pending ??= source(call).finally(() => {
      pending = undefined;
    });
    known = await pending;
    return known;
  };
}

/** What a source may draw on. */
export interface Means {
  readonly settings: AwsSettings;
  readonly connection: Connection;
  readonly wiring: Wiring;
  readonly region: string;
  readonly ask: Ask<LoginAction>;
}

function fromReply(reply: z.infer<typeof Issued>, mask: (value: string) => void): Identity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = reply.Credentials;
  mask(SecretAccessKey);
  mask(SessionToken);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

function fromSecrets({ settings, connection }: Means): Source | undefined {
  const { credentials } = settings;
  if (credentials === undefined) return undefined;
  const reveal = (ref: { readonly env: string }) => connection.secret(ref).reveal();
  return async () => ({
    accessKeyId: reveal(credentials.access_key_id),
    secretAccessKey: reveal(credentials.secret_access_key),
    ...(credentials.session_token === undefined
      ? {}
      : { sessionToken: reveal(credentials.session_token) }),
  });
}

function fromOidc({ settings, connection, wiring, region, ask }: Means): Source | undefined {
  const { oidc } = settings;
  if (oidc === undefined) return undefined;
  const nobody = () =>
    Promise.reject(new DeployError('INTERNAL', 'the OIDC login is sent without a signature'));
  const client = clientMaker(wiring, nobody)(STSClient, region);
  return async (call) => {
    if (connection.idToken === undefined) {
      throw new DeployError(
        'CREDENTIALS_REJECTED',
        'oidc works only in a GitHub Actions job with "permissions: id-token: write"',
      );
    }
    const audience = oidc.audience ?? partitionOf(oidc.role).audience;
    const token = await connection.idToken(audience, call.signal);
    const reply = await ask(
      'sts:AssumeRoleWithWebIdentity',
      `taking on role ${oidc.role} with the OIDC token of this run`,
      Issued,
      (options) =>
        client.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: oidc.role,
            RoleSessionName: connection.session,
            WebIdentityToken: token.reveal(),
            DurationSeconds: sessionSeconds,
          }),
          options,
        ),
      call,
    );
    return fromReply(reply, connection.mask);
  };
}

/** The SDK's own search: environment, web identity file, profiles, container, instance. */
function fromChain({ connection, wiring, region }: Means): Source {
  const { credentialsMs } = wiring.timing;
  return async (call) => {
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    // A runner that is no EC2 instance answers nothing at the metadata address: ask shortly.
    const find = fromNodeProviderChain({
      timeout: 1000,
      maxRetries: 0,
      clientConfig: { region, requestHandler: requestHandler(wiring) },
    });
    const limit = AbortSignal.any([call.signal, AbortSignal.timeout(credentialsMs)]);
    const tooLong = Promise.withResolvers<never>();
    const give = () => tooLong.reject(new Error(`not found within ${credentialsMs / 1000} s`));
    limit.addEventListener('abort', give, { once: true });
    try {
      const found = await Promise.race([find(), tooLong.promise]);
      connection.mask(found.secretAccessKey);
      if (found.sessionToken !== undefined) connection.mask(found.sessionToken);
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expiration === undefined ? {} : { expiration }),
      };
    } catch (thrown) {
      if (call.signal.aborted) throw new DeployError('CANCELLED', 'the run was cancelled');
      const { message } = plainFailure(thrown);
      throw new DeployError(
        'CREDENTIALS_REJECTED',
        `no AWS credentials (${message}): ${howToLogIn}`,
      );
    } finally {
      limit.removeEventListener('abort', give);
    }
  };
}

function assuming(source: Source, { settings, connection, wiring, region, ask }: Means): Source {
  const { role, external_id: externalId } = settings;
  if (role === undefined) return source;
  const client = clientMaker(wiring, async () => await source(unwatched(wiring)))(
    STSClient,
    region,
  );
  return async (call) => {
    // First, so that a missing login is named as such and not as a failed role.
    await source(call);
    const reply = await ask(
      'sts:AssumeRole',
      `assuming role ${role}`,
      Issued,
      (options) =>
        client.send(
          new AssumeRoleCommand({
            RoleArn: role,
            RoleSessionName: connection.session,
            DurationSeconds: sessionSeconds,
            ...(externalId === undefined ? {} : { ExternalId: externalId }),
          }),
          options,
        ),
      call,
    );
    return fromReply(reply, connection.mask);
  };
}

/** The SDK asks for renewed credentials without a signal; this bounds the answer. */
export function unwatched({ timing }: Wiring): Call {
  return { signal: AbortSignal.timeout(timing.credentialsMs), log: silentLog };
}

/** The login that the account's settings describe, renewed before it expires. */
export function credentialSource(means: Means): Source {
  const { clock } = means.wiring;
  const first = fromSecrets(means) ?? fromOidc(means) ?? fromChain(means);
  return remembered(assuming(remembered(first, clock), means), clock);
}
