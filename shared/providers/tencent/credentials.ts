import { Client as StsClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/v20180813/sts_client.js';
import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Caller } from '../../runtime/caller.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';
import type { Call, Connection } from '../provider.ts';
import { createAsk } from './client.ts';
import type { LoginAction } from './policy.ts';
import type { TencentSettings } from './spec.ts';
import { createClient } from './wiring.ts';
import type { Identity, Wiring } from './wiring.ts';

/** Finds credentials, as often as they are asked for, and renews them before they end. */
export interface Source {
  get(call: Call): Promise<Identity>;
  /** Forgets what it found, so that it is asked for again; false: there is nothing else to find. */
  renew(): boolean;
}

/** What a source may draw on. */
export interface Means {
  readonly settings: TencentSettings;
  readonly connection: Connection;
  readonly wiring: Wiring;
  readonly region: string;
  readonly caller: (action: string) => Caller;
}

const Issued = z.object({
  ExpiredTime: z.number(),
  Credentials: z.object({
    Token: z.string(),
    TmpSecretId: z.string(),
    TmpSecretKey: z.string(),
  }),
});

const defaultAudience = 'sts.tencentcloudapi.com';
/** Seconds. What a deployment may take; a token that ends earlier is renewed. */
const sessionSeconds = 7200;
const renewAheadMs = 300_000;

/** Asks once, then again shortly before the answer ends. A failure is not kept. */
function remembered(find: (call: Call) => Promise<Identity>, clock: Clock): Source {
  let known: Identity | undefined;
  let pending: Promise<Identity> | undefined;
  return {
    async get(call) {
      const endsAt = known?.endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
      if (known !== undefined && endsAt - renewAheadMs > clock.now().getTime()) return known;
      pending ??= find(call).finally(() => {
        pending = undefined;
      });
      known = await pending;
      return known;
    },
    renew() {
      known = undefined;
      return true;
    },
  };
}

/** A key with a blank or a line end around it is not found by its id, or signs wrongly. */
function trimmed(value: string, mask: (value: string) => void): string {
  const bare = value.trim();
  if (bare !== value && bare !== '') mask(bare);
  return bare;
}

function fromSecrets({ settings, connection }: Means): Source | undefined {
  const { credentials } = settings;
  if (credentials === undefined) return undefined;
  const { secret, mask } = connection;
  return {
    async get() {
      const reveal = (ref: { readonly env: string }) => trimmed(secret(ref).reveal(), mask);
      const identity = {
        secretId: reveal(credentials.secret_id),
        secretKey: reveal(credentials.secret_key),
        endsAt: null,
      };
      // Without them the SDK signs as "null" all the same.
      if (identity.secretId === '' || identity.secretKey === '') {
        throw new DeployError('CREDENTIALS_REJECTED', 'the secret id or the secret key is empty');
      }
      const { token } = credentials;
      return token === undefined ? identity : { ...identity, token: reveal(token) };
    },
    renew: () => false,
  };
}

type Reply = z.infer<typeof Issued>;

function fromReply(reply: Reply, mask: (value: string) => void): Identity {
  const { Token, TmpSecretId, TmpSecretKey } = reply.Credentials;
  mask(TmpSecretKey);
  mask(Token);
  return {
    secretId: TmpSecretId,
    secretKey: TmpSecretKey,
    token: Token,
    endsAt: new Date(reply.ExpiredTime * 1000),
  };
}

/** The calls that bring credentials; `source` signs them, where they are signed at all. */
function sts({ wiring, region, caller }: Means, source: Source | undefined) {
  // Asked for in spite of "skipSign": the token of a real one would go along.
  const nobody: Identity = { secretId: '', secretKey: '', endsAt: null };
  const patience = () => AbortSignal.timeout(wiring.timing.deadlineMs);
  const identity = async () =>
    source === undefined ? nobody : await source.get({ signal: patience(), log: silentLog });
  return createAsk<LoginAction>({
    client: createClient(StsClient, wiring, { service: 'sts', region, identity }),
    region,
    caller,
    ready: async (call) => {
      await source?.get(call);
    },
    renew: () => source?.renew() ?? false,
    unsigned: source === undefined,
  });
}

function fromOidc(means: Means): Source | undefined {
  const { connection, wiring } = means;
  const { oidc } = means.settings;
  if (oidc === undefined) return undefined;
  const ask = sts(means, undefined);
  return remembered(async (call) => {
    if (connection.idToken === undefined) {
      throw new DeployError(
        'CREDENTIALS_REJECTED',
        'oidc works only in a GitHub Actions job with "permissions: id-token: write"',
      );
    }
    // A new one each time: GitHub's tokens live for minutes only.
    const token = await connection.idToken(oidc.audience ?? defaultAudience, call.signal);
    const reply = await ask(
      {
        action: 'sts:AssumeRoleWithWebIdentity',
        doing: `taking on role ${oidc.role} with the OIDC token of this run`,
        schema: Issued,
        body: {
          ProviderId: oidc.provider_id,
          WebIdentityToken: token.reveal(),
          RoleArn: oidc.role,
          RoleSessionName: connection.session,
          DurationSeconds: sessionSeconds,
        },
      },
      call,
    );
    return fromReply(reply, connection.mask);
  }, wiring.clock);
}

function assuming(source: Source, means: Means): Source {
  const { role, external_id: externalId } = means.settings;
  if (role === undefined) return source;
  const { connection, wiring } = means;
  const ask = sts(means, source);
  return remembered(async (call) => {
    const reply = await ask(
      {
        action: 'sts:AssumeRole',
        doing: `assuming role ${role}`,
        schema: Issued,
        body: {
          RoleArn: role,
          RoleSessionName: connection.session,
          DurationSeconds: sessionSeconds,
          ...(externalId !== undefined && { ExternalId: externalId }),
        },
      },
      call,
    );
    return fromReply(reply, connection.mask);
  }, wiring.clock);
}

/** The login that the account's settings describe. */
export function credentialSource(means: Means): Source {
  const first = fromSecrets(means) ?? fromOidc(means);
  // The schema of the settings says so first.
  if (first === undefined) throw new DeployError('CONFIG_INVALID', 'no way to log in is given');
  return assuming(first, means);
}
