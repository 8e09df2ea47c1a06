import { expect, it } from 'vitest';

import { releaseNotes } from './check-release.ts';

const changelog = `# Changes

## Unreleased

- Not yet.

## 1.2.3 (2026-12-01)

### Added

- Something.

## 1.2.30 (2026-11-01)

- Something older.

## 1.2.2

- No date.

## 1.2.1 (2026-10-01)
`;

it('gives the section of the version alone', () => {
  expect(releaseNotes('v1.2.3', { version: '1.2.3', changelog })).toBe('### Added\n\n- Something.');
});

it.each([
  ['v1.2.4', '1.2.3', 'package.json says version 1.2.3'],
  ['1.2.3', '1.2.3', 'package.json says version 1.2.3'],
  ['v9.9.9', '9.9.9', 'no section "## 9.9.9"'],
  ['v1.2.2', '1.2.2', 'must be "## 1.2.2 (YYYY-MM-DD)"'],
  ['v1.2.1', '1.2.1', 'is empty'],
])('refuses the tag %s of version %s', (tag, version, reason) => {
  expect(() => releaseNotes(tag, { version, changelog })).toThrow(reason);
});
