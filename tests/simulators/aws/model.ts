import type { OidcTrust } from '../common/id-token.ts';
import type { Identity } from '../tls/identity.ts';
import type { Propagation } from '../tls/propagation.ts';
import type { LeafFacts, Material } from './x509.ts';

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** Who signs: a user's long-lived key, or a session of a role. */
export interface Caller {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Temporary keys only. */
  readonly session: { readonly token: string; expiresAt: number } | undefined;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Actions denied, `*` as in policies: `acm:ImportCertificate`, `cloudfront:*`. May change meanwhile. */
  readonly deny: Set<string>;
  /** A session of a role: role chaining caps the next session at one hour. */
  readonly assumed: boolean;
  active: boolean;
}

export interface Role {
  readonly arn: string;
  readonly name: string;
  readonly id: string;
  readonly deny: Set<string>;
  readonly trust: OidcTrust | undefined;
  /** ARNs that may assume it; `*` in patterns. Empty: nobody by AssumeRole. */
  readonly principals: readonly string[];
  readonly externalId: string | undefined;
  readonly maxSessionSeconds: number;
}

/** A certificate object of ACM or IAM. */
export interface StoredCertificate {
  readonly arn: string;
  readonly store: 'acm' | 'iam';
  /** Null in IAM, which is global. */
  readonly region: string | null;
  readonly iam: { readonly id: string; readonly name: string; readonly path: string } | undefined;
  material: Material;
  facts: LeafFacts;
  identity: Identity;
  readonly createdAt: number;
  importedAt: number;
  /** Load balancers and CloudFront do not find it before. */
  visibleAt: number;
  readonly tags: Map<string, string>;
  readonly type: 'IMPORTED' | 'AMAZON_ISSUED';
  readonly managedBy: 'CLOUDFRONT' | undefined;
  readonly origin: 'CUSTOMER_PROVIDED' | 'AWS_MANAGED' | 'ACME';
  /** ARNs of resources that use it, since and until when, as ACM notices it. */
  readonly uses: Map<string, { from: number; until: number | undefined }[]>;
}

/** What one TLS endpoint has to choose from. */
export interface Slots {
  readonly fallback: Identity | undefined;
  readonly list: readonly Identity[];
  /** Accepts connections and fails every handshake. */
  readonly dead: boolean;
}

export interface Rule {
  readonly arn: string;
  readonly priority: string;
  /** As DescribeRules shows them. */
  readonly conditions: readonly object[];
}

export interface Listener {
  readonly arn: string;
  readonly loadBalancer: LoadBalancer;
  port: number;
  protocol: string;
  certificate: StoredCertificate | undefined;
  /** SNI list in the order of adding. */
  readonly sni: StoredCertificate[];
  sslPolicy: string | undefined;
  alpn: readonly string[];
  mutualAuthentication: Readonly<Record<string, unknown>> | undefined;
  defaultActions: readonly unknown[];
  readonly rules: readonly Rule[];
  readonly tags: Map<string, string>;
  serving: Propagation<Slots>;
}

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly type: 'application' | 'network' | 'gateway';
  readonly scheme: 'internet-facing' | 'internal';
  readonly dnsName: string;
  readonly state: string;
  readonly region: Region;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly listeners: Listener[];
}

export interface ClassicListener {
  readonly port: number;
  readonly protocol: string;
  readonly instancePort: number;
  readonly instanceProtocol: string;
  certificate: StoredCertificate | undefined;
  readonly policies: readonly string[];
  serving: Propagation<Slots>;
}

export interface ClassicLoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly scheme: string;
  readonly dnsName: string;
  readonly region: Region;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  readonly listeners: ClassicListener[];
}

/** One thing the edge answers for: aliases and the certificate presented for them. */
export interface EdgeEntry {
  readonly aliases: readonly string[];
  readonly identity: Identity | undefined;
}

export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly account: Account;
  readonly tags: Map<string, string>;
  /** The DistributionConfig element verbatim, unknown elements included. */
  config: string;
  etag: string;
  lastModified: number;
  deployedAt: number;
  certificate: StoredCertificate | undefined;
  readonly icp: string | undefined;
  serving: Propagation<EdgeEntry>;
}

export interface Tenant {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly account: Account;
  distributionId: string;
  domains: readonly string[];
  certificate: StoredCertificate | undefined;
  managedCertificate: boolean;
  webAcl: { readonly action: string; readonly arn: string | undefined } | undefined;
  geo: { readonly type: string; readonly locations: readonly string[] } | undefined;
  parameters: readonly { readonly name: string; readonly value: string }[];
  connectionGroupId: string | undefined;
  enabled: boolean;
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  etag: string;
  lastModified: number;
  deployedAt: number;
  serving: Propagation<EdgeEntry>;
}

export interface Region {
  readonly name: string;
  readonly account: Account;
  readonly certificates: Map<string, StoredCertificate>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly listeners: Map<string, Listener>;
  readonly classic: Map<string, ClassicLoadBalancer>;
  /** Times of imports, for the yearly quota. */
  readonly imports: number[];
}

export interface Account {
  readonly id: string;
  readonly partition: Partition;
  /** Region name to its opt-in status, in the order ListRegions shows them. */
  readonly regionStatus: Map<string, string>;
  readonly regions: Map<string, Region>;
  readonly roles: Map<string, Role>;
  readonly serverCertificates: Map<string, StoredCertificate>;
  readonly distributions: Map<string, Distribution>;
  readonly tenants: Map<string, Tenant>;
}
