import type { Finding } from './model.ts';

const levels: Readonly<Record<Finding['level'], number>> = { warning: 0, notice: 1 };

/** Each finding once, warnings first, else in the order in which they came. */
export function tidied(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map<string, Finding>();
  for (const finding of findings) {
    const { code, level, subject, message } = finding;
    const key = JSON.stringify([code, level, subject, message]);
    if (!once.has(key)) once.set(key, finding);
  }
  return [...once.values()].sort((a, b) => levels[a.level] - levels[b.level]);
}

const namesShown = 3;

/** The first names, then how many more: a sentence stays short, and its count true. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).join(', ');
  const rest = names.length - namesShown;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
