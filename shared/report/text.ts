import type {
  CertificateReport,
  ChangeReport,
  ErrorReport,
  NamedCertificateReport,
  Report,
  TaskReport,
} from '../wire/report.ts';
import { consequence } from './consequence.ts';
import { headlineOf, type Mark } from './headline.ts';
import { type Remark, remarksIn } from './remarks.ts';
import { nameCap } from './safe.ts';
import { harmless, type Paint, painter, plain, wrap } from './terminal.ts';
import { editsTitle, eyeTitles } from './titles.ts';
import {
  actionWords,
  count,
  countsOf,
  day,
  direction,
  duration,
  gainWords,
  hasFailed,
  isOpenEdit,
  leftBehindWords,
  list,
  modeWords,
  noteWords,
  number,
  proofSteps,
  quotaWords,
  unseenWords,
} from './words.ts';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width?: number;
  readonly colour?: boolean;
}

const colours = { good: 'green', warning: 'yellow', bad: 'red', paused: 'yellow' } as const;
const signs: Record<Mark, string> = { good: 'ok', warning: '!', bad: 'x', paused: '!' };

const hang = 2;

/** Collects lines of a page: wrapped, indented, coloured last so that colours cost no width. */
interface Page {
  readonly line: (
    text: string,
    options?: { indent?: number; colour?: Parameters<Paint>[0] },
  ) => void;
  readonly gap: () => void;
  readonly text: () => string;
}

function createPage(width: number, paint: Paint): Page {
  const lines: string[] = [];
  return {
    line: (text, { indent = 0, colour } = {}) => {
      // What does not fit hangs below its first line.
      const room = Math.max(20, width - indent);
      for (const [index, each] of wrap(text, room, room - hang).entries()) {
        const inert = harmless(each);
        const shown = colour === undefined ? inert : paint(colour, inert);
        lines.push(' '.repeat(indent + (index === 0 ? 0 : hang)) + shown);
      }
    },
    gap: () => {
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
    },
    text: () => `${lines.join('\n').trimEnd()}\n`,
  };
}

function where({
  product,
  account,
  region,
}: Pick<ChangeReport, 'product' | 'account' | 'region'>): string {
  return plain([product, account, ...(region === null ? [] : [region])].join(' '));
}

function certificateWords({ sha256, issuer, notAfter, ref }: CertificateReport): string {
  const id = plain(sha256?.slice(0, 8) ?? ref ?? 'unknown', nameCap);
  if (sha256 === null && issuer === null && notAfter === null) {
    return `${id}, which the cloud does not describe`;
  }
  const end = notAfter === null ? 'end unknown' : `until ${day(notAfter)}`;
  return `${id} ${issuer === null ? 'issuer unknown' : plain(issuer, 60)}, ${end}`;
}

function names(domains: readonly string[]): string {
  const shown = domains.slice(0, 3).map((name) => plain(name, nameCap));
  const rest = domains.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${number(rest)} more` : '');
}

function resource(
  page: Page,
  of: TaskReport['unmatched'][number] | ChangeReport,
  front: string,
): void {
  const label = plain(of.label === '' ? of.name : of.label, nameCap);
  page.line(`${front}${label}  [${where(of)}]`, { indent: 4 });
  const [only] = of.domains;
  const itself = of.domains.length === 1 && (only === of.label || only === of.name);
  if (of.domains.length > 0 && !itself) page.line(names(of.domains), { indent: 6, colour: 'dim' });
}

function problem(page: Page, error: ErrorReport): void {
  page.line(`${plain(error.message)} (${error.code})`, { indent: 6, colour: 'red' });
  page.line(plain(error.advice), { indent: 6 });
}

function proofLine(page: Page, of: ChangeReport, mode: Report['mode']): void {
  if (of.proof === null) return;
  const steps = proofSteps(of, mode).map(([, words]) => words);
  const unseen = unseenWords(of);
  if (unseen !== undefined) steps.push(unseen);
  page.line(list(steps), { indent: 6, colour: hasFailed(of, mode) ? 'yellow' : 'green' });
}

function change(page: Page, of: ChangeReport, mode: Report['mode']): void {
  resource(page, of, `${actionWords(of, mode)} `);
  const [from, to] = direction(of, mode).map((each) =>
    each === null ? 'no certificate' : certificateWords(each),
  );
  const gain = mode === 'verify' ? undefined : gainWords(of.daysGained);
  const gained = gain === undefined ? '' : ` (${gain})`;
  // In a verification what is kept neither comes nor goes.
  const stays = mode === 'verify' && of.action === 'keep';
  if (!stays) page.line(from ?? '', { indent: 6 });
  page.line(`${stays ? '' : '-> '}${to ?? ''}${gained}`, { indent: 6 });
  const notes = [...noteWords(of, mode), ...(of.choice === null ? [] : [plain(of.choice)])];
  if (notes.length > 0) page.line(notes.join('; '), { indent: 6, colour: 'yellow' });
  proofLine(page, of, mode);
  if (of.error !== null) problem(page, of.error);
  if (hasFailed(of, mode)) page.line(leftBehindWords(of, mode), { indent: 6, colour: 'bold' });
  if (of.rollbackError !== null) problem(page, of.rollbackError);
}

function certificate(
  page: Page,
  of: NamedCertificateReport,
  task: TaskReport,
  offline: boolean,
): void {
  const matched = task.perCertificate.find(({ name }) => name === of.name)?.matched ?? 0;
  const facts =
    of.sha256 === null ? 'kept in a secret, not read in this preview' : certificateWords(of);
  const matches = offline ? '' : `, matched ${number(matched)}`;
  page.line(`certificate ${plain(of.name, nameCap)}: ${facts}${matches}`, { indent: 2 });
  if (of.domains.length > 0) page.line(names(of.domains), { indent: 6, colour: 'dim' });
}

/** A group with its heading and how many there are; nothing at all when it is empty. */
function group<T>(page: Page, title: string, all: readonly T[], print: (item: T) => void): void {
  if (all.length === 0) return;
  page.gap();
  page.line(`${title} (${number(all.length)})`, { indent: 2, colour: 'bold' });
  for (const each of all) print(each);
}

function taskHead(page: Page, task: TaskReport, mode: Report['mode']): void {
  const counts = countsOf(task, mode).map(([name, amount]) => `${name} ${amount}`);
  page.line(counts.join(', '), { indent: 2 });
  page.line(quotaWords(task, mode), { indent: 2 });
  const products = task.perProduct.map(
    ({ product, matched }) => `${plain(product, nameCap)} ${number(matched)}`,
  );
  if (products.length > 0) page.line(`matched per product: ${products.join(', ')}`, { indent: 2 });
}

function taskText(page: Page, task: TaskReport, report: Report): void {
  const { mode } = report;
  const offline = report.verdict === 'offline';
  page.gap();
  page.line(`Task ${plain(task.name, nameCap)}`, { colour: 'bold' });
  if (!offline) taskHead(page, task, mode);
  for (const each of task.certificates) certificate(page, each, task, offline);
  const titles = eyeTitles[mode];
  group(page, titles.gaps, task.gaps, (gap) => {
    page.line(where(gap), { indent: 4 });
    problem(page, gap.error);
  });
  group(page, 'Certificates without a resource', task.certificatesWithoutMatch, (name) => {
    const allowed = task.allowUnmatched ? ', which this task allows' : '';
    page.line(`${plain(name, nameCap)} matches no resource${allowed}`, { indent: 4 });
  });
  group(page, 'Remarks', remarksIn(task.findings), (each) => remark(page, each));
  const changes = (title: string, test: (change: ChangeReport) => boolean) =>
    group(page, title, task.changes.filter(test), (each) => change(page, each, mode));
  changes(titles.failed, (each) => hasFailed(each, mode));
  changes(titles.held, ({ status }) => status === 'held');
  changes(editsTitle(mode), (each) => isOpenEdit(each) && !hasFailed(each, mode));
  group(page, 'Resources that no certificate fits', task.unmatched, (each) => {
    resource(page, each, '');
    page.line(plain(each.reason), { indent: 6 });
  });
  const kept = task.changes.filter(({ status }) => status === 'kept');
  group(page, 'Up to date', kept, (each) => {
    resource(page, each, '');
    page.line(certificateWords(each.new), { indent: 6 });
    proofLine(page, each, mode);
  });
}

function remark(page: Page, { code, level, subjects, message }: Remark): void {
  const known = subjects.flatMap((subject) => (subject === null ? [] : [subject]));
  const about = known.length === 0 ? '' : `${names(known)}: `;
  const colour = level === 'warning' ? 'yellow' : 'dim';
  page.line(`${level}: ${about}${plain(message)} (${plain(code, nameCap)})`, { indent: 4, colour });
}

/** The report for a terminal: everything in it, in the order of what needs eyes first. */
export function reportText(report: Report, options: TextOptions = {}): string {
  const { width = 80, colour = false } = options;
  const page = createPage(width, painter(colour));
  const { mark, verdict, counts } = headlineOf(report);
  page.line(`[${signs[mark]}] ${verdict}: ${counts}`, { colour: colours[mark] });
  page.line(
    [
      `Certferry ${modeWords[report.mode]} of ${plain(report.file, nameCap)}`,
      ...(report.commit === null ? [] : [`commit ${plain(report.commit.slice(0, 12), nameCap)}`]),
      `took ${duration(report.startedAt, report.finishedAt)}`,
    ].join(', '),
    { colour: 'dim' },
  );
  for (const { file, line, column, message } of report.problems) {
    page.line(`${plain(file, nameCap)}:${line}:${column}`, { colour: 'red' });
    page.line(plain(message), { indent: 6 });
  }
  if (report.problems.length > 0) page.line(`${count(report.problems.length, 'problem')} in all`);
  group(page, 'Remarks', remarksIn(report.findings), (each) => remark(page, each));
  for (const task of report.tasks) taskText(page, task, report);
  const next = consequence(report);
  if (next !== '') {
    page.gap();
    page.line(next, { colour: 'dim' });
  }
  return page.text();
}
