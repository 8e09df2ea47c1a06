import pMap from 'p-map';

import { keyTypeOf } from '../core/certificate.ts';
import type { Change, Endpoint, Remark } from '../core/model.ts';
import { isPublicAddress } from '../runtime/addresses.ts';
import { addressWords, certificateWords, listed } from './answer.ts';
import type { Answer } from './answer.ts';
import { addressesOf } from './dns.ts';
import type { Dns } from './dns.ts';
import type { Handshake, ShownCertificate } from './handshake.ts';
import type { Offer } from './offer.ts';
import type { Question } from './questions.ts';

/** One handshake, as the probe makes them: bounded, and in its queue. */
export type Ask = (question: Question, place: Endpoint, offer: Offer) => Promise<Handshake>;

/** What a proven change was proven with. */
export interface Proof {
  readonly change: Change;
  readonly questions: readonly Question[];
  /** Every address that was asked, of the resource itself or instead of it. */
  readonly places: readonly Endpoint[];
  readonly answers: readonly Answer[];
}

const addressesAtMost = 16;
const handshakesAtOnce = 8;

/**
 * What clients may see that the proof does not: it is told, and it fails nothing, since none of it is
 * the resource's own doing. Each is looked at once, after the resource is proven.
 */
export async function remarksBeside(
  proof: Proof,
  found: readonly FoundByDns[],
  ask: Ask,
): Promise<readonly Remark[]> {
  const [otherKey, elsewhere] = await Promise.all([
    otherKeyRemark(proof, ask),
    elsewhereRemark(proof, found, ask),
  ]);
  return [chainRemark(proof), otherKey, elsewhere].filter((remark) => remark !== undefined);
}

/** The certificate is the wanted one, and what leads from it to its authority is missing. */
function chainRemark({ change, answers }: Proof): Remark | undefined {
  const { intermediates = 0, sha256 } = change.certificate;
  const short = answers.filter(
    ({ handshake: shown }) =>
      shown.kind === 'certificate' &&
      shown.facts.sha256 === sha256 &&
      isJudged(shown) &&
      !shown.authorized &&
      shown.chain.length - 1 < intermediates,
  );
  if (short.length === 0) return undefined;
  const where = listed([...new Set(short.map(({ address }) => address))]);
  const whole =
    intermediates === 1 ? 'its intermediate' : `all of its ${intermediates} intermediates`;
  return {
    code: 'chain-not-served',
    level: 'warning',
    message: `the certificate is served without ${whole} at ${where}: clients that do not know the missing ones refuse it; look at the chain that the cloud holds`,
  };
}

/** Up to TLS 1.2 a listener that demands a client certificate breaks off before the chain is judged. */
function isJudged({ authorizationError }: ShownCertificate): boolean {
  return authorizationError?.startsWith('not judged') !== true;
}

const otherKind = { rsa: 'ecdsa', ecdsa: 'rsa' } as const;
const kindWords = { rsa: 'RSA', ecdsa: 'ECDSA' } as const;

/** A listener with a certificate of each kind of key: some clients go on getting the other one. */
async function otherKeyRemark(
  { change, questions, answers, places }: Proof,
  ask: Ask,
): Promise<Remark | undefined> {
  const kind = keyTypeOf(change.certificate.keyAlgorithm);
  const [question] = questions;
  const place = places[answers.findIndex(({ handshake }) => handshake.kind === 'certificate')];
  if (kind === 'other' || question === undefined || place === undefined) return undefined;
  const other = otherKind[kind];
  const shown = await ask(question, place, other);
  if (shown.kind !== 'certificate') return undefined;
  // One that lasts longer is looked after by somebody.
  if (shown.facts.sha256 === change.certificate.sha256) return undefined;
  if (shown.facts.notAfter >= change.certificate.notAfter) return undefined;
  return {
    code: 'other-key-served',
    level: 'notice',
    message: `clients that ask for a key of the kind ${kindWords[other]} get ${certificateWords(shown, change)}: renew that one too`,
  };
}

/** Addresses that DNS gives for a name. */
export interface FoundByDns {
  readonly question: Question;
  readonly addresses: readonly string[];
}

/** Asks name servers where clients are led; what gives no answer is left out. Never rejects. */
export async function askDns(
  questions: readonly Question[],
  dns: Pick<Dns, 'resolve4' | 'resolve6'>,
  signal: AbortSignal,
): Promise<readonly FoundByDns[]> {
  return await Promise.all(
    questions.map(async (question) => {
      if (question.servername === undefined) return { question, addresses: [] };
      const found = await addressesOf(question.servername, dns, signal);
      return { question, addresses: found.kind === 'found' ? found.addresses : [] };
    }),
  );
}

/** DNS may lead clients past the resource: through another cloud, or not here yet. */
async function elsewhereRemark(
  { change, places }: Proof,
  found: readonly FoundByDns[],
  ask: Ask,
): Promise<Remark | undefined> {
  const port = places[0]?.port ?? 443;
  const own = new Set(places.map(({ host }) => host));
  const others = found.flatMap(({ question, addresses }) =>
    addresses
      // A name that leads into a private network is not asked from here: who wrote it is not known.
      .filter((host) => !own.has(host) && isPublicAddress(host))
      .map((host) => ({ question, host })),
  );
  const answers = await pMap(
    others.slice(0, addressesAtMost),
    async ({ question, host }) => ({
      question,
      place: { host, port },
      shown: await ask(question, { host, port }, 'any'),
    }),
    { concurrency: handshakesAtOnce },
  );
  const wrong = answers.flatMap(({ question, place, shown }) =>
    shown.kind === 'certificate' && shown.facts.sha256 !== change.certificate.sha256
      ? [`${question.label} at ${addressWords(place)} serves ${certificateWords(shown, change)}`]
      : [],
  );
  if (wrong.length === 0) return undefined;
  return {
    code: 'dns-serves-other',
    level: 'warning',
    message: `the resource itself is proven, and DNS leads clients elsewhere, where it is not served: ${listed(wrong)}`,
  };
}
