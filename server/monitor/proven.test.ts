import { describe, expect, it } from 'vitest';

import type { ChangeReport } from '../../shared/wire/report.ts';
import { reportWith } from '../dispatch/test-report.ts';
import { afterDeploy, afterRollback } from './proven.ts';
import type { Proven } from './proven.ts';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const c = 'c'.repeat(64);

interface Wanted {
  readonly sha256: string;
  readonly status?: ChangeReport['status'];
  readonly domains?: readonly string[];
  readonly old?: string | null;
  readonly name?: string;
  readonly key?: string;
}

function change(wanted: Wanted): ChangeReport {
  const { sha256, status = 'success', domains = ['www.example.com'], old = null } = wanted;
  const base = reportWith([
    { name: 'shop', state: 'success', changes: [{ resource: 'r', status }] },
  ]).tasks[0]?.changes[0];
  if (base === undefined) throw new Error('the report has one change');
  const { name: _name, type: _type, ...facts } = base.new;
  return {
    ...base,
    domains: [...domains],
    old: old === null ? null : { ...facts, sha256: old },
    new: {
      ...base.new,
      sha256,
      name: wanted.name ?? 'shop',
      keyAlgorithm: wanted.key ?? 'ec-p256',
    },
  };
}

const first = '2026-11-01T00:00:00.000Z';
const later = '2026-11-02T00:00:00.000Z';
const before = (...wanted: readonly Wanted[]) => afterDeploy([], wanted.map(change), first);
const known = (all: readonly Proven[]) =>
  all.map(({ fingerprint, domains }) => [fingerprint, domains.join(' ')]);

describe('what a deployment has proven', () => {
  it('is what succeeded and what was kept', () => {
    const all = before({ sha256: a }, { sha256: b, status: 'kept', domains: ['b.example.com'] });
    expect(known(all)).toEqual([
      [a, 'www.example.com'],
      [b, 'b.example.com'],
    ]);
    expect(all.every(({ at, since }) => at === first && since === first)).toBe(true);
  });

  it('takes the place of what was there, and remembers it', () => {
    const after = afterDeploy(before({ sha256: a }), [change({ sha256: b, old: a })], later);
    expect(after).toMatchObject([{ fingerprint: b, replaced: a, since: later }]);
  });

  it('began when it was deployed, however often it is kept', () => {
    const after = afterDeploy(
      before({ sha256: a }),
      [change({ sha256: a, status: 'kept' })],
      later,
    );
    expect(after).toMatchObject([{ fingerprint: a, at: later, since: first }]);
  });

  it.each(['rolled-back', 'error', 'held', 'rollback-error', 'pending'] as const)(
    'leaves the older one where it ended as %s',
    (status) => {
      const older = before({ sha256: a });
      expect(afterDeploy(older, [change({ sha256: b, status, old: a })], later)).toEqual(older);
    },
  );

  it('leaves other slots of a list where one change was not proven', () => {
    const older = before(
      { sha256: a, domains: ['a.example.com', 'b.example.com'] },
      { sha256: b, domains: ['a.example.com'], key: 'rsa-2048' },
    );
    const after = afterDeploy(
      older,
      [
        change({ sha256: c, domains: ['a.example.com'] }),
        change({ sha256: b, domains: ['a.example.com'], key: 'rsa-2048', status: 'error' }),
      ],
      later,
    );
    expect(known(after)).toEqual([
      [a, 'b.example.com'],
      [b, 'a.example.com'],
      [c, 'a.example.com'],
    ]);
  });

  it('changes its kind of key in the one slot there is', () => {
    const after = afterDeploy(
      before({ sha256: a, key: 'rsa-2048' }),
      [
        change({ sha256: b, old: a }),
        change({ sha256: c, status: 'held', key: 'rsa-2048', domains: ['x.example.com'] }),
      ],
      later,
    );
    expect(known(after)).toEqual([[b, 'www.example.com']]);
  });
});

describe('what a rollback has proven', () => {
  it('is what was there before', () => {
    const now = before({ sha256: b, old: a });
    const after = afterRollback(now, [change({ sha256: b, old: a, status: 'rolled-back' })], later);
    expect(after).toMatchObject([{ fingerprint: a, replaced: b, since: later, at: later }]);
  });

  it('is nothing where nothing was there', () => {
    const now = before({ sha256: b });
    expect(afterRollback(now, [change({ sha256: b, status: 'rolled-back' })], later)).toEqual([]);
  });

  it('is not known where it failed', () => {
    const now = before({ sha256: b, old: a });
    expect(afterRollback(now, [change({ sha256: b, old: a, status: 'held' })], later)).toEqual(now);
  });
});
