import type { Target } from '../core/model.ts';
import type { Permissions } from './permissions.ts';
import type { Call, PermissionCheck, Product } from './provider.ts';

export async function checkOf(product: Product, call: Call): Promise<readonly PermissionCheck[]> {
  if (product.check === undefined) throw new Error(`${product.target} cannot be checked`);
  return await product.check(call);
}

export function declaredOf(
  permissions: ReadonlyMap<Target, Permissions>,
  target: Target,
): readonly string[] {
  const declared = permissions.get(target);
  if (declared === undefined) throw new Error(`${target} declares nothing`);
  return [...declared.read, ...declared.write];
}

export function inState(
  checks: readonly PermissionCheck[],
  state: PermissionCheck['state'],
): readonly string[] {
  return checks.filter((check) => check.state === state).map(({ permission }) => permission);
}

/** Denies each of these in turn, and says which ones were then called missing. */
export async function deniedInTurn(
  product: Product,
  { permissions, deny }: { readonly permissions: readonly string[]; readonly deny: Set<string> },
  call: Call,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const permission of permissions) {
    deny.clear();
    deny.add(permission);
    found[permission] = inState(await checkOf(product, call), 'missing');
  }
  deny.clear();
  return found;
}

export function eachItself(
  permissions: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(permissions.map((permission) => [permission, [permission]]));
}
