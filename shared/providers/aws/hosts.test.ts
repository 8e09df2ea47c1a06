import { expect, it } from 'vitest';

import { domainsOfTag, hostsOfRules } from './hosts.ts';

it('takes plain names and leading wildcards of host rules, old form and new', () => {
  const found = hostsOfRules([
    {
      Conditions: [
        {
          Field: 'host-header',
          Values: ['Shop.Example.com.'],
          HostHeaderConfig: { Values: ['shop.example.com', '*.example.com'] },
        },
        { Field: 'path-pattern', Values: ['/path.example.com'] },
      ],
    },
    { Conditions: [{ Field: 'host-header', Values: ['legacy.example.com'] }] },
    {},
  ]);
  expect(found).toEqual({
    domains: ['shop.example.com', '*.example.com', 'legacy.example.com'],
    notAnalysable: [],
  });
});

it('reports patterns that match hosts nobody can list', () => {
  const found = hostsOfRules([
    {
      Conditions: [
        {
          Field: 'host-header',
          HostHeaderConfig: { Values: ['shop?.example.com', 'a*.example.com'] },
        },
        {
          Field: 'host-header',
          RegexValues: ['^api-\\d+'],
          HostHeaderConfig: { RegexValues: ['^api-\\d+'] },
        },
        { Field: 'host-header', Values: ['*'] },
      ],
    },
  ]);
  expect(found).toEqual({
    domains: [],
    notAnalysable: ['shop?.example.com', 'a*.example.com', '^api-\\d+', '*'],
  });
});

it('reads the names of the tag with blanks or slashes between them', () => {
  expect(
    domainsOfTag(new Map([['certferry:domains', ' a.example.com  b.example.com/c.example.com ']])),
  ).toEqual(['a.example.com', 'b.example.com', 'c.example.com']);
  expect(domainsOfTag(new Map())).toEqual([]);
});
