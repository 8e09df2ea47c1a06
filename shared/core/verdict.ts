import type { Outcome, Plan, Run, TaskPlan } from './model.ts';
import type { Verification } from './verification.ts';

/** How a preview ended. See the report's schema for what each word means. */
export type PlanVerdict = 'ready' | 'unchanged' | 'incomplete' | 'refused';
export type RunVerdict =
  | 'success'
  | 'unchanged'
  | 'scheduled'
  | 'partial'
  | 'error'
  | 'held'
  | 'cancelled';
export type VerifyVerdict = 'success' | 'drifted' | 'expiring' | 'incomplete' | 'cancelled';

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
    short: isShort(tasks),
  };
}

/** The edits would consume more than there is: some would be held back for want of quota. */
export function isShort(tasks: readonly Pick<TaskPlan, 'quota'>[]): boolean {
  const balance = tasks[0]?.quota.balance ?? null;
  const sum = tasks.reduce((total, { quota }) => total + quota.toConsume, 0);
  return balance !== null && sum > balance;
}

/** Incomplete, refused and nothing to do are three different answers. Nothing at all is no success. */
export function planVerdict(plan: Plan): PlanVerdict {
  const seen = stands(plan);
  if (seen.gaps) return 'incomplete';
  if (seen.refusals || seen.withoutMatch || seen.nothing || seen.short) return 'refused';
  return seen.edits ? 'ready' : 'unchanged';
}

function isFailure(outcome: Outcome): boolean {
  switch (outcome.status) {
    case 'error':
    case 'rolled-back':
    case 'rollback-error':
      return true;
    case 'kept':
    case 'pending':
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
  if (good > 0) return 'success';
  return run.outcomes.some((one) => one.status === 'pending') ? 'scheduled' : 'unchanged';
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
  return verdict === 'success' || verdict === 'unchanged' || verdict === 'scheduled' ? 0 : 2;
}

function hasDrifted({ outcomes, lost }: Verification): boolean {
  return outcomes.some(({ status }) => status === 'drifted') || lost.some(({ drifted }) => drifted);
}

/**
 * A drift is said whatever else could not be seen. That something ends soon is said only of a
 * verification that saw everything; nothing at all is no success. What waits to be deployed is none of
 * these: it is as it was deployed.
 */
export function verifyVerdict(verification: Verification): VerifyVerdict {
  if (verification.cancelled) return 'cancelled';
  if (hasDrifted(verification)) return 'drifted';
  const { plan, outcomes, expiring } = verification;
  const seen = stands(plan);
  const unproven = outcomes.some(({ status }) => status === 'unproven');
  if (seen.gaps || seen.withoutMatch || unproven || outcomes.length === 0) return 'incomplete';
  return expiring.length > 0 ? 'expiring' : 'success';
}

/** 0 all as deployed, 1 something is not, also in a cancelled run, 2 ends soon or not seen. */
export function verifyExitCode(verification: Verification): ExitCode {
  if (hasDrifted(verification)) return 1;
  return verifyVerdict(verification) === 'success' ? 0 : 2;
}
