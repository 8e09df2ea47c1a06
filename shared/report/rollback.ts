import { DeployError, type ErrorFacts } from '../core/errors.ts';
import type { Receipt } from '../core/model.ts';
import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';
import { matchesOf } from './counts.ts';
import { errorReport } from './entries.ts';
import { header, type ReportContext } from './json.ts';

/** How undoing one receipt of an earlier run ended. */
export type Undone =
  | { readonly status: 'rolled-back'; readonly receipt: Receipt }
  | {
      readonly status: 'held' | 'rollback-error';
      readonly receipt: Receipt;
      readonly error: ErrorFacts;
    };

function undoneChange(earlier: ChangeReport, undone: Undone): ChangeReport {
  const lost = earlier.daysGained;
  return {
    ...earlier,
    status: undone.status,
    daysGained: lost === null ? null : 0 - lost,
    proof: null,
    error: undone.status === 'rolled-back' ? null : errorReport(undone.error),
    rollbackError: null,
  };
}

/** In a rollback by hand `rolled-back` is what was wanted, so it counts as success. */
function undoneTask(earlier: TaskReport, changes: readonly ChangeReport[]): TaskReport {
  const having = (status: ChangeReport['status']) =>
    changes.filter((change) => change.status === status).length;
  const success = having('rolled-back');
  return {
    ...earlier,
    state: success === changes.length ? 'success' : success > 0 ? 'partial' : 'error',
    counts: {
      certificates: earlier.certificates.length,
      resources: changes.length,
      matched: changes.length,
      edits: changes.length,
      kept: 0,
      held: having('held'),
      success,
      error: having('rollback-error'),
    },
    ...matchesOf(
      earlier.certificates.map(({ name }) => name),
      [],
      changes,
    ),
    quota: { toConsume: 0, consumed: 0, refunded: 0, balance: earlier.quota.balance },
    changes: [...changes],
    unmatched: [],
    certificatesWithoutMatch: [],
    gaps: [],
    findings: [],
  };
}

const keyOf = (change: string, resource: string) => `${change}\n${resource}`;

/**
 * What undoing an earlier run did: the changes of that run for whose receipts there is an outcome, with
 * `old` and `new` as that run had them. Throws when an outcome belongs to none of them.
 */
export function rollbackReport(
  earlier: Report,
  outcomes: readonly Undone[],
  context: ReportContext,
): Report {
  // Two tasks may hold the same change: their outcomes are taken in the order of their receipts.
  const waiting = new Map<string, Undone[]>();
  for (const outcome of outcomes) {
    const key = keyOf(outcome.receipt.change, outcome.receipt.resource);
    waiting.set(key, [...(waiting.get(key) ?? []), outcome]);
  }
  const tasks = earlier.tasks.map((task) => {
    const changes = task.changes.flatMap((change) => {
      if (change.receipt === null) return [];
      const outcome = waiting.get(keyOf(change.id, change.resource))?.shift();
      return outcome === undefined ? [] : [undoneChange(change, outcome)];
    });
    return undoneTask(task, changes);
  });
  if ([...waiting.values()].some((left) => left.length > 0)) {
    throw new DeployError('INTERNAL', 'a receipt was undone that the earlier report does not hold');
  }
  return {
    ...header(context),
    digest: null,
    problems: [],
    tasks: tasks.filter((task) => task.changes.length > 0),
    findings: [],
  };
}
