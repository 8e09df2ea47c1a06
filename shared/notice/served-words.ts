import { clean, sentenceCap } from '../report/safe.ts';
import { count } from '../report/words.ts';
import type { EndpointProblem, Mark, NoticeFacts } from './facts.ts';

/** Facts about what a handshake shows. */
export type ServedFacts = Extract<
  NoticeFacts,
  { readonly kind: 'expiry' | 'not-deployed' | 'newer' | 'endpoint' }
>;
type Facts<Kind extends ServedFacts['kind']> = Extract<ServedFacts, { readonly kind: Kind }>;

interface ServedLine {
  readonly mark: Mark;
  readonly title: string;
  readonly detail: string;
}

/** What a digest says of them, besides where it comes from. */
export interface ServedWords {
  readonly mark: Mark;
  /** The verdict, and what it is about. */
  readonly words: string;
  readonly what: string;
  readonly lead: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly parts: readonly {
    readonly title: string;
    readonly total: number;
    readonly lines: readonly ServedLine[];
  }[];
  readonly next: readonly string[];
}

export function servedWords(about: ServedFacts): ServedWords {
  switch (about.kind) {
    case 'expiry':
      return expiry(about);
    case 'not-deployed':
      return notDeployed(about);
    case 'newer':
      return newer(about);
    case 'endpoint':
      return endpoint(about);
  }
}

function expiry({
  hosts,
  certificate,
  fingerprint,
  notAfter,
  daysLeft,
}: Facts<'expiry'>): ServedWords {
  const what = named(hosts, hosts.length, certificate ?? 'a certificate');
  const ended = daysLeft < 0;
  const ends = `${ended ? 'ended' : 'ends'} on ${moment(notAfter)}`;
  return {
    mark: ended || daysLeft <= 3 ? 'bad' : 'warning',
    words: ended
      ? 'a certificate has ended'
      : daysLeft === 0
        ? 'a certificate ends today'
        : `a certificate ends in ${count(daysLeft, 'day')}`,
    what,
    lead: `The certificate that ${hosts.length === 0 ? 'is deployed' : `${clean(what)} serves`} ${ends}.`,
    facts: [...optional('Certificate', certificate), ['Fingerprint', short(fingerprint)]],
    parts: hostsPart(
      'Hosts that serve it',
      hosts.length,
      hosts.map((host) => [host, ends]),
    ),
    next: [
      'Renew it where it was issued; the receiver deploys it when it arrives. If that happened already, see in the dashboard why it was not deployed.',
    ],
  };
}

function notDeployed(about: Facts<'not-deployed'>): ServedWords {
  const { host, resource, deployed, served, why, seenAt } = about;
  return {
    mark: 'bad',
    words: served === null ? 'no certificate is served' : 'another certificate is served',
    what: host,
    lead:
      served === null
        ? `No handshake with ${clean(host)} showed the certificate that was deployed.`
        : `${clean(host)} serves another certificate than the one that was deployed.`,
    facts: [
      ...optional('Resource', resource),
      ['Deployed', known(deployed)],
      ['Served', served === null ? 'none seen' : known(served)],
      ...optional('Why', why, sentenceCap),
      ['Seen', moment(seenAt)],
    ],
    parts: [],
    next: [
      'Look who changed the resource, or where its name points now. Run the deployment again to put the certificate back.',
    ],
  };
}

function newer({ hosts, resource, deployed, served, seenAt }: Facts<'newer'>): ServedWords {
  const what = named(hosts, hosts.length, 'a host');
  return {
    mark: 'warning',
    words: 'a newer certificate is served than the deployed one',
    what,
    lead: `${clean(what)} ${serves(hosts.length)} a newer certificate than the one that was deployed from here, and it is valid: somebody else renews it there.`,
    facts: [
      ...optional('Resource', resource),
      ['Deployed', known(deployed)],
      ['Served', known(served)],
      ['Seen', moment(seenAt)],
    ],
    parts: hostsPart(
      'Hosts that serve it',
      hosts.length,
      hosts.map((host) => [host, `serves ${known(served)}`]),
    ),
    next: [
      'If the cloud or another tool renews it there, exclude the resource from the task. If not, deploy the newer certificate from here: the next deployment would put back the older one.',
    ],
  };
}

/** What is said of each problem: the verdict, the sentence after the host, and what to do. */
const problems: Readonly<
  Record<
    EndpointProblem,
    {
      readonly words: string;
      readonly lead: (name: string, total: number) => string;
      readonly next: string;
    }
  >
> = {
  unreachable: {
    words: 'no certificate is served',
    lead: (name) => `No handshake with ${name} showed a certificate.`,
    next: 'Look whether it is up, whether its name points there, and whether the receiver can reach it.',
  },
  'wrong-name': {
    words: 'a certificate for other names is served',
    lead: (name, total) =>
      `${name} ${serves(total)} a certificate that does not cover this name: clients refuse it.`,
    next: 'Deploy a certificate that covers the name, or look where the name points now.',
  },
  chain: {
    words: 'a certificate is served that clients do not trust',
    lead: (name, total) =>
      `${name} ${serves(total)} a certificate whose chain is not complete or not trusted.`,
    next: 'Deploy the leaf together with every intermediate above it, from an authority that clients know.',
  },
  'not-yet-valid': {
    words: 'a certificate is served that is not valid yet',
    lead: (name, total) => `${name} ${serves(total)} a certificate that is not valid yet.`,
    next: 'Put back the certificate before it until its time has come.',
  },
};

function endpoint(about: Facts<'endpoint'>): ServedWords {
  const { problem, places, total, resource, served, seenAt } = about;
  const { words, lead, next } = problems[problem];
  const what = named(
    places.map(({ host }) => host),
    total,
    'a host',
  );
  const [first] = places;
  return {
    mark: 'bad',
    words,
    what,
    lead: lead(clean(what), total),
    facts: [
      ...optional('Resource', total === 1 ? resource : null),
      ...optional('Served', served === null ? null : known(served)),
      ...optional('Why', total === 1 ? (first?.why ?? null) : null, sentenceCap),
      ['Seen', moment(seenAt)],
    ],
    parts: hostsPart(
      'Hosts',
      total,
      places.map(({ host, why }) => [host, why]),
      'bad',
    ),
    next: [next],
  };
}

const serves = (total: number): string => (total === 1 ? 'serves' : 'serve');

function named(hosts: readonly string[], total: number, none: string): string {
  const [first = none] = hosts;
  return total > 1 ? `${first} and ${count(total - 1, 'more', 'more')}` : first;
}

/** A host on its own stands in the sentence before. */
function hostsPart(
  title: string,
  total: number,
  hosts: readonly (readonly [host: string, detail: string])[],
  mark: Mark = 'warning',
): ServedWords['parts'] {
  if (total < 2) return [];
  const lines = hosts.map(([host, detail]) => ({
    mark,
    title: clean(host),
    detail: clean(detail, sentenceCap),
  }));
  return [{ title, total, lines }];
}

function optional(name: string, value: string | null, most?: number): ServedWords['facts'] {
  return value === null ? [] : [[name, clean(value, most)]];
}

const short = (fingerprint: string): string =>
  fingerprint === '' ? 'unknown' : clean(fingerprint.slice(0, 16));

const known = (one: { readonly fingerprint: string; readonly notAfter: string | null }): string =>
  `${short(one.fingerprint)}${one.notAfter === null ? '' : `, until ${moment(one.notAfter)}`}`;

/** "2026-11-25 10:00 UTC"; whatever else was written where it is no time. */
export function moment(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return clean(instant, 40);
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
