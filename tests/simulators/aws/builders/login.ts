import { type KeyControls, keyControls } from '../../common/access-key.ts';
import type { OidcTrust } from '../../common/id-token.ts';
import { ids } from '../ids.ts';
import type { Account, Caller, Role } from '../model.ts';
import type { World } from '../world.ts';

export interface AccessKeySpec {
  /** Actions that the user lacks, `*` as in policies. */
  readonly deny?: readonly string[];
  readonly user?: string;
  /** Given: temporary keys with a session token, which end after so long. */
  readonly expiresInMs?: number;
}

export interface AccessKey extends KeyControls {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary keys only. */
  readonly sessionToken: string | undefined;
  readonly arn: string;
}

export function addAccessKey(world: World, account: Account, spec: AccessKeySpec = {}): AccessKey {
  const user = spec.user ?? 'certferry';
  const temporary = spec.expiresInMs !== undefined;
  const session = temporary
    ? { token: ids.sessionToken(), expiresAt: world.now() + (spec.expiresInMs ?? 0) }
    : undefined;
  const caller: Caller = {
    accessKeyId: ids.accessKey(temporary ? 'ASIA' : 'AKIA'),
    secretAccessKey: ids.secret(),
    session,
    account: account.id,
    arn: `arn:${account.partition}:iam::${account.id}:user/${user}`,
    userId: ids.principal('AIDA'),
    deny: new Set(spec.deny ?? []),
    assumed: false,
    active: true,
  };
  world.callers.set(caller.accessKeyId, caller);
  return {
    accessKeyId: caller.accessKeyId,
    secretAccessKey: caller.secretAccessKey,
    sessionToken: session?.token,
    arn: caller.arn,
    ...keyControls(caller, world.now),
  };
}

export interface RoleSpec {
  readonly name?: string;
  readonly deny?: readonly string[];
  /** Whom it lets in by OIDC. */
  readonly trust?: OidcTrust;
  /** Who may assume it by AssumeRole: ARNs, account ids or `*`. Default: this account. */
  readonly principals?: readonly string[];
  readonly externalId?: string;
  readonly maxSessionSeconds?: number;
}

export interface RoleHandle {
  readonly arn: string;
  /** May be changed at any time, for sessions that exist as well. */
  readonly deny: Set<string>;
  /** Every session of the role that exists now ends. */
  expireSessions(): void;
}

export function addRole(world: World, account: Account, spec: RoleSpec = {}): RoleHandle {
  const name = spec.name ?? `certferry-${account.roles.size + 1}`;
  const role: Role = {
    arn: `arn:${account.partition}:iam::${account.id}:role/${name}`,
    name,
    id: ids.principal('AROA'),
    deny: new Set(spec.deny ?? []),
    trust: spec.trust,
    principals: spec.principals ?? [account.id],
    externalId: spec.externalId,
    maxSessionSeconds: spec.maxSessionSeconds ?? 3600,
  };
  account.roles.set(role.arn, role);
  return {
    arn: role.arn,
    deny: role.deny,
    expireSessions() {
      for (const { session, userId } of world.callers.values()) {
        if (session !== undefined && userId.startsWith(`${role.id}:`)) {
          session.expiresAt = world.now();
        }
      }
    },
  };
}
