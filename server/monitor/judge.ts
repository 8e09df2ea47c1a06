import { isIP } from 'node:net';

import { covers, parseDomain } from '../../shared/core/domain.ts';
import type { CertificateFacts } from '../../shared/core/model.ts';
import { listed } from '../../shared/tls/answer.ts';
import type { ShownCertificate } from '../../shared/tls/handshake.ts';
import { chainVerdict } from './chain.ts';
import { complaintsOf, firstToEnd, isExpected } from './complaints.ts';
import type { Complaint, Expected, Shown } from './complaints.ts';
import type { Answer, Seen } from './probe.ts';
import { alarmKinds } from './tables.ts';
import type { AlarmKind, EndpointState } from './tables.ts';
import { placesWords } from './words.ts';

export interface Question {
  readonly seen: Seen;
  /** Empty: nothing was deployed here, the host is only watched. */
  readonly expected: readonly Expected[];
  /** The host stands for names that are not known: where DNS has none, nobody is missed. */
  readonly pattern: boolean;
  /** Somebody listed it under `monitor:`, or it has shown a certificate before: it can be reached. */
  readonly reachable: boolean;
  /** A run that deploys here is under way: what it has done is not known before its report. */
  readonly underWay: boolean;
  /** Times in a row before this one that nothing answered. */
  readonly failures: number;
  readonly now: Date;
  /** How long after a deployment edges may serve what was there before. */
  readonly graceMs: number;
}

export interface Judgement {
  readonly state: EndpointState;
  readonly words: string;
  readonly complaints: readonly Complaint[];
  /** Kinds that are known to be there or not: alarms of the others stay as they are. */
  readonly decided: readonly AlarmKind[];
  readonly failures: number;
  /** Of those served, the one that ends first. */
  readonly served: CertificateFacts | null;
  /** When a deployment should have reached every edge. */
  readonly settledAt: Date | null;
}

/** One unanswered question may be the network's fault; so many in a row are told. */
const failuresToTell = 2;

/** What an endpoint's answers mean. Pure. */
export function judge(question: Question): Judgement {
  const { seen } = question;
  if (seen.kind === 'no-address' && question.pattern) {
    const words = `DNS has no name below it (${seen.name} was tried), so nobody could be asked`;
    return { ...nothingServed, state: 'skipped', words, decided: ['unreachable'], failures: 0 };
  }
  if (seen.kind !== 'answers') {
    const why = seen.kind === 'no-dns' ? seen.words : 'the name has no address';
    return unanswered(question, why);
  }
  const shown = seen.answers.flatMap((answer) => shownBy(answer, seen.name, question.now));
  if (shown.length === 0) {
    const why = seen.answers.map(({ address, handshake }) =>
      handshake.kind === 'certificate' ? address : `${address}: ${handshake.words}`,
    );
    return unanswered(question, listed(why));
  }
  return judgeShown(question, shown);
}

const nothingServed = { complaints: [], served: null, settledAt: null } as const;

function unanswered({ failures, reachable }: Question, why: string): Judgement {
  const count = failures + 1;
  if (count < failuresToTell) {
    return { ...nothingServed, state: 'silent', words: why, decided: [], failures: count };
  }
  const words = `no certificate was shown ${count} times in a row: ${why}`;
  const complaint: Complaint = {
    kind: 'unreachable',
    level: 'alarm',
    cause: 'unreachable',
    fingerprint: null,
    rung: null,
    words,
  };
  return {
    ...nothingServed,
    state: 'unreachable',
    words: reachable ? words : `${words}; it has never been reached from here`,
    complaints: reachable ? [complaint] : [],
    decided: ['unreachable'],
    failures: count,
  };
}

function shownBy(
  { address, askedFor, handshake }: Answer,
  name: string,
  now: Date,
): readonly Shown[] {
  if (handshake.kind !== 'certificate') return [];
  const chain = chainVerdict(handshake, now);
  const { facts } = handshake;
  return [{ address, askedFor, facts, chain, misnamed: isMisnamed(handshake, name) }];
}

function isMisnamed({ facts, authorizationError }: ShownCertificate, name: string): boolean {
  const domain = parseDomain(name);
  if (domain !== undefined) return !facts.domains.some((san) => covers(san, domain));
  if (isIP(name) !== 0) return !facts.ips.some((ip) => canonical(ip) === canonical(name));
  return authorizationError === 'ERR_TLS_CERT_ALTNAME_INVALID';
}

/** IPv6 addresses have many spellings; a URL has one. */
function canonical(ip: string): string {
  return isIP(ip) === 6 ? new URL(`http://[${ip}]`).hostname : ip;
}

function judgeShown(question: Question, shown: readonly Shown[]): Judgement {
  const { expected, now, graceMs } = question;
  const strange = shown.filter((one) => !isExpected(one, expected));
  const basis = { served: firstToEnd(shown), failures: 0 };
  const lastChange = Math.max(...expected.map(({ since }) => since.getTime()));
  const settledAt = new Date(lastChange + graceMs);
  if (strange.length > 0 && expected.length > 0 && now < settledAt) {
    const until = settledAt.toISOString();
    const words = `${placesWords(strange)}: a deployment is recent, edges may need until ${until}`;
    // Not a word about the certificate that is being replaced, whatever is wrong with it.
    return {
      ...basis,
      state: 'settling',
      words,
      complaints: [],
      decided: ['unreachable'],
      settledAt,
    };
  }
  const expects = ({ kind }: { readonly kind: AlarmKind }) => kind === 'newer' && question.underWay;
  const complaints = complaintsOf(shown, expected, now).filter((one) => !expects(one));
  const state = complaints.some(({ level }) => level === 'alarm')
    ? 'alarm'
    : complaints.length > 0
      ? 'notice'
      : 'ok';
  return {
    ...basis,
    state,
    words: complaints.map(({ words }) => words).join('; ') || placesWords(shown),
    complaints,
    decided: alarmKinds.filter((kind) => !expects({ kind })),
    settledAt: null,
  };
}
