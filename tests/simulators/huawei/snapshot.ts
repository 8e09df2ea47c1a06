import { statusOf } from './cdn/job.ts';
import { shownConfigs } from './cdn/shapes.ts';
import { shownListener } from './elb/listeners.ts';
import type { Account, CdnDomain, Project } from './model.ts';
import type { World } from './world.ts';

/** What of `configs.https` names or holds a certificate. */
const bindingMembers = new Set([
  'certificate_source',
  'scm_certificate_id',
  'certificate_name',
  'certificate_value',
  'expire_time',
]);

function without(value: unknown, left: ReadonlySet<string>): object {
  return Object.fromEntries(
    Object.entries(Object(value) as object).filter(([name]) => !left.has(name)),
  );
}

function domainSnapshot(world: World, domain: CdnDomain): object {
  const { https, ...configs } = shownConfigs(world, domain);
  return structuredClone({
    ...configs,
    https: without(https, bindingMembers),
    status: statusOf(world, domain),
    enterpriseProject: domain.enterpriseProject,
  });
}

const listenerMembers = new Set(['default_tls_container_ref', 'sni_container_refs', 'updated_at']);

function projectSnapshot({ region, privateKeyEcho, loadBalancers }: Project): object {
  return structuredClone({
    region,
    privateKeyEcho,
    loadBalancers: [...loadBalancers.values()].map((balancer) => ({
      id: balancer.id,
      name: balancer.name,
      kind: balancer.kind,
      vipAddress: balancer.vipAddress,
      publicAddress: balancer.publicAddress,
      enterpriseProject: balancer.enterpriseProject,
      tags: balancer.tags,
      operatingStatus: balancer.operatingStatus,
      listeners: balancer.listeners.map((listener) => ({
        ...without(shownListener(listener), listenerMembers),
        policies: listener.policies,
      })),
    })),
  });
}

function accountSnapshot(world: World, account: Account): object {
  return {
    cdn: Object.fromEntries(
      [...account.cdnDomains].map(([name, domain]) => [name, domainSnapshot(world, domain)]),
    ),
    projects: Object.fromEntries(
      [...account.projects].map(([name, project]) => [name, projectSnapshot(project)]),
    ),
  };
}

/**
 * Everything of every CDN domain and load balancer but which certificate is bound where. The
 * certificate stores are left out: uploading is part of a deployment.
 */
export function snapshot(world: World): Record<string, object> {
  return Object.fromEntries(
    [...world.accounts].map(([name, account]) => [name, accountSnapshot(world, account)]),
  );
}
