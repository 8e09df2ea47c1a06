import type { OidcTrust } from '../common/id-token.ts';
import type { Identity } from '../tls/identity.ts';
import type { Site } from './hosts.ts';
import type { EdgeEntry, ListenerSlots, Serving } from './serving.ts';
import type { LeafFacts } from './x509.ts';

/** Who signs: a user's long-lived key, or a session of a role. */
export interface Caller {
  readonly secretId: string;
  readonly secretKey: string;
  /** Temporary keys only. */
  readonly session: { readonly token: string; expiresAt: number } | undefined;
  readonly account: Account;
  readonly arn: string;
  readonly userId: string;
  readonly principalId: string;
  readonly type: 'CAMUser' | 'CAMRole';
  /** Actions denied, `*` as in policies: `ssl:UploadCertificate`, `cdn:*`. May change meanwhile. */
  readonly deny: Set<string>;
  active: boolean;
}

/** Whom a role lets in by OIDC. */
export interface WebIdentityTrust extends OidcTrust {
  readonly providerId: string;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly deny: Set<string>;
  readonly trust: WebIdentityTrust | undefined;
  /** Uins that may assume it by AssumeRole, or `*`. */
  readonly principals: readonly string[];
  readonly externalId: string | undefined;
  readonly maxSessionSeconds: number;
}

/** A certificate of the SSL certificate service. */
export interface StoredCertificate {
  readonly id: string;
  readonly account: Account;
  readonly type: 'SVR' | 'CA';
  readonly alias: string;
  /** As it was uploaded. */
  readonly pem: string;
  /** SVR only. */
  readonly key: string | undefined;
  readonly identity: Identity | undefined;
  readonly facts: LeafFacts;
  /** Common names, issuers and so on of the chain, leaf first. */
  readonly chain: readonly LeafFacts[];
  readonly insertedAt: number;
  readonly visibleAt: number;
  readonly source: 'upload' | 'trustasia';
  readonly projectId: number;
  readonly tags: ReadonlyMap<string, string>;
  ignoresExpiry: boolean;
  revoked: boolean;
}

export interface CdnBinding {
  /** Undefined: the certificate was pasted as PEM. */
  readonly certificate: StoredCertificate | undefined;
  readonly name: string;
  readonly pem: string;
  readonly key: string;
  readonly identity: Identity;
  readonly facts: LeafFacts;
  readonly deployedAt: number;
}

export interface CdnDomain {
  readonly id: string;
  readonly account: Account;
  readonly domain: string;
  readonly product: 'cdn' | 'ecdn';
  readonly parentHost: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Without what a pending change makes of it. */
  status: 'online' | 'offline' | 'closing' | 'rejected' | 'processing';
  disable: string;
  readonly: string;
  /** A ban that reads do not show. */
  icpBlacklisted: boolean;
  /** Filing is missing, and reads do not show it yet. */
  icpMissing: boolean;
  /** Members of DetailDomain that a user configures; `Https` without certificate and status. */
  config: Record<string, unknown>;
  binding: CdnBinding | undefined;
  sslStatus: 'closed' | 'deploying' | 'deployed' | 'failed';
  /** Why the last change did not reach the edge. */
  message: string;
  pending: { readonly until: number; readonly failure: string | undefined } | undefined;
  /** What reads show until then, although something else is true. */
  stale: { readonly until: number; readonly detail: object; readonly brief: object } | undefined;
  /** Times of changes, for the limit per minute. */
  readonly writes: number[];
  serving: Serving<EdgeEntry>;
}

/** What a listener, or a domain of one, terminates TLS with. */
export interface ClbBinding {
  readonly mode: 'UNIDIRECTIONAL' | 'MUTUAL';
  readonly verify: 'ON' | 'OPTIONAL' | null;
  /** One per key algorithm. */
  readonly certificates: readonly StoredCertificate[];
  /** CertCaId as it is shown. */
  readonly ca: StoredCertificate | undefined;
}

export interface ClbRule {
  readonly id: string;
  /** More than one: shown as `Domains`. */
  domains: readonly string[];
  readonly url: string;
  isDefault: boolean;
  http2: boolean;
  quic: boolean;
  binding: ClbBinding | undefined;
  /** Members of RuleOutput that nobody interprets here. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface ClbListener {
  readonly id: string;
  readonly loadBalancer: LoadBalancer;
  readonly protocol: string;
  port: number;
  sni: boolean;
  binding: ClbBinding | undefined;
  readonly rules: ClbRule[];
  readonly createdAt: number;
  /** Name, scheduler, health check, …: members of Listener that users configure. */
  config: Record<string, unknown>;
  serving: Serving<ListenerSlots>;
}

export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly account: Account;
  readonly isApplication: boolean;
  readonly network: 'OPEN' | 'INTERNAL';
  readonly vips: readonly string[];
  readonly domain: string;
  status: 0 | 1;
  isolation: 0 | 1;
  isBlocked: boolean;
  readonly attributeFlags: readonly string[];
  readonly protect: { readonly operator: string; readonly description: string } | undefined;
  readonly createdAt: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly listeners: ClbListener[];
  /** The write that is being carried out; nothing else may be changed meanwhile. */
  task: ClbTask | undefined;
}

/** `until` is Infinity for a task that never ends. */
export interface ClbTask {
  readonly id: string;
  readonly account: Account;
  readonly region: string;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly what: string;
  readonly until: number;
  readonly failure: string | undefined;
  /** Makes the change; undefined when it is never made. */
  apply: (() => void) | undefined;
}

export interface WafDomain {
  readonly account: Account;
  readonly partition: 'ap-guangzhou' | 'ap-seoul';
  readonly kind: 'saas' | 'clb';
  readonly domain: string;
  readonly id: string;
  readonly instanceId: string;
  readonly level: number;
  /** DomainsPartInfo (SaaS) or ClbDomainsInfo without certificate and state. */
  record: Record<string, unknown>;
  /** SaaS: certificate, chain and key; `id` for one of the certificate service. */
  binding:
    | { readonly certificate: StoredCertificate }
    | { readonly pem: string; readonly key: string; readonly identity: Identity }
    | undefined;
  state: number;
  pending: { readonly until: number; readonly failed: boolean } | undefined;
  icpMissing: boolean;
  readonly createdAt: number;
  updatedAt: number;
  serving: Serving<EdgeEntry>;
}

/** `until` is Infinity for a task that never ends. */
export interface DeletionTask {
  readonly id: string;
  readonly certificate: StoredCertificate;
  readonly until: number;
  /** Why it ends as a failure whatever uses the certificate. */
  readonly failure: string | undefined;
  status: 0 | 1 | 2 | 4;
}

/** Something of a product that is not simulated uses a certificate. */
export interface OtherUse {
  /** As the answer calls the list: `LIVE`, `TEO`, `TCB`. */
  readonly type: string;
  readonly region?: string;
  readonly count: number;
}

/** Looks for what uses one certificate. */
export interface UseTask {
  readonly id: string;
  readonly certificate: StoredCertificate;
  readonly begunAt: number;
  readonly until: number;
  readonly failure: string | undefined;
  /** What was found when its time had come. */
  answer: Record<string, unknown> | undefined;
}

export interface Account {
  readonly uin: string;
  readonly appId: number;
  readonly site: Site;
  /** Region name to its state, in the order DescribeRegions shows them. */
  readonly regions: Map<string, string>;
  readonly certificates: Map<string, StoredCertificate>;
  readonly cdn: Map<string, CdnDomain>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly tasks: Map<string, ClbTask>;
  readonly waf: Map<string, WafDomain>;
  readonly deletions: Map<string, DeletionTask>;
  readonly useTasks: Map<string, UseTask>;
  /** By certificate id. */
  readonly otherUses: Map<string, readonly OtherUse[]>;
  readonly roles: Map<string, Role>;
  /** What the account as a whole lacks. */
  readonly flags: {
    realName: boolean;
    cdnActivated: boolean;
    cdnSuspended: boolean;
    sslServiceRole: boolean;
  };
}
