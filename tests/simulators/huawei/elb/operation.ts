import { HuaweiError } from '../errors.ts';
import { inputChecker } from '../input.ts';
import { accessDenied } from '../login.ts';
import type { Listener, Project, Slots } from '../model.ts';
import { type Context, operationsOf } from '../operation.ts';
import type { World } from '../world.ts';

export const elbOperation = operationsOf(
  'elb',
  inputChecker('elb', 'ELB.8902', 'Request parameter is invalid.'),
);
/** Under this stands everything of one project. */
export const base = '/v3/{project_id}/elb';

/** Codes of ELB v3; which of them answers which broken rule is documented only in part. */
export function invalid(message: string): HuaweiError {
  return new HuaweiError('elb', 'ELB.8902', message, 400);
}
export function notFound(kind: string, id: string): HuaweiError {
  return new HuaweiError('elb', 'ELB.8904', `${kind} ${id} could not be found.`, 404);
}
export function conflict(message: string): HuaweiError {
  return new HuaweiError('elb', 'ELB.8907', message, 409);
}

export function projectIn({ project }: Context): Project {
  if (project === undefined) throw new Error('the path of an ELB operation has no project');
  return project;
}

/** Throws unless the caller was granted the enterprise project of what it asks for by id. */
export function checkGranted(
  { caller, world }: Context,
  enterpriseProject: string,
  action: string,
): void {
  if (caller.enterpriseProjects?.has(enterpriseProject) === false) {
    throw accessDenied('elb', action, world.settings);
  }
}

export function timestamp(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}/u, '');
}

export const tlsProtocols: readonly string[] = ['HTTPS', 'TERMINATED_HTTPS', 'TLS', 'QUIC'];

export function domainNames(domain: string): readonly string[] {
  return domain === '' ? [] : domain.toLowerCase().split(',');
}

/** Shared load balancers match by the longest suffix, dedicated ones label by label unless told otherwise. */
function matchingOf({ sniMatchAlgo, loadBalancer }: Listener): Slots['matching'] {
  return sniMatchAlgo ?? (loadBalancer.kind === 'shared' ? 'longest_suffix' : 'wildcard');
}

export function slotsOf(listener: Listener): Slots {
  return {
    fallback: listener.certificate?.identity,
    list: listener.sni.flatMap(({ domain, identity }) =>
      identity === undefined ? [] : [{ names: domainNames(domain), identity }],
    ),
    matching: matchingOf(listener),
  };
}

/** Its slots, or what one of its certificates holds, are others now. */
export function listenerChanged(world: World, listener: Listener): void {
  listener.updatedAt = world.now();
  listener.serving.announce(slotsOf(listener));
}
