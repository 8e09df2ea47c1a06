import type { Finding, Plan } from '../core/model.ts';
import { isShort, planExitCode, planVerdict } from '../core/verdict.ts';
import type { Call } from '../providers/provider.ts';
import { offlineReport, planReport, problemsReport } from '../report/json.ts';
import type { Report } from '../wire/report.ts';
import type { Door } from './door.ts';
import { planned, reported, undoOf } from './job-parts.ts';
import type { JobOptions } from './job-parts.ts';
import { prepare } from './prepare.ts';

/**
 * What a deployment file would change. Never rejects: bad input is a report with the verdict `invalid`,
 * and a job that breaks off before it has a plan is one that says why (`cancelled`, `error`).
 */
export async function previewJob(door: Door, options: JobOptions, call: Call): Promise<Report> {
  return await reported('preview', door, options, async (about) => {
    const result = await prepare(
      options.file,
      door,
      { sight: 'public', pastTimes: 'refuse' },
      call,
    );
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { plan, products } = await planned(result.prepared, door, options, call);
    const context = about(planVerdict(plan), planExitCode(plan));
    return planReport(
      { ...plan, findings: [...plan.findings, ...quotaFindings(plan)] },
      { ...context, undo: undoOf(products) },
    );
  });
}

/** What can be said of a file without secrets and without asking any cloud. Never rejects. */
export async function offlineJob(door: Door, options: JobOptions, call: Call): Promise<Report> {
  return await reported('preview', door, options, async (about) => {
    const result = await prepare(
      options.file,
      door,
      { sight: 'offline', pastTimes: 'refuse' },
      call,
    );
    if (!result.ok) return problemsReport(result.problems, about('invalid', 3));
    const { deployment, certificates, findings } = result.prepared;
    return offlineReport(
      { deployment, certificates: [...certificates.values()], findings },
      about('offline', 0),
    );
  });
}

function quotaFindings({ tasks }: Plan): readonly Finding[] {
  if (!isShort(tasks)) return [];
  const toConsume = tasks.reduce((sum, { quota }) => sum + quota.toConsume, 0);
  const balance = tasks[0]?.quota.balance ?? 0;
  return [
    {
      code: 'quota-short',
      level: 'warning',
      subject: null,
      message: `these edits consume ${toConsume}, and the balance is ${balance}: ask the operator of the receiver to grant ${toConsume - balance} more, or narrow the targets`,
    },
  ];
}
