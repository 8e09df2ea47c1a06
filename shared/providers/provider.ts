import type { ZodType } from 'zod';

import type { Account, SecretRef } from '../core/deployment.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type {
  AccountName,
  Edit,
  Json,
  KeyAlgorithm,
  Material,
  ProviderId,
  Receipt,
  Resource,
  Target,
} from '../core/model.ts';
import type { Secret } from '../core/secret.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log } from '../runtime/log.ts';
import type { Permissions } from './permissions.ts';

/** What every I/O call is given, last: when to stop and where to speak. Passed on, never stored. */
export interface Call {
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Facts the engine may ask about a product instead of asking its name. */
export interface Capabilities {
  /** Key algorithms that this product can serve. */
  readonly keyAlgorithms: readonly KeyAlgorithm[];
  /** How long a change may take, after the cloud reports it live, to be served everywhere. */
  readonly settlesWithinMs: number;
  /** Changes in flight that this API bears. */
  readonly concurrency: number;
  /** `switch-back`: the old certificate object is kept. `none`: the preview says "no undo here". */
  readonly undo: 'switch-back' | 'none';
}

/** Whether the login has one of the permissions that a product declares. */
export interface PermissionCheck {
  /** The cloud's own words, as `permissions` of the spec has them. */
  readonly permission: string;
  /** `unknown`: the cloud's answer does not tell, or asking would change something. */
  readonly state: 'granted' | 'missing' | 'unknown';
  /** What the cloud said, or why it was not asked; empty when granted. */
  readonly message: string;
}

/** One service of one cloud, connected to one account and (unless global) one region. */
export interface Product {
  readonly account: AccountName;
  readonly target: Target;
  /** Null for a global product. */
  readonly region: string | null;
  readonly capabilities: Capabilities;
  /** Every resource exactly once, page by page. An unreadable page throws; it is never an empty one. */
  discover(call: Call): AsyncIterable<Resource>;
  /** Pure. What this cloud is known to reject, said before anything is sent. */
  refuse(edit: Edit): ErrorFacts | undefined;
  /**
   * Idempotent. Reads the resource afresh, changes this binding and nothing else.
   * Throws with the resource as it was found, or `OUTCOME_UNKNOWN`.
   */
  apply(edit: Edit, material: Material, call: Call): Promise<Receipt>;
  /**
   * Resolves when the cloud itself reports the new binding live and everything else as it was found.
   * `VERIFY_FAILED` otherwise. Polls as long as the cloud's own job may take.
   */
  verify(receipt: Receipt, call: Call): Promise<void>;
  /**
   * Puts back what the receipt says was there, from a fresh reading. Safe to repeat.
   * Refuses (`REFUSED`) when somebody else has changed the binding since.
   */
  rollback(receipt: Receipt, call: Call): Promise<void>;
  /**
   * Which of its permissions the login has, found out without changing anything: reads are tried,
   * writes are aimed at what does not exist, since a cloud checks permission first. One entry per
   * permission. Throws only what concerns the login as a whole.
   */
  check?(call: Call): Promise<readonly PermissionCheck[]>;
}

/** A place known before anything is read: what becomes a gap when its account cannot be used. */
export interface Place {
  readonly target: Target;
  readonly region: string | null;
}

/** What a provider is handed to log in with. Endpoints and secrets come from the account's section. */
export interface Connection {
  readonly account: Account;
  /** The targets that the tasks ask of this account; no other product may be connected. */
  readonly targets: readonly Target[];
  /** The value of a secret; unset ones were reported before, so this throws only on a defect. */
  readonly secret: (ref: SecretRef) => Secret;
  /** A fresh OIDC token of the workflow run for this audience; undefined outside of Actions. */
  readonly idToken: ((audience: string, signal: AbortSignal) => Promise<Secret>) | undefined;
  /** Marks a derived secret (session token, key in another form) so that the log never shows it. */
  readonly mask: (value: string) => void;
  /** Proxy variables as the process has them: HTTPS_PROXY, HTTP_PROXY, NO_PROXY in either case. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Names this run in the cloud's own audit trail: letters, digits and `=,.@-` only. */
  readonly session: string;
  readonly clock: Clock;
}

/** A certificate object that Certferry once put into a cloud. */
export interface StoredObject {
  /** The cloud's own id of it. */
  readonly ref: string;
  /** Name of the certificate in the deployment file that put it there, where it is told. */
  readonly name?: string;
  /** SHA-256 of the leaf's DER; null where the cloud does not tell. */
  readonly sha256: string | null;
  /** When it was put there; null where the cloud does not tell. Then it is never removed. */
  readonly storedAt: Date | null;
  /** What uses it, in the cloud's own words; null where that cannot be told. Then it is never removed. */
  readonly usedBy: readonly string[] | null;
}

/** Where one account of a cloud keeps certificate objects: ACM of a region, IAM, an SSL console. */
export interface CertificateStore {
  readonly account: AccountName;
  /** What the cloud calls it: "ACM", "IAM server certificates". */
  readonly label: string;
  readonly region: string | null;
  /** Only objects that carry our tag, every page of them; nobody else's is ever listed. */
  list(call: Call): Promise<readonly StoredObject[]>;
  /**
   * Removes one object. Reads it afresh first: `REFUSED` when it is not tagged ours or anything uses it,
   * in this product or any other that the cloud can tell of. Resolves also when it is gone already.
   */
  remove(ref: string, call: Call): Promise<void>;
}

/** A connected account: its products, and the places that could not be connected. */
export interface Connected {
  readonly products: readonly Product[];
  readonly gaps: readonly (Place & { readonly error: ErrorFacts })[];
  /** Where certificate objects can be cleaned up; absent where the products keep none. */
  readonly stores?: readonly CertificateStore[];
}

/** What the deployment file needs to know of a cloud: light, loads no SDK. */
export interface ProviderSpec {
  readonly id: ProviderId;
  /** How the cloud is called in sentences. */
  readonly title: string;
  readonly targets: readonly Target[];
  /** What each target calls. Its products can call nothing else: their types say so. */
  readonly permissions: ReadonlyMap<Target, Permissions>;
  /** A policy document in the cloud's own form that grants exactly these actions. */
  readonly policy: (actions: readonly string[]) => Json;
  /** Schema of the account's own keys, besides `provider` and `regions`. */
  readonly settings: ZodType;
  /** Every secret reference of parsed settings, so that all unset ones are reported at once. */
  readonly secrets: (settings: unknown) => readonly SecretRef[];
  /** Loads the SDK and the products only when an account of this cloud is used. */
  load(): Promise<Provider>;
}

export interface Provider {
  /**
   * Throws `CREDENTIALS_REJECTED` when the login as a whole is refused; an account that is only
   * partly usable comes back with gaps.
   */
  connect(connection: Connection, call: Call): Promise<Connected>;
}
