import { describe, expect, it } from 'vitest';

import { contactFormats } from '../core/deployment.ts';
import { chatBody } from './chat.ts';
import { digestOf } from './digest.ts';
import { endpointProblems } from './facts.ts';
import type { EndpointProblem, NoticeFacts } from './facts.ts';
import { mailOf } from './mail.ts';

const context = { repository: 'acme/certs', file: '.github/certferry.yml', receiver: null };
const seenAt = '2026-11-25T10:00:00Z';
const served = { fingerprint: 'b'.repeat(64), notAfter: '2027-01-28T00:00:00Z' };

function endpoint(problem: EndpointProblem, hosts: readonly string[], total = hosts.length) {
  return {
    kind: 'endpoint',
    problem,
    places: hosts.map((host) => ({ host, why: `why of ${host}` })),
    total,
    resource: null,
    served: problem === 'unreachable' ? null : served,
    seenAt,
  } as const satisfies NoticeFacts;
}

/** Every form that a contact may get it in. */
function forms(about: NoticeFacts): readonly string[] {
  const digest = digestOf(about, context);
  const { text, html } = mailOf(digest);
  return [text, html, ...contactFormats.map((format) => chatBody(format, digest))];
}

describe('the words about a host', () => {
  it.each(endpointProblems)('say what is wrong, where, why and what to do (%s)', (problem) => {
    const digest = digestOf(endpoint(problem, ['mail.example.com:993']), context);
    expect(digest).toMatchObject({ kind: 'endpoint', mark: 'bad', parts: [] });
    expect(digest.lead).toContain('mail.example.com:993');
    expect(digest.next).toHaveLength(1);
    expect(digest.facts).toContainEqual(['Why', 'why of mail.example.com:993']);
    for (const form of forms(endpoint(problem, ['mail.example.com:993']))) {
      expect(form).toContain('mail.example.com:993');
      expect(form).toContain('2026-11-25 10:00 UTC');
    }
  });

  it('differ for each problem', () => {
    const leads = endpointProblems.map((one) => digestOf(endpoint(one, ['a']), context).lead);
    expect(new Set(leads).size).toBe(endpointProblems.length);
  });

  it('name many hosts, each with its own reason, and count those that are left out', () => {
    const digest = digestOf(endpoint('chain', ['a.example.com', 'b.example.com'], 5000), context);
    expect(digest.subject).toContain('a.example.com and 4,999 more');
    expect(digest.lead).toContain('serve a certificate whose chain');
    expect(digest.parts).toMatchObject([
      {
        total: 5000,
        lines: [
          { title: 'a.example.com', detail: 'why of a.example.com' },
          { title: 'b.example.com', detail: 'why of b.example.com' },
        ],
      },
    ]);
    for (const form of forms(endpoint('chain', ['a.example.com', 'b.example.com'], 5000))) {
      expect(form).toContain('5000');
    }
  });

  it('of a certificate that somebody else renews are a warning that tells both apart', () => {
    const about: NoticeFacts = {
      kind: 'newer',
      hosts: ['www.example.com'],
      resource: 'aws/cloudfront:prod/E1',
      deployed: { fingerprint: 'a'.repeat(64), notAfter: null },
      served,
      seenAt,
    };
    const digest = digestOf(about, context);
    expect(digest.mark).toBe('warning');
    expect(digest.facts).toEqual(
      expect.arrayContaining([
        ['Resource', 'aws/cloudfront:prod/E1'],
        ['Deployed', 'a'.repeat(16)],
        ['Served', `${'b'.repeat(16)}, until 2027-01-28 00:00 UTC`],
      ]),
    );
    for (const form of forms(about)) expect(form).toContain('somebody else renews it there');
  });

  it('stay words, whatever an issuer or a host calls itself', () => {
    const evil = '<script>x</script> <!channel> @all [a](https://evil.example.com)\n# b';
    const about = {
      ...endpoint('wrong-name', [evil, evil]),
      places: [evil, 'b'].map((host) => ({ host, why: evil })),
    };
    const [text = '', html = '', ...chats] = forms(about);
    expect(html).not.toContain('<script');
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toEqual([]);
    for (const chat of chats.slice(1)) expect(chat).not.toMatch(/<script|<!channel>|@all/u);
  });
});
