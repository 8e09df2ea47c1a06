import { clean, sentenceCap } from '../report/safe.ts';
import { list, modeWords } from '../report/words.ts';
import type { Mark, NoticeFacts, RunLine, RunNotice } from './facts.ts';
import { moment, servedWords } from './served-words.ts';

export interface DigestLine {
  readonly mark: Mark;
  readonly title: string;
  readonly detail: string;
}

export interface DigestPart {
  readonly title: string;
  /** How many there are; `lines` may hold fewer. */
  readonly total: number;
  readonly lines: readonly DigestLine[];
}

/**
 * What a contact is told, before it takes the form of a mail or a message. Every text in it is one line
 * of visible characters and of bounded length; no form's own signs are escaped yet.
 */
export interface Digest {
  readonly kind: NoticeFacts['kind'];
  readonly mark: Mark;
  /** The verdict, and what it is about. */
  readonly subject: string;
  /** One sentence that says enough. */
  readonly lead: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly parts: readonly DigestPart[];
  /** What to do next. */
  readonly next: readonly string[];
  readonly link: { readonly words: string; readonly url: string } | null;
}

export interface DigestContext {
  /** `owner/name`; null at a terminal. */
  readonly repository: string | null;
  readonly file: string;
  /** Origin of the receiver, for what has no run to look at; null without one. */
  readonly receiver: string | null;
}

/** Puts facts into words. Pure: the same facts have the same words. */
export function digestOf(about: NoticeFacts, context: DigestContext): Digest {
  const { kind } = about;
  const where: [string, string][] = [];
  if (context.repository !== null) where.push(['Repository', clean(context.repository)]);
  if (context.file !== '') where.push(['File', clean(context.file)]);
  const subject = (words: string, what: string) =>
    clean(`Certferry: ${words}: ${clean(what, 80)}`, 160);
  const dashboard = {
    words: 'Open the dashboard',
    url: httpAddress(context.receiver, '/dashboard'),
  };
  const base = { kind, facts: where, parts: [], link: linkOf(dashboard) };
  switch (about.kind) {
    case 'run':
      return { ...base, ...runWords(about, context, where), subject: subjectOfRun(about, context) };
    case 'expiry':
    case 'not-deployed':
    case 'newer':
    case 'endpoint': {
      const { mark, words, what, lead, facts, parts, next } = servedWords(about);
      return {
        ...base,
        mark,
        subject: subject(words, what),
        lead,
        facts: [...where, ...facts],
        parts,
        next,
      };
    }
    case 'given-up': {
      const { tasks, why, run } = about;
      const names = tasks.map((name) => clean(name, 60));
      const shown = list([...names.slice(0, 3), names.length > 3 && `${names.length - 3} more`]);
      return {
        ...base,
        mark: 'bad',
        subject: subject('a deployment did not happen', shown === '' ? context.file : shown),
        lead: `The workflow run of ${shown === '' ? 'a task' : shown} did not carry it out: ${clean(why, sentenceCap)}`,
        link: linkOf({ words: 'Open the workflow run', url: httpAddress(run) }) ?? base.link,
        next: [
          'Mend the reason, then press "Dispatch again" in the dashboard or run the workflow by hand.',
        ],
      };
    }
    case 'test':
      return {
        ...base,
        mark: 'good',
        subject: subject('test', 'notices arrive here'),
        lead: `This is a test by ${clean(about.by)}: nothing was deployed, and there is nothing to do.`,
        next: [],
      };
  }
}

function subjectOfRun(about: RunNotice, { repository, file }: DigestContext): string {
  const names = about.tasks.map(({ name }) => clean(name, 40));
  const what = names.length === 0 || names.length > 3 ? file : names.join(', ');
  const at = repository === null ? '' : ` (${clean(repository, 60)})`;
  return clean(`Certferry: ${about.words}: ${clean(what, 80)}${at}`, 160);
}

function runWords(
  about: RunNotice,
  { receiver }: DigestContext,
  where: readonly (readonly [string, string])[],
): Omit<Digest, 'kind' | 'subject'> {
  const advice = about.parts.flatMap(({ lines }) => lines.map(({ error }) => error?.advice ?? ''));
  const next = [...new Set(advice.filter((words) => words !== ''))].slice(0, 3);
  const problems = about.verdict === 'invalid' ? ['Correct the file and push it.'] : [];
  return {
    mark: about.mark,
    lead: `${about.words}: ${clean(about.counts, sentenceCap)}.`,
    facts: [
      ...where,
      ['Kind', modeWords[about.mode]],
      ...(about.commit === null ? [] : [['Commit', clean(about.commit.slice(0, 12))] as const]),
      ['Finished', moment(about.finishedAt)],
    ],
    parts: about.parts.map(({ title, total, lines }) => ({
      title: clean(title),
      total,
      lines: lines.map(lineWords),
    })),
    next: [...problems, ...next].map((words) => clean(words, sentenceCap)),
    link:
      linkOf({ words: 'Open the workflow run', url: httpAddress(about.run) }) ??
      linkOf({ words: 'Open the dashboard', url: httpAddress(receiver, '/dashboard') }),
  };
}

function lineWords({ mark, task, title, place, domains, outcome, error }: RunLine): DigestLine {
  const itself = domains.length === 0 || (domains.length === 1 && domains[0] === title);
  const names = itself
    ? ''
    : list([...domains.slice(0, 2), domains.length > 2 && `${domains.length - 2} more`]);
  const said = [
    outcome,
    error === null ? '' : `${error.code}: ${clean(error.message, sentenceCap)}`,
    [place, names, task === null ? '' : `task ${task}`].filter((text) => text !== '').join(', '),
  ].filter((text) => text !== '');
  return { mark, title: clean(title), detail: clean(said.join(' | '), 700) };
}

/** An address that a browser may be sent to; null for anything else. */
function httpAddress(address: string | null, path = ''): string | null {
  const url = address === null ? null : URL.parse(address + path);
  if (url === null || url.username !== '' || url.password !== '') return null;
  const plain = url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if ((url.protocol !== 'https:' && !plain) || url.href.length > 500) return null;
  // None of these ends a link or an attribute in any of the forms.
  return url.href.replace(
    /["'()<>[\]\\`|*_]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const linkOf = ({ words, url }: { readonly words: string; readonly url: string | null }) =>
  url === null ? null : { words, url };
