import { DeployError, type ErrorFacts } from '../core/errors.ts';
import type { Finding, Proof, Receipt } from '../core/model.ts';
import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';
import { matchesOf } from './counts.ts';
import { errorReport, findingReports } from './entries.ts';
import { header, type ReportContext } from './json.ts';

/** How undoing one receipt of an earlier run ended. */
export type Undone =
  | {
      readonly status: 'rolled-back';
      readonly receipt: Receipt;
      readonly proof: Proof;
      /** It was back before this run. */
      readonly already: boolean;
      readonly findings: readonly Finding[];
    }
  | {
      readonly status: 'held' | 'rollback-error';
      readonly receipt: Receipt;
      readonly error: ErrorFacts;
      readonly proof: Proof | null;
    };

/** A change of the earlier run, and how undoing it ended. */
interface Ended {
  readonly earlier: ChangeReport;
  readonly undone: Undone;
}

function undoneChange({ earlier, undone }: Ended): ChangeReport {
  const lost = earlier.daysGained;
  return {
    ...earlier,
    status: undone.status,
    daysGained: lost === null ? null : 0 - lost,
    proof: undone.proof,
    error: undone.status === 'rolled-back' ? null : errorReport(undone.error),
    rollbackError: null,
  };
}

function findingsOf({ earlier, undone }: Ended): readonly Finding[] {
  if (undone.status !== 'rolled-back') return [];
  const already: Finding = {
    code: 'already-back',
    level: 'notice',
    subject: earlier.label,
    message: 'it was back already: nothing was written',
  };
  return undone.already ? [already, ...undone.findings] : undone.findings;
}

/**
 * In a rollback by hand `rolled-back` is what was wanted: it counts as success, or as kept where it was
 * back before.
 */
function undoneTask(earlier: TaskReport, ends: readonly Ended[]): TaskReport {
  const changes = ends.map(undoneChange);
  const having = (status: ChangeReport['status']) =>
    changes.filter((change) => change.status === status).length;
  const back = having('rolled-back');
  const kept = ends.filter(
    ({ undone }) => undone.status === 'rolled-back' && undone.already,
  ).length;
  return {
    ...earlier,
    state: back === changes.length ? 'success' : back > 0 ? 'partial' : 'error',
    counts: {
      certificates: earlier.certificates.length,
      resources: changes.length,
      matched: changes.length,
      edits: changes.length - kept,
      kept,
      held: having('held'),
      success: back - kept,
      error: having('rollback-error'),
    },
    ...matchesOf(
      earlier.certificates.map(({ name }) => name),
      [],
      changes,
    ),
    quota: { toConsume: 0, consumed: 0, refunded: 0, balance: earlier.quota.balance },
    changes,
    unmatched: [],
    certificatesWithoutMatch: [],
    gaps: [],
    findings: findingReports(ends.flatMap(findingsOf)),
  };
}

const keyOf = (change: string, resource: string) => `${change}\n${resource}`;

/**
 * What undoing an earlier run did: the changes of that run for whose receipts there is an outcome, with
 * `old` and `new` as that run had them, and the proof that the old one is back. Throws when an outcome belongs to none of them.
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
    const ends = task.changes.flatMap((earlierChange): readonly Ended[] => {
      if (earlierChange.receipt === null) return [];
      const key = keyOf(earlierChange.id, earlierChange.resource);
      const undone = waiting.get(key)?.shift();
      return undone === undefined ? [] : [{ earlier: earlierChange, undone }];
    });
    return undoneTask(task, ends);
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
