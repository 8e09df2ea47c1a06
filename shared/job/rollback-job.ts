import { z } from 'zod';

import { parseDomain } from '../core/domain.ts';
import { DeployError } from '../core/errors.ts';
import type { Target } from '../core/model.ts';
import type { Undo } from '../core/undo.ts';
import { accountsInUse, connect } from '../engine/connect.ts';
import { rollback } from '../engine/rollback.ts';
import type { UndoOutcome } from '../engine/rollback.ts';
import type { Call } from '../providers/provider.ts';
import { problemsReport } from '../report/json.ts';
import { rollbackReport } from '../report/rollback.ts';
import type { ChangeReport, Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { loginDoor, portsOf, reported } from './job-parts.ts';
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
 * receipts, and proves it by reading back and by handshakes. The logins, and where handshakes connect
 * to, are those of the file as it is now. Refunds nothing. Never rejects.
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
    const undos = undosOf(earlier, options.file);
    const { progress, verifyTimeoutMs: windowMs } = options;
    progress({ kind: 'connecting', accounts: accountsInUse(deployment, door.providers).length });
    const connections = await connect(deployment, door.providers, loginDoor(door), call);
    const outcomes = await rollback(
      undos,
      { ...connections, windowMs },
      portsOf(deployment, door, progress),
      call,
    );
    const { verdict, exitCode } = endOf(outcomes, call.signal.aborted);
    return rollbackReport(earlier, outcomes, about(verdict, exitCode));
  });
}

function undosOf(earlier: Report, file: string): readonly Undo[] {
  if (earlier.file !== file) {
    throw new DeployError('REFUSED', `that run deployed ${earlier.file}, not ${file}`);
  }
  if (earlier.mode !== 'deploy') {
    throw new DeployError(
      'REFUSED',
      `that run was a ${earlier.mode}: only a deployment can be undone`,
    );
  }
  const undos = earlier.tasks.flatMap(({ name, changes }) =>
    changes
      .filter(({ status, receipt }) => undoable.has(status) && receipt !== null)
      .map((change) => undoOf(name, change)),
  );
  if (undos.length > 0) return undos;
  throw new DeployError('REFUSED', 'that run changed nothing that could be put back');
}

function undoOf(task: string, change: ChangeReport): Undo {
  const { receipt, resource, domains, inferred, replaced } = change;
  const read = ReceiptShape.safeParse(receipt);
  if (!read.success) {
    throw new DeployError('CLOUD_UNEXPECTED', `the receipt of ${resource} is not readable`);
  }
  return {
    receipt: read.data,
    task,
    domains: domains.flatMap((text) => parseDomain(text) ?? []),
    inferred,
    replaced,
    put: change.new.sha256,
  };
}

function endOf(
  outcomes: readonly UndoOutcome[],
  cancelled: boolean,
): { readonly verdict: Report['verdict']; readonly exitCode: number } {
  const count = (status: UndoOutcome['status']) =>
    outcomes.filter((one) => one.status === status).length;
  const done = count('rolled-back');
  const written = outcomes.some((one) => one.status === 'rolled-back' && !one.already);
  const failed = count('rollback-error');
  if (cancelled && done < outcomes.length) {
    return { verdict: 'cancelled', exitCode: failed > 0 ? 1 : 2 };
  }
  if (failed > 0) return { verdict: done > 0 ? 'partial' : 'error', exitCode: 1 };
  if (count('held') > 0) return { verdict: 'held', exitCode: 2 };
  return { verdict: written ? 'success' : 'unchanged', exitCode: 0 };
}
