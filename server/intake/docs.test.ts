import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { bundleFlaws } from './bundle.ts';
import { kinds } from './kinds.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'issuance.md'), 'utf8');

it.each([...kinds.keys()])('docs/issuance.md says what the kind %s is', (kind) => {
  expect(page).toContain(`\`${kind}\``);
});

it.each([...Object.keys(bundleFlaws), 'name_not_allowed', 'key_not_sealed'])(
  'docs/issuance.md says what %s means',
  (code) => {
    expect(page).toContain(`\`${code}\``);
  },
);
