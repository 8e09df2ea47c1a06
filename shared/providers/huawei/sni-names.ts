import { keyTypeOf } from '../../core/certificate.ts';
import { covers } from '../../core/domain.ts';
import type { Certificate, Domain, Edit, KeyType } from '../../core/model.ts';

/** An entry of an SNI list that stays when the new one comes. */
export interface Staying {
  readonly ref: string;
  /** The names it answers for. */
  readonly names: readonly string[];
  readonly keyType: KeyType;
}

/** Names of one certificate object, and what they may take with commas between them. */
const mostNames = 100;
const mostCharacters = 10_000;
/** Names of all entries of one SNI list together, by kind of load balancer. */
export const mostTogether = { shared: 30, dedicated: 200 };

/** The wildcard that would answer for a name. */
const wildcardOf = (name: string) => `*${name.slice(name.indexOf('.'))}`;

export type NamesFor =
  | { readonly kind: 'names'; readonly names: readonly Domain[] }
  | { readonly kind: 'conflict'; readonly reason: string };

/**
 * The names that a certificate is to answer for in a listener. No name may stand twice in an SNI list, but
 * once with an RSA and once with an ECDSA certificate, so what an entry that stays has is left to it. That
 * is a conflict where it concerns a domain that the new certificate is meant for.
 * https://support.huaweicloud.com/intl/en-us/usermanual-elb/
 */
export function namesFor(
  { certificate, domains }: Pick<Edit, 'certificate' | 'domains'>,
  {
    staying,
    entersList,
    most = mostTogether.dedicated,
  }: {
    readonly staying: readonly Staying[];
    /** The certificate will stand in the SNI list. */
    readonly entersList: boolean;
    readonly most?: number;
  },
): NamesFor {
  const type = keyTypeOf(certificate.keyAlgorithm);
  const rivals = staying.filter(({ keyType }) => keyType === type || keyType === 'other');
  const taken = new Set(rivals.flatMap(({ names }) => names));
  const free = certificate.domains.filter((name) => !entersList || !taken.has(name));
  const lost = domains.filter((domain) => {
    if (taken.has(domain)) return true;
    // An exact name goes before a wildcard, and the SNI list before the default certificate.
    const own = entersList && free.some((name) => covers(name, domain));
    return !own && taken.has(wildcardOf(domain));
  });
  if (lost.length > 0) {
    const holders = rivals.filter(({ names }) =>
      lost.some((domain) => names.includes(domain) || names.includes(wildcardOf(domain))),
    );
    return { kind: 'conflict', reason: conflict(certificate, lost, holders) };
  }
  const together = free.length + staying.flatMap(({ names }) => names).length;
  const fits =
    free.length <= mostNames &&
    free.join(',').length <= mostCharacters &&
    (!entersList || together <= most);
  const needed = free.filter((name) => domains.some((domain) => covers(name, domain)));
  return { kind: 'names', names: fits ? free : needed.slice(0, mostNames) };
}

function conflict(
  { name }: Certificate,
  lost: readonly Domain[],
  holders: readonly Staying[],
): string {
  const refs = holders.map(({ ref }) => ref).join(', ');
  const others = holders
    .flatMap(({ names }) => names)
    .slice(0, 5)
    .join(', ');
  return `its SNI list keeps certificate ${refs} for ${lost.slice(0, 3).join(', ')}, because that one also answers for names that "${name}" lacks (it has ${others}); cover all of them, or take that certificate out of the list`;
}
