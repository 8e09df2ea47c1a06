import { afterAll, beforeAll, expect, it } from 'vitest';

import { commentMarkdown } from '../report/markdown.ts';
import { reportText } from '../report/text.ts';
import { Report } from '../wire/report.ts';
import { redactReport } from './redact-report.ts';
import { createJobWorld } from './test-world.ts';
import type { JobWorld } from './test-world.ts';

let world: JobWorld;
let report: Report;
// Not a real key: AWS's own documentation shows it.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const redact = (text: string) => text.replaceAll(secret, '***');

beforeAll(async () => {
  world = await createJobWorld();
  world.add('api');
  world.cloud.faults.order({ fault: 'unavailable', step: 'apply' });
  report = await world.deploy();
});
afterAll(() => world.close());

/** What a cloud might answer: the secret in the middle of a sentence, or at its 400th character. */
function leaking(front: string): Report {
  return {
    ...report,
    tasks: report.tasks.map((task) => ({
      ...task,
      changes: task.changes.map((change) => {
        if (change.error === null) throw new Error('nothing failed');
        return { ...change, error: { ...change.error, message: `${front} ${secret} refused` } };
      }),
    })),
  };
}

it.each(['signature of', 'x '.repeat(190)])(
  'hides a secret before it is broken, escaped or cut: %s',
  (front) => {
    const leak = leaking(front);
    const pieces = ['K7MDENG', 'wJalrXUtnFEMI', 'bPxRfiCYEXAMPLEKEY'];
    const shown = (of: Report) => [
      commentMarkdown(of, { limit: 60_000 }),
      reportText(of, { width: 30 }),
      JSON.stringify(of),
    ];
    for (const text of shown(leak)) expect(pieces.some((piece) => text.includes(piece))).toBe(true);
    for (const text of shown(redactReport(leak, redact))) {
      expect(pieces.filter((piece) => text.includes(piece))).toEqual([]);
    }
  },
);

it('leaves everything else as it was, and JSON stays JSON whatever the secret is', () => {
  expect(redactReport(report, (text) => text)).toEqual(report);
  const words = (text: string) => text.replaceAll('true', '***').replaceAll('"', '***');
  const redacted = redactReport(report, words);
  expect(Report.parse(JSON.parse(JSON.stringify(redacted))).tasks).toHaveLength(1);
});
