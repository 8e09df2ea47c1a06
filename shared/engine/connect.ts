import type { Account, Deployment } from '../core/deployment.ts';
import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Gap, Target } from '../core/model.ts';
import type {
  Call,
  CertificateStore,
  Connected,
  Connection,
  Product,
  Provider,
  ProviderSpec,
} from '../providers/provider.ts';
import { cancelled, untilCancelled } from './limited.ts';

/** What logging in needs besides the account itself: handed in at the door, once for all accounts. */
export type Door = Omit<Connection, 'account' | 'targets'>;

/** Everything that could be connected, and every place that could not. */
export interface Connections {
  readonly products: readonly Product[];
  readonly gaps: readonly Gap[];
  readonly stores: readonly CertificateStore[];
}

/** An account that tasks use, with the targets that they ask of it. */
export interface AccountInUse {
  readonly account: Account;
  readonly spec: ProviderSpec;
  readonly targets: readonly Target[];
}

/** The accounts that a deployment needs, in file order; an account no task uses is not logged in to. */
export function accountsInUse(
  deployment: Deployment,
  providers: readonly ProviderSpec[],
): readonly AccountInUse[] {
  return deployment.accounts.flatMap((account) => {
    const spec = providers.find((one) => one.id === account.provider);
    if (spec === undefined) {
      const words = `account "${account.name}" names the unknown provider "${account.provider}"`;
      throw new DeployError('INTERNAL', words);
    }
    const asked = deployment.tasks
      .filter((task) => task.accounts.includes(account.name))
      .flatMap((task) => task.targets.map((target) => target.product));
    const targets = spec.targets.filter((target) => asked.includes(target));
    return targets.length === 0 ? [] : [{ account, spec, targets }];
  });
}

/**
 * Logs in to every account in use, all at once, loading only the clouds that are used. An account
 * that fails becomes one gap per target and stops no other. Rejects only with `CANCELLED`.
 */
export async function connect(
  deployment: Deployment,
  providers: readonly ProviderSpec[],
  door: Door,
  call: Call,
): Promise<Connections> {
  const loading = new Map<ProviderSpec, Promise<Provider>>();
  const load = (spec: ProviderSpec) => {
    const provider = loading.get(spec) ?? spec.load();
    loading.set(spec, provider);
    return provider;
  };
  const connections = await Promise.all(
    accountsInUse(deployment, providers).map(async ({ account, spec, targets }) => {
      try {
        const connected = await untilCancelled(call.signal, door.clock, async (signal) => {
          const provider = await load(spec);
          return await provider.connect({ ...door, account, targets }, { ...call, signal });
        });
        return checked(account, targets, connected);
      } catch (thrown) {
        if (call.signal.aborted) throw cancelled;
        const error = DeployError.from(thrown);
        call.log.warn('account not connected', { account: account.name, code: error.code });
        return { products: [], gaps: everyTarget(account, targets, errorFacts(error)), stores: [] };
      }
    }),
  );
  return {
    products: connections.flatMap((one) => one.products),
    gaps: connections.flatMap((one) => one.gaps),
    stores: connections.flatMap((one) => one.stores),
  };
}

function everyTarget(
  account: Account,
  targets: readonly Target[],
  error: ErrorFacts,
): readonly Gap[] {
  return targets.map((target) => ({ account: account.name, target, region: null, error }));
}

/** A target that came back neither connected nor as a gap would silently be "nothing to do". */
function checked(account: Account, targets: readonly Target[], connected: Connected): Connections {
  const gaps = connected.gaps.map((gap) => ({ ...gap, account: account.name }));
  const seen = new Set([...connected.products, ...gaps].map((place) => place.target));
  const lost = targets.filter((target) => !seen.has(target));
  const error: ErrorFacts = {
    code: 'INTERNAL',
    message: `connecting account "${account.name}" gave neither this product nor a reason`,
  };
  return {
    products: connected.products,
    gaps: [...gaps, ...everyTarget(account, lost, error)],
    stores: connected.stores ?? [],
  };
}
