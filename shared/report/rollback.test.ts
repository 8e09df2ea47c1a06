import { describe, expect, it } from 'vitest';

import { read } from '../../tests/browser/inert.ts';
import {
  attach,
  binding,
  context,
  plan,
  replace,
  resource,
  sampleRun,
  shop,
  taskPlan,
} from '../../tests/browser/sample-plans.ts';
import { failures } from '../core/errors.ts';
import type { Edit, Outcome, Receipt } from '../core/model.ts';
import { Report } from '../wire/report.ts';
import { runReport } from './json.ts';
import { commentMarkdown } from './markdown.ts';
import { rollbackReport, type Undone } from './rollback.ts';
import { reportText } from './text.ts';

const undoing = { mode: 'rollback', verdict: 'partial', exitCode: 1 } as const;
const deploying = context({ mode: 'deploy', verdict: 'success' });
const busy = { code: 'RESOURCE_BUSY', message: 'another change is under way' } as const;

function receiptOf({ id, resource: at }: Edit): Receipt {
  const { target, account, region } = at;
  return { change: id, resource: at.id, target, account, region, state: { was: 'c1' } };
}

function success(change: Edit): Outcome {
  const proof = { accepted: true, readBack: true, served: true };
  return { status: 'success', change, receipt: receiptOf(change), proof, findings: [] };
}

const old = binding('www', 12);
const first = replace('t', resource('tencent/cdn', 'www.shop.example.com'), shop, { old: [old] });
const second = attach('t', resource('aws/clb', 'api.shop.example.com'), shop);
const third = replace('t', resource('aws/clb', 'img.shop.example.com'), shop);
const changes = [first, second, third];
const earlier = runReport(
  {
    plan: plan([taskPlan('t', { changes, certificates: [shop] }), taskPlan('idle')]),
    outcomes: changes.map(success),
    cancelled: false,
  },
  deploying,
);
const proof = { accepted: true, readBack: true, served: true };
const back = (edit: Edit, already = false): Undone => ({
  status: 'rolled-back',
  receipt: receiptOf(edit),
  proof,
  already,
  findings: [],
});
const undone: readonly Undone[] = [
  back(first),
  { status: 'rollback-error', receipt: receiptOf(second), error: busy, proof: null },
];
const report = rollbackReport(earlier, undone, context(undoing));

describe('rollbackReport', () => {
  it('fits the schema and holds the changes that were to be undone, no others', () => {
    expect(Report.parse(report)).toEqual(report);
    expect(report.tasks.map(({ name }) => name)).toEqual(['t']);
    expect(report.tasks[0]?.changes.map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('counts what was switched back as success', () => {
    expect(report.tasks[0]).toMatchObject({
      state: 'partial',
      counts: { resources: 2, matched: 2, edits: 2, success: 1, error: 1, held: 0, kept: 0 },
      perCertificate: [{ name: 'shop', matched: 2 }],
      quota: { toConsume: 0 },
    });
  });

  it('keeps the receipt, turns the days gained around and gives the error with its advice', () => {
    const [good, bad] = report.tasks[0]?.changes ?? [];
    expect(good).toMatchObject({
      status: 'rolled-back',
      daysGained: -77,
      error: null,
      proof,
    });
    expect(good?.receipt).toEqual(receiptOf(first));
    expect(bad).toMatchObject({
      status: 'rollback-error',
      error: { ...busy, advice: failures.RESOURCE_BUSY.advice },
      rollbackError: null,
    });
  });

  it('counts as kept what was back before, and says that nothing was written', () => {
    const again = rollbackReport(earlier, [back(first, true)], context(undoing));
    expect(again.tasks[0]).toMatchObject({
      state: 'success',
      counts: { matched: 1, edits: 0, kept: 1, success: 0, error: 0 },
      changes: [{ status: 'rolled-back', proof }],
      findings: [{ code: 'already-back', level: 'notice', subject: first.resource.label }],
    });
  });

  it('tells the same change of two tasks apart', () => {
    const twin = { ...first, task: 'u' };
    const both = runReport(
      {
        plan: plan([taskPlan('t', { changes: [first] }), taskPlan('u', { changes: [twin] })]),
        outcomes: [success(first), success(twin)],
        cancelled: false,
      },
      deploying,
    );
    const ends: readonly Undone[] = [
      back(first),
      { status: 'held', receipt: receiptOf(twin), error: busy, proof: null },
    ];
    const { tasks } = rollbackReport(both, ends, context(undoing));
    expect(tasks.map((task) => task.changes[0]?.status)).toEqual(['rolled-back', 'held']);
  });

  it('refuses an outcome that belongs to no change', () => {
    const stray = back(third);
    const without = { ...earlier, tasks: [] };
    expect(() => rollbackReport(without, [stray], context(undoing))).toThrow(
      'a receipt was undone that the earlier report does not hold',
    );
  });

  it('undoes every receipt of a large run', () => {
    const run = sampleRun(60);
    const whole = runReport(run, deploying);
    const receipts = run.outcomes.flatMap((outcome) =>
      'receipt' in outcome && outcome.receipt !== null ? [outcome.receipt] : [],
    );
    const all = receipts.map((receipt): Undone => ({
      status: 'rolled-back',
      receipt,
      proof,
      already: false,
      findings: [],
    }));
    const { tasks } = rollbackReport(whole, all, context(undoing));
    expect(tasks[0]?.counts).toMatchObject({ edits: receipts.length, success: receipts.length });
    expect(tasks[0]?.state).toBe('success');
  });
});

describe('the words of a rollback', () => {
  const markdown = commentMarkdown(report, { limit: 60_000 });
  const { text } = read(markdown);

  it('say what was switched back, from the new certificate to the old one', () => {
    expect(markdown.split('\n')[0]).toBe(
      '## ⚠️ Partly rolled back: 1 of 2 edits switched back and 1 failed',
    );
    const was = old.facts?.sha256?.slice(0, 8) ?? '';
    expect(text).toContain(
      `${shop.sha256.slice(0, 8)} Let's Encrypt R11, until 22 Feb 2027→ ${was} Let's Encrypt R10`,
    );
    expect(text).toContain('Switched back (1)');
    expect(text).toContain('✅ served');
    expect(text).toContain('a rollback by hand refunds no quota');
  });

  it('say what could not be switched back and needs eyes', () => {
    expect(text).toContain('Failed (1)');
    expect(text).toContain('→ no certificatedetach');
    expect(text).toContain('Not switched back: look at this resource.');
  });

  it('are the same in a terminal', () => {
    const plain = reportText(report);
    expect(plain).toContain('switch back www.shop.example.com [tencent/cdn tencent-prod]');
    expect(plain).toContain('Not switched back: look at this resource.');
    expect(plain).toMatch(/Let's Encrypt R10, until 7 Dec 2026 \(−77 days\)/u);
  });
});
