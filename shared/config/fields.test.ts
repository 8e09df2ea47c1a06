import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  namePattern,
  readDomain,
  readEndpoint,
  readEnvName,
  readReceiverUrl,
  readRepositoryPath,
  readSelector,
  readTime,
  regionPattern,
} from './fields.ts';

const now = new Date('2026-11-25T12:00:00Z');

describe('names', () => {
  it.each(['a', 'prod', 'aws-prod', '9', 'a.b_c-d', 'A'.repeat(64)])('accept %s', (name) => {
    expect(namePattern.test(name)).toBe(true);
  });
  it.each(['', '-a', '.a', '_a', 'a b', 'a/b', 'ä', 'A'.repeat(65), 'a\n', '__proto__'])(
    'refuse %j',
    (name) => {
      expect(namePattern.test(name)).toBe(false);
    },
  );
});

describe('readEnvName', () => {
  it.each([
    'A',
    '_a',
    'SHOP_KEY_PEM',
    'hw_ak2',
    'GITHUB',
    'MY_GITHUB_X',
    'AWS_SECRET_ACCESS_KEY_2024',
  ])('accepts %s', (name) => {
    expect(readEnvName(name)).toEqual({ value: name });
  });
  it.each(['', '1A', 'A-B', 'A B', 'Ä', 'GITHUB_TOKEN', 'github_token', 'ACTIONS_X', 'Runner_X'])(
    'refuses %j',
    (name) => {
      expect(readEnvName(name)).toEqual({
        wrong: expect.stringContaining('expected the name of an environment variable'),
      });
    },
  );
  it('tells a secret that was pasted as a name', () => {
    expect(readEnvName('wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY')).toEqual({
      wrong: expect.stringContaining('this looks like a secret'),
    });
  });
});

describe('regions', () => {
  it.each([
    'us-east-1',
    'ap-southeast-1',
    'us-gov-west-1',
    'eusc-de-east-1',
    'ap-guangzhou',
    'ap-shanghai-fsi',
    'cn-north-4',
    'la-south-2',
    'na-siliconvalley',
  ])('accept %s', (region) => {
    expect(regionPattern.test(region)).toBe(true);
  });
  it.each([
    '',
    'us',
    'US-EAST-1',
    'us-east-1a',
    'us_east_1',
    'us-east-1 ',
    'us--1',
    '-us-east',
    'any',
  ])('refuse %j', (region) => {
    expect(regionPattern.test(region)).toBe(false);
  });
});

describe('readRepositoryPath', () => {
  it.each([
    ['certs/docs.pem', 'certs/docs.pem'],
    ['./certs/docs.pem', 'certs/docs.pem'],
    ['.//./docs.pem', 'docs.pem'],
    ['a..b/c', 'a..b/c'],
    ['.github/certs/é.pem', '.github/certs/é.pem'],
  ])('reads %s', (text, value) => {
    expect(readRepositoryPath(text)).toEqual({ value });
  });
  it.each([
    '',
    './',
    '.',
    '/etc/ssl/key.pem',
    '~/key.pem',
    'C:\\key.pem',
    'C:/key.pem',
    'certs\\docs.pem',
    '../docs.pem',
    'certs/../../docs.pem',
    '..',
    'certs//docs.pem',
    'certs/',
    'certs/./docs.pem',
    'a\u0000b',
    'a\nb',
    '.git/config',
    './.GIT/config',
  ])('refuses %j', (text) => {
    expect(readRepositoryPath(text)).toEqual({ wrong: expect.any(String) });
  });
  it('never lets a path out of the repository', () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', '~', 'a', '\\..', 'C:'), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const read = readRepositoryPath(parts.join('/'));
        if ('wrong' in read) return;
        const url = new URL(
          `./${read.value.replaceAll('%', '%25').replaceAll(/[?#]/gu, '_')}`,
          'file:///repository/root/',
        );
        expect(url.pathname.startsWith('/repository/root/')).toBe(true);
        expect(read.value.startsWith('/')).toBe(false);
      }),
    );
  });
});

describe('readEndpoint', () => {
  it.each([
    ['127.0.0.1:8443', '127.0.0.1', 8443],
    ['[::1]:443', '::1', 443],
    ['localhost:1', 'localhost', 1],
    ['edge:65535', 'edge', 65_535],
    ['Lb.Example.com:443', 'lb.example.com', 443],
    ['bücher.de:443', 'xn--bcher-kva.de', 443],
  ])('reads %s', (text, host, port) => {
    expect(readEndpoint(text)).toEqual({ value: { host, port } });
  });
  it.each([
    '',
    'localhost',
    ':443',
    'a:0',
    'a:65536',
    'a:99999',
    'a:1:2',
    '::1:443',
    '[127.0.0.1]:443',
    '[::1',
    '1.2.3:443',
    '256.0.0.1:1',
    '12345:443',
    '*.example.com:443',
    'a b:443',
    'https://a.com:443',
    'a:-1',
    'a:443\n',
    'user@a.com:443',
  ])('refuses %j', (text) => {
    expect(readEndpoint(text)).toEqual({ wrong: expect.any(String) });
  });
  it('takes the usual port where one is given', () => {
    expect(readEndpoint('www.example.com', 443)).toEqual({
      value: { host: 'www.example.com', port: 443 },
    });
    expect(readEndpoint('[::1]', 443)).toEqual({ value: { host: '::1', port: 443 } });
    expect(readEndpoint('www.example.com:8443', 443)).toEqual({
      value: { host: 'www.example.com', port: 8443 },
    });
  });
});

describe('readSelector', () => {
  it.each([
    ['www.example.com', 'www.example.com'],
    ['*.Shop.Example.COM.', '*.shop.example.com'],
    ['bücher.de', 'xn--bcher-kva.de'],
    ['*.bücher.de', '*.xn--bcher-kva.de'],
    ['E2EXAMPLE', 'E2EXAMPLE'],
    ['lb-1/lbl-*', 'lb-1/lbl-*'],
    ['*', '*'],
    [
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/b/c',
      'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/b/c',
    ],
  ])('reads %s', (text, value) => {
    expect(readSelector(text)).toEqual({ value });
  });
  it.each([
    '',
    ' ',
    'two words',
    'bücher',
    'bü..de',
    'https://www.example.com',
    'a\u0000b',
    'x'.repeat(1025),
  ])('refuses %j', (text) => {
    expect(readSelector(text)).toEqual({ wrong: expect.any(String) });
  });
  it('reads its own result as the same again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string()), (text) => {
        const read = readSelector(text);
        if ('value' in read) expect(readSelector(read.value)).toEqual(read);
      }),
    );
  });
});

describe('readDomain', () => {
  it('takes names, not addresses', () => {
    expect(readDomain('WWW.Example.com')).toEqual({ value: 'www.example.com' });
    expect(readDomain('1.2.3.4')).toEqual({ wrong: 'expected a domain such as www.example.com' });
  });
});

describe('readReceiverUrl', () => {
  it.each([
    'https://certs.example.com',
    'https://certs.example.com:8443/base',
    'http://127.0.0.1:80',
    'http://localhost:1',
    'http://[::1]:1',
  ])('accepts %s', (url) => {
    expect(readReceiverUrl(url)).toEqual({ value: url });
  });
  it.each([
    '',
    'certs.example.com',
    'http://certs.example.com',
    'ftp://a.com',
    'https://a.com/?token=x',
    'https://a.com/#x',
    'https://u:p@a.com',
    'https://u@a.com',
    'https://a.com\n',
    ' https://a.com',
    'javascript:alert(1)',
  ])('refuses %j', (url) => {
    expect(readReceiverUrl(url)).toEqual({ wrong: expect.any(String) });
  });
});

describe('readTime', () => {
  it.each([
    ['2026-12-01T02:00:00+08:00', '2026-11-30T18:00:00.000Z'],
    ['2026-12-01T02:00Z', '2026-12-01T02:00:00.000Z'],
    ['2026-12-01T02:00:00.5-03:30', '2026-12-01T05:30:00.500Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2026-11-25T12:00:01Z', '2026-11-25T12:00:01.000Z'],
    ['2027-01-01T00:00:00+14:00', '2026-12-31T10:00:00.000Z'],
  ])('reads %s', (text, moment) => {
    expect(readTime(text, now)).toEqual({ value: new Date(moment) });
  });
  it.each([
    ['2026-12-01T02:00:00', 'a time needs its offset'],
    ['2026-12-01', 'expected a time such as'],
    ['tomorrow', 'expected a time such as'],
    ['2026-12-01 02:00:00+08:00', 'expected a time such as'],
    ['20261201T020000Z', 'expected a time such as'],
    ['2026-12-01T02:00:00+0800', 'expected a time such as'],
    ['2027-02-29T00:00:00Z', 'there is no such date'],
    ['2100-02-29T00:00:00Z', 'there is no such date'],
    ['2026-02-30T00:00:00Z', 'there is no such date'],
    ['2026-13-01T00:00:00Z', 'there is no such date'],
    ['2026-00-01T00:00:00Z', 'there is no such date'],
    ['2027-04-31T00:00:00Z', 'there is no such date'],
    ['2027-04-00T00:00:00Z', 'there is no such date'],
    ['2027-04-01T24:00:00Z', 'there is no such date'],
    ['2027-04-01T23:60:00Z', 'there is no such date'],
    ['2027-04-01T23:59:60Z', 'there is no such date'],
    ['2027-04-01T23:59:59+15:00', 'there is no such offset'],
    ['2027-04-01T23:59:59+01:60', 'there is no such offset'],
    ['2026-11-25T12:00:00Z', 'in the past'],
    ['2026-11-25T13:00:00+08:00', 'in the past'],
    ['0001-01-01T00:00:00Z', 'in the past'],
  ])('refuses %s: %s', (text, wrong) => {
    expect(readTime(text, now)).toEqual({ wrong: expect.stringContaining(wrong) });
  });
  it('compares nothing without a clock', () => {
    expect(readTime('2001-01-01T00:00:00Z', undefined)).toEqual({
      value: new Date('2001-01-01T00:00:00Z'),
    });
  });
  it('reads every moment that a date prints', () => {
    const date = fc.date({
      min: new Date('0100-01-01'),
      max: new Date('9999-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (moment) => {
        expect(readTime(moment.toISOString(), undefined)).toEqual({ value: moment });
      }),
    );
  });
});
