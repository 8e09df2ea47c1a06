import { settleCdn } from './cdn/state.ts';
import { bindingView, listenerView } from './clb/state.ts';
import { settleLoadBalancer } from './clb/tasks.ts';
import type { Account, CdnDomain, ClbBinding, LoadBalancer, WafDomain } from './model.ts';
import { settleWaf } from './waf/state.ts';
import type { World } from './world.ts';

/** How a binding authenticates, without saying which server certificates it has. */
function authentication(binding: ClbBinding | undefined): object | null {
  const view = bindingView(binding);
  if (view === null) return null;
  return {
    mode: binding?.mode,
    verify: binding?.verify,
    ca: binding?.ca?.id ?? null,
  };
}

function loadBalancerSnapshot(loadBalancer: LoadBalancer): object {
  return {
    region: loadBalancer.region,
    name: loadBalancer.name,
    status: loadBalancer.status,
    tags: Object.fromEntries(loadBalancer.tags),
    listeners: loadBalancer.listeners.map((listener) => {
      const {
        Certificate: _certificate,
        Rules: _rules,
        ...settings
      } = {
        ...Object(listenerView(listener)),
      };
      return {
        settings: structuredClone(settings),
        authentication: authentication(listener.binding),
        rules: listener.rules.map((rule) => ({
          id: rule.id,
          domains: [...rule.domains],
          url: rule.url,
          isDefault: rule.isDefault,
          http2: rule.http2,
          quic: rule.quic,
          authentication: authentication(rule.binding),
        })),
      };
    }),
  };
}

function cdnSnapshot({ status, disable, readonly, config }: CdnDomain): object {
  return structuredClone({ status, disable, readonly, config });
}

function wafSnapshot({ kind, partition, record, instanceId }: WafDomain): object {
  return structuredClone({ kind, partition, instanceId, record });
}

function accountSnapshot(account: Account, now: number): object {
  for (const domain of account.cdn.values()) settleCdn(domain, now);
  for (const loadBalancer of account.loadBalancers.values()) settleLoadBalancer(loadBalancer, now);
  for (const domain of account.waf.values()) settleWaf(domain, now);
  const all = <V>(map: ReadonlyMap<string, V>, look: (value: V) => object) =>
    Object.fromEntries([...map].map(([name, value]) => [name, look(value)]));
  return {
    cdn: all(account.cdn, cdnSnapshot),
    loadBalancers: all(account.loadBalancers, loadBalancerSnapshot),
    waf: all(account.waf, wafSnapshot),
  };
}

/**
 * Everything of every CDN domain, load balancer and WAF domain but which server certificate is bound
 * where. The certificate store is left out: uploading is part of a deployment.
 */
export function snapshot({ accounts, now }: World): Record<string, object> {
  return Object.fromEntries(
    [...accounts].map(([uin, account]) => [uin, accountSnapshot(account, now())]),
  );
}
