import { describe, expect, it } from 'vitest';

import type { Report } from '../wire/report.ts';
import { joinAttempts } from './attempts.ts';

type Task = Report['tasks'][number];
type Change = Task['changes'][number];

const change = (id: string, status: Change['status'], receipt: string | null): Change => ({
  id,
  digest: null,
  resource: `tencent/cdn:prod/${id}`,
  product: 'tencent/cdn',
  account: 'prod',
  region: null,
  name: id,
  label: id,
  domains: [],
  inferred: false,
  action: 'replace',
  status,
  undo: true,
  choice: null,
  old: null,
  replaced: [],
  new: {
    sha256: 'a'.repeat(64),
    serial: null,
    issuer: null,
    notBefore: null,
    notAfter: null,
    domains: [],
    keyAlgorithm: null,
    ref: null,
    name: 'shop',
    type: 'uploaded',
  },
  daysGained: null,
  proof: null,
  error: null,
  rollbackError: null,
  receipt,
});

const taskOf = (name: string, changes: readonly Change[]): Task => ({
  name,
  state: 'partial',
  deployAt: null,
  counts: {
    certificates: 1,
    resources: changes.length,
    matched: 0,
    edits: 0,
    kept: 0,
    held: 0,
    success: 0,
    error: 0,
  },
  perCertificate: [],
  perProduct: [],
  quota: { toConsume: 0, consumed: 0, refunded: 0, balance: null },
  certificates: [],
  changes: [...changes],
  unmatched: [],
  certificatesWithoutMatch: [],
  allowUnmatched: false,
  gaps: [],
  findings: [],
});

const reportOf = (verdict: Report['verdict'], ...tasks: Task[]): Report => ({
  version: 1,
  mode: 'deploy',
  verdict,
  exitCode: 0,
  file: 'certferry.yml',
  commit: null,
  run: null,
  startedAt: '2026-11-25T10:00:00Z',
  finishedAt: '2026-11-25T10:01:00Z',
  digest: null,
  problems: [],
  tasks,
  findings: [],
});

const said = (report: Report | undefined) =>
  report?.tasks.map(({ name, changes }) => [
    name,
    changes.map(
      ({ id, status, receipt }) =>
        `${id} ${status} ${receipt === null ? '-' : JSON.stringify(receipt)}`,
    ),
  ]);

describe('the attempts of a run', () => {
  it('are together what each of them has written, and for the rest what the last one says', () => {
    const joined = joinAttempts([
      reportOf(
        'partial',
        taskOf('shop', [
          change('a', 'success', 'a1'),
          change('b', 'error', null),
          change('c', 'held', null),
        ]),
      ),
      reportOf(
        'success',
        taskOf('shop', [
          change('a', 'kept', null),
          change('b', 'success', 'b2'),
          change('c', 'kept', null),
          change('d', 'success', 'd2'),
        ]),
      ),
    ]);
    expect(joined?.verdict).toBe('success');
    expect(said(joined)).toEqual([
      ['shop', ['a success "a1"', 'b success "b2"', 'c kept -', 'd success "d2"']],
    ]);
  });

  it('keep each receipt of a resource that was written more than once, in order', () => {
    const joined = joinAttempts([
      reportOf('error', taskOf('shop', [change('a', 'rollback-error', 'a1')])),
      reportOf('error', taskOf('shop', [change('a', 'rolled-back', 'a2')])),
      reportOf('success', taskOf('shop', [change('a', 'success', 'a3')])),
    ]);
    expect(said(joined)).toEqual([
      ['shop', ['a rollback-error "a1"', 'a rolled-back "a2"', 'a success "a3"']],
    ]);
  });

  it('keep tasks and changes that the last one does not have', () => {
    const joined = joinAttempts([
      reportOf('partial', taskOf('shop', [change('a', 'success', 'a1')]), taskOf('docs', [])),
      reportOf('partial', taskOf('docs', [change('b', 'success', 'b2')])),
      reportOf('cancelled'),
    ]);
    expect(joined?.verdict).toBe('cancelled');
    expect(said(joined)).toEqual([
      ['shop', ['a success "a1"']],
      ['docs', ['b success "b2"']],
    ]);
  });

  it('are one report as it is, or none', () => {
    const one = reportOf('success', taskOf('shop', [change('a', 'kept', null)]));
    expect(joinAttempts([one])).toBe(one);
    expect(joinAttempts([])).toBeUndefined();
  });
});
