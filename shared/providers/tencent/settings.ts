import { createHash } from 'node:crypto';

/** A record as the API sent it. */
export type Fields = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A value in one form. What means "not set" is nothing, however it is written: the API answers null
 * before a switch is first written and "off" afterwards, "" for no text, 0 for a feature that is off.
 */
function settled(value: unknown): unknown {
  if (value === null || value === '' || value === 'off' || value === 0 || value === false) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((one) => settled(one) ?? null);
  }
  if (typeof value !== 'object' || value === undefined) return value;
  const entries = Object.entries(value)
    .map(([key, member]) => [key, settled(member)] as const)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const isOff = 'Switch' in value && settled(value.Switch) === undefined;
  return entries.length === 0 || isOff ? undefined : Object.fromEntries(entries);
}

function digestOf(value: unknown): string | undefined {
  const form = settled(value);
  if (form === undefined) return undefined;
  return createHash('sha256').update(JSON.stringify(form)).digest('hex').slice(0, 12);
}

/** Short fingerprints of settings by name: a receipt shows no setting itself. */
export type Digests = Readonly<Record<string, string>>;

export function digestsOf(fields: Fields): Digests {
  const digests: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const digest = digestOf(value);
    if (digest !== undefined) digests[name] = digest;
  }
  return digests;
}

/**
 * Names of the settings that differ. A setting that had no value before and has now one of its
 * `defaults` is the same: the API fills them in when a record is written for the first time.
 */
export function changedSettings(
  before: Digests,
  after: Digests,
  defaults: Readonly<Record<string, unknown>> = {},
): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => {
      if (before[name] === after[name]) return false;
      return before[name] !== undefined || after[name] !== digestOf(defaults[name]);
    })
    .sort();
}

/** The record without these members. */
export function omit(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** The record with these members only, as far as they have a value. */
export function pick(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}
