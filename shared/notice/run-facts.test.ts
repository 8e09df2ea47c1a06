import { describe, expect, it } from 'vitest';

import {
  context,
  keep,
  plan,
  replace,
  resource,
  shop,
  taskPlan,
} from '../../tests/browser/sample-plans.ts';
import type { Finding } from '../core/model.ts';
import type { VerifyOutcome } from '../core/verification.ts';
import { verifyReport } from '../report/verify.ts';
import type { Report } from '../wire/report.ts';
import { runFacts } from './run-facts.ts';

const proof = { accepted: true, readBack: true, served: true };
const proven = (task: string): VerifyOutcome => ({
  status: 'proven',
  change: keep(task, resource('tencent/cdn', `${task}.shop.example.com`), shop),
  proof,
  findings: [],
});
const edit = (task: string) =>
  replace(task, resource('tencent/cdn', `new.${task}.shop.example.com`), shop);

/** A verification of two tasks, "a" and "b". */
function report(
  outcomes: readonly VerifyOutcome[],
  verdict: Report['verdict'],
  findings: readonly Finding[] = [],
): Report {
  const tasks = ['a', 'b'].map((name) => {
    const own = outcomes.filter(({ change }) => change.task === name);
    return taskPlan(name, { certificates: [shop], changes: own.map(({ change }) => change) });
  });
  const deployed = { resource: 'x', task: 'a', domains: [], fingerprint: shop.sha256, at: '' };
  return verifyReport(
    {
      plan: plan(tasks),
      outcomes,
      lost: findings.map((finding) => ({ deployed, drifted: true, finding })),
      expiring: [],
      cancelled: false,
    },
    context({ verdict }),
  );
}

const verdictFor = (given: Report, task: string) => runFacts(given, new Set([task]))?.verdict;

describe('what a verification says to the contacts of one of its tasks', () => {
  it('is drift for those whose task has drifted, and that all is well for the others', () => {
    const drifted: VerifyOutcome = {
      status: 'drifted',
      change: edit('a'),
      proof: { ...proof, served: false },
      error: { code: 'DRIFTED', message: 'x' },
    };
    const given = report([drifted, proven('b')], 'drifted');
    expect([verdictFor(given, 'a'), verdictFor(given, 'b')]).toEqual(['drifted', 'success']);
  });

  it('is drift for all where a resource serves no HTTPS any more: no task speaks of it', () => {
    const off: Finding = { code: 'https-off', level: 'warning', subject: 'x', message: 'gone' };
    const given = report([proven('a'), proven('b')], 'drifted', [off]);
    expect([verdictFor(given, 'a'), verdictFor(given, 'b')]).toEqual(['drifted', 'drifted']);
  });

  it('is not that something was not seen where a change is only refused', () => {
    const refused: VerifyOutcome = {
      status: 'refused',
      change: edit('a'),
      error: { code: 'REFUSED', message: 'x' },
    };
    const unproven: VerifyOutcome = {
      ...proven('b'),
      status: 'unproven',
      error: { code: 'CLOUD_UNAVAILABLE', message: 'x' },
    };
    const given = report([refused, unproven], 'incomplete');
    expect([verdictFor(given, 'a'), verdictFor(given, 'b')]).toEqual(['success', 'incomplete']);
  });
});
