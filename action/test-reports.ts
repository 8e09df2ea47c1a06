import type { ChangeReport, Report, TaskReport } from '../shared/wire/report.ts';

const certificate = {
  sha256: 'c'.repeat(64),
  serial: '01',
  issuer: 'Test CA',
  notBefore: '2026-11-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  domains: ['www.example.com'],
  keyAlgorithm: 'ec-p256',
  ref: null,
};

/** One edit of a report, with this digest. */
export function changeOf(digest: string, change: Partial<ChangeReport> = {}): ChangeReport {
  return {
    id: digest.slice(0, 16),
    digest,
    resource: `memory/one:prod/${digest.slice(0, 8)}`,
    product: 'memory/one',
    account: 'prod',
    region: null,
    name: digest.slice(0, 8),
    label: digest.slice(0, 8),
    domains: ['www.example.com'],
    inferred: false,
    action: 'replace',
    status: 'pending',
    undo: true,
    choice: null,
    old: certificate,
    replaced: [{ slot: 'default', ref: 'crt-1' }],
    new: { ...certificate, name: 'shop', type: 'uploaded' },
    daysGained: 30,
    proof: null,
    error: null,
    rollbackError: null,
    receipt: null,
    ...change,
  };
}

function taskOf(changes: readonly ChangeReport[]): TaskReport {
  return {
    name: 'everywhere',
    state: 'draft',
    deployAt: null,
    counts: {
      certificates: 1,
      resources: changes.length,
      matched: changes.length,
      edits: changes.length,
      kept: 0,
      held: 0,
      success: 0,
      error: 0,
    },
    perCertificate: [],
    perProduct: [],
    quota: { toConsume: changes.length, consumed: 0, refunded: 0, balance: null },
    certificates: [],
    changes: [...changes],
    unmatched: [],
    certificatesWithoutMatch: [],
    allowUnmatched: false,
    gaps: [],
    findings: [],
  };
}

/** A JSON report as the Action writes it: a preview unless said. */
export function reportOf(changes: readonly ChangeReport[], report: Partial<Report> = {}): Report {
  return {
    version: 1,
    mode: 'preview',
    verdict: 'ready',
    exitCode: 0,
    file: '.github/certferry.yml',
    commit: null,
    run: null,
    startedAt: '2026-11-25T06:00:00.000Z',
    finishedAt: '2026-11-25T06:00:09.000Z',
    digest: 'd'.repeat(64),
    problems: [],
    tasks: [taskOf(changes)],
    findings: [],
    ...report,
  };
}
