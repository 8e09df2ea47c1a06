import { createHash } from 'node:crypto';

/** Digest of each setting by its name: what a change of certificate may not change. */
export type SettingDigests = Readonly<Record<string, string>>;

/** Absent, null and empty mean the same to the cloud, and its lists come in no certain order. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (Array.isArray(value)) {
    const items = value.map(canonical).sort();
    return items.length === 0 ? '' : `[${items.join(',')}]`;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .map(([key, member]) => [key, canonical(member)] as const)
    .filter(([, member]) => member !== '')
    .map(([key, member]) => `${JSON.stringify(key)}:${member}`)
    .sort();
  return members.length === 0 ? '' : `{${members.join(',')}}`;
}

/** A receipt shows no setting itself, only short digests of them. */
export function digestsOf(
  settings: Readonly<Record<string, unknown>>,
  except: readonly string[],
): SettingDigests {
  const digests: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    const text = except.includes(name) ? '' : canonical(value);
    if (text === '') continue;
    digests[name] = createHash('sha256').update(text).digest('hex').slice(0, 16);
  }
  return digests;
}

/** Names of the settings that differ. */
export function changedSettings(before: SettingDigests, after: SettingDigests): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}
