import type { Report } from '../wire/report.ts';

/**
 * The report with every text of it passed through `redact`. This comes before a report is shown:
 * what shows it breaks, escapes and shortens text, and the pieces of a secret are not found again. As
 * JSON it stays JSON, also where a secret is a word such as `true`.
 */
export function redactReport(report: Report, redact: (text: string) => string): Report {
  const text = JSON.stringify(report, (_key, value: unknown) =>
    typeof value === 'string' ? redact(value) : value,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape is that of the report: only texts changed
  return JSON.parse(text) as Report;
}
