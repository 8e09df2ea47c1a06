import { describe, expect, it } from 'vitest';

import { read } from '../../tests/browser/inert.ts';
import { context } from '../../tests/browser/sample-plans.ts';
import type { CleanedUp } from '../core/cleanup.ts';
import { Report } from '../wire/report.ts';
import { cleanReport } from './clean.ts';
import type { Cleaning } from './clean.ts';
import { summaryMarkdown } from './markdown.ts';

const place = { account: 'aws-prod', label: 'ACM', region: 'eu-central-1' } as const;
const object = (ref: string) => ({
  ref,
  name: 'shop',
  sha256: 'a'.repeat(64),
  storedAt: new Date('2026-01-01T00:00:00Z'),
  usedBy: [],
});
const denied = { code: 'PERMISSION_MISSING', message: 'acm:DeleteCertificate' } as const;
const gone: CleanedUp = {
  ...place,
  status: 'removed',
  object: object('arn:1'),
  reason: 'used by nothing',
};
const kept: CleanedUp = {
  ...place,
  status: 'kept',
  object: object('arn:2'),
  reason: 'used by <b>@web</b>',
};
const failed: CleanedUp = { ...place, status: 'failed', object: object('arn:3'), error: denied };
const unread: CleanedUp = {
  ...place,
  region: 'eu-west-1',
  status: 'failed',
  object: null,
  error: denied,
};

function report(part: Partial<Cleaning> = {}, about: Partial<Report> = {}) {
  const accounts = [{ account: 'aws-prod', resources: 3, reason: null }];
  const cleaning = { graceDays: 30, dryRun: false, accounts, results: [gone, kept], findings: [] };
  const verdict = about.verdict ?? 'success';
  return cleanReport({ ...cleaning, ...part }, context({ mode: 'clean', verdict }));
}
const summary = (of: Report) => read(summaryMarkdown(of, { limit: 100_000 })).text;
const firstLine = (of: Report) => summaryMarkdown(of, { limit: 100_000 }).split('\n')[0];

describe('the report of a clean-up', () => {
  it('fits the schema and holds every object once, with what became of it', () => {
    const whole = report({ results: [gone, kept, failed, unread] });
    expect(Report.parse(JSON.parse(JSON.stringify(whole)))).toEqual(whole);
    expect(whole.cleanUp?.objects.map(({ ref, status }) => [ref, status])).toEqual([
      ['arn:1', 'removed'],
      ['arn:2', 'kept'],
      ['arn:3', 'failed'],
    ]);
    expect(whole.cleanUp?.objects[2]).toMatchObject({ reason: null, error: denied });
    // Of a store that could not be read there is no object to tell it of.
    expect(whole.findings.map(({ message }) => message).join('\n')).toContain('eu-west-1');
  });

  it('says in its first line what was removed, kept and not proven', () => {
    expect(firstLine(report())).toBe('## ✅ Cleaned up: 1 certificate object removed and 1 kept');
    const accounts = [{ account: 'aws-prod', resources: 1, reason: 'it serves another' }];
    const held = report({ accounts, results: [kept] }, { verdict: 'held' });
    expect(firstLine(held)).toBe(
      '## ⏸️ Held back: 0 certificate objects removed, 1 kept and 1 account not proven',
    );
    expect(held.findings).toMatchObject([{ code: 'account-not-proven', subject: 'aws-prod' }]);
    const nothing = report({ results: [] }, { verdict: 'unchanged' });
    expect(firstLine(nothing)).toContain('no certificate object of Certferry was found');
    const dry = report(
      { dryRun: true, results: [{ ...gone, status: 'removable' }] },
      { verdict: 'ready' },
    );
    expect(firstLine(dry)).toBe('## ✅ Ready: 1 certificate object can be removed and 0 kept');
    expect(summary(dry)).toContain('This was a dry run: nothing was removed.');
  });

  it('lists each object with where it is and why, and lets no text of a cloud break out', () => {
    const text = summary(report({ results: [gone, kept, failed] }));
    for (const words of [
      'Removed (1)',
      'Kept (1)',
      'Could not be removed (1)',
      'used by nothing',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).toContain('stored on 1 Jan 2026');
    expect(text).toContain('3 resources bound and served as the file wants');
    const markdown = summaryMarkdown(report(), { limit: 100_000 });
    expect(markdown).not.toContain('<b>@web');
  });

  it('of a thousand objects stays within its limit, with true counts', () => {
    const results = Array.from({ length: 1_000 }, (_, index): CleanedUp => ({
      ...place,
      status: 'removed',
      object: object(`arn:${index}`),
      reason: 'used by nothing',
    }));
    const markdown = summaryMarkdown(report({ results }), { limit: 20_000 });
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(20_000);
    expect(markdown).toContain('Removed (1,000)');
    expect(markdown).toMatch(/… and \d+ more, see the JSON report/u);
  });
});
