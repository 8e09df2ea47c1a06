import type { NamedCertificateReport, Report, TaskReport } from '../wire/report.ts';
import { ranks } from './attention.ts';
import {
  actionCell,
  certificateCell,
  certificateChange,
  changedResource,
  type Detail,
  names,
  provenCell,
  resourceCell,
  row,
  small,
} from './cells.ts';
import type { Block, Section } from './fit.ts';
import { code, nameCap, prose } from './safe.ts';
import { type Elsewhere, foldedTable, openTable } from './table.ts';
import { editsTitle } from './titles.ts';
import { count, countsOf, hasFailed, isOpenEdit, number, quotaWords } from './words.ts';

/** Tables of more rows are folded at first: a reviewer sees their counts above. */
const unfoldedRows = 12;
/** There are nine products; more are named only by a file of the future. */
const namedProducts = 20;

const typeWords: Record<NamedCertificateReport['type'], string> = {
  issued: 'issued here',
  uploaded: 'uploaded',
  'private-ca': 'private CA',
};

function countsLine(task: TaskReport, mode: Report['mode']): string {
  const counts = countsOf(task, mode).map(([name, amount]) => `${name} <b>${amount}</b>`);
  return `<p>${counts.join(' · ')}<br>${quotaWords(task, mode)}</p>`;
}

function productsLine(task: TaskReport): string {
  if (task.perProduct.length === 0) return '';
  const shown = task.perProduct
    .slice(0, namedProducts)
    .map(({ product, matched }) => `${prose(product, nameCap)} <b>${number(matched)}</b>`);
  const rest = task.perProduct.length - shown.length;
  if (rest > 0) shown.push(`and ${count(rest, 'more product')}`);
  return `<p>Matched per product: ${shown.join(' · ')}</p>`;
}

function certificateRow(
  certificate: NamedCertificateReport,
  task: TaskReport,
  offline: boolean,
): string {
  const name = `${code(certificate.name)}${small([typeWords[certificate.type]])}`;
  const facts =
    certificate.sha256 === null
      ? 'kept in a secret, not read in this preview'
      : names(certificate.domains) + small([certificateCell(certificate)]);
  const matched = task.perCertificate.find((each) => each.name === certificate.name)?.matched ?? 0;
  return offline ? row(name, facts) : row(name, facts, number(matched));
}

interface View {
  readonly detail: Detail;
  readonly elsewhere: Elsewhere;
}

/** One task: its counts, what it matched, the edits, and folded what stays as it is. */
export function taskSection(
  task: TaskReport,
  report: Report,
  { detail, elsewhere }: View,
): Section {
  const { mode } = report;
  const offline = report.verdict === 'offline';
  // An edit of a verification was not carried out, a kept resource was looked at.
  const showsProof = mode === 'deploy' || mode === 'rollback';
  const blocks: Block[] = [];
  if (task.certificates.length > 0) {
    blocks.push(
      openTable('', {
        columns: offline ? ['Certificate', 'Covers'] : ['Certificate', 'Covers', 'Matched'],
        rows: task.certificates.map((each) => certificateRow(each, task, offline)),
        rank: ranks.certificates,
        elsewhere,
      }),
    );
  }
  // Failed and held changes stand above, with what needs eyes.
  const edits = task.changes.filter((change) => isOpenEdit(change) && !hasFailed(change, mode));
  if (edits.length > 0) {
    blocks.push(
      foldedTable(editsTitle(mode), {
        columns: ['Resource', 'Certificate', showsProof ? 'Proof' : 'Action'],
        rows: edits.map((change) =>
          row(
            changedResource(change, mode, detail),
            certificateChange(change, mode),
            showsProof ? provenCell(change, mode) : actionCell(change, mode),
          ),
        ),
        rank: ranks.edits,
        firstColumn: 39,
        elsewhere,
        open: edits.length <= unfoldedRows,
      }),
    );
  }
  if (task.unmatched.length > 0) {
    blocks.push(
      foldedTable('Resources that no certificate fits', {
        columns: ['Resource', 'Why'],
        rows: task.unmatched.map((each) => row(resourceCell(each, detail), prose(each.reason))),
        rank: ranks.unmatched,
        elsewhere,
      }),
    );
  }
  const kept = task.changes.filter((change) => change.status === 'kept');
  if (kept.length > 0) {
    blocks.push(
      foldedTable('Up to date', {
        columns: ['Resource', 'Certificate', ...(mode === 'verify' ? ['Proof'] : [])],
        rows: kept.map((change) =>
          row(
            changedResource(change, mode, detail),
            certificateCell(change.new),
            ...(mode === 'verify' ? [provenCell(change, mode)] : []),
          ),
        ),
        rank: ranks.kept,
        elsewhere,
      }),
    );
  }
  const heading = `<h3>Task ${code(task.name)}</h3>`;
  const lines = offline ? '' : `\n${countsLine(task, mode)}\n${productsLine(task)}`;
  return { head: `${heading}${lines}`.trimEnd(), blocks };
}
