import type { Target } from '../shared/core/model.ts';
import type { ProviderSpec } from '../shared/providers/provider.ts';

/**
 * The least-privilege policy of a product in its cloud's own form, from what its adapter declares it
 * calls. Throws for a product that is not known, with those that are.
 */
export function policyText(
  product: string,
  options: { readonly readOnly: boolean; readonly cleanUp?: boolean },
  providers: readonly ProviderSpec[],
): string {
  for (const provider of providers) {
    const target: Target | undefined = provider.targets.find((one) => one === product);
    const permissions = target === undefined ? undefined : provider.permissions.get(target);
    if (permissions === undefined) continue;
    const actions = [
      ...permissions.read,
      ...(options.readOnly ? [] : permissions.write),
      ...(options.cleanUp === true ? (permissions.cleanUp ?? []) : []),
    ];
    return `${JSON.stringify(provider.policy([...new Set(actions)].sort()), null, 2)}\n`;
  }
  const known = providers.flatMap((provider) => provider.targets).join(', ');
  throw new RangeError(`"${product}" is no product; known are ${known}`);
}
