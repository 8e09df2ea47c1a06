import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';

/** A re-run has no receipt for what an earlier attempt has written: that one's word stays. */
function joinChanges(all: readonly ChangeReport[]): readonly ChangeReport[] {
  const byChange = Map.groupBy(all, ({ id, resource }) => `${id}\n${resource}`);
  return [...byChange.values()].flatMap((same) => {
    const written = same.filter(({ receipt }) => receipt !== null);
    return written.length > 0 ? written : same.slice(-1);
  });
}

function joinTasks(attempts: readonly TaskReport[]): readonly TaskReport[] {
  const last = attempts.at(-1);
  if (last === undefined) return [];
  return [{ ...last, changes: [...joinChanges(attempts.flatMap(({ changes }) => changes))] }];
}

/**
 * What the attempts of one run did together, oldest first: the newest report, with every change that any
 * of them has written, in the order in which they were. Counts are those of the newest that has the task.
 * Undefined: there is none.
 */
export function joinAttempts(attempts: readonly Report[]): Report | undefined {
  const newest = attempts.at(-1);
  if (newest === undefined || attempts.length === 1) return newest;
  const byName = Map.groupBy(
    attempts.flatMap(({ tasks }) => tasks),
    ({ name }) => name,
  );
  return { ...newest, tasks: [...byName.values()].flatMap(joinTasks) };
}
