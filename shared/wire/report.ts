import { z } from 'zod';

import { failureCodes } from '../core/errors.ts';

const ErrorReport = z.strictObject({
  code: z.enum(failureCodes),
  message: z.string(),
  advice: z.string().describe('What to do next, from the failure table.'),
});

const CertificateReport = z.strictObject({
  sha256: z.string().nullable().describe("SHA-256 of the leaf's DER, 64 lower-case hex digits."),
  serial: z.string().nullable(),
  issuer: z.string().nullable(),
  notBefore: z.iso.datetime().nullable(),
  notAfter: z.iso.datetime().nullable(),
  domains: z.array(z.string()),
  keyAlgorithm: z.string().nullable(),
  ref: z.string().nullable().describe("The cloud's own id of the certificate object, where bound."),
});

const NamedCertificateReport = CertificateReport.extend({
  name: z.string().describe('Name in the deployment file.'),
  type: z.enum(['issued', 'uploaded', 'private-ca']),
});

const ProofReport = z.strictObject({
  accepted: z.boolean(),
  readBack: z.boolean(),
  served: z.boolean().nullable().describe('Null where no handshake can reach the resource.'),
});

const FindingReport = z.strictObject({
  code: z.string(),
  level: z.enum(['notice', 'warning']),
  subject: z.string().nullable(),
  message: z.string(),
});

export const resourceStates = [
  'pending',
  'processing',
  'success',
  'error',
  'kept',
  'held',
  'rolling-back',
  'rolled-back',
  'rollback-error',
] as const;

const ChangeReport = z.strictObject({
  id: z.string(),
  digest: z.string().nullable().describe('Meaning of the edit; null for a change that is kept.'),
  resource: z.string(),
  product: z.string(),
  account: z.string(),
  region: z.string().nullable(),
  name: z.string().describe("The cloud's own identifier: domain, ARN, listener id."),
  label: z.string(),
  domains: z.array(z.string()),
  ports: z
    .array(z.int().min(1).max(65_535))
    .optional()
    .describe(
      'Where a handshake reaches the resource, as the cloud says; absent in older reports.',
    ),
  inferred: z.boolean(),
  action: z.enum(['keep', 'attach', 'replace']),
  status: z.enum(resourceStates),
  undo: z.boolean().describe('False: this cloud keeps nothing to switch back to.'),
  choice: z.string().nullable(),
  old: CertificateReport.nullable(),
  replaced: z.array(z.strictObject({ slot: z.enum(['default', 'sni']), ref: z.string() })),
  new: NamedCertificateReport,
  daysGained: z.number().nullable().describe('Whole days of validity gained; negative when lost.'),
  proof: ProofReport.nullable().describe('Null before a deployment.'),
  error: ErrorReport.nullable(),
  rollbackError: ErrorReport.nullable(),
  receipt: z.json().nullable().describe('What a rollback needs; holds no secret.'),
});

const GapReport = z.strictObject({
  account: z.string(),
  product: z.string(),
  region: z.string().nullable(),
  error: ErrorReport,
});

const CountsReport = z.strictObject({
  certificates: z.int(),
  resources: z.int(),
  matched: z.int(),
  edits: z.int(),
  kept: z.int(),
  held: z.int(),
  success: z.int(),
  error: z.int(),
});

export const taskStates = [
  'draft',
  'pending',
  'scheduling',
  'processing',
  'success',
  'partial',
  'error',
  'cancelled',
] as const;

const TaskReport = z.strictObject({
  name: z.string(),
  state: z.enum(taskStates),
  deployAt: z.iso
    .datetime()
    .nullable()
    .describe('When a scheduled task runs; null: with the merge.'),
  counts: CountsReport,
  perCertificate: z.array(z.strictObject({ name: z.string(), matched: z.int() })),
  perProduct: z.array(z.strictObject({ product: z.string(), matched: z.int() })),
  quota: z.strictObject({
    toConsume: z.int(),
    consumed: z.int(),
    refunded: z.int(),
    balance: z.int().nullable().describe('Null without a receiver: counted, not enforced.'),
  }),
  certificates: z.array(NamedCertificateReport),
  changes: z.array(ChangeReport),
  unmatched: z.array(
    z.strictObject({
      resource: z.string(),
      product: z.string(),
      account: z.string(),
      region: z.string().nullable(),
      name: z.string(),
      label: z.string(),
      domains: z.array(z.string()),
      reason: z.string(),
    }),
  ),
  certificatesWithoutMatch: z.array(z.string()),
  allowUnmatched: z.boolean().describe('A certificate without a match is allowed in this task.'),
  gaps: z.array(GapReport),
  findings: z.array(FindingReport),
});

const ProblemReport = z.strictObject({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  message: z.string(),
});

const StoredObjectReport = z.strictObject({
  account: z.string(),
  store: z.string().describe('What the cloud calls it: "ACM", "SSL certificates".'),
  region: z.string().nullable(),
  ref: z.string().describe("The cloud's own id of the certificate object."),
  name: z
    .string()
    .nullable()
    .describe('Name in the deployment file that put it there, where told.'),
  sha256: z.string().nullable(),
  storedAt: z.iso.datetime().nullable(),
  status: z
    .enum(['removed', 'removable', 'kept', 'failed'])
    .describe('removable: it would have been removed, had this been no dry run.'),
  reason: z.string().nullable().describe('Why it went or stayed; null where removing it failed.'),
  error: ErrorReport.nullable(),
});

const CleanUpReport = z.strictObject({
  graceDays: z.number(),
  dryRun: z.boolean(),
  accounts: z.array(
    z.strictObject({
      account: z.string(),
      proven: z.boolean().describe('All that the file wants there is bound and served.'),
      resources: z.int().describe('Resources that were proven.'),
      reason: z.string().nullable().describe('Why nothing of the account is removed.'),
    }),
  ),
  objects: z
    .array(StoredObjectReport)
    .describe(
      "Every certificate object that carries Certferry's tag, in the stores of the accounts.",
    ),
});

export const verdicts = [
  /** Preview, or dry run of a clean-up: something is to be done and nothing stands in the way. */
  'ready',
  /** Everything is served already; nothing to write. */
  'unchanged',
  /** Deploy: every edit carried out and proven. */
  'success',
  /** Deploy: nothing to write now; tasks wait for their time. */
  'scheduled',
  /** Deploy: some edits failed, others did not. */
  'partial',
  /** Deploy: every edit failed. */
  'error',
  /** Deploy: nothing failed, something was held back, refused or could not be read. */
  'held',
  /** Preview: a place could not be read. */
  'incomplete',
  /** Preview: an edit is refused, or a certificate matches nothing. */
  'refused',
  /** Preview of a fork: file and public certificates are valid, no cloud was asked. */
  'offline',
  /** Verify: something is no longer as it was deployed. */
  'drifted',
  /** Verify: all is as it was deployed, and a certificate ends soon. */
  'expiring',
  /** The deployment file or its certificates are wrong. */
  'invalid',
  'cancelled',
] as const;

/** The JSON report: what scripts believe. Every resource in scope appears in it. */
export const Report = z.strictObject({
  version: z.literal(1),
  mode: z.enum(['preview', 'deploy', 'verify', 'rollback', 'clean']),
  verdict: z.enum(verdicts),
  exitCode: z.int(),
  file: z.string(),
  commit: z.string().nullable(),
  run: z.string().nullable().describe('Address or id of the workflow run.'),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  digest: z
    .string()
    .nullable()
    .describe('Digest of all edits of the plan; null when there is none.'),
  problems: z.array(ProblemReport),
  tasks: z.array(TaskReport),
  findings: z.array(FindingReport),
  cleanUp: CleanUpReport.optional().describe('Only of a clean-up; its `tasks` are empty.'),
});
export type Report = z.infer<typeof Report>;
export type TaskReport = z.infer<typeof TaskReport>;
export type ChangeReport = z.infer<typeof ChangeReport>;
export type CertificateReport = z.infer<typeof CertificateReport>;
export type ErrorReport = z.infer<typeof ErrorReport>;
export type CleanUpReport = z.infer<typeof CleanUpReport>;
export type StoredObjectReport = z.infer<typeof StoredObjectReport>;
export type GapReport = z.infer<typeof GapReport>;
export type FindingReport = z.infer<typeof FindingReport>;
export type NamedCertificateReport = z.infer<typeof NamedCertificateReport>;
export type Verdict = (typeof verdicts)[number];
