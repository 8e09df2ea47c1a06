import { type KeyControls, keyControls } from '../../common/access-key.ts';
import { ids } from '../ids.ts';
import type { Account, Caller, Role, WebIdentityTrust } from '../model.ts';
import type { World } from '../world.ts';

export interface AccessKeySpec {
  /** Actions that the user lacks, `*` as in policies: `ssl:UploadCertificate`, `cdn:*`. */
  readonly deny?: readonly string[];
  /** Given: temporary keys with a token, which end after so long. */
  readonly expiresInMs?: number;
}

export interface AccessKey extends KeyControls {
  readonly secretId: string;
  readonly secretKey: string;
  /** Temporary keys only. */
  readonly token: string | undefined;
  readonly arn: string;
}

export function addAccessKey(world: World, account: Account, spec: AccessKeySpec = {}): AccessKey {
  const user = ids.subUin();
  const session =
    spec.expiresInMs === undefined
      ? undefined
      : { token: ids.token(), expiresAt: world.now() + spec.expiresInMs };
  const caller: Caller = {
    secretId: ids.secretId(),
    secretKey: ids.secretKey(),
    session,
    account,
    arn: `qcs::cam::uin/${account.uin}:uin/${user}`,
    userId: user,
    principalId: user,
    type: 'CAMUser',
    deny: new Set(spec.deny ?? []),
    active: true,
  };
  world.callers.set(caller.secretId, caller);
  return {
    secretId: caller.secretId,
    secretKey: caller.secretKey,
    token: session?.token,
    arn: caller.arn,
    ...keyControls(caller, world.now),
  };
}

export interface RoleSpec {
  readonly name?: string;
  readonly deny?: readonly string[];
  /** Whom it lets in by OIDC. */
  readonly trust?: WebIdentityTrust;
  /** Uins that may assume it by AssumeRole, or `*`. Default: this account. */
  readonly principals?: readonly string[];
  readonly externalId?: string;
  readonly maxSessionSeconds?: number;
}

export interface RoleHandle {
  /** By name: `qcs::cam::uin/<uin>:roleName/<name>`. */
  readonly arn: string;
  /** May be changed at any time, for sessions that exist as well. */
  readonly deny: Set<string>;
  /** Every session of the role that exists now ends. */
  expireSessions(): void;
}

export function addRole(world: World, account: Account, spec: RoleSpec = {}): RoleHandle {
  const role: Role = {
    id: ids.role(),
    name: spec.name ?? `certferry-${account.roles.size + 1}`,
    account,
    deny: new Set(spec.deny ?? []),
    trust: spec.trust,
    principals: spec.principals ?? [account.uin],
    externalId: spec.externalId,
    maxSessionSeconds: spec.maxSessionSeconds ?? 43_200,
  };
  account.roles.set(role.id, role);
  return {
    arn: `qcs::cam::uin/${account.uin}:roleName/${role.name}`,
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
