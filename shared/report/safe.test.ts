import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { anyText } from '../../tests/browser/arbitrary-report.ts';
import { hostile } from '../../tests/browser/hostile.ts';
import { read } from '../../tests/browser/inert.ts';
import { clean, code, link, prose, safe } from './safe.ts';

describe('clean', () => {
  it('puts everything on one line and drops what has no width or turns the text', () => {
    expect(clean('a\r\n\tb\u2028c')).toBe('a b c');
    expect(clean('\u202Egnp.exe\u202C')).toBe('gnp.exe');
    expect(clean('zero\u200Bwidth\u2060\uFEFF\u00AD')).toBe('zerowidth');
    expect(clean('\u001B[31mred\u0007')).toBe('[31mred');
    expect(clean('\uD800x')).toBe('\uFFFDx');
  });

  it('composes characters, also those that a dropped one kept apart', () => {
    expect(clean('e\u0301')).toBe('é');
    expect(clean('e\u200B\u0301')).toBe('é');
  });

  it('caps at whole characters and says so with an ellipsis', () => {
    expect(clean('a'.repeat(120))).toBe('a'.repeat(120));
    expect(clean('a'.repeat(121))).toBe(`${'a'.repeat(119)}…`);
    expect(clean('\u{1F600}'.repeat(500), 3)).toBe('\u{1F600}\u{1F600}…');
    expect(clean('\u{1F600}'.repeat(120))).toBe('\u{1F600}'.repeat(120));
  });

  it('is the same when done twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });
});

describe('safe', () => {
  it('turns every sign that HTML or GitHub reads into an entity', () => {
    expect(safe(`&<>"'\`|#`)).toBe('&amp;&lt;&gt;&quot;&#39;&#96;&#124;&#35;');
    expect(safe('@org')).toBe('&#64;&#8203;org');
  });

  it('leaves a domain as it is', () => {
    expect(safe('*.shop.example.com')).toBe('*.shop.example.com');
  });
});

describe('code and prose', () => {
  it('let a long name break after its separators only', () => {
    expect(code('a.example.com')).toBe('<code>a.example.com</code>');
    expect(code('static.shop.example.com')).toBe(
      '<code>static.<wbr>shop.<wbr>example.<wbr>com</code>',
    );
  });

  it('show an empty name as a question', () => {
    expect(code(' \u200B ')).toBe('<code>?</code>');
  });

  it('keep the words of a sentence plain and its names in code', () => {
    expect(prose('can\'t bind shop.example.com, account "prod" (eu-west-1) has 24 of 25')).toBe(
      'can&#39;t bind <code>shop.example.com</code>, account &quot;prod&quot; (eu-west-1) has 24 of 25',
    );
    expect(prose('证书不存在，请检查。')).toBe('证书不存在，请检查。');
  });

  it('put whatever GitHub could link into code', () => {
    for (const text of [
      '@someone',
      '#1',
      'org/repo#2',
      'GH-3',
      'gh-44',
      'deadbeef',
      '1234567',
      'a@b',
    ]) {
      expect(prose(`see ${text}, please`)).toMatch(/^see <code>.*<\/code>, please$/u);
    }
    expect(prose('https://example.com/')).toMatch(/^<code>.*<\/code>$/u);
    expect(prose(':tada:')).toMatch(/^<code>.*<\/code>/u);
  });

  it.each(hostile.map((text) => [text.slice(0, 40), text]))('make %j inert', (_, text) => {
    for (const html of [code(text), prose(text)]) {
      const { faults, loose, links } = read(`\n\n<p>${html}</p>`);
      expect(faults).toEqual([]);
      expect(links).toEqual([]);
      expect(loose).not.toMatch(/[@#]|:\/\/|GH-\d|[0-9a-f]{7}|:\w+:/iu);
      expect(html).not.toMatch(/[\r\n]/u);
    }
  });

  it('make any text inert', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const html of [code(text), prose(text)]) {
          const { faults, loose } = read(`\n\n<p>${html}</p>`);
          expect(faults).toEqual([]);
          expect(loose).not.toMatch(/[@#]|:\/\/|GH-\d|[0-9a-f]{7}/iu);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('link', () => {
  it('takes https, and http on loopback', () => {
    expect(link('https://github.com/o/r/actions/runs/1?a=1&b=2', 'run')).toBe(
      '<a href="https://github.com/o/r/actions/runs/1?a=1&amp;b=2">run</a>',
    );
    expect(link('http://127.0.0.1:8080/x', 'run')).toBe(
      '<a href="http://127.0.0.1:8080/x">run</a>',
    );
  });

  it('drops everything else', () => {
    for (const address of [
      'javascript:alert(1)',
      'http://example.com/',
      '17',
      '',
      'https://u:p@example.com/',
    ]) {
      expect(link(address, 'run')).toBeUndefined();
    }
  });
});
