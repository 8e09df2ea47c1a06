import { pMapSkip } from 'p-map';

import { parseDomain } from '../../core/domain.ts';
import { DeployError } from '../../core/errors.ts';
import type { Binding, Domain, Edit, Endpoint, Finding } from '../../core/model.ts';
import type { Call } from '../provider.ts';

/** `host` or `host:port`: the cloud gives names only, endpoints behind a tunnel may carry a port. */
export function endpointOf(address: string, port: number): Endpoint {
  const match = /^([^:]+):(\d{1,5})$/u.exec(address);
  return match === null
    ? { host: address, port }
    : { host: match[1] ?? address, port: Number(match[2]) };
}

/** The alias of a wildcard domain is a wildcard itself: any label below it can be looked up. */
export function edgeHost(cname: string): string {
  return cname.replace(/^\*\./u, 'certferry.');
}

/** Domains among names that a cloud sent, each once, and the names that are none. */
export function domainsAmong(names: Iterable<string>): {
  readonly domains: readonly Domain[];
  readonly others: readonly string[];
} {
  const domains = new Set<Domain>();
  const others = new Set<string>();
  for (const name of names) {
    const domain = parseDomain(name);
    if (domain === undefined) others.add(name);
    else domains.add(domain);
  }
  return { domains: [...domains], others: [...others] };
}

export function notice(code: string, subject: string, message: string): Finding {
  return { code, level: 'notice', subject, message };
}

export function warning(code: string, subject: string, message: string): Finding {
  return { code, level: 'warning', subject, message };
}

/** What vanishes between listing and reading was never there. */
export async function unlessGone<T>(reading: Promise<T>): Promise<T | typeof pMapSkip> {
  try {
    return await reading;
  } catch (thrown) {
    if (DeployError.from(thrown).code === 'RESOURCE_GONE') return pMapSkip;
    throw thrown;
  }
}

/** The certificate of a resource that was set as PEM and is no object of the certificate service. */
export const pasted = 'pasted';

/** There is no way back from a certificate that the cloud keeps without an id. */
export function pastedFinding(bindings: readonly Binding[], subject: string): Finding[] {
  if (!bindings.some(({ ref }) => ref === pasted)) return [];
  return [
    warning(
      'no-undo',
      subject,
      'no undo here: its certificate was set as text, and Tencent Cloud gives back no private key to set it again',
    ),
  ];
}

/** The bindings that the plan saw must still be there: anything else nobody has previewed. */
export function demandPlanned(name: string, edit: Edit, bound: readonly string[]): void {
  const planned = edit.resource.bindings.map(({ ref }) => ref);
  const same = planned.length === bound.length && planned.every((ref) => bound.includes(ref));
  if (same) return;
  const words = (refs: readonly string[]) => (refs.length === 0 ? 'none' : refs.join(' and '));
  throw new DeployError(
    'PLAN_STALE',
    `${name} now has certificate ${words(bound)}, the plan says ${words(planned)}; preview again`,
  );
}

/** The names that the certificate must cover are those of now, not those that the plan saw. */
export function demandCovered(
  name: string,
  serves: readonly string[],
  covered: (domain: Domain) => boolean,
): void {
  const open = domainsAmong(serves).domains.filter((domain) => !covered(domain));
  if (open.length === 0) return;
  throw new DeployError(
    'PLAN_STALE',
    `${name} also serves ${open.join(', ')}, which the certificate does not cover; preview again`,
  );
}

/** What putting things right is given: the run's own signal may be the very reason for it. */
export function aftermath(call: Call): Call {
  return { signal: AbortSignal.timeout(120_000), log: call.log };
}
