import { describe, expect, it } from 'vitest';

import { locate } from './flaw.ts';
import { plain } from './tree.ts';
import { readYaml } from './yaml.ts';

/** `line:column message` for each flaw. */
function flawsOf(text: string): readonly string[] {
  return locate(readYaml(text).flaws, { file: 'a.yml', text }).map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

function valueOf(text: string): unknown {
  const { tree, flaws } = readYaml(text);
  expect(flaws).toEqual([]);
  return tree === undefined ? undefined : plain(tree);
}

describe('readYaml', () => {
  it('reads the core schema of YAML 1.2: yes, on and 010 are what they look like', () => {
    expect(
      valueOf('a: yes\nb: on\nc: 010\nd: 0o10\ne: 2026-12-01\nf: ~\ng:\nh: 1e3\ni: 12:30'),
    ).toEqual({
      a: 'yes',
      b: 'on',
      c: 10,
      d: 8,
      e: '2026-12-01',
      f: null,
      g: null,
      h: 1000,
      i: '12:30',
    });
  });

  it('takes every key as text', () => {
    expect(valueOf('1: a\ntrue: b\n~: c\n1.0: d')).toEqual({
      '1': 'a',
      true: 'b',
      '~': 'c',
      '1.0': 'd',
    });
  });

  it('puts what an alias stands for in its place', () => {
    expect(valueOf('a: &x [1, 2]\nb: *x\n&k c: *k')).toEqual({ a: [1, 2], b: [1, 2], c: 'c' });
  });

  it('lets a later anchor of the same name win', () => {
    expect(valueOf('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  it.each<[what: string, text: string, flaws: readonly string[]]>([
    [
      'tabs as indentation',
      'a:\n\tb: 1',
      ['2:1 not valid YAML: a tab is not allowed as indentation; use spaces'],
    ],
    ['quotes that do not end', 'a: "b', ['1:6 not valid YAML: missing closing "quote']],
    [
      'brackets that do not end',
      'a: [b',
      [
        '1:6 not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    [
      'a line that is no key',
      'a: 1\nb\nc: 2',
      ['2:1 not valid YAML: this line has no ":" after its key'],
    ],
    [
      'a colon too many',
      'a: b: c',
      [
        '1:4 not valid YAML: there is a second ": " on this line; put a value that holds one in quotes',
      ],
    ],
    [
      'a reserved character',
      'a: @b',
      ['1:4 not valid YAML: a value cannot start with this character; put it in quotes'],
    ],
    [
      'an unknown escape',
      'a: "\\q"',
      [
        '1:5 not valid YAML: there is no such escape sequence; use single quotes for text with backslashes',
      ],
    ],
    [
      'two documents',
      'a: 1\n---\nb: 2',
      [
        '2:1 not valid YAML: a deployment file holds a single YAML document; put the next in its own file',
      ],
    ],
    [
      'a tag of its own',
      'a: !secret hunter2',
      ['1:4 not valid YAML: tags (!…) are not supported; a value that starts with ! needs quotes'],
    ],
    [
      'a binary tag',
      'a: !!binary aGVsbG8=',
      ['1:4 not valid YAML: tags (!…) are not supported; a value that starts with ! needs quotes'],
    ],
    [
      'a function tag',
      'a: !!js/function "x"',
      ['1:4 not valid YAML: tags (!…) are not supported; a value that starts with ! needs quotes'],
    ],
    [
      'a tag handle',
      '%TAG ! tag:example.com,2000:\n---\na: !b c',
      ['3:4 not valid YAML: tags (!…) are not supported; a value that starts with ! needs quotes'],
    ],
    [
      'an unknown directive',
      '%FOO bar\n---\na: 1',
      ['1:1 not valid YAML: this directive is not supported; leave it out'],
    ],
    [
      'YAML 1.1',
      '%YAML 1.1\n---\na: 1',
      ['1:1 only YAML 1.2 is read; leave the %YAML directive out'],
    ],
    [
      'a list as a key',
      '? [a]\n: b',
      [
        '1:3 not valid YAML: a key must be plain text; a value that starts with { or [ needs quotes',
      ],
    ],
    [
      'an alias as a key',
      'a: &x b\n*x : c',
      [
        '2:1 not valid YAML: a key must be plain text; a value that starts with { or [ needs quotes',
      ],
    ],
    [
      'merge keys',
      'a: &x { b: 1 }\nc: { <<: *x }',
      ['2:6 merge keys ("<<") are not supported; repeat the keys'],
    ],
    ['a key twice', 'a: 1\nb: 2\na: 3', ['3:1 the key "a" is written twice']],
    ['a key twice, once in quotes', 'a: 1\n"a": 3', ['2:1 the key "a" is written twice']],
    ['a prototype', 'a: { __proto__: { b: 1 } }', ['1:6 unknown key "__proto__"']],
    [
      'an alias to nothing',
      'a: *x',
      [
        '1:4 no anchor of this name is set above; a value that starts with * needs quotes, for example "*.example.com"',
      ],
    ],
    [
      'an alias to what follows',
      'a: *x\nb: &x 1',
      [
        '1:4 no anchor of this name is set above; a value that starts with * needs quotes, for example "*.example.com"',
      ],
    ],
    [
      'an alias inside its own value',
      'a: &x [1, *x]',
      ['1:11 an alias cannot stand inside its own value'],
    ],
  ])('refuses %s', (_what, text, flaws) => {
    expect(flawsOf(text)).toEqual(flaws);
  });

  it('tells every error of syntax, and flaws of keys and aliases beside them', () => {
    expect(flawsOf('a: @b\nc: *d\ne: "\\q"\na: 1\n')).toEqual([
      '1:4 not valid YAML: a value cannot start with this character; put it in quotes',
      '2:4 no anchor of this name is set above; a value that starts with * needs quotes, for example "*.example.com"',
      '3:5 not valid YAML: there is no such escape sequence; use single quotes for text with backslashes',
      '4:1 the key "a" is written twice',
    ]);
  });

  it.each([
    'a: !hunter2hunter2 b',
    'a: *hunter2hunter2',
    'a: @hunter2hunter2',
    'a: "\\hunter2hunter2"',
    'a: "x" hunter2hunter2',
    'a: | hunter2hunter2\n  b',
    'a: [}hunter2hunter2]',
    '%hunter2hunter2\n---\na: 1',
    'a: {hunter2hunter2',
    'a: {b: 1} hunter2hunter2',
    'a: &hunter2hunter2: &hunter2hunter2 x',
  ])('does not repeat the text of the file: %j', (text) => {
    const flaws = flawsOf(text);
    expect(flaws).not.toEqual([]);
    expect(flaws.join('\n')).not.toContain('hunter2');
  });

  it('gives a tree only for text that is YAML', () => {
    expect(readYaml('a: @b').tree).toBeUndefined();
    expect(readYaml('a: 1\na: 2').tree).toBeDefined();
  });

  const nested = (open: string, close: string, levels: number) =>
    `a: ${open.repeat(levels)}${close.repeat(levels)}`;

  it('reads 32 levels and no more', () => {
    expect(flawsOf(nested('[', ']', 31))).toEqual([]);
    expect(flawsOf(nested('[', ']', 32))).toEqual(['1:35 nested too deeply: at most 32 levels']);
  });

  it.each<[what: string, text: string]>([
    ['brackets', '['.repeat(200_000)],
    ['closed brackets', nested('[', ']', 50_000)],
    ['braces', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(100_000)],
    ['lines', Array.from({ length: 600 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
  ])('says one thing about endless nesting with %s', (_what, text) => {
    expect(flawsOf(text)).toEqual([
      expect.stringContaining('nested too deeply: at most 32 levels'),
    ]);
  });

  it('stops at a billion laughs', () => {
    const names = 'abcdefghij'.split('');
    const lines = names.map((name, index) => {
      const before = names[index - 1];
      const value = before === undefined ? 'lol' : `*${before}`;
      return `${name}: &${name} [${Array.from({ length: 10 }, () => value).join(', ')}]`;
    });
    expect(flawsOf(lines.join('\n'))).toEqual([expect.stringContaining('too many aliases')]);
  });

  it('stops at 100 aliases, and at few aliases of much text', () => {
    const many = (count: number) =>
      `a: &x 1\nb: [${Array.from({ length: count }, () => '*x').join(', ')}]`;
    expect(flawsOf(many(100))).toEqual([]);
    expect(flawsOf(many(101))).toEqual([expect.stringMatching(/^2:405 too many aliases/u)]);
    const long = `a: &x [${'1, '.repeat(2000)}]\nb: [*x, *x, *x, *x, *x]`;
    expect(flawsOf(long)).toEqual([expect.stringMatching(/^2:21 too many aliases/u)]);
  });
});
