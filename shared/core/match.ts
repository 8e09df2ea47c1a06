import { coveringKeys, covers, isWildcard } from './domain.ts';
import type { Certificate, Domain } from './model.ts';

/** Finds, in constant time per name, the certificates that cover it. */
export interface CertificateIndex {
  readonly covering: (name: Domain) => readonly Certificate[];
  /** Those with the wildcard right below a name, which does not cover the name itself. */
  readonly below: (name: Domain) => readonly Certificate[];
}

/** Certificates by each of their SANs. Linear in the number of names; look-ups cost two map reads. */
export function indexCertificates(certificates: readonly Certificate[]): CertificateIndex {
  const byName = new Map<string, Certificate[]>();
  for (const certificate of certificates) {
    for (const domain of certificate.domains) {
      const list = byName.get(domain);
      if (list === undefined) byName.set(domain, [certificate]);
      else if (list.at(-1) !== certificate) list.push(certificate);
    }
  }
  return {
    covering: (name) => {
      const [exact, wildcard] = coveringKeys(name).map((key) => byName.get(key) ?? []);
      if (exact === undefined || exact.length === 0) return wildcard ?? [];
      if (wildcard === undefined || wildcard.length === 0) return exact;
      return [...exact, ...wildcard.filter((one) => !exact.includes(one))];
    },
    below: (name) => byName.get(`*.${name}`) ?? [],
  };
}

/** True where a SAN equals the name itself rather than covering it by a wildcard. */
function namesExactly(certificate: Certificate, name: Domain): boolean {
  return isWildcard(name) || certificate.domains.includes(name);
}

/** Of one certificate: which of the names it covers, and which not. */
export function coverage(
  certificate: { readonly domains: readonly Domain[] },
  names: readonly Domain[],
): { readonly covered: readonly Domain[]; readonly uncovered: readonly Domain[] } {
  const sans = new Set<string>(certificate.domains);
  const isCovered = (name: Domain) => coveringKeys(name).some((key) => sans.has(key));
  return {
    covered: names.filter(isCovered),
    uncovered: names.filter((name) => !isCovered(name)),
  };
}

/** `certificate` can stand in for every name of `other`. */
export function coversAll(
  certificate: { readonly domains: readonly Domain[] },
  names: readonly Domain[],
): boolean {
  return names.every((name) => certificate.domains.some((san) => covers(san, name)));
}

export interface Choice {
  readonly certificate: Certificate;
  /** Why this one, in words; null when there was no other. */
  readonly why: string | null;
}

/**
 * The certificate to use among several that all cover `names`: exact name before wildcard, then the
 * longest remaining validity, then the name in the file. Deterministic, whatever the order given.
 */
export function choose(
  candidates: readonly Certificate[],
  names: readonly Domain[],
): Choice | undefined {
  const ranked = candidates
    .map((certificate) => ({
      certificate,
      byWildcard: names.filter((name) => !namesExactly(certificate, name)).length,
    }))
    .sort(
      (a, b) =>
        a.byWildcard - b.byWildcard ||
        b.certificate.notAfter.getTime() - a.certificate.notAfter.getTime() ||
        (a.certificate.name < b.certificate.name ? -1 : 1),
    );
  const [first, second] = ranked;
  if (first === undefined) return undefined;
  if (second === undefined) return { certificate: first.certificate, why: null };
  const rest = ranked
    .slice(1)
    .map((one) => one.certificate.name)
    .join(', ');
  const reason =
    first.byWildcard < second.byWildcard
      ? 'an exact name goes before a wildcard'
      : first.certificate.notAfter.getTime() > second.certificate.notAfter.getTime()
        ? 'it is valid longest'
        : 'its name in the file comes first';
  return {
    certificate: first.certificate,
    why: `${first.certificate.name} rather than ${rest}: ${reason}`,
  };
}
