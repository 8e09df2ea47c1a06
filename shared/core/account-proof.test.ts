import { describe, expect, it } from 'vitest';

import { certificate, domainsOf, resource } from '../../tests/facts.ts';
import { accountProofs } from './account-proof.ts';
import type { Gap, Keep, Plan, TaskPlan } from './model.ts';
import type { Lost, Verification, VerifyOutcome } from './verification.ts';

const shop = certificate({ domains: ['shop.example.com'] });

function keep(account: string, name: string): Keep {
  const where = resource({ name, account, id: `aws/alb:${account}/${name}`, target: 'aws/alb' });
  return {
    kind: 'keep',
    id: name,
    task: 'everywhere',
    resource: where,
    certificate: shop,
    domains: domainsOf(['shop.example.com']),
    inferred: false,
    choice: null,
    bindings: [],
  };
}

const proven = (account: string, name: string): VerifyOutcome => ({
  status: 'proven',
  change: keep(account, name),
  proof: { accepted: true, readBack: true, served: true },
  findings: [],
});
const failing = (status: 'drifted' | 'unproven' | 'waiting', account = 'b'): VerifyOutcome => {
  const change = keep(account, 'odd');
  if (status === 'waiting') {
    const { bindings: _, ...step } = change;
    return { status, change: { ...step, kind: 'attach', digest: 'd' } };
  }
  const error = { code: 'VERIFY_FAILED', message: 'it serves something else' } as const;
  const proof = { accepted: true, readBack: true, served: false };
  return status === 'drifted' ? { status, change, proof, error } : { status, change, error };
};

function task(part: Partial<TaskPlan> = {}): TaskPlan {
  return {
    name: 'everywhere',
    deployAt: null,
    certificates: [shop],
    resources: 0,
    changes: [],
    refusals: [],
    unmatched: [],
    certificatesWithoutMatch: [],
    allowUnmatched: false,
    gaps: [],
    findings: [],
    quota: { toConsume: 0, balance: null },
    ...part,
  };
}

function proofs(
  outcomes: readonly VerifyOutcome[],
  { part = {}, lost = [] }: { part?: Partial<TaskPlan>; lost?: readonly Lost[] } = {},
) {
  const plan: Plan = { tasks: [task(part)], findings: [], digest: '' };
  const verification: Verification = { plan, outcomes, lost, expiring: [], cancelled: false };
  const tasks = new Set(['everywhere']);
  return accountProofs(verification, [
    { account: 'a', tasks },
    { account: 'b', tasks },
  ]);
}
const reasons = (...given: Parameters<typeof proofs>) =>
  proofs(...given).map(({ reason }) => reason);

describe('the proof of an account', () => {
  it('is that all of it is bound and served', () => {
    expect(proofs([proven('a', 'one'), proven('a', 'two'), proven('b', 'one')])).toEqual([
      { account: 'a', resources: 2, reason: null },
      { account: 'b', resources: 1, reason: null },
    ]);
  });

  it.each([
    ['drifted', /^aws\/alb odd: it serves something else$/u],
    ['unproven', /^aws\/alb odd: it serves something else$/u],
    ['waiting', /^aws\/alb odd: what the file wants is not deployed there yet$/u],
  ] as const)('fails for one resource that is %s, and for its account alone', (status, words) => {
    const all = [proven('a', 'one'), proven('b', 'one'), failing(status)];
    expect(reasons(all)).toEqual([null, expect.stringMatching(words)]);
  });

  it('fails for an account that could not be read, whatever else is proven', () => {
    const error = { code: 'CLOUD_UNAVAILABLE', message: 'no answer' } as const;
    const gaps: Gap[] = [{ account: 'b', target: 'aws/nlb', region: 'eu-west-1', error }];
    expect(reasons([proven('a', 'one'), proven('b', 'one')], { part: { gaps } })).toEqual([
      null,
      'aws/nlb in eu-west-1 could not be read: no answer',
    ]);
  });

  it('fails for an account in which nothing is matched: nothing is known of it', () => {
    expect(reasons([proven('a', 'one')])[1]).toMatch(/no resource of it serves/u);
  });

  it('fails where a certificate matches nothing, unless the task allows that', () => {
    const all = [proven('a', 'one'), proven('b', 'one')];
    const certificatesWithoutMatch = ['spare'];
    expect(reasons(all, { part: { certificatesWithoutMatch } })).toEqual([
      expect.stringContaining('"spare" of task "everywhere" matches no resource'),
      expect.stringContaining('"spare"'),
    ]);
    const allowed = { certificatesWithoutMatch, allowUnmatched: true };
    expect(reasons(all, { part: allowed })).toEqual([null, null]);
  });

  it('fails where a resource that was deployed to serves no HTTPS any more', () => {
    const lost: Lost = {
      deployed: {
        resource: 'aws/alb:b/gone',
        task: 'everywhere',
        domains: [],
        fingerprint: 'f'.repeat(64),
        at: '2026-11-01T00:00:00Z',
      },
      drifted: true,
      finding: { code: 'https-off', level: 'warning', subject: 'gone', message: 'no HTTPS' },
    };
    const all = [proven('a', 'one'), proven('b', 'one')];
    expect(reasons(all, { lost: [lost] })).toEqual([null, 'no HTTPS']);
    expect(reasons(all, { lost: [{ ...lost, drifted: false }] })).toEqual([null, null]);
  });
});
