import type { ErrorFacts } from './errors.ts';
import type { Change, Edit, Finding, Keep, Plan, Proof, ResourceId, TaskName } from './model.ts';

/** What a receiver last saw proven on a resource. */
export interface DeployedResource {
  readonly resource: ResourceId;
  readonly task: TaskName;
  readonly domains: readonly string[];
  /** SHA-256 of the leaf, 64 lower-case hex digits. */
  readonly fingerprint: string;
  /** ISO 8601. */
  readonly at: string;
}

/** How one change, as the clouds are now, stands against what was deployed. */
export type VerifyOutcome =
  /** Bound, and shown by a handshake where one can reach it. */
  | {
      readonly status: 'proven';
      readonly change: Keep;
      readonly proof: Proof;
      readonly findings: readonly Finding[];
    }
  /** No longer as it was deployed: something else is bound, or something else is served. */
  | {
      readonly status: 'drifted';
      readonly change: Change;
      readonly proof: Proof;
      readonly error: ErrorFacts;
    }
  /** As it was deployed, or never deployed to; the file wants a certificate that was not here yet. */
  | { readonly status: 'waiting'; readonly change: Edit }
  /** The same, and a policy or a product forbids the change. */
  | { readonly status: 'refused'; readonly change: Edit; readonly error: ErrorFacts }
  /** The handshakes did not come to an end. */
  | { readonly status: 'unproven'; readonly change: Change; readonly error: ErrorFacts };

/** A resource that was deployed to and that no certificate is matched to now. */
export interface Lost {
  readonly deployed: DeployedResource;
  /** It is there and serves nothing any more; else it may have been given up on purpose. */
  readonly drifted: boolean;
  readonly finding: Finding;
}

/** A certificate that is bound where it was deployed, and ends soon. */
export interface Expiring {
  /** Name in the file; null for one that the file no longer has. */
  readonly name: string | null;
  readonly sha256: string;
  readonly notAfter: Date;
  /** Resources that it is bound to. */
  readonly resources: number;
  /** The file has another certificate for all of them, which only has to be deployed. */
  readonly replaced: boolean;
}

/** What a verification came to know. Nothing was written to any cloud. */
export interface Verification {
  readonly plan: Plan;
  /** One per change and per refusal, in plan order. */
  readonly outcomes: readonly VerifyOutcome[];
  readonly lost: readonly Lost[];
  readonly expiring: readonly Expiring[];
  readonly cancelled: boolean;
}
