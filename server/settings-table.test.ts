import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { settingsTable } from './settings-table.ts';
import { readSettings, SettingsError } from './settings.ts';

/** Every variable that is asked for, with answers that lead everywhere. */
function asked(answers: Readonly<Record<string, string>>): ReadonlySet<string> {
  const names = new Set<string>();
  const variable = (name: string) => {
    names.add(name);
    return answers[name];
  };
  try {
    readSettings({ variable, readFile: () => '' });
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown;
  }
  return names;
}

it('lists every variable that the receiver reads, and which of them may come from a file', () => {
  const whole = { CERTFERRY_GITHUB_APP_ID: '1', CERTFERRY_MAIL_FROM: 'a@example.com' };
  const names = new Set([...asked({}), ...asked(whole)]);
  // Read once everything else is right.
  names.add('CERTFERRY_DATA').add('HOST');
  const listed = settingsTable.flatMap(({ name, secret }) =>
    secret ? [name, `${name}_FILE`] : [name],
  );
  expect(listed.toSorted()).toEqual([...names].toSorted());
});

it('stands in the example that the unit and the container read', () => {
  const example = readFileSync('deploy/certferry.env.example', 'utf8');
  const missing = settingsTable.filter(
    ({ name }) => !new RegExp(`${name}(?:_FILE)?=`, 'u').test(example),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});
