import { expect } from 'vitest';

import { read } from '../browser/inert.ts';
import type { ActionRun } from './stage.ts';

/** What a reader of Markdown would link, mention or fetch, had it not stood in code. */
const alive = /@[\p{L}\p{N}]|#\d|gh-\d|[a-z]+:\/\/|www\.|\b[0-9a-f]{7,40}\b/iu;

/** What a terminal or a reader's eye obeys: all controls but line feeds, other line ends, direction marks. */
const obeyed =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** The marker line of a comment or an issue, and what stands below it. */
function split(body: string): { readonly marker: string; readonly text: string } {
  const end = body.indexOf('\n');
  return { marker: body.slice(0, end), text: body.slice(end + 1) };
}

/** Known tags only, closed in order; no mention, reference or address outside of code; no foreign link. */
export function expectInert(markdown: string): void {
  expect(obeyed.exec(markdown)?.[0]).toBeUndefined();
  const headings = markdown.split('\n').filter((line) => line.startsWith('#'));
  expect(headings).toEqual([expect.stringMatching(/^## (?:✅|⚠️|❌|⏸️) [A-Z]/u)]);
  const { faults, links, loose } = read(markdown);
  expect(faults).toEqual([]);
  expect(alive.exec(loose)?.[0]).toBeUndefined();
  const own = /^https:\/\/(?:github\.com|ghes\.example\.com)\/octo\/shop\//u;
  for (const link of links) expect(link).toMatch(own);
}

/** The same for a comment or an issue of ours: one marker, at its start, as we write it. */
export function expectInertBody(body: string): void {
  const { marker, text } = split(body);
  expect(marker).toMatch(/^<!-- certferry:[a-z]+ v1 [^<>]* -->$/u);
  expect(text).not.toMatch(/<!--|-->/u);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
  expectInert(text);
}

/**
 * Nothing that the run read from outside has become a command, a line of its own, or a sign that a
 * terminal obeys; the summary is inert; no needle is shown anywhere.
 */
export function expectIntact(run: ActionRun, needles: readonly string[] = []): void {
  expect(run.injected).toEqual([]);
  expect(run.complaints).toEqual([]);
  expect(obeyed.exec(run.stdout)?.[0]).toBeUndefined();
  // Node's own remarks on what a cloud's SDK still uses.
  const remark = /^\(node:\d+\) \[DEP\d+\] .*$|^\(Use `node --trace-deprecation .*$/u;
  expect(run.stderr.split('\n').filter((line) => line !== '' && !remark.test(line))).toEqual([]);
  for (const line of run.log.split('\n')) expect(line.length).toBeLessThan(5000);
  const names = new Set(run.commands.map(({ name }) => name));
  for (const name of names) {
    expect(['add-mask', 'group', 'endgroup', 'error', 'warning', 'notice']).toContain(name);
  }
  // What is masked is what the Action knows: no word that somebody wrote into a name.
  for (const mask of run.masks) expect(mask.trim().length).toBeGreaterThan(3);
  // One report for each deployment file.
  for (const part of (run.summary ?? '').split(/^(?=## )/mu)) {
    if (part.trim() !== '') expectInert(part.trim());
  }
  const shown = [
    run.log,
    run.summary ?? '',
    JSON.stringify(run.report ?? null),
    JSON.stringify(run.outputs),
  ];
  for (const needle of needles) {
    for (const text of shown) expect(text.includes(needle), needle).toBe(false);
  }
}
