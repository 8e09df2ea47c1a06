import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type YAMLError,
} from 'yaml';

import type { Flaw } from './flaw.ts';
import { quoted } from './secrets.ts';
import type { Entry, ScalarTree, Tree } from './tree.ts';

const deepest = 32;
const mostAliases = 100;
/** Values that aliases may add in all: a "billion laughs" file stops here. */
const mostRepeated = 10_000;

/** Words of our own where the library's would repeat text of the file, or would help too little. */
const words: Partial<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'an alias can have neither anchor nor tag',
  BAD_ALIAS: 'an anchor or alias has no usable name; a value that starts with * or & needs quotes',
  BAD_COLLECTION_TYPE: 'this tag does not fit its value; no tags are needed here',
  BAD_DIRECTIVE: 'this directive is not supported; leave it out',
  BAD_DQ_ESCAPE: 'there is no such escape sequence; use single quotes for text with backslashes',
  BAD_SCALAR_START: 'a value cannot start with this character; put it in quotes',
  MULTIPLE_DOCS: 'a deployment file holds a single YAML document; put the next in its own file',
  NON_STRING_KEY: 'a key must be plain text; a value that starts with { or [ needs quotes',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab is not allowed as indentation; use spaces',
  TAG_RESOLVE_FAILED: 'tags (!…) are not supported; a value that starts with ! needs quotes',
};

/** The library's terms of art, said plainly. */
const plainWords: Readonly<Record<string, string>> = {
  'Implicit map keys need to be followed by map values': 'this line has no ":" after its key',
  'Implicit keys need to be on a single line': 'this line has no ":" after its key',
  'Nested mappings are not allowed in compact mappings':
    'there is a second ": " on this line; put a value that holds one in quotes',
};

function syntaxFlaw(error: YAMLError): Flaw {
  // What follows the colon of an unexpected token is a piece of the file.
  const theirs =
    error.code === 'UNEXPECTED_TOKEN' ? error.message.replace(/:.*$/su, '') : error.message;
  const said = `${theirs.slice(0, 1).toLowerCase()}${theirs.slice(1)}`;
  return {
    at: error.pos[0],
    message: `not valid YAML: ${words[error.code] ?? plainWords[error.message] ?? said}`,
  };
}

/** Thrown while building, when going on would only repeat one flaw or exhaust the machine. */
class TooMuch extends Error {
  override readonly name = 'TooMuch';
  readonly flaw: Flaw;
  readonly of: 'levels' | 'aliases';

  constructor(of: 'levels' | 'aliases', flaw: Flaw) {
    super(flaw.message);
    this.of = of;
    this.flaw = flaw;
  }
}

/** Turns the nodes of one document into a tree; collects what is wrong on the way. */
function createBuilder(flaws: Flaw[]) {
  const anchors = new Map<string, { readonly tree: Tree; readonly size: number } | 'open'>();
  let aliases = 0;
  let repeated = 0;
  let built = 0;

  const nothing = (at: number): ScalarTree => ({ kind: 'scalar', at, value: null });

  function resolve(name: string, at: number): Tree {
    const anchor = anchors.get(name);
    if (anchor === undefined || anchor === 'open') {
      const message =
        anchor === 'open'
          ? 'an alias cannot stand inside its own value'
          : 'no anchor of this name is set above; a value that starts with * needs quotes, ' +
            'for example "*.example.com"';
      flaws.push({ at, message });
      return nothing(at);
    }
    aliases += 1;
    repeated += anchor.size;
    built += anchor.size;
    if (aliases > mostAliases || repeated > mostRepeated) {
      const message = `too many aliases: at most ${mostAliases}, for short values only`;
      throw new TooMuch('aliases', { at, message });
    }
    return anchor.tree;
  }

  function entriesFrom(items: readonly { key: unknown; value: unknown }[], depth: number) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of items) {
      // Every other key was refused by the library (`stringKeys`).
      if (!isScalar(key) || typeof key.value !== 'string') continue;
      const keyAt = key.range?.[0] ?? 0;
      if (key.anchor !== undefined) {
        anchors.set(key.anchor, { tree: { kind: 'scalar', at: keyAt, value: key.value }, size: 1 });
      }
      const made = { key: key.value, keyAt, value: build(value, keyAt, depth + 1) };
      if (made.key === '<<') {
        flaws.push({ at: keyAt, message: 'merge keys ("<<") are not supported; repeat the keys' });
      } else if (made.key === '__proto__') {
        flaws.push({ at: keyAt, message: 'unknown key "__proto__"' });
      } else if (entries.has(made.key)) {
        flaws.push({ at: keyAt, message: `the key ${quoted(made.key)} is written twice` });
      } else {
        entries.set(made.key, made);
      }
    }
    return entries;
  }

  function content(node: unknown, emptyAt: number, depth: number): Tree {
    if (isMap(node)) {
      const at = node.range?.[0] ?? emptyAt;
      return { kind: 'map', at, entries: entriesFrom(node.items, depth) };
    }
    if (isSeq(node)) {
      const at = node.range?.[0] ?? emptyAt;
      return { kind: 'list', at, items: node.items.map((item) => build(item, at, depth + 1)) };
    }
    if (!isScalar(node)) return nothing(emptyAt);
    const { value } = node;
    const at = node.range?.[0] ?? emptyAt;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'scalar', at, value };
    }
    return nothing(node.source === '' || node.source === undefined ? emptyAt : at);
  }

  function build(node: unknown, emptyAt: number, depth: number): Tree {
    if (isAlias(node)) return resolve(node.source, node.range?.[0] ?? emptyAt);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (depth > deepest && (isMap(node) || isSeq(node))) {
      const at = node.range?.[0] ?? emptyAt;
      throw new TooMuch('levels', { at, message: `nested too deeply: at most ${deepest} levels` });
    }
    const sizeBefore = built;
    built += 1;
    if (anchor !== undefined) anchors.set(anchor, 'open');
    const tree = content(node, emptyAt, depth);
    if (anchor !== undefined) anchors.set(anchor, { tree, size: built - sizeBefore });
    return tree;
  }

  return (document: Document.Parsed) => build(document.contents, 0, 1);
}

/**
 * YAML 1.2 core, one document, no tags, no merge keys, unique keys, few and short aliases.
 * Without `tree` the text is not YAML at all, and its shape is not worth judging.
 */
export function readYaml(text: string): { readonly flaws: readonly Flaw[]; readonly tree?: Tree } {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    stringKeys: true,
    merge: false,
    resolveKnownTags: false,
    // The library compares every key with every other; the builder does it in one pass.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const syntax = [...document.errors, ...document.warnings].map(syntaxFlaw);
  const version = document.directives?.yaml.version;
  if (version !== undefined && version !== '1.2') {
    syntax.push({ at: 0, message: 'only YAML 1.2 is read; leave the %YAML directive out' });
  }
  const flaws: Flaw[] = [];
  try {
    const tree = createBuilder(flaws)(document);
    return syntax.length > 0 ? { flaws: [...syntax, ...flaws] } : { flaws, tree };
  } catch (thrown) {
    // A file nested without end also breaks the library's own composer: one flaw says it all.
    if (!(thrown instanceof TooMuch)) throw thrown;
    return { flaws: thrown.of === 'levels' ? [thrown.flaw] : [...syntax, ...flaws, thrown.flaw] };
  }
}
