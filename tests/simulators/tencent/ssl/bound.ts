import { settleCdn } from '../cdn/state.ts';
import { settleLoadBalancer } from '../clb/tasks.ts';
import type { ClbBinding, StoredCertificate } from '../model.ts';

/** As a server certificate, or as the authority that vouches for clients. */
export function holds(binding: ClbBinding | undefined, certificate: StoredCertificate): boolean {
  return (
    binding !== undefined &&
    (binding.certificates.includes(certificate) || binding.ca === certificate)
  );
}

/** Every resource of the account that this certificate is bound to now. */
export function usersOf(certificate: StoredCertificate, now: number): readonly string[] {
  const { account } = certificate;
  const cdn = [...account.cdn.values()]
    .filter((domain) => {
      settleCdn(domain, now);
      return domain.binding?.certificate === certificate;
    })
    .map(({ domain }) => `cdn/${domain}`);
  const listeners = [...account.loadBalancers.values()]
    .flatMap((loadBalancer) => {
      settleLoadBalancer(loadBalancer, now);
      return loadBalancer.listeners;
    })
    .filter(({ binding, rules }) =>
      [binding, ...rules.map((rule) => rule.binding)].some((one) => holds(one, certificate)),
    )
    .map(({ id, loadBalancer }) => `clb/${loadBalancer.id}/${id}`);
  const waf = [...account.waf.values()]
    .filter(
      ({ binding }) =>
        binding !== undefined && 'certificate' in binding && binding.certificate === certificate,
    )
    .map(({ domain }) => `waf/${domain}`);
  const others = (account.otherUses.get(certificate.id) ?? []).map(({ type }) =>
    type.toLowerCase(),
  );
  return [...cdn, ...listeners, ...waf, ...others];
}
