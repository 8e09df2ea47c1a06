import type {
  CertificateReport,
  ChangeReport,
  ErrorReport,
  Report,
  TaskReport,
} from '../wire/report.ts';
import { code, nameCap, prose } from './safe.ts';
import {
  actionWords,
  count,
  day,
  direction,
  gainWords,
  leftBehindWords,
  noteWords,
  proofSteps,
  unseenWords,
  verbs,
} from './words.ts';

/** How much a row may say: the comment is for deciding, the summary for looking up. */
export type Detail = 'comment' | 'full';

/** The facts of a place that stand under the name of a resource. */
interface Place {
  readonly product: string;
  readonly account: string;
  readonly region: string | null;
}

type Named = Place & Pick<TaskReport['unmatched'][number], 'name' | 'label' | 'domains'>;

export function small(parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? '' : `<br><sub>${said.join(' · ')}</sub>`;
}

export function place({ product, account, region }: Place): string {
  return [product, account, ...(region === null ? [] : [region])]
    .map((part) => prose(part, nameCap))
    .join(' · ');
}

const namesShown = 2;

/** The first names, then how many more. */
export function names(domains: readonly string[]): string {
  const shown = domains.slice(0, namesShown).map(code).join(' ');
  const rest = domains.length - namesShown;
  return rest > 0 ? `${shown} and ${count(rest, 'more', 'more')}` : shown;
}

/** What a person calls it, where it is, and which domains of it are meant. */
export function resourceCell(
  resource: Named,
  detail: Detail,
  notes: readonly string[] = [],
): string {
  const { label, name, domains } = resource;
  const itself = domains.length === 1 && (domains[0] === label || domains[0] === name);
  const also = detail === 'full' && name !== label ? [code(name)] : [];
  return (
    code(label === '' ? name : label) +
    small([place(resource), ...also]) +
    small([itself ? '' : names(domains)]) +
    small(notes.map((note) => `<b>${note}</b>`))
  );
}

export function changedResource(
  change: ChangeReport,
  mode: Report['mode'],
  detail: Detail,
): string {
  const choice = change.choice === null ? '' : prose(change.choice);
  return resourceCell(change, detail, noteWords(change, mode)) + small([choice]);
}

/** Words that must not be broken over two lines. */
const unbroken = (words: string) => words.replaceAll(' ', '&nbsp;');

/** Short fingerprint, issuer and last day of a certificate on one line. */
export function certificateCell(certificate: CertificateReport): string {
  const { sha256, issuer, notAfter, ref } = certificate;
  // Eight digits are enough for eyes; where the cloud tells none, its own id has to do.
  const id = sha256?.slice(0, 8) ?? ref;
  const shown = id === null ? 'unknown' : code(id);
  if (sha256 === null && issuer === null && notAfter === null) {
    return `${shown}, which the cloud does not describe`;
  }
  const by = issuer === null ? 'issuer unknown' : prose(issuer, 60);
  return `${shown} ${by}, ${unbroken(notAfter === null ? 'end unknown' : `until ${day(notAfter)}`)}`;
}

/** The certificate served now and the one wanted. */
export function certificateChange(change: ChangeReport, mode: Report['mode']): string {
  // Nothing changes there: it is bound, and stays so.
  if (mode === 'verify' && change.action === 'keep') return certificateCell(change.new);
  const [from, to] = direction(change, mode).map((each) =>
    each === null ? 'no certificate' : certificateCell(each),
  );
  return `${from ?? ''}<br>→&nbsp;${to ?? ''}`;
}

/** What is done to the resource, and the days of validity that it gains. */
export function actionCell(change: ChangeReport, mode: Report['mode']): string {
  const gain = gainWords(change.daysGained);
  return actionWords(change, mode) + small(gain === undefined ? [] : [unbroken(gain)]);
}

/** Each step of the proof with its mark. */
function proofLine(change: ChangeReport, mode: Report['mode']): string {
  return proofSteps(change, mode)
    .map(([reached, words]) => unbroken(`${reached ? '✅' : '❌'} ${words}`))
    .join(' · ');
}

/** The last step of a proof that is complete, and the steps that led there. */
export function provenCell(change: ChangeReport, mode: Report['mode']): string {
  const steps = proofSteps(change, mode).map(([, words]) => words);
  return `✅ ${steps.at(-1) ?? verbs[mode].done}${small(steps.slice(0, -1))}${small([unseenWords(change) ?? ''])}`;
}

export function errorCell(error: ErrorReport): string {
  return `${prose(error.message)}${small([`${prose(error.advice)} ${code(error.code)}`])}`;
}

/** What went wrong, what it left behind, and the error of the rollback if that failed too. */
export function failureCell(change: ChangeReport, mode: Report['mode']): string {
  const parts = [proofLine(change, mode)];
  if (change.error !== null) parts.push(errorCell(change.error));
  parts.push(`<b>${leftBehindWords(change, mode)}</b>`);
  if (change.rollbackError !== null) parts.push(errorCell(change.rollbackError));
  return parts.filter((part) => part !== '').join('<br>');
}

export function row(...cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}
