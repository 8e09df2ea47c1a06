import { isIP } from 'node:net';

import { shortFingerprint } from '../core/certificate.ts';
import type { Binding, CertificateFacts, Change, Endpoint } from '../core/model.ts';
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

/** The certificate that was shown, and what it is to this change. */
export function certificateWords({ facts }: ShownCertificate, change: Change): string {
  if (facts.sha256 === change.certificate.sha256) return wantedWords(change);
  // The issuer's name comes from the network: quoted and cut, it can break neither line nor meaning.
  const issuer = JSON.stringify(facts.issuer.slice(0, 60));
  const ends = facts.notAfter.toISOString().slice(0, 10);
  return `${shortFingerprint(facts.sha256)} (issuer ${issuer}, ends ${ends}), ${strangerWords(facts, change)}`;
}

export function wantedWords({ kind }: Change): string {
  return kind === 'keep' ? 'the certificate' : 'the new certificate';
}

function strangerWords({ sha256 }: CertificateFacts, change: Change): string {
  const isShown = ({ facts }: Binding) => facts?.sha256 === sha256;
  if (wasBefore(change, sha256)) return 'the certificate it had before';
  if (change.resource.bindings.some(isShown)) return 'another certificate that is bound to it';
  switch (change.kind) {
    case 'keep':
      return 'which is not bound to it';
    case 'attach':
      return 'not the new certificate';
    case 'replace':
      return 'neither the old nor the new certificate';
  }
}

/** It is what this change takes away. */
export function wasBefore(change: Change, sha256: string): boolean {
  return change.kind === 'replace' && change.replaces.some(({ facts }) => facts?.sha256 === sha256);
}

/** The first few of many, and how many more there are. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).join('; ');
  return items.length > most ? `${shown}; and ${items.length - most} more` : shown;
}
