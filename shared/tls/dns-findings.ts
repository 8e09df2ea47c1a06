import pMap from 'p-map';

import { isWildcard } from '../core/domain.ts';
import { DeployError } from '../core/errors.ts';
import type { Change, Domain, Finding, Resource } from '../core/model.ts';
import { listed } from './answer.ts';
import { addressesOf, inTime } from './dns.ts';
import type { Addresses, Dns } from './dns.ts';
import { concrete, randomLabel } from './questions.ts';

export interface DnsFindingsPorts {
  readonly dns: Dns;
  readonly randomLabel?: () => string;
  /** For all questions together. */
  readonly withinMs?: number;
}

const questionsAtOnce = 32;
const longestAliasChain = 4;

/** Where one domain points, seen from one resource. */
type Pointing =
  | { readonly kind: 'here' }
  | { readonly kind: 'elsewhere'; readonly addresses: readonly string[] }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'unknown'; readonly asked: string; readonly code: string };

/**
 * Says where DNS points a domain at something else than its resource, which is no failure: it may
 * move later, or another cloud may stand in front. What could not be asked is said once, for all.
 * Bounded in time whatever the network does; rejects only with `CANCELLED`.
 */
export function createDnsFindings(
  ports: DnsFindingsPorts,
): (
  changes: readonly Change[],
  call: { readonly signal: AbortSignal },
) => Promise<readonly Finding[]> {
  const { dns, withinMs = 3_000 } = ports;

  return async (changes, { signal }) => {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
    const hosts = new Map<string, Promise<Addresses>>();
    const hostAddresses = (host: string) => {
      const found = hosts.get(host) ?? inTime(addressesOf(host, dns, deadline), late, deadline);
      hosts.set(host, found);
      return found;
    };

    async function pointing(domain: Domain, resource: Resource): Promise<Pointing> {
      const name = concrete(domain, ports.randomLabel ?? randomLabel);
      if (await isAliasOf(name, resource, dns, deadline)) return { kind: 'here' };
      const own = await inTime(addressesOf(name, dns, deadline), late, deadline);
      if (own.kind === 'none') return { kind: 'nowhere' };
      if (own.kind === 'failed') return { kind: 'unknown', asked: domain, code: own.code };
      let unread: Pointing | undefined;
      for (const { host } of resource.endpoints) {
        const there = await hostAddresses(host);
        if (there.kind !== 'found') {
          const code = there.kind === 'failed' ? there.code : 'ENOTFOUND';
          unread = { kind: 'unknown', asked: host, code };
        } else if (there.addresses.some((address) => own.addresses.includes(address))) {
          return { kind: 'here' };
        }
      }
      return unread ?? { kind: 'elsewhere', addresses: own.addresses };
    }

    const judge = async ({ domain, resource }: Pair): Promise<Judged> => ({
      domain,
      resource,
      pointing: await pointing(domain, resource),
    });
    const judged = await pMap(uniquePairs(changes), judge, { concurrency: questionsAtOnce });
    if (signal.aborted) throw new DeployError('CANCELLED', 'the run was cancelled');
    return [...elsewhere(judged), ...nowhere(judged), ...unasked(judged)];
  };
}

interface Pair {
  readonly domain: Domain;
  readonly resource: Resource;
}

interface Judged extends Pair {
  readonly pointing: Pointing;
}

function uniquePairs(changes: readonly Change[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { domains, resource } of changes) {
    if (resource.endpoints.length === 0) continue;
    for (const domain of domains) pairs.set(`${resource.id} ${domain}`, { domain, resource });
  }
  return [...pairs.values()];
}

const late: Addresses = { kind: 'failed', code: 'ETIMEOUT' };

/** The name is an alias (CNAME) of one of the resource's hosts: however the answers rotate, it is here. */
async function isAliasOf(
  name: string,
  resource: Resource,
  dns: Dns,
  deadline: AbortSignal,
): Promise<boolean> {
  const hosts = resource.endpoints.map(({ host }) => canonical(host));
  let current = name;
  for (let hop = 0; hop < longestAliasChain; hop += 1) {
    const [alias] = await inTime(aliases(current, dns, deadline), [], deadline);
    if (alias === undefined) return false;
    if (hosts.includes(canonical(alias))) return true;
    current = alias;
  }
  return false;
}

/** No alias and no answer are the same here: the addresses decide then, and say what went wrong. */
async function aliases(name: string, dns: Dns, signal: AbortSignal): Promise<readonly string[]> {
  return await dns.resolveCname(name, signal).catch(() => []);
}

function canonical(host: string): string {
  return host.toLowerCase().replace(/\.$/u, '');
}

/** One remark for each resource that DNS passes by: its domains often share one alias. */
function elsewhere(judged: readonly Judged[]): readonly Finding[] {
  const byResource = new Map<Resource, { domains: Domain[]; addresses: readonly string[] }>();
  for (const { domain, resource, pointing } of judged) {
    if (pointing.kind !== 'elsewhere') continue;
    const known = byResource.get(resource);
    if (known === undefined) {
      byResource.set(resource, { domains: [domain], addresses: pointing.addresses });
    } else known.domains.push(domain);
  }
  return [...byResource].map(([resource, { domains, addresses }]) => ({
    code: 'dns-elsewhere',
    level: 'warning',
    subject: resource.label,
    message: `DNS points ${listed(domains)} at ${listed(addresses)}, not at this resource (${listed(resource.endpoints.map(({ host }) => host))}); clients are served from there, whatever is deployed here`,
  }));
}

/** One remark for all names without an address. */
function nowhere(judged: readonly Judged[]): readonly Finding[] {
  // A wildcard certificate says nothing of a wildcard in DNS.
  const names = judged.flatMap(({ domain, pointing }) =>
    pointing.kind === 'nowhere' && !isWildcard(domain) ? [domain] : [],
  );
  if (names.length === 0) return [];
  const message = `no address in DNS for ${listed([...new Set(names)])}: no client reaches a resource by such a name`;
  return [{ code: 'dns-unresolved', level: 'notice', subject: null, message }];
}

/** One remark for all that could not be asked: in a closed network that is everything. */
function unasked(judged: readonly Judged[]): readonly Finding[] {
  const unknown = judged.flatMap(({ pointing }) => (pointing.kind === 'unknown' ? [pointing] : []));
  if (unknown.length === 0) return [];
  const names = [...new Set(unknown.map((one) => one.asked))];
  const codes = [...new Set(unknown.map((one) => one.code))];
  const message = `DNS could not be asked from here about ${listed(names)} (${codes.join(', ')}); whether it points there is not known`;
  return [{ code: 'dns-unresolved', level: 'notice', subject: null, message }];
}
