import type { AccountName, CertificateName, ProviderId, Target, TaskName } from './model.ts';

/** Where a secret's value comes from: the name of an environment variable, never the value. */
export interface SecretRef {
  readonly env: string;
}

/** A named login to one cloud. `settings` was checked by the provider's own schema. */
export interface Account {
  readonly name: AccountName;
  readonly provider: ProviderId;
  /** Undefined: every region that the cloud lists. */
  readonly regions: readonly string[] | undefined;
  /** All other keys of the account as the provider's schema parsed them. */
  readonly settings: unknown;
}

/** Where a certificate comes from. Paths are relative to the repository's root. */
export type CertificateSource =
  | { readonly kind: 'env'; readonly chain: SecretRef; readonly key: SecretRef }
  | { readonly kind: 'files'; readonly chain: string; readonly key: SecretRef };

export interface CertificateRequest {
  readonly name: CertificateName;
  readonly source: CertificateSource;
}

export interface TargetRequest {
  readonly product: Target;
  /** Domains (`*` is one label) or ids (`*` is any text). Undefined: every resource. */
  readonly include: readonly string[] | undefined;
  readonly exclude: readonly string[];
  /** `host:port` that handshakes connect to instead of the resource's own endpoint. */
  readonly connectTo: { readonly host: string; readonly port: number } | undefined;
}

export interface Task {
  readonly name: TaskName;
  readonly accounts: readonly AccountName[];
  readonly certificates: readonly CertificateName[];
  readonly targets: readonly TargetRequest[];
  readonly enableHttps: boolean;
  readonly allowUnmatched: boolean;
  readonly rollback: 'on-failure' | 'never';
}

/** What the deployment file asks for. Made only by `parseDeployment`; holds no secret. */
export interface Deployment {
  /** Path of the file, relative to the repository's root, with forward slashes. */
  readonly file: string;
  readonly accounts: readonly Account[];
  readonly certificates: readonly CertificateRequest[];
  readonly tasks: readonly Task[];
}

/** One thing wrong with the input, and where. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
