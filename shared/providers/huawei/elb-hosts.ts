import type { Domain } from '../../core/model.ts';
import { domainsAmong } from '../places.ts';
import type { ElbRule } from './schema.ts';

/**
 * What the forwarding rules of a listener say about its domains. With advanced forwarding the names are
 * in the conditions of a rule, else in its value; an inverted rule names what is not served.
 * https://support.huaweicloud.com/intl/en-us/api-elb/ListL7Rules.html
 */
export function hostsOfRules(rules: readonly ElbRule[]): {
  readonly domains: readonly Domain[];
  /** Patterns as they are written. */
  readonly others: readonly string[];
} {
  const names = rules
    .filter(({ type, invert }) => type === 'HOST_NAME' && invert !== true)
    .flatMap(({ value, conditions }) => {
      const several = (conditions ?? []).map((condition) => condition.value ?? '');
      return several.length > 0 ? several : [value ?? ''];
    });
  return domainsAmong(names.filter((name) => name !== ''));
}
