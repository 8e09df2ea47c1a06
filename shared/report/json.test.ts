import { describe, expect, it } from 'vitest';

import {
  attach,
  binding,
  certificate,
  context,
  daysFromToday,
  domain,
  keep,
  plan,
  replace,
  resource,
  samplePlan,
  sampleRun,
  shop,
  taskPlan,
  today,
} from '../../tests/browser/sample-plans.ts';
import type { Deployment } from '../core/deployment.ts';
import { failures } from '../core/errors.ts';
import type { Outcome, Plan, Run, TaskPlan } from '../core/model.ts';
import { Report, type TaskReport } from '../wire/report.ts';
import { offlineReport, planReport, problemsReport, runReport } from './json.ts';

const www = resource('tencent/cdn', 'www.shop.example.com');
const hw = resource('huawei/cdn', 'hw.shop.example.com');
const edge = resource('aws/alb', 'arn:aws:x:listener/1', { region: 'us-east-1', label: 'edge' });

const only = (report: Report): TaskReport => {
  const [task, ...others] = report.tasks;
  expect(others).toEqual([]);
  if (task === undefined) throw new Error('the report has no task');
  return task;
};

const deploying = { mode: 'deploy', verdict: 'partial', exitCode: 1 } as const;
const receiptOf = (at: typeof www, change: string) => ({
  change,
  resource: at.id,
  target: at.target,
  account: at.account,
  region: at.region,
  state: { was: 'cert-1', slots: [1, null, true] },
});

describe('planReport', () => {
  it('fits its own schema for 3, 30 and 3,000 edits', () => {
    for (const edits of [3, 30, 3000]) {
      const report = planReport(samplePlan(edits), context());
      expect(Report.parse(report)).toEqual(report);
    }
  });

  it('names every resource of the plan once', () => {
    const of = samplePlan(30);
    const task = only(planReport(of, context()));
    const ids = [...task.changes, ...task.unmatched].map((each) => each.resource);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(task.counts.resources);
  });

  it('counts edits, kept and refused so that they add up', () => {
    const { counts } = only(planReport(samplePlan(30), context()));
    expect(counts).toEqual({
      certificates: 2,
      resources: 39,
      matched: 34,
      edits: 31,
      kept: 3,
      held: 1,
      success: 0,
      error: 0,
    });
    expect(counts.matched).toBe(counts.edits + counts.kept);
  });

  it('counts matches per certificate and per product, those without any too', () => {
    const task = only(planReport(samplePlan(30), context()));
    expect(task.perCertificate).toEqual([
      { name: 'shop', matched: 34 },
      { name: 'api', matched: 0 },
    ]);
    const sum = task.perProduct.reduce((total, { matched }) => total + matched, 0);
    expect(sum).toBe(task.counts.matched);

    const none = plan([
      taskPlan('t', { unmatched: [{ resource: www, reason: 'no certificate covers it' }] }),
    ]);
    expect(only(planReport(none, context())).perProduct).toEqual([
      { product: 'tencent/cdn', matched: 0 },
    ]);
  });

  it('says what stands now, what is wanted, and the whole days gained', () => {
    const old = binding('x', 12);
    const edit = replace('t', www, shop, { old: [old, { slot: 'sni', ref: 'c2', facts: null }] });
    const [change] = only(
      planReport(plan([taskPlan('t', { changes: [edit] })]), context()),
    ).changes;
    expect(change).toMatchObject({
      status: 'pending',
      action: 'replace',
      undo: true,
      daysGained: 77,
      old: { sha256: old.facts?.sha256, ref: old.ref, notAfter: daysFromToday(12).toISOString() },
      new: { name: 'shop', type: 'uploaded', ref: null },
      replaced: [
        { slot: 'default', ref: old.ref },
        { slot: 'sni', ref: 'c2' },
      ],
      proof: null,
      error: null,
      receipt: null,
    });
  });

  it('rounds the days gained down, also when days are lost', () => {
    const gained = (hours: number) => {
      const wanted = certificate('shop', {
        notAfter: new Date(today.getTime() + hours * 3_600_000),
      });
      const edit = replace('t', www, wanted, { old: [binding('x', 0)] });
      return only(planReport(plan([taskPlan('t', { changes: [edit] })]), context())).changes[0]
        ?.daysGained;
    };
    expect(gained(47)).toBe(1);
    expect(gained(-1)).toBe(-1);
    expect(gained(0)).toBe(0);
  });

  it('knows no days gained where nothing is replaced or the cloud keeps the end to itself', () => {
    const dark = replace('t', hw, shop, { old: [{ slot: 'default', ref: 'c', facts: null }] });
    const changes = [attach('t', www, shop), dark];
    const [first, second] = only(planReport(plan([taskPlan('t', { changes })]), context())).changes;
    expect(first).toMatchObject({ old: null, daysGained: null, replaced: [] });
    expect(second).toMatchObject({
      daysGained: null,
      undo: false,
      old: { sha256: null, ref: 'c' },
    });
  });

  it('lists a refused edit as held, with its error and what to do', () => {
    const edit = replace('t', edge, shop, { inferred: true });
    const error = { code: 'REFUSED', message: 'it drops a name' } as const;
    const [change] = only(
      planReport(plan([taskPlan('t', { refusals: [{ edit, error }] })]), context()),
    ).changes;
    expect(change).toMatchObject({
      status: 'held',
      inferred: true,
      error: { ...error, advice: failures.REFUSED.advice },
      digest: edit.digest,
    });
  });

  it('takes verdict, exit code, digest and quota as they are handed in', () => {
    const task = taskPlan('t', { quota: { toConsume: 7, balance: null } });
    const report = planReport(plan([task]), context({ verdict: 'refused', exitCode: 2 }));
    expect(report).toMatchObject({ verdict: 'refused', exitCode: 2, digest: plan([]).digest });
    expect(only(report).quota).toEqual({ toConsume: 7, consumed: 0, refunded: 0, balance: null });
    expect(only(report).state).toBe('draft');
  });
});

describe('runReport', () => {
  const reportOf = (of: Plan, outcomes: readonly Outcome[], cancelled = false) =>
    only(runReport({ plan: of, outcomes, cancelled }, context(deploying)));

  it('fits its own schema and adds up', () => {
    const report = runReport(sampleRun(60), context(deploying));
    expect(Report.parse(report)).toEqual(report);
    const { counts, changes } = only(report);
    expect(counts.edits).toBe(counts.success + counts.error + counts.held);
    expect(counts.matched).toBe(changes.length);
    expect(counts.matched).toBe(counts.edits + counts.kept);
    expect(counts.error).toBeGreaterThan(3);
    expect(new Set(changes.map(({ status }) => status))).toEqual(
      new Set(['success', 'kept', 'held', 'error', 'rolled-back', 'rollback-error']),
    );
  });

  it('shows proof, error, the error of the rollback, and the receipt as it was given', () => {
    const edit = replace('t', www, shop);
    const of = plan([taskPlan('t', { changes: [edit] })]);
    const receipt = receiptOf(www, edit.id);
    const [change] = reportOf(of, [
      {
        status: 'rollback-error',
        change: edit,
        error: { code: 'VERIFY_FAILED', message: 'not served' },
        rollbackError: { code: 'CLOUD_UNAVAILABLE', message: '503' },
        receipt,
        proof: { accepted: true, readBack: true, served: false },
      },
    ]).changes;
    expect(change).toMatchObject({
      status: 'rollback-error',
      proof: { accepted: true, readBack: true, served: false },
      error: { code: 'VERIFY_FAILED', advice: failures.VERIFY_FAILED.advice },
      rollbackError: { code: 'CLOUD_UNAVAILABLE', message: '503' },
    });
    expect(change?.receipt).toEqual(receipt);
  });

  it('tells the outcome of one change in two tasks apart', () => {
    const first = replace('one', www, shop);
    const second = replace('two', www, shop);
    expect(first.id).toBe(second.id);
    const report = runReport(
      {
        plan: plan([taskPlan('one', { changes: [first] }), taskPlan('two', { changes: [second] })]),
        outcomes: [
          {
            status: 'success',
            change: first,
            receipt: receiptOf(www, first.id),
            proof: { accepted: true, readBack: true, served: true },
            findings: [{ code: 'X', level: 'notice', subject: null, message: 'late' }],
          },
          { status: 'held', change: second, error: { code: 'PLAN_STALE', message: 'not seen' } },
        ],
        cancelled: false,
      },
      context(deploying),
    );
    expect(report.tasks.map(({ changes }) => changes[0]?.status)).toEqual(['success', 'held']);
    expect(report.tasks.map(({ state }) => state)).toEqual(['success', 'error']);
    expect(report.tasks.map(({ findings }) => findings.length)).toEqual([1, 0]);
  });

  it('calls a change without an outcome unknown instead of leaving it out', () => {
    const edit = replace('t', www, shop);
    const kept = keep('t', edge, shop);
    const task = reportOf(plan([taskPlan('t', { changes: [edit, kept] })]), []);
    expect(task.changes.map(({ status }) => status)).toEqual(['error', 'kept']);
    expect(task.changes[0]?.error?.code).toBe('OUTCOME_UNKNOWN');
    expect(task.counts).toMatchObject({ edits: 1, error: 1, kept: 1 });
  });

  it('names the state of a task after what went well and what did not', () => {
    const edit = replace('t', www, shop);
    const kept = keep('t', edge, shop);
    const success: Outcome = {
      status: 'success',
      change: edit,
      receipt: receiptOf(www, edit.id),
      proof: { accepted: true, readBack: true, served: null },
      findings: [],
    };
    const held = (code: 'PLAN_STALE' | 'CANCELLED'): Outcome => ({
      status: 'held',
      change: edit,
      error: { code, message: 'held' },
    });
    const both = taskPlan('t', { changes: [edit, kept] });
    const alone = taskPlan('t', { changes: [edit] });
    const error = { code: 'RATE_LIMITED', message: 'too many calls' } as const;
    const gaps = [{ account: 'a', target: 'aws/alb', region: null, error }] as const;
    const blind = taskPlan('t', { changes: [edit], gaps });
    const state = (task: TaskPlan, outcomes: readonly Outcome[], cancelled = false) =>
      reportOf(plan([task]), outcomes, cancelled).state;
    expect(state(both, [success, { status: 'kept', change: kept }])).toBe('success');
    expect(state(both, [held('PLAN_STALE')])).toBe('partial');
    expect(state(alone, [held('PLAN_STALE')])).toBe('error');
    expect(state(alone, [held('CANCELLED')], true)).toBe('cancelled');
    expect(state(alone, [success], true)).toBe('success');
    expect(state(blind, [success])).toBe('partial');
  });

  it('measures the run', () => {
    const run: Run = { plan: plan([]), outcomes: [], cancelled: false };
    expect(runReport(run, context(deploying))).toMatchObject({
      startedAt: '2026-11-25T08:00:00.000Z',
      finishedAt: '2026-11-25T08:01:23.000Z',
    });
  });
});

describe('problemsReport', () => {
  it('lists every problem with its place and nothing else', () => {
    const problems = [
      { file: '.github/certferry.yml', line: 3, column: 5, message: 'unknown key' },
    ];
    const report = problemsReport(problems, context({ verdict: 'invalid', exitCode: 3 }));
    expect(Report.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      verdict: 'invalid',
      exitCode: 3,
      problems,
      tasks: [],
      digest: null,
    });
  });
});

describe('offlineReport', () => {
  it('shows the certificates that lie open and names the others', () => {
    const deployment: Deployment = {
      file: '.github/certferry.yml',
      accounts: [],
      receiver: null,
      contacts: [],
      monitor: [],
      certificates: [],
      tasks: [
        {
          name: 't',
          accounts: ['a'],
          certificates: ['shop', 'secret'],
          targets: [],
          enableHttps: false,
          allowUnmatched: true,
          rollback: 'on-failure',
          contacts: [],
          deployAt: null,
          extend: false,
        },
      ],
    };
    const report = offlineReport(
      { deployment, certificates: [shop], findings: [] },
      context({ verdict: 'offline' }),
    );
    expect(Report.parse(report)).toEqual(report);
    expect(only(report)).toMatchObject({
      counts: { certificates: 2, resources: 0, edits: 0 },
      allowUnmatched: true,
      certificates: [
        {
          name: 'shop',
          sha256: shop.sha256,
          domains: [domain('shop.example.com'), '*.shop.example.com'],
        },
        { name: 'secret', sha256: null, notAfter: null, domains: [] },
      ],
    });
  });
});
