import type {
  AccountName,
  CertificateName,
  Endpoint,
  ProviderId,
  Target,
  TaskName,
} from './model.ts';

export type ContactName = string;

/** What a chat webhook understands. */
export const contactFormats = ['generic', 'slack', 'dingtalk', 'feishu', 'wecom'] as const;
export type ContactFormat = (typeof contactFormats)[number];

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
  | { readonly kind: 'files'; readonly chain: string; readonly key: SecretRef }
  /** The newest valid one of this name that the receiver keeps. */
  | { readonly kind: 'receiver'; readonly name: string };

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
  /** Names of contacts; at most 10. */
  readonly contacts: readonly ContactName[];
  /** Null: with the merge. */
  readonly deployAt: Date | null;
  /** Runs without a preview may also cover resources that no merged run has covered. */
  readonly extend: boolean;
}

/** What the deployment file asks for. Made only by `parseDeployment`; holds no secret. */
export interface Deployment {
  /** Path of the file, relative to the repository's root, with forward slashes. */
  readonly file: string;
  /** Null: certificates come from secrets and files, quota is counted and not enforced. */
  readonly receiver: { readonly url: string } | null;
  readonly accounts: readonly Account[];
  readonly certificates: readonly CertificateRequest[];
  readonly tasks: readonly Task[];
  readonly contacts: readonly Contact[];
  /** Further hosts whose served certificate is watched. */
  readonly monitor: readonly Endpoint[];
}

/** Somebody who is told about runs and about certificates that end soon. */
export type Contact =
  | { readonly name: ContactName; readonly kind: 'email'; readonly email: string }
  | {
      readonly name: ContactName;
      readonly kind: 'webhook';
      /** The address is a secret: whoever has it can post. */
      readonly url: SecretRef;
      readonly format: ContactFormat;
    };

/** One thing wrong with the input, and where. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}
