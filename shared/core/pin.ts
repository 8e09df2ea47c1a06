import type { ErrorFacts } from './errors.ts';
import type { ChangeId, EditDigest, Plan, TaskPlan } from './model.ts';

export function editsOf(task: TaskPlan) {
  return task.changes.filter((change) => change.kind !== 'keep');
}

/**
 * The edits to hold back: those that no preview showed. `allowed` says whether a digest was seen;
 * null: nothing is pinned. An edit that became unnecessary is no edit any more, so needs no rule.
 */
export function pin(
  plan: Plan,
  allowed: ((digest: EditDigest) => boolean) | null,
): ReadonlyMap<ChangeId, ErrorFacts> {
  const held = new Map<ChangeId, ErrorFacts>();
  if (allowed === null) return held;
  for (const task of plan.tasks) {
    for (const edit of editsOf(task)) {
      if (allowed(edit.digest)) continue;
      held.set(edit.id, {
        code: 'PLAN_STALE',
        message: `the preview of the merged pull request did not show this change to ${edit.resource.label}: the resource, its certificate or the wanted certificate has changed since`,
      });
    }
  }
  return held;
}
