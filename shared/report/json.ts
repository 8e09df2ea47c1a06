import type { Deployment, Problem } from '../core/deployment.ts';
import type {
  Certificate,
  Change,
  Edit,
  Finding,
  Outcome,
  Plan,
  Run,
  Target,
  TaskPlan,
} from '../core/model.ts';
import type {
  CertificateReport,
  ChangeReport,
  Report,
  TaskReport,
  Verdict,
} from '../wire/report.ts';
import { countsOf, matchesOf } from './counts.ts';
import { endingOf, pendingEnding, refusedEnding } from './ending.ts';
import {
  certificateReport,
  changeReport,
  findingReports,
  gapReport,
  namedCertificate,
  unmatchedReport,
} from './entries.ts';

/** What a report says about itself. Verdict and exit code are decided in core and handed in. */
export interface ReportContext {
  readonly mode: Report['mode'];
  readonly file: string;
  readonly commit: string | null;
  /** Address or id of the workflow run. */
  readonly run: string | null;
  readonly startedAt: Date;
  readonly now: Date;
  /** Whether this product keeps the old certificate, so that a change can be switched back. */
  readonly undo: (target: Target) => boolean;
  readonly verdict: Verdict;
  readonly exitCode: number;
  /** What the ledger took and has left; absent where none is kept. */
  readonly quota?: RunQuota | undefined;
}

/** How the ledger saw a run. */
export interface RunQuota {
  /** The edit cost one when it was reserved. */
  readonly isCharged: (edit: Edit) => boolean;
  /** When the run had settled; null where the ledger did not say. */
  readonly balance: number | null;
}

/** What a task consumed for good, and what it got back for edits that failed. */
function consumption(
  task: TaskPlan,
  changes: readonly ChangeReport[],
  quota: RunQuota | undefined,
): Pick<TaskReport['quota'], 'consumed' | 'refunded'> {
  if (quota === undefined) return { consumed: 0, refunded: 0 };
  const status = new Map(changes.map((change) => [change.id, change.status]));
  const charged = task.changes.filter((one) => one.kind !== 'keep' && quota.isCharged(one));
  const consumed = charged.filter(({ id }) => status.get(id) === 'success').length;
  return { consumed, refunded: charged.length - consumed };
}

function taskReport(
  plan: TaskPlan,
  changes: readonly ChangeReport[],
  state: TaskReport['state'],
  quota?: RunQuota,
): TaskReport {
  const { certificates, unmatched } = plan;
  return {
    name: plan.name,
    state,
    deployAt: plan.deployAt?.toISOString() ?? null,
    counts: countsOf(plan, changes),
    ...matchesOf(
      certificates.map(({ name }) => name),
      unmatched.map(({ resource }) => resource.target),
      changes,
    ),
    quota: {
      toConsume: plan.quota.toConsume,
      ...consumption(plan, changes, quota),
      balance: quota === undefined ? plan.quota.balance : quota.balance,
    },
    certificates: certificates.map(namedCertificate),
    changes: [...changes],
    unmatched: unmatched.map(unmatchedReport),
    certificatesWithoutMatch: [...plan.certificatesWithoutMatch],
    allowUnmatched: plan.allowUnmatched,
    gaps: plan.gaps.map(gapReport),
    findings: findingReports(plan.findings),
  };
}

/** The fields of a report that its context gives. */
export function header(context: ReportContext): Pick<
  Report,
  'version' | 'mode' | 'verdict' | 'exitCode' | 'file' | 'commit' | 'run'
> & {
  startedAt: string;
  finishedAt: string;
} {
  return {
    version: 1,
    mode: context.mode,
    verdict: context.verdict,
    exitCode: context.exitCode,
    file: context.file,
    commit: context.commit,
    run: context.run,
    startedAt: context.startedAt.toISOString(),
    finishedAt: context.now.toISOString(),
  };
}

/** What a deployment would do: every edit `pending`, every refusal `held` with its reason. */
export function planReport(plan: Plan, context: ReportContext): Report {
  return {
    ...header(context),
    digest: plan.digest,
    problems: [],
    tasks: plan.tasks.map((task) =>
      taskReport(
        task,
        [
          ...task.changes.map((change) =>
            changeReport(change, pendingEnding(change), context.undo),
          ),
          ...task.refusals.map(({ edit, error }) =>
            changeReport(edit, refusedEnding(error), context.undo),
          ),
        ],
        'draft',
      ),
    ),
    findings: findingReports(plan.findings),
  };
}

/** What a run did. A change whose outcome is missing is reported as unknown, never left out. */
export function runReport(run: Run, context: ReportContext): Report {
  const outcomes = new Map<string, Outcome>();
  const key = ({ task, id }: Change) => `${task}\n${id}`;
  for (const outcome of run.outcomes) outcomes.set(key(outcome.change), outcome);
  const findings = new Map<string, Finding[]>();
  for (const outcome of run.outcomes) {
    if (outcome.status !== 'success') continue;
    const { task } = outcome.change;
    findings.set(task, [...(findings.get(task) ?? []), ...outcome.findings]);
  }
  return {
    ...header(context),
    digest: run.plan.digest,
    problems: [],
    tasks: run.plan.tasks.map((task) => {
      const changes = [
        ...task.changes.map((change) =>
          changeReport(change, endingOf(outcomes.get(key(change)), change), context.undo),
        ),
        ...task.refusals.map(({ edit, error }) => {
          const outcome = outcomes.get(key(edit));
          const ending = outcome === undefined ? refusedEnding(error) : endingOf(outcome, edit);
          return changeReport(edit, ending, context.undo);
        }),
      ];
      const found = findings.get(task.name) ?? [];
      return taskReport(
        { ...task, findings: [...task.findings, ...found] },
        changes,
        stateOf(task, changes, run.cancelled),
        context.quota,
      );
    }),
    findings: findingReports(run.plan.findings),
  };
}

/** How a task ended: `partial` as soon as something went well and something did not. */
function stateOf(
  plan: TaskPlan,
  changes: readonly ChangeReport[],
  cancelled: boolean,
): TaskReport['state'] {
  if (cancelled && changes.some(({ error }) => error?.code === 'CANCELLED')) return 'cancelled';
  if (changes.some(({ status }) => status === 'pending')) return 'pending';
  const good = changes.filter(({ status }) => status === 'success' || status === 'kept').length;
  const blind =
    plan.gaps.length > 0 || (plan.certificatesWithoutMatch.length > 0 && !plan.allowUnmatched);
  if (good === changes.length && !blind) return 'success';
  return good > 0 ? 'partial' : 'error';
}

/** The deployment file or its certificates are wrong: no cloud was asked. */
export function problemsReport(problems: readonly Problem[], context: ReportContext): Report {
  return {
    ...header(context),
    digest: null,
    problems: problems.map(({ file, line, column, message }) => ({ file, line, column, message })),
    tasks: [],
    findings: [],
  };
}

/** What a preview without secrets can know: the tasks, and the certificates that lie open. */
export interface Offline {
  readonly deployment: Deployment;
  /** Those that could be read; the others come from secrets. */
  readonly certificates: readonly Certificate[];
  readonly findings: readonly Finding[];
}

const unread: CertificateReport = certificateReport(null);

/** A preview of a fork: file and open certificates are valid, no cloud was asked. */
export function offlineReport(offline: Offline, context: ReportContext): Report {
  const readable = new Map(offline.certificates.map((each) => [each.name, each]));
  return {
    ...header(context),
    digest: null,
    problems: [],
    tasks: offline.deployment.tasks.map((task) => ({
      name: task.name,
      state: 'draft',
      deployAt: task.deployAt?.toISOString() ?? null,
      counts: {
        certificates: task.certificates.length,
        resources: 0,
        matched: 0,
        edits: 0,
        kept: 0,
        held: 0,
        success: 0,
        error: 0,
      },
      perCertificate: task.certificates.map((name) => ({ name, matched: 0 })),
      perProduct: [],
      quota: { toConsume: 0, consumed: 0, refunded: 0, balance: null },
      certificates: task.certificates.map((name) => {
        const certificate = readable.get(name);
        if (certificate !== undefined) return namedCertificate(certificate);
        // Material of a deployment file counts as uploaded unless a receiver knows better.
        return { ...unread, name, type: 'uploaded' as const };
      }),
      changes: [],
      unmatched: [],
      certificatesWithoutMatch: [],
      allowUnmatched: task.allowUnmatched,
      gaps: [],
      findings: [],
    })),
    findings: findingReports(offline.findings),
  };
}
