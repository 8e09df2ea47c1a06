import type { Deployment } from '../core/deployment.ts';
import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { AccountName, Gap, ProviderId, Target } from '../core/model.ts';
import type { Call, PermissionCheck, Product, ProviderSpec } from '../providers/provider.ts';
import { accountsInUse, connect } from './connect.ts';
import type { AccountInUse, Connections, Door } from './connect.ts';
import { cancelled, untilCancelled } from './limited.ts';

/** What was found out about one target of one account. */
export interface TargetCheck {
  readonly target: Target;
  /** Where it was asked; null: the product is global, or nowhere. */
  readonly region: string | null;
  /** Other regions that are connected. Permissions are the same in all, so they are not asked again. */
  readonly otherRegions: readonly string[];
  /** Regions that could not be connected, or the target as a whole where `region` is null. */
  readonly gaps: readonly Gap[];
  readonly result:
    | { readonly kind: 'checked'; readonly permissions: readonly PermissionCheck[] }
    | { readonly kind: 'failed'; readonly error: ErrorFacts };
}

export interface AccountCheck {
  readonly account: AccountName;
  readonly provider: ProviderId;
  /** Why the credentials cannot be used at all; null: they work. */
  readonly error: ErrorFacts | null;
  /** Empty when the credentials cannot be used. */
  readonly targets: readonly TargetCheck[];
}

/** Why an account was not connected at all: the login itself failed, and so said each of its targets. */
function loginError({ products, gaps }: Connections): ErrorFacts | null {
  const [first] = gaps;
  if (products.length > 0 || first === undefined) return null;
  const { code, message } = first.error;
  const whole = gaps.every(({ region, error }) => region === null && error.message === message);
  // A region that is none, or regions that may not be listed, say nothing against the login.
  return whole && code !== 'PERMISSION_MISSING' && code !== 'CONFIG_INVALID' ? first.error : null;
}

async function checkProduct(
  product: Product,
  door: Door,
  call: Call,
): Promise<TargetCheck['result']> {
  try {
    const permissions = await untilCancelled(call.signal, door.clock, async (signal) => {
      if (product.check === undefined) {
        throw new DeployError('INTERNAL', `${product.target} cannot be checked`);
      }
      return await product.check({ ...call, signal });
    });
    return { kind: 'checked', permissions };
  } catch (thrown) {
    if (call.signal.aborted) throw cancelled;
    return { kind: 'failed', error: errorFacts(DeployError.from(thrown)) };
  }
}

async function checkTarget(
  target: Target,
  { products, gaps }: Connections,
  door: Door,
  call: Call,
): Promise<TargetCheck> {
  const [product, ...others] = products.filter((one) => one.target === target);
  const missed = gaps.filter((gap) => gap.target === target);
  const error = missed[0]?.error ?? { code: 'INTERNAL', message: `${target} was not connected` };
  return {
    target,
    region: product?.region ?? null,
    otherRegions: others.flatMap(({ region }) => (region === null ? [] : [region])),
    gaps: missed,
    result:
      product === undefined ? { kind: 'failed', error } : await checkProduct(product, door, call),
  };
}

async function checkAccount(
  { account, spec, targets }: AccountInUse,
  connections: Connections,
  door: Door,
  call: Call,
): Promise<AccountCheck> {
  const own = <T extends { readonly account: AccountName }>(places: readonly T[]) =>
    places.filter((place) => place.account === account.name);
  const connected = {
    products: own(connections.products),
    gaps: own(connections.gaps),
    stores: [],
  };
  const about = { account: account.name, provider: spec.id };
  const error = loginError(connected);
  if (error !== null) return { ...about, error, targets: [] };
  const checks = await Promise.all(
    targets.map(async (target) => await checkTarget(target, connected, door, call)),
  );
  const refused = checks.flatMap(({ result }) =>
    result.kind === 'failed' && result.error.code === 'CREDENTIALS_REJECTED' ? [result.error] : [],
  );
  const [first] = refused;
  // Revoked between the login and the check: every target was refused.
  return first !== undefined && refused.length === checks.length
    ? { ...about, error: first, targets: [] }
    : { ...about, error: null, targets: checks };
}

/**
 * Proves that the credentials of every account in use work, and says which permission is missing,
 * without writing anything. One region of each target is asked. Rejects only with `CANCELLED`.
 */
export async function check(
  deployment: Deployment,
  providers: readonly ProviderSpec[],
  door: Door,
  call: Call,
): Promise<readonly AccountCheck[]> {
  const connections = await connect(deployment, providers, door, call);
  return await Promise.all(
    accountsInUse(deployment, providers).map(
      async (account) => await checkAccount(account, connections, door, call),
    ),
  );
}
