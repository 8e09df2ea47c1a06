import { isIP } from 'node:net';

import { shortFingerprint } from '../core/certificate.ts';
import type { Binding, Change, Endpoint } from '../core/model.ts';
import type { Handshake, ShownCertificate } from './handshake.ts';
import { gaveNoAnswer } from './no-certificate.ts';
import type { Question } from './questions.ts';

/** What one address answered to one question. */
export interface Answer {
  readonly question: Question;
  /** `203.0.113.7:443`. */
  readonly address: string;
  readonly handshake: Handshake;
}

/** `hit`: the wanted certificate. `miss`: a TLS answer that is not it. `silent`: no TLS answer. */
export type Mark = 'hit' | 'miss' | 'silent';

export function markOf({ handshake }: Answer, change: Change): Mark {
  if (handshake.kind === 'certificate') {
    return handshake.facts.sha256 === change.certificate.sha256 ? 'hit' : 'miss';
  }
  return gaveNoAnswer(handshake.reason) ? 'silent' : 'miss';
}

export const answerKey = ({ question, address }: Answer): string => `${question.label} ${address}`;

/**
 * An address may be left out of the proof where others showed the certificate for the same name: a
 * machine without IPv6 reaches no IPv6 address, and an address may be out of service. A connection
 * that is closed is no such case: an edge that does not know the name yet does just that.
 */
export function isExcused({ handshake }: Answer, silences: number): boolean {
  if (handshake.kind === 'certificate') return false;
  switch (handshake.reason) {
    case 'no-route':
      return true;
    case 'timeout':
    case 'refused':
    case 'dns':
      return silences >= mostSilences;
    case 'reset':
    case 'unknown-name':
    case 'nothing-in-common':
    case 'not-tls':
    case 'other':
      return false;
  }
}

/** The address itself gave no answer: no other name will get one there. */
export function isDown({ handshake }: Answer): boolean {
  if (handshake.kind === 'certificate') return false;
  return ['timeout', 'refused', 'no-route', 'dns'].includes(handshake.reason);
}

/** Tries without any answer after which waiting for one more is not worth it. */
export const mostSilences = 3;

export function addressWords({ host, port }: Endpoint): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What was answered, for a person: "www.example.com at 203.0.113.7:443 serves 1a2b3c4d …". */
export function describe(answer: Answer, change: Change): string {
  const { question, address, handshake } = answer;
  const asked = question.servername === undefined ? 'without a name' : question.label;
  const where = `${asked} at ${address}`;
  return handshake.kind === 'certificate'
    ? `${where} serves ${certificateWords(handshake, change)}`
    : `${where}: ${handshake.words}`;
}

/** The certificate that was shown, and what it is to this change. */
export function certificateWords({ facts }: ShownCertificate, change: Change): string {
  // The issuer's name comes from the network: quoted and cut, it can break neither line nor meaning.
  const issuer = JSON.stringify(facts.issuer.slice(0, 60));
  const ends = facts.notAfter.toISOString().slice(0, 10);
  const words = `${shortFingerprint(facts.sha256)} (issuer ${issuer}, ends ${ends})`;
  const isShown = (binding: Binding) => binding.facts?.sha256 === facts.sha256;
  switch (change.kind) {
    case 'keep':
      return change.resource.bindings.some(isShown)
        ? `${words}, another certificate that is bound to it`
        : `${words}, which is not bound to it`;
    case 'attach':
      return words;
    case 'replace':
      return change.replaces.some(isShown) ? `${words}, the certificate it had before` : words;
  }
}

/** The first few of many, and how many more there are. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).join('; ');
  return items.length > most ? `${shown}; and ${items.length - most} more` : shown;
}
