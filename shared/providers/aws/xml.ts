import { DeployError } from '../../core/errors.ts';

/** An element with its place in the text: [start, end) with tags, [innerStart, innerEnd) without. */
export interface XmlElement {
  /** As written, prefix included. */
  readonly name: string;
  /** Without its prefix. */
  readonly local: string;
  readonly start: number;
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly selfClosing: boolean;
  readonly children: readonly XmlElement[];
}

/** Everything in markup that is no text: comment, CDATA, instruction, doctype, tag. */
const markup =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<!DOCTYPE|<\/([^\s>]+)\s*>|<([^\s/>!?]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|<[!?]/gu;

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

function broken(reason: string): DeployError {
  return new DeployError('CLOUD_UNEXPECTED', `the reply is not well-formed XML: ${reason}`);
}

/**
 * The tree of an XML text, by offsets: nothing is decoded, so that all but one element can be kept
 * byte for byte. Doctypes are refused, as CloudFront sends none.
 */
export function parseXml(text: string): XmlElement {
  interface Open {
    readonly name: string;
    readonly start: number;
    readonly innerStart: number;
    readonly children: XmlElement[];
  }
  const roots: XmlElement[] = [];
  const open: Open[] = [];
  const close = (element: Open, innerEnd: number, end: number, selfClosing: boolean) => {
    const { name, start, innerStart, children } = element;
    (open.at(-1)?.children ?? roots).push({
      name,
      local: localName(name),
      start,
      end,
      innerStart,
      innerEnd,
      selfClosing,
      children,
    });
  };
  for (const match of text.matchAll(markup)) {
    const [whole, closing, opening, , slash] = match;
    const end = match.index + whole.length;
    if (whole === '<!DOCTYPE') throw broken('it has a doctype');
    if (whole === '<!' || whole === '<?') throw broken('a comment or instruction is not closed');
    if (closing !== undefined) {
      const element = open.pop();
      if (element?.name !== closing) throw broken(`unexpected </${closing}>`);
      close(element, match.index, end, false);
    } else if (opening !== undefined) {
      const element = { name: opening, start: match.index, innerStart: end, children: [] };
      if (slash === '/') close(element, end, end, true);
      else open.push(element);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw broken(`<${unclosed.name}> is not closed`);
  const [root, second] = roots;
  if (root === undefined || second !== undefined) throw broken('it needs exactly one root element');
  return root;
}

export function childrenNamed(element: XmlElement, local: string): readonly XmlElement[] {
  return element.children.filter((child) => child.local === local);
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

const inText = /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/giu;

function decode(raw: string): string {
  return raw
    .replace(inText, (whole, ...groups) => {
      const [cdata, decimal, hex, name] = groups.map((group: unknown) =>
        typeof group === 'string' ? group : undefined,
      );
      if (cdata !== undefined) return cdata;
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return whole.startsWith('<!--') ? '' : (entities[name ?? ''] ?? whole);
    })
    .trim();
}

/** The decoded text of an element, without that of its children and without surrounding blanks. */
export function textOf(element: XmlElement, text: string): string {
  let from = element.innerStart;
  let own = '';
  for (const child of element.children) {
    own += text.slice(from, child.start);
    from = child.end;
  }
  return decode(own + text.slice(from, element.innerEnd));
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** One form for all spellings of the same content: blanks between elements and comments do not count. */
export function canonical(element: XmlElement, text: string): string {
  const attributes = text
    .slice(element.start + 1 + element.name.length, element.innerStart)
    .replace(/\s*\/?>$/u, '');
  const own = JSON.stringify(textOf(element, text));
  const inner = element.children.map((child) => canonical(child, text));
  return `${element.local}${attributes}(${[own, ...inner].join(',')})`;
}
