import { keyTypeOf } from '../core/certificate.ts';
import { covers } from '../core/domain.ts';
import type { Change, Endpoint, Remark } from '../core/model.ts';
import { certificateWords, wasBefore } from './answer.ts';
import type { ShownCertificate } from './handshake.ts';
import type { Offer } from './offer.ts';
import type { Ask, Proof } from './proof.ts';
import { sample } from './questions.ts';
import type { Question } from './questions.ts';
import { some, together } from './shown-where.ts';

const otherKind = { rsa: 'ecdsa', ecdsa: 'rsa' } as const;
const kindWords = { rsa: 'RSA', ecdsa: 'ECDSA' } as const;
/** Of an SNI list, where each name may have a certificate of its own; elsewhere one name stands for all. */
const namesAtMost = 4;

/** A name, and what is shown for it besides the wanted certificate. */
interface Besides {
  readonly question: Question;
  readonly shown: ShownCertificate;
}

/**
 * A listener can hold a certificate of each kind of key. The wanted one is proven with its own kind alone;
 * this asks, at one address, what a browser gets, which accepts both, and what clients of the other kind
 * get. That these get no handshake is normal where there is one certificate only.
 */
export async function otherKeyRemarks(proof: Proof, ask: Ask): Promise<readonly Remark[]> {
  const { change, questions, places, answers } = proof;
  const kind = keyTypeOf(change.certificate.keyAlgorithm);
  const place = places[answers.findIndex(({ handshake }) => handshake.kind === 'certificate')];
  // Of any other kind than the two, the proof itself offered what a browser does.
  if (kind === 'other' || place === undefined) return [];
  const other = otherKind[kind];
  const names =
    change.resource.slots === 'one' ? questions.slice(0, 1) : sample(questions, namesAtMost);
  const [browsers, others] = await Promise.all(
    [askAll(names, place, 'any', ask), askAll(names, place, other, ask)].map(async (asked) =>
      (await asked).filter(({ question, shown }) => isStale(shown, question, change)),
    ),
  );
  const told = new Set((browsers ?? []).map(({ question }) => question));
  // One that does not fit the name is what a listener falls back on where it has none of this kind.
  const only = (others ?? []).filter(
    ({ question, shown }) => !told.has(question) && fits(shown, question),
  );
  return [
    ...remark(browsers ?? [], change, 'warning', (shown) => {
      const type = keyTypeOf(shown.facts.keyAlgorithm);
      return type === other
        ? `clients that accept ${kindWords[other]} keys, as browsers do,`
        : 'clients that accept both kinds of key, as browsers do,';
    }),
    ...remark(only, change, 'notice', () => `clients that accept only ${kindWords[other]} keys`),
  ];
}

async function askAll(
  questions: readonly Question[],
  place: Endpoint,
  offer: Offer,
  ask: Ask,
): Promise<readonly Besides[]> {
  const answers = await Promise.all(
    questions.map(async (question) => ({ question, shown: await ask(question, place, offer) })),
  );
  return answers.flatMap(({ question, shown }) =>
    shown.kind === 'certificate' ? [{ question, shown }] : [],
  );
}

/** Another certificate, which nobody looks after: one that fits and lasts longer is somebody's care. */
function isStale(shown: ShownCertificate, question: Question, change: Change): boolean {
  const { sha256, notAfter } = shown.facts;
  if (sha256 === change.certificate.sha256) return false;
  if (wasBefore(change, sha256) || !fits(shown, question)) return true;
  return notAfter < change.certificate.notAfter;
}

function fits({ facts }: ShownCertificate, { domain }: Question): boolean {
  return domain !== undefined && facts.domains.some((san) => covers(san, domain));
}

function remark(
  besides: readonly Besides[],
  change: Change,
  level: Remark['level'],
  who: (shown: ShownCertificate) => string,
): readonly Remark[] {
  if (besides.length === 0) return [];
  const said = together(
    besides.map(({ question, shown }) => ({
      name: question.label,
      address: who(shown),
      words: certificateWords(shown, change),
    })),
  );
  const sentences = said
    .slice(0, 3)
    .map(({ names, addresses, words }) => `${some(addresses)} get, for ${some(names)}, ${words}`);
  return [
    {
      code: 'other-key-served',
      level,
      message: `${sentences.join('; ')}: renew that one too, or take it away`,
    },
  ];
}
