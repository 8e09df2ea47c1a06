import type { Flaw } from './flaw.ts';

/**
 * Characters that no YAML text holds (YAML 1.2, 5.1), a carriage return alone, and the direction marks
 * that make a reviewer read something else than a parser: https://trojansource.codes.
 */
const forbidden =
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\r(?!\n)|[\ud800-\udfff]/u;

function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  if (character === '\r') return 'a carriage return without a line feed';
  return `the invisible character U+${code}`;
}

/** The first character of each line that may not be in the file. */
export function badCharacters(text: string): readonly Flaw[] {
  const flaws: Flaw[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    // With its line feed, so that a carriage return before it is not taken for one alone.
    const match = forbidden.exec(`${line}\n`);
    if (match !== null) {
      flaws.push({ at: start + match.index, message: `${nameOf(match[0])} is not allowed here` });
    }
    start += line.length + 1;
  }
  return flaws;
}
