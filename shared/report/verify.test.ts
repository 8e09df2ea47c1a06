import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hostile } from '../../tests/browser/hostile.ts';
import { read, tables } from '../../tests/browser/inert.ts';
import {
  attach,
  context,
  daysFromToday,
  hostilePlan,
  keep,
  plan,
  replace,
  resource,
  sampleResource,
  shop,
  taskPlan,
} from '../../tests/browser/sample-plans.ts';
import type { Finding, Keep, Plan, Proof, TaskPlan } from '../core/model.ts';
import type { Verification, VerifyOutcome } from '../core/verification.ts';
import { Report, type ChangeReport, type TaskReport } from '../wire/report.ts';
import { closedIssueMarkdown, issueMarkdown, issueState, issueTitle } from './issue.ts';
import { commentMarkdown, summaryMarkdown } from './markdown.ts';
import { reportText } from './text.ts';
import { verifyReport } from './verify.ts';

const www = resource('tencent/cdn', 'www.shop.example.com');
const api = resource('aws/alb', 'arn:aws:x:listener/1', { region: 'us-east-1', label: 'api' });
const pay = resource('huawei/cdn', 'pay.shop.example.com');

const served: Proof = { accepted: true, readBack: true, served: true };
const proven = (
  change: Keep,
  proof = served,
  findings: readonly Finding[] = [],
): VerifyOutcome => ({
  status: 'proven',
  change,
  proof,
  findings,
});
const drift = { code: 'DRIFTED', message: '"shop" was deployed here on 2026-11-01' } as const;

const kept = keep('t', www, shop);
const changed = replace('t', api, shop);
const open = attach('t', pay, shop);

const drifted: VerifyOutcome = {
  status: 'drifted',
  change: changed,
  proof: { accepted: true, readBack: false, served: null },
  error: drift,
};

function verification(
  outcomes: readonly VerifyOutcome[],
  parts: Partial<Verification> & { readonly task?: Partial<TaskPlan>; readonly of?: Plan } = {},
): Verification {
  const { task = {}, of, ...rest } = parts;
  const changes = outcomes.map(({ change }) => change);
  const whole = of ?? plan([taskPlan('t', { certificates: [shop], changes, ...task })]);
  return { plan: whole, outcomes, lost: [], expiring: [], cancelled: false, ...rest };
}

const verifying = { verdict: 'drifted', exitCode: 1 } as const;
const reportOf = (of: Verification, parts: Parameters<typeof context>[0] = verifying) =>
  verifyReport(of, context(parts));

const everything = verification([proven(kept), drifted, { status: 'waiting', change: open }], {
  expiring: [
    {
      name: 'shop',
      sha256: shop.sha256,
      notAfter: daysFromToday(9),
      resources: 3,
      replaced: false,
    },
  ],
});

function only(report: Report): TaskReport {
  const [task, ...others] = report.tasks;
  if (task === undefined || others.length > 0) throw new Error('not exactly one task');
  return task;
}

const byName = (report: Report, name: string): ChangeReport | undefined =>
  only(report).changes.find((change) => change.name === name);

const oneLine = (text: string) => text.replace(/\s+/gu, ' ');
const textOf = (markdown: string) => read(markdown).text.replace(/\u200B/gu, '');

describe('verifyReport', () => {
  it('fits the schema and holds each resource once, with its proof or its error', () => {
    const report = reportOf(everything);
    expect(Report.parse(report)).toEqual(report);
    expect(report).toMatchObject({ mode: 'verify', verdict: 'drifted', exitCode: 1 });
    expect(only(report).changes.map(({ name }) => name)).toEqual(
      [www, api, pay].map((r) => r.name),
    );
    expect(byName(report, www.name)).toMatchObject({
      action: 'keep',
      status: 'kept',
      proof: { accepted: true, readBack: true, served: true },
      error: null,
    });
    expect(byName(report, api.name)).toMatchObject({
      action: 'replace',
      status: 'error',
      error: { code: 'DRIFTED', message: drift.message },
      receipt: null,
    });
    expect(byName(report, pay.name)).toMatchObject({ status: 'pending', proof: null, error: null });
  });

  it('counts so that what is proven, drifted, held and waiting is what was matched', () => {
    const { counts, quota, state } = only(reportOf(everything));
    expect(counts).toEqual({
      certificates: 1,
      resources: 3,
      matched: 3,
      edits: 2,
      kept: 1,
      held: 0,
      success: 0,
      error: 1,
    });
    expect(quota).toMatchObject({ consumed: 0, refunded: 0 });
    expect(state).toBe('partial');
  });

  it('says once per certificate what waits, as a notice where its time is set', () => {
    const waiting: VerifyOutcome = { status: 'waiting', change: open };
    const found = (parts: Partial<TaskPlan>) =>
      only(reportOf(verification([waiting], { task: parts }), { verdict: 'success' })).findings;
    expect(found({})).toMatchObject([{ code: 'not-deployed', level: 'warning', subject: 'shop' }]);
    expect(found({ deployAt: daysFromToday(2) })).toMatchObject([
      { level: 'notice', message: expect.stringContaining('2026-11-27T08:00:00.000Z') },
    ]);
  });

  it('says that a certificate ends soon once, whoever else said so before', () => {
    const early: Finding = {
      code: 'ends-soon',
      level: 'warning',
      subject: 'shop',
      message: 'it ends on 2026-12-04, in 9 days',
    };
    const of = plan([taskPlan('t', { changes: [kept] })], [early, { ...early, subject: 'api' }]);
    const { expiring } = everything;
    const report = reportOf(verification([proven(kept)], { of, expiring }));
    expect(report.findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
      'expiring shop',
      'ends-soon api',
    ]);
  });

  it('calls a change without a result unproven, never as it should be', () => {
    const of = plan([taskPlan('t', { changes: [kept] })]);
    const report = reportOf(verification([], { of }), { verdict: 'incomplete' });
    expect(only(report).changes).toMatchObject([{ status: 'held', error: { code: 'INTERNAL' } }]);
  });

  it('shows the refusal of an edit, and what a cancelled run did not ask', () => {
    const outcomes: readonly VerifyOutcome[] = [
      { status: 'refused', change: open, error: { code: 'REFUSED', message: 'not here' } },
      { status: 'unproven', change: kept, error: { code: 'CANCELLED', message: 'cancelled' } },
    ];
    const refusals = [{ edit: open, error: { code: 'REFUSED', message: 'not here' } as const }];
    const of = plan([taskPlan('t', { changes: [kept], refusals })]);
    const report = reportOf(verification(outcomes, { of, cancelled: true }), {
      verdict: 'cancelled',
    });
    expect(only(report).changes.map(({ status, error }) => `${status} ${error?.code}`)).toEqual([
      'held CANCELLED',
      'held REFUSED',
    ]);
    expect(only(report).state).toBe('cancelled');
  });
});

describe('a verification in words', () => {
  const hidden = proven(keep('t', api, shop), { ...served, served: null });
  const firstLine = (report: Report) => commentMarkdown(report, { limit: 60_000 }).split('\n')[0];

  it('starts with what was verified, and then what was not', () => {
    const fine = reportOf(verification([proven(kept), hidden]), { verdict: 'success' });
    expect(firstLine(fine)).toBe(
      '## ✅ Verified: 2 of 2 resources verified (1 without a handshake)',
    );
    expect(firstLine(reportOf(everything))).toBe(
      '## ❌ Not as deployed: 1 of 3 resources verified, 1 not as deployed, 1 not deployed yet and 1 certificate ends soon',
    );
  });

  it('shows drift unfolded with what is bound, the error and what to do', () => {
    const markdown = summaryMarkdown(reportOf(everything), { limit: 100_000 });
    expect(read(markdown).faults).toEqual([]);
    expect(tables(markdown).map(({ title }) => title)).toEqual([
      '❌ Not as deployed',
      'Remarks',
      'Not deployed yet',
      'Up to date',
    ]);
    const text = textOf(markdown);
    expect(text).toContain('another certificate is bound');
    expect(text).toContain('The cloud does not bind the certificate.');
    expect(text).toContain('verified 1 · not as deployed 1 · not deployed yet 1');
    expect(text).toContain('verifying consumes no quota; deploying what is missing consumes 2');
    expect(text).not.toMatch(/rolled back|held back|accepted|\+\d+ days/iu);
  });

  it('shows the proof of what is as it was deployed', () => {
    const report = reportOf(verification([proven(kept), hidden]), { verdict: 'success' });
    const markdown = summaryMarkdown(report, { limit: 100_000 });
    expect(textOf(markdown)).toContain('✅ servedbound');
    expect(textOf(markdown)).toContain('no handshake possible');
    const text = oneLine(reportText(report));
    expect(text).toContain('[ok] Verified: 2 of 2 resources verified');
    expect(text).toContain('bound and served');
    expect(text).toContain('bound and no handshake possible');
  });

  it('says the same on a terminal', () => {
    const text = oneLine(reportText(reportOf(everything)));
    expect(text).toContain('Not as deployed (1) another certificate is bound api');
    expect(text).toContain('(DRIFTED) Find out who changed it');
    expect(text).toContain('Not deployed yet (1)');
    expect(text).toContain('warning: shop: it ends on 2026-12-04');
  });
});

describe('the issue', () => {
  const body = (report: Report, limit = 60_000) => issueMarkdown(report, { limit });

  it('is open for drift and for what ends soon, closed when all was seen and is well', () => {
    const state = (of: Verification, verdict: Report['verdict']) =>
      issueState(reportOf(of, { verdict }));
    const fine = verification([proven(kept)]);
    expect(state(everything, 'drifted')).toBe('open');
    expect(state(verification([proven(kept)], { expiring: everything.expiring }), 'expiring')).toBe(
      'open',
    );
    expect(state(fine, 'success')).toBe('closed');
    expect(state(fine, 'incomplete')).toBe('leave');
    expect(state(everything, 'cancelled')).toBe('leave');
    expect(issueState({ ...reportOf(everything), mode: 'deploy' })).toBe('leave');
  });

  it('is open where a resource lost its HTTPS, for which no change stands', () => {
    const finding: Finding = {
      code: 'https-off',
      level: 'warning',
      subject: 'bare',
      message: 'now it serves no HTTPS',
    };
    const deployed = {
      resource: 'x',
      task: 't',
      domains: [],
      fingerprint: shop.sha256,
      at: '2026-11-01T00:00:00Z',
    };
    const of = verification([proven(kept)], { lost: [{ deployed, drifted: true, finding }] });
    const report = reportOf(of);
    expect(issueState(report)).toBe('open');
    expect(issueTitle(report)).toContain('1 resource not as deployed');
    expect(textOf(body(report))).toContain('now it serves no HTTPS');
  });

  it('says what drifted, what ends soon and what to do', () => {
    const report = reportOf(everything);
    expect(issueTitle(report)).toBe(
      'Certferry: 1 resource not as deployed and 1 certificate ends soon (.github/certferry.yml)',
    );
    const markdown = body(report);
    expect(read(markdown).faults).toEqual([]);
    expect(tables(markdown).map(({ title, said }) => `${title} ${said}`)).toEqual([
      '⏳ Ends soon 1',
      '❌ Not as deployed 1',
      'Remarks 1',
    ]);
    const text = textOf(markdown);
    expect(text).toContain('it ends on 2026-12-04 and is bound to 3 resources: renew it');
    expect(text).toContain('Find out what changed each resource below.');
    expect(text).toContain(drift.message.replace('"shop"', ''));
  });

  it('is the same text the next day, by another run', () => {
    const later = {
      ...verifying,
      run: 'https://github.com/example/shop/actions/runs/18',
      commit: 'f'.repeat(40),
      startedAt: daysFromToday(1),
      now: daysFromToday(1.01),
    };
    expect(body(reportOf(everything, later))).toBe(body(reportOf(everything)));
  });

  it('leaves remarks that are none of its own to the summary', () => {
    const dns: Finding = {
      code: 'DNS_ELSEWHERE',
      level: 'warning',
      subject: 'www.shop.example.com',
      message: 'DNS answers 203.0.113.7',
    };
    const report = reportOf(verification([drifted], { task: { findings: [dns] } }));
    expect(only(report).findings).toMatchObject([dns]);
    expect(textOf(body(report))).not.toContain('DNS answers');
  });

  it('names the run that closes it, and only an address that is one', () => {
    const report = reportOf(verification([proven(kept)]), { verdict: 'success' });
    expect(read(closedIssueMarkdown(report))).toMatchObject({
      faults: [],
      links: [report.run],
      text: expect.stringContaining('25 Nov 2026'),
    });
    expect(read(closedIssueMarkdown({ ...report, run: 'javascript:alert(1)' })).links).toEqual([]);
  });

  it('stays below the limit with 3,000 drifts, drops whole rows, and keeps its counts', () => {
    const many = Array.from({ length: 3000 }, (_, index): VerifyOutcome => ({
      status: 'drifted',
      change: replace('t', sampleResource(index), shop),
      proof: { accepted: true, readBack: false, served: null },
      error: drift,
    }));
    const report = reportOf(verification(many));
    const markdown = body(report);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
    expect(read(markdown).faults).toEqual([]);
    const [table] = tables(markdown);
    expect(table?.said).toBe(3000);
    expect((table?.shown ?? 0) + (table?.leftOut ?? 0)).toBe(3000);
    expect(table?.shown).toBeGreaterThan(20);
    fc.assert(
      fc.property(fc.integer({ min: 2_000, max: 60_000 }), (limit) => {
        expect(Buffer.byteLength(body(report, limit))).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 20 },
    );
  });

  it.each(hostile.map((text) => [text.slice(0, 40), text]))(
    'is not broken by text of strangers: %j',
    (_, text) => {
      const of = hostilePlan(text);
      const outcomes = of.tasks.flatMap((task) =>
        task.changes.map((change): VerifyOutcome =>
          change.kind === 'keep'
            ? proven(change, served, [
                { code: text, level: 'warning', subject: text, message: text },
              ])
            : {
                status: 'drifted',
                change,
                proof: served,
                error: { code: 'DRIFTED', message: text },
              },
        ),
      );
      const expiring = [
        {
          name: text,
          sha256: shop.sha256,
          notAfter: daysFromToday(3),
          resources: 1,
          replaced: false,
        },
      ];
      const report = reportOf(verification(outcomes, { of, expiring }), {
        ...verifying,
        file: text,
        run: text,
        commit: text,
      });
      for (const markdown of [body(report), closedIssueMarkdown(report)]) {
        const { faults, loose } = read(markdown);
        expect(faults).toEqual([]);
        expect(loose.slice(2)).not.toMatch(/[@#]|:\/\/|GH-\d|[0-9a-f]{7}/iu);
        expect(markdown).not.toContain('<!--');
        expect(markdown.match(/^## /gmu)).toHaveLength(1);
      }
      const title = issueTitle(report);
      expect(title).not.toMatch(/[@#`<>[\]|*]/u);
      expect(title.length).toBeLessThanOrEqual(256);
      expect(title).not.toContain('\n');
    },
  );
});
