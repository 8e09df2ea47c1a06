import type { ErrorFacts } from './errors.ts';
import type { Secret } from './secret.ts';

declare const brand: unique symbol;
/** A string that only its one `parseX` function can make. */
export type Brand<T, B extends string> = T & { readonly [brand]: B };

/** Lower-case A-label without a trailing dot, perhaps with `*.` in front; made by `parseDomain`. */
export type Domain = Brand<string, 'Domain'>;
/** SHA-256 of a certificate's DER as 64 lower-case hex digits; made by `parseFingerprint`. */
export type Fingerprint = Brand<string, 'Fingerprint'>;

export type ProviderId = string;
/** `cloud/product`, for example `aws/alb`: open here, closed by the registry when YAML is parsed. */
export type Target = `${string}/${string}`;
export type AccountName = string;
export type CertificateName = string;
export type TaskName = string;
/** Stable between runs: `aws/alb:prod/us-east-1/arn:aws:…`, `tencent/cdn:prod/www.example.com`. */
export type ResourceId = string;
/** 16 hex digits that name one change: a resource and the certificate wanted there. */
export type ChangeId = string;
/** What an edit means: resource, certificates bound now, certificate wanted. See `editDigest`. */
export type EditDigest = string;

export type KeyAlgorithm =
  | 'rsa-1024'
  | 'rsa-2048'
  | 'rsa-3072'
  | 'rsa-4096'
  | 'ec-p256'
  | 'ec-p384'
  | 'ec-p521'
  | 'other';
/** RSA and ECDSA certificates of one name live in separate slots of an SNI list. */
export type KeyType = 'rsa' | 'ecdsa' | 'other';

/** The public facts of a certificate, read from the certificate itself. */
export interface CertificateFacts {
  readonly sha256: Fingerprint;
  /** Upper-case hex without separators or leading zeros, as `X509Certificate.serialNumber`. */
  readonly serial: string;
  /** Distinguished name on one line: `CN=shop.example.com, O=Example`. */
  readonly subject: string;
  /** The issuer's common name, else its organisation, else the whole name on one line. */
  readonly issuer: string;
  /** DNS names of the SAN, normalised, in their order. The common name is never used (RFC 9525). */
  readonly domains: readonly Domain[];
  readonly ips: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyAlgorithm: KeyAlgorithm;
}

/** What is known of a certificate bound in a cloud; a cloud may keep some facts to itself. */
export type BoundFacts = {
  readonly [K in keyof CertificateFacts]:
    | CertificateFacts[K]
    | (K extends 'domains' | 'ips' ? never : null);
};

/** Decides quota; a fact that the receiver knows. Material from secrets or files is `uploaded`. */
export type CertificateType = 'issued' | 'uploaded' | 'private-ca';

/** What deploying a certificate costs from here, as a receiver knows it. */
export interface Price {
  readonly type: CertificateType;
  /** Per resource. */
  readonly cost: 0 | 1;
  /** Why it may not be deployed from here at all; null: it may. */
  readonly refusal: ErrorFacts | null;
}

/** Quota of whoever deploys, at one moment. */
export interface Prices {
  readonly balance: number;
  /** By the SHA-256 of the leaf. */
  readonly byFingerprint: ReadonlyMap<string, Price>;
}

/** A certificate of the deployment file: the facts of its leaf under its name in the file. */
export interface Certificate extends CertificateFacts {
  readonly name: CertificateName;
  /** How many intermediates its chain holds, without the root; undefined: its chain was not read. */
  readonly intermediates?: number;
  readonly type: CertificateType;
}

/** A certificate with what a cloud needs to serve it. Alive only from key source to `apply`. */
export interface Material {
  readonly certificate: Certificate;
  /** PEM of the leaf alone. */
  readonly leaf: string;
  /** PEM of each intermediate in order, without leaf and root; may be empty. */
  readonly intermediates: readonly string[];
  /** Unencrypted PKCS#8 PEM. */
  readonly key: Secret;
}

/** Where a handshake can reach a resource. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Which certificate a resource serves in which slot, as the cloud last said. */
export interface Binding {
  /** `default` answers clients without SNI or without a match; `sni` is one entry of an SNI list. */
  readonly slot: 'default' | 'sni';
  /** The cloud's own id of the certificate object: an ARN, a certificate id. */
  readonly ref: string;
  /** Null where the cloud cannot be asked: a certificate of another account or region. */
  readonly facts: BoundFacts | null;
}

/** A remark beside the plan that needs eyes, yet blocks nothing. */
export interface Finding {
  readonly code: string;
  readonly level: 'notice' | 'warning';
  /** Null when it concerns the whole run. */
  readonly subject: string | null;
  readonly message: string;
}

/** A finding before it is known what it is about. */
export type Remark = Omit<Finding, 'subject'>;

/** A thing in the cloud that ends TLS: a CDN domain, a listener, a distribution. */
export interface Resource {
  readonly id: ResourceId;
  readonly account: AccountName;
  readonly target: Target;
  /** Null for a global product. */
  readonly region: string | null;
  /** The cloud's own identifier: domain, ARN, listener id. */
  readonly name: string;
  /** What a person calls it in the cloud's console. */
  readonly label: string;
  /** Names it is configured to serve. Empty: they are inferred from the certificates it serves now. */
  readonly domains: readonly Domain[];
  /** `one`: a single certificate for all its domains. `sni`: a default certificate and an SNI list. */
  readonly slots: 'one' | 'sni';
  /** Empty: it serves no HTTPS today. */
  readonly bindings: readonly Binding[];
  readonly endpoints: readonly Endpoint[];
  /** `private`: a runner outside its network cannot be expected to reach it. */
  readonly reach: 'public' | 'private';
  /** Why nothing can be deployed here whatever the certificate, in words; null: it can. */
  readonly blocked: string | null;
  readonly findings: readonly Finding[];
  /** Changes that share a lock are carried out one after the other. */
  readonly lock: string;
}

interface Step {
  readonly id: ChangeId;
  readonly task: TaskName;
  readonly resource: Resource;
  readonly certificate: Certificate;
  /** The domains of the resource that this certificate is to serve. */
  readonly domains: readonly Domain[];
  /** The domains were inferred from the certificates served now. */
  readonly inferred: boolean;
  /** Why this certificate and not another that also fits; null when it was the only one. */
  readonly choice: string | null;
}
/** It serves this certificate already. */
export interface Keep extends Step {
  readonly kind: 'keep';
  readonly bindings: readonly Binding[];
}
/** It takes a free slot: nothing is replaced. */
export interface Attach extends Step {
  readonly kind: 'attach';
  readonly digest: EditDigest;
}
/** It takes the slots of certificates that it covers completely. */
export interface Replace extends Step {
  readonly kind: 'replace';
  readonly digest: EditDigest;
  /** At least one; the default certificate first. */
  readonly replaces: readonly Binding[];
}
export type Edit = Attach | Replace;
/** One planned step. */
export type Change = Keep | Edit;

/** A change that a policy or a product forbids, and why. */
export interface Refusal {
  readonly edit: Edit;
  readonly error: ErrorFacts;
}

/** A place that could not be read: nothing in it is touched or called unmatched. */
export interface Gap {
  readonly account: AccountName;
  readonly target: Target;
  readonly region: string | null;
  readonly error: ErrorFacts;
}

/** A resource that no certificate of the task fits, in words. */
export interface Unmatched {
  readonly resource: Resource;
  readonly reason: string;
}

export interface QuotaCost {
  /** What the edits would consume. */
  readonly toConsume: number;
  /** Null without a receiver: counted, not enforced. */
  readonly balance: number | null;
}

export interface TaskPlan {
  readonly name: TaskName;
  /** Null: with the merge. */
  readonly deployAt: Date | null;
  readonly certificates: readonly Certificate[];
  /** Every resource found in the scope of the task, whether it matched or not. */
  readonly resources: number;
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  readonly unmatched: readonly Unmatched[];
  readonly certificatesWithoutMatch: readonly CertificateName[];
  readonly allowUnmatched: boolean;
  readonly gaps: readonly Gap[];
  readonly findings: readonly Finding[];
  readonly quota: QuotaCost;
}

/** What a deployment file means for the clouds as they are now. Holds no secret. */
export interface Plan {
  readonly tasks: readonly TaskPlan[];
  /** Remarks that belong to no task: certificates that end soon, a mended chain. */
  readonly findings: readonly Finding[];
  /** Digest of all edits, order-free. Equal digests mean the same edits. */
  readonly digest: string;
}

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What `apply` did and `rollback` needs. Holds no secret, survives as JSON. */
export interface Receipt {
  readonly change: ChangeId;
  readonly resource: ResourceId;
  readonly target: Target;
  readonly account: AccountName;
  readonly region: string | null;
  /** The product's own record of what it found and wrote; parsed by the product when it comes back. */
  readonly state: Json;
}

/** How far a change was proven. Null: not tried, or not possible. */
export interface Proof {
  /** The cloud took the change. */
  readonly accepted: boolean;
  /** The cloud reports it live, and nothing else changed. */
  readonly readBack: boolean;
  /** A TLS handshake showed it; null where no handshake can reach the resource. */
  readonly served: boolean | null;
}

export type ResourceState =
  | 'pending'
  | 'processing'
  | 'success'
  | 'error'
  | 'kept'
  | 'held'
  | 'rolling-back'
  | 'rolled-back'
  | 'rollback-error';

/** How a change ended. */
export type Outcome =
  | { readonly status: 'kept'; readonly change: Keep }
  /** Its task runs at a time of its own. */
  | { readonly status: 'pending'; readonly change: Edit }
  | { readonly status: 'held'; readonly change: Edit; readonly error: ErrorFacts }
  | {
      readonly status: 'success';
      readonly change: Edit;
      readonly receipt: Receipt;
      readonly proof: Proof;
      readonly findings: readonly Finding[];
    }
  | {
      readonly status: 'error' | 'rolled-back';
      readonly change: Edit;
      readonly error: ErrorFacts;
      readonly receipt: Receipt | null;
      readonly proof: Proof;
    }
  | {
      readonly status: 'rollback-error';
      readonly change: Edit;
      readonly error: ErrorFacts;
      readonly rollbackError: ErrorFacts;
      readonly receipt: Receipt;
      readonly proof: Proof;
    };

/** One carrying-out of a plan. */
export interface Run {
  readonly plan: Plan;
  /** One per change and per refusal, in plan order. */
  readonly outcomes: readonly Outcome[];
  readonly cancelled: boolean;
}
