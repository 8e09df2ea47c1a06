/** Shows a comment of Certferry in a terminal: its tables, lists and folds, as a reader sees them. */

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
};

function decode(html: string): string {
  return html.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/giu, (whole, hex, dec, name) => {
    if (typeof hex === 'string') return String.fromCodePoint(Number.parseInt(hex, 16));
    if (typeof dec === 'string') return String.fromCodePoint(Number(dec));
    return typeof name === 'string' ? (entities[name.toLowerCase()] ?? whole) : whole;
  });
}

/** The visible text of a piece of HTML, a line for each `<br>`. */
function textLines(html: string): string[] {
  return html
    .replaceAll(/\n/gu, ' ')
    .split(/<br\s*\/?>/iu)
    .map((line) =>
      decode(line.replaceAll(/<[^>]*>/gu, ''))
        .replaceAll(/[\u200b\s]+/gu, ' ')
        .trim(),
    )
    .filter((line) => line !== '');
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length <= width || line === '') line = next;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].flatMap((one) => one.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);
}

function tableText(html: string, width: number): string[] {
  const rows = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/gu)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/gu)].map(([, cell = '']) => textLines(cell)),
  );
  const columns = Math.max(...rows.map((row) => row.length));
  const natural = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...rows.flatMap((row) => (row[column] ?? []).map((line) => line.length))),
  );
  const free = width - 3 * (columns - 1);
  const sum = natural.reduce((a, b) => a + b, 0);
  const widths =
    sum <= free ? natural : natural.map((one) => Math.max(8, Math.floor((one / sum) * free)));
  const rule = widths.map((one) => '─'.repeat(one)).join('─┼─');
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    const cells = widths.map((one, column) =>
      (row[column] ?? []).flatMap((line) => wrapped(line, one)),
    );
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    for (let n = 0; n < height; n += 1) {
      lines.push(
        cells
          .map((cell, c) => (cell[n] ?? '').padEnd(widths[c] ?? 0))
          .join(' │ ')
          .trimEnd(),
      );
    }
    if (index < rows.length - 1) lines.push(rule);
  }
  return lines;
}

/** The comment as lines of at most `width` characters. Hidden markers are left out. */
export function commentText(markdown: string, width: number): string {
  const lines: string[] = [];
  const visible = markdown.replaceAll(/<!--[\s\S]*?-->/gu, '');
  const pieces = visible.split(
    /(<table>[\s\S]*?<\/table>|<summary>[\s\S]*?<\/summary>|<h\d>[\s\S]*?<\/h\d>|<p>[\s\S]*?<\/p>|^#+ .*$)/mu,
  );
  for (const piece of pieces) {
    if (piece.startsWith('<table>')) lines.push(...tableText(piece, width), '');
    else if (piece.startsWith('<summary>')) lines.push(`▾ ${textLines(piece).join(' ')}`);
    else if (piece.startsWith('<h')) lines.push(textLines(piece).join(' ').toUpperCase());
    else if (piece.startsWith('#')) lines.push(piece.replace(/^#+ /u, ''), '');
    else {
      const text = textLines(piece).flatMap((line) => wrapped(line, width));
      if (text.length > 0) lines.push(...text, '');
    }
  }
  while (lines.at(-1) === '') lines.pop();
  return lines.join('\n');
}
