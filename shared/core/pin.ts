import type { ErrorFacts } from './errors.ts';
import type { ChangeId, EditDigest, Plan, TaskPlan } from './model.ts';

function editsOf(task: TaskPlan) {
  return task.changes.filter((change) => change.kind !== 'keep');
}

/** What somebody saw in a preview before it was approved. */
export interface Pins {
  readonly allows: (digest: EditDigest) => boolean;
  /** Why an edit that is not allowed is held back, in words that name the preview. */
  readonly unseen: string;
}

/**
 * The edits to hold back: those that no preview showed; null: nothing is pinned. An edit that became
 * unnecessary is no edit any more, so needs no rule.
 */
export function pin(plan: Plan, pins: Pins | null): ReadonlyMap<ChangeId, ErrorFacts> {
  const held = new Map<ChangeId, ErrorFacts>();
  if (pins === null) return held;
  for (const edit of plan.tasks.flatMap(editsOf)) {
    if (!pins.allows(edit.digest)) held.set(edit.id, { code: 'PLAN_STALE', message: pins.unseen });
  }
  return held;
}
