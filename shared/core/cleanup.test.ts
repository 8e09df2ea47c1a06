import { describe, expect, it } from 'vitest';

import { binding, certificate, resource } from '../../tests/facts.ts';
import { cleanUpFindings, judgeStored, receiptTexts } from './cleanup.ts';
import type { CleanedUp, CleanUpRules, StoredFacts } from './cleanup.ts';
import type { Gap, Plan, TaskPlan } from './model.ts';
import { plan } from './plan.ts';

const now = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const wanted = certificate({ domains: ['shop.example.com'], notAfter: '2027-06-01' });
const idle = certificate({ domains: ['idle.example.com'], notAfter: '2027-06-01', name: 'idle' });
const bound = binding('default', { domains: ['shop.example.com'], notAfter: '2026-07-01' });
const unmatched = binding('default', { domains: ['else.example.com'], notAfter: '2026-07-02' });

/** Replaces `bound` with `wanted`; a second resource matches nothing, and neither does `idle`. */
function planned({ gaps = [] }: { readonly gaps?: readonly Gap[] } = {}): Plan {
  return plan({
    tasks: [
      {
        name: 'everywhere',
        accounts: ['prod'],
        certificates: [wanted.name, idle.name],
        targets: [
          { product: 'memory/list', include: undefined, exclude: [], connectTo: undefined },
        ],
        enableHttps: false,
        allowUnmatched: true,
        rollback: 'on-failure',
        contacts: [],
        deployAt: null,
        extend: false,
      },
    ],
    certificates: new Map([wanted, idle].map((one) => [one.name, one])),
    places: [
      {
        account: 'prod',
        target: 'memory/list',
        region: null,
        capabilities: { keyAlgorithms: ['rsa-2048', 'ec-p256'] },
        refuse: () => undefined,
        resources: [
          resource({ name: 'shop', domains: ['shop.example.com'], bindings: [bound] }),
          resource({ name: 'else', domains: ['else.example.com'], bindings: [unmatched] }),
        ],
      },
    ],
    gaps,
    findings: [],
    now,
  });
}

const rules = (overrides: Partial<CleanUpRules> = {}): CleanUpRules => ({
  plan: planned(),
  keep: new Set(),
  graceDays: 30,
  now,
  ...overrides,
});

const old: StoredFacts = {
  ref: 'crt-old',
  sha256: 'a'.repeat(64),
  storedAt: daysAgo(100),
  usedBy: [],
};

function reasonFor(overrides: Partial<StoredFacts>, more: Partial<CleanUpRules> = {}): string {
  const [one] = judgeStored('prod', [{ ...old, ...overrides }], rules(more));
  if (one === undefined) throw new Error('nothing was judged');
  return `${one.removable ? 'remove' : 'keep'}: ${one.reason}`;
}

describe('an old certificate object', () => {
  it('goes when nothing uses, binds, wants or needs it and the grace period is over', () => {
    const [task] = planned().tasks;
    expect(task?.changes).toHaveLength(1);
    expect(task?.unmatched).toHaveLength(1);
    expect(reasonFor({})).toBe('remove: stored on 2026-02-21, used by nothing');
  });

  it.each<[string, Partial<StoredFacts>, RegExp]>([
    ['something uses it', { usedBy: ['a', 'b', 'c'] }, /used by a and 2 more/u],
    ['nobody can tell what uses it', { usedBy: null }, /cannot be told/u],
    ['nobody can tell how old it is', { storedAt: null }, /cannot be told/u],
    ['it was bound when the run began', { ref: bound.ref }, /bound to shop when this run began/u],
    ['a resource that matches nothing binds it', { ref: unmatched.ref }, /bound to else/u],
    ['a change wants it', { sha256: wanted.sha256 }, /certificate "shop" of the deployment file/u],
    ['the file names it, though it matches nothing', { sha256: idle.sha256 }, /"idle"/u],
    ['it is young', { storedAt: daysAgo(29.99) }, /grace period is 30 days/u],
    ['the clock of the cloud is ahead', { storedAt: daysAgo(-1) }, /grace period/u],
  ])('stays when %s', (_, overrides, reason) => {
    expect(reasonFor(overrides)).toMatch(/^keep: /u);
    expect(reasonFor(overrides)).toMatch(reason);
  });

  it('goes on the very day that the grace period ends', () => {
    expect(reasonFor({ storedAt: daysAgo(30) })).toMatch(/^remove/u);
  });

  it('stays when a refused change wants it', () => {
    const made = planned();
    const tasks = made.tasks.map((task): TaskPlan => {
      const edits = task.changes.filter((change) => change.kind !== 'keep');
      const refusals = edits.map((edit) => ({
        edit,
        error: { code: 'REFUSED' as const, message: 'no' },
      }));
      return { ...task, certificates: [], changes: [], refusals };
    });
    const refused = { plan: { ...made, tasks } };
    expect(reasonFor({ sha256: wanted.sha256 }, refused)).toMatch(/^keep: holds/u);
    expect(reasonFor({ ref: bound.ref }, refused)).toMatch(/^keep: bound/u);
    expect(reasonFor({}, refused)).toMatch(/^remove/u);
  });

  it('stays when its account is not proven, and goes when only another one is not', () => {
    const unproven = (account: string) => ({ unproven: new Map([[account, 'it is drifted']]) });
    expect(reasonFor({}, unproven('prod'))).toBe(
      'keep: not everything of this account is proven: it is drifted',
    );
    expect(reasonFor({}, unproven('other'))).toMatch(/^remove/u);
  });

  it('stays when its account has a gap, and goes when only another account has', () => {
    const gapOf = (account: string): Gap => ({
      account,
      target: 'memory/list',
      region: 'north',
      error: { code: 'CLOUD_UNAVAILABLE', message: 'down' },
    });
    const withGap = (account: string) => {
      const made = planned();
      const tasks = made.tasks.map((task) => ({ ...task, gaps: [gapOf(account)] }));
      return { plan: { ...made, tasks } };
    };
    expect(reasonFor({}, withGap('prod'))).toMatch(/^keep: memory\/list in north .*not be read/u);
    expect(reasonFor({}, withGap('staging'))).toMatch(/^remove/u);
  });

  it('stays when a receipt names it, alone or inside a longer text', () => {
    const receipt = (state: Parameters<typeof receiptTexts>[0][number]['state']) => ({
      keep: receiptTexts([
        { change: 'c', resource: 'r', target: 'memory/one', account: 'prod', region: null, state },
      ]),
    });
    for (const state of [
      'crt-old',
      { found: { default: 'crt-old', sni: [] } },
      { found: { default: null, sni: ['crt-new', 'crt-old'] } },
      { before: { xml: '<ViewerCertificate><Id>crt-old</Id></ViewerCertificate>' } },
    ]) {
      expect(reasonFor({}, receipt(state))).toBe('keep: needed to roll a run back');
    }
    expect(reasonFor({ ref: '4711' }, receipt({ before: 4711 }))).toMatch(/^keep/u);
    const nothing = { before: null, wrote: true, sni: [], n: 1 };
    expect(reasonFor({}, receipt(nothing))).toMatch(/^remove/u);
  });

  it('stays for ever when the grace period is no number', () => {
    expect(reasonFor({}, { graceDays: Number.NaN })).toMatch(/^keep/u);
    expect(reasonFor({}, { graceDays: Number.POSITIVE_INFINITY })).toMatch(/^keep/u);
  });

  it('needs no age when there is no grace period, or a negative one', () => {
    expect(reasonFor({ storedAt: now }, { graceDays: 0 })).toMatch(/^remove/u);
    expect(reasonFor({ storedAt: daysAgo(-1) }, { graceDays: -5 })).toMatch(/^keep/u);
  });
});

describe('the grace period of what was replaced', () => {
  const verdicts = (objects: readonly StoredFacts[]) =>
    judgeStored('prod', objects, rules()).map(({ removable, reason }) =>
      removable ? 'remove' : reason,
    );
  const stored = (ref: string, days: number, name?: string): StoredFacts => ({
    ...old,
    ref,
    storedAt: daysAgo(days),
    ...(name === undefined ? {} : { name }),
  });

  it('counts from when its successor was stored', () => {
    expect(verdicts([stored('one', 100, 'shop'), stored('two', 5, 'shop')])).toEqual([
      'replaced at the earliest on 2026-05-27; the grace period is 30 days',
      'stored on 2026-05-27; the grace period is 30 days',
    ]);
  });

  it('counts from the first successor, not from the newest', () => {
    const generations = [stored('two', 60, 'shop'), stored('one', 100, 'shop')];
    expect(verdicts([stored('three', 5, 'shop'), ...generations])).toEqual([
      expect.stringContaining('stored on'),
      expect.stringContaining('replaced at the earliest on 2026-05-27'),
      'remove',
    ]);
  });

  it('is not prolonged by certificates of other names', () => {
    const objects = [stored('a', 100, 'a'), stored('a2', 50, 'a'), stored('b', 5, 'b')];
    expect(verdicts(objects)[0]).toBe('remove');
  });

  it('counts from whatever came next where names are not known, or were changed', () => {
    expect(verdicts([stored('one', 100), stored('two', 5)])[0]).toMatch(/^replaced/u);
    const renamed = [stored('one', 100, 'shop'), stored('two', 5, 'shop-2026')];
    expect(verdicts(renamed)[0]).toMatch(/^replaced/u);
  });
});

describe('what a report says of clean-up', () => {
  const place = { account: 'prod', label: 'ACM', region: 'eu-west-1' };
  const error = { code: 'PERMISSION_MISSING', message: 'lacks acm:DeleteCertificate' } as const;
  const failed: CleanedUp = { ...place, status: 'failed', object: old, error };

  it('names each object that went, and each failure once per store', () => {
    const findings = cleanUpFindings([
      { ...place, status: 'removed', object: old, reason: 'used by nothing' },
      { ...place, status: 'kept', object: old, reason: 'used by something' },
      failed,
      failed,
      { ...failed, region: null, label: 'IAM' },
      { ...failed, object: null },
    ]);
    expect(findings.map(({ code, level, message }) => `${code} ${level}: ${message}`)).toEqual([
      'cleaned-up notice: removed the certificate object crt-old from ACM in eu-west-1 of account "prod": used by nothing',
      'not-cleaned-up warning: ACM in eu-west-1 of account "prod": 2 old certificate objects were not removed: PERMISSION_MISSING: lacks acm:DeleteCertificate',
      'not-cleaned-up warning: IAM of account "prod": 1 old certificate object was not removed: PERMISSION_MISSING: lacks acm:DeleteCertificate',
      'not-cleaned-up warning: ACM in eu-west-1 of account "prod": old certificate objects were not looked for: PERMISSION_MISSING: lacks acm:DeleteCertificate',
    ]);
    expect(findings[0]?.subject).toBe('crt-old');
  });

  it('says what would go when nothing was to be removed', () => {
    const [finding] = cleanUpFindings([
      { ...place, status: 'removable', object: old, reason: 'used by nothing' },
    ]);
    expect(finding).toMatchObject({ code: 'would-clean-up', level: 'notice' });
    expect(finding?.message).toMatch(/^would remove/u);
  });
});
