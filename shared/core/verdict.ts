import type { Outcome, Plan, Run } from './model.ts';

/** How a preview ended. See the report's schema for what each word means. */
export type PlanVerdict = 'ready' | 'unchanged' | 'incomplete' | 'refused';
export type RunVerdict = 'success' | 'unchanged' | 'partial' | 'error' | 'held' | 'cancelled';

function stands(plan: Plan) {
  const { tasks } = plan;
  const changes = tasks.flatMap((task) => task.changes);
  return {
    gaps: tasks.some((task) => task.gaps.length > 0),
    refusals: tasks.some((task) => task.refusals.length > 0),
    withoutMatch: tasks.some(
      (task) => !task.allowUnmatched && task.certificatesWithoutMatch.length > 0,
    ),
    edits: changes.some((change) => change.kind !== 'keep'),
    nothing: changes.length === 0,
  };
}

/** Incomplete, refused and nothing to do are three different answers. Nothing at all is no success. */
export function planVerdict(plan: Plan): PlanVerdict {
  const seen = stands(plan);
  if (seen.gaps) return 'incomplete';
  if (seen.refusals || seen.withoutMatch || seen.nothing) return 'refused';
  return seen.edits ? 'ready' : 'unchanged';
}

function isFailure(outcome: Outcome): boolean {
  switch (outcome.status) {
    case 'error':
    case 'rolled-back':
    case 'rollback-error':
      return true;
    case 'kept':
    case 'held':
    case 'success':
      return false;
  }
}

export function runVerdict(run: Run): RunVerdict {
  if (run.cancelled) return 'cancelled';
  const failed = run.outcomes.filter(isFailure).length;
  const good = run.outcomes.filter((one) => one.status === 'success').length;
  if (failed > 0) return good > 0 ? 'partial' : 'error';
  const seen = stands(run.plan);
  const held = run.outcomes.some((one) => one.status === 'held');
  if (held || seen.gaps || seen.withoutMatch || seen.nothing) return 'held';
  return good > 0 ? 'success' : 'unchanged';
}

/** 0 all proven, 1 some failed, 2 held back, refused or not readable, 3 configuration error. */
export type ExitCode = 0 | 1 | 2 | 3;

export function planExitCode(plan: Plan): ExitCode {
  const verdict = planVerdict(plan);
  return verdict === 'ready' || verdict === 'unchanged' ? 0 : 2;
}

export function runExitCode(run: Run): ExitCode {
  if (run.outcomes.some(isFailure)) return 1;
  const verdict = runVerdict(run);
  return verdict === 'success' || verdict === 'unchanged' ? 0 : 2;
}
