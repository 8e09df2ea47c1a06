import type { Change, Finding, TaskPlan } from '../core/model.ts';
import type { Expiring, Verification, VerifyOutcome } from '../core/verification.ts';
import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';
import { matchesOf } from './counts.ts';
import type { Ending } from './ending.ts';
import {
  changeReport,
  findingReports,
  gapReport,
  namedCertificate,
  unmatchedReport,
} from './entries.ts';
import { header, type ReportContext } from './json.ts';
import { count, list } from './words.ts';

const nothing = { proof: null, error: null, rollbackError: null, receipt: null } as const;

function endingOf(outcome: VerifyOutcome): Ending {
  switch (outcome.status) {
    case 'proven':
      return { ...nothing, status: 'kept', proof: outcome.proof };
    case 'drifted':
      return { ...nothing, status: 'error', proof: outcome.proof, error: outcome.error };
    case 'waiting':
      return { ...nothing, status: 'pending' };
    case 'refused':
    case 'unproven':
      return { ...nothing, status: 'held', error: outcome.error };
  }
}

/**
 * In a verification `kept` counts what is proven as it was deployed, `error` what is not, `held` what
 * was not asked or may not be deployed; the rest of `matched` waits to be deployed. `edits` counts what
 * the file wants and the cloud does not bind, whyever.
 */
function countsOf(plan: TaskPlan, changes: readonly ChangeReport[]): TaskReport['counts'] {
  const having = (status: ChangeReport['status']) =>
    changes.filter((change) => change.status === status).length;
  return {
    certificates: plan.certificates.length,
    resources: plan.resources,
    matched: changes.length,
    edits: changes.filter(({ action }) => action !== 'keep').length,
    kept: having('kept'),
    held: having('held'),
    success: 0,
    error: having('error'),
  };
}

function stateOf(plan: TaskPlan, changes: readonly ChangeReport[]): TaskReport['state'] {
  if (changes.some(({ error }) => error?.code === 'CANCELLED')) return 'cancelled';
  const having = (status: ChangeReport['status']) => changes.some((one) => one.status === status);
  const blind =
    plan.gaps.length > 0 || (plan.certificatesWithoutMatch.length > 0 && !plan.allowUnmatched);
  if (having('error') || having('held') || blind) return having('kept') ? 'partial' : 'error';
  return having('pending') ? 'pending' : 'success';
}

const namesShown = 3;

/** One remark for each certificate that is not everywhere yet; each change says the same of itself. */
function waitingFindings(
  { deployAt }: TaskPlan,
  outcomes: readonly VerifyOutcome[],
  now: Date,
): readonly Finding[] {
  const waiting = outcomes.filter(({ status }) => status === 'waiting');
  const scheduled = deployAt !== null && deployAt > now;
  const what = scheduled
    ? `it is deployed there at ${deployAt.toISOString()}`
    : 'start the workflow by hand to deploy it, or merge the pull request that does';
  return [...Map.groupBy(waiting, ({ change }) => change.certificate.name)].map(
    ([name, all]): Finding => {
      const labels = all.map(({ change }) => change.resource.label);
      const rest = labels.length - namesShown;
      const where = list([...labels.slice(0, namesShown), rest > 0 && count(rest, 'more', 'more')]);
      return {
        code: 'not-deployed',
        level: scheduled ? 'notice' : 'warning',
        subject: name,
        message: `it is not deployed yet to ${count(all.length, 'resource')} (${where}): ${what}`,
      };
    },
  );
}

/** Holds no countdown: what says the same tomorrow is not written again. */
function expiryFinding(
  { name, sha256, notAfter, resources, replaced }: Expiring,
  now: Date,
): Finding {
  const ends = notAfter < now ? 'it ended on' : 'it ends on';
  const todo = replaced
    ? 'deploy the one that is to take its place'
    : 'renew it, and deploy the new one';
  return {
    code: 'expiring',
    level: 'warning',
    subject: name ?? sha256.slice(0, 8),
    message: `${ends} ${notAfter.toISOString().slice(0, 10)} and is bound to ${count(resources, 'resource')}: ${todo}`,
  };
}

/** What a plan says of a resource that gets nothing; a verification says more of one that once did. */
const passedBy: ReadonlySet<string> = new Set(['blocked', 'https-not-enabled']);

function taskReport(
  plan: TaskPlan,
  {
    outcomes,
    lost,
  }: { readonly outcomes: readonly VerifyOutcome[]; readonly lost: ReadonlySet<string | null> },
  { undo, now }: ReportContext,
): TaskReport {
  const changes = outcomes.map((outcome) => changeReport(outcome.change, endingOf(outcome), undo));
  const { certificates, unmatched } = plan;
  const proofs = outcomes.flatMap((one) => (one.status === 'proven' ? one.findings : []));
  return {
    name: plan.name,
    state: stateOf(plan, changes),
    deployAt: plan.deployAt?.toISOString() ?? null,
    counts: countsOf(plan, changes),
    ...matchesOf(
      certificates.map(({ name }) => name),
      unmatched.map(({ resource }) => resource.target),
      changes,
    ),
    quota: {
      toConsume: plan.quota.toConsume,
      consumed: 0,
      refunded: 0,
      balance: plan.quota.balance,
    },
    certificates: certificates.map(namedCertificate),
    changes,
    unmatched: unmatched.map(unmatchedReport),
    certificatesWithoutMatch: [...plan.certificatesWithoutMatch],
    allowUnmatched: plan.allowUnmatched,
    gaps: plan.gaps.map(gapReport),
    findings: findingReports([
      ...waitingFindings(plan, outcomes, now),
      ...plan.findings.filter(({ code, subject }) => !passedBy.has(code) || !lost.has(subject)),
      ...proofs,
    ]),
  };
}

/**
 * What a verification came to know: every resource in scope once. What was deployed and is matched no
 * more, and certificates that end soon, are findings of the whole report.
 */
export function verifyReport(verification: Verification, context: ReportContext): Report {
  const { plan, outcomes, lost, expiring } = verification;
  const key = ({ task, id }: Change) => `${task}\n${id}`;
  const byChange = new Map(outcomes.map((outcome) => [key(outcome.change), outcome]));
  const missing = (change: Change): VerifyOutcome => {
    const message = 'the verification ended without a result for this';
    return { status: 'unproven', change, error: { code: 'INTERNAL', message } };
  };
  // Said before, when the certificates were read, by a rule that knows nothing of where they are bound.
  const said = new Set(expiring.map(({ name }) => name));
  const repeated = ({ code, subject }: Finding) => code === 'ends-soon' && said.has(subject);
  const lostSubjects = new Set(lost.map(({ finding }) => finding.subject));
  const { now } = context;
  return {
    ...header({ ...context, mode: 'verify' }),
    digest: plan.digest,
    problems: [],
    tasks: plan.tasks.map((task) => {
      const steps = [...task.changes, ...task.refusals.map(({ edit }) => edit)];
      const all = steps.map((change) => byChange.get(key(change)) ?? missing(change));
      return taskReport(task, { outcomes: all, lost: lostSubjects }, context);
    }),
    findings: findingReports([
      ...lost.map(({ finding }) => finding),
      ...expiring.map((one) => expiryFinding(one, now)),
      ...plan.findings.filter((finding) => !repeated(finding)),
    ]),
  };
}
