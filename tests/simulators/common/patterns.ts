/** Whether a pattern, in which `*` stands for anything, fits the whole text. */
export function fits(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => RegExp.escape(part))
    .join('.*');
  return new RegExp(`^${source}$`, 'u').test(text);
}

/** Whether one of the denied actions, `*` as in policies, is this one. */
export function denies(deny: ReadonlySet<string>, action: string): boolean {
  return deny.values().some((pattern) => fits(pattern, action));
}
