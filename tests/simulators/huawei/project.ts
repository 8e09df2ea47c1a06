import { HuaweiError } from './errors.ts';
import { accessDenied } from './login.ts';
import type { Caller, Project } from './model.ts';
import type { Route } from './route.ts';
import type { World } from './world.ts';

/** The project that the path names, whoever owns it. */
export function projectOf(world: World, { params }: Route): Project | undefined {
  return world.findProject(params.path['project_id'] ?? '');
}

/**
 * The project of a regional service: it must be the caller's, lie in the region of the host, and be
 * the one that `X-Project-Id` names. Undefined for a global service.
 */
export function checkProject(
  world: World,
  request: {
    readonly route: Route;
    readonly caller: Caller;
    readonly headers: ReadonlyMap<string, string>;
  },
): Project | undefined {
  const { route, caller, headers } = request;
  const { operation, params, region } = route;
  const id = params.path['project_id'];
  if (id === undefined) return undefined;
  const project = projectOf(world, route);
  const elsewhere = region !== undefined && project?.region !== region;
  if (project?.account !== caller.account || elsewhere) {
    throw accessDenied(operation.service, operation.actions[0] ?? '', world.settings);
  }
  const scope = headers.get('x-project-id') ?? id;
  if (scope !== id) {
    const message = 'Tenant_id in token mismatches with tenant_id in url.';
    throw new HuaweiError('elb', 'ELB.9808', message, 400);
  }
  return project;
}
