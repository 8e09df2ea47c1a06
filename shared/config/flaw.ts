import type { Problem } from '../core/deployment.ts';

/** One thing wrong in a text, by its offset; `locate` turns it into a `Problem`. */
export interface Flaw {
  readonly at: number;
  readonly message: string;
}

/** More than this helps nobody, and a hostile file could hold a hundred thousand. */
const mostProblems = 500;

/** The line that holds an offset, by halving: `starts` is sorted and begins with 0. */
function lineOf(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

interface Source {
  readonly file: string;
  readonly text: string;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/gu)].map((match) => match.index + 1)];
}

function placed(
  offset: number,
  message: string,
  { file, text, starts }: Source & { readonly starts: readonly number[] },
): Problem {
  const at = Math.min(Math.max(offset, 0), text.length);
  const line = lineOf(starts, at);
  return { file, line: line + 1, column: at - (starts[line] ?? 0) + 1, message };
}

/** One problem at an offset of a text. */
export function problemAt(at: number, message: string, source: Source): Problem {
  return placed(at, message, { ...source, starts: lineStarts(source.text) });
}

/**
 * Flaws as problems: sorted by place, each said once, at most 500 and then how many more.
 * Columns count UTF-16 code units, as editors and GitHub's annotations do.
 */
export function locate(flaws: readonly Flaw[], source: Source): readonly Problem[] {
  const starts = lineStarts(source.text);
  const place = ({ at, message }: Flaw) => placed(at, message, { ...source, starts });
  const sorted = flaws.toSorted(
    (a, b) => a.at - b.at || (a.message < b.message ? -1 : Number(a.message > b.message)),
  );
  const problems = sorted
    .filter((flaw, index) => {
      const before = sorted[index - 1];
      return before === undefined || before.at !== flaw.at || before.message !== flaw.message;
    })
    .map(place);
  const next = problems[mostProblems];
  if (next === undefined) return problems;
  const more = { ...next, message: `${problems.length - mostProblems} more problems follow` };
  return [...problems.slice(0, mostProblems), more];
}
