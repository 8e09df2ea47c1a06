/** One element, with the places of its text in the document so that it can be cut out verbatim. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data of this element alone, decoded. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Where its content begins and ends; equal for an empty element. */
  readonly innerStart: number;
  readonly innerEnd: number;
}

export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError';
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const nameAt = /[A-Za-z_][\w.:-]*/uy;
const attributeAt = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;

function decode(text: string): string {
  return text.replaceAll(/&([^;&\s]*);?/gu, (whole, reference: string) => {
    const number = /^#(?:x([0-9a-f]+)|(\d+))$/iu.exec(reference);
    if (!whole.endsWith(';')) throw new XmlSyntaxError(`bare ampersand at "${whole}"`);
    if (number !== null) {
      return String.fromCodePoint(
        number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16),
      );
    }
    const value = named[reference];
    if (value === undefined) throw new XmlSyntaxError(`unknown entity "${whole}"`);
    return value;
  });
}

/** Well-formed XML 1.0 without a document type; anything else throws `XmlSyntaxError`. */
export function parseXml(source: string): XmlElement {
  let at = source.startsWith('\u{feff}') ? 1 : 0;

  function fail(problem: string): never {
    throw new XmlSyntaxError(`${problem} at offset ${at}`);
  }
  function skipTo(mark: string): void {
    const found = source.indexOf(mark, at);
    if (found < 0) fail(`no "${mark}" follows`);
    at = found + mark.length;
  }
  function skipBetweenElements(): void {
    for (;;) {
      if (source.startsWith('<?', at)) skipTo('?>');
      else if (source.startsWith('<!--', at)) skipTo('-->');
      else if (/\s/u.test(source[at] ?? '')) at += 1;
      else return;
    }
  }
  function name(): string {
    nameAt.lastIndex = at;
    const match = nameAt.exec(source) ?? fail('a name is missing');
    at += match[0].length;
    return match[0];
  }
  function attributes(): Map<string, string> {
    const found = new Map<string, string>();
    for (;;) {
      attributeAt.lastIndex = at;
      const match = attributeAt.exec(source);
      if (match === null) return found;
      const key = match[1] ?? '';
      if (found.has(key)) fail(`attribute "${key}" is written twice`);
      found.set(key, decode(match[2] ?? match[3] ?? ''));
      at += match[0].length;
    }
  }
  function element(): XmlElement {
    const start = at;
    if (source[at] !== '<') fail('an element is missing');
    at += 1;
    const own = name();
    const found = attributes();
    while (/\s/u.test(source[at] ?? '')) at += 1;
    if (source.startsWith('/>', at)) {
      at += 2;
      const inner = { innerStart: at, innerEnd: at };
      return { name: own, attributes: found, children: [], text: '', start, end: at, ...inner };
    }
    if (source[at] !== '>') fail(`the tag of "${own}" is not closed`);
    at += 1;
    const innerStart = at;
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      if (at >= source.length) fail(`"${own}" is not closed`);
      if (source.startsWith('</', at)) {
        const innerEnd = at;
        at += 2;
        if (name() !== own) fail(`"${own}" is closed by another name`);
        while (/\s/u.test(source[at] ?? '')) at += 1;
        if (source[at] !== '>') fail(`the end of "${own}" is not closed`);
        at += 1;
        const inner = { innerStart, innerEnd };
        return { name: own, attributes: found, children, text, start, end: at, ...inner };
      }
      if (source.startsWith('<![CDATA[', at)) {
        const from = at + 9;
        skipTo(']]>');
        text += source.slice(from, at - 3);
      } else if (source.startsWith('<!--', at)) skipTo('-->');
      else if (source.startsWith('<?', at)) skipTo('?>');
      else if (source[at] === '<') children.push(element());
      else {
        const next = source.indexOf('<', at);
        const end = next < 0 ? source.length : next;
        text += decode(source.slice(at, end));
        at = end;
      }
    }
  }

  skipBetweenElements();
  const root = element();
  skipBetweenElements();
  if (at !== source.length) fail('something follows the root element');
  return root;
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** Text of the element at the end of a path of first children; undefined when it is not there. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
  return path.reduce(child, element)?.text;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Values become elements, arrays `<member>` lists, dates ISO 8601; undefined is left out. */
export type XmlValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly XmlValue[]
  | ReadonlyMap<string, XmlValue>
  | { readonly [name: string]: XmlValue };

export function toXml(value: XmlValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeXml(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) {
    return [...value].map(([key, one]) => `<entry>${toXml({ key, value: one })}</entry>`).join('');
  }
  if (isList(value)) return value.map((item) => `<member>${toXml(item)}</member>`).join('');
  return Object.entries(value)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => `<${name}>${toXml(content)}</${name}>`)
    .join('');
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
