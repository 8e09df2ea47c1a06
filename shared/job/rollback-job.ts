import { z } from 'zod';

import { DeployError } from '../core/errors.ts';
import type { Receipt, Target } from '../core/model.ts';
import { connect } from '../engine/connect.ts';
import { rollback } from '../engine/rollback.ts';
import type { UndoOutcome } from '../engine/rollback.ts';
import type { Call } from '../providers/provider.ts';
import { problemsReport } from '../report/json.ts';
import { rollbackReport } from '../report/rollback.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { loginDoor, reported } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { inUse } from './prepare.ts';
import { readDeployment } from './read-deployment.ts';
import { maskSecrets, missingSecrets } from './secrets.ts';

export interface RollbackOptions extends JobOptions {
  /** The report of the run that is to be undone, with receipts. */
  readonly earlier: () => Promise<Report>;
}

const isTarget = (text: string): text is Target => /^[^/]+\/[^/]+$/u.test(text);

const ReceiptShape = z.object({
  change: z.string(),
  resource: z.string(),
  target: z.custom<Target>((value) => typeof value === 'string' && isTarget(value)),
  account: z.string(),
  region: z.string().nullable(),
  state: z.json(),
});

/** Changes of a run that left something in the cloud to put back. */
const undoable: ReadonlySet<string> = new Set(['success', 'error', 'rollback-error']);

/**
 * Puts back what an earlier run of a file did, by switching back to the certificate objects of its
 * receipts. The logins are those of the file as it is now. Refunds nothing. Never rejects.
 */
export async function rollbackJob(
  door: Door,
  options: RollbackOptions,
  call: Call,
): Promise<Report> {
  return await reported('rollback', door, options, async (about) => {
    const parsed = await readDeployment(options.file, door, { pastTimes: 'accept' });
    if (!parsed.ok) return problemsReport(parsed.problems, about('invalid', 3));
    const { deployment, problemAt } = parsed;
    maskSecrets(deployment, door);
    const { accounts } = inUse(deployment, door);
    const missing = missingSecrets({ accounts, certificates: [] }, problemAt, door);
    if (missing.length > 0) return problemsReport(missing, about('invalid', 3));

    const earlier = await options.earlier();
    const receipts = receiptsOf(earlier, options.file);
    const connections = await connect(deployment, door.providers, loginDoor(door), call);
    const outcomes = await rollback(
      receipts,
      connections,
      { clock: door.clock, progress: options.progress },
      call,
    );
    const { verdict, exitCode } = endOf(outcomes, call.signal.aborted);
    return rollbackReport(earlier, outcomes, about(verdict, exitCode));
  });
}

function receiptsOf(earlier: Report, file: string): readonly Receipt[] {
  if (earlier.file !== file) {
    throw new DeployError('REFUSED', `that run deployed ${earlier.file}, not ${file}`);
  }
  if (earlier.mode !== 'deploy') {
    throw new DeployError(
      'REFUSED',
      `that run was a ${earlier.mode}: only a deployment can be undone`,
    );
  }
  const receipts = earlier.tasks
    .flatMap(({ changes }) => changes)
    .filter(({ status, receipt }) => undoable.has(status) && receipt !== null)
    .map(({ receipt, resource }): Receipt => {
      const read = ReceiptShape.safeParse(receipt);
      if (read.success) return read.data;
      throw new DeployError('CLOUD_UNEXPECTED', `the receipt of ${resource} is not readable`);
    });
  if (receipts.length > 0) return receipts;
  throw new DeployError('REFUSED', 'that run changed nothing that could be put back');
}

function endOf(
  outcomes: readonly UndoOutcome[],
  cancelled: boolean,
): { readonly verdict: Report['verdict']; readonly exitCode: number } {
  const count = (status: UndoOutcome['status']) =>
    outcomes.filter((one) => one.status === status).length;
  const done = count('rolled-back');
  const failed = count('rollback-error');
  if (cancelled && done < outcomes.length) {
    return { verdict: 'cancelled', exitCode: failed > 0 ? 1 : 2 };
  }
  if (failed > 0) return { verdict: done > 0 ? 'partial' : 'error', exitCode: 1 };
  return count('held') > 0 ? { verdict: 'held', exitCode: 2 } : { verdict: 'success', exitCode: 0 };
}
