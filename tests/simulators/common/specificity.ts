function specificity(domain: string, servername: string): number {
  if (domain === servername) return Infinity;
  return domain.startsWith('*.') && servername.endsWith(domain.slice(1)) ? domain.length : 0;
}

/**
 * What serves this name on an edge that many share: an exact name before a wildcard, the longer
 * wildcard before the shorter. A wildcard reaches any depth below it.
 */
export function mostSpecific<T>(
  all: Iterable<T>,
  servername: string,
  namesOf: (one: T) => readonly string[],
): T | undefined {
  let best: { readonly score: number; readonly one?: T } = { score: 0 };
  for (const one of all) {
    const score = Math.max(0, ...namesOf(one).map((name) => specificity(name, servername)));
    if (score > best.score) best = { score, one };
  }
  return best.one;
}
