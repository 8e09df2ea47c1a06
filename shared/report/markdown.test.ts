import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyReport } from '../../tests/browser/arbitrary-report.ts';
import { hostile } from '../../tests/browser/hostile.ts';
import { read, tables } from '../../tests/browser/inert.ts';
import {
  attach,
  binding,
  certificate,
  context,
  hostilePlan,
  plan,
  replace,
  resource,
  samplePlan,
  sampleRun,
  shop,
  taskPlan,
} from '../../tests/browser/sample-plans.ts';
import type { Run, TaskPlan } from '../core/model.ts';
import type { Report } from '../wire/report.ts';
import { planReport, problemsReport, runReport } from './json.ts';
import { commentMarkdown, summaryMarkdown } from './markdown.ts';
import { remarksOf } from './remarks.ts';

const summaryUrl = 'https://github.com/example/shop/actions/runs/17';
const deploying = { mode: 'deploy', verdict: 'partial', exitCode: 1 } as const;
const comment = (report: Report, limit = 60_000) => commentMarkdown(report, { limit, summaryUrl });
const textOf = (markdown: string) => read(markdown).text.replace(/\u200B/gu, '');
const firstLine = (markdown: string) => markdown.split('\n')[0];
const preview = (tasks: readonly TaskPlan[], parts = {}) =>
  comment(planReport(plan(tasks), context(parts)));
const table = (markdown: string, title: string) =>
  tables(markdown).find((each) => each.title.includes(title));

const www = resource('tencent/cdn', 'www.shop.example.com');
const dark = resource('huawei/cdn', 'hw.shop.example.com');
const edge = resource('aws/alb', 'arn:aws:elasticloadbalancing:us-east-1:1:listener/app/x/1/2', {
  region: 'us-east-1',
  label: 'shop HTTPS:443',
  domains: [],
});

describe('the first line', () => {
  it('is the verdict of a preview in words, with its counts', () => {
    const ready = planReport(samplePlan(3), context());
    expect(firstLine(comment(ready))).toBe('## ✅ Ready: 3 edits and 1 up to date');
    const incomplete = context({ verdict: 'incomplete', exitCode: 2 });
    expect(firstLine(comment(planReport(samplePlan(3000), incomplete)))).toBe(
      '## ❌ Incomplete: 1 place could not be read, 1 of 3,001 edits refused, 1 certificate without a resource and 300 up to date',
    );
  });

  it('tells replacing from attaching, which starts to serve HTTPS', () => {
    const changes = [replace('t', www, shop), attach('t', dark, shop)];
    expect(firstLine(preview([taskPlan('t', { changes })]))).toBe(
      '## ✅ Ready: 2 edits (1 replace, 1 attach)',
    );
  });

  it('says what was proven, what failed and what was undone after a run', () => {
    const report = runReport(sampleRun(30), context(deploying));
    expect(firstLine(comment(report))).toBe(
      '## ⚠️ Partly deployed: 24 of 31 edits proven (2 without a handshake), 5 failed (2 rolled back and 1 could not be rolled back), 2 held back, 1 place could not be read, 1 certificate without a resource and 3 up to date',
    );
  });

  it('uses the words of verification and rollback for those', () => {
    const edit = replace('t', www, shop);
    const { id: change } = edit;
    const { id, target, account, region } = www;
    const receipt = { change, resource: id, target, account, region, state: null };
    const proof = { accepted: true, readBack: true, served: true };
    const run: Run = {
      plan: plan([taskPlan('t', { changes: [edit] })]),
      outcomes: [{ status: 'success', change: edit, receipt, proof, findings: [] }],
      cancelled: false,
    };
    const said = (mode: Report['mode']) =>
      firstLine(comment(runReport(run, context({ mode, verdict: 'success' }))));
    expect(said('deploy')).toBe('## ✅ Deployed: 1 of 1 edit proven');
    expect(said('verify')).toBe('## ✅ Verified: 1 of 1 resource verified');
    expect(said('rollback')).toBe('## ✅ Rolled back: 1 of 1 edit switched back');
  });

  it('never calls an empty preview a success', () => {
    const empty = preview([taskPlan('t')], { verdict: 'refused', exitCode: 2 });
    expect(firstLine(empty)).toBe('## ❌ Refused: nothing matches');
  });

  it('counts the problems of a file', () => {
    const problems = [
      { file: 'a.yml', line: 3, column: 5, message: 'unknown key "tasks2", did you mean "tasks"?' },
      { file: 'a.yml', line: 9, column: 1, message: 'a task takes at least one certificate' },
    ];
    const markdown = comment(
      problemsReport(problems, context({ verdict: 'invalid', exitCode: 3 })),
    );
    expect(firstLine(markdown)).toBe('## ❌ Invalid: 2 problems to correct, no cloud was asked');
    expect(textOf(markdown)).toContain('a.ymlline 3, column 5unknown key "tasks2", did you mean');
  });
});

describe('a preview', () => {
  const markdown = comment(
    planReport(samplePlan(30), context({ verdict: 'incomplete', exitCode: 2 })),
  );
  const text = textOf(markdown);

  it('shows what needs eyes unfolded and before the tasks', () => {
    const [eyes = '', tasks = ''] = markdown.split('<h3>Task');
    for (const title of [
      'Refused',
      'Could not be read',
      'Certificates without a resource',
      'Remarks',
    ]) {
      expect(eyes).toContain(title);
      expect(table(eyes, title)?.shown).toBeGreaterThan(0);
    }
    expect(eyes).not.toContain('<details');
    expect(tasks).toContain('<details><summary><b>Edits (30)</b>');
    expect(tasks).toContain('<details><summary><b>Resources that no certificate fits (5)</b>');
    expect(tasks).toContain('<details><summary><b>Up to date (3)</b>');
  });

  it('shows the counts that a reviewer decides by', () => {
    expect(text).toContain(
      'certificates 2 · resources found 39 · matched 34 · edits 31 · up to date 3 · refused 1',
    );
    expect(text).toContain(
      'quota to be consumed: 30 (counted, not enforced: no receiver is configured)',
    );
    expect(text).toContain('Matched per product: aws/alb 4 · ');
    expect(markdown).toMatch(/<code>shop<\/code>.*<td>34<\/td><\/tr>/u);
    expect(markdown).toMatch(/<code>api<\/code>.*<td>0<\/td><\/tr>/u);
  });

  it('shows the balance before and after where a receiver keeps the book', () => {
    const quota = (balance: number) =>
      textOf(preview([taskPlan('t', { quota: { toConsume: 11, balance } })]));
    expect(quota(100)).toContain('quota to be consumed: 11; balance: 100, 89 after this');
    expect(quota(5)).toContain('balance: 5, 6 too few');
  });

  it('shows the old and the new certificate of an edit, and what it gains', () => {
    const old = binding('x', 12, 'DigiCert Global G2 TLS RSA SHA256 2020 CA1');
    const row = textOf(
      preview([taskPlan('t', { changes: [replace('t', www, shop, { old: [old] })] })]),
    );
    expect(row).toContain(
      `${old.facts?.sha256?.slice(0, 8) ?? ''} DigiCert Global G2 TLS RSA SHA256 2020 CA1, until 7 Dec 2026`,
    );
    expect(row).toContain(`→ ${shop.sha256.slice(0, 8)} Let's Encrypt R11, until 22 Feb 2027`);
    expect(row).toContain('replace+77 days');
  });

  it('names a bound certificate that the cloud does not describe by its id', () => {
    const old = [{ slot: 'default', ref: 'scs-17', facts: null }] as const;
    const row = textOf(preview([taskPlan('t', { changes: [replace('t', dark, shop, { old })] })]));
    expect(row).toContain('scs-17, which the cloud does not describe→');
  });

  it('says beside a resource that its domains are inferred, and that there is no undo', () => {
    const changes = [replace('t', edge, shop, { inferred: true }), replace('t', dark, shop)];
    const said = preview([taskPlan('t', { changes })]);
    expect(said).toMatch(/shop HTTPS:443.*domains inferred from the certificate it serves now/u);
    expect(said).toMatch(/hw\..*no undo here/u);
    expect(said.match(/no undo here/gu)).toHaveLength(1);
    expect(said.match(/inferred/gu)).toHaveLength(1);
  });

  it('gives the error in words, what to do, and its code', () => {
    expect(text).toContain(
      'it drops old.shop.example.com, which the certificate served now covers',
    );
    expect(text).toContain(
      'A rule forbids this change; the message says which and how to allow it. REFUSED',
    );
    expect(text).toContain(
      'aws/alb · aws-prod · eu-west-1listing load balancers of account "aws-prod"',
    );
  });

  it('names the task of what needs eyes only where there are several', () => {
    const gap = {
      account: 'a',
      target: 'aws/alb',
      region: null,
      error: { code: 'RATE_LIMITED', message: 'too many calls' },
    } as const;
    const tasks = [taskPlan('one', { gaps: [gap] }), taskPlan('two', { gaps: [gap] })];
    expect(textOf(preview(tasks))).toContain('aws/alb · atask two');
    expect(textOf(preview(tasks.slice(0, 1)))).not.toContain('task one');
  });

  it('does not call a certificate that a task allows to match nothing an error', () => {
    const parts = { certificates: [certificate('api')], certificatesWithoutMatch: ['api'] };
    const allowed = preview([taskPlan('t', { ...parts, allowUnmatched: true })]);
    expect(textOf(allowed)).toContain('matches no resource, which this task allows');
    expect(firstLine(allowed)).not.toContain('without');
    expect(textOf(preview([taskPlan('t', parts)]))).toContain('allow_unmatched: true');
  });

  it('is the same text when nothing but the clock has moved', () => {
    const at = (startedAt: Date, now: Date) =>
      comment(planReport(samplePlan(30), context({ startedAt, now })));
    expect(at(new Date(0), new Date(5000))).toBe(at(new Date(7000), new Date(90_000)));
  });

  it('shows a few edits, and folds a table of many', () => {
    const few = comment(planReport(samplePlan(12), context()));
    expect(few).toContain('<details open><summary><b>Edits (12)</b>');
    const many = comment(planReport(samplePlan(3000), context()));
    expect(many).toContain('<details><summary><b>Edits (3,000)</b>');
  });
});

describe('a deployment', () => {
  const markdown = comment(runReport(sampleRun(30), context(deploying)));
  const text = textOf(markdown);

  it('shows how far each change was proven', () => {
    expect(text).toContain('✅ servedaccepted · read back');
    expect(text).toContain('✅ read backacceptedno handshake possible');
    expect(text).toContain('✅ accepted · ✅ read back · ❌ not served');
  });

  it('shows what failed with its error and what it left behind', () => {
    expect(table(markdown, 'Failed')).toMatchObject({ said: 5, shown: 5 });
    expect(text).toContain('still shows certificate 5a1be0c2');
    expect(text).toContain('VERIFY_FAILEDRolled back: the old certificate is bound again.');
    expect(text).toContain('RESOURCE_BUSYNothing was changed.');
    expect(text).toContain('The rollback failed too: look at this resource.switching back to');
    expect(text).toContain('CLOUD_UNAVAILABLE');
  });

  it('shows what was held back and each resource once', () => {
    expect(table(markdown, 'Held back')).toMatchObject({ said: 2, shown: 2 });
    expect(table(markdown, 'Proven')).toMatchObject({ said: 24, shown: 24 });
    expect(table(markdown, 'Up to date')).toMatchObject({ said: 3, shown: 3 });
    expect(markdown.match(/>www0\.<wbr>shop\./gu)).toHaveLength(1);
  });

  it('says how long it took', () => {
    expect(text).toContain('took 1 min 23 s');
  });
});

describe('the limit', () => {
  it('drops rows and says how many and where they are', () => {
    const markdown = comment(planReport(samplePlan(3000), context()));
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
    const edits = table(markdown, 'Edits');
    expect(edits?.said).toBe(3000);
    expect(edits?.shown).toBeGreaterThan(60);
    expect(edits?.leftOut).toBe(3000 - (edits?.shown ?? 0));
    expect(markdown).toContain(`more, see <a href="${summaryUrl}">the job summary</a>`);
  });

  it('is enough for every row of 3,000 edits in the summary', () => {
    const markdown = summaryMarkdown(planReport(samplePlan(1000), context()), { limit: 1_000_000 });
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(1_000_000);
    expect(table(markdown, 'Edits')).toMatchObject({ said: 1000, shown: 1000, leftOut: 0 });
    const most = summaryMarkdown(planReport(samplePlan(9000), context()), { limit: 1_000_000 });
    expect(Buffer.byteLength(most)).toBeLessThanOrEqual(1_000_000);
    expect(most).toContain('more, see the JSON report');
  });

  it('leaves out whole tasks only when their headings do not fit', () => {
    const tasks = Array.from({ length: 400 }, (_, index) =>
      taskPlan(`task-${index}`, { changes: [replace('t', www, shop)], certificates: [shop] }),
    );
    const markdown = preview(tasks);
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
    expect(firstLine(markdown)).toBe('## ✅ Ready: 400 edits');
    const leftOut = /… and (\d+) more parts, see/u.exec(markdown)?.[1];
    const shown = markdown.match(/<h3>Task/gu)?.length ?? 0;
    expect(shown).toBeGreaterThan(30);
    expect(Number(leftOut) + shown).toBe(400);
  });

  it('holds for any report, every number true, at any limit', () => {
    fc.assert(
      fc.property(anyReport(40), fc.integer({ min: 1000, max: 60_000 }), (report, limit) => {
        for (const markdown of [
          commentMarkdown(report, { limit, summaryUrl }),
          summaryMarkdown(report, { limit }),
        ]) {
          expect(Buffer.byteLength(markdown, 'utf8')).toBeLessThanOrEqual(limit);
          for (const { said, shown, leftOut } of tables(markdown))
            expect(shown + leftOut).toBe(said);
          const tasks = [...markdown.matchAll(/ · edits <b>([\d,]+)<\/b>/gu)];
          expect(tasks.map(([, edits]) => Number(edits?.replaceAll(',', '')))).toEqual(
            report.tasks.slice(0, tasks.length).map((task) => task.counts.edits),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('loses no row of any report that is small enough', () => {
    fc.assert(
      fc.property(anyReport(1), (report) => {
        const markdown = commentMarkdown(report, { limit: 10_000_000 });
        const changes = report.tasks.flatMap((task) => task.changes);
        const titled = (title: string) =>
          tables(markdown)
            .filter((each) => each.title.includes(title))
            .reduce((sum, each) => sum + each.shown, 0);
        expect(markdown).not.toContain('more, see');
        expect(titled('Up to date')).toBe(changes.filter(({ action }) => action === 'keep').length);
        expect(titled('To correct')).toBe(report.problems.length);
        const all = tables(markdown).reduce((sum, each) => sum + each.shown, 0);
        // What is said alike of several resources is one row.
        const remarks = remarksOf(report).length;
        const rest = report.tasks.reduce(
          (sum, task) =>
            sum + task.unmatched.length + task.gaps.length + task.certificatesWithoutMatch.length,
          0,
        );
        expect(all).toBe(changes.length + report.problems.length + remarks + rest);
      }),
      { numRuns: 150 },
    );
  });
});

describe('text of strangers', () => {
  it('is inert in any report', () => {
    fc.assert(
      fc.property(anyReport(2), (report) => {
        const trusted = { ...report, run: null };
        for (const markdown of [
          commentMarkdown(trusted, { limit: 60_000 }),
          summaryMarkdown(trusted, { limit: 200_000 }),
        ]) {
          const { faults, links, loose } = read(markdown);
          expect(faults).toEqual([]);
          expect(links).toEqual([]);
          expect(loose.slice(2)).not.toMatch(/[@#]|:\/\/|GH-\d|[0-9a-f]{7}/iu);
          expect(markdown).not.toContain('<!--');
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each(hostile.map((text) => [text.slice(0, 40), text]))(
    'cannot forge the verdict, the marker or a table: %j',
    (_, text) => {
      const parts = { file: text, verdict: 'incomplete', commit: text, run: text } as const;
      const report = planReport(hostilePlan(text), context(parts));
      const markdown = comment(report);
      expect(read(markdown).faults).toEqual([]);
      expect(firstLine(markdown)).toMatch(/^## ❌ Incomplete: 1 place/u);
      expect(markdown).not.toContain('<!--');
      expect(markdown.match(/<table>/gu)).toHaveLength(8);
      expect(markdown.match(/^## /gmu)).toHaveLength(1);
    },
  );
});
