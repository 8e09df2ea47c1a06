import { randomUUID } from 'node:crypto';

import type { Login } from './login.ts';

/** Names in the right form of things that certainly do not exist, in this account and region. */
export function nowhere({ partition, accountId }: Login, region: string) {
  const uuid = randomUUID();
  const hex = uuid.replaceAll('-', '');
  const arn = (service: string) => `arn:${partition.id}:${service}:${region}:${accountId}`;
  const balancer = (kind: 'app' | 'net') => `${kind}/certferry-check/${hex.slice(0, 16)}`;
  return {
    certificate: `${arn('acm')}:certificate/${uuid}`,
    serverCertificate: `certferry-check-${uuid}`,
    loadBalancer: (kind: 'app' | 'net') =>
      `${arn('elasticloadbalancing')}:loadbalancer/${balancer(kind)}`,
    listener: (kind: 'app' | 'net') =>
      `${arn('elasticloadbalancing')}:listener/${balancer(kind)}/${hex.slice(16)}`,
    // At most 32 characters.
    classic: `certferry-check-${hex.slice(0, 12)}`,
    distribution: `E${hex.slice(0, 13).toUpperCase()}`,
    tenant: `dt_${hex.slice(0, 27)}`,
    // Never resolves and can be nobody's. https://www.rfc-editor.org/rfc/rfc6761#section-6.4
    domain: `${uuid}.invalid`,
  };
}
