import { describe, expect, it } from 'vitest';

import { someOf, tidied } from './findings.ts';
import type { Finding } from './model.ts';

const finding = (
  level: Finding['level'],
  code: string,
  subject: string | null = 'www',
): Finding => ({
  code,
  level,
  subject,
  message: 'it is so',
});

describe('tidied', () => {
  it('puts warnings first and leaves the order otherwise', () => {
    const list = [
      finding('notice', 'a'),
      finding('warning', 'c'),
      finding('notice', 'b'),
      finding('warning', 'a'),
    ];
    expect(tidied(list).map(({ level, code }) => `${level} ${code}`)).toEqual([
      'warning c',
      'warning a',
      'notice a',
      'notice b',
    ]);
  });

  it('says each thing once, and the same of another resource too', () => {
    const again = finding('warning', 'a');
    const run = finding('warning', 'a', null);
    expect(tidied([again, finding('warning', 'a'), finding('warning', 'a', 'api'), run])).toEqual([
      again,
      finding('warning', 'a', 'api'),
      run,
    ]);
  });
});

describe('someOf', () => {
  it('names three and counts the others', () => {
    expect(someOf(['a'])).toBe('a');
    expect(someOf(['a', 'b', 'c'])).toBe('a, b, c');
    expect(someOf(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
