import type { Generated, Selectable } from 'kysely';

import type { DashboardTables } from '../dashboard/tables.ts';
import type { MonitorTables } from '../monitor/tables.ts';
import type { NoticeTables } from '../notices/tables.ts';

/**
 * The tables of the receiver. Times are ISO 8601 texts in UTC, ids are random UUIDs unless said
 * otherwise, JSON is text. Nothing here holds a private key, a token or a secret in clear.
 */
export interface Database extends NoticeTables, MonitorTables, DashboardTables {
  entities: EntityTable;
  repositories: RepositoryTable;
  sources: SourceTable;
  deliveries: DeliveryTable;
  certificates: CertificateTable;
  certificate_copies: CertificateCopyTable;
  certificate_reads: CertificateReadTable;
  certificate_revocations: CertificateRevocationTable;
  ledger_entries: LedgerEntryTable;
  reservations: ReservationTable;
  reserved_changes: ReservedChangeTable;
  tasks: TaskTable;
  task_certificates: TaskCertificateTable;
  task_resources: TaskResourceTable;
  dispatches: DispatchTable;
  runs: RunTable;
  plans: PlanTable;
  github_deliveries: GitHubDeliveryTable;
  used_tokens: UsedTokenTable;
}

/** Who quota belongs to, and within whom certificates are shared. */
export interface EntityTable {
  id: string;
  name: string;
  /** 1 or 0: certificates are shared only between repositories of a verified entity. */
  verified: number;
  /** 0: certificates of a private CA cost nothing. */
  private_ca_consumes: number;
  created_at: string;
}

export interface RepositoryTable {
  id: string;
  /** `repository_id` of GitHub's OIDC token; a name may change, this does not. */
  github_id: number;
  owner_id: number;
  /** `owner/name` when it was registered or last seen. */
  full_name: string;
  entity_id: string;
  /** Workflow file that is dispatched, for example `certificates.yml`. */
  workflow: string;
  default_branch: string;
  /** Where not null, the claim of the token must be equal. */
  environment: string | null;
  job_workflow_ref: string | null;
  created_at: string;
  disabled_at: string | null;
}

/** Where issuance events come from. */
export interface SourceTable {
  id: string;
  name: string;
  /** `standard` or the name of an adapter. */
  kind: string;
  entity_id: string;
  /** The repository that its certificates belong to; null: to the entity as a whole. */
  repository_id: string | null;
  /** JSON of the kind's own settings, with secrets sealed by the key ring. */
  config: string;
  /** `never`, `sealed` or `encrypted`: what becomes of a private key that arrives. */
  key_mode: 'never' | 'sealed' | 'encrypted';
  /** What the certificates of this source count as. */
  certificate_type: 'issued' | 'uploaded' | 'private-ca';
  created_at: string;
  disabled_at: string | null;
}

/** Every delivery of an event: what was answered, so that a duplicate is answered from here. */
export interface DeliveryTable {
  id: string;
  source_id: string;
  /** The sender's own id; unique per source. */
  delivery_id: string;
  body_sha256: string;
  received_at: string;
  /** HTTP status that was answered. */
  status: number;
  /** JSON body that was answered. */
  response: string;
  /** Of the certificate it brought, where it did. */
  fingerprint: string | null;
  /** JSON of the canonical event, without material. */
  event: string | null;
}

/** One row per leaf certificate, by the SHA-256 of its DER. */
export interface CertificateTable {
  fingerprint: string;
  entity_id: string;
  source_id: string | null;
  /** What deployment files call it: the lineage. Several fingerprints share one over time. */
  name: string;
  type: 'issued' | 'uploaded' | 'private-ca';
  /** JSON of the facts, read from the certificate itself. */
  facts: string;
  chain_pem: string;
  not_before: string;
  not_after: string;
  /** `none`, `sealed` (age, not readable here) or `encrypted` (AES-256-GCM by the key ring). */
  key_form: 'none' | 'sealed' | 'encrypted';
  key_data: Buffer | null;
  /** Of the key ring, where encrypted. */
  key_id: string | null;
  received_at: string;
}

/**
 * An entity that holds a certificate of another one too ("download it there, upload it here"): there
 * it counts as uploaded.
 */
export interface CertificateCopyTable {
  fingerprint: string;
  entity_id: string;
  reason: string;
  created_at: string;
}

/** Every time a bundle was given out. */
export interface CertificateReadTable {
  id: string;
  fingerprint: string;
  repository_id: string;
  github_run_id: number;
  read_at: string;
}

/**
 * A certificate that a source has said to be revoked: its entity is never handed it again. It may not
 * have been seen here yet.
 */
export interface CertificateRevocationTable {
  fingerprint: string;
  entity_id: string;
  source_id: string;
  revoked_at: string;
}

/** The quota book: only appended to. The balance of an entity is the sum of its amounts. */
export interface LedgerEntryTable {
  id: Generated<number>;
  entity_id: string;
  kind: 'grant' | 'consume' | 'refund';
  /** Positive for grant and refund, negative for consume. */
  amount: number;
  /** The sum of this entity's amounts up to here; never negative. */
  balance_after: number;
  /** `<github repository id>/<run>/<attempt>/<file>`, or the grant's own key; unique together with change and kind. */
  run_key: string;
  change_id: string;
  resource: string | null;
  fingerprint: string | null;
  reason: string;
  created_at: string;
}

/** A run that holds quota: when its lease ends without a word, what is open is refunded. */
export interface ReservationTable {
  run_key: string;
  entity_id: string;
  repository_id: string;
  github_run_id: number;
  /** A re-run is charged for itself: `run_key` holds it too. */
  attempt: number;
  file: string;
  lease_until: string;
  state: 'open' | 'settled' | 'expired';
  created_at: string;
}

/** What a run has asked for, change by change: repeating a request changes nothing. */
export interface ReservedChangeTable {
  run_key: string;
  change_id: string;
  resource: string;
  fingerprint: string;
  /** 1: a `consume` was written for it. */
  cost: number;
  /** `expired`: the lease ended, or GitHub said that the run is over, before it was settled. */
  state: 'open' | 'success' | 'failed' | 'expired';
  reserved_at: string;
  settled_at: string | null;
}

/** A task of a deployment file on the default branch. */
export interface TaskTable {
  id: string;
  repository_id: string;
  file: string;
  name: string;
  /** SHA-256 of the task as registered: a change of the file is a new registration. */
  digest: string;
  commit_sha: string;
  /** Null: deployed at once on merge. */
  deploy_at: string | null;
  state:
    | 'draft'
    | 'pending'
    | 'scheduling'
    | 'processing'
    | 'success'
    | 'partial'
    | 'error'
    | 'cancelled';
  /** 1: a dispatched run may also cover resources that no merged run has covered. */
  extend: number;
  /** The push that registered it last: an older one that comes late changes nothing. */
  github_run_id: Generated<number>;
  registered_at: string;
  cancelled_at: string | null;
}

/** Which certificates, by name, a task deploys: how an issuance finds its tasks. */
export interface TaskCertificateTable {
  task_id: string;
  name: string;
}

/** Resources that a merged run of the task has covered: all that a dispatched run may touch. */
export interface TaskResourceTable {
  task_id: string;
  resource: string;
  covered_at: string;
}

/** The outbox: workflow runs to be started. */
export interface DispatchTable {
  id: string;
  repository_id: string;
  task_id: string | null;
  /** What makes two wishes one: `issuance/<task>/<fingerprint>`, `schedule/<task>/<time>`. Unique. */
  dedup_key: string;
  reason: 'issuance' | 'schedule' | 'manual';
  state:
    | 'waiting'
    | 'sending'
    | 'sent'
    | 'running'
    | 'success'
    | 'partial'
    | 'error'
    | 'cancelled'
    | 'lost';
  /** Not before this time. */
  due_at: string;
  attempts: number;
  github_run_id: number | null;
  run_url: string | null;
  /** `<run id>.<attempt>` of the run that claimed it: another run with the same id ends at once. */
  claimed_by: string | null;
  /** The dispatch whose workflow run carries this one too; null: it has a run of its own. */
  leader_id: string | null;
  last_error: string | null;
  created_at: string;
  updated_at: string;
}

/** A run of the Action that reported. */
export interface RunTable {
  /** `<github repository id>/<run id>/<attempt>/<mode>/<begun>/<file>`. A re-run has one of its own. */
  id: string;
  repository_id: string;
  dispatch_id: string | null;
  github_run_id: number;
  attempt: number;
  file: string;
  mode: string;
  verdict: string;
  /** The JSON report with receipts. */
  report: string;
  finished_at: string;
}

/** What a preview showed: the authority that a deployment is pinned to. */
export interface PlanTable {
  id: string;
  repository_id: string;
  pull_number: number;
  head_sha: string;
  file: string;
  digest: string;
  /** JSON array of edit digests. */
  edits: string;
  /** The preview's run: an older one that comes late changes nothing. */
  github_run_id: Generated<number>;
  created_at: string;
}

/** Webhooks of GitHub by their GUID: a redelivery keeps it. */
export interface GitHubDeliveryTable {
  guid: string;
  event: string;
  outcome: string;
  received_at: string;
}

/** `jti` of tokens that may be used once, until they expire. */
export interface UsedTokenTable {
  jti: string;
  expires_at: string;
}

export type Entity = Selectable<EntityTable>;
export type Repository = Selectable<RepositoryTable>;
export type Source = Selectable<SourceTable>;
export type Delivery = Selectable<DeliveryTable>;
export type StoredCertificate = Selectable<CertificateTable>;
export type LedgerEntry = Selectable<LedgerEntryTable>;
export type Reservation = Selectable<ReservationTable>;
export type ReservedChange = Selectable<ReservedChangeTable>;
export type TaskRow = Selectable<TaskTable>;
export type Dispatch = Selectable<DispatchTable>;
export type RunRow = Selectable<RunTable>;
