import { configOf } from './cloudfront/config.ts';
import type { Account, Region } from './model.ts';
import type { World } from './world.ts';
import type { XmlElement } from './xml.ts';

function regionSnapshot({ loadBalancers, classic }: Region): object {
  return {
    loadBalancers: [...loadBalancers.values()].map((balancer) => ({
      arn: balancer.arn,
      name: balancer.name,
      type: balancer.type,
      scheme: balancer.scheme,
      dnsName: balancer.dnsName,
      tags: Object.fromEntries(balancer.tags),
      listeners: balancer.listeners.map((listener) => ({
        arn: listener.arn,
        port: listener.port,
        protocol: listener.protocol,
        sslPolicy: listener.sslPolicy,
        alpn: [...listener.alpn],
        mutualAuthentication: listener.mutualAuthentication,
        defaultActions: [...listener.defaultActions],
        rules: structuredClone(listener.rules),
        tags: Object.fromEntries(listener.tags),
      })),
    })),
    classic: [...classic.values()].map((balancer) => ({
      arn: balancer.arn,
      scheme: balancer.scheme,
      tags: Object.fromEntries(balancer.tags),
      listeners: balancer.listeners.map((listener) => ({
        port: listener.port,
        protocol: listener.protocol,
        instancePort: listener.instancePort,
        instanceProtocol: listener.instanceProtocol,
        policies: [...listener.policies],
      })),
    })),
  };
}

/** What an element means: neither the order of differently named children nor layout counts. */
function canonical({ children, text }: XmlElement): unknown {
  if (children.length === 0) return text;
  return [...children]
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
    .map((element) => [element.name, canonical(element)]);
}

function isEmpty({ loadBalancers, classic }: Region): boolean {
  return loadBalancers.size === 0 && classic.size === 0;
}

function accountSnapshot(account: Account): object {
  return {
    regions: Object.fromEntries(
      [...account.regions]
        .filter(([, region]) => !isEmpty(region))
        .map(([name, region]) => [name, regionSnapshot(region)]),
    ),
    distributions: Object.fromEntries(
      [...account.distributions.values()].map((distribution) => {
        const { root, viewer } = configOf(distribution);
        const children = root.children.filter(({ name }) => name !== 'ViewerCertificate');
        return [
          distribution.id,
          {
            config: canonical({ ...root, children }),
            supportMethod: viewer.support,
            minimumProtocolVersion: viewer.minimum,
            tags: Object.fromEntries(distribution.tags),
          },
        ];
      }),
    ),
    tenants: Object.fromEntries(
      [...account.tenants.values()].map((tenant) => [
        tenant.id,
        {
          distributionId: tenant.distributionId,
          name: tenant.name,
          domains: [...tenant.domains],
          webAcl: tenant.webAcl,
          geo: tenant.geo,
          parameters: tenant.parameters,
          connectionGroupId: tenant.connectionGroupId,
          enabled: tenant.enabled,
          managedCertificate: tenant.managedCertificate,
          tags: Object.fromEntries(tenant.tags),
        },
      ]),
    ),
  };
}

/**
 * Everything of every load balancer, distribution and tenant but which certificate is bound where.
 * The certificate stores are left out: importing is part of a deployment.
 */
export function snapshot({ accounts }: World): Record<string, object> {
  return Object.fromEntries([...accounts].map(([id, account]) => [id, accountSnapshot(account)]));
}
