import type { OidcTrust } from '../common/id-token.ts';
import type { Identity } from '../tls/identity.ts';
import type { Propagation } from '../tls/propagation.ts';
import type { Bundle, LeafFacts } from './x509.ts';

/** Who signs. */
export interface Caller {
  readonly accessKey: string;
  readonly secretKey: string;
  /** Temporary keys only. */
  readonly session: { readonly token: string; expiresAt: number } | undefined;
  readonly account: Account;
  /** Of the trust agency whose session it is. */
  readonly agency: string | undefined;
  /** Actions denied, `*` as in policies: `elb:listeners:put`, `cdn:*`. May change meanwhile. */
  readonly deny: Set<string>;
  /** False: the account itself, which enterprise projects do not bind. */
  readonly iamUser: boolean;
  /** Enterprise projects it was granted; undefined: all of them. */
  readonly enterpriseProjects: ReadonlySet<string> | undefined;
  active: boolean;
  /** Wrong signatures in a row, and until when it is locked for them. */
  failures: number;
  lockedUntil: number;
}

/** A trust agency of the new IAM, or an identity provider of the old one. */
export interface Federation {
  readonly trust: OidcTrust;
  readonly deny: Set<string>;
  readonly maxSessionSeconds: number;
}

export interface CdnHttps {
  status: 'on' | 'off';
  /** `0` own, `2` SCM. */
  source: 0 | 2;
  scmCertificateId: string | undefined;
  name: string | undefined;
  bundle: Bundle | undefined;
  /** More than one on a domain with an international and an SM2 certificate. */
  certificates: readonly CdnCertificate[];
  http2: 'on' | 'off';
  /** Ascending. */
  tlsVersions: readonly string[];
  ocsp: 'on' | 'off';
}

export interface CdnCertificate {
  readonly type: 'server' | 'server_sm';
  readonly source: 0 | 2;
  readonly scmCertificateId: string | undefined;
  readonly name: string | undefined;
  /** SM2 certificates cannot be read here: what was sent. */
  readonly value: string;
  readonly encValue: string | undefined;
  readonly bundle: Bundle | undefined;
}

export interface ForceRedirect {
  readonly status: 'on' | 'off';
  readonly type?: 'http' | 'https' | undefined;
  readonly redirect_code?: number | undefined;
}

/** What one write changes as a whole. */
export interface CdnConfig {
  readonly https: CdnHttps;
  readonly originProtocol: 'follow' | 'http' | 'https';
  readonly forceRedirect: ForceRedirect;
  /** Every other member of `configs`, as the API shows it. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** One thing the edge answers for. */
export interface EdgeEntry {
  readonly domain: string;
  readonly identity: Identity | undefined;
}

export interface CdnDomain {
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly businessType: 'web' | 'download' | 'video' | 'wholeSite';
  readonly serviceArea: 'mainland_china' | 'outside_mainland_china' | 'global';
  readonly enterpriseProject: string;
  readonly cname: string;
  readonly sources: readonly object[];
  readonly createdAt: number;
  icpFiled: boolean;
  /** Apart from a running job. */
  status: string;
  locked: boolean;
  disabled: boolean;
  /** Back-end configuration that only the support can see: every write is refused. */
  special: boolean;
  config: CdnConfig;
  modifiedAt: number;
  /** What runs until `until`. */
  job: { readonly until: number; readonly fails: boolean; readonly before: CdnConfig } | undefined;
  readonly edges: readonly Propagation<EdgeEntry>[];
}

export interface ElbCertificate {
  readonly id: string;
  readonly project: Project;
  readonly type: 'server' | 'client' | 'server_sm';
  readonly enterpriseProject: string;
  name: string;
  description: string;
  /** As written: comma-separated; empty when there is none. */
  domain: string;
  /** PEMs as written. */
  certificate: string;
  privateKey: string;
  encCertificate: string | undefined;
  encPrivateKey: string | undefined;
  /** Undefined for SM2, which Node cannot read. */
  facts: LeafFacts | undefined;
  identity: Identity | undefined;
  adminStateUp: boolean;
  scmCertificateId: string | undefined;
  source: string | undefined;
  protectionStatus: string;
  protectionReason: string;
  /** The kind of load balancer it was first bound to. */
  kind: LoadBalancer['kind'] | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly project: Project;
  readonly kind: 'shared' | 'dedicated';
  readonly vipAddress: string;
  readonly publicAddress: string | undefined;
  readonly enterpriseProject: string;
  readonly tags: readonly object[];
  readonly createdAt: number;
  /** Apart from a change that is being carried out. */
  provisioningStatus: string;
  pendingUntil: number;
  operatingStatus: string;
  frozenScene: string | undefined;
  readonly listeners: Listener[];
}

/** What one TLS endpoint has to choose from. */
export interface Slots {
  readonly fallback: Identity | undefined;
  readonly list: readonly { readonly names: readonly string[]; readonly identity: Identity }[];
  readonly matching: 'wildcard' | 'longest_suffix';
}

export interface Listener {
  readonly id: string;
  name: string;
  readonly loadBalancer: LoadBalancer;
  readonly protocol: string;
  port: number;
  certificate: ElbCertificate | undefined;
  clientCa: ElbCertificate | undefined;
  sni: ElbCertificate[];
  sniMatchAlgo: 'wildcard' | 'longest_suffix' | undefined;
  /** Every other member, as the API shows it. */
  others: Readonly<Record<string, unknown>>;
  readonly policies: readonly L7Policy[];
  readonly createdAt: number;
  updatedAt: number;
  serving: Propagation<Slots>;
}

export interface L7Policy {
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly priority: number;
  readonly rules: readonly L7Rule[];
}

export interface L7Rule {
  readonly id: string;
  readonly type: string;
  readonly compareType: string;
  readonly value: string;
  readonly conditions: readonly { readonly key: string; readonly value: string }[];
  readonly invert: boolean;
}

/** A project, which lies in exactly one region. */
export interface Project {
  readonly id: string;
  /** The region's id, or `region_something` for a sub-project. */
  readonly name: string;
  readonly region: string;
  readonly account: Account;
  enabled: boolean;
  privateKeyEcho: boolean;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly certificates: Map<string, ElbCertificate>;
}

export interface Account {
  /** What the API calls a domain id. */
  readonly id: string;
  readonly name: string;
  readonly projects: Map<string, Project>;
  readonly cdnDomains: Map<string, CdnDomain>;
  readonly agencies: Map<string, Federation & { readonly providerUrn: string }>;
  readonly identityProviders: Map<string, Federation>;
  readonly scmCertificates: Map<string, { readonly name: string; readonly bundle: Bundle }>;
  /** False: the account knows no enterprise projects, and the parameter means nothing. */
  enterpriseProjects: boolean;
  /** False: the CDN service was never enabled. */
  cdn: boolean;
  /** True: CDN may read SCM on the account's behalf. */
  scmDelegation: boolean;
}
