import type { CertificateFacts, CertificateType, KeyType } from '../../shared/core/model.ts';
import { listed } from '../../shared/tls/answer.ts';
import { chainWords } from './chain.ts';
import { rungOf } from './ladder.ts';
import type { AskedKey } from './probe.ts';
import type { AlarmKind, ChainVerdict } from './tables.ts';
import { certificateWords, dayWords, expiryWords, placesWords, shortWords } from './words.ts';

/** A certificate that was deployed for the name that is asked for. */
export interface Expected {
  /** Null: it is not known which one; any is right. */
  readonly fingerprint: string | null;
  readonly notBefore: Date | null;
  readonly type: CertificateType;
  readonly keyType: KeyType;
  readonly since: Date;
  /** What was there before it. */
  readonly replaced: string | null;
}

/** Something that is wrong, or worth knowing. */
export interface Complaint {
  readonly kind: AlarmKind;
  readonly level: 'notice' | 'alarm';
  readonly cause: string;
  readonly fingerprint: string | null;
  readonly rung: number | null;
  readonly words: string;
}

/** A certificate that one address has shown. */
export interface Shown {
  readonly address: string;
  readonly askedFor: AskedKey | null;
  readonly facts: CertificateFacts;
  readonly chain: ChainVerdict;
  readonly misnamed: boolean;
}

/** What is wrong with the certificates that an endpoint shows, or worth knowing. Pure. */
export function complaintsOf(
  shown: readonly Shown[],
  expected: readonly Expected[],
  now: Date,
): readonly Complaint[] {
  const foreign = shown.filter((one) => !isExpected(one, expected));
  const newer = foreign.filter((one) => isNewer(one, expected, now));
  const wrong = foreign.filter((one) => !newer.includes(one));
  // What should not be there at all is one thing to mend, not four.
  const rest = shown.filter((one) => !wrong.includes(one));
  return [
    ...notDeployed(wrong, expected),
    ...renewedElsewhere(newer, expected),
    ...expiry(shown, now),
    ...notYetValid(rest, now),
    ...wrongName(rest),
    ...badChain(rest, expected),
  ];
}

/** Of those served, the one that ends first. */
export function firstToEnd(shown: readonly Shown[]): CertificateFacts | null {
  const all = shown.map(({ facts }) => facts);
  return all.reduce<CertificateFacts | null>(
    (first, one) => (first === null || one.notAfter < first.notAfter ? one : first),
    null,
  );
}

/**
 * Where nothing was deployed, anything may be served. To whoever accepts one kind of key alone, only what
 * was deployed of that kind.
 */
export function isExpected(
  { facts, askedFor }: Pick<Shown, 'facts' | 'askedFor'>,
  expected: readonly Expected[],
): boolean {
  const of = expected.filter(({ keyType }) => askedFor === null || keyType === askedFor);
  const candidates = of.length === 0 ? expected : of;
  return (
    candidates.length === 0 ||
    candidates.some(({ fingerprint }) => fingerprint === null || fingerprint === facts.sha256)
  );
}

/**
 * Begins after every certificate that was deployed, good for the name, trusted, and not the one that a
 * deployment has just taken away: the cloud or a CA has renewed it by itself.
 */
function isNewer(one: Shown, expected: readonly Expected[], now: Date): boolean {
  const { facts, chain, misnamed } = one;
  return (
    !misnamed &&
    chain === 'trusted' &&
    facts.notBefore <= now &&
    now < facts.notAfter &&
    expected.every(
      ({ notBefore, replaced }) =>
        notBefore !== null && notBefore < facts.notBefore && replaced !== facts.sha256,
    )
  );
}

/** Where several are served, the same several are the same thing. */
function causeOf(shown: readonly Shown[]): string {
  return [...new Set(shown.map(({ facts }) => facts.sha256))].sort().join(' ');
}

function complaint(
  kind: AlarmKind,
  shown: readonly Shown[],
  words: string,
  level: Complaint['level'] = 'alarm',
): readonly Complaint[] {
  const [first] = shown;
  if (first === undefined) return [];
  const fingerprint = first.facts.sha256;
  return [{ kind, level, cause: causeOf(shown), fingerprint, rung: null, words }];
}

function deployedWords(expected: readonly Expected[]): string {
  const names = expected.map(
    ({ fingerprint, since }) => `${shortWords(fingerprint)} since ${dayWords(since)}`,
  );
  return listed([...new Set(names)]);
}

function notDeployed(wrong: readonly Shown[], expected: readonly Expected[]) {
  const words =
    `${placesWords(wrong)}; deployed is ${deployedWords(expected)}. ` +
    'Somebody has changed the resource, an edge kept the old certificate, or DNS points elsewhere: ' +
    'look there, then deploy again';
  return complaint('not-deployed', wrong, words);
}

function renewedElsewhere(newer: readonly Shown[], expected: readonly Expected[]) {
  const words =
    `${placesWords(newer)}, which is newer than what was deployed (${deployedWords(expected)}) and ` +
    'valid: somebody else renews it there';
  return complaint('newer', newer, words, 'notice');
}

function expiry(shown: readonly Shown[], now: Date): readonly Complaint[] {
  const served = firstToEnd(shown);
  const rung = served === null ? undefined : rungOf(served, now);
  if (served === null || rung === undefined) return [];
  return [
    {
      kind: rung === 0 ? 'expired' : 'expiring',
      level: 'alarm',
      cause: served.sha256,
      fingerprint: served.sha256,
      rung: rung === 0 ? null : rung,
      words: `${certificateWords(served)} ${expiryWords(served.notAfter, now)}`,
    },
  ];
}

function notYetValid(shown: readonly Shown[], now: Date) {
  const early = shown.filter(({ facts }) => facts.notBefore > now);
  const from = early[0]?.facts.notBefore.toISOString() ?? '';
  return complaint(
    'not-yet-valid',
    early,
    `${placesWords(early)}, which is not valid before ${from}`,
  );
}

function wrongName(shown: readonly Shown[]) {
  const misnamed = shown.filter((one) => one.misnamed);
  const names = listed(misnamed.flatMap(({ facts }) => facts.domains));
  const words = `${placesWords(misnamed)}, which does not cover this name but ${names || 'none'}`;
  return complaint('wrong-name', misnamed, words);
}

/**
 * A private authority is known to its own clients only. A chain to an unknown root is somebody's choice
 * where the certificate was deployed so; a chain that lacks a part works for nobody.
 */
function badChain(shown: readonly Shown[], expected: readonly Expected[]) {
  const bad = shown.filter(({ facts, chain }) => {
    const own = expected.find(({ fingerprint }) => fingerprint === facts.sha256);
    switch (chain) {
      case 'trusted':
      case 'not-judged':
        return false;
      case 'untrusted':
        return own === undefined;
      case 'ended':
        return true;
      case 'self-signed':
      case 'incomplete':
        return own?.type !== 'private-ca';
    }
  });
  const [first] = bad;
  const words = first === undefined ? '' : `${placesWords(bad)}: ${chainWords(first.chain)}`;
  return complaint('chain', bad, words);
}
