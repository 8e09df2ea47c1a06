import type { Report } from '../shared/wire/report.ts';
import type { RunOfFile } from './ledger.ts';
import type { Ports } from './ports.ts';

/**
 * The report of a deployment is its last word about quota too: what the run could not settle, because
 * nobody answered or because it was about to be killed, is settled by it. What was settled before stays
 * as it is. Safe to repeat.
 */
export async function settleByReport(
  { ledger }: Pick<Ports, 'ledger'>,
  run: Omit<RunOfFile, 'file'>,
  { file, tasks }: Report,
): Promise<void> {
  const ended = new Map<string, boolean>();
  for (const { action, id, status } of tasks.flatMap(({ changes }) => changes)) {
    // Two tasks may hold the same change: it is charged once, and proven by either.
    if (action !== 'keep') ended.set(id, ended.get(id) === true || status === 'success');
  }
  const outcomes = [...ended].map(([changeId, success]) => ({ changeId, success }));
  await ledger.settle({ ...run, file }, outcomes, true);
}
