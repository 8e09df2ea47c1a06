import type { Digest, DigestPart } from './digest.ts';

/** How much of a digest a form may hold. */
interface Cut {
  readonly lines: number;
  readonly next: boolean;
  readonly facts: boolean;
}

/**
 * The longest form of a digest that fits: whole lines are dropped from the end, where what went well
 * stands, then advice, then facts; subject, lead and link always stay. Totals stay true.
 */
export function fitDigest<T>(
  digest: Digest,
  render: (digest: Digest) => T,
  fits: (rendered: T) => boolean,
): T {
  const all = digest.parts.reduce((sum, { lines }) => sum + lines.length, 0);
  const at = (cut: Cut) => render(cutTo(digest, cut));
  const whole = at({ lines: all, next: true, facts: true });
  if (fits(whole)) return whole;
  let [low, high] = [0, all];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(at({ lines: middle, next: true, facts: true }))) low = middle;
    else high = middle - 1;
  }
  const shortened = at({ lines: low, next: true, facts: true });
  if (fits(shortened)) return shortened;
  const bare = at({ lines: 0, next: false, facts: true });
  if (fits(bare)) return bare;
  const least = at({ lines: 0, next: false, facts: false });
  if (!fits(least)) throw new Error('a notice without any line is longer than its form allows');
  return least;
}

function cutTo(digest: Digest, { lines, next, facts }: Cut): Digest {
  let left = lines;
  const parts = digest.parts.map((part): DigestPart => {
    const shown = part.lines.slice(0, Math.max(0, left));
    left -= shown.length;
    return { ...part, lines: shown };
  });
  return { ...digest, parts, next: next ? digest.next : [], facts: facts ? digest.facts : [] };
}

/** "and 12 more, see the run"; undefined where nothing was left out. */
export function restWords({ total, lines }: DigestPart, { link }: Digest): string | undefined {
  const rest = total - lines.length;
  if (rest <= 0) return undefined;
  const where = link === null ? '' : ': see the link';
  return lines.length === 0 ? `${rest} not shown here${where}` : `and ${rest} more${where}`;
}
