import { isIP, SocketAddress } from 'node:net';

import pMap from 'p-map';

import type { Change, Endpoint, Remark } from '../core/model.ts';
import { isPublicAddress } from '../runtime/addresses.ts';
import { certificateWords } from './answer.ts';
import { addressesOf, inTime } from './dns.ts';
import type { Dns } from './dns.ts';
import type { Handshake } from './handshake.ts';
import { gaveNoAnswer } from './no-certificate.ts';
import { offerFor } from './offer.ts';
import type { Ask, Proof } from './proof.ts';
import type { Question } from './questions.ts';
import { serve, some, together } from './shown-where.ts';

/** Handshakes besides those of the proof; all at once, since one that is not answered takes seconds. */
const handshakesAtMost = 16;

/** Addresses that DNS gives for a name. */
export interface FoundByDns {
  readonly question: Question;
  readonly addresses: readonly string[];
}

/**
 * Asks name servers where clients are led: A and AAAA. What gives no answer until the signal is aborted
 * is left out. Never rejects, and never settles later than that.
 */
export async function askDns(
  questions: readonly Question[],
  dns: Pick<Dns, 'resolve4' | 'resolve6'>,
  signal: AbortSignal,
): Promise<readonly FoundByDns[]> {
  return await Promise.all(
    questions.map(async (question) => {
      if (question.servername === undefined) return { question, addresses: [] };
      const asked = addressesOf(question.servername, dns, signal);
      const found = await inTime(asked, { kind: 'none' }, signal);
      return { question, addresses: found.kind === 'found' ? found.addresses : [] };
    }),
  );
}

/**
 * DNS may lead clients past the resource: through another cloud, or not here yet. Each such address is
 * asked once; one that gives no answer, or shows the wanted certificate, is nothing to tell.
 */
export async function elsewhereRemark(
  { change, places }: Proof,
  found: readonly FoundByDns[],
  ask: Ask,
): Promise<Remark | undefined> {
  const port = places[0]?.port ?? 443;
  const own = new Set(places.map(({ host }) => canonical(host)));
  const others = inTurn(
    found.map(({ question, addresses }) =>
      [...new Set(addresses.map(canonical))]
        // A name that leads into a private network is not asked from here: who wrote it is not known.
        .filter((host) => !own.has(host) && isPublicAddress(host))
        .map((host) => ({ question, host })),
    ),
  );
  const answers = await pMap(
    others.slice(0, handshakesAtMost),
    async ({ question, host }) => ({
      name: question.label,
      address: host,
      words: wrongWords(await askOnce(question, { host, port }, change, ask), change),
    }),
    { concurrency: handshakesAtMost },
  );
  const wrong = together(
    answers.flatMap(({ words, ...where }) => (words === undefined ? [] : [{ ...where, words }])),
  );
  if (wrong.length === 0) return undefined;
  const sentences = wrong
    .slice(0, 3)
    .map(
      ({ names, addresses, words }) =>
        `${some(names)} to ${some(addresses)}, which ${serve(addresses.length)} ${words}`,
    );
  const notAsked = others.length - handshakesAtMost;
  return {
    code: 'dns-serves-other',
    level: 'warning',
    message: `the resource itself is proven, but DNS also leads ${sentences.join('; ')}${wrong.length > 3 ? `; and ${wrong.length - 3} more` : ''}${notAsked > 0 ? `; ${notAsked} more of these were not asked` : ''}`,
  };
}

/** With the kind of key that is wanted, as the proof does; with any, where there is none of that kind. */
async function askOnce(
  question: Question,
  place: Endpoint,
  change: Change,
  ask: Ask,
): Promise<Handshake> {
  const offer = offerFor(change.certificate.keyAlgorithm);
  const shown = await ask(question, place, offer);
  const hasOther = shown.kind === 'no-certificate' && shown.reason === 'nothing-in-common';
  return hasOther && offer !== 'any' ? await ask(question, place, 'any') : shown;
}

/** Undefined: nothing to tell. */
function wrongWords(shown: Handshake, change: Change): string | undefined {
  if (shown.kind === 'certificate') {
    if (shown.facts.sha256 === change.certificate.sha256) return undefined;
    return certificateWords(shown, change);
  }
  return gaveNoAnswer(shown.reason) ? undefined : `no certificate for it (${shown.words})`;
}

/** The first of each list, then the second of each: no name has to wait for all addresses of another. */
function inTurn<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat();
}

/** One spelling for each IPv6 address. */
function canonical(host: string): string {
  return isIP(host) === 6 ? new SocketAddress({ address: host, family: 'ipv6' }).address : host;
}
