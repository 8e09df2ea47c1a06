import { DeployError } from '../../core/errors.ts';
import type { Binding, Domain, Edit, Finding } from '../../core/model.ts';
import { domainsAmong, warning } from '../places.ts';
import type { Call } from '../provider.ts';

/** The alias of a wildcard domain is a wildcard itself: any label below it can be looked up. */
export function edgeHost(cname: string): string {
  return cname.replace(/^\*\./u, 'certferry.');
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
