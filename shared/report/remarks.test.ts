import { describe, expect, it } from 'vitest';

import { read, tables } from '../../tests/browser/inert.ts';
import { context, plan, taskPlan } from '../../tests/browser/sample-plans.ts';
import type { Finding } from '../core/model.ts';
import { planReport } from './json.ts';
import { commentMarkdown } from './markdown.ts';
import { remarksOf } from './remarks.ts';
import { reportText } from './text.ts';

const filing = (subject: string | null): Finding => ({
  code: 'not-icp-filed',
  level: 'warning',
  subject,
  message: 'it has no ICP filing',
});
const off = (subject: string): Finding => ({
  code: 'disabled',
  level: 'notice',
  subject,
  message: 'it is switched off',
});

const report = planReport(
  {
    ...plan([
      taskPlan('shop', { findings: [off('a'), filing('a'), filing('b'), filing('a')] }),
      taskPlan('docs', { findings: [filing('b'), filing('c'), filing('d'), filing('e')] }),
    ]),
    findings: [off('run')],
  },
  context(),
);

describe('the findings of a report', () => {
  it('stand in the JSON once in each task, warnings first', () => {
    expect(report.tasks.map(({ findings }) => findings)).toEqual([
      [filing('a'), filing('b'), off('a')],
      [filing('b'), filing('c'), filing('d'), filing('e')],
    ]);
  });

  it('are one remark where they say the same, with all whom it is said of', () => {
    expect(remarksOf(report)).toEqual([
      {
        code: 'not-icp-filed',
        level: 'warning',
        message: 'it has no ICP filing',
        subjects: ['a', 'b', 'c', 'd', 'e'],
        tasks: ['shop', 'docs'],
      },
      {
        code: 'disabled',
        level: 'notice',
        message: 'it is switched off',
        subjects: ['run', 'a'],
        tasks: ['shop'],
      },
    ]);
  });

  it('stand in the comment with the first names, the number of the others, and the code', () => {
    const markdown = commentMarkdown(report, { limit: 60_000 });
    const { text } = read(markdown);
    expect(text).toMatch(
      /⚠️ a b c and 2 more\s*tasks shop docs\s*it has no ICP filing\s*not-icp-/u,
    );
    expect(tables(markdown).find(({ title }) => title.includes('Remarks'))).toMatchObject({
      said: 2,
      shown: 2,
      leftOut: 0,
    });
  });

  it('are cut in the comment where they do not fit, and counted in full', () => {
    const many = Array.from({ length: 900 }, (_, index) => ({
      ...filing(`www${index}.example.com`),
      message: `said of number ${index} alone`,
    }));
    const long = planReport(plan([taskPlan('shop', { findings: many })]), context());
    const table = tables(commentMarkdown(long, { limit: 30_000 })).find(({ title }) =>
      title.includes('Remarks'),
    );
    expect(table?.said).toBe(900);
    expect(table?.shown).toBeGreaterThan(0);
    expect(table?.leftOut).toBe(900 - (table?.shown ?? 0));
    expect(long.tasks[0]?.findings).toHaveLength(900);
  });

  it('stand in the terminal with level, names, words and code', () => {
    const text = reportText(report, { width: 120 });
    expect(text).toContain('warning: a, b: it has no ICP filing (not-icp-filed)');
    expect(text).toContain('warning: b, c, d and 1 more: it has no ICP filing (not-icp-filed)');
    expect(text).toContain('notice: run: it is switched off (disabled)');
    expect(text).toContain('Remarks (2)');
  });

  it('of the run itself name no subject in the terminal, and "this run" in the comment', () => {
    const whole = planReport({ ...plan([]), findings: [filing(null)] }, context());
    expect(reportText(whole)).toContain('warning: it has no ICP filing (not-icp-filed)');
    expect(read(commentMarkdown(whole, { limit: 60_000 })).text).toContain('⚠️ this run');
  });
});
