import type { X509Certificate } from 'node:crypto';
import { BlockList, isIP } from 'node:net';

import { covers, isWildcard, parseDomain } from '../../shared/core/domain.ts';
import type { CertificateFacts, Domain } from '../../shared/core/model.ts';
import { SourceConfigError } from './config-error.ts';

/** What a source may bring certificates for: `example.com` with all below it, `*.example.com`, an IP. */
export interface Allowance {
  /** Nothing is allowed by name: certificates are stored, and no deployment is started by them. */
  readonly empty: boolean;
  allows(facts: Pick<CertificateFacts, 'domains' | 'ips'>): boolean;
}

const isBelow = (name: Domain, base: Domain): boolean => name === base || name.endsWith(`.${base}`);

/** Throws where an entry is neither a domain nor an IP address or range. */
export function createAllowance(entries: readonly string[]): Allowance {
  const domains: Domain[] = [];
  const addresses = new BlockList();
  for (const entry of entries) {
    const domain = parseDomain(entry);
    if (domain === undefined) addAddress(addresses, entry);
    else domains.push(domain);
  }
  const isAllowed = (name: Domain): boolean =>
    domains.some((one) => (isWildcard(one) ? covers(one, name) : isBelow(name, one)));
  return {
    empty: entries.length === 0,
    allows: ({ domains: names, ips }) =>
      names.every(isAllowed) && ips.every((ip) => containsAddress(addresses, ip)),
  };
}

/** Adds an IP address or a range such as `10.0.0.0/8`. Throws for anything else. */
export function addAddress(list: BlockList, text: string): void {
  const [ip = '', bits, more] = text.split('/');
  const family = isIP(ip) === 6 ? 'ipv6' : 'ipv4';
  const most = family === 'ipv6' ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  const isLength = bits === undefined || (/^\d{1,3}$/u.test(bits) && length <= most);
  if (isIP(ip) === 0 || more !== undefined || !isLength) {
    throw new SourceConfigError('an entry is neither a domain nor an IP address or range');
  }
  list.addSubnet(ip, length, family);
}

export function containsAddress(list: BlockList, ip: string): boolean {
  const family = isIP(ip);
  return family !== 0 && list.check(ip, family === 6 ? 'ipv6' : 'ipv4');
}

/** Its names in one form: the same text for two certificates means the same set of names. */
export function nameSet({ domains, ips }: Pick<CertificateFacts, 'domains' | 'ips'>): string {
  return [...new Set<string>([...domains, ...ips])].sort().join(' ');
}

/**
 * What deployment files call a certificate for which nobody chose a name: its common name where that
 * is one of its names, else the first of them. Undefined: it names IP addresses only.
 */
export function defaultName(
  { subject }: X509Certificate,
  { domains }: Pick<CertificateFacts, 'domains'>,
): Domain | undefined {
  const commonName = /^CN=(.*)$/mu.exec(subject)?.[1];
  const primary = commonName === undefined ? undefined : parseDomain(commonName);
  return primary !== undefined && domains.includes(primary) ? primary : domains[0];
}
