import { stripVTControlCharacters } from 'node:util';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyReport } from '../../tests/browser/arbitrary-report.ts';
import { hostile } from '../../tests/browser/hostile.ts';
import {
  context,
  plan,
  samplePlan,
  sampleRun,
  taskPlan,
} from '../../tests/browser/sample-plans.ts';
import { planReport, problemsReport, runReport } from './json.ts';
import { cells, harmless, wrap } from './terminal.ts';
import { reportText } from './text.ts';

const deploying = { mode: 'deploy', verdict: 'partial', exitCode: 1 } as const;
const oneLine = (text: string) => text.replace(/\s+/gu, ' ');

describe('reportText', () => {
  it('starts with the verdict and its counts', () => {
    expect(reportText(planReport(samplePlan(3), context())).split('\n')[0]).toBe(
      '[ok] Ready: 3 edits and 1 up to date',
    );
  });

  it('holds the counts, the refusals, the gaps and every change of a preview', () => {
    const text = oneLine(
      reportText(planReport(samplePlan(30), context({ verdict: 'incomplete' }))),
    );
    expect(text).toContain('resources found 39, matched 34, edits 31, up to date 3, refused 1');
    expect(text).toContain('quota to be consumed: 30 (counted, not enforced: no receiver');
    expect(text).toContain('Could not be read, and is not touched (1) aws/alb aws-prod eu-west-1');
    expect(text).toContain('(PERMISSION_MISSING) Grant the action that is named');
    expect(text).toContain('Refused (1) replace legacy HTTPS:443 [aws/clb aws-prod us-east-1]');
    expect(text).toContain('Edits (30)');
    expect(text).toContain("-> 02343479 Let's Encrypt R11, until 22 Feb 2027 (+84 days)");
    expect(text).toContain('no undo here');
    expect(text).toContain('Resources that no certificate fits (5)');
    expect(text).toContain('Up to date (3)');
    expect(text.match(/\[tencent\/cdn tencent-prod\]/gu)?.length).toBeGreaterThan(4);
  });

  it('shows how a deployment ended for each resource', () => {
    const text = oneLine(reportText(runReport(sampleRun(30), context(deploying))));
    expect(text).toContain('Failed (5)');
    expect(text).toContain('accepted, read back and not served');
    expect(text).toContain('Rolled back: the old certificate is bound again.');
    expect(text).toContain('The rollback failed too: look at this resource.');
    expect(text).toContain('Held back (2)');
    expect(text).toContain('Proven (24)');
    expect(text).toContain('accepted, read back and served');
    expect(text).toContain('accepted, read back and no handshake possible');
  });

  it('names every problem of a file as an editor can follow it', () => {
    const problems = [
      { file: '.github/certferry.yml', line: 3, column: 5, message: 'unknown key' },
    ];
    const text = reportText(problemsReport(problems, context({ verdict: 'invalid', exitCode: 3 })));
    expect(text).toContain('.github/certferry.yml:3:5\n');
    expect(text).toContain('unknown key');
  });

  it('is no wider than the terminal, whatever it has to say', () => {
    fc.assert(
      fc.property(anyReport(2), fc.integer({ min: 40, max: 160 }), (report, width) => {
        for (const line of reportText(report, { width }).split('\n')) {
          expect(cells(line)).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('lets no control character and no command of the runner through', () => {
    fc.assert(
      fc.property(anyReport(2), (report) => {
        const text = reportText(report, { width: 60 });
        // eslint-disable-next-line no-control-regex -- control characters are the question here
        expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/u);
        expect(text).not.toMatch(/^\s*::/mu);
        expect(text).not.toContain('##[');
      }),
      { numRuns: 150 },
    );
  });

  it.each(hostile.map((name) => [name.slice(0, 40), name]))('keeps %j on its line', (_, name) => {
    const of = plan([taskPlan('t', { certificatesWithoutMatch: [name] })]);
    const honest = plan([taskPlan('t', { certificatesWithoutMatch: ['name'] })]);
    const lines = (report: typeof of) =>
      reportText(planReport(report, context()), { width: 1000 }).split('\n').length;
    expect(lines(of)).toBe(lines(honest));
  });

  it('says the same with colours and without', () => {
    const report = runReport(sampleRun(30), context(deploying));
    const coloured = reportText(report, { colour: true });
    expect(coloured).toContain('\u001B[31m');
    expect(stripVTControlCharacters(coloured)).toBe(reportText(report));
  });
});

describe('the terminal', () => {
  it('counts wide characters as two cells and marks on a letter as none', () => {
    expect(cells('abc')).toBe(3);
    expect(cells('证书')).toBe(4);
    expect(cells('e\u0301')).toBe(1);
    expect(cells('\u{1F600}')).toBe(2);
  });

  it('breaks between words, and inside of a word only when it must', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 13, 5)).toEqual(['one two three']);
    expect(wrap('one two three', 8, 5)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('证书证书', 5)).toEqual(['证书', '证书']);
  });

  it('turns commands of the runner into text', () => {
    expect(harmless('::error::x')).toBe(':\u200B:error::x');
    expect(harmless('  ::error::x')).toBe('  :\u200B:error::x');
    expect(harmless('a ##[error]x')).toBe('a ##\u200B[error]x');
    expect(harmless('fe80::1')).toBe('fe80::1');
  });
});
