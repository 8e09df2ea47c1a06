import { clean, sentenceCap } from './safe.ts';

export type Colour = 'green' | 'yellow' | 'red' | 'bold' | 'dim';

const codes: Record<Colour, readonly [number, number]> = {
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  bold: [1, 22],
  dim: [2, 22],
};

/** Colours a text, or leaves it alone. */
export type Paint = (colour: Colour, text: string) => string;

export function painter(colour: boolean): Paint {
  if (!colour) return (_, text) => text;
  return (name, text) => {
    const [on, off] = codes[name];
    return text === '' ? '' : `\u001B[${on}m${text}\u001B[${off}m`;
  };
}

// East Asian wide and full-width characters, and pictographs, take two cells of a terminal (UAX #11).
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6\p{Emoji_Presentation}]/u;
const narrow = /[\p{M}\p{Cf}]/u;

/** Cells that a text without control characters takes. */
export function cells(text: string): number {
  let width = 0;
  for (const character of text) {
    if (wide.test(character)) width += 2;
    else if (!narrow.test(character)) width += 1;
  }
  return width;
}

function split(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && cells(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/**
 * Lines of at most `first` cells, then `rest` cells, which is the smaller one. Broken between words;
 * a word that is too long is broken inside.
 */
export function wrap(text: string, first: number, rest: number = first): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((each) => each !== '')) {
    for (const piece of cells(word) > rest ? split(word, rest) : [word]) {
      const width = lines.length === 0 ? first : rest;
      if (line === '') line = piece;
      else if (cells(line) + 1 + cells(piece) <= width) line += ` ${piece}`;
      else {
        lines.push(line);
        line = piece;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/**
 * In a workflow log a line that starts with `::` or holds `##[` is a command to the runner; a
 * zero-width space makes it text again.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/u, '$1:\u200B').replaceAll('##[', '##\u200B[');
}

/**
 * Text of a stranger on one line: no control character, no escape sequence, nothing that turns it;
 * a question mark when nothing is left.
 */
export function plain(text: string, cap: number = sentenceCap): string {
  return clean(text, cap) || '?';
}
