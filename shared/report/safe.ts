/**
 * Resource names, issuers and the errors of a cloud are written by strangers. On GitHub such text could
 * mention people, link issues, load images, or close the table that holds it. Two guards stand between:
 * everything is printed inside HTML blocks without blank lines, where no Markdown is read, and every
 * such text goes through `safe`. What could still be a mention or a reference stands in `<code>`,
 * where GitHub links nothing.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */

/** What a name may hold; longer ones end in an ellipsis. Characters, not bytes. */
export const nameCap = 120;
/** Sentences need more room: what was being done, why it stopped, what to do. */
export const sentenceCap = 400;

/**
 * One line of visible text: NFC, lone surrogates replaced, controls and line ends as blanks, and
 * without what has no width or turns the direction of reading. Ends in an ellipsis beyond `cap`.
 */
export function clean(text: string, cap: number = nameCap): string {
  const visible = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .trim();
  // Never fewer code units than characters: only a long text is taken apart.
  if (visible.length <= cap) return visible;
  const characters = Array.from(visible);
  if (characters.length <= cap) return visible;
  return `${characters.slice(0, cap - 1).join('')}…`;
}

// A zero-width space after "@": should an entity ever be read as the sign, it names nobody.
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '|': '&#124;',
  '@': '&#64;&#8203;',
  '#': '&#35;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"'`|@#]/gu, (sign) => entities[sign] ?? '');
}

/** Text of a stranger as one line of inert HTML. */
export function safe(text: string, cap: number = nameCap): string {
  return escaped(clean(text, cap));
}

function codeOf(cleaned: string): string {
  if (cleaned === '') return '<code>?</code>';
  if (cleaned.length <= 20) return `<code>${escaped(cleaned)}</code>`;
  const pieces = cleaned.split(/(?<=[./:_-])(?=[^./:_-])/u);
  return `<code>${pieces.map(escaped).join('<wbr>')}</code>`;
}

/** A name in `<code>`; a long one may break after its separators. */
export function code(text: string): string {
  return codeOf(clean(text));
}

/** A word, perhaps with inner hyphens or slashes: `tencent/cdn`, `ap-guangzhou`, `can't`, 证书，请. */
const word =
  /^[\p{L}\p{M}\p{N}，。、；：！？（）《》「」]+(?:[-’'/][\p{L}\p{M}\p{N}，。、；：！？（）《》「」]+)*$/u;
/** What GitHub may link although it looks like a word: a commit, an issue. */
const reference = /[0-9a-f]{7,}|^gh-\d/iu;
const dash = /^[-–—·→+]*$/u;

/** A token without the punctuation around it. */
const parts = /^(["'“‘(]*)(.*?)([)"'”’,.;:!?…]*)$/su;

function token(text: string): string {
  const [, before = '', core = '', after = ''] = parts.exec(text) ?? [];
  const harmless = dash.test(core) || (word.test(core) && !reference.test(core));
  return harmless ? escaped(text) : `${escaped(before)}${codeOf(core)}${escaped(after)}`;
}

/**
 * A sentence of strangers to be read as one: plain words stay plain, everything else in it (a domain,
 * an address, a sign) stands in `<code>`.
 */
export function prose(text: string, cap: number = sentenceCap): string {
  return clean(text, cap).split(' ').map(token).join(' ');
}

/** An address that we made ourselves as a link; anything but https (or http on loopback) is dropped. */
export function link(address: string, title: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  const loopback = url.hostname === '127.0.0.1' || url.hostname === 'localhost';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) return undefined;
  const href = url.href.replace(/[&<>"']/gu, (sign) => entities[sign] ?? '');
  return `<a href="${href}">${title}</a>`;
}

/** Length as GitHub's limits count it at worst. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
