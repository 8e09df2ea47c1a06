import { describe, expect, it } from 'vitest';

import { fileWith, problemsOf } from './fixtures.ts';
import { laterKeys } from './later.ts';

const notYet = 'is not yet supported by this version of Certferry';

const tasks = (line: string) =>
  `tasks:\n  all:\n    accounts: [prod]\n    certificates: [shop]\n    targets: [{ product: aws/alb }]\n    ${line}`;
const receiver = 'receiver: { url: https://certs.example.com }';

describe('keys that come later', () => {
  it.each<[key: string, text: string, problems: readonly string[]]>([
    ['receiver', fileWith({ more: receiver }), [`8:1 "receiver" ${notYet}`]],
    [
      'contacts',
      fileWith({ more: 'contacts:\n  ops: { email: ops@example.com }' }),
      [`8:1 "contacts" ${notYet}`],
    ],
    [
      'monitor',
      fileWith({ more: 'monitor: [www.example.com, "www.example.com:8443"]' }),
      [`8:1 "monitor" ${notYet}`],
    ],
    [
      'certificates.*.from.receiver',
      fileWith({
        certificates: 'certificates:\n  shop: { from: { receiver: www.example.com } }',
        more: receiver,
      }),
      [`5:19 "receiver" ${notYet}`, `8:1 "receiver" ${notYet}`],
    ],
    [
      'tasks.*.contacts',
      fileWith({
        tasks: tasks('contacts: [ops]'),
        more: 'contacts: { ops: { webhook: { env: W }, format: feishu } }',
      }),
      [`11:5 "contacts" ${notYet}`, `12:1 "contacts" ${notYet}`],
    ],
    [
      'tasks.*.deploy.at',
      fileWith({ tasks: tasks('deploy: { at: 2026-12-01T02:00:00+08:00 }'), more: receiver }),
      [`11:15 "at" ${notYet}`, `12:1 "receiver" ${notYet}`],
    ],
    ['tasks.*.extend', fileWith({ tasks: tasks('extend: true') }), [`11:5 "extend" ${notYet}`]],
  ])('%s is read, then refused at its line', (_key, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('are the whole table, so that no entry of it goes untested', () => {
    expect(laterKeys.toSorted()).toEqual([
      'certificates.*.from.receiver',
      'contacts',
      'monitor',
      'receiver',
      'tasks.*.contacts',
      'tasks.*.deploy.at',
      'tasks.*.extend',
    ]);
  });

  it.each<[what: string, text: string, problems: readonly string[]]>([
    [
      'an address without https',
      fileWith({ more: 'receiver: { url: http://certs.example.com }' }),
      [
        `8:1 "receiver" ${notYet}`,
        '8:18 "url": expected an https address such as https://certs.example.com',
      ],
    ],
    [
      'no address',
      fileWith({ more: 'receiver: {}' }),
      [`8:1 "receiver" ${notYet}`, '8:1 the key "url" is missing'],
    ],
    [
      'a contact of nothing',
      fileWith({ more: 'contacts:\n  a: {}' }),
      [`8:1 "contacts" ${notYet}`, '9:3 expected exactly one of email, webhook'],
    ],
    [
      'a contact of two kinds',
      fileWith({ more: 'contacts:\n  a: { email: a@b.de, webhook: { env: W } }' }),
      [
        `8:1 "contacts" ${notYet}`,
        '9:23 expected exactly one of email, webhook; this is one too many',
      ],
    ],
    [
      'mail with a format',
      fileWith({ more: 'contacts:\n  a: { email: a@b.de, format: slack }' }),
      [`8:1 "contacts" ${notYet}`, '9:23 "format" goes with "webhook" only'],
    ],
    [
      'an address in words',
      fileWith({ more: 'contacts:\n  a: { email: me }' }),
      [`8:1 "contacts" ${notYet}`, '9:15 "email": expected an e-mail address'],
    ],
    [
      'an unknown format',
      fileWith({ more: 'contacts:\n  a: { webhook: { env: W }, format: slak }' }),
      [
        `8:1 "contacts" ${notYet}`,
        '9:37 "format": expected one of generic, slack, dingtalk, feishu, wecom; did you mean "slack"?',
      ],
    ],
    [
      'an unknown contact',
      fileWith({ tasks: tasks('contacts: [ops]') }),
      [`11:5 "contacts" ${notYet}`, '11:16 unknown contact "ops"'],
    ],
    [
      'a contact twice',
      fileWith({
        tasks: tasks('contacts: [ops, ops]'),
        more: 'contacts: { ops: { email: a@b.de } }',
      }),
      [`11:5 "contacts" ${notYet}`, '11:21 "ops" is listed twice', `12:1 "contacts" ${notYet}`],
    ],
    [
      'a host in words',
      fileWith({ more: 'monitor: ["not a host"]' }),
      [
        `8:1 "monitor" ${notYet}`,
        '8:11 "monitor": expected a host and a port, such as 127.0.0.1:8443 or [::1]:443',
      ],
    ],
    [
      'a certificate that nobody keeps',
      fileWith({ certificates: 'certificates:\n  shop: { from: { receiver: 1.2.3.4 } }' }),
      [
        '5:19 "receiver" ' + notYet,
        '5:19 "receiver" needs a receiver: add "receiver" with its url at the top of the file',
        '5:29 "receiver": expected a domain such as www.example.com',
      ],
    ],
    [
      'a time that nobody keeps',
      fileWith({ tasks: tasks('deploy: { at: 2026-12-01T02:00:00 }') }),
      [
        `11:15 "at" ${notYet}`,
        '11:15 "at" needs a receiver: add "receiver" with its url at the top of the file',
        '11:19 "at": a time needs its offset from UTC: write Z or, for example, +08:00 at its end',
      ],
    ],
    [
      'extend in words',
      fileWith({ tasks: tasks('extend: maybe') }),
      [`11:5 "extend" ${notYet}`, '11:13 "extend": expected true or false, found text'],
    ],
  ])('are judged all the same: %s', (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it('allow ten contacts and not eleven', () => {
    const names = Array.from({ length: 11 }, (_, index) => `c${index}`);
    const contacts = `contacts: { ${names.map((name) => `${name}: { email: a@b.de }`).join(', ')} }`;
    const listing = (count: number) =>
      problemsOf(
        fileWith({
          tasks: tasks(`contacts: [${names.slice(0, count).join(', ')}]`),
          more: contacts,
        }),
      );
    expect(listing(10)).toEqual([`11:5 "contacts" ${notYet}`, `12:1 "contacts" ${notYet}`]);
    expect(listing(11)).toEqual([
      `11:5 "contacts" ${notYet}`,
      '11:15 "contacts": a task has at most 10 contacts',
      `12:1 "contacts" ${notYet}`,
    ]);
  });
});
