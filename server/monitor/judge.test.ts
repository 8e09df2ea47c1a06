import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import type { Handshake } from '../../shared/tls/handshake.ts';
import { certificate } from '../../tests/facts.ts';
import type { Expected } from './complaints.ts';
import { judge } from './judge.ts';
import type { Judgement, Question } from './judge.ts';
import { nextDue } from './schedule.ts';

const now = new Date('2026-11-25T10:00:00.000Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const days = (count: number) => hours(count * 24);
const name = 'www.example.com';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

interface Shown {
  readonly id: string;
  readonly domains?: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly error?: string;
  readonly chain?: number;
}

function shows({ id, domains = [name], from = -30, to = 60, error, chain = 2 }: Shown): Handshake {
  const facts = {
    ...certificate({ domains }),
    sha256: hash(id) as ReturnType<typeof certificate>['sha256'],
    notBefore: days(from),
    notAfter: days(to),
  };
  return {
    kind: 'certificate',
    facts,
    chain: Array.from({ length: chain }, () => facts),
    authorized: error === undefined,
    authorizationError: error ?? null,
    protocol: 'TLSv1.3',
  };
}

const silence: Handshake = { kind: 'no-certificate', reason: 'timeout', words: 'no answer' };

function deployed(id: string | null, more: Partial<Expected> = {}): Expected {
  return {
    fingerprint: id === null ? null : hash(id),
    notBefore: days(-30),
    type: 'uploaded',
    keyType: 'ecdsa',
    since: days(-20),
    replaced: hash('older'),
    ...more,
  };
}

function ask(handshakes: readonly Handshake[], more: Partial<Question> = {}): Judgement {
  return judge({
    seen: {
      kind: 'answers',
      name,
      answers: handshakes.map((handshake, index) => ({
        address: `192.0.2.${index + 1}:443`,
        askedFor: null,
        handshake,
      })),
    },
    expected: [deployed('now')],
    pattern: false,
    reachable: true,
    underWay: false,
    failures: 0,
    now,
    graceMs: 3_600_000,
    ...more,
  });
}

const kinds = ({ complaints }: Judgement) => complaints.map(({ kind }) => kind);

describe('what is served', () => {
  it('is fine when it is what was deployed, on every address that answers', () => {
    const found = ask([shows({ id: 'now' }), shows({ id: 'now' }), silence]);
    expect(found).toMatchObject({ state: 'ok', complaints: [], failures: 0 });
  });

  it('may be either of two kinds of key, or anything where it is not known', () => {
    const expected = [deployed('rsa'), deployed('ecdsa')];
    expect(ask([shows({ id: 'rsa' }), shows({ id: 'ecdsa' })], { expected }).state).toBe('ok');
    expect(ask([shows({ id: 'whatever' })], { expected: [deployed(null)] }).state).toBe('ok');
    expect(ask([shows({ id: 'whatever' })], { expected: [] }).state).toBe('ok');
  });

  it('may be the old one within the hour after a deployment, and is asked for again then', () => {
    const expected = [deployed('now', { since: hours(-0.5), replaced: hash('old') })];
    const found = ask([shows({ id: 'old', to: 2 }), shows({ id: 'now' })], { expected });
    expect(found).toMatchObject({ state: 'settling', complaints: [], decided: ['unreachable'] });
    expect(found.settledAt).toEqual(hours(0.5));
    expect(nextDue(found, now, 0.5)).toEqual(hours(0.5));
  });

  it('may not be the old one later: one edge is enough', () => {
    const found = ask([shows({ id: 'old' }), shows({ id: 'now' })]);
    expect(kinds(found)).toEqual(['not-deployed']);
    expect(found.state).toBe('alarm');
    expect(found.words).toContain(`192.0.2.1:443 serves ${hash('old').slice(0, 8)}`);
    expect(found.words).toContain(`deployed is ${hash('now').slice(0, 8)} since 2026-11-05`);
    expect(nextDue(found, now, 0.5)).toEqual(hours(1));
  });

  it('may be newer than what was deployed: that is only worth knowing', () => {
    const found = ask([shows({ id: 'renewed', from: -1 })]);
    expect(found.state).toBe('notice');
    expect(found.complaints).toMatchObject([{ kind: 'newer', level: 'notice' }]);
  });

  it('is not worth a word while a run that may have put it there has not reported', () => {
    const found = ask([shows({ id: 'renewed', from: -1 })], { underWay: true });
    expect(found).toMatchObject({ state: 'ok', complaints: [] });
    expect(found.decided).not.toContain('newer');
  });

  it.each<[string, Shown, Partial<Expected>]>([
    ['good for other names', { id: 'x', from: -1, domains: ['a.example.org'] }, {}],
    ['not trusted', { id: 'x', from: -1, error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, {}],
    ['not valid yet', { id: 'x', from: 1 }, {}],
    ['what was just rolled back', { id: 'x', from: -1 }, { replaced: hash('x') }],
  ])('is an alarm when it is newer and %s', (_, shown, expected) => {
    expect(kinds(ask([shows(shown)], { expected: [deployed('now', expected)] }))).toEqual([
      'not-deployed',
    ]);
  });

  it.each<[string, Shown, string]>([
    ['has ended', { id: 'now', to: -1 }, 'expired'],
    ['ends soon', { id: 'now', to: 5 }, 'expiring'],
    ['is not valid yet', { id: 'now', from: 1, to: 90 }, 'not-yet-valid'],
    ['is for other names', { id: 'now', domains: ['*.example.org'] }, 'wrong-name'],
    ['is for the apex of a wildcard', { id: 'now', domains: ['*.www.example.com'] }, 'wrong-name'],
    ['is self-signed', { id: 'now', error: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'chain'],
    [
      'lacks its intermediates',
      { id: 'now', chain: 1, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      'chain',
    ],
    ['has an ended intermediate', { id: 'now', error: 'CERT_HAS_EXPIRED' }, 'chain'],
  ])('is an alarm when it %s', (_, shown, kind) => {
    const found = ask([shows(shown)]);
    expect(kinds(found)).toEqual([kind]);
    expect(found.state).toBe('alarm');
    expect(found.words).not.toBe('');
  });

  it('may lead to an authority that only its clients know', () => {
    const error = 'SELF_SIGNED_CERT_IN_CHAIN';
    expect(ask([shows({ id: 'now', error })]).state).toBe('ok');
    expect(kinds(ask([shows({ id: 'now', error })], { expected: [] }))).toEqual(['chain']);
    const alone = shows({ id: 'now', chain: 1, error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    const expected = [deployed('now', { type: 'private-ca' })];
    expect(ask([alone], { expected }).state).toBe('ok');
  });

  it('is compared with an address in whatever spelling', () => {
    const shown = shows({ id: 'now', domains: [] });
    if (shown.kind !== 'certificate') throw new Error('it shows one');
    const facts = { ...shown.facts, ips: ['2001:DB8:0:0:0:0:0:1'] };
    const answers = [
      { address: '[2001:db8::1]:443', askedFor: null, handshake: { ...shown, facts } },
    ];
    const seen = { kind: 'answers', name: '2001:db8::1', answers } as const;
    expect(ask([], { seen, expected: [] }).state).toBe('ok');
    const other = { ...seen, name: '2001:db8::2' };
    expect(kinds(ask([], { seen: other, expected: [] }))).toEqual(['wrong-name']);
  });

  it('names an issuer that tries to be more than a name harmlessly', () => {
    const shown = shows({ id: 'old' });
    if (shown.kind !== 'certificate') throw new Error('it shows one');
    const facts = { ...shown.facts, issuer: `x"\n${'y'.repeat(500)}` };
    const { words } = ask([{ ...shown, facts }]);
    expect(words).not.toContain('\n');
    expect(words.length).toBeLessThan(600);
  });
});

describe('silence', () => {
  it('is no alarm the first time, and leaves other alarms as they are', () => {
    const found = ask([silence]);
    expect(found).toMatchObject({ state: 'silent', complaints: [], decided: [], failures: 1 });
    expect(nextDue(found, now, 0.5)).toEqual(hours(1 / 6));
  });

  it('is an alarm the second time in a row', () => {
    const found = ask([silence], { failures: 1 });
    expect(found).toMatchObject({ state: 'unreachable', decided: ['unreachable'], failures: 2 });
    expect(kinds(found)).toEqual(['unreachable']);
  });

  it('is none of a place that was never reached and that nobody asked to watch', () => {
    const found = ask([silence], { failures: 5, reachable: false });
    expect(found).toMatchObject({ state: 'unreachable', complaints: [] });
  });

  it('of DNS is silence too; below a wildcard nobody is missed', () => {
    const none = { kind: 'no-address', name: 'certferry-1.example.com' } as const;
    expect(ask([], { seen: none }).state).toBe('silent');
    expect(ask([], { seen: none, pattern: true })).toMatchObject({
      state: 'skipped',
      words: expect.stringContaining('DNS has no name below it'),
      failures: 0,
    });
    const failed = { kind: 'no-dns', name, words: 'DNS did not answer (EAI_AGAIN)' } as const;
    expect(ask([], { seen: failed, pattern: true }).state).toBe('silent');
  });
});

describe('the next time', () => {
  it('is within a day, never at the same distance for all', () => {
    const found = ask([shows({ id: 'now' })]);
    expect([nextDue(found, now, 0), nextDue(found, now, 1)]).toEqual([hours(20), hours(24)]);
  });

  it('is when the certificate comes to its next rung', () => {
    const found = ask([shows({ id: 'now', from: -60, to: 20.25 })]);
    expect(nextDue(found, now, 1)).toEqual(days(0.25));
  });
});
