import { type KeyControls, keyControls } from '../../common/access-key.ts';
import type { OidcTrust } from '../../common/id-token.ts';
import { ids } from '../ids.ts';
import type { Account } from '../model.ts';
import type { World } from '../world.ts';

export interface AccessKeySpec {
  /** Actions that the caller lacks, `*` as in policies: `elb:listeners:put`, `cdn:*`. */
  readonly deny?: readonly string[];
  /** Given: temporary keys with a security token, which end after so long. */
  readonly expiresInMs?: number;
  /** `account`: the key of the account itself, which enterprise projects do not bind. */
  readonly owner?: 'user' | 'account';
  /** Enterprise projects it was granted. Default: all of them. */
  readonly enterpriseProjects?: readonly string[];
}

export interface AccessKey extends KeyControls {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Temporary keys only. */
  readonly securityToken: string | undefined;
}

export function addAccessKey(world: World, account: Account, spec: AccessKeySpec = {}): AccessKey {
  const { expiresInMs, enterpriseProjects } = spec;
  const session =
    expiresInMs === undefined
      ? undefined
      : { token: ids.token(), expiresAt: world.now() + expiresInMs };
  const caller = world.createCaller(account, {
    session,
    deny: new Set(spec.deny),
    iamUser: spec.owner !== 'account',
    enterpriseProjects: enterpriseProjects === undefined ? undefined : new Set(enterpriseProjects),
  });
  return {
    accessKey: caller.accessKey,
    secretKey: caller.secretKey,
    securityToken: session?.token,
    ...keyControls(caller, world.now),
  };
}

export interface AgencySpec {
  readonly trust: OidcTrust;
  readonly name?: string;
  readonly provider?: string;
  readonly deny?: readonly string[];
  readonly maxSessionSeconds?: number;
}

/** A trust agency with its OIDC provider. */
export interface AgencyHandle {
  readonly urn: string;
  readonly providerUrn: string;
  /** May be changed at any time, for sessions that exist as well. */
  readonly deny: Set<string>;
  /** Every session of the agency that exists now ends. */
  expireSessions(): void;
}

export function addAgency(world: World, account: Account, spec: AgencySpec): AgencyHandle {
  const urn = `iam::${account.id}:agency:${spec.name ?? 'certferry'}`;
  const providerUrn = `iam::${account.id}:oidcProvider:${spec.provider ?? 'github'}`;
  const deny = new Set(spec.deny);
  const maxSessionSeconds = spec.maxSessionSeconds ?? 3600;
  account.agencies.set(urn, { trust: spec.trust, providerUrn, deny, maxSessionSeconds });
  return {
    urn,
    providerUrn,
    deny,
    expireSessions() {
      for (const { agency, session } of world.callers.values()) {
        if (agency === urn && session !== undefined) session.expiresAt = world.now();
      }
    },
  };
}

/** An identity provider of the older federation: what makes unscoped tokens. */
export function addIdentityProvider(
  account: Account,
  spec: { readonly id: string; readonly trust: OidcTrust; readonly deny?: readonly string[] },
): void {
  const { id, trust, deny } = spec;
  account.identityProviders.set(id, { trust, deny: new Set(deny), maxSessionSeconds: 86_400 });
}
