import type { ChangeReport, Report, TaskReport } from '../wire/report.ts';
import { cleanCounts } from './clean-words.ts';
import { count, isOpenEdit, isUnseen, isWaiting, list, number, verbs } from './words.ts';

/** What `statuses` and `actions` of a whole report add up to. */
export interface Totals {
  readonly edits: number;
  readonly replace: number;
  readonly attach: number;
  readonly kept: number;
  readonly held: number;
  readonly success: number;
  readonly error: number;
  readonly rolledBack: number;
  readonly rollbackErrors: number;
  /** Proven by the cloud's own reading only: no handshake can reach the resource. */
  readonly unreachable: number;
  readonly matched: number;
  /** In a verification: wanted by the file, and not deployed yet. */
  readonly waiting: number;
  /** In a verification: deployed to, and they serve no HTTPS any more. */
  readonly withoutHttps: number;
  /** In a verification: certificates. */
  readonly endsSoon: number;
  readonly gaps: number;
  readonly withoutMatch: number;
}

function totalsOf(report: Report): Totals {
  const changes = report.tasks.flatMap((task) => task.changes);
  // There these two are no side effect of an error but the result, counted as success and error.
  const isRollback = report.mode === 'rollback';
  const sum = (pick: (task: TaskReport) => number) =>
    report.tasks.reduce((total, task) => total + pick(task), 0);
  const having = (test: (change: ChangeReport) => boolean) => changes.filter(test).length;
  const found = (code: string) => report.findings.filter((one) => one.code === code).length;
  return {
    edits: sum((task) => task.counts.edits),
    replace: having((change) => isOpenEdit(change) && change.action === 'replace'),
    attach: having((change) => isOpenEdit(change) && change.action === 'attach'),
    kept: sum((task) => task.counts.kept),
    held: sum((task) => task.counts.held),
    success: sum((task) => task.counts.success),
    error: sum((task) => task.counts.error),
    rolledBack: isRollback ? 0 : having((change) => change.status === 'rolled-back'),
    rollbackErrors: isRollback ? 0 : having((change) => change.status === 'rollback-error'),
    unreachable: having(isUnseen),
    matched: sum((task) => task.counts.matched),
    waiting: having(isWaiting),
    withoutHttps: found('https-off'),
    endsSoon: found('expiring'),
    gaps: sum((task) => task.gaps.length),
    withoutMatch: sum((task) => (task.allowUnmatched ? 0 : task.certificatesWithoutMatch.length)),
  };
}

const upToDate = (totals: Totals) => totals.kept > 0 && `${number(totals.kept)} up to date`;

const withoutMatch = (totals: Totals) =>
  totals.withoutMatch > 0 && `${count(totals.withoutMatch, 'certificate')} without a resource`;

const notRead = (totals: Totals) =>
  totals.gaps > 0 && `${count(totals.gaps, 'place')} could not be read`;

/** The edits that a deployment would carry out. */
function toCarryOut(totals: Totals): string {
  const { replace, attach } = totals;
  if (attach === 0) return count(replace, 'edit');
  return `${count(replace + attach, 'edit')} (${number(replace)} replace, ${number(attach)} attach)`;
}

function planned(totals: Totals): string {
  return list([
    notRead(totals),
    totals.held > 0 && `${number(totals.held)} of ${count(totals.edits, 'edit')} refused`,
    totals.held === 0 && totals.edits > 0 && count(totals.edits, 'edit'),
    withoutMatch(totals),
    upToDate(totals),
  ]);
}

function carriedOut(report: Report, totals: Totals): string {
  const { done, noun } = verbs[report.mode];
  const undone = list([
    totals.rolledBack > 0 && `${number(totals.rolledBack)} rolled back`,
    totals.rollbackErrors > 0 && `${number(totals.rollbackErrors)} could not be rolled back`,
  ]);
  // Proven by the cloud's reading alone is less than proven by a handshake, and is said.
  const unseen =
    totals.unreachable > 0 ? ` (${number(totals.unreachable)} without a handshake)` : '';
  return list([
    totals.edits > 0 &&
      `${number(totals.success)} of ${count(totals.edits, noun)} ${done}${unseen}`,
    totals.error > 0 && `${number(totals.error)} failed${undone === '' ? '' : ` (${undone})`}`,
    totals.held > 0 && `${number(totals.held)} held back`,
    notRead(totals),
    withoutMatch(totals),
    upToDate(totals),
  ]);
}

/** What a verification saw: first what is as it was deployed. */
function verified(totals: Totals): string {
  const { matched, kept, success, unreachable } = totals;
  const unseen = unreachable > 0 ? ` (${number(unreachable)} without a handshake)` : '';
  const { done, noun } = verbs.verify;
  return list([
    matched > 0 && `${number(kept + success)} of ${count(matched, noun)} ${done}${unseen}`,
    totals.error > 0 && `${number(totals.error)} not as deployed`,
    totals.withoutHttps > 0 && `${number(totals.withoutHttps)} without HTTPS`,
    totals.waiting > 0 && `${number(totals.waiting)} not deployed yet`,
    totals.held > 0 && `${number(totals.held)} not proven`,
    totals.endsSoon > 0 && count(totals.endsSoon, 'certificate ends soon', 'certificates end soon'),
    notRead(totals),
    withoutMatch(totals),
  ]);
}

function countsIn(report: Report, totals: Totals): string {
  switch (report.mode) {
    case 'preview':
      return planned(totals);
    case 'verify':
      return verified(totals);
    case 'deploy':
    case 'rollback':
      return carriedOut(report, totals);
    case 'clean':
      return cleanCounts(report.cleanUp);
  }
}

export type Mark = 'good' | 'warning' | 'bad' | 'paused';

export interface Headline {
  readonly mark: Mark;
  /** The verdict in one or two words. */
  readonly verdict: string;
  /** The counts that a reviewer decides by. */
  readonly counts: string;
}

/** The verdict in words with the counts that a reviewer decides by. */
export function headlineOf(report: Report): Headline {
  const totals = totalsOf(report);
  const words = countsIn(report, totals);
  const none = report.digest === null ? 'no plan was made' : 'nothing matches';
  const counts = words === '' ? none : words;
  switch (report.verdict) {
    case 'ready':
      return {
        mark: 'good',
        verdict: 'Ready',
        counts:
          report.mode === 'clean'
            ? counts
            : list([toCarryOut(totals), upToDate(totals), withoutMatch(totals)]),
      };
    case 'unchanged':
      return {
        mark: 'good',
        verdict: 'Nothing to do',
        counts:
          report.mode === 'clean'
            ? counts
            : totals.kept === 1
              ? 'the one resource that matches is up to date'
              : `all ${count(totals.kept, 'matched resource')} are up to date`,
      };
    case 'scheduled':
      return { mark: 'good', verdict: 'Scheduled', counts };
    case 'success':
      return { mark: 'good', verdict: successWords[report.mode], counts };
    case 'partial':
      return { mark: 'warning', verdict: `Partly ${partWords[report.mode]}`, counts };
    case 'error':
      return { mark: 'bad', verdict: 'Failed', counts };
    case 'held':
      return { mark: 'paused', verdict: 'Held back', counts };
    case 'cancelled':
      return { mark: 'warning', verdict: 'Cancelled', counts };
    case 'incomplete':
      return { mark: 'bad', verdict: 'Incomplete', counts };
    case 'refused':
      return { mark: 'bad', verdict: 'Refused', counts };
    case 'drifted':
      return { mark: 'bad', verdict: 'Not as deployed', counts };
    case 'expiring':
      return { mark: 'warning', verdict: 'As deployed, and something ends soon', counts };
    case 'offline':
      return {
        mark: 'good',
        verdict: 'Valid',
        counts: `${count(report.tasks.length, 'task')} checked offline, no cloud was asked`,
      };
    case 'invalid':
      return {
        mark: 'bad',
        verdict: 'Invalid',
        counts: `${count(report.problems.length, 'problem')} to correct, no cloud was asked`,
      };
  }
}

const successWords: Record<Report['mode'], string> = {
  preview: 'Ready',
  deploy: 'Deployed',
  verify: 'Verified',
  rollback: 'Rolled back',
  clean: 'Cleaned up',
};
const partWords: Record<Report['mode'], string> = {
  preview: 'ready',
  deploy: 'deployed',
  verify: 'verified',
  rollback: 'rolled back',
  clean: 'cleaned up',
};
