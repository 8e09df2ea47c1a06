import { shortFingerprint } from '../../shared/core/certificate.ts';
import type { CertificateFacts } from '../../shared/core/model.ts';
import { listed } from '../../shared/tls/answer.ts';
import { daysLeft } from './ladder.ts';

type Named = Pick<CertificateFacts, 'sha256' | 'issuer' | 'notAfter'>;

export const dayWords = (time: Date): string => time.toISOString().slice(0, 10);

export const shortWords = (fingerprint: string | null): string =>
  fingerprint === null ? 'a certificate that is not known' : shortFingerprint(fingerprint);

/** The issuer's name comes from the network: quoted and cut, it can break neither line nor meaning. */
export function certificateWords({ sha256, issuer, notAfter }: Named): string {
  const name = JSON.stringify(issuer.slice(0, 60));
  return `${shortFingerprint(sha256)} (issuer ${name}, ends ${dayWords(notAfter)})`;
}

/** "1a2b3c4d (issuer …) is served at 203.0.113.7:443; at 203.0.113.8:443 and 2 more …" */
export function placesWords(
  shown: readonly { readonly address: string; readonly facts: Named }[],
): string {
  const byCertificate = [...Map.groupBy(shown, ({ facts }) => facts.sha256).values()];
  const words = byCertificate.flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    return [`${listed(all.map(({ address }) => address))} serves ${certificateWords(first.facts)}`];
  });
  return listed(words);
}

/** How long it is to the end, as a person says it. */
export function expiryWords(notAfter: Date, now: Date): string {
  const days = daysLeft(notAfter, now);
  if (notAfter <= now) return `has ended on ${notAfter.toISOString()}`;
  if (days === 0) return `ends within a day, at ${notAfter.toISOString()}`;
  return `ends in ${days} ${days === 1 ? 'day' : 'days'}, and nothing newer is served`;
}
