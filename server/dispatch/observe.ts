import type { Dispatch } from '../database/schema.ts';
import type { WorkflowRun } from './api.ts';

/** Which attempt of which run carries a dispatch. */
export interface Claim {
  readonly runId: number;
  readonly attempt: number;
}

export function claimText({ runId, attempt }: Claim): string {
  return `${runId}.${attempt}`;
}

export function parseClaim(text: string | null): Claim | undefined {
  const [, runId, attempt] = /^(\d+)\.(\d+)$/u.exec(text ?? '') ?? [];
  if (runId === undefined || attempt === undefined) return undefined;
  return { runId: Number(runId), attempt: Number(attempt) };
}

/** What a workflow run, as GitHub shows it, says about the dispatch that it was started for. */
export type Judgement =
  /** It is another run, an older attempt, or the dispatch has come to its end already. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'alive'; readonly running: boolean }
  /** It ended, and it makes no sense to start another. */
  | { readonly kind: 'over'; readonly state: 'error' | 'cancelled'; readonly why: string }
  /** It ended before it claimed the dispatch: nothing can have been deployed. */
  | { readonly kind: 'never'; readonly why: string };

const ended: ReadonlySet<Dispatch['state']> = new Set([
  'success',
  'partial',
  'error',
  'cancelled',
  'lost',
]);

type Known = Pick<Dispatch, 'state' | 'github_run_id' | 'claimed_by'>;

/**
 * Until a run is confirmed, the one that is known is an earlier one that came to nothing, and a newer one
 * is looked for: ids of runs increase.
 */
function isExpected({ state, github_run_id: known }: Known, run: WorkflowRun): boolean {
  if (known === null) return true;
  return state === 'waiting' || state === 'sending' ? run.id > known : run.id === known;
}

/**
 * States only go forward, whatever order webhooks come in: attempts are compared, and a dispatch that
 * has ended is opened again only by a claim. `waiting` and `queued` may last for weeks (an approval,
 * a runner that is away), so that no run is started beside such a one.
 */
export function judge(dispatch: Known, run: WorkflowRun): Judgement {
  const nothing: Judgement = { kind: 'nothing' };
  if (ended.has(dispatch.state)) return nothing;
  const claim = parseClaim(dispatch.claimed_by);
  if (claim === undefined) {
    if (!isExpected(dispatch, run)) return nothing;
  } else if (claim.runId !== run.id || run.attempt < claim.attempt) {
    return nothing;
  }
  if (run.status !== 'completed') {
    return { kind: 'alive', running: claim !== undefined || run.status === 'in_progress' };
  }
  const conclusion = run.conclusion ?? 'no conclusion';
  if (conclusion === 'cancelled') {
    return { kind: 'over', state: 'cancelled', why: 'the workflow run was cancelled' };
  }
  if (claim !== undefined) {
    return {
      kind: 'over',
      state: 'error',
      why: `the workflow run ended (${conclusion}) without a report`,
    };
  }
  if (conclusion === 'success' || conclusion === 'skipped') {
    return {
      kind: 'over',
      state: 'error',
      why: `the workflow run ended (${conclusion}) without asking for its dispatch; the workflow must hand its input "certferry" to the Action`,
    };
  }
  return { kind: 'never', why: `the workflow run ended (${conclusion}) before it began to deploy` };
}

/** The same for a run that GitHub no longer has. */
export function judgeGone(dispatch: Known): Judgement {
  if (ended.has(dispatch.state)) return { kind: 'nothing' };
  return parseClaim(dispatch.claimed_by) === undefined
    ? { kind: 'never', why: 'GitHub no longer has the workflow run' }
    : {
        kind: 'over',
        state: 'error',
        why: 'GitHub no longer has the workflow run, and it never reported',
      };
}
