/** What GitHub's sanitizer lets through and a report uses. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  b: [],
  br: [],
  code: [],
  details: ['open'],
  h3: [],
  p: [],
  sub: [],
  summary: [],
  table: [],
  tbody: ['valign'],
  td: ['colspan'],
  th: ['align', 'width'],
  tr: [],
  wbr: [],
};
const empty = new Set(['br', 'wbr']);

export interface Reading {
  /** Everything that a strict reader objects to; empty for a comment that is what it seems. */
  readonly faults: readonly string[];
  /** The addresses of all links. */
  readonly links: readonly string[];
  /** Text outside of `<code>`, entities decoded. */
  readonly loose: string;
  /** All text. */
  readonly text: string;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
};

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|([a-z]+));/gu, (all, digits?: string, name?: string) =>
    digits === undefined ? (named[name ?? ''] ?? all) : String.fromCodePoint(Number(digits)),
  );
}

/** Reads a comment as strictly as can be: known tags only, closed in order, no stray sign. */
export function read(markdown: string): Reading {
  const faults: string[] = [];
  const links: string[] = [];
  const stack: string[] = [];
  let loose = '';
  let text = '';
  const parts = markdown.split(/(<[^>]*>)/u);
  for (const part of parts) {
    if (!part.startsWith('<')) {
      if (/[<>]/u.test(part)) faults.push(`a stray bracket in: ${part}`);
      if (/&(?!(?:#\d+|[a-z]+);)/u.test(part)) faults.push(`a stray ampersand in: ${part}`);
      text += decode(part);
      if (!stack.includes('code')) loose += decode(part);
      continue;
    }
    const tag = /^<(\/?)([a-z0-9]+)((?: [a-z]+(?:="[^"<>]*")?)*)>$/u.exec(part);
    const [, closing, name = '', attributes = ''] = tag ?? [];
    const known = allowed[name];
    if (known === undefined) {
      faults.push(`not a tag of a report: ${part}`);
      continue;
    }
    if (closing === '/') {
      const open = stack.pop();
      if (open !== name) faults.push(`</${name}> closes <${open ?? 'nothing'}>`);
      continue;
    }
    for (const [, attribute = '', value = ''] of attributes.matchAll(
      / ([a-z]+)(?:="([^"]*)")?/gu,
    )) {
      if (!known.includes(attribute)) faults.push(`not an attribute of a report: ${part}`);
      if (attribute === 'href') links.push(value);
    }
    if (!empty.has(name)) stack.push(name);
  }
  if (stack.length > 0) faults.push(`never closed: ${stack.join(', ')}`);
  // A blank line ends an HTML block: what follows must start a new one, or Markdown is read again.
  for (const block of markdown.split(/\n\s*\n/u).slice(1)) {
    if (!/^<(?:p|h3|table|details)[ >]/u.test(block)) faults.push(`Markdown is read in: ${block}`);
  }
  return { faults, links, loose, text };
}

export interface TableCount {
  readonly title: string;
  readonly said: number;
  readonly shown: number;
  readonly leftOut: number;
}

/** Every table with a title: how many rows it says it has, shows, and says it left out. */
export function tables(markdown: string): readonly TableCount[] {
  const toNumber = (text: string | undefined) => Number((text ?? '0').replaceAll(',', ''));
  return markdown
    .split('\n\n')
    .filter((block) => block.includes('<table>'))
    .flatMap((block) => {
      const title = /<b>([^<]*) \(([\d,]+)\)<\/b>/u.exec(block);
      if (title === null) return [];
      return [
        {
          title: title[1] ?? '',
          said: toNumber(title[2]),
          shown: [...block.matchAll(/^<tr><td>/gmu)].length,
          leftOut: toNumber(/… and ([\d,]+) more, see/u.exec(block)?.[1]),
        },
      ];
    });
}
