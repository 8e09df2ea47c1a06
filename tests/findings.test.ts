import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'findings.md'), 'utf8');

/** Codes that the page explains: the first cell of a row. */
const explained = [...page.matchAll(/^\| `([a-z-]+)` \|/gmu)].map(([, code]) => code ?? '');

const makers = /\b(?:warning|notice|remark|warn|note)\(\s*'(?<code>[a-z][a-z-]*)'/gu;
const members = /\bcode(?::| =(?!=))(?<value>[^,;}]*)/gu;
/** What something is compared with is no code of a finding. */
const comparisons = /[!=]== '[^']*'/gu;

/** Codes of the findings that a source file can make. */
function codesOf(source: string): readonly string[] {
  if (!/\bFinding\b|\bRemark\b|\/places\.ts'/u.test(source)) return [];
  const made = [...source.matchAll(makers)].map(({ groups }) => groups?.['code'] ?? '');
  const written = [...source.matchAll(members)].flatMap(({ groups }) =>
    [...(groups?.['value'] ?? '').replaceAll(comparisons, '').matchAll(/'([a-z][a-z-]*)'/gu)].map(
      ([, code]) => code ?? '',
    ),
  );
  return [...made, ...written];
}

const sources = globSync(['shared/**/*.ts', 'action/**/*.ts', 'cli/**/*.ts', 'server/**/*.ts'], {
  cwd: root,
}).filter((path) => !/(?:^|\/)test-|\.test\.ts$/u.test(path));

const inSource = new Map<string, string[]>();
for (const path of sources) {
  for (const code of codesOf(readFileSync(join(root, path), 'utf8'))) {
    inSource.set(code, [...(inSource.get(code) ?? []), path]);
  }
}

it('finds the codes of every cloud and of the core in the source', () => {
  const known = ['not-icp-filed', 'ends-soon', 'https-off', 'cleaned-up', 'dns-elsewhere', 'late'];
  for (const code of known) expect([...inSource.keys()]).toContain(code);
});

it('explains every code that the source can make', () => {
  const missing = [...inSource].filter(([code]) => !explained.includes(code));
  expect(missing).toEqual([]);
});

it('explains no code that the source does not make, and none twice', () => {
  expect(explained.filter((code) => !inSource.has(code))).toEqual([]);
  expect(explained).toEqual([...new Set(explained)]);
});

it('says of each what it means and what to do', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  for (const row of rows) {
    const [, , meaning = '', todo = ''] = row.split(/(?<!\\)\|/u).map((cell) => cell.trim());
    expect(meaning, row).toMatch(/^[A-Z].*\.$/u);
    expect(todo, row).toMatch(/^[A-Z].*\.$/u);
  }
});
