import { parseDomain } from '../../core/domain.ts';
import type { Domain } from '../../core/model.ts';
import type { ElbRule } from './schema.ts';

/** On a load balancer or listener: the domains it serves, with blanks or slashes between them. */
export const domainsTag = 'certferry:domains';

export function domainsOfTag(tags: ReadonlyMap<string, string>): readonly string[] {
  return (tags.get(domainsTag) ?? '').split(/[\s/]+/u).filter((name) => name !== '');
}

/**
 * What the host conditions of a listener say about its domains. Only plain names and `*.suffix` name
 * domains; other wildcards and regular expressions match hosts that nobody can list.
 */
export function hostsOfRules(rules: readonly ElbRule[]): {
  readonly domains: readonly Domain[];
  /** Patterns as they are written. */
  readonly notAnalysable: readonly string[];
} {
  const domains = new Set<Domain>();
  const notAnalysable = new Set<string>();
  for (const { Conditions = [] } of rules) {
    for (const condition of Conditions) {
      if (condition.Field !== 'host-header') continue;
      const { Values = [], RegexValues = [], HostHeaderConfig: config } = condition;
      for (const value of [...Values, ...(config?.Values ?? [])]) {
        const domain = parseDomain(value);
        if (domain === undefined) notAnalysable.add(value);
        else domains.add(domain);
      }
      for (const pattern of [...RegexValues, ...(config?.RegexValues ?? [])]) {
        notAnalysable.add(pattern);
      }
    }
  }
  return { domains: [...domains], notAnalysable: [...notAnalysable] };
}
