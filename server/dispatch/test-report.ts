import { failures, type FailureCode } from '../../shared/core/errors.ts';
import { Report, type ChangeReport, type TaskReport } from '../../shared/wire/report.ts';
import { stageFile } from './test-stage.ts';

export interface ReportedChange {
  readonly resource: string;
  readonly status: ChangeReport['status'];
  readonly error?: FailureCode;
  /** Default: there is one. */
  readonly receipt?: null;
}

export interface ReportedTask {
  readonly name: string;
  readonly state: TaskReport['state'];
  readonly changes?: readonly ReportedChange[];
}

const certificate = {
  sha256: 'a'.repeat(64),
  serial: '01',
  issuer: 'Test CA',
  notBefore: '2026-11-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  domains: ['www.example.com'],
  keyAlgorithm: 'ec-p256',
  ref: null,
};

function changeOf({ resource, status, error, receipt }: ReportedChange): ChangeReport {
  return {
    id: '0123456789abcdef',
    digest: 'd'.repeat(64),
    resource,
    product: 'tencent/cdn',
    account: 'prod',
    region: null,
    name: 'www.example.com',
    label: 'www.example.com',
    domains: ['www.example.com'],
    inferred: false,
    action: 'replace',
    status,
    undo: true,
    choice: null,
    old: null,
    replaced: [],
    new: { ...certificate, name: 'shop', type: 'uploaded' },
    daysGained: null,
    proof: null,
    error:
      error === undefined
        ? null
        : { code: error, message: 'because', advice: failures[error].advice },
    rollbackError: null,
    receipt: receipt === null ? null : { state: 'before' },
  };
}

function taskOf({ name, state, changes = [] }: ReportedTask): TaskReport {
  const success = changes.filter((change) => change.status === 'success').length;
  return {
    name,
    state,
    deployAt: null,
    counts: {
      certificates: 1,
      resources: changes.length,
      matched: changes.length,
      edits: changes.length,
      kept: 0,
      held: 0,
      success,
      error: 0,
    },
    perCertificate: [],
    perProduct: [],
    quota: { toConsume: 0, consumed: 0, refunded: 0, balance: null },
    certificates: [],
    changes: changes.map(changeOf),
    unmatched: [],
    certificatesWithoutMatch: [],
    allowUnmatched: false,
    gaps: [],
    findings: [],
  };
}

/** A report that the published schema takes. */
export function reportWith(
  tasks: readonly ReportedTask[],
  overrides: Partial<Report> = {},
): Report {
  return Report.parse({
    version: 1,
    mode: 'deploy',
    verdict: 'success',
    exitCode: 0,
    file: stageFile,
    commit: 'c'.repeat(40),
    run: null,
    startedAt: '2026-11-25T10:00:00Z',
    finishedAt: '2026-11-25T10:01:00Z',
    digest: null,
    problems: [],
    tasks: tasks.map(taskOf),
    findings: [],
    ...overrides,
  });
}
