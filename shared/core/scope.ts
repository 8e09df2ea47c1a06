import type { TargetRequest } from './deployment.ts';
import { covers, parseDomain } from './domain.ts';
import type { Domain, Resource } from './model.ts';

/** What of a resource a target speaks about, or in words why it does not. */
export type Scope =
  | { readonly in: true; readonly domains: readonly Domain[] }
  | { readonly in: false; readonly reason: string };

/**
 * Applies `include` and `exclude`. A pattern that is a domain selects domains (`*` is one label);
 * any other selects resources by id, name or label (`*` is any text). In an SNI list each domain
 * stands for itself; a resource with one certificate for all its domains is taken or left as a whole.
 */
export function scopeOf(
  resource: Resource,
  domains: readonly Domain[],
  target: TargetRequest,
): Scope {
  const excludedBy = target.exclude.find((pattern) => selectsResource(pattern, resource));
  if (excludedBy !== undefined) return { in: false, reason: `excluded by "${excludedBy}"` };

  const include = target.include;
  const whole =
    include === undefined || include.some((pattern) => selectsResource(pattern, resource));
  const included = whole ? domains : domains.filter((name) => selectsDomain(include, name));
  if (!whole && included.length === 0) {
    return { in: false, reason: 'not selected by "include"' };
  }
  if (resource.slots === 'one') {
    const hit = domains.find((name) => selectsDomain(target.exclude, name));
    return hit === undefined
      ? { in: true, domains }
      : { in: false, reason: `excluded: it serves ${hit}` };
  }
  const kept = included.filter((name) => !selectsDomain(target.exclude, name));
  return kept.length === 0 && domains.length > 0
    ? { in: false, reason: 'every domain of it is excluded' }
    : { in: true, domains: kept };
}

function selectsDomain(patterns: readonly string[], name: Domain): boolean {
  return patterns.some((pattern) => {
    const domain = parseDomain(pattern);
    return domain !== undefined && covers(domain, name);
  });
}

function selectsResource(pattern: string, resource: Resource): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/gu, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 'u');
  // A domain pattern speaks of domains, even where the resource is named after its domain.
  if (parseDomain(pattern) !== undefined) return resource.name === pattern;
  return whole.test(resource.id) || whole.test(resource.name) || whole.test(resource.label);
}
