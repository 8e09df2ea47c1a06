import { describe, expect, it } from 'vitest';

import { contactFormats } from '../core/deployment.ts';
import { isPublicAddress } from '../runtime/addresses.ts';
import { chatBody } from './chat.ts';
import { digestOf } from './digest.ts';
import type { Digest } from './digest.ts';
import type { NoticeFacts, RunLine } from './facts.ts';
import { mailOf } from './mail.ts';

const context = {
  repository: 'acme/certs',
  file: '.github/certferry.yml',
  receiver: 'https://certs.example.com',
};

const line = (title: string, message = 'the old certificate is served'): RunLine => ({
  task: null,
  mark: 'bad',
  title,
  place: 'tencent/cdn · prod',
  domains: [title],
  outcome: 'failed',
  error: { code: 'VERIFY_FAILED', message, advice: 'Look at the resource.' },
});

const runOf = (lines: readonly RunLine[], total = lines.length): NoticeFacts => ({
  kind: 'run',
  mode: 'deploy',
  verdict: 'error',
  mark: 'bad',
  words: 'Failed',
  counts: `${total} failed`,
  tasks: [{ name: 'shop', state: 'error' }],
  commit: 'c'.repeat(40),
  run: 'https://github.com/acme/certs/actions/runs/7',
  finishedAt: '2026-11-25T10:01:00Z',
  parts: [{ title: 'Failed', total, lines: [...lines] }],
});

const hostile = [
  '@all @everyone @here <!channel> <@U123> <at user_id="all">x</at>',
  '<script>alert(1)</script><img src=x onerror=alert(1)>"\'',
  '[click](https://evil.example.com) ![x](https://evil.example.com/a.png)',
  '**bold** `code` # title\n# line\r\n---\n| a | b |',
  '\u202Edesrever\u0000\u200B &lt;b&gt; \\*',
].join('\n');

/** Texts that a program which reads Markdown or mentions would be given, taken from the JSON. */
const texts = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(texts);
};

describe('a digest', () => {
  it('says the verdict first, then what happened to each resource, the link, and what to do', () => {
    const { subject, text, html } = mailOf(digestOf(runOf([line('www.example.com')]), context));
    expect(subject).toBe('Certferry: Failed: shop (acme/certs)');
    expect(text.split('\n')[0]).toBe('❌ Failed: 1 failed.');
    for (const shown of [text, html]) {
      expect(shown).toContain('www.example.com');
      expect(shown).toContain('VERIFY_FAILED: the old certificate is served');
      expect(shown).toContain('Look at the resource.');
      expect(shown).toContain('https://github.com/acme/certs/actions/runs/7');
    }
  });

  it.each<[NoticeFacts, string]>([
    [
      {
        kind: 'expiry',
        hosts: ['a.example.com', 'b.example.com'],
        certificate: 'shop',
        fingerprint: 'a'.repeat(64),
        notAfter: '2026-11-28T00:00:00Z',
        daysLeft: 2,
      },
      'Certferry: a certificate ends in 2 days: a.example.com and 1 more',
    ],
    [
      {
        kind: 'not-deployed',
        host: 'a.example.com',
        resource: null,
        deployed: { fingerprint: 'a'.repeat(64), notAfter: null },
        served: null,
        why: 'connection refused',
        seenAt: '2026-11-25T10:00:00Z',
      },
      'Certferry: no certificate is served: a.example.com',
    ],
    [
      {
        kind: 'newer',
        hosts: ['a.example.com', 'b.example.com'],
        resource: null,
        deployed: { fingerprint: 'a'.repeat(64), notAfter: null },
        served: { fingerprint: 'b'.repeat(64), notAfter: '2027-01-28T00:00:00Z' },
        seenAt: '2026-11-25T10:00:00Z',
      },
      'Certferry: a newer certificate is served than the deployed one: a.example.com and 1 more',
    ],
    [
      {
        kind: 'endpoint',
        problem: 'unreachable',
        places: [{ host: 'mail.example.com:993', why: 'connection refused' }],
        total: 1,
        resource: null,
        served: null,
        seenAt: '2026-11-25T10:00:00Z',
      },
      'Certferry: no certificate is served: mail.example.com:993',
    ],
    [
      { kind: 'given-up', tasks: ['shop'], why: 'it never began', run: null },
      'Certferry: a deployment did not happen: shop',
    ],
    [{ kind: 'test', by: 'x' }, 'Certferry: test: notices arrive here'],
  ])('has a subject for every kind (%#)', (facts, subject) => {
    const digest = digestOf(facts, context);
    expect(digest.subject).toBe(subject);
    for (const format of contactFormats) expect(chatBody(format, digest)).toContain('Certferry');
  });

  it('links nowhere but to https, whatever a report says its run is', () => {
    for (const run of [
      'javascript:alert(1)',
      'http://evil.example.com',
      'https://a:b@evil.com/',
      'x',
    ]) {
      const facts = runOf([line('a')]);
      const digest = digestOf(facts.kind === 'run' ? { ...facts, run } : facts, context);
      expect(digest.link?.url).toBe('https://certs.example.com/dashboard');
    }
  });
});

describe('hostile names', () => {
  const evil = line(hostile, hostile);
  const facts = runOf([{ ...evil, task: hostile, place: hostile, domains: [hostile, hostile] }]);
  const digest = digestOf(
    facts.kind === 'run' ? { ...facts, tasks: [{ name: hostile, state: 'error' }] } : facts,
    { repository: hostile, file: hostile, receiver: null },
  );

  it('break no mail', () => {
    const { subject, html } = mailOf(digest);
    expect(subject).not.toMatch(/\p{Cc}/u);
    expect(html).not.toMatch(/<(?:script|img|at|!|@)(?!doctype)/iu);
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)/giu)].map(([, name]) => name);
    const ours = [
      'html',
      'head',
      'meta',
      'title',
      'body',
      'p',
      'h2',
      'ul',
      'li',
      'span',
      'b',
      'br',
      'a',
    ];
    expect(tags.filter((tag) => !ours.includes(tag ?? ''))).toEqual([]);
  });

  it.each(['dingtalk', 'wecom', 'feishu'] as const)(
    'mention nobody and format nothing in %s',
    (format) => {
      const body = JSON.parse(chatBody(format, digest));
      for (const text of texts(body)) {
        const foreign = text
          .replaceAll('**', '')
          .replace(/\[Open the workflow run\]\(https:\/\/github\.com\/[\w/]+\)/u, '');
        expect(foreign).not.toMatch(/[<>@`#*[\]|\\]/u);
      }
      if (format === 'dingtalk') expect(body.at.isAtAll).toBe(false);
    },
  );

  it('mention nobody in Slack, and are plain text there', () => {
    const body = JSON.parse(chatBody('slack', digest));
    const said = texts(body)
      .join('\n')
      .replace(/<https:[^|>]+\|[^>]+>/u, '');
    expect(said).not.toMatch(/[<>]/u);
    expect(said).not.toMatch(/@(?!\u200B)/u);
    const kinds = body.blocks.map((block: { text: { type: string } }) => block.text.type);
    expect(kinds.slice(0, -1).every((type: string) => type === 'plain_text')).toBe(true);
  });
});

describe('the size of a message', () => {
  const limits = { generic: 65_536, slack: 12_000, dingtalk: 20_000, feishu: 20_480, wecom: 4096 };
  const many = Array.from({ length: 200 }, (_, index) =>
    line(`host-${index}.example.com`, '证书不匹配 '.repeat(60)),
  );
  const digest = digestOf(runOf(many, 5000), context);

  it.each(contactFormats)('stays in the limit of %s; the counts stay true', (format) => {
    const body = chatBody(format, digest);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limits[format]);
    expect(body).toContain('5000');
    const shown = new Set(body.match(/host-\d+\.example\.com/gu)).size;
    expect(shown).toBeGreaterThan(0);
    if (format === 'generic') {
      expect(JSON.parse(body).parts[0].omitted).toBe(5000 - shown);
    } else {
      expect(body).toContain(`and ${5000 - shown} more`);
    }
  });

  it('is bounded for mail, and for the longest texts of all', () => {
    expect(Buffer.byteLength(mailOf(digest).html)).toBeLessThanOrEqual(90_000);
    const long = '证'.repeat(5000);
    const widest: Digest = digestOf(runOf([line(long, long)]), {
      repository: long,
      file: long,
      receiver: null,
    });
    for (const format of contactFormats) {
      expect(Buffer.byteLength(chatBody(format, widest))).toBeLessThanOrEqual(limits[format]);
    }
  });
});

it.each([
  ['8.8.8.8', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['169.254.169.254', false],
  ['100.100.100.200', false],
  ['172.31.0.1', false],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['2606:4700::1111', true],
  ['::1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::a00:1', false],
  ['fe80::1', false],
  ['fd00:ec2::254', false],
  ['2002:a00:1::', false],
  ['not an address', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
