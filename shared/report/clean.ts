import type { AccountProof } from '../core/account-proof.ts';
import { cleanUpFindings } from '../core/cleanup.ts';
import type { CleanedUp } from '../core/cleanup.ts';
import type { Finding } from '../core/model.ts';
import type { CleanUpReport, Report, StoredObjectReport } from '../wire/report.ts';
import { ranks } from './attention.ts';
import { errorCell, row, small } from './cells.ts';
import { errorReport, findingReports } from './entries.ts';
import type { Block, Section } from './fit.ts';
import { header, type ReportContext } from './json.ts';
import { code, nameCap, prose } from './safe.ts';
import { type Elsewhere, foldedTable, openTable } from './table.ts';
import { count, day } from './words.ts';

/** What a clean-up came to know and did. */
export interface Cleaning {
  readonly graceDays: number;
  readonly dryRun: boolean;
  readonly accounts: readonly AccountProof[];
  readonly results: readonly CleanedUp[];
  /** Besides what the results say. */
  readonly findings: readonly Finding[];
}

/** Every object with what became of it, and why. What concerns a whole store is a finding. */
export function cleanReport(cleaning: Cleaning, context: ReportContext): Report {
  const { graceDays, dryRun, accounts, results, findings } = cleaning;
  // The objects themselves are listed: a finding for each of them would say it twice.
  const failures = cleanUpFindings(results).filter(({ level }) => level === 'warning');
  const unproven = accounts.flatMap(({ account, reason }): readonly Finding[] =>
    reason === null
      ? []
      : [
          {
            code: 'account-not-proven',
            level: 'warning',
            subject: account,
            message: `nothing of this account is removed, because not everything in it is proven: ${reason}`,
          },
        ],
  );
  return {
    ...header(context),
    digest: null,
    problems: [],
    tasks: [],
    findings: findingReports([...failures, ...unproven, ...findings]),
    cleanUp: {
      graceDays,
      dryRun,
      accounts: accounts.map((one) => ({ ...one, proven: one.reason === null })),
      objects: results.flatMap(objectReport),
    },
  };
}

function objectReport(result: CleanedUp): readonly StoredObjectReport[] {
  const { account, label, region, status, object } = result;
  if (object === null) return [];
  const { ref, name, sha256, storedAt } = object;
  return [
    {
      account,
      store: label,
      region,
      ref,
      name: name ?? null,
      sha256,
      storedAt: storedAt?.toISOString() ?? null,
      status,
      reason: status === 'failed' ? null : result.reason,
      error: status === 'failed' ? errorReport(result.error) : null,
    },
  ];
}

function objectCell({ name, ref, store, account, region, sha256, storedAt }: StoredObjectReport) {
  const place = [store, account, ...(region === null ? [] : [region])];
  return (
    code(name ?? ref) +
    small([
      ...(name === null ? [] : [code(ref)]),
      ...(sha256 === null ? [] : [code(sha256.slice(0, 8))]),
    ]) +
    small([
      ...place.map((part) => prose(part, nameCap)),
      ...(storedAt === null ? [] : [`stored on ${day(storedAt)}`]),
    ])
  );
}

/** What was removed, what was not, and what the accounts were proven by; nothing for other reports. */
export function cleanSections(
  cleanUp: CleanUpReport | undefined,
  elsewhere: Elsewhere,
): readonly Section[] {
  if (cleanUp === undefined) return [];
  const { objects, accounts, graceDays } = cleanUp;
  const blocks: Block[] = [];
  const add = (
    title: string,
    status: StoredObjectReport['status'],
    { rank, open }: { readonly rank: number; readonly open: boolean },
  ) => {
    const rows = objects
      .filter((one) => one.status === status)
      .map((one) =>
        row(objectCell(one), one.error === null ? prose(one.reason ?? '') : errorCell(one.error)),
      );
    if (rows.length === 0) return;
    const options = {
      columns: ['Certificate object', 'Why'],
      rows,
      rank,
      elsewhere,
      firstColumn: 45,
    };
    blocks.push(open ? openTable(title, options) : foldedTable(title, options));
  };
  add('❌ Could not be removed', 'failed', { rank: ranks.failed, open: true });
  add('Removed', 'removed', { rank: ranks.edits, open: true });
  add('Can be removed', 'removable', { rank: ranks.edits, open: true });
  add('Kept', 'kept', { rank: ranks.kept, open: false });
  if (accounts.length > 0) {
    blocks.push(
      openTable('Accounts', {
        columns: ['Account', 'Proof'],
        rows: accounts.map(({ account, proven, resources, reason }) =>
          row(
            code(account),
            proven
              ? `✅ ${count(resources, 'resource')} bound and served as the file wants`
              : `⚠️ ${prose(reason ?? '')}`,
          ),
        ),
        rank: ranks.certificates,
        elsewhere,
        firstColumn: 38,
      }),
    );
  }
  const grace = `<p>An object stays until ${count(graceDays, 'day')} have passed since another took its place.</p>`;
  return [{ head: grace, blocks }];
}
