import fc from 'fast-check';

import { failureCodes } from '../../shared/core/errors.ts';
import {
  type CertificateReport,
  type ChangeReport,
  type NamedCertificateReport,
  type Report,
  resourceStates,
  type TaskReport,
  taskStates,
  verdicts,
} from '../../shared/wire/report.ts';
import { hostile } from './hostile.ts';

/** Harmless, harmful, and pieces of both glued together; lone surrogates included. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('www.shop.example.com', 'prod', 'eu-west-1', 'shop') },
  { weight: 3, arbitrary: fc.constantFrom(...hostile) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
      .map((units) => String.fromCharCode(...units)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostile), fc.constantFrom(...hostile))
      .map(([a, b]) => a + b),
  },
);

const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/u);

const certificate: fc.Arbitrary<CertificateReport> = fc.record({
  sha256: maybe(sha256),
  serial: maybe(anyText),
  issuer: maybe(anyText),
  notBefore: maybe(instant),
  notAfter: maybe(instant),
  domains: fc.array(anyText, { maxLength: 4 }),
  keyAlgorithm: maybe(anyText),
  ref: maybe(anyText),
});

const named: fc.Arbitrary<NamedCertificateReport> = fc
  .tuple(certificate, anyText, fc.constantFrom('issued', 'uploaded', 'private-ca'))
  .map(([facts, name, type]) => ({ ...facts, name, type }));

const error = fc.record({
  code: fc.constantFrom(...failureCodes),
  message: anyText,
  advice: anyText,
});

const proof = fc.record({
  accepted: fc.boolean(),
  readBack: fc.boolean(),
  served: maybe(fc.boolean()),
});

const place = { product: anyText, account: anyText, region: maybe(anyText) };
const finding = fc.record({
  code: anyText,
  level: fc.constantFrom('notice', 'warning'),
  subject: maybe(anyText),
  message: anyText,
});

const change: fc.Arbitrary<ChangeReport> = fc
  .record({
    id: anyText,
    digest: maybe(anyText),
    resource: anyText,
    ...place,
    name: anyText,
    label: anyText,
    domains: fc.array(anyText, { maxLength: 5 }),
    inferred: fc.boolean(),
    action: fc.constantFrom('keep', 'attach', 'replace'),
    status: fc.constantFrom(...resourceStates.filter((status) => status !== 'kept')),
    undo: fc.boolean(),
    choice: maybe(anyText),
    old: maybe(certificate),
    replaced: fc.array(fc.record({ slot: fc.constantFrom('default', 'sni'), ref: anyText }), {
      maxLength: 3,
    }),
    new: named,
    daysGained: maybe(fc.integer({ min: -400, max: 4000 })),
    proof: maybe(proof),
    error: maybe(error),
    rollbackError: maybe(error),
    receipt: fc.constant(null),
  })
  .map((made) => (made.action === 'keep' ? { ...made, status: 'kept' as const } : made));

const unmatched = fc.record({
  resource: anyText,
  ...place,
  name: anyText,
  label: anyText,
  domains: fc.array(anyText, { maxLength: 4 }),
  reason: anyText,
});

function count(changes: readonly ChangeReport[], ...statuses: ChangeReport['status'][]): number {
  return changes.filter(({ status }) => statuses.includes(status)).length;
}

/** A task whose counts are those of its changes, each repeated `times` times to reach the limits. */
function task(most: number): fc.Arbitrary<TaskReport> {
  return fc
    .record({
      name: anyText,
      state: fc.constantFrom(...taskStates),
      deployAt: maybe(fc.constant('2026-12-01T02:00:00.000Z')),
      certificates: fc.array(named, { maxLength: 3 }),
      changes: fc.array(change, { maxLength: 8 }),
      unmatched: fc.array(unmatched, { maxLength: 4 }),
      certificatesWithoutMatch: fc.array(anyText, { maxLength: 3 }),
      allowUnmatched: fc.boolean(),
      gaps: fc.array(fc.record({ ...place, error }), { maxLength: 3 }),
      findings: fc.array(finding, { maxLength: 3 }),
      products: fc.array(anyText, { maxLength: 30 }),
      balance: maybe(fc.integer({ min: 0, max: 5000 })),
      times: fc.integer({ min: 1, max: most }),
    })
    .map(({ products, balance, times, ...made }) => {
      const changes = Array.from({ length: times }, () => made.changes).flat();
      const kept = count(changes, 'kept');
      const edits = changes.length - kept;
      return {
        ...made,
        changes,
        counts: {
          certificates: made.certificates.length,
          resources: changes.length + made.unmatched.length,
          matched: changes.length,
          edits,
          kept,
          held: count(changes, 'held'),
          success: count(changes, 'success'),
          error: count(changes, 'error', 'rolled-back', 'rollback-error'),
        },
        perCertificate: made.certificates.map(({ name }) => ({ name, matched: edits })),
        perProduct: products.map((product) => ({ product, matched: edits })),
        quota: { toConsume: edits, consumed: 0, refunded: 0, balance },
      };
    });
}

/** Any report that the schema allows, with at most `most` times eight changes in a task. */
export function anyReport(most: number): fc.Arbitrary<Report> {
  return fc.record({
    version: fc.constant(1 as const),
    mode: fc.constantFrom('preview', 'deploy', 'verify', 'rollback'),
    verdict: fc.constantFrom(...verdicts),
    exitCode: fc.constantFrom(0, 1, 2, 3),
    file: anyText,
    commit: maybe(anyText),
    run: maybe(anyText),
    startedAt: instant,
    finishedAt: instant,
    digest: maybe(anyText),
    problems: fc.array(
      fc.record({ file: anyText, line: fc.nat(9999), column: fc.nat(999), message: anyText }),
      { maxLength: 4 },
    ),
    tasks: fc.array(task(most), { maxLength: 4 }),
    findings: fc.array(finding, { maxLength: 3 }),
  });
}
