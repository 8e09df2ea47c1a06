import { describe, expect, it } from 'vitest';

import type { Dispatch } from '../database/schema.ts';
import type { WorkflowRun } from './api.ts';
import { claimText, judge, judgeGone, parseClaim } from './observe.ts';

type Known = Pick<Dispatch, 'state' | 'github_run_id' | 'claimed_by'>;

function sent(overrides: Partial<Known> = {}): Known {
  return { state: 'sent', github_run_id: 50, claimed_by: null, ...overrides };
}

function run(overrides: Partial<WorkflowRun> = {}): WorkflowRun {
  return {
    id: 50,
    attempt: 1,
    status: 'queued',
    conclusion: null,
    title: 'certs',
    event: 'workflow_dispatch',
    url: 'https://github.com/octo/shop/actions/runs/50',
    ...overrides,
  };
}

const completed = (conclusion: string) => run({ status: 'completed', conclusion });

describe('a claim', () => {
  it('is read as it was written', () => {
    expect(parseClaim(claimText({ runId: 26_000_000_001, attempt: 3 }))).toEqual({
      runId: 26_000_000_001,
      attempt: 3,
    });
    expect(parseClaim(null)).toBeUndefined();
  });
});

describe('a run that lives', () => {
  it.each(['queued', 'waiting', 'requested', 'pending'])(
    'is only waited for while it is %s',
    (status) => {
      expect(judge(sent(), run({ status }))).toEqual({ kind: 'alive', running: false });
    },
  );

  it('runs when it is in progress or has claimed', () => {
    expect(judge(sent(), run({ status: 'in_progress' }))).toEqual({ kind: 'alive', running: true });
    const claimed = sent({ state: 'running', claimed_by: '50.1' });
    expect(judge(claimed, run({ status: 'waiting' }))).toEqual({ kind: 'alive', running: true });
  });
});

describe('a run that ended before it claimed', () => {
  it.each(['failure', 'startup_failure', 'timed_out', 'stale', 'action_required'])(
    'is as if it had never begun: %s',
    (conclusion) => {
      expect(judge(sent(), completed(conclusion)).kind).toBe('never');
    },
  );

  it('was stopped by somebody who meant it', () => {
    expect(judge(sent(), completed('cancelled'))).toMatchObject({
      kind: 'over',
      state: 'cancelled',
    });
  });

  it.each(['success', 'skipped'])(
    'and calls that %s has a workflow that is wrong',
    (conclusion) => {
      const judgement = judge(sent(), completed(conclusion));
      expect(judgement).toMatchObject({ kind: 'over', state: 'error' });
      expect(judgement.kind === 'over' && judgement.why).toContain('input "certferry"');
    },
  );
});

describe('a run that ended after it claimed', () => {
  it.each(['failure', 'success'])('and has not reported is an error: %s', (conclusion) => {
    const claimed = sent({ state: 'running', claimed_by: '50.1' });
    expect(judge(claimed, completed(conclusion))).toMatchObject({ kind: 'over', state: 'error' });
  });
});

describe('what is not about this dispatch', () => {
  it.each(['success', 'partial', 'error', 'cancelled', 'lost'] as const)(
    'is all that comes after its end: %s',
    (state) => {
      expect(judge(sent({ state }), run({ status: 'in_progress' }))).toEqual({ kind: 'nothing' });
      expect(judgeGone(sent({ state }))).toEqual({ kind: 'nothing' });
    },
  );

  it('is another run than the one that is known, or that claimed', () => {
    expect(judge(sent(), run({ id: 51 })).kind).toBe('nothing');
    const claimed = sent({ state: 'running', claimed_by: '50.1' });
    expect(judge(claimed, { ...completed('failure'), id: 51 }).kind).toBe('nothing');
  });

  it('is an older attempt than the one that claimed', () => {
    const claimed = sent({ state: 'running', claimed_by: '50.2' });
    expect(judge(claimed, completed('failure')).kind).toBe('nothing');
    expect(judge(claimed, { ...completed('failure'), attempt: 2 }).kind).toBe('over');
  });

  it('is the run of an earlier try, while the next one is not confirmed', () => {
    for (const state of ['waiting', 'sending'] as const) {
      expect(judge(sent({ state }), completed('failure')).kind).toBe('nothing');
      expect(judge(sent({ state }), run({ id: 51 })).kind).toBe('alive');
      expect(judge(sent({ state, github_run_id: null }), run()).kind).toBe('alive');
    }
  });
});

describe('a run that GitHub no longer has', () => {
  it('never began, unless it had claimed', () => {
    expect(judgeGone(sent()).kind).toBe('never');
    expect(judgeGone(sent({ state: 'running', claimed_by: '50.1' }))).toMatchObject({
      kind: 'over',
      state: 'error',
    });
  });
});
